"""The moving pictures of lesson 7: what they say and draw, at ordinary and odd histories."""

import re

import numpy as np
import pytest
import torch

from utils.pictures.retraining import OrderPicture, RetrainPicture, amount
from utils.pictures.training import TURN, ReadingPicture, TrainingPicture, WeightsPicture


def history(epochs=3, batches=4, seed=0):
    """A history as the lesson's loop keeps it, of made-up numbers."""
    g = torch.Generator().manual_seed(seed)
    return {
        "loss": torch.rand(epochs * batches, generator=g).tolist(),
        "accuracy": torch.rand(epochs + 1, generator=g).tolist(),
        "weights": list(torch.randn(epochs + 1, 784, 1, generator=g)),
    }


@pytest.fixture
def trained():
    return TrainingPicture(history())


@pytest.mark.parametrize("batch", range(13))
@pytest.mark.parametrize("running", TURN)
def test_the_running_step_is_lit_and_the_curves_end_where_training_is(trained, batch, running):
    sentence, past = trained.draw(batch, running), history()
    over = batch == 12 and running == "repeat"
    assert trained.steps.running == ("initialise" if batch == 0 else "stop" if over else running)
    assert sentence.lower().startswith(trained.steps.running)
    measured = max(batch - 1, 0) if running == "predict" else batch  # predicting comes before the loss
    np.testing.assert_allclose(trained.line.get_ydata(), past["loss"][:measured])
    assert len(trained.points.get_ydata()) == (batch // 4 if running == "repeat" else max(batch - 1, 0) // 4) + 1
    assert f"{trained.points.get_ydata()[-1]:.3f}" in sentence
    if batch and not over:
        assert f"batch {(batch - 1) % 4 + 1} of epoch {(batch - 1) // 4 + 1}" in sentence
        assert (f"{past['loss'][batch - 1]:.3f}" in sentence) == (running != "predict")


def test_going_back_takes_the_curves_back(trained):
    trained.draw(12)
    trained.draw(0)
    assert len(trained.line.get_ydata()) == 0
    assert len(trained.points.get_ydata()) == 1


@pytest.mark.parametrize(("losses", "accuracies"), [(7, 4), (0, 4), (4, 1)])
def test_a_history_of_broken_epochs_is_refused(losses, accuracies):
    with pytest.raises(ValueError, match=f"{losses} losses do not make {accuracies - 1} whole epochs"):
        TrainingPicture({"loss": [0.5] * losses, "accuracy": [0.5] * accuracies})


def test_the_weights_are_shown_and_what_has_not_moved_is_counted():
    weights, accuracies = history()["weights"], [0.5, 0.6, 0.7, 0.8]
    weights[2][:100] = weights[0][:100]
    picture = WeightsPicture(weights, accuracies)
    assert "784 of 784 have not moved" in picture.draw()
    sentence = picture.draw(2)
    assert sentence.startswith("After epoch 2")
    assert f"{weights[2].abs().max().item():.2f} in size, 100 of 784" in sentence
    assert sentence.endswith("0.700.")
    np.testing.assert_allclose(picture.now.get_array(), weights[2].view(28, 28))
    np.testing.assert_allclose(picture.moved.get_array(), (weights[2] - weights[0]).view(28, 28), atol=1e-6)
    assert picture.now.get_clim() == pytest.approx((-weights[3].abs().max().item(), weights[3].abs().max().item()))


@pytest.mark.parametrize(("weights", "accuracies"), [(3, 2), (0, 0)])
def test_weights_without_their_accuracies_are_refused(weights, accuracies):
    with pytest.raises(ValueError, match=f"{weights} sets of weights and {accuracies} accuracies"):
        WeightsPicture([torch.zeros(784)] * weights, [0.5] * accuracies)


def test_weights_that_are_all_zero_can_be_shown():
    assert "largest weight is 0.00" in WeightsPicture([torch.zeros(784)], [0.5]).draw()


def test_order_is_what_the_learners_function_gives():
    asked = []

    def train(**settings):
        asked.append(settings)
        return history(epochs=5, batches=2)

    picture = OrderPicture(train, epochs=5)
    sentence, past = picture.draw(shuffle=False, size=32, lr=0.1), history(epochs=5, batches=2)
    assert asked == [{"lr": 0.1, "size": 32, "shuffle": False}]
    np.testing.assert_allclose(picture.losses.get_xdata(), np.arange(0.25, 5, 0.5))
    np.testing.assert_allclose(picture.accuracies.get_ydata(), past["accuracy"])
    assert sentence == (
        "Sorted, 2 batches an epoch, learning rate 0.1: "
        f"accuracy {past['accuracy'][1]:.3f} after one epoch and {past['accuracy'][5]:.3f} after 5."
    )


RATES = [0.01, 1.0, 100.0]


def retrain(losses, accuracy=0.9):
    """The picture of a function that gives these `losses`, 2 an epoch, at any rate."""
    beside = {name: [history(batches=2, seed=seed) for seed in range(3)] for name in ("one", "two")}
    return RetrainPicture(lambda lr: {"loss": losses, "accuracy": [0.1, accuracy]}, RATES, beside, batches=2)


def test_retraining_shows_every_batch_and_where_it_ends():
    picture = retrain([0.7, 0.5, 0.2, 0.1])
    assert picture.draw(lr=1.0) == (
        "Learning rate 1: the loss is 0.60 over the first epoch and 0.15 over the last; the accuracy is 0.900."
    )
    np.testing.assert_allclose(picture.losses.get_ydata(), [0.7, 0.5, 0.2, 0.1])
    assert [point.get_data() for point in picture.points] == [([1.0], [0.9]), ([1.0], [pytest.approx(0.15)])]


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ([4e13, 3.0, 0.0, 0.0], "is over 10,000,000,000,000 over the first epoch and 0.00 over the last"),
        ([0.7, float("nan"), float("nan"), float("nan")], "the loss has left the numbers"),
        ([0.7, float("inf"), 1.0, 1.0], "the loss has left the numbers"),
    ],
)
def test_a_loss_out_of_view_is_told_in_words_and_still_drawn(losses, said):
    picture = retrain(losses, accuracy=0.5)
    sentence = picture.draw(lr=100.0)
    assert said in sentence
    assert "no better than guessing" in sentence
    assert not re.search(r"\b(nan|inf)\b", sentence)
    picture.fig.canvas.draw()  # no warning, so no error here


def test_retraining_leaves_the_worlds_random_numbers_alone():
    before = torch.get_rng_state()
    retrain([0.5] * 4).draw()
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(
    ("loss", "said"),
    [(0.123, "0.12"), (99.5, "99.50"), (1234.5, "1,234"), (84_361.0, "over 10,000"), (1e10, "over 10,000,000,000")],
)
def test_an_amount_is_written_as_one_reads_it(loss, said):
    assert amount(loss) == said


def test_a_stored_digit_is_read_before_and_after_it_is_centred():
    images, weights = torch.rand(3, 28, 28), torch.linspace(-1, 1, 784)
    picture = ReadingPicture(images, lambda image: image * 0, lambda image: image.sum().item() - 1, weights)
    sentence = picture.draw(digit=2)
    assert sentence.startswith(f"Digit 2: as drawn it scores {images[1].sum().item() - 1:.1f}, which says 3; ")
    assert sentence.endswith("centred it scores -1.0, which says 7.")
    drawn, seen, product = (shown.get_array() for shown in picture.shown)
    np.testing.assert_allclose(drawn, images[1])
    assert not seen.any()
    assert not product.any()


def test_the_same_values_give_the_same_picture():
    for picture in (TrainingPicture(history()), WeightsPicture(history()["weights"], [0.5, 0.6, 0.7, 0.8])):
        picture.fig.canvas.draw()
        picture.fig.set_layout_engine("none")  # as `explore` does once it has been laid out
        seen = []
        for stop in (1, 3, 1):
            picture.draw(stop)
            picture.fig.canvas.draw()
            seen.append(np.asarray(picture.fig.canvas.buffer_rgba()).copy())
        assert np.array_equal(seen[0], seen[2])
        assert not np.array_equal(seen[0], seen[1])
