"""The lessons themselves in JupyterLab: run all, and move what a learner would move."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.sheet import FOLDED, WRONG, Sheet, cells, move_one_stop, pictures
from tests.taught import NOTEBOOKS

LESSONS = sorted(path.name for path in NOTEBOOKS.glob("[0-9]*.ipynb"))
TRUSTED = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code').map(cell => cell.model.trusted)"""
SHADES = """canvas => new Set(new Uint32Array(
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"""


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_that_is_neither_run_nor_trusted_shows_its_still_pictures(lab, browser, name):
    sheet = Sheet(lab, browser, name)
    assert not any(sheet.page.evaluate(TRUSTED))
    seen = 0
    for cell in cells(sheet):
        image = cell.locator(".jp-OutputArea-output img")
        image.wait_for()
        assert image.evaluate("async image => { await image.decode(); return image.naturalWidth; }") > 600
        assert "not found" not in cell.inner_text()
        seen += 1
    assert seen >= 2
    sheet.close()


def test_what_answers_a_prediction_is_folded_away_until_its_cell_is_run(lab, browser):
    sheet = Sheet(lab, browser, "06_loss.ipynb")
    folded = 0
    for cell in cells(sheet, FOLDED):
        assert not cell.locator(".jp-OutputArea-output").first.is_visible()
        folded += 1
    assert folded
    sheet.run_all()
    assert list(cells(sheet, FOLDED)) == []
    sheet.close()


@pytest.mark.parametrize("name", LESSONS)
def test_every_picture_of_a_lesson_paints_moves_and_can_be_read_out(lab, browser, name):
    sheet = Sheet(lab, browser, name)
    sheet.run_all()
    assert sheet.page.evaluate(WRONG) == []
    seen = 0
    for widget in pictures(sheet):
        widget.settled()
        assert widget.canvas.evaluate(SHADES) > 8
        assert (
            Axe().run(sheet.page, context=".downhill", options={"runOnly": ["wcag2a", "wcag2aa"]}).violations_count == 0
        )
        before = widget.caption()
        move_one_stop(widget)
        widget.settled()
        assert widget.caption() != before
        seen += 1
    assert seen >= 1
    assert sheet.errors == []
    sheet.close()


def test_beside_the_file_browser_of_a_small_window_a_picture_and_its_table_stay_whole(lab, browser):
    sheet = Sheet(lab, browser, "03_learning_rate.ipynb", viewport={"width": 800, "height": 900})
    sheet.run_all()
    widget = next(pictures(sheet))
    widget.slider("steps").press("End")
    widget.settled()
    for row in widget.root.locator(".downhill-row:has(output)").all():
        assert row.bounding_box()["height"] < 40  # the value beside its slider
    assert widget.root.evaluate("el => [el, ...el.querySelectorAll('*')].every(e => e.scrollWidth <= el.clientWidth)")
    assert "file browser" in widget.root.evaluate("el => getComputedStyle(el, '::after').content")
    sheet.page.evaluate("() => jupyterapp.commands.execute('application:toggle-left-area')")
    sheet.page.wait_for_function(
        "el => getComputedStyle(el, '::after').content === 'none'", arg=widget.root.element_handle()
    )
    sheet.close()


def test_the_point_of_lesson_1_is_dragged_on_the_curve_itself(lab, browser):
    sheet = Sheet(lab, browser, "01_slope.ipynb")
    sheet.run_all()
    widget = next(pictures(sheet))
    widget.settled()
    box = widget.canvas.bounding_box()
    widget.drag([(box["width"] * 0.3, box["height"] * 0.3), (box["width"] * 0.75, box["height"] * 0.25)])
    widget.settled()
    slider = widget.root.locator("input[type=range]")
    assert float(slider.get_attribute("aria-valuetext").split()[0].rstrip(".")) > 0
    assert slider.evaluate("el => +el.value") > 60
    sheet.close()


def test_lesson_3_plays_its_steps(lab, browser):
    sheet = Sheet(lab, browser, "03_learning_rate.ipynb")
    sheet.run_all()
    widget = next(pictures(sheet))
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
    sheet.close()
