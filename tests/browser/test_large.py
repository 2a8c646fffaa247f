"""Tests the large view, for a class before a projector: on a page without a kernel, in JupyterLab and in Notebook 7."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.lab import Lab, Notebook
from tests.browser.open_notebook import OpenNotebook, Widget, resting_box
from tests.browser.point import PICTURE, SHOWN
from tests.publish.lessons import notebook as written
from utils.publish import site
from utils.publish.notebooks import ROOT

PROJECTOR = {"width": 1024, "height": 768}
FIND_UTILS = f"import sys\nsys.path.insert(0, {str(ROOT)!r})"
BAKED = SHOWN.replace("0.05", "0.5").replace("0.5)", "1.0)")  # few enough stops for a page
SKETCH = "from utils.pad import Sketch\nSketch(lambda x: 2 * x, x=(-3, 3), y=(-7, 7), ylabel='slope')"
FULL = "() => document.fullscreenElement?.className === 'downhill-whole'"
NO_FULL = "delete Element.prototype.requestFullscreen"
# Where the page and the notebook are scrolled to, and what has the focus.
PLACE = """() => [scrollY, document.querySelector('.jp-WindowedPanel-outer')?.scrollTop,
    document.activeElement.getAttribute('aria-label'), document.querySelectorAll('dialog').length]"""
INSIDE = """el => [...el.querySelectorAll('canvas, .downhill-room, .downhill-controls, .downhill-table, button')].every(
    part => { const { left, right, top, bottom } = part.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight; })"""
CELLS = "() => [jupyterapp.shell.currentWidget.content.activeCellIndex, document.querySelectorAll('.jp-Cell').length]"
INTO_SHADOW = """() => { const root = document.querySelector('.downhill'), host = document.createElement('div');
    root.replaceWith(host);
    host.attachShadow({ mode: 'open' }).append(document.querySelector('style'), root); }"""
SHARP = "el => el.width / el.getBoundingClientRect().width / devicePixelRatio"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address on the disk of a page with a moving picture and a sketch."""
    folder = tmp_path_factory.mktemp("page")
    cells = [FIND_UTILS, PICTURE, BAKED, SKETCH]
    assert site.main(["--out", str(folder / "site"), str(written(folder, "01_far.ipynb", *cells))]) == 0
    return (folder / "site" / "01_far.html").as_uri()


@pytest.fixture(params=["full screen", "no full screen"])
def page(request, browser, address):
    """The page in the window of a projector: light, and dark where the browser cannot fill the screen."""
    full = request.param == "full screen"
    page = browser.new_page(viewport=PROJECTOR, color_scheme="light" if full else "dark")
    page.full, problems = full, []
    if not full:
        page.add_init_script(NO_FULL)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    yield page
    assert problems == []
    page.close()


def enlarged(widget, label):
    """Show `widget` large with the key F on the control `label`; returns how many times its picture has grown."""
    before = widget.canvas.bounding_box()["width"]
    widget.slider(label).focus()
    widget.page.keyboard.press("f")
    widget.page.locator("dialog .downhill").wait_for()
    return widget.canvas.bounding_box()["width"] / before


def test_a_picture_fills_the_window_with_its_controls_sentence_and_table_and_is_sharp(page):
    widget = Widget(page)
    widget.settled()
    grown = enlarged(widget, "position x")
    assert grown > 1.18  # letters of 11 points have more than 18 pixels
    if page.full:
        page.wait_for_function(FULL)
    assert widget.root.evaluate(INSIDE)
    assert widget.canvas.evaluate(SHARP) == pytest.approx(1, abs=0.01)
    assert page.get_by_role("dialog", name="Escape leads back").is_visible()
    assert widget.root.get_by_role("button", name="Back (Esc)").is_visible()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
    assert found.response["violations"] == []


def test_in_the_large_view_the_point_follows_the_pointer_and_the_keys_move_the_slider(page):
    widget = Widget(page)
    widget.settled()
    small = resting_box(widget.canvas)
    widget.drag([(0.3 * small["width"], 0.5 * small["height"]), (0.7 * small["width"], 0.3 * small["height"])])
    said = widget.caption()
    widget.root.get_by_role("button", name="Reset").click()
    enlarged(widget, "position x")
    large = resting_box(widget.canvas)
    widget.drag([(0.3 * large["width"], 0.5 * large["height"]), (0.7 * large["width"], 0.3 * large["height"])])
    assert widget.caption() == said
    widget.slider("position x").focus()
    page.keyboard.press("ArrowLeft")
    assert widget.caption() != said


def test_escape_the_key_and_the_button_lead_back_to_where_the_reader_was(page):
    widget = Widget(page)
    widget.settled()
    widget.slider("y").focus()
    before, height = page.evaluate(PLACE), page.evaluate("document.body.scrollHeight")
    picture = widget.picture()
    for way in ("Escape", "f", "button"):
        enlarged(widget, "y")
        assert page.evaluate("document.body.scrollHeight") == height
        if way == "button":
            widget.root.get_by_role("button", name="Back (Esc)").click()
        else:
            page.keyboard.press(way)
        page.locator("dialog").wait_for(state="detached")
        assert page.evaluate(PLACE) == before
    assert widget.picture() == picture


def test_a_sketch_is_drawn_on_where_the_pointer_is_and_its_curve_stays(page):
    root = page.locator(".downhill-sketch")
    root.scroll_into_view_if_needed()
    root.get_by_role("button", name="Large picture").click()
    page.locator("dialog .downhill-sketch").wait_for()
    box = resting_box(root.locator("canvas"))
    zoom = float(page.locator(".downhill-box").get_attribute("data-zoom"))
    assert zoom > 1.3
    left, right = box["x"] + 62 * zoom, box["x"] + box["width"] - 58 * zoom  # the ends of the axis
    page.mouse.move(left, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(right, box["y"] + box["height"] / 2, steps=9)
    page.mouse.up()
    root.get_by_role("button", name="Compare").click()
    said = root.locator(".downhill-said").inner_text()
    assert said.startswith("On average your curve is")  # and not "where you drew": it goes from end to end
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert root.locator(".downhill-said").inner_text() == said


def test_a_picture_in_a_shadow_root_keeps_its_styles_and_its_place(page):
    widget = Widget(page)
    widget.settled()
    page.evaluate(INTO_SHADOW)  # as in marimo
    grown = enlarged(widget, "position x")
    assert grown > 1.18
    assert widget.root.evaluate(INSIDE)
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.getAttribute('aria-label')") == "position x"


@pytest.fixture(params=[Lab, Notebook])
def server(request, tmp_path):
    """A JupyterLab, and a Notebook 7."""
    server = request.param(tmp_path)
    yield server
    server.stop()


def resize_full_screen(page, size):
    """Give `page`, which fills the screen, another size. Playwright's own method resizes no full screen."""
    metrics = {**size, "deviceScaleFactor": 0, "mobile": False}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", metrics)


def test_in_a_notebook_no_shortcut_of_jupyter_is_pressed_and_the_place_is_kept(server, browser):
    cells = ["line = 0\n" * 60, PICTURE, SHOWN, "line = 0\n" * 60]
    notebook = OpenNotebook(server, browser, "large.ipynb", cells, viewport=PROJECTOR)
    notebook.errors.clear()  # errors of Notebook itself while it loaded its settings
    notebook.run_all()
    widget, page = Widget(notebook.page), notebook.page
    widget.settled()
    widget.slider("position x").focus()
    before = page.evaluate(PLACE), page.evaluate(CELLS)
    enlarged(widget, "position x")
    page.keyboard.press("ArrowRight")
    widget.says("x = -1.45")
    page.mouse.click(2, 2)  # beside the picture, where no control has the focus
    for key in ("a", "b", "Control+f"):
        page.keyboard.press(key)
    assert widget.root.evaluate(INSIDE)
    resize_full_screen(page, {"width": 1920, "height": 1080})
    page.wait_for_function("() => document.querySelector('dialog canvas').getBoundingClientRect().width > 1100")
    resize_full_screen(page, PROJECTOR)
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert (page.evaluate(PLACE), page.evaluate(CELLS)) == before
    assert page.locator(".jp-DocumentSearch-overlay").count() == 0
    assert notebook.errors == []
    notebook.close()
