"""Measures pages without Python: the time from opening a page until its first drag has changed the picture.

    python -m utils.publish.site && python -m tests.benchmarks.pages     # builds site/ and measures it; half a minute

Chromium opens each page from the disk, scrolls to the first picture that can be dragged, and drags it with real mouse
events as soon as it is there. *painted* is the time from the start of the navigation until this picture can be dragged.
*answered* is the time from the start of the navigation until the drag has changed the picture; it includes the time
that the mouse events take.
"""

import argparse
from pathlib import Path

from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import sync_playwright

from tests.benchmarks.report import heading, line, machine, median
from tests.browser.chromium import launch
from utils.publish.site import SITE

TIMES = 7
DRAGGED = ".downhill-across, .downhill-about"
NEAR = """() => {
  const roots = [...document.querySelectorAll("[data-state]")];
  const drags = root => JSON.parse(document.getElementById(root.dataset.state).textContent).drag.length;
  roots.find(drags)?.scrollIntoView({ block: "center" });
}"""
THERE = """selector => {
  const canvas = document.querySelector(selector);
  return canvas?.getAttribute("aria-label") && performance.now();
}"""
ANSWERED = """([selector, said]) => {
  const now = document.querySelector(selector).getAttribute("aria-label");
  return now !== said && performance.now();
}"""


def opened(browser, path):
    """The milliseconds from opening the page at `path` until *painted* and until *answered*."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(path.as_uri())
        page.evaluate(NEAR)
        painted = page.wait_for_function(THERE, arg=DRAGGED, timeout=5000).json_value()
        canvas = page.locator(DRAGGED).first
        said, box = canvas.get_attribute("aria-label"), canvas.bounding_box()
        page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
        return painted, page.wait_for_function(ANSWERED, arg=[DRAGGED, said]).json_value()
    finally:
        page.close()


def main(arguments=None):
    """Measure every page of the site that has a picture that can be dragged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", type=Path, default=SITE)
    folder = parser.parse_args(arguments).site.resolve()
    machine()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for path in sorted(folder.glob("[0-9]*.html")):
            heading(f"{path.name}, {path.stat().st_size / 1e6:.1f} MB, median of {TIMES}")
            try:
                times = [opened(browser, path) for _ in range(TIMES)]
            except Late:
                print("  nothing to drag here")
                continue
            line("from opening the page to its picture painted", median([t for t, _ in times]), "ms")
            line("from opening the page to the first drag answered", median([t for _, t in times]), "ms")
        browser.close()


if __name__ == "__main__":
    main()
