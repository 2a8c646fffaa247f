"""Tests that all properties on which a style depends are part of the key in the cache of styles."""

import pytest
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, TransformedPath

from utils.explore.recording.renderer import RecordingRenderer

TRIANGLE = TransformedPath(Path([(0, 0), (9, 0), (9, 9), (0, 0)]), Affine2D())
CHANGES = [
    ("set_foreground", "red"),
    ("set_linewidth", 3.0),
    ("set_dashes", 0, [2.0, 3.0]),
    ("set_capstyle", "round"),
    ("set_joinstyle", "miter"),
    ("set_clip_rectangle", Bbox([(10, 10), (90, 90)])),
    ("set_clip_path", TRIANGLE),
    ("set_hatch", "/"),
    ("set_alpha", 0.5),
    ("set_snap", True),
]
FACE = (0.0, 0.0, 1.0, 1.0)


@pytest.fixture
def styles():
    """The styles of a renderer with 100 pixels an inch."""
    return RecordingRenderer(640, 400, 100).styles


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[0])
def test_every_property_makes_a_different_style(styles, change):
    plain, changed = GraphicsContextBase(), GraphicsContextBase()
    changed.set_hatch_color((0, 0, 0, 1))
    getattr(changed, change[0])(*change[1:])
    before = styles.number(plain, FACE)
    assert styles.number(changed, FACE) != before
    assert styles.number(changed, FACE) == styles.number(changed, FACE)
    assert styles.number(plain, FACE) == before


def test_fill_snapping_and_seams_make_different_styles(styles):
    plain, blunt = GraphicsContextBase(), GraphicsContextBase()
    blunt.set_linewidth(0)
    numbers = [styles.number(plain, face) for face in (None, FACE, (0.0, 0.0, 1.0, 0.5), (1.0, 0.0, 0.0))]
    numbers += [styles.number(plain, FACE, aligned=True), styles.number(plain, FACE, aligned=True, marker=True)]
    numbers.append(styles.number(blunt, FACE))
    blunt.set_antialiased(False)
    numbers.append(styles.number(blunt, FACE))
    assert len(set(numbers)) == len(numbers)


def test_a_style_is_made_once(styles, monkeypatch):
    first = styles.number(GraphicsContextBase(), FACE)
    monkeypatch.setattr(styles, "_style", lambda *_: pytest.fail("made again"))
    assert styles.number(GraphicsContextBase(), list(FACE)) == first
