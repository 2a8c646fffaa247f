"""Tests a page without Python in browsers that lack newer functions: its pictures move, or stand still and say why."""

import pytest

from tests.browser.open_notebook import Widget
from utils.publish.page import OLD

AVOIDED = ("Array.prototype.with", "Array.prototype.at", "Element.prototype.replaceChildren", "Object.groupBy")
AVOIDED += ("CanvasRenderingContext2D.prototype.reset", "window.OffscreenCanvas", "window.structuredClone")
NEEDED = ("DecompressionStream", "ResizeObserver", "IntersectionObserver", "createImageBitmap", "Path2D")


@pytest.fixture
def page_without(browser, site_folder):
    """`page_without(names)`: the page of lesson 1 in a browser without the functions `names`."""
    pages = []

    def opened(names):
        page = browser.new_page()
        pages.append(page)
        page.add_init_script("".join(f"delete {name}; " for name in names))
        page.goto(f"{site_folder.as_uri()}/01_slope.html")
        return page

    yield opened
    for page in pages:
        page.close()


def test_a_picture_moves_without_functions_of_recent_years(page_without):
    page = page_without(AVOIDED)
    assert page.evaluate("() => [].with ?? window.OffscreenCanvas ?? [].at") is None
    widget = Widget(page)
    widget.settled()
    before = widget.caption(), widget.picture()
    slider = widget.root.locator("input[type=range]").first
    slider.press("ArrowRight")
    widget.settled()
    assert (widget.caption(), widget.picture()) != before
    assert not page.get_by_text(OLD).first.is_visible()


@pytest.mark.parametrize("name", NEEDED)
def test_without_what_it_needs_a_page_shows_its_stills_and_one_sentence_each(page_without, name):
    page = page_without([f"window.{name}"])
    pictures = page.locator("[data-state]")
    page.get_by_text(OLD).first.wait_for()
    for picture in pictures.all():
        assert picture.locator("img").is_visible()
        assert picture.get_by_text(OLD).is_visible()
    assert page.locator("input[type=range]").count() == 0


def test_where_the_script_cannot_even_be_read_the_sentence_stands_too(browser, site_folder):
    page = browser.new_page()
    broken = (
        "const source = HTMLScriptElement.prototype; new MutationObserver(changes => { for (const change of changes)"
    )
    broken += " for (const node of change.addedNodes) if (node.type === 'module') node.textContent = 'a ??=? b'; })"
    page.add_init_script(broken + ".observe(document, { childList: true, subtree: true });")
    page.goto(f"{site_folder.as_uri()}/01_slope.html")
    page.get_by_text(OLD).first.wait_for()
    assert page.locator("input[type=range]").count() == 0
    page.close()
