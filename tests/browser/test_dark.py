"""Tests dark pictures in a real browser: what changes in them and what does not, and when a page paints them again."""

import base64
import io
import json
import math
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import numpy as np
import pytest
from PIL import Image

from tests.browser.gallery import pictures
from tests.browser.open_notebook import TWO_FRAMES, OpenNotebook, Widget, dark_theme
from tests.browser.test_gallery import PAINTING, packet
from tests.publish.lessons import notebook as written
from utils.plots import figure
from utils.publish import execute, site
from utils.publish.notebooks import ROOT

PAPER, WHITE = [20, 23, 28], [255, 255, 255]
IMPORTS = (
    f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom utils.explore import explore\nfrom utils.pad import Sketch"
)
# An image in the left half, with a line that leaves it and a number on its white pixel, and a title beside it.
DIGIT = """
def draw(ax, k):
    ax.imshow([[0, 1], [1, 0]], cmap="gray_r", extent=(0, 2, 0, 2))
    ax.plot([1, 3], [1, 1], color="black", linewidth=4)
    ax.text(0.5, 1.5, f"{k}", color="black", ha="center", va="center")
    ax.set(xlim=(0, 4), ylim=(0, 2), title="a digit", aspect="auto")
explore(draw, k=(1, 3))"""
DRAWN = "from utils.pad import Sketch\nSketch(lambda x: 2 * x, x=(-3, 3), y=(-7, 7))"
SKETCH = "Sketch(lambda x: 2 * x, x=(-3, 3), y=(-7, 7), ylabel='slope')"
LINE_AND_DIGIT = """from utils.plots import figure, show, show_images
fig, ax = figure(figsize=(4, 2))
ax.axhline(0, color="black", linewidth=4)
ax.set(ylim=(-1, 1))
show(ax, "A line.")
show(show_images([[[0, 1], [1, 0]]], ["digit"]), "A digit.")"""
ROUNDING = 12  # of 255: inside a clip Chromium blends the edges of shapes a little differently
# Paints a packet light, dark and light again; returns the pixels of the three and their width.
THREE_TIMES = """async ([packet, width, height]) => {
  const cache = new FrameCache();
  await cache.take(packet);
  return [false, true, false].map(dark => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    paintFrame(canvas.getContext("2d"), cache, packet.frames.only, 1, dark);
    return canvas.toDataURL("image/png").split(",")[1];
  });
}"""
PNG = "el => el.toDataURL().split(',')[1]"


@pytest.fixture(scope="module")
def painter(browser):
    page = browser.new_page()
    page.add_script_tag(content=PAINTING)
    yield page
    page.close()


def painted(painter, fig):
    """`fig` painted light, dark, light again, (height, width, 3) each; its light areas, [left, top, right, bottom]."""
    sent, (width, height) = packet(fig), (round(float(size)) for size in fig.bbox.size)
    urls = painter.evaluate(THREE_TIMES, [json.loads(json.dumps(sent)), width, height])
    ops = [op[1:] for ops in sent["chunks"].values() for op in ops if op[0] == "light"]
    areas = [[math.floor(side / 32 + 0.5) for side in (x, y, x + w, y + h)] for x, y, w, h in ops]
    return [decoded(base64.b64decode(url)) for url in urls], areas


def decoded(png):
    """The pixels of a PNG, (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


@pytest.mark.parametrize("name", pictures())
def test_a_picture_has_dark_paper_and_its_images_are_as_they_were(painter, name):
    (light, dark, again), areas = painted(painter, pictures()[name]())
    assert (light == again).all()
    assert dark[1, 1].tolist() == PAPER
    assert light[1, 1].tolist() == WHITE
    for left, top, right, bottom in areas:
        inside = np.s_[top:bottom, left:right]
        assert np.abs(dark[inside] - light[inside]).max() <= ROUNDING
        light, dark = light.copy(), dark.copy()
        light[inside] = dark[inside] = 0
    assert (dark[light.sum(2) == 765] < 60).all()  # no white paper is left beside the images


def test_what_agg_draws_becomes_dark_too(painter):
    fig, ax = figure()
    ax.plot(*np.random.default_rng(0).normal(size=(2, 9000)), "k.", markersize=1)
    (light, dark, _), areas = painted(painter, fig)
    inked = light.sum(2) < 100
    assert areas == []
    assert inked.sum() > 1000
    assert (dark[inked] > 150).all()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a page with a picture, a sketch, and two still pictures."""
    folder = tmp_path_factory.mktemp("page")
    lesson = written(folder, "01_far.ipynb", IMPORTS, DIGIT.strip(), SKETCH, LINE_AND_DIGIT)
    with ThreadPoolExecutor() as pool:  # it needs an event loop, and in this thread that of Playwright runs
        assert pool.submit(execute.main, [str(lesson)]).result() == 0
    assert site.main(["--out", str(folder / "site"), str(lesson)]) == 0
    return (folder / "site" / "01_far.html").as_uri()


@pytest.fixture
def page(browser, address):
    page = browser.new_page(color_scheme="light")
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    page.locator("[data-state] canvas").scroll_into_view_if_needed()
    yield page
    assert problems == []
    page.close()


def pixels(canvas):
    """The pixels of a canvas. They come as a PNG, because Playwright takes seconds for a list of so many numbers."""
    return decoded(base64.b64decode(canvas.evaluate(PNG)))


def shown(page, kind="state"):
    """The pixels of a canvas of the page: those of its picture or of its sketch."""
    return pixels(page.locator(f"[data-{kind}] canvas"))


def emulate(page, **media):
    """Have the page hear what its reader wants, which it does with its next frame, and paint."""
    page.emulate_media(**media)
    page.evaluate(TWO_FRAMES)


def corner(page, kind="state"):
    """The colour that is seen in a corner of a canvas, which the sketch leaves to the ground below it."""
    canvas = page.locator(f"[data-{kind}] canvas")
    return decoded(canvas.screenshot())[-12, 12].tolist()


def test_a_page_paints_all_its_pictures_again_when_the_reader_turns_to_dark_and_back(page):
    light = {kind: shown(page, kind) for kind in ("state", "sketch")}
    emulate(page, color_scheme="dark")
    for kind, before in light.items():
        assert corner(page, kind) == PAPER
        assert (shown(page, kind) != before).any()
    emulate(page, color_scheme="light")
    for kind, before in light.items():
        assert corner(page, kind) == WHITE
        assert (shown(page, kind) == before).all()


def test_what_stands_on_an_image_is_as_on_a_light_page_and_what_stands_beside_it_can_be_seen(page):
    light = shown(page)
    emulate(page, color_scheme="dark")
    dark = shown(page)
    rows, columns = np.nonzero((light == dark).all(2) & (light.sum(2) == 0))  # the image's black pixels
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    assert (light == dark)[top : bottom + 1, left : right + 1].all()
    assert (light[top : bottom + 1, left : right + 1] == 255).all(2).sum() > 1000
    middle, beyond = (top + bottom) // 2, right + (right - left) // 4
    assert light[middle - 1, beyond].tolist() == [0, 0, 0]
    assert dark[middle - 1, beyond].tolist() == WHITE  # the line, where it has left the image
    assert dark[2, 2].tolist() == PAPER


@pytest.mark.parametrize("media", [{"media": "print"}, {"forced_colors": "active"}])
def test_on_paper_and_with_forced_colours_pictures_are_light(page, media):
    light = shown(page)
    emulate(page, color_scheme="dark")
    assert shown(page)[2, 2].tolist() == PAPER
    emulate(page, color_scheme="dark", **media)
    assert (shown(page) == light).all()
    assert [corner(page, kind) for kind in ("state", "sketch")] == [WHITE, WHITE]


def test_a_printed_page_has_light_pictures(page):
    emulate(page, color_scheme="dark")
    page.evaluate("addEventListener('beforeprint', () => { printed = document.querySelector('canvas').toDataURL(); })")
    before = page.locator("[data-state] canvas").evaluate("el => el.toDataURL()")
    page.evaluate("window.printed = null")
    page.pdf()
    assert page.evaluate("printed") not in (None, before)
    assert shown(page)[2, 2].tolist() == PAPER


def seen(page):
    """The pixels of the still pictures that are seen, by their alternative texts."""
    images = [image for image in page.locator("main img").all() if image.is_visible()]
    shots = {image.get_attribute("alt"): decoded(image.screenshot()) for image in images}
    assert [*shots] == ["A line.", "A digit."]
    assert len(images) == 2
    return shots


def turn_dark(page):
    """The same once the page, on which they have been near the window, is dark."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.querySelectorAll('img.dark').length === 2")
    return seen(page)


def test_a_still_picture_is_dark_on_a_dark_page_but_for_its_images(page):
    light, dark = seen(page), turn_dark(page)
    line, digit = light.values()
    assert [each[5, 20].tolist() for each in (*light.values(), *dark.values())] == [WHITE, WHITE, PAPER, PAPER]
    assert (line == 0).all(2).sum() > 1000
    assert (dark["A line."][line.sum(2) == 0] > 250).all()
    ((left, top, right, bottom),) = json.loads(page.locator("[alt='A digit.']").last.get_attribute("data-light"))
    inside = np.s_[math.ceil(top) + 1 : math.floor(bottom) - 1, math.ceil(left) + 1 : math.floor(right) - 1]
    assert (dark["A digit."][inside] == digit[inside]).all()
    assert (digit[inside] == 0).all(2).sum() > 1000


@pytest.mark.parametrize("media", [{"color_scheme": "light"}, {"media": "print"}, {"forced_colors": "active"}])
def test_a_still_picture_is_light_again_on_a_light_page_on_paper_and_with_forced_colours(page, media):
    light, _ = seen(page), turn_dark(page)
    page.emulate_media(**({"color_scheme": "dark"} | media))
    for alt, shot in seen(page).items():
        assert shot[5, 20].tolist() == WHITE
        assert abs(shot.mean() - light[alt].mean()) < 3  # on paper it may begin at a fraction of a pixel


def test_a_light_page_makes_no_dark_pictures_and_a_dark_one_those_that_come_near(browser, address):
    page = browser.new_page(color_scheme="light")
    page.add_init_script("addEventListener('DOMContentLoaded', () => { document.body.style.paddingTop = '9000px'; })")
    page.goto(address)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    assert page.locator("img.dark").count() == 0
    page.locator("[alt='A digit.']").scroll_into_view_if_needed()
    page.locator("img.dark[alt='A digit.']").wait_for()
    page.close()


def test_pictures_in_jupyterlab_have_its_theme(lab, browser):
    notebook = OpenNotebook(lab, browser, "themes.ipynb", ["from utils.explore import explore" + DIGIT, DRAWN])
    notebook.run_all()
    widget = Widget(notebook.page)
    grounds, inks = [], []
    for theme in (nullcontext, dark_theme, nullcontext):
        with theme(notebook.page):
            notebook.page.wait_for_timeout(100)
            grounds.append(widget.pixel(2, 2))
            inks.append(pixels(notebook.page.locator(".downhill-sketch canvas"))[..., 0].max())
    assert grounds == [WHITE, PAPER, WHITE]
    assert inks[0] == inks[2] < inks[1]  # the brightest ink of the sketch is that of its letters in the dark
    assert notebook.errors == []
    notebook.close()
