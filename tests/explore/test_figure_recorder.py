"""Tests which artists are recorded again when something in a figure changes, and which are not."""

import base64
import io
import json
import logging
import pickle

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import ConnectionPatch
from matplotlib.text import Text
from PIL import Image

from tests.browser.gallery import pictures
from tests.explore.ops import points
from utils.explore.recording.figure_recorder import FigureRecorder, light_areas
from utils.explore.recording.paths import UNIT
from utils.look import STYLE, figure
from utils.plots.display import png

HEIGHT = STYLE["figure.figsize"][1] * STYLE["figure.dpi"]  # of a figure, pixels


def numbers(recorder):
    return [number for number, _ in recorder.frame()]


@pytest.fixture
def drawn(monkeypatch):
    """A set that collects the artists drawn during the test: those that the recorder draws, and the lines of ticks."""
    these, record, draw = set(), FigureRecorder._record, Line2D.draw
    monkeypatch.setattr(FigureRecorder, "_record", lambda self, artist: (these.add(artist), record(self, artist))[1])
    monkeypatch.setattr(Line2D, "draw", lambda self, renderer: (these.add(self), draw(self, renderer))[1])
    return these


def test_a_recorded_figure_keeps_no_pixels(line):
    fig = line.figure
    fig.text(0.5, 0.5, "hidden", visible=False)
    FigureRecorder(fig).frame()
    assert not hasattr(fig.canvas, "renderer")
    assert not any(isinstance(text._renderer, RendererAgg) for text in fig.findobj(Text))


def test_only_the_artist_that_changed_is_drawn_again(line, drawn):
    line.axes.set(xlim=(0, 2), ylim=(0, 4))
    recorder = FigureRecorder.of(line.axes.figure)
    before = numbers(recorder)
    drawn.clear()
    assert numbers(recorder) == before
    assert not drawn
    line.set_ydata([3, 2, 1])
    after = numbers(recorder)
    assert drawn == {line}
    assert len(set(after) - set(before)) == 1
    line.set_ydata([1, 3, 2])
    assert numbers(recorder) == before


def test_new_limits_draw_all_artists_of_their_axes_again_and_no_others(drawn):
    fig, (left, right) = figure(1, 2)
    lines = [ax.plot([0, 1], [0, 1])[0] for ax in (left, right)]
    recorder = FigureRecorder.of(fig)
    recorder.frame()
    for change in (lambda: left.set_xlim(0, 5), lambda: left.set_xscale("symlog")):
        drawn.clear()
        change()
        recorder.frame()
        assert lines[0] in drawn
        assert lines[1] not in drawn
        assert left.xaxis.get_majorticklines()[0] in drawn


def test_limits_changed_by_autoscaling_draw_the_line_again(line):
    recorder = FigureRecorder.of(line.axes.figure)
    before = numbers(recorder)
    number = recorder._recorded[line][0]
    line.axes.plot([0, 50], [0, 70])
    assert number in before
    assert number not in numbers(recorder)


def test_the_aspect_is_kept_when_limits_change():
    fig, ax = figure()
    ax.set(aspect="equal", xlim=(0, 4), ylim=(0, 1))
    (line,) = ax.plot([0, 4], [0, 1])
    recorder = FigureRecorder.of(fig)
    recorder.frame()
    ax.set_xlim(0, 1)
    ((op,),) = [chunk for number, chunk in recorder.frame() if recorder._recorded[line][0] == number]
    (a, b), c = points(op)[0], ax.bbox
    wide, high = ax.transData.transform((1, 1)) - ax.transData.transform((0, 0))
    assert wide == pytest.approx(high)
    assert (a[0], b[1]) == pytest.approx((c.x0, HEIGHT - ax.transData.transform((4, 1))[1]), abs=c.width)


def move_xy(ax, note, legend):
    note.xy = (2, 2)


def move_arrow(ax, note, legend):
    note.arrow_patch.set_color("red")


def change_legend(ax, note, legend):
    legend.get_texts()[0].set_text("another")


def change_label(ax, note, legend):
    ax.xaxis.label.set_color("red")


def change_tick(ax, note, legend):
    ax.xaxis.majorTicks[1].label1.set_color("red")


def hide(ax, note, legend):
    ax.lines[0].set_visible(False)


def lower(ax, note, legend):
    ax.lines[0].set_zorder(-1)


def remove(ax, note, legend):
    ax.lines[0].remove()


def add(ax, note, legend):
    ax.axhline(2)


def retitle(ax, note, legend):
    ax.set_title("another")


def unframe(ax, note, legend):
    ax.set_axis_off()


CHANGES = [
    move_xy,
    move_arrow,
    change_legend,
    change_label,
    change_tick,
    hide,
    lower,
    remove,
    add,
    retitle,
    unframe,
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_changes_the_frame(line, change):
    ax = line.axes
    note = ax.annotate("here", (1, 3), (1, 2), arrowprops={"arrowstyle": "->"})
    legend = ax.legend([line], ["one"])
    ax.set(xlabel="x", xlim=(0, 3), ylim=(0, 4))
    recorder = FigureRecorder.of(ax.figure)
    before = recorder.frame()
    assert recorder.frame() == before
    change(ax, note, legend)
    after = recorder.frame()
    assert after != before
    recorder._recorded.clear()
    assert recorder.frame() == after  # a frame for which all artists were recorded again is the same


def test_a_note_whose_place_a_transform_says_follows_its_point_and_the_transform():
    fig, (left, right) = figure(1, 2)
    note = left.annotate("here", (1, 1), (6, 0), xycoords=right.transData, textcoords="offset points")
    recorder = FigureRecorder.of(fig)
    frames = [recorder.frame()]
    for change in (lambda: setattr(note, "xy", (0.5, 0.5)), lambda: right.set_xlim(0, 9)):
        change()
        frames.append(recorder.frame())
        recorder._recorded.clear()
        assert recorder.frame() == frames[-1]  # as if all were recorded again
    places = [[ops for number, ops in frame if len(ops) == len("here")] for frame in frames]
    assert places[0] != places[1] != places[2]


def test_a_legend_that_did_not_change_is_not_drawn_again(line, monkeypatch):
    line.axes.legend([line], ["one"])
    recorder = FigureRecorder.of(line.axes.figure)
    recorder.frame()
    monkeypatch.setattr(Legend, "draw", lambda *_: pytest.fail("drawn again"))
    recorder.frame()


def test_a_connection_between_two_axes_follows_the_limits_of_both():
    fig, (left, right) = figure(1, 2)
    joined = ConnectionPatch((0.5, 0.5), (0.5, 0.5), "data", "data", axesA=left, axesB=right)
    fig.add_artist(joined)
    recorder = FigureRecorder.of(fig)
    before = numbers(recorder)
    assert recorder._recorded[joined][0] in before
    right.set_xlim(0, 5)
    recorder.frame()
    assert recorder._recorded[joined][0] not in before


def test_turning_a_3d_axes_changes_the_frame():
    fig, ax = figure(subplot_kw={"projection": "3d"})
    ax.plot([0, 1], [0, 1], [0, 1])
    recorder = FigureRecorder.of(fig)
    before = recorder.frame()
    ax.view_init(azim=10)
    assert recorder.frame() != before


def test_a_change_is_recorded_even_if_another_renderer_has_drawn_the_figure_since(line):
    recorder = FigureRecorder.of(line.axes.figure)
    before = recorder.frame()
    line.set_ydata([3, 2, 1])
    line.axes.figure.savefig(io.BytesIO())  # clears the stale flags
    after = recorder.frame()
    assert after != before
    line.set_ydata([1, 3, 2])
    assert recorder.frame() == before


def test_saving_the_figure_at_another_size_changes_no_frame(line):
    recorder = FigureRecorder.of(line.axes.figure)
    before = recorder.frame()
    line.axes.figure.savefig(io.BytesIO(), dpi=37)
    assert recorder.frame() == before


def test_a_figure_has_one_recorder(line):
    assert FigureRecorder.of(line.axes.figure) is FigureRecorder.of(line.axes.figure)


def test_an_unpickled_figure_gets_a_recorder_of_its_own(line):
    fig = line.axes.figure
    numbers_here = numbers(FigureRecorder.of(fig))
    copy = pickle.loads(pickle.dumps(fig))
    assert FigureRecorder.of(copy) is not FigureRecorder.of(fig)
    assert numbers(FigureRecorder.of(copy)) == numbers_here


def test_an_artist_that_cannot_be_recorded_becomes_an_image_and_is_logged(line, caplog):
    caplog.set_level(logging.WARNING)
    line.set_agg_filter(lambda pixels, dpi: (pixels, 0, 0))
    recorder = FigureRecorder.of(line.axes.figure)
    recorder.frame()
    ((kind, _, png, *matrix, _),) = recorder._recorded[line][1]
    assert kind == "drawn"
    assert caplog.messages == ["Line2D is shown as an image: the recorder does not know agg_filter"]
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(png))))
    extent = line.get_window_extent()
    left, bottom = np.array(matrix[4:]) / UNIT
    assert left == pytest.approx(extent.x0, abs=4)
    assert bottom == pytest.approx(HEIGHT - extent.y0, abs=4)
    assert pixels.shape[1] == pytest.approx(extent.width, abs=6)


@pytest.mark.parametrize("name", pictures())
def test_every_picture_of_the_gallery_can_be_sent_as_json_and_is_recorded_the_same_twice(name):
    recorder = FigureRecorder.of(pictures()[name]())
    frame = recorder.frame()
    assert frame
    json.dumps([frame, recorder.renderer.definitions], allow_nan=False)
    recorder._recorded.clear()
    assert recorder.frame() == frame


@pytest.mark.parametrize(
    ("count", "look"),
    [(100_000, {}), (10_000, {"c": "several"}), (10_000, {"s": "several"})],
    ids=["equal", "coloured", "of several sizes"],
)
def test_more_points_than_a_browser_paints_in_time_are_one_image(count, look):
    x, y = np.random.default_rng(0).normal(size=(2, count))
    fig = Figure()
    fig.add_subplot().scatter(x, y, **{key: np.abs(x) for key in look})
    chunks = FigureRecorder.of(fig).frame()
    images = [op for _, ops in chunks for op in ops if op[0] == "drawn"]
    assert len(images) == 1
    assert len(json.dumps(chunks)) < 400_000


def test_a_line_of_many_markers_is_one_image_and_one_of_few_is_not():
    for count, expected in ((20_000, 1), (1000, 0)):
        fig = Figure()
        fig.add_subplot().plot(np.arange(count), np.arange(count) % 7, ".")
        ops = [op for _, ops in FigureRecorder.of(fig).frame() for op in ops]
        assert sum(op[0] == "drawn" for op in ops) == expected


def light_extents(figure):
    """The areas of `figure` that stay light on a dark page: [left, bottom, right, top] each, pixels from the bottom."""
    height = figure.bbox.height
    return [[left, height - bottom, right, height - top] for left, top, right, bottom in light_areas(figure)]


@pytest.mark.parametrize("size", [4, 60], ids=["recorded", "of too many cells, as an image"])
def test_meshes_and_their_colour_bar_stay_light_on_a_dark_page(size):
    fig = Figure()
    ax = fig.add_subplot()
    bar = fig.colorbar(ax.pcolormesh(np.arange(size * size).reshape(size, size)))
    mesh, scale = light_extents(fig)
    assert np.allclose(mesh, ax.bbox.extents, atol=1.5)
    assert np.allclose(scale, bar.ax.bbox.extents, atol=1.5)


def test_an_image_stays_light_with_its_colour_bar_as_far_as_the_axes_show_it():
    fig = Figure()
    ax = fig.add_subplot()
    fig.colorbar(ax.imshow(np.eye(9), aspect="auto"))
    ax.set(xlim=(-0.5, 20), ylim=(3, -0.5))  # the right half of the Axes is empty, and two thirds of the image are cut
    image, _ = light_extents(fig)
    (right, _), (left, bottom) = ax.transData.transform([(8.5, 0), (-0.5, 3)])
    assert np.allclose(image, [left, bottom, right, ax.bbox.y1], atol=0.1)


def test_the_light_areas_are_those_of_the_figure_as_it_was_drawn_and_it_is_laid_out_again_afterwards():
    fig, (left, right) = figure(1, 2)
    left.imshow(np.eye(9))
    right.plot([0, 1])
    png(fig)
    before = left.bbox.extents
    right.set_ylabel("three\nmore\nlines")  # would shift the Axes
    (area,) = light_extents(fig)
    assert np.allclose(area, before, atol=0.1)
    assert np.allclose(before, left.bbox.extents)
    png(fig)
    assert not np.allclose(before, left.bbox.extents, atol=1)


def test_a_figure_of_lines_has_no_light_areas():
    fig, ax = figure()
    ax.plot([0, 1])
    assert light_areas(fig) == []


def test_points_and_level_lines_become_dark_with_their_colour_bars():
    fig = Figure()
    left, right = fig.subplots(1, 2)
    fig.colorbar(left.scatter([0, 1], [0, 1], c=[0, 1]))
    fig.colorbar(right.contourf([[0, 1], [1, 2]]))
    assert light_areas(fig) == []


def test_shapes_that_are_used_once_are_not_kept_for_ever():
    fig = Figure()
    arrows = fig.add_subplot().quiver(*np.ones((4, 12, 12)))
    recorder, counts = FigureRecorder.of(fig), []
    for turn in range(4):
        angles = np.linspace(0, 6, 144).reshape(12, 12) + turn
        arrows.set_UVC(np.cos(angles), np.sin(angles))
        recorder.frame()
        counts.append(len(recorder.renderer.definitions))
    assert counts[-1] - counts[0] < 10
