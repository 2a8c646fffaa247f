"""Compares lines of text laid out from pairs of glyphs with the layout and the size that Matplotlib gives them."""

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from utils.explore.recording import glyphs
from utils.explore.recording.glyphs import LineLayout
from utils.explore.recording.private_matplotlib import HeightsRenderer, font_of
from utils.explore.recording.renderer import RecordingRenderer

LINES = [
    "slope = -2.40",
    "AVATAR, To. We",
    "w \u2212 0.8 \u00b7 \u2202L \u2192 \u221e \u2264 \u03b1\u00b2",
    "f(x) = x\u00b3 \u2013 no!",
    " spaces about ",
    "i",
    "-",
]
JOINED = ["find a coefficient", "e\u0301", "\u05d0\u05d1 1", "one\u00adtwo"]


def shaped(s, prop):
    """The names and positions of the glyphs of `s`, from Matplotlib's shaper."""
    return [glyph[:3] for glyph in text_to_path.get_glyphs_with_font(font_of(prop), s)[0]]


@pytest.mark.parametrize("s", LINES + JOINED)
@pytest.mark.parametrize("style", [{}, {"weight": "bold", "size": 17}, {"family": "monospace"}, {"family": "serif"}])
def test_glyphs_are_where_the_shaper_puts_them(s, style):
    prop = FontProperties(**style)
    layout = LineLayout()
    for _ in range(2):  # the first round shapes the text, the second takes it from the cache
        got, wanted = layout.glyphs(s, prop), shaped(s, prop)
        assert [name for name, _, _ in got] == [name for name, _, _ in wanted]
        np.testing.assert_allclose([p[1:] for p in got], [p[1:] for p in wanted], atol=0.05)  # FONT_SCALE is 100
        assert all(name in layout.outlines for name, _, _ in got)


@pytest.mark.parametrize("s", LINES + JOINED)
def test_the_size_of_a_line_is_the_size_that_matplotlib_measures(s):
    prop, recorder = FontProperties(size=11), RecordingRenderer(640, 400, 100)
    wanted = RendererBase.get_text_width_height_descent(recorder, s, prop, False)
    rounding = len(s) / 64  # pixels: Matplotlib rounds the advance of each glyph to 1/64 pixel
    np.testing.assert_allclose(recorder.get_text_width_height_descent(s, prop, False), wanted, atol=rounding)


def test_a_line_of_known_pairs_is_laid_out_without_the_shaper(monkeypatch):
    prop, layout = FontProperties(), LineLayout()
    layout.glyphs("w = 12.1 2", prop)
    monkeypatch.setattr(layout, "_shape", None)
    assert len(layout.glyphs("w = 2.12", prop)) == 8


@pytest.mark.parametrize(("family", "glyphs"), [("sans-serif", 3), ("monospace", 4)])
def test_a_ligature_is_laid_out_as_one_glyph(monkeypatch, family, glyphs):
    prop, layout = FontProperties(family=[family]), LineLayout()
    wanted = shaped("find", prop)
    assert len(wanted) in (glyphs, 4)  # older versions of Matplotlib use no ligatures
    layout.glyphs("find", prop)
    monkeypatch.setattr(layout, "_shape", None)
    assert [(name, pytest.approx(right), up) for name, right, up in layout.glyphs("find", prop)] == wanted


def test_a_change_of_the_fonts_in_rcparams_changes_the_glyphs():
    prop, layout = FontProperties(family=["sans-serif"]), LineLayout()
    before = layout.glyphs("w", prop)
    with rc_context({"font.sans-serif": ["DejaVu Sans Mono"]}):
        assert layout.glyphs("w", prop) == shaped("w", prop) != before


@pytest.mark.parametrize("text", ["gyp", "one\ntwo\nthree", "", "a"])
@pytest.mark.parametrize("style", [{}, {"size": 17}, {"family": "monospace"}, {"family": "serif"}])
def test_a_text_has_the_extent_that_matplotlib_gives_it_from_the_file_of_its_font(text, style, monkeypatch):
    fig = Figure()
    shown = fig.text(0.5, 0.5, text, **style)
    with_heights = shown.get_window_extent(RecordingRenderer(640, 480, fig.dpi)).extents
    monkeypatch.delattr(HeightsRenderer, "_get_font_height_metrics")
    np.testing.assert_allclose(with_heights, shown.get_window_extent(RecordingRenderer(640, 480, fig.dpi)).extents)


def test_a_font_that_says_no_heights_has_none(monkeypatch):
    monkeypatch.setattr(glyphs, "heights_of", lambda font: ())
    assert LineLayout().heights(FontProperties(), 12) == (None, None, None)
    monkeypatch.undo()
    assert glyphs.heights_of(SimpleNamespace(get_sfnt_table=lambda name: None)) == ()
