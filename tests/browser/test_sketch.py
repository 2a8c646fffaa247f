"""Tests a sketch in a real browser: on a page without a kernel, and in JupyterLab with one."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.open_notebook import OFTEN, OpenNotebook, resting_box, scroll_to
from tests.publish.lessons import notebook as written
from utils.publish import site
from utils.publish.notebooks import ROOT

IMPORTS = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom utils.pad import Sketch"
SLOPE = "Sketch(lambda x: 2 * x, x=(-3, 3), y=(-7, 7), ylabel='slope')"
LOSS = "Sketch((range(21), [0.64**k for k in range(21)]), y=(1e-5, 1), xlabel='step', ylabel='loss', yscale='log')"
SIZES = {"wide": {"width": 1366, "height": 650}, "narrow": {"width": 390, "height": 844}}
WHITE = [255, 255, 255]
INKS = {"light": ([34, 34, 34], [204, 51, 17]), "dark": ([228, 232, 238], [242, 109, 87])}  # of the curve and the truth


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a page with two sketches."""
    folder = tmp_path_factory.mktemp("page")
    assert site.main(["--out", str(folder / "site"), str(written(folder, "01_far.ipynb", IMPORTS, SLOPE, LOSS))]) == 0
    return (folder / "site" / "01_far.html").as_uri()


@pytest.fixture(params=SIZES)
def page(request, browser, address):
    """The page, wide and light, narrow and dark."""
    scheme = "light" if request.param == "wide" else "dark"
    page = browser.new_page(viewport=SIZES[request.param], color_scheme=scheme)
    page.inks, problems = INKS[scheme], []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    yield page
    assert problems == []
    page.close()


def sketch_of(page, number=0):
    """The sketch number `number` of a page, in sight."""
    root = page.locator(".downhill-sketch").nth(number)
    scroll_to(root.locator("button").last)
    return root


def point(root, x, y):
    """The position in the window of a point of the axes, given by shares of their width and height."""
    box = root.locator("canvas").bounding_box()
    return box["x"] + 62 + x * (box["width"] - 120), box["y"] + 30 + (1 - y) * (box["height"] - 76)


def draw(root, *positions):
    """Draw with the mouse through `positions`, shares of the axes."""
    mouse = root.page.mouse
    resting_box(root.locator("canvas"))
    mouse.move(*point(root, *positions[0]))
    mouse.down()
    for position in positions[1:]:
        mouse.move(*point(root, *position), steps=6)
    mouse.up()


def said(root):
    return root.get_by_role("status").inner_text()


def pixel(root, x, y):
    """The colour of the canvas at a point of the axes, once the next frame is drawn."""
    script = """async (canvas, [x, y]) => {
      await new Promise(requestAnimationFrame);
      const s = canvas.width / canvas.clientWidth;
      const across = (62 + x * (canvas.clientWidth - 120)) * s, down = (30 + (1 - y) * (canvas.clientHeight - 76)) * s;
      const [r, g, b, a] = canvas.getContext("2d").getImageData(across, down, 1, 1).data;
      return a ? [r, g, b] : [255, 255, 255];
    }"""
    return root.locator("canvas").evaluate(script, [x, y])


def test_a_curve_is_drawn_under_the_mouse_and_the_truth_appears_only_after_compare(page):
    root = sketch_of(page)
    draw(root, (0, 0.5), (1, 0.5))
    assert pixel(root, 0.3, 0.5) == page.inks[0]
    truth = (0.75, 0.5 + 3 / 14)
    assert pixel(root, *truth) == WHITE
    root.get_by_role("button", name="Compare").click()
    assert said(root).startswith("On average your curve is 3")
    assert "farthest at x = " in said(root)
    near = [pixel(root, truth[0] + shift, truth[1] + shift * 12 / 14) for shift in (-0.01, 0, 0.01, 0.02)]
    assert page.inks[1] in near  # dashed, so not at every point
    root.get_by_role("button", name="Clear").click()
    root.get_by_role("button", name="Compare").click()
    assert said(root) == "First draw your curve of slope against x, from x = -3 to 3; then compare."


def test_five_keys_draw_a_curve_and_compare_it(page):
    root = sketch_of(page)
    root.locator("canvas").focus()
    for _ in range(13):
        for key in ["ArrowUp", "ArrowDown", "ArrowRight"]:
            page.keyboard.press(key)
    assert root.locator(".downhill-spoken").inner_text() == "x = 3: slope 0"
    page.keyboard.press("Enter")
    far = "it is farthest at x = -3, where you drew 0 and the truth is -6."
    assert said(root) == f"On average your curve is 3 away from the truth; {far}"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Axes to draw on: x from -3")


def test_a_finger_draws_and_does_not_scroll_the_page(browser, address):
    context = browser.new_context(viewport=SIZES["narrow"], has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    root = sketch_of(page, 1)
    before = page.evaluate("scrollY")
    touch = context.new_cdp_session(page)
    for kind, position in [("touchStart", (0, 0.9)), ("touchMove", (0.5, 0.5)), ("touchMove", (1, 0.1))]:
        x, y = point(root, *position)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    root.get_by_role("button", name="Compare").tap()
    expect(root.get_by_role("status")).to_contain_text("your curve is off by a factor of")
    assert page.evaluate("scrollY") == before
    context.close()


def test_a_sketch_fits_the_window_and_is_accessible(page):
    for number in (0, 1):
        box = sketch_of(page, number).bounding_box()
        assert box["height"] <= 500
        assert box["width"] <= page.viewport_size["width"]
        draw(sketch_of(page, number), (0.1, 0.2), (0.9, 0.8))
        sketch_of(page, number).get_by_role("button", name="Compare").click()
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture(scope="module")
def notebook(lab, browser):
    """A notebook with one sketch in it, run in JupyterLab."""
    notebook = OpenNotebook(lab, browser, "sketch.ipynb", [f"from utils.pad import Sketch\nsketch = {SLOPE}\nsketch"])
    notebook.page.set_viewport_size(SIZES["wide"])
    notebook.run_all()
    notebook.page.locator(".downhill-sketch").wait_for()
    yield notebook
    notebook.close()
    assert notebook.errors == []


def drawn_in_python(notebook, wanted):
    """`sketch.drawn` once it is as `wanted`: the kernel gets a stroke soon, and later on a busy machine."""
    for _ in range(60):
        notebook.run("with open('drawn', 'w') as file: print(sketch.drawn, file=file)")
        drawn = eval((notebook.lab.root / "notebooks" / "drawn").read_text())
        if wanted(drawn):
            return drawn
        notebook.page.wait_for_timeout(200)
    raise AssertionError(f"the kernel has {drawn}")


def test_in_jupyterlab_python_reads_what_was_drawn_and_the_keys_stay_on_the_axes(notebook):
    page = notebook.page
    root = sketch_of(page)
    assert root.bounding_box()["height"] <= 500
    draw(root, (0, 0.5), (0.5, 0.5))
    page.locator(".downhill-sketch canvas").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert said(root).startswith("Where you drew, your curve is on average")
    drawn = drawn_in_python(notebook, lambda drawn: drawn[0] == pytest.approx(0.7))
    assert drawn == pytest.approx([0.7, 0.56, 0.42, 0.28, 0.14] + [0] * 26 + [None] * 30, abs=0.05)


def test_escape_leads_from_the_axes_to_the_cell(notebook):
    notebook.page.locator(".downhill-sketch canvas").focus()
    notebook.page.keyboard.press("Escape")
    assert notebook.page.evaluate("document.activeElement.classList.contains('jp-Notebook-cell')")


def test_the_saved_notebook_shows_what_was_drawn(notebook):
    words = "Axes to draw on: x from -3 to 3, slope from -7 to 7. Where you drew, your curve is on average"
    kept = """words => jupyterapp.shell.currentWidget.content.widgets
        .flatMap(cell => cell.model.outputs?.toJSON() ?? [])
        .some(output => output.data?.['image/png'] && output.data['text/plain'].startsWith(words))"""
    # A still is kept once the learner has rested.
    notebook.page.wait_for_function(kept, arg=words, polling=OFTEN)
    notebook.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.open()
    notebook.page.locator(".jp-OutputArea", has_text=words).locator("img").wait_for()
