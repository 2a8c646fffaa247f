"""LineLayout placed by pairs, against Matplotlib's own shaper and its own measure."""

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties

from utils.explore.recording.glyphs import LineLayout
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


@pytest.fixture
def recorder():
    """A recorder of 100 pixels an inch."""
    return RecordingRenderer(640, 400, 100)


def shaped(recorder, s, prop):
    """The names and places that the shaper gives the glyphs of `s`."""
    text = recorder._text2path
    return [glyph[:3] for glyph in text.get_glyphs_with_font(text._get_font(prop), s)[0]]


@pytest.mark.parametrize("s", LINES + JOINED)
@pytest.mark.parametrize("style", [{}, {"weight": "bold", "size": 17}, {"family": "monospace"}, {"family": "serif"}])
def test_letters_stand_where_the_shaper_puts_them(recorder, s, style):
    prop = FontProperties(**style)
    letters = LineLayout(recorder._text2path)
    for _ in range(2):  # as new, and as known
        got, wanted = letters.placed(s, prop), shaped(recorder, s, prop)
        assert [name for name, _, _ in got] == [name for name, _, _ in wanted]
        np.testing.assert_allclose([p[1:] for p in got], [p[1:] for p in wanted], atol=0.05)  # 1/2000 of a letter
        assert all(name in letters.shapes for name, _, _ in got)


@pytest.mark.parametrize("s", LINES + JOINED)
def test_a_line_is_as_large_as_matplotlib_measures_it(recorder, s):
    prop = FontProperties(size=11)
    wanted = RendererBase.get_text_width_height_descent(recorder, s, prop, False)
    rounding = len(s) / 64  # pixels: Matplotlib rounds each letter's step to a 64th of one
    np.testing.assert_allclose(recorder.get_text_width_height_descent(s, prop, False), wanted, atol=rounding)


def test_known_pairs_need_no_shaper(recorder, monkeypatch):
    prop, letters = FontProperties(), LineLayout(recorder._text2path)
    letters.placed("w = 12.1 2", prop)
    monkeypatch.setattr(letters, "_shaped", None)
    assert len(letters.placed("w = 2.12", prop)) == 8


@pytest.mark.parametrize(("family", "glyphs"), [("sans-serif", 3), ("monospace", 4)])
def test_a_ligature_is_one_glyph_and_known_as_one(recorder, monkeypatch, family, glyphs):
    prop, letters = FontProperties(family=[family]), LineLayout(recorder._text2path)
    wanted = shaped(recorder, "find", prop)
    assert len(wanted) in (glyphs, 4)  # older Matplotlibs know no ligatures
    letters.placed("find", prop)
    monkeypatch.setattr(letters, "_shaped", None)
    assert [(name, pytest.approx(right), up) for name, right, up in letters.placed("find", prop)] == wanted


def test_a_change_of_the_fonts_in_rcparams_is_followed(recorder):
    prop, letters = FontProperties(family=["sans-serif"]), LineLayout(recorder._text2path)
    before = letters.placed("w", prop)
    with rc_context({"font.sans-serif": ["DejaVu Sans Mono"]}):
        assert letters.placed("w", prop) == shaped(recorder, "w", prop) != before
