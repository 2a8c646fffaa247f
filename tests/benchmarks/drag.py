"""Compares `explore` with `@interact` and `plt.show()` in JupyterLab in Chromium, with a near and a distant server.

    python -m tests.benchmarks.drag                 # at 0 and at 150 ms round trip; about thirteen minutes
    python -m tests.benchmarks.drag --rtt 0 --seconds 20

Both show the same picture (`moving.py`) with a slider of 61 stops. Real mouse events drag the slider, 59 in a second,
each by one stop. *drag* is the time from the event of a move until the picture of this move, or of a later one, has
been painted and its pixels have been read. Times depend on the machine and on its load, so the budgets are ratios of
times from the same run: a drag is compared with the picture drawn directly on a canvas (`by_hand.js`), which is the
best that this browser can do at that time, and the first picture with that of `@interact`. With a distant server both
first pictures wait for one round trip, so there the times without it are compared.
"""

import argparse
import asyncio
import shutil
import tempfile
from urllib.parse import urlsplit

from playwright.async_api import async_playwright

from tests.benchmarks.frames import REPLAY, REPLAYS, record, typical
from tests.benchmarks.moving import HEIGHT, RANGE, STOPS, WIDTH, recorded
from tests.benchmarks.proxy import HOST, delayed
from tests.benchmarks.recorded_notebook import HERE, RecordedNotebook
from tests.benchmarks.report import heading, line, machine, median, percentile
from tests.browser.chromium import launch
from tests.browser.lab import ROOT, Lab
from utils.explore import explore
from utils.widgets import joined

CELLS = {
    "explore": (
        "from moving import RANGE, recorded\nfrom utils.explore import explore, preload\npreload()",
        "explore(recorded(), x=RANGE)",
    ),
    "@interact": (
        "import matplotlib.pyplot as plt\nfrom ipywidgets import interact\nfrom moving import RANGE, plain",
        "interact(plain, x=RANGE);",
    ),
    "by hand": (
        "from pathlib import Path\nimport anywidget\nclass ByHand(anywidget.AnyWidget):\n    _esm = Path('by_hand.js')",
        "ByHand()",
    ),
}
RIVALS = ("explore", "@interact")
FRESH = 11  # for the first picture: the number of new pages of each rival, each with a new kernel
AGAIN = 15  # for the first picture: how many times the cell is run again
DRAGS = 4  # the number of drags of each technique; the techniques take turns


def followed(moves, paints):
    """The milliseconds from each move until its picture, or that of a later move, was painted.

    Both lists hold pairs (time, number of the stop).
    """
    waits, done = [], 0
    for painted, number in paints:
        at = next((i for i in range(done, len(moves)) if moves[i][1] == number and moves[i][0] <= painted), None)
        if at is not None:
            waits += [painted - moved for moved, _ in moves[done : at + 1]]
            done = at + 1
    return waits


async def opened(browser, lab, url, names=CELLS):
    """A notebook for each technique in `names`, with a new page and a new kernel."""
    books = {name: f"technique_{number}.ipynb" for number, name in enumerate(CELLS)}
    return {name: await RecordedNotebook.open(browser, lab, url, books[name], CELLS[name]) for name in names}


async def fresh(browser, lab, url, found):
    """Add to `found` the times of first pictures in new pages and kernels, and the time of all frames after that."""
    for number in range(FRESH):
        notebooks = await opened(browser, lab, url, RIVALS[::-1] if number % 2 else RIVALS)
        for name, notebook in notebooks.items():
            found[name]["fresh"].append(await notebook.first_picture())
            if name == "explore":  # all frames, before the other technique runs
                found[name]["rest"], found[name]["bytes"] = await notebook.all_frames(STOPS - 1)
        await closed(notebooks)


async def side_by_side(browser, lab, url, seconds):
    """The measurements at `url`, a dict for each technique; these take turns, so that all have the same conditions."""
    found = {name: {"fresh": [], "again": [], "drags": []} for name in CELLS}
    await fresh(browser, lab, url, found)
    notebooks = await opened(browser, lab, url)
    for number in range(1 + AGAIN):
        for name, notebook in notebooks.items():
            first = await notebook.first_picture()
            found[name]["again"] += [first] if number else []
    await notebooks["explore"].all_frames(STOPS - 1)
    for _ in range(DRAGS):
        for name, notebook in notebooks.items():
            found[name]["drags"].append(await notebook.drag(seconds / DRAGS))
    await closed(notebooks)
    return [summed(found[name]) for name in CELLS]


async def closed(notebooks):
    """Close the pages of `notebooks` and end their kernels."""
    for notebook in notebooks.values():
        await notebook.close()


def summed(found):
    """`found` with a summary of its drags: the waits of all moves, and the moves and pictures in a second."""
    drags = [(drag["moves"], [paint for paint in drag["paints"] if paint[1]]) for drag in found["drags"]]
    seconds = sum(moves[-1][0] - moves[0][0] for moves, _ in drags) / 1000
    during = [sum(at <= moves[-1][0] + 17 for at, _ in paints) - 1 for moves, paints in drags]
    return found | {
        "waits": [wait for moves, paints in drags for wait in followed(moves, paints)],
        "moves a second": sum(len(moves) - 1 for moves, _ in drags) / seconds,
        "pictures a second": sum(during) / seconds,
        "blank": sum(drag["blank"] for drag in found["drags"]),
    }


def compare(ours, theirs, by_hand, rtt):
    """Print the measurements at a round trip of `rtt` milliseconds, with the budgets."""
    for name, found in zip(CELLS, (ours, theirs, by_hand), strict=True):
        line(f"{name}: drag, p50", median(found["waits"]), "ms")
        line(f"{name}: drag, p95", percentile(found["waits"], 95), "ms")
        line(f"{name}: pictures a second", found["pictures a second"])
        line(f"{name}:     of moves of the slider a second", found["moves a second"])
        line(f"{name}:     frames without any picture", found["blank"])
        if name in RIVALS:
            line(f"{name}: first picture, page and kernel fresh", median(found["fresh"]), "ms")
        line(f"{name}: first picture, cell run again", median(found["again"]), "ms")
    compare_drags(ours, theirs, by_hand)
    compare_firsts(ours, theirs, rtt)
    line(f"all {STOPS} frames after the first picture", ours["rest"], "ms", most=500 + 2 * rtt)
    line("bytes a frame as sent, what goes once included", ours["bytes"] / 1000, "kB", most=3)


def compare_drags(ours, theirs, by_hand):
    """Print how much faster a drag is than with `@interact`, and how close it is to the picture drawn by hand."""
    for percent in (50, 95):
        ratio = percentile(theirs["waits"], percent) / percentile(ours["waits"], percent)
        line(f"times better than @interact, drag p{percent}", ratio, "x", least=20 if percent == 95 else None)
    ratio = percentile(theirs["waits"], 95) / percentile(by_hand["waits"], 95)
    line("    and the picture drawn by hand, drag p95", ratio, "x")
    ratio = percentile(ours["waits"], 95) / percentile(by_hand["waits"], 95)
    line("drag p95, of that drawn by hand", ratio, "x", most=1.3)
    ratio = ours["pictures a second"] / by_hand["pictures a second"]
    line("pictures a second, of those drawn by hand", ratio, "x", least=0.97)


def compare_firsts(ours, theirs, rtt):
    """Print the time of our first picture as a share of `@interact`'s time."""
    for when in ("fresh", "again"):
        first, usual = median(ours[when]), median(theirs[when])
        line(f"first picture, {when}, of @interact's", first / usual, "x", most=None if rtt else 0.65)
        if rtt:
            line("    the round trip taken off both", (first - rtt) / (usual - rtt), "x", most=0.65)


async def costs(browser):
    """Print the time of a frame in the kernel, compared with `@interact`, and in the browser."""
    packet, _, times, own, theirs = record(explore(recorded(), x=RANGE))
    ours = median([1e3 * (whole - drawn) for whole, drawn in zip(times, own, strict=True)])
    line("kernel time a frame, `draw` not counted", ours, "ms")
    line("kernel time a picture of @interact", theirs, "ms")
    line("    the one of the other", 100 * ours / theirs, "%", most=3)
    page = await browser.new_page()
    await page.add_script_tag(content=joined(ROOT / "utils" / "explore" / "browser" / "view.js"))
    for ratio in (1, 2):
        times = typical([await page.evaluate(REPLAY, [packet, WIDTH, HEIGHT, ratio]) for _ in range(REPLAYS)])
        line(f"replay at pixel ratio {ratio}, p95", percentile(times, 95), "ms", most=4)
    await page.close()


async def main(rtts, seconds):
    """Measure the techniques at each of the round trips `rtts` (ms), and print the comparison."""
    folder = tempfile.TemporaryDirectory(prefix="drag-")
    lab = Lab(folder.name)
    for name in ("moving.py", "by_hand.js"):
        shutil.copy(HERE / name, lab.root / "notebooks")
    try:
        async with async_playwright() as playwright:
            browser = await launch(playwright)
            heading("A frame")
            await costs(browser)
            for rtt in rtts:
                with delayed(urlsplit(lab.url).port, rtt) as port:
                    found = await side_by_side(browser, lab, f"http://{HOST}:{port}", seconds)
                heading(f"Round trip {rtt} ms")
                compare(*found, rtt)
            machine()
            await browser.close()
    finally:
        lab.stop()
        folder.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rtt", type=int, nargs="+", default=[0, 150], help="round trips to add, ms")
    parser.add_argument("--seconds", type=float, default=8, help=f"seconds of dragging, a multiple of {DRAGS}")
    given = parser.parse_args()
    if given.seconds % DRAGS:  # a drag of whole seconds ends in the middle, where the next one begins
        parser.error(f"--seconds {given.seconds:g}: a multiple of {DRAGS} is wanted: so many drags, of whole seconds.")
    asyncio.run(main(given.rtt, given.seconds))
