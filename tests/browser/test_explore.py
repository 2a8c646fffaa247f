"""Tests moving pictures in JupyterLab in a real browser: what a learner does, and what the learner then sees."""

from contextlib import nullcontext

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.open_notebook import WINDOW, OpenNotebook, Widget, dark_theme, resting_box
from tests.browser.point import PICTURE, SHOWN, where


@pytest.fixture(scope="module")
def notebook(lab, browser):
    """One notebook with one picture, which all tests of this file share."""
    opened = OpenNotebook(lab, browser, "moving.ipynb", [PICTURE, SHOWN])
    opened.run_all()
    yield opened
    assert opened.errors == []
    opened.close()


@pytest.fixture
def widget(notebook):
    """The picture of that notebook, reset to its first values."""
    shown = Widget(notebook.page)
    shown.root.get_by_role("button", name="Reset").click()
    shown.move_to("y", 8)
    shown.says("x = -1.50 <b>and</b> y = 4.0")
    shown.settled()
    return shown


def test_the_first_picture_and_its_sentence(widget):
    assert widget.caption() == "The point is at x = -1.50 <b>and</b> y = 4.0, $5."
    assert widget.canvas.get_attribute("aria-label") == widget.caption()
    assert widget.root.locator("td").all_inner_texts() == ["-1.5", "4"]
    assert widget.pixel(*where(widget, -1.5, 4.0)) == [255, 0, 0]


def test_the_arrow_keys_move_the_slider_and_not_the_active_cell(widget):
    slider = widget.slider("position x")
    cells = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
    before = widget.page.evaluate(cells)
    slider.focus()
    for key, sentence in [
        ("ArrowRight", "-1.45"),
        ("ArrowUp", "-1.40"),
        ("ArrowLeft", "-1.45"),
        ("ArrowDown", "-1.50"),
    ]:
        widget.page.keyboard.press(key)
        widget.says(f"x = {sentence}")
    widget.page.keyboard.press("Home")
    widget.says("x = -3.00")
    widget.page.keyboard.press("PageUp")
    widget.settled()
    assert "x = -3.00" not in widget.caption()
    widget.page.keyboard.press("End")
    widget.says("three is too far")
    assert widget.page.evaluate(cells) == before
    assert slider.evaluate("el => document.activeElement === el")


def test_the_point_is_dragged_on_the_picture_to_the_place_that_the_caption_says(widget):
    start, end = where(widget, -1.5, 4.0), where(widget, 1.0, 6.5)
    widget.drag([start, end])
    widget.says("x = 1.00 <b>and</b> y = 6.5")
    widget.settled()
    assert widget.pixel(*end) == [255, 0, 0]
    assert widget.pixel(*start) == [255, 255, 255]
    assert widget.slider("position x").get_attribute("aria-valuetext").startswith("1.00. The point is at x = 1.00")


def test_dragging_the_slider_moves_the_picture(widget):
    box = resting_box(widget.slider("position x"))
    y = box["y"] + box["height"] / 2
    widget.page.mouse.move(box["x"] + box["width"] * 0.25, y)
    widget.page.mouse.down()
    widget.page.mouse.move(box["x"] + box["width"] * 0.75, y, steps=20)
    widget.page.mouse.up()
    widget.settled()
    assert 1.2 < float(widget.caption().split("x = ")[1].split()[0]) < 1.8


def test_an_error_names_the_values_and_the_slider_goes_on_working(widget):
    slider = widget.slider("position x")
    slider.focus()
    widget.page.keyboard.press("End")
    widget.says("At position x = 3.00, y = 4.0 the picture cannot be drawn: ValueError: three is too far")
    widget.page.keyboard.press("ArrowLeft")
    widget.says("x = 2.95")


def test_play_runs_to_the_end_and_stops(widget):
    widget.move_to("position x", 112)
    play = widget.root.get_by_role("button", name="Play")
    play.click()
    assert widget.root.get_by_role("button", name="Pause").is_visible()
    widget.says("three is too far")
    widget.page.wait_for_function(
        "el => el.querySelector('button').textContent === 'Play'", arg=widget.root.element_handle()
    )
    widget.root.get_by_role("button", name="Reset").click()
    widget.says("x = -1.50")
    widget.root.get_by_role("button", name="Step").click()
    widget.says("x = -1.45")


def test_moves_are_counted(widget):
    count = widget.root.locator(".downhill-count")
    before = int(count.inner_text().split()[-1])
    widget.slider("position x").focus()
    widget.page.keyboard.press("ArrowRight")
    widget.root.get_by_role("button", name="Step").click()
    assert int(count.inner_text().split()[-1]) == before + 2


@pytest.mark.parametrize("theme", [nullcontext, dark_theme], ids=["light", "dark"])
def test_axe_finds_no_accessibility_violation_in_both_themes(widget, theme):
    with theme(widget.page):
        found = Axe().run(widget.page, context=".downhill", options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
    assert found.response["violations"] == []


def test_each_caption_belongs_to_one_picture(widget):
    """Note the picture and the caption at every change during a drag, in which some frames arrive late."""
    widget.root.evaluate(
        """el => { window.noted = [];
        const caption = el.querySelector('.downhill-caption'), canvas = el.querySelector('canvas');
        new MutationObserver(() => noted.push([caption.textContent, canvas.toDataURL()]))
            .observe(caption, { childList: true, characterData: true, subtree: true }); }"""
    )
    widget.drag([where(widget, -2.9, 1.0), where(widget, 2.8, 8.0), where(widget, -2.0, 6.0)], steps=25)
    widget.settled()
    noted = widget.page.evaluate("noted")
    pictures = {}
    for caption, picture in noted:
        pictures.setdefault(caption, set()).add(picture)
    assert len(pictures) > 20
    assert all(len(each) == 1 for each in pictures.values())
    assert len({next(iter(each)) for each in pictures.values()}) == len(pictures)


def test_a_move_changes_the_texts_in_place_and_lays_the_page_out_once(notebook, widget):
    """JupyterLab's pages have many elements: with a second layout a slow machine cannot show 60 pictures a second."""
    slider, cdp = widget.slider("position x"), notebook.page.context.new_cdp_session(notebook.page)
    cdp.send("Performance.enable")

    def layouts():
        return next(m["value"] for m in cdp.send("Performance.getMetrics")["metrics"] if m["name"] == "LayoutCount")

    texts = "el => [...el.querySelectorAll('.downhill-caption, .downhill-count, output, td')].map(at => at.firstChild)"
    widget.root.evaluate(f"el => {{ window.kept = ({texts})(el); }}")
    before = layouts()
    slider.evaluate(
        """async el => { for (let i = 41; i <= 80; i++) {
        Object.assign(el, { value: i }).dispatchEvent(new Event("input"));
        await new Promise(done => requestAnimationFrame(() => setTimeout(done))); } }"""
    )
    assert layouts() - before < 1.5 * 40
    widget.says("x = 1.00")
    assert widget.root.evaluate(f"el => ({texts})(el).every((text, i) => text === kept[i])")
    assert widget.root.locator("td").all_inner_texts() == ["1", "4"]


def test_frames_that_have_arrived_are_shown_while_the_kernel_is_busy(notebook, widget):
    stops = (10, 40, 70, 100)
    for index in stops:  # so that the frames of these stops have arrived
        widget.move_to("position x", index)
        widget.settled()
    notebook.begin("import time; time.sleep(4)")
    for index in stops:
        widget.move_to("position x", index)
        assert f"x = {-3 + 0.05 * index:.2f}" in widget.caption()
    notebook.run("pass")


@pytest.mark.parametrize("width", [800, 480])
def test_on_a_narrow_page_nothing_is_cut_off(notebook, widget, width):
    notebook.page.evaluate("() => jupyterapp.shell.collapseLeft()")
    across = "document.querySelector('.downhill canvas').clientWidth"
    before = notebook.page.evaluate(across)
    notebook.page.set_viewport_size({"width": width, "height": 900})
    notebook.page.wait_for_function(f"width => {across} < width", arg=width)
    wide, box = widget.root.evaluate("el => [el.scrollWidth, el.clientWidth]"), widget.canvas.bounding_box()
    notebook.page.set_viewport_size(WINDOW)
    notebook.page.wait_for_function(f"before => {across} === before", arg=before)  # the next test drags on it
    assert wide[0] <= wide[1]
    assert abs(box["width"] / box["height"] - 1.6) < 0.01


@pytest.mark.parametrize("kind", ["touch", "pen"])
def test_a_finger_or_a_pen_drags_the_point(notebook, widget, kind):
    start, end = where(widget, -1.5, 4.0), where(widget, 2.0, 7.0)
    box, cdp = resting_box(widget.canvas), notebook.page.context.new_cdp_session(notebook.page)
    points = [(box["x"] + x, box["y"] + y) for x, y in (start, end)]
    if kind == "touch":
        for name, touched in [("touchStart", points[:1]), ("touchMove", points[1:]), ("touchEnd", [])]:
            touches = [{"x": x, "y": y} for x, y in touched]
            cdp.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": touches})
    else:
        for name, (x, y) in zip(["mousePressed", "mouseMoved", "mouseReleased"], [*points, points[1]], strict=True):
            pen = {"type": name, "x": x, "y": y, "button": "left", "buttons": 1, "pointerType": "pen", "clickCount": 1}
            cdp.send("Input.dispatchMouseEvent", pen)
    widget.says("x = 2.00 <b>and</b> y = 7.0")


def test_the_keys_lead_from_the_picture_to_its_controls_and_back_to_its_cell(notebook, widget):
    resting_box(widget.canvas)
    widget.canvas.click()
    assert widget.slider("position x").evaluate("el => el === document.activeElement")
    notebook.page.keyboard.press("Escape")
    assert notebook.page.evaluate("document.activeElement.matches('.jp-Notebook-cell')")
    widget.slider("position x").focus()
    count = "() => jupyterapp.shell.currentWidget.content.widgets[1].model.executionCount"
    before = notebook.page.evaluate(count)
    notebook.page.keyboard.press("Control+Enter")
    notebook.page.wait_for_function(f"before => ({count})() > before", arg=before)
    notebook.page.locator(".downhill canvas").wait_for()
