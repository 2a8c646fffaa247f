"""Tests the ops that are recorded for an artist."""

import base64
import io
import json

import numpy as np
import pytest
from matplotlib import rcParamsDefault
from PIL import Image

from tests.explore.ops import points
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.explore.recording.paths import FARTHEST, UNIT
from utils.explore.recording.renderer import RecordingRenderer
from utils.look import STYLE

HEIGHT = STYLE["figure.figsize"][1] * STYLE["figure.dpi"]  # of a figure, pixels


def recorded(artist):
    """A renderer that has recorded only `artist`."""
    fig = artist.get_figure()
    fig.draw_without_rendering()
    recorder = RecordingRenderer(*(round(float(size)) for size in fig.bbox.size), fig.dpi)
    recorder.record(artist.draw)
    return recorder


def test_a_line_is_drawn_at_its_data(line):
    recorder = recorded(line)
    (op,) = recorder.ops
    wanted = line.axes.transData.transform(line.get_xydata())
    wanted[:, 1] = recorder.height - wanted[:, 1]
    assert np.allclose(points(op)[0], wanted, atol=1 / UNIT)


def test_a_style_has_colour_width_dashes_and_clip(line):
    line.set(color="#01020380", linewidth=3, dashes=[2, 1], dash_capstyle="projecting")
    recorder = recorded(line)
    style, area = dict(recorder.definitions[recorder.ops[0][0]]), line.axes.bbox
    clip = np.array([area.x0, HEIGHT - area.y1, area.width, area.height]) * UNIT
    assert np.allclose(style.pop("clip"), clip, atol=1)
    assert style == {
        "face": None,
        "edge": "#01020380",
        "width": round(3 * 100 / 72 * UNIT),
        "dashes": [0, round(2 * 3 * 100 / 72 * UNIT), round(3 * 100 / 72 * UNIT)],
        "cap": "square",
        "join": "round",
        "hatch": None,
        "seam": 0,
        "snap": 0,
    }


def test_nan_begins_a_new_stroke(line):
    line.set_data([0, 1, 2, 3, 4], [1, 2, np.nan, 2, 1])
    line.axes.set(xlim=(0, 4), ylim=(0, 3))
    (op,) = recorded(line).ops
    assert [len(stroke) for stroke in points(op)] == [2, 2]


@pytest.mark.parametrize("far", [1e5, 1e12, 1e300, -1e300, np.inf])
def test_huge_coordinates_become_finite_numbers(line, far):
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
                assert np.abs(points(op)).max() <= 3 * FARTHEST
            else:
                assert np.abs(op[2:]).max() <= 3 * FARTHEST * UNIT
    assert len(points(recorded(line).ops[0])[0]) == (3 if np.isfinite(far) else 2)


def test_markers_are_one_shape_at_many_points(line):
    line.set(marker="o", linestyle="none")
    recorder = recorded(line)
    (op,) = recorder.ops
    positions = np.array(op[2:]).reshape(-1, 2) / UNIT
    wanted = line.axes.transData.transform(line.get_xydata())
    assert np.allclose(positions, np.c_[wanted[:, 0], HEIGHT - wanted[:, 1]], atol=1 / UNIT)
    assert recorder.definitions[op[1]].startswith("M")


def test_a_repeated_glyph_has_one_shape(line):
    text = line.axes.text(0.5, 0.5, "aaab")
    recorder = recorded(text)
    shapes = [op[1] for op in recorder.ops]
    assert shapes[0] == shapes[1] == shapes[2] != shapes[3]
    assert all(left[2] < right[2] for left, right in zip(recorder.ops, recorder.ops[1:], strict=False))


def test_the_alpha_of_a_shape_is_applied_once(line):
    bar = line.axes.bar([1], [1], alpha=0.5, color="red").patches[0]
    recorder = recorded(bar)
    assert recorder.definitions[recorder.ops[0][0]]["face"] == "#ff000080"


def test_a_hatch_is_drawn_in_its_colour(line):
    bar = line.axes.bar([1], [1], hatch="/", facecolor="white", edgecolor="red").patches[0]
    recorder = recorded(bar)
    hatch = recorder.definitions[recorder.ops[0][0]]["hatch"]
    assert (hatch["color"], hatch["size"]) == ("#ff0000ff", 100 * UNIT)
    assert hatch["shape"].startswith("M")
    assert hatch["width"] > 0


def test_neighbouring_fills_without_edges_have_a_seam(line):
    filled = line.axes.contourf([[0, 1], [1, 2]])
    through = line.axes.contourf([[0, 1], [1, 2]], alpha=0.5)
    seams = []
    for artist in (filled, through):
        recorder = recorded(artist)
        seams.append({recorder.definitions[op[0]]["seam"] for op in recorder.ops})
    assert [max(each) for each in seams] == [1, 2]


@pytest.mark.parametrize("interpolation", ["none", "nearest", rcParamsDefault["image.interpolation"]])
def test_a_small_image_is_sent_at_its_own_size(line, interpolation):
    values = np.arange(28 * 28).reshape(28, 28) % 200
    image = line.axes.imshow(values, cmap="gray", vmin=0, vmax=255, interpolation=interpolation)
    ops = FigureRecorder.of(line.axes.figure).frame()
    (op,) = [op for _, chunk in ops for op in chunk if op[0] == "image"]
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(op[2]))))
    assert pixels.shape == (28, 28, 4)
    assert np.allclose(pixels[..., 0], values, atol=1)
    assert image.get_interpolation() == interpolation
    area = image.get_window_extent()
    assert np.allclose(np.array(op[3:9]) / UNIT, [area.width / 28, 0, 0, area.height / 28, area.x0, HEIGHT - area.y1])
    ((_, *light),) = [op for _, chunk in ops for op in chunk if op[0] == "light"]
    assert np.allclose(np.array(light) / UNIT, [area.x0, HEIGHT - area.y1, area.width, area.height], atol=0.1)


def test_the_alpha_of_an_image_is_applied_once(line):
    for interpolation in ("none", "bilinear"):
        image = line.axes.imshow(np.zeros((9, 9)), alpha=0.5, interpolation=interpolation)
        op = recorded(image).ops[0]
        pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(op[2]))))
        middle = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2, 3]
        assert middle / 255 * op[-1] == pytest.approx(0.5, abs=0.01)
