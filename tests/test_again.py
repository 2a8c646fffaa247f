"""Lines and words that move are drawn as Matplotlib draws them, without it."""

import numpy as np
import pytest
import torch
from matplotlib import patheffects
from matplotlib.lines import Line2D
from matplotlib.text import Text

from utils.pictures.descent import DescentPicture
from utils.pictures.slope import SecantPicture, SlopePicture
from utils.plots import figure
from utils.recorder import Recorder
from utils.tape import Tape


def afresh(artist):
    """What Matplotlib itself draws of `artist`: ops with styles and shapes in place of their numbers."""
    recorder = Recorder(*(round(float(size)) for size in artist.get_figure().bbox.size), artist.get_figure().dpi)
    artist.draw(recorder)
    return spelt(recorder, recorder.ops)


def spelt(recorder, ops):
    """The `ops` with the definitions of `recorder` for their numbers."""
    known = recorder.definitions
    return [(known[style], known[shape] if isinstance(shape, int) else shape, *at) for style, shape, *at in ops]


def taped(artist):
    """What the tape has of `artist` in the frame as it stands."""
    tape = Tape.of(artist.get_figure())
    tape.frame()
    return spelt(tape.recorder, tape._chunks[artist][1])


@pytest.fixture
def only_moves(monkeypatch):
    """A function after which Matplotlib draws neither lines nor words."""

    def forbid():
        for kind in (Line2D, Text):
            monkeypatch.setattr(kind, "draw", lambda *_: pytest.fail("drawn by Matplotlib"))

    return forbid


@pytest.fixture
def line():
    (line,) = figure()[1].plot([0.0, 1.0, 2.0], [1.0, 3.0, 2.0], "o--")
    line.axes.set(xlim=(0, 2), ylim=(0, 4))
    return line


@pytest.fixture
def words():
    ax = figure()[1]
    ax.set(xlim=(0, 2), ylim=(0, 4))
    return ax.text(0.5, 1.0, "x = 0.50", va="center")


LINES = {
    "points": lambda line: line.set_data([0, 2], [3, 1]),
    "none": lambda line: line.set_data([], []),
    "not a number": lambda line: line.set_ydata([1, np.nan, 2]),
    "far out": lambda line: line.set_ydata([1, 1e12, -np.inf]),
    "straight": lambda line: line.set_ydata([1, 1, 1]),
    "many": lambda line: line.set_data(np.linspace(0, 2, 5000), np.linspace(0, 4, 5000) ** 0.5),
    "limits": lambda line: line.axes.set(xlim=(-1, 1)),
    "a logarithm": lambda line: line.axes.set(yscale="log", ylim=(0.1, 10)),
    "colour": lambda line: line.set_color("red"),
    "dashes": lambda line: line.set_linestyle(":"),
    "dashes of its own": lambda line: line.set_dashes([1, 2, 3, 4]),
    "no line": lambda line: line.set_linestyle(""),
    "gaps": lambda line: line.set_gapcolor("green"),
    "width": lambda line: line.set_linewidth(5),
    "see-through": lambda line: line.set_alpha(0.3),
    "marker": lambda line: line.set_marker("s"),
    "size": lambda line: line.set_markersize(20),
    "half": lambda line: line.set_fillstyle("left"),
    "every second": lambda line: line.set_markevery(2),
    "stairs": lambda line: line.set_drawstyle("steps-mid"),
    "not clipped": lambda line: line.set_clip_on(False),
    "unseen": lambda line: line.set_visible(False),
    "an edge of light": lambda line: line.set_path_effects([patheffects.withStroke(linewidth=6, foreground="white")]),
}
WORDS = {
    "words": lambda text: text.set_text("x = -12.75"),
    "letters that hang": lambda text: text.set_text("(Ag)"),
    "none": lambda text: text.set_text(""),
    "two lines": lambda text: text.set_text("one\ntwo"),
    "a formula": lambda text: text.set_text("$x^2$"),
    "place": lambda text: text.set_position((1.2, 3.3)),
    "nowhere": lambda text: text.set_position((np.nan, 1.0)),
    "limits": lambda text: text.axes.set(ylim=(-1, 5)),
    "right": lambda text: text.set_horizontalalignment("right"),
    "centre": lambda text: text.set_horizontalalignment("center"),
    "top": lambda text: text.set_verticalalignment("top"),
    "colour": lambda text: text.set_color("red"),
    "size": lambda text: text.set_fontsize(20),
    "family": lambda text: text.set_fontfamily("monospace"),
    "bold": lambda text: text.set_fontweight("bold"),
    "turned": lambda text: text.set_rotation(30),
    "paper": lambda text: text.set_bbox({"facecolor": "white"}),
    "clipped": lambda text: text.set_clip_on(True),
    "unseen": lambda text: text.set_visible(False),
}


@pytest.mark.parametrize("change", LINES)
def test_a_line_is_drawn_as_matplotlib_draws_it(line, change):
    before = taped(line)
    LINES[change](line)
    assert taped(line) == afresh(line) != before
    line.set_ydata(np.array(line.get_ydata()) * 0.5)
    assert taped(line) == afresh(line)


@pytest.mark.parametrize("change", WORDS)
def test_words_are_drawn_as_matplotlib_draws_them(words, change):
    before = taped(words)
    WORDS[change](words)
    assert taped(words) == afresh(words) != before
    words.set(text="(Ag) 1", x=1.1)
    assert taped(words) == afresh(words)


def test_what_is_empty_at_first_is_drawn_when_it_comes(line, words):
    line.set_data([], [])
    words.set_text("")
    assert taped(line) == taped(words) == []
    line.set_data([0, 1], [1, 2])
    words.set_text("here")
    assert len(taped(line)) == 2
    assert len(taped(words)) == 4


def test_paper_that_is_taken_away_is_gone(words):
    before = taped(words)
    words.set_bbox({"facecolor": "white"})
    taped(words)
    words.set_bbox(None)
    assert taped(words) == before


def test_a_move_needs_no_matplotlib(line, words, only_moves):
    taped(line), taped(words)
    only_moves()
    line.set_data([0, 1, 2, 2], [3, 1, 1, 0])
    words.set(text="x = 2.75", x=1.5, ha="right")
    assert len(taped(line)[1]) == 2 + 2 * 4
    assert len(taped(words)) == len("x=2.75")


PICTURES = {
    "slope": lambda: (SlopePicture(lambda x: x**2), "x", np.linspace(-3, 3, 40)),
    "secant": lambda: (SecantPicture(torch.sin), "h", 10.0 ** -np.arange(17)),
    "descent": lambda: (DescentPicture(lambda x: x**2), "lr", np.linspace(-0.1, 1.3, 40)),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_lessons_1_and_3_are_those_that_matplotlib_draws(name):
    picture, control, values = PICTURES[name]()
    tape = Tape.of(picture.fig)
    for value in np.random.default_rng(0).permutation(values):
        picture.draw(**{control: float(value)})
        quick = tape.frame()
        tape._chunks.clear()
        tape._again._drawn.clear()
        assert tape.frame() == quick
