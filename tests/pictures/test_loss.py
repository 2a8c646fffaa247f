"""The pictures of lesson 6: their numbers against those of torch, and texts that cover nothing."""

import numpy as np
import pytest
import torch
from matplotlib.artist import Artist
from matplotlib.path import Path

from tests.plots.rendering import inside
from utils.look import ACCURACY, ink, nonzero
from utils.pictures.loss import GradientMapPicture, PredictionsPicture, SigmoidPicture
from utils.pictures.stairs import StairsPicture


def mean_distance(predictions, targets):
    return torch.where(targets == 1, 1 - predictions, predictions).mean()


@pytest.mark.parametrize(
    ("predictions", "loss", "right"),
    [
        ((0.9, 0.4, 0.2), "0.4333", 2),
        ((0.9, 0.4, 0.8), "0.2333", 3),
        ((0.0, 1.0, 0.0), "1.0000", 0),
        ((0.5,) * 3, "0.5000", 1),
    ],
)
def test_three_predictions_have_the_loss_computed_by_hand(predictions, loss, right):
    picture = PredictionsPicture(mean_distance)
    sentence = picture.draw(*predictions)
    assert sentence.endswith(f"the loss is {loss}. Right: {right} of 3.")
    lengths = [abs(np.ptp(segment[:, 0])) for segment in picture.gaps.get_segments()]
    assert np.mean(lengths) == pytest.approx(float(loss), abs=1e-4)
    filled = [dot.get_markerfacecolor() != "white" for dot in picture.dots]
    assert sum(filled) == right
    assert [verdict.get_text() for verdict in picture.verdicts] == ["right" if one else "wrong" for one in filled]
    assert inside(picture.ax, picture.distances + picture.verdicts)


def test_what_is_wrong_does_not_have_the_colour_of_what_is_right():
    picture = PredictionsPicture(mean_distance)
    picture.draw(0.9, 0.4, 0.2)
    for right, verdict, dot in zip((True, True, False), picture.verdicts, picture.dots, strict=True):
        assert (verdict.get_color() == ink(ACCURACY)) == (dot.get_markeredgecolor() == ACCURACY) == right
    picture.draw(0.9, 0.4, 0.8)
    assert {verdict.get_color() for verdict in picture.verdicts} == {ink(ACCURACY)}


def test_the_loss_in_the_sentence_is_that_of_the_given_function():
    assert "the loss is 0.2700" in PredictionsPicture(lambda p, t: ((p - t) ** 2).mean()).draw()


@pytest.mark.parametrize("score", [-12.0, -8.0, -7.5, -3.0, -2.5, 0.0, 0.5, 3.0, 11.0, 12.0])
def test_the_sigmoid_and_its_slope_are_those_of_torch(score):
    x = torch.tensor(score, dtype=torch.float64, requires_grad=True)
    x.sigmoid().backward()
    value, slope = SigmoidPicture.at(score)
    assert value == pytest.approx(torch.sigmoid(x).item(), rel=1e-9)
    assert slope == pytest.approx(x.grad.item(), rel=1e-9)
    picture = SigmoidPicture()
    sentence = picture.draw(score)
    assert f"slope is {nonzero(slope, 4)}." in sentence
    assert inside(picture.ax, [picture.value, picture.slope])


@pytest.mark.parametrize(("score", "reach"), [(0.0, 2), (-1.0, 2), (5.5, 5.5), (-12.0, 12)])
def test_the_curves_reach_as_far_as_the_score_and_at_least_2(score, reach):
    picture = SigmoidPicture()
    picture.draw(score)
    for line in (picture.curve, picture.bell):
        assert line.get_xdata()[[0, -1]] == pytest.approx([-reach, reach])
    assert picture.curve.get_ydata() == pytest.approx(torch.sigmoid(torch.tensor(picture.curve.get_xdata())).numpy())


def test_at_eleven_the_sigmoid_is_almost_flat():
    assert SigmoidPicture().draw(11.0) == "Score 11.0: the sigmoid is 0.999983 (says three) and its slope is 0.000017."


def stairs(weight):
    """The accuracy over ten digits: above each of 0.05, 0.15, ... 0.95 one more is right."""
    return (torch.arange(10) / 10 + 0.05 < weight).float().mean()


@pytest.mark.parametrize("zoom", [1, 10, 100, 1000])
def test_the_lens_counts_the_steps_of_the_accuracy_and_measures_the_slope_of_the_loss(zoom):
    picture = StairsPicture(stairs, lambda weight: (weight - 2) ** 2, count=10, low=-1, high=1)
    sentence = picture.draw(0.5, zoom)
    steps = {1: "at least 10 steps", 10: "at least 2 steps"}.get(zoom, "no step at all")
    assert f"the accuracy shows {steps}; the loss has slope -3.000." in sentence
    assert (" to " in picture.rows[0]["words"].get_text()) == (zoom < 100)
    assert inside(picture.ax, [picture.title, *picture.ends, *(row["words"] for row in picture.rows)])


@pytest.mark.parametrize("zoom", [1, 10, 100, 1000])
@pytest.mark.parametrize("weight", [-1.0, 0.5, 1.0])
def test_the_frame_on_the_curve_holds_what_the_lens_shows(weight, zoom):
    picture = StairsPicture(stairs, lambda weight: (weight - 2) ** 2, count=10, low=-1, high=1)
    picture.draw(weight, zoom)
    for row, value in zip(picture.rows, (stairs(weight).item(), (weight - 2) ** 2), strict=True):
        xs, ys = row["frame"].get_data()
        assert np.ptp(xs) == pytest.approx(2 / zoom)
        x, y = (np.asarray(end).item() for end in row["dot"].get_data())
        assert min(xs) + (x + 1) / 2 * np.ptp(xs) == pytest.approx(weight)
        assert min(ys) + (y + 0.6) / 1.2 * np.ptp(ys) == pytest.approx(value)
        assert [end for ray in row["rays"] for end in ray.get_xdata()[:1]] == [max(xs)] * 2


def test_an_end_of_the_lens_at_zero_is_written_as_zero():
    picture = StairsPicture(stairs, lambda weight: (weight - 2) ** 2, count=10, low=-1, high=1)
    picture.draw(float(np.linspace(-1, 1, 21)[9]), 10)  # the sum of -0.1 and 0.1, but for its last digits
    assert [end.get_text() for end in picture.ends] == ["-0.20", "0.00"]


def test_the_slope_of_a_loss_in_float32_is_measured_in_the_precision_it_was_given():
    picture = StairsPicture(stairs, lambda weight: torch.tensor(weight).sigmoid(), count=10, low=-1, high=1)
    assert picture.draw(-1.0, 1000).endswith("the loss has slope 0.197.")


def test_without_magnification_the_lens_shows_the_whole_curve():
    picture = StairsPicture(stairs, lambda weight: (weight - 2) ** 2, count=10, low=-1, high=1)
    for weight in (-1.0, 0.5):
        picture.draw(weight, 1)
        assert picture.rows[1]["line"].get_ydata()[[0, -1]] == pytest.approx([0.5, -0.5])


def test_without_magnification_the_lens_shows_what_the_curve_shows_and_its_slope_stands_below_the_lens():
    picture = StairsPicture(stairs, lambda weight: (weight - 2) ** 2, count=10, low=-1, high=1)
    picture.draw(0.5, 1)
    for row in picture.rows:
        curve = row["curve"].get_ydata()
        assert row["line"].get_ydata() * row["span"] + row["middle"] == pytest.approx(curve)
        assert row["words"].get_window_extent().y1 < row["near"].bbox.y0


def test_a_weight_without_influence_has_no_step_and_no_slope():
    picture = StairsPicture(lambda weight: 0.5, lambda weight: 0.7, count=10)
    assert picture.draw(3.0, 10).endswith("the accuracy shows no step at all; the loss has slope 0.000.")


@pytest.mark.rare
@pytest.mark.parametrize("zoom", [1, 10])
@pytest.mark.parametrize("weight", np.arange(-10, 11, 1))
def test_the_number_of_a_point_is_clear_of_its_curve_and_of_the_frame(weight, zoom):
    picture = StairsPicture(lambda weight: 1 - weight**2 / 300, lambda weight: weight**2 / 300, count=800)
    picture.draw(weight, zoom)
    assert inside(picture.ax, [row["label"] for row in picture.rows])
    for row in picture.rows:
        box = row["label"].get_window_extent().padded(2)
        for line in filter(Artist.get_visible, (row["curve"], row["frame"], row["point"])):
            assert not Path(row["whole"].transData.transform(line.get_xydata())).intersects_bbox(box, filled=False)


@pytest.mark.rare
@pytest.mark.parametrize("score", np.arange(-12, 12.5, 0.5))
def test_the_label_of_the_slope_is_clear_of_the_bell_and_of_the_axis(score):
    picture = SigmoidPicture()
    picture.draw(score)
    assert inside(picture.below, [picture.slope, picture.value])
    box = picture.slope.get_window_extent()
    assert not box.count_contains(picture.below.transData.transform(picture.bell.get_xydata()))
    assert box.x0 > picture.below.bbox.x0


@pytest.fixture
def digits():
    """Forty invented digits; in all of them the first 100 pixels are blank."""
    generator = torch.Generator().manual_seed(0)
    x = torch.rand(40, 784, generator=generator) * (torch.rand(40, 784, generator=generator) > 0.9)
    x[:, :100] = 0
    return x, (torch.rand(40, 1, generator=generator) > 0.5).float()


def test_the_gradients_are_zero_where_no_digit_has_ink(digits):
    x, y = digits

    def gradient(xb, yb):
        w = torch.full((784, 1), 0.01, requires_grad=True)
        mean_distance((xb @ w).sigmoid(), yb).backward()
        return w.grad

    picture = GradientMapPicture(gradient, x, y)
    for count in (1, 2, 40):
        sentence = picture.draw(count)
        blank = sum(not x[:count, i].any() for i in range(784))
        assert blank >= 100
        assert f"{blank} of 784 slopes are exactly 0, and {blank} of 784 pixels are blank." in sentence
        middles = picture.hatched.get_path().vertices.reshape(-1, 5, 2)[:, :4].mean(1)  # of the hatched pixels
        assert {(28 * row + column).item() for column, row in middles} == {
            i for i in range(784) if not x[:count, i].any()
        }
        assert len(middles) == blank
        assert picture.image.get_array().max() <= 1
        largest = gradient(x[:count], y[:count]).abs().max().item()
        assert picture.scale.get_text() == f"784 slopes, \N{PLUS-MINUS SIGN}{nonzero(largest)} at most"


def test_a_batch_of_one_is_called_1_three_or_1_seven(digits):
    x, _ = digits
    sentences = [
        GradientMapPicture(lambda xb, yb: torch.zeros(784), x, torch.full((40, 1), y)).draw(1) for y in (1.0, 0.0)
    ]
    assert [sentence.split(":")[0] for sentence in sentences] == ["From 1 three", "From 1 seven"]
