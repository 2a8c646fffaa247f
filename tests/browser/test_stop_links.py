"""Tests stop links, such as [try 0.9](#lr=0.9), in a real browser: in JupyterLab, in Notebook 7 and on a page."""

import nbformat
import pytest

from tests.browser.lab import Lab, Notebook
from tests.browser.open_notebook import FIND_UTILS, OFTEN, OpenNotebook, Widget
from utils.publish import site
from utils.publish.notebooks import ROOT

LINKS = "[try 0.7](#lr=0.7), [left and off](#lr=0.2&start=-1.5&ok=false), [no stop](#lr=0.75), [none](#speed=1)."
FAR = "\n\n".join(["Words that take room."] * 60)
ONE = "explore(lambda ax, lr: ax.plot([0, lr]) and f'one: {lr}', lr=(0.0, 1.0, 0.1))"
TWO = """explore(lambda ax, lr, start, ok: ax.plot([0, lr]) and f'two: {lr} {start} {ok}',
lr=(0.0, 1.0, 0.1), start=(-2.0, 2.0, 0.5), ok=True, count=True)"""
FULL = '{"windowingMode": "full"}'  # JupyterLab lays out only the cells that are in sight, as its older versions do
RUN_FIRST = "(Run the cell of the picture first: then this link moves it.)"


def write_lesson(path, imports):
    """Write a lesson to `path`: links, two pictures far from each other, and the same links far below them."""
    text, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    cells = [text(f"# 1. How far?\n\nFirst {LINKS}"), code(imports), code(ONE), text(FAR), code(TWO), text(FAR)]
    cells += [text(FAR), text(FAR), text(f"Last {LINKS}\n\n[a heading](#1.-How-far?)")]
    spec = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), path)


@pytest.fixture(scope="module", params=["lab", "windowed lab", "notebook"])
def opened(request, browser, tmp_path_factory):
    """The lesson in a JupyterLab, in one that lays out few cells, and in Notebook 7, before any cell has run."""
    server = (Notebook if request.param == "notebook" else Lab)(tmp_path_factory.mktemp("links"))
    if request.param == "windowed lab":
        folder = server.private / "settings" / "@jupyterlab" / "notebook-extension"
        folder.mkdir(parents=True)
        (folder / "tracker.jupyterlab-settings").write_text(FULL)
    write_lesson(
        server.root / "notebooks" / "far.ipynb", FIND_UTILS + "from utils.explore import explore, preload\npreload()"
    )
    notebook = OpenNotebook(server, browser, "far.ipynb")
    yield notebook
    notebook.close()
    server.stop()


def scroll_to_cell(notebook, index):
    """Scroll to the cell with this index, and wait until it is there."""
    notebook.page.evaluate("i => jupyterapp.shell.currentWidget.content.scrollToItem(i, 'start')", index)
    notebook.page.locator(f".jp-Notebook-cell[data-windowed-list-index='{index}'] p a").first.wait_for()


def link(page, begin, name):
    """The link `name` in the paragraph that begins with the word `begin`."""
    return page.locator("p", has_text=begin).get_by_role("link", name=name, exact=True)


def says(page, text):
    """Wait until the caption of a picture is `text`, whether JupyterLab lays it out or not."""
    script = "text => [...document.querySelectorAll('.downhill-caption')].some(el => el.textContent === text)"
    page.wait_for_function(script, arg=text, polling=OFTEN)


def in_sight(page, text):
    """Wait until the picture with the caption `text` is in the window, and no longer moves."""
    script = """async text => {
      const el = [...document.querySelectorAll('.downhill')].find(el => el.textContent.includes(text));
      const before = el.getBoundingClientRect();
      await new Promise(done => setTimeout(done, 100));
      const { top, bottom, height } = el.getBoundingClientRect();
      return height && top === before.top && top >= 0 && bottom <= innerHeight;
    }"""
    page.wait_for_function(script, arg=text, polling=OFTEN)


def test_links_move_the_right_picture_and_scroll_to_it_and_the_page_does_not_jump(opened):
    page = opened.page
    page.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex = 1")
    page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")
    page.wait_for_function("'downhillMovables' in window")
    link(page, "First", "try 0.7").click()
    assert RUN_FIRST in page.locator("p", has_text="First").inner_text()
    opened.run_all()
    scroll_to_cell(opened, 0)
    address = page.url
    link(page, "First", "try 0.7").click()
    says(page, "one: 0.7")  # no picture is before the link, so it is the next one
    in_sight(page, "one: 0.7")
    assert RUN_FIRST not in page.locator("p", has_text="First").inner_text()
    scroll_to_cell(opened, 8)
    link(page, "Last", "left and off").focus()
    page.keyboard.press("Enter")
    says(page, "two: 0.2 -1.5 False")
    in_sight(page, "two: 0.2 -1.5 False")
    assert page.locator(".downhill-count", has_text="Moves: 1").count() == 1
    assert page.evaluate("document.activeElement.textContent") == "left and off"
    scroll_to_cell(opened, 8)
    link(page, "Last", "no stop").click()
    link(page, "Last", "none").click()
    words = page.locator("p", has_text="Last").inner_text()
    assert "(lr = 0.75 is no stop of this picture.)" in words
    assert words.endswith(f"{RUN_FIRST}.")
    assert page.url == address
    assert page.evaluate("[...document.querySelectorAll('.downhill-caption')].map(el => el.textContent)") == [
        "one: 0.7",
        "two: 0.2 -1.5 False",
    ]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of the lesson as a page."""
    folder = tmp_path_factory.mktemp("page")
    write_lesson(
        folder / "01_far.ipynb", f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom utils.explore import explore"
    )
    assert site.main(["--out", str(folder / "site"), str(folder / "01_far.ipynb")]) == 0
    return (folder / "site" / "01_far.html").as_uri()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_links_work_on_a_page_without_a_kernel(browser, address, motion):
    page = browser.new_page(viewport={"width": 800, "height": 800}, reduced_motion=motion)
    page.goto(address)
    link(page, "Last", "left and off").scroll_into_view_if_needed()
    link(page, "Last", "left and off").click()
    if motion == "reduce":
        in_sight_at_once = "() => document.querySelectorAll('.downhill')[1].getBoundingClientRect().top > -1"
        assert page.evaluate(in_sight_at_once)
    in_sight(page, "two: ")
    says(page, "two: 0.2 -1.5 False")
    link(page, "Last", "try 0.7").focus()
    page.keyboard.press("Enter")
    says(page, "two: 0.7 -1.5 False")  # the nearest before the link, although the first picture has `lr` too
    assert Widget(page, 0).caption() == "one: 0.5"
    assert page.url == address
    dot = "a => getComputedStyle(a, '::after').borderRadius"
    assert link(page, "Last", "try 0.7").evaluate(dot) == "50%"
    assert page.get_by_role("link", name="a heading").evaluate(dot) != "50%"
    page.close()


def test_a_link_to_a_picture_in_sight_scrolls_nothing(browser, address):
    page = browser.new_page(viewport={"width": 800, "height": 1100}, reduced_motion="reduce")
    page.goto(address)
    page.evaluate("scrollTo(0, 60)")
    in_sight(page, "one: 0.5")
    link(page, "First", "try 0.7").click()
    says(page, "one: 0.7")
    assert page.evaluate("scrollY") == 60
    page.close()
