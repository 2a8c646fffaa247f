"""Tests the pad in a real browser: on a separate page without a kernel, and in JupyterLab with a kernel."""

import json
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.open_notebook import IDLE, OpenNotebook, kept, resting_box, scroll_to
from utils.widgets import joined

PAD = Path(__file__).parents[2] / "utils" / "pad"
CSS = (PAD / "pad.css").read_text()
MODULE = joined(PAD / "pad.js")

# A model without a kernel: `sent` records the pixels that the pad would send, each time with the time of sending.
STAND_IN = """
const state = {key: "", label: "Pad", message: "", _scores: [], signed: SIGNED};
state._pixels = new DataView(new ArrayBuffer(3136));
const heard = {};
window.sent = [];
window.model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; (heard["change:" + name] ?? []).forEach((f) => f()); },
  on: (name, f) => (heard[name] ??= []).push(f),
  off: (name, f) => (heard[name] = heard[name].filter((g) => g !== f)),
  save_changes: () => sent.push([performance.now(), ...new Float32Array(state._pixels.buffer)]),
};
"""


@pytest.fixture(params=[True, False], ids=["weights", "ink"])
def page(request, browser):
    """A page that contains only a pad, once in each of its modes: `page.signed` says which mode it is."""
    page = browser.new_page(viewport={"width": 900, "height": 600})
    page.signed = request.param
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.set_content(f"<main><h1>Pad</h1><style>{CSS}</style><div id='here'></div></main>")
    script = STAND_IN.replace("SIGNED", json.dumps(request.param)) + MODULE.replace("export default", "window.pad =")
    page.evaluate(f"() => {{ {script} }}")
    page.evaluate("() => { window.close_pad = pad.render({model, el: document.getElementById('here')}); }")
    yield page
    assert page.problems == []
    page.close()


def pixels(page):
    """The 784 pixels that the page sent last."""
    sent_all(page)
    return page.evaluate("sent.at(-1)?.slice(1)")


def sent_all(page):
    """Wait until all pixels have been sent, by a timer of the page: a busy machine delays it as much as the pad."""
    page.evaluate("() => new Promise(done => setTimeout(done, 120))")


def cell(page, column, row):
    """The position of the middle of a cell on the page."""
    box = page.locator(".downhill-sheet").bounding_box()
    return box["x"] + (column + 0.5) * box["width"] / 28, box["y"] + (row + 0.5) * box["height"] / 28


def colour(page, column, row):
    """The colour (red, green, blue) in the middle of a cell on the canvas, after the next frame has been drawn."""
    script = """async ([c, r]) => {
      await new Promise(requestAnimationFrame);
      const canvas = document.querySelector(".downhill-sheet"), k = canvas.width / 28;
      return [...canvas.getContext("2d").getImageData((c + 0.5) * k, (r + 0.5) * k, 1, 1).data].slice(0, 3);
    }"""
    return page.evaluate(script, [column, row])


def stroke(page, start, end, steps=20):
    resting_box(page.locator(".downhill-sheet"))
    page.mouse.move(*cell(page, *start))
    page.mouse.down()
    page.mouse.move(*cell(page, *end), steps=steps)
    page.mouse.up()


def test_a_stroke_is_painted_and_its_last_pixels_are_sent(page):
    stroke(page, (5, 10), (20, 10))
    values = pixels(page)
    assert all(values[10 * 28 + column] == 1 for column in range(5, 21))  # even a fast stroke has no gaps
    assert 0 < values[11 * 28 + 10] < 1  # a soft rim
    assert values[15 * 28 + 10] == 0
    assert colour(page, 10, 10) == ([204, 51, 17] if page.signed else [0, 0, 0])
    assert colour(page, 10, 20) == [255, 255, 255]


def test_the_kernel_is_told_at_most_every_50_ms(page):
    stroke(page, (2, 2), (25, 25), steps=200)
    sent_all(page)
    times = [sent[0] for sent in page.evaluate("sent")]
    assert len(times) >= 2
    assert all(later - earlier > 40 for earlier, later in pairwise(times))  # a browser's timers may fire a little early


def test_the_last_pixels_are_sent_even_when_the_view_closes(page):
    page.evaluate("""() => {
      for (const key of ["+", " ", "ArrowRight", " ", "ArrowRight", " "])
        document.querySelector(".downhill-sheet").dispatchEvent(new KeyboardEvent("keydown", {key}));
      close_pad();
    }""")
    assert page.evaluate("sent.length") == 1  # three changes at one time are one message, sent when the view closes
    assert all(page.evaluate("sent.at(-1).slice(1)")[14 * 28 + column] == 1 for column in (14, 15, 16))


def test_the_keyboard_paints_cell_by_cell(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "downhill-sheet"
    assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    assert page.locator(".downhill-spoken").inner_text() == "row 15, column 14: 1"
    page.keyboard.press("Shift+ArrowUp")
    values = pixels(page)
    assert values[14 * 28 + 13] == values[13 * 28 + 13] == 1
    if page.signed:
        assert sum(values) == 2  # only the two painted cells have a value
    page.keyboard.press("0")
    page.keyboard.press("Space")
    assert pixels(page)[13 * 28 + 13] == 0


def test_the_keyboard_stays_on_the_pad(page):
    page.keyboard.press("Tab")
    for key in ("ArrowLeft", "ArrowUp"):
        for _ in range(40):
            page.keyboard.press(key)
    assert page.locator(".downhill-spoken").inner_text() == "row 1, column 1: 0"


def test_brushes_undo_and_clear(page):
    stroke(page, (5, 5), (20, 5))
    page.get_by_role("button", name="paint \u22121" if page.signed else "Erase").click()
    stroke(page, (12, 5), (12, 5.1))
    rubbed = pixels(page)[5 * 28 + 12]
    assert rubbed == (-1 if page.signed else 0)
    page.get_by_role("button", name="Undo").click()
    assert pixels(page)[5 * 28 + 12] == 1
    page.get_by_role("button", name="Clear").click()
    assert not any(pixels(page))
    page.get_by_role("button", name="Undo").click()
    assert pixels(page)[5 * 28 + 12] == 1


def test_a_finger_paints_and_a_second_finger_does_not_disturb_it(page):
    script = """([type, id, x, y]) => document.querySelector(".downhill-sheet").dispatchEvent(
      new PointerEvent(type, {pointerId: id, pointerType: "touch", clientX: x, clientY: y, button: 0, buttons: 1}))"""
    page.evaluate("document.querySelector('.downhill-sheet').setPointerCapture = () => {}")
    page.evaluate(script, ["pointerdown", 7, *cell(page, 3, 3)])
    page.evaluate(script, ["pointerdown", 8, *cell(page, 20, 20)])
    page.evaluate(script, ["pointermove", 8, *cell(page, 25, 20)])
    page.evaluate(script, ["pointermove", 7, *cell(page, 9, 3)])
    page.evaluate(script, ["pointerup", 7, *cell(page, 9, 3)])
    values = pixels(page)
    assert all(values[3 * 28 + column] == 1 for column in range(3, 10))
    assert values[20 * 28 + 20] == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.downhill-sheet')).touchAction") == "none"


def test_a_message_and_pixels_set_by_python_are_shown_and_the_message_is_plain_text(page):
    page.evaluate("model.set('message', '<b>seven</b>')")
    assert page.get_by_role("status").inner_text() == "<b>seven</b>"
    page.evaluate("() => { const w = new Float32Array(784).fill(1); model.set('_pixels', new DataView(w.buffer)); }")
    assert colour(page, 20, 20) == ([204, 51, 17] if page.signed else [0, 0, 0])
    assert page.evaluate("sent.length") == 0  # Python has these values already


def test_scores_are_shown_as_dots_with_a_text_alternative(page):
    picture = page.locator(".downhill-scores")
    assert not picture.is_visible()
    page.evaluate("model.set('_scores', [['threes', [1, 2, -1]], ['sevens', [0, 0, -3]]])")
    assert picture.is_visible()
    assert picture.get_attribute("aria-label") == "threes: 2 of 3 score above 0; sevens: 0 of 3 score above 0"


def test_a_second_image_is_shown_beside_the_pad_with_its_caption(page):
    copy = page.get_by_role("img", name="what the model sees")
    assert not copy.is_visible()
    page.evaluate("model.set('_caption', 'what the model sees')")
    page.evaluate("() => { const w = new Float32Array(784).fill(1); model.set('_image', new DataView(w.buffer)); }")
    assert copy.is_visible()
    assert page.get_by_text("what the model sees", exact=True).is_visible()
    ink = "c => [...c.getContext('2d').getImageData(c.width / 2 + 5, c.height / 2 + 5, 1, 1).data.slice(0, 3)]"
    assert copy.evaluate(ink) == ([204, 51, 17] if page.signed else [0, 0, 0])


def test_bars_are_as_long_as_their_probabilities_and_forced_colours_leave_them(page):
    bars = page.locator(".downhill-bars")
    assert not bars.is_visible()
    page.evaluate("model.set('_bars', [['3', 0.25], ['7', 0.75]])")
    page.wait_for_timeout(200)  # they glide
    assert bars.get_attribute("aria-label") == "Probabilities: 3: 0.25, 7: 0.75."
    widths = "bars => [...bars.querySelectorAll('i')].map(bar => bar.getBoundingClientRect().width)"
    short, long = bars.evaluate(widths)
    assert abs(long / short - 3) < 0.1
    page.emulate_media(forced_colors="active")
    longest = Image.open(BytesIO(bars.locator("i").last.screenshot())).convert("L")
    assert longest.getpixel((longest.width // 2, longest.height // 2)) < 128  # ink on a white page


@pytest.mark.parametrize(("width", "beside"), [(900, True), (360, False)])
def test_the_images_stand_side_by_side_where_there_is_room_and_nothing_is_wider_than_the_page(page, width, beside):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("model.set('_bars', [...'0123456789'].map(name => [name, 0.1]))")
    for name in ("_image", "_evidence"):
        page.evaluate(f"() => {{ model.set('{name}', new DataView(new Float32Array(784).fill(1).buffer)); }}")
    pad, bars = page.locator(".downhill-sheet").bounding_box(), page.locator(".downhill-bars").bounding_box()
    assert (bars["x"] > pad["x"] + pad["width"]) == beside
    image, evidence = (page.locator(".downhill-seen").nth(k).bounding_box() for k in (0, 1))
    assert image["x"] < evidence["x"] or (beside and image["y"] < evidence["y"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width


CODE = """
from utils.pad import Pad
pad = Pad(signed=True)
@pad.on_change
def answer(w):
    pad.say(f"sum {w.sum():.0f}" if w.sum() < 3 else 1 / 0)
pad
"""


@pytest.fixture(scope="module")
def notebook(lab, browser):
    """A notebook with one pad in it, run in JupyterLab."""
    notebook = OpenNotebook(lab, browser, "pad.ipynb", [CODE])
    notebook.run_all()
    notebook.page.locator(".downhill-sheet").wait_for()
    yield notebook
    notebook.close()
    assert notebook.errors == []


def says(page, text):
    page.locator(".downhill-message").filter(has_text=text).wait_for()


def test_in_jupyterlab_the_kernel_receives_every_painted_cell_and_an_error_is_one_sentence(notebook):
    page = notebook.page
    page.locator(".downhill-sheet").focus()
    for count in (1, 2):  # JupyterLab does not use these keys, so they move on the pad
        page.keyboard.press("Shift+ArrowRight")
        says(page, f"sum {count}")
    page.keyboard.press("Shift+ArrowDown")
    says(page, "Your on_change function raised ZeroDivisionError: division by zero")
    page.keyboard.press("Backspace")
    says(page, "sum 2")


BARS = """
from utils.pad import Pad
ink = Pad()
ink.on_change(lambda image: ink.show_bars([image.mean()] + [0.1] * 9))
ink
"""


def test_in_jupyterlab_the_bars_answer_while_the_learner_draws(lab, browser):
    notebook = OpenNotebook(lab, browser, "bars.ipynb", [BARS])
    try:
        notebook.run_all()
        page = notebook.page
        scroll_to(page.locator(".downhill-sheet"))
        page.mouse.move(*cell(page, 4, 4))
        page.mouse.down()
        said = []
        for row in (8, 14, 20):  # the button stays down
            page.mouse.move(*cell(page, 20, row), steps=5)
            before = said[-1] if said else ""
            page.wait_for_function(
                "before => ![null, before].includes(document.querySelector('.downhill-bars').ariaLabel)", arg=before
            )
            said.append(page.locator(".downhill-bars").get_attribute("aria-label"))
        page.mouse.up()
        assert len(set(said)) == 3
        assert page.locator(".downhill-pad").bounding_box()["height"] <= 500
    finally:
        notebook.close()
    assert notebook.errors == []


def test_a_stroke_does_not_wait_for_a_busy_kernel(notebook):
    notebook.begin("import time; time.sleep(3)")
    stroke(notebook.page, (4, 4), (10, 4))
    assert colour(notebook.page, 8, 4) == [204, 51, 17]
    notebook.page.wait_for_function(IDLE)


def test_in_jupyterlab_escape_leads_from_the_pad_to_the_cell(notebook):
    notebook.page.locator(".downhill-sheet").focus()
    notebook.page.keyboard.press("Escape")
    assert notebook.page.evaluate("document.activeElement.classList.contains('jp-Notebook-cell')")


def test_the_saved_output_says_to_run_the_cell_and_not_that_a_model_is_missing(notebook):
    kept(notebook, 1)
    notebook.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.open()
    notebook.page.locator("[data-downhill]").wait_for()
    outputs = notebook.page.locator(".jp-OutputArea").last
    assert "A pad to paint weights on." in outputs.inner_text()
    assert "Run the cells down to here to move this picture." in outputs.inner_text()
    assert outputs.locator("img").is_visible()
    assert "model not found" not in notebook.page.content().lower()


def test_with_forced_colours_the_chosen_brush_has_a_wider_frame_than_the_others(page):
    page.emulate_media(forced_colors="active")
    frames = page.locator(".downhill-pad button[aria-pressed]").evaluate_all(
        "buttons => buttons.map(b => [b.getAttribute('aria-pressed'), parseFloat(getComputedStyle(b).borderTopWidth)])"
    )
    chosen = [width for pressed, width in frames if pressed == "true"]
    assert chosen
    assert min(chosen) > max(width for pressed, width in frames if pressed == "false")
