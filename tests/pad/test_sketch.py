"""Tests the Python side of a sketch: what it takes, what it sends to the browser, its still picture, and its errors."""

import numpy as np
import pytest
import torch

from utils.look import figure
from utils.pad import Sketch


def slope(**changes):
    return Sketch(**({"truth": lambda x: 2 * x, "x": (-3, 3), "y": (-7, 7), "ylabel": "slope"} | changes))


def test_a_function_is_computed_once_at_61_places():
    calls = []
    sketch = slope(truth=lambda x: calls.append(x) or torch.tensor(2 * x))
    assert sketch.xs == calls == pytest.approx(np.linspace(-3, 3, 61))
    assert 0.3 in sketch.xs  # and not 0.30000000000000027
    assert sketch.truth == pytest.approx([2 * x for x in sketch.xs])
    assert not sketch.points


def test_a_pair_of_sequences_has_a_place_for_each_x_and_needs_no_ends_of_x():
    losses = torch.tensor([4.0, 2.0, 1.0])
    sketch = Sketch((range(3), losses), y=(0.1, 10), yscale="log", xlabel="step", ylabel="loss")
    assert (sketch.xs, sketch.truth, sketch.x) == ([0, 1, 2], [4, 2, 1], [0, 2])
    assert sketch.points
    assert sketch.log


def test_many_points_are_a_line():
    assert not Sketch((range(200), [1] * 200), y=(0, 2)).points


def test_what_the_learner_draws_is_read_in_python():
    sketch = slope()
    assert sketch.drawn == [None] * 61
    sketch.set_state({"_drawn": [1.5] * 30 + [None] * 31})
    assert sketch.drawn == [1.5] * 30 + [None] * 31
    sketch.drawn.clear()
    assert len(sketch.drawn) == 61


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"x": (3, -3)}, r"x=\(3, -3\): .*the smaller one comes first"),
        ({"x": None}, "x=None: give the two ends"),
        ({"y": (0, float("inf"))}, "y=.*finite"),
        ({"y": 7}, "y=7: give the two ends"),
        ({"y": (-5, 5)}, r"no room for the truth's -6 at -3: give wider ends"),
        ({"truth": lambda x: float("nan")}, "no room for the truth's nan at -3"),
        ({"yscale": "log"}, r"y=\(-7, 7\): a logarithmic axis has no place for 0 or less"),
        ({"truth": ([0, 5], [0, 0])}, r"x=\(-3, 3\) has no room for the truth's 5 at 5"),
        ({"yscale": "square"}, "yscale='square'"),
        ({"truth": ([1, 2], [1, 2], [1, 2])}, "this tuple has 3 parts"),
        ({"truth": ([1, 2], [1])}, "2 xs and 1 ys"),
        ({"truth": ([1, 1], [1, 2])}, "must increase"),
    ],
)
def test_what_cannot_be_drawn_gets_a_sentence(changes, words):
    with pytest.raises(ValueError, match=words):
        slope(**changes)


def test_a_truth_that_returns_no_number_gets_a_sentence():
    with pytest.raises(TypeError, match="must return a number, and at -3 it returns None"):
        slope(truth=lambda x: None)


def test_its_sentence_is_what_nbval_compares_and_names_the_axes():
    shown, _ = slope()._repr_mimebundle_()
    assert shown["text/plain"] == "Axes to draw on: x from -3 to 3, slope from -7 to 7."


def test_a_learner_keeps_a_still_of_what_is_drawn_and_after_a_comparison_of_the_truth_too():
    sketch = slope()
    sketch.set_state({"_drawn": [0.0] * 61})
    before, width, words = sketch.present()
    assert (width, words) == (640, sketch.sentence)
    sketch.rested = "On average your curve is 3 away from the truth."
    after, _, words = sketch.present()
    assert words == f"{sketch.sentence} On average your curve is 3 away from the truth."
    assert np.asarray(after).sum() < np.asarray(before).sum()  # more ink


def test_the_still_picture_shows_empty_axes_whatever_the_truth_is():
    image, frame = slope().still(100)
    other, _ = slope(truth=lambda x: -x).still(100)
    assert image.size == (640, 320)
    assert image.tobytes() == other.tobytes()
    assert np.asarray(image).min() < 150
    assert frame["sentence"] == "Axes to draw on: x from -3 to 3, slope from -7 to 7."


def test_axes_of_degrees_have_a_tick_at_each_quarter_of_a_turn_and_others_at_round_numbers(monkeypatch):
    def ticks(*ends):
        made = []
        monkeypatch.setattr("utils.pad.sketch.figure", lambda **given: made.append(figure(**given)) or made[0])
        Sketch(lambda x: 0, x=ends, y=(-1, 1)).still()
        return [tick for tick in made[0][1].get_xticks() if ends[0] <= tick <= ends[1]]

    assert ticks(0, 360) == [0, 90, 180, 270, 360]
    assert ticks(-3, 3) == [-3, -2, -1, 0, 1, 2, 3]
    assert ticks(0, 100) == [0, 20, 40, 60, 80, 100]


def test_the_still_picture_of_a_logarithmic_axis_has_the_ticks_and_numbers_of_the_browser_s(monkeypatch):
    made = []
    monkeypatch.setattr("utils.pad.sketch.figure", lambda **given: made.append(figure(**given)) or made[0])
    Sketch((range(3), [8510, 580, 578]), y=(1, 1e4), yscale="log").still()
    axis = made[0][1].yaxis
    shown = [label.get_text() for label in axis.get_ticklabels() if 1 <= label.get_position()[1] <= 1e4]
    assert shown == ["1", "10", "100", "1000", "10000"]
    assert len(axis.get_minor_ticks()) == 0


def test_a_still_picture_shows_what_has_been_drawn():
    sketch = slope()
    empty, _ = sketch.still()
    sketch.set_state({"_drawn": [0.0] * 30 + [None] * 31})
    drawn, _ = sketch.still()
    darker = np.asarray(drawn).min(2) < np.asarray(empty).min(2)
    assert darker.any(0).nonzero()[0].min() < 120
    assert darker.any(0).nonzero()[0].max() < 420  # the right half is not drawn


def test_a_page_gets_the_truth_and_nothing_that_was_drawn():
    sketch = slope()
    state = sketch.page_state()
    assert state["truth"] == sketch.truth
    assert not [name for name in state if name.startswith("_")]
