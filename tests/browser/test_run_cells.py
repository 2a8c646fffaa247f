"""Tests the pages whose cells run, on a phone-wide touch screen: Pyodide comes from a server of this machine."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.run_site import fetched, served, write_pages

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}
STARTED = 240_000  # ms in which Python starts on a busy machine
OWN = 'def mine(x):\n    {}\n\n\nexplore(DerivativePicture(mine), x=(-3.0, 3.0, 0.05), drag="x")'


@pytest.fixture(scope="module")
def folder(request, tmp_path_factory):
    """The pages of lessons 1 and 3, and beside them Pyodide."""
    python = request.config.cache.mkdir("pyodide")
    if problem := fetched(python, tmp_path_factory.mktemp("packages")):
        pytest.skip(problem)
    folder = tmp_path_factory.mktemp("site")
    write_pages(folder, python)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(context, address):
    """Lesson 1; its tests stand in the order in which a learner would do the same."""
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(f"{address}/01_slope.html")
    return page


def cell(page, name):
    return page.locator(f'[id="cell-id={name}"]').first


def put(page, name, text):
    """Type `text` into the cell `name`."""
    if cell(page, name).get_by_role("button", name="Change").is_visible():
        cell(page, name).get_by_role("button", name="Change").tap()
    cell(page, name).get_by_role("textbox", name="Code of").fill(text)


def run(page, name):
    """Tap Run at the cell `name`; what it shows then."""
    cell(page, name).get_by_role("button", name="Run").tap()
    expect(cell(page, name).get_by_role("button", name="Run")).to_be_enabled(timeout=STARTED)
    return cell(page, name).locator(".run-output").inner_text()


def status(page, name):
    return cell(page, name).locator(".run [role=status]").inner_text()


def move(page, name, value):
    slider = cell(page, name).locator("input[type=range]")
    slider.evaluate("(el, v) => { el.value = v; el.dispatchEvent(new Event('input')); }", value)


def test_a_page_on_which_nothing_was_run_asks_nothing_of_anybody(page, address):
    put(page, "own-slope", OWN.format("return x**3 - 3 * x"))
    page.wait_for_timeout(500)
    assert [url for url in page.asked if not url.startswith("data:")] == [f"{address}/01_slope.html"]


def test_without_a_network_one_sentence_says_so_and_what_was_typed_stays(page, context):
    context.set_offline(True)
    cell(page, "own-slope").get_by_role("button", name="Run").tap()
    expect(cell(page, "own-slope").locator(".run [role=status]")).to_contain_text("is there a network?")
    context.set_offline(False)
    assert cell(page, "own-slope").get_by_role("textbox").input_value() == OWN.format("return x**3 - 3 * x")


def test_a_network_that_ends_while_python_comes_is_one_sentence_too(page, context):
    context.route("**/pyodide.asm.wasm", lambda route: route.abort())
    cell(page, "own-slope").get_by_role("button", name="Run").tap()
    expect(cell(page, "own-slope").locator(".run [role=status]")).to_contain_text("is there a network?")
    context.unroute("**/pyodide.asm.wasm")


def test_a_file_that_is_not_what_is_pinned_is_refused(page, context):
    context.route("**/six-*.whl", lambda route: route.fulfill(body=b"something else"))
    cell(page, "own-slope").get_by_role("button", name="Run").tap()
    expect(cell(page, "own-slope").locator(".run [role=status]")).to_contain_text("Python has not come")
    context.unroute("**/six-*.whl")


def test_a_learner_drags_along_a_function_of_their_own(page):
    said = run(page, "own-slope")
    assert "At x = -1.50, f(x) = 1.12 and the slope is 3.75" in said
    move(page, "own-slope", 60)
    expect(cell(page, "own-slope")).to_contain_text("At x = 0.00, f(x) = 0.00 and the slope is -3.00")


def test_the_next_function_needs_no_network(page, context):
    context.set_offline(True)
    put(page, "own-slope", OWN.format("return torch.cos(3 * x)"))
    assert "f(x) = -0.21 and the slope is -2.93" in run(page, "own-slope")
    move(page, "own-slope", 0)
    expect(cell(page, "own-slope")).to_contain_text("At x = -3.00, f(x) = -0.91")
    context.set_offline(False)


def test_an_exercise_answers_as_in_a_notebook(page):
    put(page, "nudge", 'def nudge(f, x, h):\n    return f(x + h) - f(x)\n\n\ncheck("01-nudge", nudge)')
    assert "That is the rise alone: divide it by the run h." in run(page, "nudge")


def test_an_endless_loop_ends_with_the_sentence_of_check(page):
    put(page, "nudge", 'def nudge(f, x, h):\n    while True:\n        h = h\n\n\ncheck("01-nudge", nudge)')
    said = "Not yet: stopped after 2 seconds for f = the function square, x = -1.5, h = 0.1. Is there a loop that never"
    assert said in run(page, "nudge")


def test_the_picture_shows_the_function_that_stands_in_the_cell_above(page):
    put(page, "curve", "def f(x):\n    return x**4")
    assert "At x = -3.00, f(x) = 81.00" in run(page, "drag")


def test_a_mistake_is_said_with_its_line(page):
    put(page, "nudge-worked", "one = 1\none / 0")
    assert "ZeroDivisionError: division by zero. In line 2: one / 0" in run(page, "nudge-worked")


def test_reset_gives_back_the_lesson_s_own_cell_and_its_moving_picture(page):
    cell(page, "drag").get_by_role("button", name="Reset").tap()
    assert cell(page, "drag").locator(".run-output").count() == 0
    move(page, "drag", 20)
    expect(cell(page, "drag")).to_contain_text("At x = -2.00, f(x) = 4.00")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_editors_and_outputs_are_accessible_and_fit_a_phone(page, scheme):
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_still_picture_that_a_run_shows_is_dark_on_a_dark_page(page):
    page.emulate_media(color_scheme="dark")
    put(page, "fog", 'show(figure()[1], "Empty axes.")')
    assert "Empty axes." in run(page, "fog")
    light, dark = (cell(page, "fog").locator(f".run-output img{kind}") for kind in (":not(.dark)", ".dark"))
    expect(dark).to_be_visible()
    expect(light).to_be_hidden()
    page.emulate_media(color_scheme="light")
    expect(light).to_be_visible()
    expect(dark).to_be_hidden()


def test_keys_run_a_cell_and_leave_the_editor(page):
    editor = cell(page, "nudge-worked").get_by_role("textbox")
    editor.fill("print(6 * 7)")
    editor.press("Shift+Enter")
    expect(cell(page, "nudge-worked").locator(".run-output")).to_have_text("42")
    editor.press("Tab")
    assert not editor.evaluate("el => el === document.activeElement")


def test_what_no_sentence_can_end_ends_python_which_starts_again(page):
    put(page, "own-slope", OWN.format("return sum(iter(int, 1)) * x"))
    cell(page, "own-slope").get_by_role("button", name="Run").tap()
    expect(cell(page, "own-slope").locator(".run [role=status]")).to_contain_text("starts again", timeout=STARTED)
    assert cell(page, "own-slope").get_by_role("textbox").input_value() == OWN.format("return sum(iter(int, 1)) * x")
    put(page, "own-slope", OWN.format("return x**2"))
    assert "f(x) = 2.25 and the slope is -3.00" in run(page, "own-slope")


def test_what_was_typed_is_there_again(page, context, address):
    again = context.new_page()
    again.goto(f"{address}/01_slope.html")
    assert cell(again, "own-slope").get_by_role("textbox").input_value() == OWN.format("return x**2")
    again.close()


def test_a_page_on_the_disk_says_why_its_cells_do_not_run(browser, folder):
    page = browser.new_page()
    page.goto((folder / "01_slope.html").as_uri())
    cell(page, "nudge").get_by_role("button", name="Run").click()
    assert "this one is a file" in status(page, "nudge")
    cell(page, "drag").scroll_into_view_if_needed()
    move(page, "drag", 20)
    expect(cell(page, "drag")).to_contain_text("At x = -2.00, f(x) = 4.00")
    page.close()


def test_descent_on_a_function_of_one_s_own(context, address):
    page = context.new_page()
    page.goto(f"{address}/03_learning_rate.html")
    function = "def mine(x):\n    return 3 * (x - 0.5)**2\n\n\n"
    put(page, "own", function + "explore(DescentPicture(mine), lr=(0.02, 0.4, 0.02), steps=(0, 9))")
    assert "Each step multiplies (x - 0.5) by" in run(page, "own")
    page.close()
