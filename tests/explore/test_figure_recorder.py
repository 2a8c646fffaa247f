"""What is recorded again when something in a picture moves, and what is not."""

import base64
import io
import json
import logging
import pickle

import numpy as np
import pytest
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import ConnectionPatch
from PIL import Image
from tests.explore.test_renderer import points
from utils.again import Again

from tests.browser.gallery import pictures
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.explore.recording.paths import UNIT
from utils.plots import figure


def numbers(tape):
    return [number for number, _ in tape.frame()]


@pytest.fixture
def line():
    ax = figure()[1]
    (line,) = ax.plot([0.0, 1.0, 2.0], [1.0, 3.0, 2.0])
    return line


@pytest.fixture
def drawn(monkeypatch):
    """The artists drawn from now on, in a set: those of the tape's own, and the lines that belong to ticks."""
    these, again, draw = set(), Again.draw, Line2D.draw
    monkeypatch.setattr(Again, "draw", lambda self, artist: (these.add(artist), again(self, artist))[1])
    monkeypatch.setattr(Line2D, "draw", lambda self, renderer: (these.add(self), draw(self, renderer))[1])
    return these


def test_a_recorded_picture_keeps_no_pixels(line):
    fig = line.figure
    FigureRecorder(fig).frame()
    assert not hasattr(fig.canvas, "renderer")


def test_what_does_not_move_is_not_drawn_again(line, drawn):
    line.axes.set(xlim=(0, 2), ylim=(0, 4))
    tape = FigureRecorder.of(line.axes.figure)
    before = numbers(tape)
    drawn.clear()
    assert numbers(tape) == before
    assert not drawn
    line.set_ydata([3, 2, 1])
    after = numbers(tape)
    assert drawn == {line}
    assert len(set(after) - set(before)) == 1
    line.set_ydata([1, 3, 2])
    assert numbers(tape) == before


def test_new_limits_move_all_of_their_axes_and_no_other(drawn):
    fig, (left, right) = figure(1, 2)
    lines = [ax.plot([0, 1], [0, 1])[0] for ax in (left, right)]
    tape = FigureRecorder.of(fig)
    tape.frame()
    for change in (lambda: left.set_xlim(0, 5), lambda: left.set_xscale("symlog")):
        drawn.clear()
        change()
        tape.frame()
        assert lines[0] in drawn
        assert lines[1] not in drawn
        assert left.xaxis.get_majorticklines()[0] in drawn


def test_limits_that_scale_themselves_are_seen(line):
    tape = FigureRecorder.of(line.axes.figure)
    before = numbers(tape)
    number = tape._chunks[line][0]
    line.axes.plot([0, 50], [0, 70])
    assert number in before
    assert number not in numbers(tape)


def test_an_aspect_is_kept_when_limits_move():
    fig, ax = figure()
    ax.set(aspect="equal", xlim=(0, 4), ylim=(0, 1))
    (line,) = ax.plot([0, 4], [0, 1])
    tape = FigureRecorder.of(fig)
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
    tape = FigureRecorder.of(ax.figure)
    before = tape.frame()
    assert tape.frame() == before
    change(ax, note, legend)
    after = tape.frame()
    assert after != before
    tape._chunks.clear()
    assert tape.frame() == after  # nothing was overlooked: drawn whole it is the same


def test_a_legend_that_stands_still_is_not_drawn_again(line, monkeypatch):
    line.axes.legend([line], ["one"])
    tape = FigureRecorder.of(line.axes.figure)
    tape.frame()
    monkeypatch.setattr(Legend, "draw", lambda *_: pytest.fail("drawn again"))
    tape.frame()


def test_what_joins_two_axes_follows_both():
    fig, (left, right) = figure(1, 2)
    joined = ConnectionPatch((0.5, 0.5), (0.5, 0.5), "data", "data", axesA=left, axesB=right)
    fig.add_artist(joined)
    tape = FigureRecorder.of(fig)
    before = numbers(tape)
    assert tape._chunks[joined][0] in before
    right.set_xlim(0, 5)
    tape.frame()
    assert tape._chunks[joined][0] not in before


def test_a_surface_that_turns_is_seen():
    fig, ax = figure(subplot_kw={"projection": "3d"})
    ax.plot([0, 1], [0, 1], [0, 1])
    tape = FigureRecorder.of(fig)
    before = tape.frame()
    ax.view_init(azim=10)
    assert tape.frame() != before


def test_a_picture_drawn_elsewhere_meanwhile_is_seen(line):
    tape = FigureRecorder.of(line.axes.figure)
    before = tape.frame()
    line.set_ydata([3, 2, 1])
    line.axes.figure.savefig(io.BytesIO())  # takes the stale marks away
    after = tape.frame()
    assert after != before
    line.set_ydata([1, 3, 2])
    assert tape.frame() == before


def test_a_poster_at_another_size_leaves_the_tape_as_it_was(line):
    tape = FigureRecorder.of(line.axes.figure)
    before = tape.frame()
    line.axes.figure.savefig(io.BytesIO(), dpi=37)
    assert tape.frame() == before


def test_two_tapes_of_a_figure_are_one(line):
    assert FigureRecorder.of(line.axes.figure) is FigureRecorder.of(line.axes.figure)


def test_a_copy_of_a_figure_gets_a_tape_of_its_own(line):
    fig = line.axes.figure
    numbers_here = numbers(FigureRecorder.of(fig))
    copy = pickle.loads(pickle.dumps(fig))
    assert FigureRecorder.of(copy) is not FigureRecorder.of(fig)
    assert numbers(FigureRecorder.of(copy)) == numbers_here


def test_an_artist_it_does_not_know_becomes_an_image_and_a_line_in_the_log(line, caplog):
    caplog.set_level(logging.WARNING)
    line.set_agg_filter(lambda pixels, dpi: (pixels, 0, 0))
    tape = FigureRecorder.of(line.axes.figure)
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
    tape = FigureRecorder.of(pictures()[name]())
    frame = tape.frame()
    assert frame
    json.dumps([frame, tape.recorder.definitions], allow_nan=False)
    tape._chunks.clear()
    assert tape.frame() == frame
