"""Measures a page whose cells run beside its rivals: bare Pyodide, and the same page without cells that run.

    python -m tests.benchmarks.run_pages FOLDER     # where `python -m utils.publish.run.pins` has put Pyodide

*first* is the time from the tap on Run to the first picture of a function of one's own, with nothing in the browser's
cache; its rival is bare Pyodide that draws one figure of Matplotlib. *next* is that of the next function. *drag* is the
time from a move of the slider to the next frame of the screen with the new picture, over frames that have come.
"""

import argparse
import re
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.pages import opened
from tests.benchmarks.report import heading, line, machine, median
from tests.browser.chromium import launch
from tests.browser.run_site import served, write_pages
from utils.publish.run import pins
from utils.publish.site import page_script

TIMES = 3
PAGE = "01_slope.html"
OWN = 'def mine(x):\n    return {}\n\n\nexplore(DerivativePicture(mine), x=(-3.0, 3.0, 0.05), drag="x")'
BARE = """wheels => new Promise(done => {
  const worker = new Worker("bare_pyodide.js");
  worker.onmessage = ({ data }) => { worker.terminate(); done(data); };
  worker.postMessage(wheels);
})"""
RUN = """async source => {
  const cell = document.getElementById("cell-id=own-slope");
  const [run, change] = cell.querySelectorAll(".run button");
  if (!change.hidden) change.click();
  const editor = cell.querySelector("textarea"), before = cell.querySelector(".run-picture");
  editor.value = source;
  const began = performance.now();
  run.click();
  const shown = picture => picture !== before && picture?.querySelector(".downhill-caption").textContent;
  while (!shown(cell.querySelector(".run-picture"))) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
DRAG = """async ([id, stops]) => {
  const cell = document.getElementById(`cell-id=${id}`), slider = cell.querySelector("input[type=range]"), times = [];
  cell.scrollIntoView({ block: "center" });
  for (let k = 0; k < stops; k++) {
    await new Promise(requestAnimationFrame);
    const began = performance.now();
    slider.value = k;
    slider.dispatchEvent(new Event("input"));
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(0.95 * times.length)];
}"""


def without_run(folder):
    """The page in `folder` as it was before its cells could run, in a folder of its own."""
    today = folder / "today"
    today.mkdir()
    text = (folder / PAGE).read_text("utf-8")
    text = re.sub(r'<script type="application/json" id="python">.*?</script>', "", text, flags=re.DOTALL)
    module = re.compile(r'(<script type="module">).*?(</script>)', re.DOTALL)
    (today / PAGE).write_text(module.sub(lambda found: f"{found[1]}\n{page_script()}\n{found[2]}", text), "utf-8")
    return today / PAGE


def bare(browser, address):
    """The milliseconds in which bare Pyodide draws a figure."""
    page = browser.new_page()
    page.goto(f"{address}/{PAGE}")
    took = page.evaluate(BARE, [pin.name for pin in pins.pins()[1] if pin.name.endswith(".whl")])
    page.close()
    return took


def own(browser, address):
    """The milliseconds of *first* and *next*, and the 95th percentile of *drag* on that picture and on a baked one."""
    page = browser.new_page()
    page.set_default_timeout(300_000)
    page.goto(f"{address}/{PAGE}")
    first = page.evaluate(RUN, OWN.format("x**3 - 3 * x"))
    after = median([page.evaluate(RUN, OWN.format(f"torch.cos({k} * x)")) for k in (1, 2, 3)])
    page.wait_for_timeout(5000)  # until all frames have come
    drags = page.evaluate(DRAG, ["own-slope", 121]), page.evaluate(DRAG, ["drag", 121])
    page.close()
    return first, after, *drags


def main():
    """Measure the page of lesson 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the files of Pyodide")
    python = parser.parse_args().folder
    machine()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, browser = Path(name), launch(playwright)
        write_pages(folder, python)
        shutil.copy(Path(__file__).parent / "bare_pyodide.js", folder)
        today = without_run(folder)
        heading(f"{PAGE} before Run is pressed, and as it was without it")
        line("bytes more", (folder / PAGE).stat().st_size - today.stat().st_size, "bytes")
        line("opening to first drag, with Run", median([opened(browser, folder / PAGE)[1] for _ in range(TIMES)]), "ms")
        line("opening to first drag, without", median([opened(browser, today)[1] for _ in range(TIMES)]), "ms")
        heading("Run")
        with served(folder) as address:
            pairs = [(bare(browser, address), *own(browser, address)) for _ in range(TIMES)]
        rival, first, after, live, baked = map(median, zip(*pairs, strict=True))
        line("bare Pyodide draws one figure", rival, "ms")
        line("first picture of one's own function", first, "ms")
        line("ratio", first / rival, most=1.3)
        line("first picture of the next function", after, "ms", most=700)
        line("drag p95 on a picture of today's pages", baked, "ms")
        line("drag p95 on a picture of one's own function", live, "ms", most=1.3 * baked)
        browser.close()


if __name__ == "__main__":
    main()
