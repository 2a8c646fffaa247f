"""Tests that overlaps.py finds what cannot be read in a figure, and leaves alone what can be."""

import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from tests.lessons.overlaps import Overlaps, crossing
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.look import PAPER, figure


def word(ax, x=0.5, y=0.5, **options):
    """Write "word" with its middle at (`x`, `y`) of an Axes from 0 to 1."""
    return ax.text(x, y, "word", ha="center", va="center", **options)


def with_line(**options):
    """A function that draws a level line through the middle of an Axes."""
    return lambda ax: ax.plot([0, 1], [0.5, 0.5], **options)


def arrow(ax, length):
    """Draw an arrow that is `length` pixels long."""
    ax.add_patch(FancyArrowPatch((0.2, 0.2), (0.2 + length / ax.bbox.width, 0.2), arrowstyle="-|>", mutation_scale=16))


def found(*draw, **options):
    """The sentences of the faults of a figure with "word" in its middle, on which the functions `draw` have drawn."""
    fig, ax = figure(layout="none")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    word(ax, **options)
    for each in draw:
        each(ax)
    fig.draw_without_rendering()  # which puts the axis lines in their places
    return [sentence for _, sentence in Overlaps(fig).faults()]


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda ax: word(ax, 0.52, 0.52), "'word' overlaps 'word'"),
        (lambda ax: word(ax, 0.52, 0.52, bbox=PAPER), "overlaps"),
        (with_line(), "a Line2D goes through 'word'"),
        (with_line(label="loss"), "the line 'loss' goes through 'word'"),
        (lambda ax: ax.axvline(0.5), "goes through"),
        (lambda ax: ax.add_collection(LineCollection([[(0, 0), (1, 1)]])), "a LineCollection goes"),
        (lambda ax: ax.add_patch(Rectangle((0.5, 0.2), 0.4, 0.6, facecolor="none", edgecolor="k")), "a Rectangle goes"),
        (
            lambda ax: ax.annotate("here", (0.9, 0.5), (0.1, 0.5), arrowprops={"arrowstyle": "-"}),
            "a FancyArrowPatch goes",
        ),
        (lambda ax: word(ax, 0.01, 0.7), "a Spine goes"),
        (lambda ax: word(ax, 1.15, 0.8), "'word' is cut off"),
        (lambda ax: arrow(ax, 12), "shorter than its head"),
    ],
)
def test_what_cannot_be_read_is_found(draw, said):
    (sentence,) = found(draw)
    assert said in sentence


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: word(ax, 0.5, 0.6),
        lambda ax: word(ax, 0.52, 0.52, visible=False),
        lambda ax: ax.plot([0, 1], [0.56, 0.56]),
        with_line(linestyle="", marker="o"),
        with_line(visible=False),
        with_line(alpha=0.1),
        lambda ax: ax.plot([0, 0.4, 0.5, 0.6, 1], [0.5, 0.5, float("nan"), 0.5, 0.5]),
        lambda ax: ax.axhspan(0.4, 0.6, linewidth=0),
        lambda ax: ax.add_patch(Rectangle((0.2, 0.2), 0.6, 0.6, facecolor="none", edgecolor="k")),
        lambda ax: arrow(ax, 40),
    ],
)
def test_what_can_be_read_is_not_reported(draw):
    assert found(draw) == []


def test_a_text_on_paper_may_cover_a_line_below_it_but_not_one_above_it():
    assert found(with_line(), bbox=PAPER) == []
    assert len(found(with_line(zorder=9), bbox=PAPER)) == 1


def test_a_line_outside_its_axes_is_not_drawn_and_a_text_that_has_moved_is_found_again():
    fig, ax = figure(layout="none")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.set_position((0.2, 0.2, 0.5, 0.6))
    ax.plot([0, 2], [0.5, 0.5])
    text, overlaps = word(ax, 1.1, 0.5), Overlaps(fig)
    assert list(overlaps.faults()) == []
    text.set_position((0.5, 0.5))
    ((artists, _),) = overlaps.faults()
    assert artists == (id(text), id(ax.lines[0]))
    text.set_position((0.5, 0.7))
    assert list(overlaps.faults()) == []


def test_only_the_ticks_in_view_are_read():
    fig, ax = figure(layout="none")
    ax.set(xlim=(0, 1), xticks=[0, 0.5, 1], yticks=[])
    assert list(Overlaps(fig).faults()) == []
    ax.set_xticks([0.5, 0.51, 3, 3.01])
    fig.draw_without_rendering()
    ax.set_xlim(0, 1)
    assert [sentence for _, sentence in Overlaps(fig).faults()] == ["'0.50' overlaps '0.51'"]


def test_what_crosses_from_one_panel_to_the_next_is_found():
    figure = Figure(figsize=(8, 4), dpi=100, layout="constrained")
    left, _ = figure.subplots(1, 2)
    text = left.text(0.9, 0.5, "a text that is longer than the gap")
    renderer = FigureRecorder.of(figure).renderer
    figure.draw_without_rendering()
    assert [artist for artist, _ in crossing(figure, renderer, [[0, 0, 400, 400], [400, 0, 400, 400]])] == [text]
