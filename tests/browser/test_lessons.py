"""The lessons themselves in JupyterLab: run all, and move what a learner would move."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.open_notebook import FOLDED, WRONG, OpenNotebook, cells, move_one_stop, pictures
from tests.lessons.lesson_code import NOTEBOOKS

LESSONS = sorted(path.name for path in NOTEBOOKS.glob("[0-9]*.ipynb"))
TRUSTED = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code').map(cell => cell.model.trusted)"""
SHADES = """canvas => new Set(new Uint32Array(
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"""


@pytest.fixture(scope="module")
def window(lab, browser):
    """A JupyterLab in a window of its own."""
    opened = OpenNotebook(lab, browser, LESSONS[0])
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=LESSONS)
def notebook(request, window):
    """Each lesson in turn, opened once for the tests that look at it as it is and then run it."""
    if window.name != request.param:
        window.turn_to(request.param)
    return window


@pytest.fixture(scope="module")
def third(lab, browser):
    """Lesson 3, run."""
    opened = OpenNotebook(lab, browser, "03_learning_rate.ipynb")
    opened.run_all()
    yield opened
    opened.close()


def test_a_lesson_that_is_neither_run_nor_trusted_shows_its_still_pictures(notebook):
    assert not any(notebook.page.evaluate(TRUSTED))
    seen = 0
    for cell in cells(notebook):
        image = cell.locator(".jp-OutputArea-output img")
        image.wait_for()
        assert image.evaluate("async image => { await image.decode(); return image.naturalWidth; }") > 600
        assert "not found" not in cell.inner_text()
        seen += 1
    assert seen >= 2


def test_every_picture_of_a_lesson_paints_moves_and_can_be_read_out(notebook):
    for cell in cells(notebook, FOLDED):  # what answers a prediction is folded away until its cell is run
        assert not cell.locator(".jp-OutputArea-output").first.is_visible()
    notebook.run_all()
    assert list(cells(notebook, FOLDED)) == []
    assert notebook.page.evaluate(WRONG) == []
    seen = 0
    for widget in pictures(notebook):
        widget.settled()
        assert widget.canvas.evaluate(SHADES) > 8
        assert (
            Axe().run(notebook.page, context=".downhill", options={"runOnly": ["wcag2a", "wcag2aa"]}).violations_count
            == 0
        )
        before = widget.caption()
        move_one_stop(widget)
        widget.settled()
        assert widget.caption() != before
        seen += 1
    assert seen >= 1
    assert notebook.errors == []


def test_the_point_of_lesson_1_is_dragged_on_the_curve_itself(lab, browser):
    notebook = OpenNotebook(lab, browser, "01_slope.ipynb")
    notebook.run_all()
    widget = next(pictures(notebook))
    widget.settled()
    box = widget.canvas.bounding_box()
    widget.drag([(box["width"] * 0.3, box["height"] * 0.3), (box["width"] * 0.75, box["height"] * 0.25)])
    widget.settled()
    slider = widget.root.locator("input[type=range]")
    assert float(slider.get_attribute("aria-valuetext").split()[0].rstrip(".")) > 0
    assert slider.evaluate("el => +el.value") > 60
    notebook.close()


def test_lesson_3_plays_its_steps(third):
    widget = next(pictures(third))
    widget.settled()
    before = widget.caption()
    widget.root.get_by_role("button", name="Play").click()
    widget.root.get_by_role("button", name="Pause").wait_for()
    widget.root.get_by_role("button", name="Play").wait_for(timeout=20_000)
    steps = widget.slider("steps")
    assert steps.evaluate("el => el.value === el.max")
    assert widget.caption() != before
    widget.root.get_by_role("button", name="Reset").click()
    widget.settled()
    assert widget.caption() == before


def test_lesson_3_takes_its_steps_and_the_page_below_stands_still(third):
    widget = next(pictures(third))
    heights = set()
    for steps in (0, 1, 5, 6, 7, 30):
        widget.slider("steps").evaluate("(el, k) => { el.value = k; el.dispatchEvent(new Event('input')); }", steps)
        widget.settled()
        heights.add(widget.root.bounding_box()["height"])
    assert len(heights) == 1


def test_beside_the_file_browser_of_a_small_window_a_picture_and_its_table_stay_whole(third):
    third.page.set_viewport_size({"width": 800, "height": 900})
    widget = next(pictures(third))
    widget.slider("steps").press("End")
    widget.settled()
    for row in widget.root.locator(".downhill-row:has(output)").all():
        assert row.bounding_box()["height"] < 40  # the value beside its slider
    assert widget.root.evaluate("el => [el, ...el.querySelectorAll('*')].every(e => e.scrollWidth <= el.clientWidth)")
    assert "file browser" in widget.root.evaluate("el => getComputedStyle(el, '::after').content")
    third.page.evaluate("() => jupyterapp.commands.execute('application:toggle-left-area')")
    third.page.wait_for_function(
        "el => getComputedStyle(el, '::after').content === 'none'", arg=widget.root.element_handle()
    )
