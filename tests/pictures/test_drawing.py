"""Tests what all moving pictures share: an artist that does not change is not drawn again."""

from matplotlib.lines import Line2D

from utils.pictures.drawing import set_changed, set_points


def still(**options):
    """A line that has been drawn."""
    line = Line2D([0, 1], [2, 3], **options)
    line.stale = False
    return line


def test_a_line_is_drawn_again_only_for_other_points():
    line = still()
    set_points(line, [0, 1], [2, 3])
    assert not line.stale
    set_points(line, [0, 1], [2, 4])
    assert line.stale
    assert [*line.get_xdata(), *line.get_ydata()] == [0, 1, 2, 4]
    line.stale = False
    set_points(line, [], [])
    assert line.stale
    line.stale = False
    set_points(line, [], [])
    assert not line.stale


def test_an_artist_is_drawn_again_only_for_another_look():
    line = still(marker="o")
    set_changed(line, marker="o", linewidth=line.get_linewidth())
    assert not line.stale
    set_changed(line, marker="^")
    assert line.stale
    assert line.get_marker() == "^"
