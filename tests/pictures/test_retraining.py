"""The picture of a network retrained at each learning rate: what it draws and says, with invented histories."""

import re

import numpy as np
import pytest
import torch

from utils.pictures.retraining import RetrainPicture

RATES = [0.01, 1.0, 100.0]


def history(losses=(0.7, 0.5, 0.2, 0.1), accuracy=0.9, valid=0.15, alive=18):
    """A history of two epochs of two batches."""
    return {"loss": list(losses), "accuracy": [0.1, 0.3, accuracy], "valid": [0.6, valid], "alive": alive}


def retrain(**given):
    """The picture of a network that has `history(**given)` at any rate, and the list of the rates it was trained at."""
    trained = []

    def train(lr):
        trained.append(lr)
        return history(**given)

    beside = {name: [history(valid=valid) for _ in RATES] for name, valid in (("one", 0.2), ("two", 3.0))}
    return RetrainPicture(train, RATES, beside, batches=2), trained


def test_it_draws_the_losses_the_units_and_the_results_on_the_held_out_digits():
    picture, _ = retrain()
    assert picture.draw(lr=1.0) == (
        "Learning rate 1: the loss is 0.60 in the first epoch, and 0.15 on the held-out digits at the end; "
        "the accuracy is 0.900; 18 of 30 units are alive."
    )
    np.testing.assert_allclose(picture.losses.get_ydata(), [0.7, 0.5, 0.2, 0.1])
    assert [point.get_data() for point in picture.points] == [([1.0], [0.15]), ([1.0], [0.9])]
    assert [number.get_text() for number in picture.numbers] == ["network 0.15", "network 0.900"]
    assert [len(dots.get_xdata()) for dots in (picture.alive, picture.dead)] == [18, 12]


def test_the_trail_holds_the_lower_rates_and_each_rate_is_trained_once():
    picture, trained = retrain()
    picture.draw(lr=100.0)
    assert picture.trails[1].get_xdata() == RATES
    picture.draw(lr=1.0)
    assert picture.trails[1].get_xdata() == RATES[:2]
    assert trained == RATES


def test_the_other_models_are_curves_with_their_names():
    picture, _ = retrain()
    above, below = picture.results
    assert [list(line.get_ydata()) for line in above.lines[1:3]] == [[0.2] * 3, [3.0] * 3]
    assert [list(line.get_ydata()) for line in below.lines[1:3]] == [[0.9] * 3] * 2
    assert {"one", "two"} <= {text.get_text() for text in above.texts}


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        ((4e13, 3.0, 0.0, 0.0), "is over 10,000,000,000,000 in the first epoch"),
        ((0.7, float("nan"), float("nan"), float("nan")), "the loss has left the numbers"),
        ((0.7, float("inf"), 1.0, 1.0), "the loss has left the numbers"),
    ],
)
def test_a_loss_outside_the_axis_is_in_the_sentence_and_can_be_drawn(losses, words):
    picture, _ = retrain(losses=losses, accuracy=0.5, valid=0.0)
    sentence = picture.draw(lr=100.0)
    assert words in sentence
    assert "no better than guessing" in sentence
    assert not re.search(r"\b(nan|inf)\b", sentence)
    assert len(picture.above.get_xdata()) == sum(loss > picture.highest for loss in losses)
    picture.fig.canvas.draw()  # a warning of Matplotlib is an error here


@pytest.mark.rare
def test_the_layout_is_the_same_with_and_without_a_triangle():
    places = []
    for losses in ((0.7, 0.5, 0.2, 0.1), (90.0, 0.5, 0.2, 0.1)):
        picture, _ = retrain(losses=losses)
        picture.draw()
        picture.fig.canvas.draw()
        places.append(picture.ax.get_position().bounds)
    assert places[0] == pytest.approx(places[1])
    assert places[0][3] > 0.4


def test_retraining_leaves_the_global_random_state_alone():
    before = torch.get_rng_state()
    retrain()[0].draw()
    assert torch.equal(torch.get_rng_state(), before)


# By learning rate: the loss and the accuracy of a network that dies from 3 on, and the loss of the model beside it.
DIES = {0.001: (0.65, 0.84, 0.5), 0.01: (0.31, 0.95, 0.21), 0.1: (0.07, 0.98, 0.09), 1.0: (0.05, 0.98, 0.06)}
DIES |= {3.0: (0.7, 0.5, 0.1), 10.0: (0.85, 0.5, 0.28), 100.0: (4.0, 0.5, 2.2), 1000.0: (11.8, 0.5, 24.0)}


@pytest.mark.parametrize("highest", [10.0, 1000.0])
def test_the_numbers_are_clear_of_the_trail_the_other_curves_and_their_names(highest):
    rates = [rate for rate in DIES if rate <= highest]
    beside = {"linear, BCE": [history(valid=DIES[rate][2], accuracy=0.97) for rate in rates]}
    picture = RetrainPicture(
        lambda lr: history(valid=DIES[lr][0], accuracy=DIES[lr][1]), rates, beside, batches=2, highest=3 * highest
    )
    for lr in rates:
        picture.draw(lr)
        picture.fig.canvas.draw()
        for ax, number in zip(picture.results, picture.numbers, strict=True):
            box = number.get_window_extent()
            assert not any(box.overlaps(text.get_window_extent()) for text in ax.texts if text is not number)
            for line in ax.lines:
                assert not line.get_path().transformed(line.get_transform()).intersects_bbox(box, filled=False), lr
