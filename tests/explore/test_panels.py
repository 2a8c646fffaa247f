"""Tests where a figure is cut into panels: between Axes with their labels, and only where panels become narrower."""

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch

from utils.explore import explore
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.explore.recording.panels import panels


def cut(figure):
    """The panels of `figure` after its first frame."""
    recorder = FigureRecorder.of(figure)
    recorder.frame()
    found = panels(figure, recorder.renderer)
    assert sum(width * height for _, _, width, height in found) == recorder.renderer.width * recorder.renderer.height
    return found


def figure_with(rows, columns, **options):
    figure = Figure(figsize=(8, 4), dpi=100, layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False, **options)


def test_axes_side_by_side_are_panels_from_left_to_right():
    figure, _ = figure_with(1, 3)
    found = cut(figure)
    assert [panel[1::2] for panel in found] == [[0, 400]] * 3
    assert [panel[0] for panel in found] == [0, found[0][2], found[0][2] + found[1][2]]


def test_a_cut_is_beside_the_labels_of_the_axes():
    figure, ((left, right),) = figure_with(1, 2)
    right.set(ylabel="a label", title="a title")
    (_, _, width, _), _ = cut(figure)
    renderer = FigureRecorder.of(figure).renderer
    assert left.get_tightbbox(renderer).x1 < width < right.get_tightbbox(renderer).x0


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 1), (3, 1)])
def test_axes_one_below_the_other_are_one_panel(rows, columns):
    assert cut(figure_with(rows, columns)[0]) == [[0, 0, 800, 400]]


def test_a_wide_axes_below_two_is_a_panel_of_its_own():
    figure, axes = figure_with(2, 2)
    axes[1, 1].remove()
    axes[1, 0].set_subplotspec(axes[1, 0].get_gridspec()[1, :])
    first, second, wide = cut(figure)
    assert first[1] == second[1] == 0
    assert first[3] == second[3] == wide[1]
    assert wide[2] == 800


def test_a_title_of_the_figure_stands_above_the_panels():
    figure, _ = figure_with(1, 2)
    figure.suptitle("a title of both")
    assert [panel[2] == 800 for panel in cut(figure)] == [True, False, False]


def test_a_colour_bar_stays_beside_its_axes():
    figure, ((ax, _),) = figure_with(1, 2)
    figure.colorbar(ax.imshow([[0, 1], [2, 3]]), ax=ax)
    assert len(cut(figure)) == 2


def test_no_cut_goes_through_what_joins_two_axes():
    figure, ((left, right),) = figure_with(1, 2)
    figure.add_artist(ConnectionPatch((0.5, 0.5), (0.5, 0.5), "data", "data", axesA=left, axesB=right))
    assert cut(figure) == [[0, 0, 800, 400]]


class Pair:
    """A picture of two Axes side by side."""

    def __init__(self):
        self.fig, ((self.ax, _),) = figure_with(1, 2)

    def draw(self, k=1):
        return f"k is {k}."


def test_the_browser_is_told_the_panels_when_it_has_said_hello():
    widget = explore(Pair(), k=(1, 3))
    assert widget.panels == []
    widget._on_message(None, {"hello": True}, [])
    assert len(widget.panels) == 2
