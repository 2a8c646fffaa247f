"""The pictures of a loss of two weights: their numbers against finite differences, and wrong losses."""

import math

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb

from utils.explore import explore
from utils.look import GRADIENT, signed
from utils.pictures.gradient import CompassPicture, SlicesPicture
from utils.pictures.two_weights import TwoWeightLoss

STOPS = [round(k / 10, 1) for k in range(-20, 21)]


def round_bowl(a, b):
    return a**2 + 2 * b**2


LOSSES = {
    "the lesson's": round_bowl,
    "entangled": lambda a, b: (a + b) ** 2 + b**2,
    "wavy": lambda a, b: torch.sin(2 * a) * b + torch.exp(-(b**2)),
    "one at a time": lambda a, b: a**2 + b**2 if a > 0 else b**2 - a,
}
WRONG = {
    "one weight": (lambda a: a**2, "f(a, b)"),
    "no function": (3.0, "f(a, b)"),
    "nothing back": (lambda a, b: None, "return"),
    "plain number": (lambda a, b: 3.0, "plain number"),
    "a vector": (lambda a, b: torch.stack([a, b]), "shape (2,)"),
    "raises": (lambda a, b: a.nowhere, "AttributeError"),
}


def positions_of(arrow):
    """The list to which each move of `arrow` adds its (tail, tip)."""
    positions, set_positions = [], arrow.set_positions

    def spy(tail, tip):
        positions.append((tail, tip))
        set_positions(tail, tip)

    arrow.set_positions = spy
    return positions


def pixels(picture):
    """The pixels of `picture` as Agg draws it, (height, width, 4)."""
    picture.fig.canvas.draw()
    return np.asarray(picture.fig.canvas.buffer_rgba()).copy()


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_slopes_are_finite_differences_to_one_in_a_million(name, seed):
    function, h = TwoWeightLoss(LOSSES[name]), 1e-5
    for a, b in np.random.default_rng(seed).uniform(-2, 2, (20, 2)):
        loss, *slopes = function.at(a, b)
        sides = function.values([a + h, a - h, a, a, a], [b, b, b + h, b - h, b])
        nudged = (sides[0] - sides[1]) / (2 * h), (sides[2] - sides[3]) / (2 * h)
        assert loss == pytest.approx(sides[4])
        assert slopes == pytest.approx(nudged, abs=1e-6)


def test_the_sentence_names_the_gradient_and_the_slices_move_with_the_point():
    picture = SlicesPicture(round_bowl)
    assert "The gradient is (3.0, -4.0)." in picture.draw()
    before = pixels(picture)
    assert "the loss is 12.00" in picture.draw(a=2.0, b=-2.0)
    assert np.abs(pixels(picture).astype(int) - before).max() > 100
    curve, tangent, *_ = picture.slices[0]
    assert np.interp(2.0, *curve.get_data()) == pytest.approx(12, abs=0.01)
    (left, right), (low, high) = tangent.get_data()
    assert (high - low) / (right - left) == pytest.approx(4.0)


def test_the_slope_along_a_stays_the_same_while_only_b_changes():
    function = TwoWeightLoss(round_bowl)
    assert len({function.at(1.5, b)[1] for b in STOPS}) == 1
    assert len({TwoWeightLoss(LOSSES["entangled"]).at(1.5, b)[1] for b in STOPS}) == len(STOPS)


@pytest.mark.rare
@pytest.mark.parametrize("name", ["the lesson's", "entangled"])
def test_the_lowest_of_36_directions_is_exactly_opposite_wherever_the_point_is(name):
    picture = CompassPicture(LOSSES[name])
    for a in STOPS:
        for b in STOPS:
            sentence = picture.draw(a=a, b=b, turn=350)
            steep = math.hypot(*picture.f.at(a, b)[1:])
            if (a, b) == (0, 0):
                assert "points nowhere" in sentence
            elif name == "the lesson's" or steep > 0.5:  # near its bottom a step of 0.01 is not small
                assert sentence.endswith("the lowest is at 180°."), sentence


def test_the_lowest_direction_is_named_only_once_all_were_tried():
    picture = CompassPicture(round_bowl)
    for turn in range(0, 350, 10):
        assert "lowest" not in picture.draw(turn=turn)
        assert picture.lowest.get_text() == ""
        assert len(picture.tried.get_xdata()) == turn // 10 + 1
    assert "changes the loss by -0.0498" in picture.draw(turn=180)
    picture.draw(turn=350)
    assert picture.lowest.get_text() == "lowest at 180°"


@pytest.mark.parametrize("turn", [0, 40, 90, 180, 350])
def test_the_change_in_a_direction_is_the_number_that_the_picture_says_there(turn):
    picture = CompassPicture(round_bowl)
    for a, b in ((1.5, -1.0), (-0.4, 1.2)):
        _, *slopes = picture.f.at(a, b)
        angle = math.atan2(*reversed(slopes)) + math.radians(turn)
        after = round_bowl(a + picture.step * math.cos(angle), b + picture.step * math.sin(angle))
        assert f"changes the loss by {signed(after - round_bowl(a, b), 4)}." in picture.draw(a, b, turn)


def test_the_arrow_points_uphill_and_stays_on_the_map():
    picture = CompassPicture(round_bowl)
    positions = positions_of(picture.gradient)
    for a in (-1.5, 0.3, 1.5):
        for b in (-1.5, 0.7, 1.5):
            picture.draw(a=a, b=b)
            tail, tip = positions[-1]
            assert np.hypot(*np.subtract(tail, (a, b))) < 0.1
            assert np.allclose(np.subtract(tip, tail) / picture.scale, (2 * a, 4 * b))
            assert np.abs(tip).max() < picture.ax.get_xlim()[1]


@pytest.mark.parametrize("name", ["the lesson's", "entangled"])
def test_the_head_of_an_arrow_is_shorter_than_the_arrow_and_points_the_same_way(name):
    picture = CompassPicture(LOSSES[name])
    picture.fig.canvas.draw()
    positions = positions_of(picture.gradient)
    for a, b in [(0.3, 0.0), (0.3, -0.2), (0.1, 0.1), (-0.1, 0.1), (1.5, -1.0)]:
        picture.draw(a=a, b=b)
        tail, tip = picture.ax.transData.transform(positions[-1])
        points = 72 / picture.fig.dpi * np.hypot(*(tip - tail))
        assert 0.4 * picture.gradient.get_mutation_scale() < 0.75 * points, (a, b)  # Matplotlib's head_length is 0.4
        assert picture.gradient.get_linewidth() < 0.5 * points, (a, b)


def test_the_gradient_is_seen_beside_the_point_however_short_it_is():
    picture = CompassPicture(round_bowl)
    for a, b in [(0.3, 0.0), (0.3, -0.2), (-0.1, 0.1)]:
        picture.draw(a=a, b=b)
        drawn = pixels(picture)[..., :3] / 255 - to_rgb(GRADIENT)
        seen = np.abs(drawn).max(axis=2) < 0.16
        height, width = seen.shape
        assert seen[height // 8 :, : width // 2].sum() > 2, (a, b)  # below the title, which has the same colour


def rings(ax):
    """The number of each label of a ring on the map `ax`, and the place (a, b) of the label."""
    return [(float(text.get_text()), text.get_position()) for text in ax.texts if text.get_bbox_patch()]


@pytest.mark.parametrize("kind", [SlicesPicture, CompassPicture])
@pytest.mark.parametrize("name", ["the lesson's", "entangled"])
def test_rings_are_labelled_with_their_loss_and_no_label_covers_another(kind, name):
    picture = kind(LOSSES[name])
    picture.fig.canvas.draw()
    labels = rings(picture.ax)
    assert len(labels) >= 4
    for loss, (a, b) in labels:
        assert LOSSES[name](a, b) == pytest.approx(loss, abs=0.15)
    boxes = [text.get_window_extent() for text in picture.ax.texts if text.get_bbox_patch()]
    for k, box in enumerate(boxes):
        assert picture.ax.bbox.x0 <= box.x0 < box.x1 <= picture.ax.bbox.x1
        assert not any(box.overlaps(other) for other in boxes[:k])
    steps = np.diff(sorted(loss for loss, _ in labels))
    assert np.allclose(steps, steps[0])  # the closer the rings, the steeper


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("kind", [SlicesPicture, CompassPicture])
def test_a_wrong_loss_gets_a_sentence_in_place_of_the_picture(kind, name):
    f, words = WRONG[name]
    picture = kind(f)
    assert words in picture.draw(a=-2.0, b=2.0)
    assert any(words in text.get_text().replace("\n", " ") for text in picture.fig.texts)


@pytest.mark.parametrize("kind", [SlicesPicture, CompassPicture])
def test_a_point_without_a_finite_loss_is_named_in_the_sentence_and_in_the_picture(kind):
    picture = kind(lambda a, b: torch.log(a) + b**2)
    assert "the loss is" in picture.draw(a=1.0, b=1.0) or "changes the loss" in picture.draw(a=1.0, b=1.0)
    assert "no finite value" in picture.draw(a=-1.0, b=1.0)
    assert any(text.get_text() == "no finite loss here" for ax in picture.fig.axes for text in ax.texts)
    if kind is CompassPicture:
        assert not picture.gradient.get_visible()
        assert not picture.direction.get_visible()


@pytest.mark.rare
@pytest.mark.parametrize("name", LOSSES)
def test_every_stop_has_a_finite_sentence_and_nothing_warns(name):
    slices, compass = SlicesPicture(LOSSES[name]), CompassPicture(LOSSES[name])
    sentences = [slices.draw(a=a, b=b) for a in STOPS[::10] for b in STOPS[::5]]
    sentences += [compass.draw(a=a, b=b, turn=turn) for a in STOPS[::20] for b in STOPS[::10] for turn in (0, 170, 350)]
    assert all(sentence.endswith(".") and "nan" not in sentence and "-0.0 " not in sentence for sentence in sentences)
    assert len(set(sentences)) > len(sentences) / 3


def test_explore_records_both_with_the_controls_of_the_lesson():
    plane = {"a": (-2.0, 2.0, 0.1), "b": (-2.0, 2.0, 0.1), "drag": ("a", "b")}
    slices = explore(SlicesPicture(round_bowl), **plane)
    compass = explore(CompassPicture(round_bowl), turn=(0, 350, 10), play="turn", **plane)
    for widget, values in [(slices, {"a": 2.0}), (compass, {"turn": 350, "b": 2.0})]:
        frame = widget.frame(**values)
        assert not frame.get("error")
        assert frame["sentence"]
        widget.close()


def test_a_loss_with_a_problem_is_nowhere_finite():
    assert all(math.isnan(number) for number in TwoWeightLoss(lambda a, b: None).at(1.0, 1.0))


@pytest.mark.parametrize("name", ["the lesson's", "entangled"])
def test_the_number_of_a_direction_is_clear_of_those_tried_before(name):
    picture = CompassPicture(LOSSES[name])
    picture.fig.canvas.draw()
    for turn in range(0, 360, 10):
        picture.draw(turn=turn)
        words = picture.number.get_window_extent()
        assert words.x1 <= picture.fig.bbox.x1
        tried = picture.dial.transData.transform(picture.tried.get_xydata())
        assert not words.count_contains(tried), turn
