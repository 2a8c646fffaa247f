"""What is written down of an artist."""

import base64
import io
import json
import re

import numpy as np
import pytest
from matplotlib import rcParamsDefault
from PIL import Image

from utils.explore.recording.figure_recorder import FigureRecorder
from utils.explore.recording.paths import FAR, UNIT
from utils.explore.recording.renderer import RecordingRenderer
from utils.plots import figure


def recorded(artist):
    """The recorder that `artist` was drawn through, all by itself."""
    fig = artist.get_figure()
    fig.draw_without_rendering()
    recorder = RecordingRenderer(*(round(float(size)) for size in fig.bbox.size), fig.dpi)
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


@pytest.fixture
def line():
    ax = figure()[1]
    (line,) = ax.plot([0.0, 1.0, 2.0], [1.0, 3.0, 2.0])
    return line


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


@pytest.mark.parametrize("interpolation", ["none", "nearest", rcParamsDefault["image.interpolation"]])
def test_a_small_image_stays_small(line, interpolation):
    values = np.arange(28 * 28).reshape(28, 28) % 200
    image = line.axes.imshow(values, cmap="gray", vmin=0, vmax=255, interpolation=interpolation)
    ops = FigureRecorder.of(line.axes.figure).frame()
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
