"""What is written down of a figure, and what is written down again when something in it moves."""

import base64
import io
import json
import logging
import re

import numpy as np
import pytest
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import ConnectionPatch
from PIL import Image

from tests.gallery import pictures
from utils.plots import figure
from utils.recorder import FAR, UNIT, Recorder
from utils.tape import Tape


def recorded(artist):
    """The recorder that `artist` was drawn through, all by itself."""
    fig = artist.get_figure()
    fig.draw_without_rendering()
    recorder = Recorder(*(round(float(size)) for size in fig.bbox.size), fig.dpi)
    artist.draw(recorder)
    return recorder


def points(op):
    """The points of the one shape of `op` as pixels from the top left: pen's moves apart, [[(x, y), ...], ...]."""
    _, d, x, y = op
    strokes, at = [], (0, 0)
    for letter, numbers in re.findall(r"([Ml])([-0-9 ]*)", d):
        pairs = np.array(numbers.split(), int).reshape(-1, 2)
        for pair in pairs:
            at = tuple(pair) if letter == "M" else (at[0] + pair[0], at[1] + pair[1])
            if letter == "M":
                strokes.append([])
            strokes[-1].append(((x + at[0]) / UNIT, (y + at[1]) / UNIT))
    return strokes


def numbers(tape):
    return [number for number, _ in tape.frame()]


@pytest.fixture
def line():
    ax = figure()[1]
    (line,) = ax.plot([0.0, 1.0, 2.0], [1.0, 3.0, 2.0])
    return line


@pytest.fixture
def drawn(monkeypatch):
    """The lines drawn from now on, in a list."""
    these, draw = [], Line2D.draw
    monkeypatch.setattr(Line2D, "draw", lambda self, renderer: (these.append(self), draw(self, renderer))[1])
    return these


def test_a_line_lies_where_its_data_lie(line):
    recorder = recorded(line)
    (op,) = recorder.ops
    wanted = line.axes.transData.transform(line.get_xydata())
    wanted[:, 1] = recorder.height - wanted[:, 1]
    assert np.allclose(points(op)[0], wanted, atol=1 / UNIT)


def test_a_style_says_colour_width_dashes_and_clip(line):
    line.set(color="#01020380", linewidth=3, dashes=[2, 1], dash_capstyle="projecting")
    recorder = recorded(line)
    face, edge, width, dashes, cap, join, clip, hatch, seam, snap = recorder.definitions[recorder.ops[0][0]]
    box = line.axes.bbox
    assert (face, edge, cap, join, hatch, seam, snap) == (0, "#01020380", "square", "round", 0, 0, 0)
    assert width == round(3 * 100 / 72 * UNIT)
    assert dashes == [0, round(2 * 3 * 100 / 72 * UNIT), round(3 * 100 / 72 * UNIT)]
    assert np.allclose(clip, np.array([box.x0, 400 - box.y1, box.width, box.height]) * UNIT, atol=1)


def test_nan_lifts_the_pen(line):
    line.set_data([0, 1, 2, 3, 4], [1, 2, np.nan, 2, 1])
    line.axes.set(xlim=(0, 4), ylim=(0, 3))
    (op,) = recorded(line).ops
    assert [len(stroke) for stroke in points(op)] == [2, 2]


@pytest.mark.parametrize("far", [1e5, 1e12, 1e300, -1e300, np.inf])
def test_huge_coordinates_stay_numbers(line, far):
    line.axes.set(xlim=(0, 2), ylim=(0, 3))
    line.set_data([0, 1, 2], [0, 1, far])
    line.set_marker("o")
    ax = line.axes
    fill = ax.fill_between([0, 1, 2], [0, 1, np.clip(far, -1e12, 1e12)])
    for artist in (line, fill):
        recorder = recorded(artist)
        assert "NaN" not in json.dumps([recorder.ops, recorder.definitions], allow_nan=False)
        for op in recorder.ops:
            if isinstance(op[1], str):
                assert np.abs(points(op)).max() <= 3 * FAR
            else:
                assert np.abs(op[2:]).max() <= 3 * FAR * UNIT
    assert len(points(recorded(line).ops[0])[0]) == (3 if np.isfinite(far) else 2)


def test_markers_are_one_shape_at_many_places(line):
    line.set(marker="o", linestyle="none")
    recorder = recorded(line)
    (op,) = recorder.ops
    places = np.array(op[2:]).reshape(-1, 2) / UNIT
    wanted = line.axes.transData.transform(line.get_xydata())
    assert np.allclose(places, np.c_[wanted[:, 0], 400 - wanted[:, 1]], atol=1 / UNIT)
    assert recorder.definitions[op[1]].startswith("M")


def test_letters_are_shared(line):
    text = line.axes.text(0.5, 0.5, "aaab")
    recorder = recorded(text)
    shapes = [op[1] for op in recorder.ops]
    assert shapes[0] == shapes[1] == shapes[2] != shapes[3]
    assert all(left[2] < right[2] for left, right in zip(recorder.ops, recorder.ops[1:], strict=False))


def test_alpha_counts_once(line):
    bar = line.axes.bar([1], [1], alpha=0.5, color="red").patches[0]
    recorder = recorded(bar)
    assert recorder.definitions[recorder.ops[0][0]][0] == "#ff000080"


def test_a_hatch_is_drawn_in_its_colour(line):
    bar = line.axes.bar([1], [1], hatch="/", facecolor="white", edgecolor="red").patches[0]
    recorder = recorded(bar)
    _, _, d, color, width, size = recorder.definitions[recorder.ops[0][0]][7]
    assert (color, size) == ("#ff0000ff", 100 * UNIT)
    assert d.startswith("M")
    assert width > 0


def test_neighbours_without_edges_are_told_to_meet(line):
    filled = line.axes.contourf([[0, 1], [1, 2]])
    through = line.axes.contourf([[0, 1], [1, 2]], alpha=0.5)
    seams = []
    for artist in (filled, through):
        recorder = recorded(artist)
        seams.append({recorder.definitions[op[0]][8] for op in recorder.ops})
    assert [max(each) for each in seams] == [1, 2]


@pytest.mark.parametrize("interpolation", ["none", "nearest", "auto"])
def test_a_small_image_stays_small(line, interpolation):
    values = np.arange(28 * 28).reshape(28, 28) % 200
    image = line.axes.imshow(values, cmap="gray", vmin=0, vmax=255, interpolation=interpolation)
    ops = Tape.of(line.axes.figure).frame()
    (op,) = [op for _, chunk in ops for op in chunk if op[0] == "image"]
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(op[2]))))
    assert pixels.shape == (28, 28, 4)
    assert np.allclose(pixels[..., 0], values, atol=1)
    assert image.get_interpolation() == interpolation
    box = image.get_window_extent()
    assert np.allclose(np.array(op[3:9]) / UNIT, [box.width / 28, 0, 0, box.height / 28, box.x0, 400 - box.y1])


def test_the_alpha_of_an_image_counts_once(line):
    for interpolation in ("none", "bilinear"):
        image = line.axes.imshow(np.zeros((9, 9)), alpha=0.5, interpolation=interpolation)
        op = recorded(image).ops[0]
        pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(op[2]))))
        middle = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2, 3]
        assert middle / 255 * op[-1] == pytest.approx(0.5, abs=0.01)


def test_what_does_not_move_is_not_drawn_again(line, drawn):
    line.axes.set(xlim=(0, 2), ylim=(0, 4))
    tape = Tape.of(line.axes.figure)
    before = numbers(tape)
    drawn.clear()
    assert numbers(tape) == before
    assert drawn == []
    line.set_ydata([3, 2, 1])
    after = numbers(tape)
    assert drawn == [line]
    assert len(set(after) - set(before)) == 1
    line.set_ydata([1, 3, 2])
    assert numbers(tape) == before


def test_new_limits_move_all_of_their_axes_and_no_other(drawn):
    fig, (left, right) = figure(1, 2)
    lines = [ax.plot([0, 1], [0, 1])[0] for ax in (left, right)]
    tape = Tape.of(fig)
    tape.frame()
    for change in (lambda: left.set_xlim(0, 5), lambda: left.set_xscale("symlog")):
        drawn.clear()
        change()
        tape.frame()
        assert lines[0] in drawn
        assert lines[1] not in drawn
        assert left.xaxis.get_majorticklines()[0] in drawn


def test_limits_that_scale_themselves_are_seen(line):
    tape = Tape.of(line.axes.figure)
    before = numbers(tape)
    number = tape._chunks[line][0]
    line.axes.plot([0, 50], [0, 70])
    assert number in before
    assert number not in numbers(tape)


def test_an_aspect_is_kept_when_limits_move():
    fig, ax = figure()
    ax.set(aspect="equal", xlim=(0, 4), ylim=(0, 1))
    (line,) = ax.plot([0, 4], [0, 1])
    tape = Tape.of(fig)
    tape.frame()
    ax.set_xlim(0, 1)
    ((op,),) = [chunk for number, chunk in tape.frame() if tape._chunks[line][0] == number]
    (a, b), c = points(op)[0], ax.bbox
    wide, high = ax.transData.transform((1, 1)) - ax.transData.transform((0, 0))
    assert wide == pytest.approx(high)
    assert (a[0], b[1]) == pytest.approx((c.x0, 400 - ax.transData.transform((4, 1))[1]), abs=c.width)


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
def test_every_change_is_seen(line, change):
    ax = line.axes
    note = ax.annotate("here", (1, 3), (1, 2), arrowprops={"arrowstyle": "->"})
    legend = ax.legend([line], ["one"])
    ax.set(xlabel="x", xlim=(0, 3), ylim=(0, 4))
    tape = Tape.of(ax.figure)
    before = tape.frame()
    assert tape.frame() == before
    change(ax, note, legend)
    after = tape.frame()
    assert after != before
    tape._chunks.clear()
    assert tape.frame() == after  # nothing was overlooked: drawn whole it is the same


def test_a_legend_that_stands_still_is_not_drawn_again(line, monkeypatch):
    line.axes.legend([line], ["one"])
    tape = Tape.of(line.axes.figure)
    tape.frame()
    monkeypatch.setattr(Legend, "draw", lambda *_: pytest.fail("drawn again"))
    tape.frame()


def test_what_joins_two_axes_follows_both():
    fig, (left, right) = figure(1, 2)
    joined = ConnectionPatch((0.5, 0.5), (0.5, 0.5), "data", "data", axesA=left, axesB=right)
    fig.add_artist(joined)
    tape = Tape.of(fig)
    before = tape.frame()
    right.set_xlim(0, 5)
    tape.frame()
    assert tape._chunks[joined] not in before


def test_a_surface_that_turns_is_seen():
    fig, ax = figure(subplot_kw={"projection": "3d"})
    ax.plot([0, 1], [0, 1], [0, 1])
    tape = Tape.of(fig)
    before = tape.frame()
    ax.view_init(azim=10)
    assert tape.frame() != before


def test_a_picture_drawn_elsewhere_meanwhile_is_seen(line):
    tape = Tape.of(line.axes.figure)
    before = tape.frame()
    line.set_ydata([3, 2, 1])
    line.axes.figure.savefig(io.BytesIO())  # takes the stale marks away
    after = tape.frame()
    assert after != before
    line.set_ydata([1, 3, 2])
    assert tape.frame() == before


def test_a_poster_at_another_size_leaves_the_tape_as_it_was(line):
    tape = Tape.of(line.axes.figure)
    before = tape.frame()
    line.axes.figure.savefig(io.BytesIO(), dpi=37)
    assert tape.frame() == before


def test_two_tapes_of_a_figure_are_one(line):
    assert Tape.of(line.axes.figure) is Tape.of(line.axes.figure)


def test_an_artist_it_does_not_know_becomes_an_image_and_a_line_in_the_log(line, caplog):
    caplog.set_level(logging.WARNING)
    line.set_agg_filter(lambda pixels, dpi: (pixels, 0, 0))
    tape = Tape.of(line.axes.figure)
    tape.frame()
    ((kind, _, png, *matrix, _),) = tape._chunks[line][1]
    assert kind == "image"
    assert caplog.messages == ["Line2D is shown as an image: the recorder does not know agg_filter"]
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(png))))
    box = line.get_window_extent()
    left, bottom = np.array(matrix[4:]) / UNIT
    assert left == pytest.approx(box.x0, abs=4)
    assert bottom == pytest.approx(400 - box.y0, abs=4)
    assert pixels.shape[1] == pytest.approx(box.width, abs=6)


@pytest.mark.parametrize("name", pictures())
def test_the_whole_gallery_is_json_and_repeats(name):
    tape = Tape.of(pictures()[name]())
    frame = tape.frame()
    assert frame
    json.dumps([frame, tape.recorder.definitions], allow_nan=False)
    tape._chunks.clear()
    assert tape.frame() == frame
