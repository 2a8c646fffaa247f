"""Compares the browser's replay with Agg's drawing, for a gallery of all kinds of pictures at three pixel ratios.

Agg draws text without hinting here, because hinting moves letters to whole pixels, and the browser does not do that.
`pytest -n 0 -s` on this file prints the differences; with DOWNHILL_GALLERY=folder it saves each pair of images there.
"""

import base64
import io
import json
import os
from pathlib import Path

import numpy as np
import pytest
from matplotlib.patches import Circle
from PIL import Image, ImageFilter

from tests.browser.gallery import BUMPS, X, pictures
from utils import look
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.plots import figure
from utils.widgets import joined

RATIOS = 1, 1.5, 2
MEAN = 2.5  # of 255: bound on the mean difference of all pixels; markers, which Agg snaps differently, alone make 2.0
MOST = 55  # of 255: bound on the difference of any pixel after a blur; a larger one shows a missing or misplaced part
PAINTING = joined(Path(__file__).parents[2] / "utils" / "explore" / "browser" / "view.js")
# Paints a packet with one frame on a new canvas, and returns the PNG of the canvas.
PAINTED = """async ([packet, width, height, ratio]) => {
  const cache = new FrameCache();
  await cache.take(packet);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  paintFrame(canvas.getContext("2d"), cache, packet.frames.only, ratio);
  return canvas.toDataURL("image/png").split(",")[1];
}"""


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    page.add_script_tag(content=PAINTING)
    yield page
    page.close()


@pytest.fixture
def unhinted(monkeypatch):
    """Have the style draw text without hinting."""
    monkeypatch.setattr(look, "style_settings", lambda: without)
    without = look.ALL_SETTINGS | {"text.hinting": "none"}


def packet(fig):
    """The packet that the widget would send for the figure `fig` in its present state."""
    recorder = FigureRecorder.of(fig)
    chunks = recorder.frame()
    frame = {"chunks": [number for number, _ in chunks]}
    return {
        "definitions": dict(enumerate(recorder.renderer.definitions)),
        "chunks": dict(chunks),
        "frames": {"only": frame},
    }


def replayed(page, fig, ratio):
    """`fig` painted by the browser at the pixel ratio `ratio`: an array (height, width, 3) of 0 to 255."""
    width, height = (round(float(size)) for size in fig.bbox.size)
    png = page.evaluate(PAINTED, [json.loads(json.dumps(packet(fig))), width, height, ratio])
    return pixels(base64.b64decode(png))


def by_agg(fig, ratio):
    """`fig` drawn by Agg at the pixel ratio `ratio`."""
    file = io.BytesIO()
    fig.savefig(file, format="png", dpi=fig.dpi * ratio)
    return pixels(file.getvalue())


def pixels(png):
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB")).astype(float)


def difference(ours, theirs, ratio):
    """The mean difference of two images, and the largest difference of a pixel after a blur over nine figure pixels."""
    blur = ImageFilter.BoxBlur(4 * ratio)
    soft = [np.asarray(Image.fromarray(each.astype(np.uint8)).filter(blur)).astype(float) for each in (ours, theirs)]
    return np.abs(ours - theirs).mean(), np.abs(soft[0] - soft[1]).max()


def keep(name, ratio, *images):
    folder = os.environ.get("DOWNHILL_GALLERY")
    if folder:
        Image.fromarray(np.concatenate(images, 1).astype(np.uint8)).save(Path(folder) / f"{name}-{ratio}.png")


@pytest.mark.parametrize("name", pictures())
def test_the_browser_paints_what_agg_paints(page, name, unhinted):
    fig = pictures()[name]()
    for ratio in RATIOS:
        ours, theirs = replayed(page, fig, ratio), by_agg(fig, ratio)
        assert ours.shape == theirs.shape
        keep(name, ratio, theirs, ours)
        mean, most = difference(ours, theirs, ratio)
        print(f"{name} at {ratio}: mean {mean:.2f}, blurred at most {most:.0f} of 255")
        assert mean < MEAN
        assert most < MOST


@pytest.mark.parametrize("ratio", RATIOS)
def test_a_missing_line_exceeds_the_bound(page, ratio):
    fig, ax = figure()
    ax.plot(X, X**2, linewidth=3)
    theirs = by_agg(fig, ratio)
    ax.lines[0].set_visible(False)
    assert difference(replayed(page, fig, ratio), theirs, ratio)[1] > MOST


def bare():
    """An Axes without ticks, labels and spines, whose edges are not at whole pixels."""
    fig, ax = figure(layout="none")
    ax.set_position((0.1013, 0.1107, 0.777, 0.771))
    ax.set_axis_off()
    return fig, ax


def mesh(ax, alpha):
    ax.pcolormesh(np.zeros((13, 17)), alpha=alpha, cmap="viridis")


def bent_mesh(ax, alpha):
    x, y = np.meshgrid(np.arange(18) / 17, np.arange(14) / 13)
    ax.pcolormesh(x + y / 5, y + np.sin(x) / 5, np.zeros((13, 17)), alpha=alpha, cmap="viridis")
    ax.set(xlim=(0.3, 0.9), ylim=(0.3, 0.9))


def bands(ax, alpha):
    ax.contourf(X, X, BUMPS, levels=14, colors=["C1"] * 16, alpha=alpha)
    ax.set(xlim=(-2.9, 2.9), ylim=(-2.9, 2.9))


def histogram(ax, alpha):
    ax.bar(np.arange(23), np.ones(23), width=1, alpha=alpha)
    ax.set(xlim=(-0.5, 22.5), ylim=(0.1, 0.9))


@pytest.mark.parametrize("ratio", [1, 1.25, 1.5, 2])
@pytest.mark.parametrize("alpha", [1, 0.5])
@pytest.mark.parametrize("draw", [mesh, bent_mesh, bands, histogram])
def test_no_gap_shows_between_neighbouring_fills(page, draw, alpha, ratio):
    fig, ax = bare()
    draw(ax, alpha)
    picture = replayed(page, fig, ratio)
    height, width = picture.shape[:2]
    inside = picture[round(0.2 * height) : round(0.8 * height), round(0.2 * width) : round(0.8 * width)]
    assert np.abs(inside - np.median(inside, axis=(0, 1))).max() <= 6
    assert np.median(inside) < 250


@pytest.mark.parametrize("ratio", RATIOS)
def test_straight_lines_are_sharp_at_every_ratio(page, ratio):
    fig, ax = bare()
    ax.axhline(0.313, color="black", linewidth=0.7 / ratio)  # one pixel of this canvas
    column = replayed(page, fig, ratio)[:, round(320 * ratio), 0]
    assert sorted(column)[0] <= 10
    assert sorted(column)[1] == 255


@pytest.mark.parametrize("ratio", RATIOS)
def test_an_artist_that_the_recorder_does_not_know_is_painted_as_an_image(page, ratio, caplog):
    fig, ax = figure()
    triangles = ax.tripcolor([0, 1, 0, 1], [0, 0, 1, 1], [0, 1, 2, 3], shading="gouraud", cmap="viridis")
    ours, theirs = replayed(page, fig, ratio), by_agg(fig, ratio)
    assert [record.getMessage() for record in caplog.records] == [
        f"{type(triangles).__name__} is shown as an image: the recorder does not know gouraud shading"
    ]
    assert difference(ours, theirs, ratio)[1] < MOST


def test_an_artist_with_a_filter_is_painted_as_an_image_at_its_position(page, caplog):
    fig, ax = bare()
    ax.add_patch(Circle((0.5, 0.5), 0.3, color="C1"))
    ax.patches[0].set_agg_filter(lambda pixels, dpi: (pixels[::-1], 0, 0))
    assert difference(replayed(page, fig, 1), by_agg(fig, 1), 1)[1] < MOST
    assert "agg_filter" in caplog.text
