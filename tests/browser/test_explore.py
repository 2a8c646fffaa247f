"""Moving pictures in JupyterLab, in a real browser: what a learner's hand does and what the learner then sees."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.open_notebook import WINDOW, OpenNotebook, Widget, resting_box

PICTURE = """
import time
from utils.explore import explore, powers
from utils.plots import figure

class Point:
    labels = {"x": "position x"}
    def __init__(self, wait=0.0):
        self.wait = wait
        self.fig, self.ax = figure()
        self.ax.set(xlim=(-3, 3), ylim=(0, 9))
        (self.point,) = self.ax.plot([], [], "s", ms=16, color="#ff0000")
    def draw(self, x=-1.5, y=4.0):
        time.sleep(self.wait)
        if x == 3.0:
            raise ValueError("three is too far")
        self.point.set_data([x], [y])
        return f"The point is at x = {x:.2f} <b>and</b> y = {y:.1f}, $5.", [["x", "y"], [x, y]]
"""
SHOWN = 'w = explore(Point(), x=(-3.0, 3.0, 0.05), y=(0.0, 9.0, 0.5), drag=("x", "y"), play="x", count=True)\nw'


@pytest.fixture(scope="module")
def notebook(lab, browser):
    """One notebook with one picture, for the tests that only look and move."""
    opened = OpenNotebook(lab, browser, "moving.ipynb", [PICTURE, SHOWN])
    opened.run_all()
    yield opened
    assert opened.errors == []
    opened.close()


@pytest.fixture
def widget(notebook):
    """Its picture, reset to the first value."""
    shown = Widget(notebook.page)
    shown.root.get_by_role("button", name="Reset").click()
    shown.move_to("y", 8)
    shown.settled()
    return shown


@pytest.fixture(scope="module")
def second_window(lab, browser):
    """`second_window(name, cells)`: a notebook of these cells in a second window, in place of the one before."""
    windows = []

    def opened(name, cells):
        if windows:
            windows[0].turn_to(name, cells)
        else:
            windows.append(OpenNotebook(lab, browser, name, cells))
        return windows[0]

    yield opened
    for window in windows:
        assert window.errors == []
        window.close()


def test_preload_loads_what_widgets_need_before_there_is_a_picture(lab, browser):
    preloads = "from utils.explore import preload\npreload()"
    notebook = OpenNotebook(lab, browser, "preload.ipynb", [preloads, PICTURE])
    with notebook.page.expect_request(lambda request: request.url.startswith("blob:")):  # a widget's module
        notebook.page.evaluate(
            """() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 0;
            return jupyterapp.commands.execute('notebook:run-cell'); }"""
        )
    assert notebook.errors == []
    notebook.close()


def where(widget, x, y):
    """The pixel of the figure (640 x 400) where the data point lies, read off what the page itself uses to drag."""
    left, bottom = widget.page.evaluate(
        """async code => { const k = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        const done = await k.requestExecute({ code: '', user_expressions: { v: code } }).done;
        return JSON.parse(done.content.user_expressions.v.data['text/plain']); }""",
        f"list(map(float, w._picture.ax.transData.transform(({x}, {y}))))",
    )
    return left, 400 - bottom


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


def test_the_point_is_dragged_on_the_picture_and_lies_where_the_caption_says(widget):
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


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_no_fault_of_accessibility_in_either_theme(widget, theme):
    widget.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    widget.page.wait_for_function("dark => document.body.dataset.jpThemeLight === String(!dark)", arg="Dark" in theme)
    found = Axe().run(widget.page, context=".downhill", options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
    assert found.response["violations"] == []


def test_each_caption_belongs_to_one_picture(widget):
    """During a drag over frames that come late, what is painted and what is said are noted at every change."""
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
    """JupyterLab's pages are deep: a second layout, or composing all anew, costs a slow machine its 60 a second."""
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


def test_a_table_grows_and_shrinks_with_its_rows_and_shows_the_newest(second_window):
    rows = "('', [['n', 'square'], *((i, i * i) for i in range(k))] if k else [])"
    notebook = second_window("rows.ipynb", [PICTURE, f"explore(lambda ax, k: {rows}, k=[4, 40, 0, 2])"])
    notebook.run_all()
    widget = Widget(notebook.page)
    cells, table = widget.root.locator("td"), widget.root.locator(".downhill-table")
    for index, count in enumerate([4, 40, 0, 2]):
        widget.move_to("k", index)
        widget.settled()
        assert table.is_visible() == bool(count)
        if count:
            assert cells.all_inner_texts() == [str(n) for i in range(count) for n in (i, i * i)]
        assert table.evaluate("el => el.scrollHeight - el.clientHeight - el.scrollTop") < 1


def test_frames_that_have_come_are_shown_while_the_kernel_is_busy(notebook, widget):
    widget.page.wait_for_timeout(1500)  # both lines through the present stop come
    notebook.begin("import time; time.sleep(4)")
    widget.page.wait_for_timeout(200)
    for index in (10, 40, 70, 100):
        widget.move_to("position x", index)
        assert f"x = {-3 + 0.05 * index:.2f}" in widget.caption()
    notebook.run("pass")


def test_slow_frames_come_while_the_caption_stays_true(second_window):
    notebook = second_window("slow.ipynb", [PICTURE, "explore(Point(wait=0.05), x=(-3.0, 2.9, 0.05))"])
    notebook.run_all()
    widget = Widget(notebook.page)
    widget.move_to("position x", 97)  # before the first answer
    assert "x = 1.85" in widget.caption() or widget.root.locator(".downhill-note").inner_text() == "drawing ..."
    widget.says("x = 1.85")
    assert widget.root.locator(".downhill-note").inner_text() == ""


def test_two_cells_show_one_widget_and_run_again_closes_it(second_window):
    notebook = second_window("twice.ipynb", [PICTURE, SHOWN, "w"])
    notebook.run_all()
    first, second = Widget(notebook.page, 0), Widget(notebook.page, 1)
    first.settled()
    second.move_to("position x", 100)
    first.says("x = 2.00")
    assert first.picture() == second.picture()
    notebook.run_all()
    Widget(notebook.page, 0).says("x = -1.50")
    assert notebook.page.locator(".downhill").count() == 2


def test_without_a_jupyter_server_the_ordinary_widget_view_shows_the_picture(second_window):
    elsewhere = "import os\nos.environ.pop('JPY_SESSION_NAME')"  # as in a front end without a Jupyter server
    notebook = second_window("view.ipynb", [PICTURE, elsewhere, SHOWN])
    notebook.run_all()
    widget = Widget(notebook.page)
    widget.settled()
    widget.move_to("position x", 100)
    widget.says("x = 2.00")
    assert notebook.errors == []


def test_without_its_kernel_it_shows_the_frames_that_have_come_and_says_what_others_need(lab, browser):
    notebook = OpenNotebook(lab, browser, "gone.ipynb", [PICTURE, SHOWN])
    notebook.run_all()
    widget = Widget(notebook.page)
    widget.settled()
    notebook.page.wait_for_timeout(1500)
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.page.wait_for_timeout(1000)
    widget.move_to("position x", 100)
    assert "x = 2.00" in widget.caption()
    widget.move_to("y", 3)
    told = "() => document.querySelector('.downhill-note').textContent.includes('run the cells again')"
    notebook.page.wait_for_function(told)
    assert "y = 1.5" not in widget.caption()
    assert notebook.errors == []
    notebook.page.close()


def test_saved_closed_and_reopened_it_says_what_to_run(lab, browser):
    notebook = OpenNotebook(lab, browser, "tomorrow.ipynb", [PICTURE, SHOWN])
    notebook.run_all()
    Widget(notebook.page).settled()
    notebook.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    notebook.open()  # the page is loaded again while the kernel lives: the picture comes back
    Widget(notebook.page).settled()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.open()  # a new kernel, as tomorrow
    text = notebook.page.locator(".jp-OutputArea-output").last.inner_text()
    assert "Run the cells down to here to see the picture and to move it." in text
    assert "The point is at x = -1.50" in text
    assert "model not found" not in notebook.page.content()
    notebook.run_all()
    Widget(notebook.page).settled()
    notebook.close()


def test_a_picture_below_the_fold_or_scrolled_out_of_sight_goes_on_working(second_window):
    filler = "print('\\n'.join(map(str, range(60))))"
    cells = [PICTURE, *[filler] * 8, SHOWN, *[filler] * 12]
    notebook = second_window("far.ipynb", cells)
    notebook.run_all()
    scroll = "i => jupyterapp.shell.currentWidget.content.scrollToItem(i, 'start')"
    notebook.page.evaluate(scroll, 9)
    notebook.page.locator(".downhill canvas").wait_for()
    Widget(notebook.page).move_to("position x", 100)
    Widget(notebook.page).says("x = 2.00")
    for index in (21, 0, 9):
        notebook.page.evaluate(scroll, index)
        notebook.page.wait_for_timeout(700)
    widget = Widget(notebook.page)
    assert "x = 2.00" in widget.caption()
    widget.move_to("position x", 80)
    widget.says("x = 1.00")
    assert widget.pixel(*where(widget, 1.0, 4.0)) == [255, 0, 0]
    assert notebook.errors == []


def test_the_page_below_stands_still_however_long_the_sentence(second_window):
    notebook = second_window(
        "long.ipynb", [PICTURE, "explore(lambda ax, k: 'A word. ' * (5 * k + 1), k=(0, 9), first={'k': 0})"]
    )
    notebook.page.set_viewport_size({"width": 480, "height": 900})
    notebook.run_all()
    widget, heights = Widget(notebook.page), set()
    notebook.page.wait_for_function("() => document.querySelector('.downhill-room').dataset.longest.length > 360")
    for k in (0, 1, 5, 9, 3):
        widget.move_to("k", k)
        widget.settled()
        heights.add(widget.root.bounding_box()["height"])
    notebook.page.set_viewport_size(WINDOW)
    assert len(heights) == 1


@pytest.mark.parametrize("width", [800, 480])
def test_on_a_narrow_page_nothing_is_cut_off(notebook, widget, width):
    notebook.page.evaluate("() => jupyterapp.shell.collapseLeft()")
    notebook.page.set_viewport_size({"width": width, "height": 900})
    notebook.page.wait_for_function("w => document.querySelector('.downhill canvas').clientWidth < w", arg=width)
    wide, box = widget.root.evaluate("el => [el.scrollWidth, el.clientWidth]"), widget.canvas.bounding_box()
    notebook.page.set_viewport_size(WINDOW)
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
