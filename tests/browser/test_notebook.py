"""Tests the lessons in Jupyter Notebook 7, which many classes use: run all cells, drag, save and open again."""

import pytest

from tests.browser.lab import Notebook
from tests.browser.open_notebook import WRONG, OpenNotebook, kept, pictures, resting_box, scroll_to

SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
END = "() => jupyterapp.shell.currentWidget.sessionContext.shutdown()"
CELL = """from utils.explore import explore
explore(lambda ax, k: ax.plot([0, 1], [0, k]), k=(1, 9))"""

COUNTED = """from utils.explore import explore
from utils.plots import figure

class Counted:
    def __init__(self):
        self.stops, (self.fig, self.ax) = set(), figure()
        (self.point,) = self.ax.plot([], [], "o")
    def draw(self, x=0, y=0):
        self.stops.add((x, y))
        self.point.set_data([x / 20], [y / 20])

above, below = Counted(), Counted()"""
PAIR = [
    COUNTED,
    "explore(above, x=(0, 19), y=(0, 19))",
    "print('line\\n' * 60)",
    "explore(below, x=(0, 19), y=(0, 19))",
]
DRAWN = """async name => { const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const request = { code: '', user_expressions: { n: `len(${name}.stops)` } };
    const done = await kernel.requestExecute(request).done;
    return +done.content.user_expressions.n.data['text/plain']; }"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A Notebook 7 that serves a copy of the lessons."""
    server = Notebook(tmp_path_factory.mktemp("notebook"))
    yield server
    server.stop()


def drag(widget):
    """Drag with the mouse: on the picture if it can be dragged, else the thumb of the first slider."""
    if widget.canvas.get_attribute("class"):
        box = resting_box(widget.canvas)
        widget.drag([(box["width"] * 0.5, box["height"] * 0.4), (box["width"] * 0.3, box["height"] * 0.5)])
        return
    slider = widget.root.locator("input[type=range]").first
    box, far = resting_box(slider), slider.evaluate("el => el.value / el.max")
    mouse, y = widget.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 8 + (box["width"] - 16) * far, y)  # the thumb's middle stays half its width from both ends
    mouse.down()
    mouse.move(box["x"] + box["width"] * (0.2 if far > 0.5 else 0.8), y, steps=8)
    mouse.up()


@pytest.mark.parametrize(("name", "pictures_there"), [("03_learning_rate.ipynb", 5), ("07_seven_steps.ipynb", 3)])
def test_every_picture_of_a_lesson_follows_the_mouse(server, browser, name, pictures_there):
    notebook = OpenNotebook(server, browser, name)
    notebook.errors.clear()  # errors of Notebook itself while it loaded its settings
    notebook.run_all()
    assert notebook.page.evaluate(WRONG) == []
    seen = 0
    for widget in pictures(notebook):
        widget.settled()
        before = widget.caption(), widget.picture()
        drag(widget)
        widget.settled()
        assert widget.caption() != before[0]
        assert widget.picture() != before[1]
        seen += 1
    assert seen == pictures_there
    assert notebook.errors == []
    notebook.close()


def test_the_arrow_keys_stay_on_the_slider(server, browser):
    notebook = OpenNotebook(server, browser, "keys.ipynb", [CELL])
    notebook.run_all()
    (widget,) = pictures(notebook)
    slider = widget.slider("k")
    slider.focus()
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp", "End"):
        widget.page.keyboard.press(key)
    assert slider.evaluate("el => el === document.activeElement && el.value === el.max")
    widget.says("k = 9")
    notebook.close()


def test_a_reopened_picture_moves_and_without_its_kernel_it_says_what_to_run(server, browser):
    notebook = OpenNotebook(server, browser, "saved.ipynb", [CELL])
    notebook.run_all()
    next(pictures(notebook)).settled()
    kept(notebook, 1)
    notebook.page.evaluate(SAVE)
    notebook.open()
    (widget,) = pictures(notebook)
    widget.slider("k").press("End")
    widget.says("k = 9")
    notebook.page.evaluate(END)
    notebook.page.close()
    notebook = OpenNotebook(server, browser, "saved.ipynb")
    outputs = notebook.page.locator(".jp-OutputArea")
    assert "k = 5" in outputs.inner_text()
    assert "Run the cells down to here to move this picture." in outputs.inner_text()
    assert outputs.locator("img").is_visible()
    assert notebook.page.get_by_text("model not found").count() == 0
    notebook.close()


def test_all_stops_are_fetched_for_a_picture_in_sight_and_only_the_lines_for_others(server, browser):
    notebook = OpenNotebook(server, browser, "sight.ipynb", PAIR)
    notebook.run_all()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.content.scrollToItem(0)")
    second = notebook.page.locator(".downhill").nth(1)

    def drawn(name, count):
        for _ in range(150):
            if notebook.page.evaluate(DRAWN, name) == count:
                return
            notebook.page.wait_for_timeout(100)
        pytest.fail(f"{notebook.page.evaluate(DRAWN, name)} stops {name}, not {count}")

    drawn("above", 400)
    drawn("below", 39)
    notebook.page.wait_for_timeout(500)
    drawn("below", 39)
    scroll_to(second)
    drawn("below", 400)
    notebook.close()
