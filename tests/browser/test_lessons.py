"""Tests the lessons in JupyterLab: what a reader sees before a lesson is run, and its moving pictures after that.

Each lesson is opened once and run once for all tests that use it: `lesson` is open and has not been run, `running` has
been run.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import fit
from tests.browser.open_notebook import FOLDED, WINDOW, WRONG, OpenNotebook, cells, move_one_stop, pictures
from tests.lessons.lesson_code import LESSONS

TRUSTED = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code').map(cell => cell.model.trusted)"""
SHADES = """canvas => new Set(new Uint32Array(
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"""
FILES = "() => jupyterapp.commands.execute('application:toggle-left-area')"
SHARING = 3  # lessons that are opened in one window
RULES = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}  # axe describes no more than what is wrong
every_lesson = pytest.mark.parametrize("lesson", LESSONS, indirect=True)
lesson_1 = pytest.mark.parametrize("lesson", LESSONS[:1], indirect=True)
lesson_3 = pytest.mark.parametrize("lesson", LESSONS[2:3], indirect=True)


@pytest.fixture(scope="module")
def windows():
    """The open window in which lessons follow one another, in a list; the list is empty before the first lesson."""
    opened = []
    yield opened
    for window in opened:
        window.close()


@pytest.fixture(scope="module")
def lesson(request, lab, browser, windows):
    """The lesson that the test needs, opened and not run.

    To open JupyterLab takes as long as to run a lesson, so three lessons follow one another in its window. No more do:
    where eight lessons had been run in a window, JupyterLab scrolled to no cell of the ninth.
    """
    name = f"{request.param}.ipynb"
    if windows and LESSONS.index(request.param) % SHARING:
        windows[0].turn_to(name)
    else:
        for window in windows:
            window.close()
        windows[:] = [OpenNotebook(lab, browser, name)]
    return windows[0]


@pytest.fixture(scope="module")
def running(lesson):
    """The same lesson after all its cells have been run."""
    lesson.run_all()
    return lesson


@every_lesson
def test_a_lesson_that_is_neither_run_nor_trusted_shows_its_still_pictures(lesson):
    assert not any(lesson.page.evaluate(TRUSTED))
    seen = 0
    for cell in cells(lesson):
        image = cell.locator(".jp-OutputArea-output img")
        image.wait_for()
        assert image.evaluate("async image => { await image.decode(); return image.naturalWidth; }") > 600
        assert "not found" not in cell.inner_text()
        seen += 1
    assert seen >= 2


@every_lesson
def test_the_answer_to_a_prediction_is_hidden_before_its_cell_is_run(lesson):
    for cell in cells(lesson, FOLDED):
        assert not cell.locator(".jp-OutputArea-output").first.is_visible()


@every_lesson
def test_after_the_cells_have_run_no_output_is_hidden_and_no_cell_has_failed(running):
    assert list(cells(running, FOLDED)) == []
    assert running.page.evaluate(WRONG) == []


@every_lesson
def test_every_picture_of_a_lesson_is_painted_moves_and_is_accessible(running):
    seen = 0
    for widget in pictures(running):
        widget.settled()
        assert widget.canvas.evaluate(SHADES) > 8
        place = widget.root.evaluate("el => el.closest('[data-downhill]').dataset.downhill")
        found = Axe().run(running.page, context=f"[data-downhill='{place}'] .downhill", options=RULES)
        assert found.violations_count == 0
        before = widget.caption()
        move_one_stop(widget)
        widget.settled()
        assert widget.caption() != before
        seen += 1
    assert seen >= 1
    assert running.errors == []


@every_lesson
def test_on_a_laptop_every_picture_fits_on_the_screen_with_its_controls_and_its_sentence(running):
    running.page.set_viewport_size(fit.LAPTOP)
    heights = {}
    for number, widget in enumerate(pictures(running)):
        widget.settled()
        heights[number] = fit.height(widget)
        table = widget.root.locator(".downhill-table:not([hidden])")
        assert not table.count() or table.bounding_box()["height"] < 200
    running.page.set_viewport_size(WINDOW)
    print(heights)
    assert max(heights.values()) <= fit.HIGHEST


@every_lesson
def test_in_a_small_window_and_on_a_phone_every_letter_in_a_picture_can_be_read(running):
    figures = fit.figures(running)
    running.page.set_viewport_size(fit.SMALL)
    smallest = []
    for widget in pictures(running):
        widget.settled()
        figure = figures[widget.root.evaluate("el => el.closest('[data-downhill]').dataset.downhill")]
        smallest.append([fit.smallest_letter(widget, figure, across) for across in (None, fit.PHONE)])
    running.page.set_viewport_size(WINDOW)
    print(smallest)
    assert min(map(min, smallest)) >= fit.SMALLEST


@lesson_1
def test_the_point_of_lesson_1_is_dragged_on_the_curve_itself(running):
    widget = next(pictures(running))
    widget.settled()
    box = widget.canvas.bounding_box()
    widget.drag([(box["width"] * 0.3, box["height"] * 0.3), (box["width"] * 0.75, box["height"] * 0.25)])
    widget.settled()
    slider = widget.root.locator("input[type=range]")
    assert float(slider.get_attribute("aria-valuetext").split()[0].rstrip(".")) > 0
    assert slider.evaluate("el => +el.value") > 60


@lesson_3
def test_lesson_3_plays_its_steps(running):
    widget = next(pictures(running))
    widget.settled()
    before = widget.caption()
    widget.root.get_by_role("button", name="Play").click()
    widget.root.get_by_role("button", name="Pause").wait_for()
    widget.root.get_by_role("button", name="Play").wait_for()
    steps = widget.slider("steps")
    assert steps.evaluate("el => el.value === el.max")
    assert widget.caption() != before
    widget.root.get_by_role("button", name="Reset").click()
    widget.settled()
    assert widget.caption() == before


@lesson_3
@pytest.mark.parametrize("end", ["Home", "End"])
def test_on_a_laptop_the_numbers_of_the_table_keep_to_their_columns(running, end):
    running.page.set_viewport_size(fit.LAPTOP)
    for widget in pictures(running):
        for slider in widget.root.locator("input[type=range]").all()[:-1]:
            slider.press(end)
        widget.slider("steps").press("End")
        widget.settled()
        table = widget.root.locator(".downhill-table")
        assert table.evaluate("el => [el, ...el.querySelectorAll('td')].every(e => e.scrollWidth <= e.clientWidth)")
    running.page.set_viewport_size(WINDOW)


@lesson_3
def test_the_steps_of_lesson_3_do_not_move_the_page_below(running):
    widget = next(pictures(running))
    heights = set()
    for steps in (0, 1, 5, 6, 7, 30):
        widget.move_to("steps", steps)
        widget.settled()
        heights.add(widget.root.bounding_box()["height"])
    assert len(heights) == 1


@lesson_3
def test_in_a_small_window_with_the_file_browser_no_part_of_a_picture_or_its_table_is_cut_off(running):
    running.page.set_viewport_size({"width": 800, "height": 900})
    widget = next(pictures(running))
    widget.slider("steps").press("End")
    widget.settled()
    for row in widget.root.locator(".downhill-row:has(output)").all():
        assert row.bounding_box()["height"] < 40  # the value is beside its slider and not below it
    assert widget.root.evaluate("el => [el, ...el.querySelectorAll('*')].every(e => e.scrollWidth <= el.clientWidth)")
    assert "file browser" in widget.root.evaluate("el => getComputedStyle(el, '::after').content")
    running.page.evaluate(FILES)
    running.page.wait_for_function(
        "el => getComputedStyle(el, '::after').content === 'none'", arg=widget.root.element_handle()
    )
    running.page.evaluate(FILES)
    running.page.set_viewport_size(WINDOW)
