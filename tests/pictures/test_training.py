"""The pictures of lesson 7: what they draw and their sentences, against a plain training loop."""

import itertools

import numpy as np
import pytest
import torch

from utils.pictures.retraining import OrderPicture
from utils.pictures.training import TURN, TrainingPicture, WeightsPicture
from utils.plots.code_lines import lines_of


def history(epochs=3, batches=4, seed=0):
    """A history of invented numbers in the form that the lesson's loop keeps."""
    g = torch.Generator().manual_seed(seed)
    return {
        "loss": torch.rand(epochs * batches, generator=g).tolist(),
        "accuracy": torch.rand(epochs + 1, generator=g).tolist(),
        "weights": list(torch.randn(epochs + 1, 784, 1, generator=g)),
    }


def train(epochs):
    w = 0  # 1 initialise
    history = []
    for epoch in range(epochs):  # 6 repeat
        for _ in range(4):  # 6 repeat
            score = w  # 2 predict
            loss = score**2  # 3 loss
            slope = 2 * loss  # 4 gradient
            w -= slope  # 5 step
        history.append(epoch)
    return w, history  # 7 stop


@pytest.fixture
def trained():
    return TrainingPicture(train, history())


def lit(picture):
    """The numbers of the lines of the code that are highlighted."""
    bands = [band for each in picture.code.bands.values() for band in each]
    return [int(band.get_y()) for band in bands if band.get_visible()]


def loop(epochs=3, batches=4):
    """Run through a training step by step: the batch number, the step, its name, and the numbers known by then."""
    past, number = history(epochs, batches), 0
    losses, accuracies = [], [past["accuracy"][0]]
    for epoch in range(1, epochs + 1):
        for batch in range(1, batches + 1):
            number += 1
            for running in ("predict", "loss", "gradient", "step", "repeat"):
                if running == "loss":
                    losses.append(past["loss"][number - 1])
                if running == "repeat" and batch == batches:
                    accuracies.append(past["accuracy"][epoch])
                yield number, running, f"batch {batch} of epoch {epoch}", list(losses), list(accuracies)


def test_the_steps_run_in_the_order_of_the_loop():
    assert [running for number, running, *_ in loop() if number == 1] == list(TURN.values())


def test_the_list_the_diagram_the_code_and_the_sentence_name_the_same_step(trained):
    lines = lines_of(train)
    for number, chosen in itertools.product(range(1, 13), TURN):
        sentence = trained.draw(number, TURN[chosen])
        assert trained.steps.running in chosen.split(" or ")
        assert {lines[row][0] for row in lit(trained)} == {trained.steps.running}
        assert sentence.lower().startswith(trained.steps.running)


def test_at_each_step_the_picture_shows_what_a_loop_knows_by_then(trained):
    *steps, _ = loop()
    for number, running, name, losses, accuracies in steps:
        sentence = trained.draw(number, running)
        assert trained.steps.running == running
        assert sentence.lower().startswith(running)
        assert trained.line.get_ydata() == pytest.approx(losses)
        lines = {"predict": 3, "loss": 4, "gradient": 5, "step": 6, "repeat": 1 if number % 4 == 0 else 2}
        assert lit(trained) == [lines[running]]
        epoch = len(accuracies) - 1
        after = f"after epoch {epoch}" if epoch else "before training"
        assert trained.title.get_text() == f"loss; accuracy {after}: {accuracies[-1]:.3f}"
        assert running != "repeat" or f"and the next {'epoch' if number % 4 == 0 else 'batch'} comes" in sentence
        assert f"{accuracies[-1]:.3f}" in sentence
        assert name in sentence
        if running != "predict":
            assert f"loss {losses[-1]:.3f}" in sentence or f"it is {losses[-1]:.3f}" in sentence


@pytest.mark.parametrize("running", TURN.values())
def test_before_the_first_batch_the_weights_are_initialised(trained, running):
    sentence = trained.draw(0, running)
    assert trained.steps.running == "initialise"
    assert lit(trained) == [0]
    assert sentence.startswith("Initialise")
    assert len(trained.line.get_ydata()) == 0
    assert f"{history()['accuracy'][0]:.3f}" in sentence


def test_the_repeat_of_the_last_batch_is_the_stop(trained):
    *_, (number, running, _, losses, accuracies) = loop()
    sentence = trained.draw(number, running)
    assert trained.steps.running == "stop"
    assert lit(trained) == [7]
    assert sentence.startswith("Stop: 3 epochs of 4 batches are over")
    assert trained.line.get_ydata() == pytest.approx(losses)
    assert f"{accuracies[-1]:.3f}" in sentence


def test_going_back_to_the_start_empties_the_curves(trained):
    trained.draw(12)
    trained.draw(0)
    assert len(trained.line.get_ydata()) == 0


@pytest.mark.parametrize(("losses", "accuracies"), [(7, 4), (0, 4), (4, 1)])
def test_epochs_with_different_numbers_of_batches_raise_a_sentence(losses, accuracies):
    with pytest.raises(ValueError, match=f"{losses} losses do not make {accuracies - 1} whole epochs"):
        TrainingPicture(train, {"loss": [0.5] * losses, "accuracy": [0.5] * accuracies})


def test_the_weights_are_shown_beside_those_made_by_hand_and_those_that_have_not_moved_are_counted():
    weights, accuracies, by_hand = history()["weights"], [0.5, 0.6, 0.7, 0.8], torch.linspace(-9, 1, 784)
    weights[2][:100] = weights[0][:100]
    picture = WeightsPicture(weights, accuracies, by_hand, 0.95)
    assert "784 of 784 have not moved" in picture.draw()
    sentence = picture.draw(2)
    assert sentence.startswith("After epoch 2")
    assert f"{weights[2].abs().max().item():.2f} in size, 100 of 784" in sentence
    assert sentence.endswith("0.700.")
    hand = picture.fig.axes[1]
    assert picture.ax.get_title(loc="left").endswith("0.700")
    assert hand.get_title(loc="left").endswith("0.950")
    np.testing.assert_allclose(picture.now.get_array(), weights[2].view(28, 28))
    np.testing.assert_allclose(hand.images[0].get_array(), by_hand.view(28, 28))
    assert picture.now.get_clim() == hand.images[0].get_clim() == pytest.approx((-9, 9))
    assert hand.images[0].get_cmap() is picture.now.get_cmap()


@pytest.mark.parametrize(("weights", "accuracies"), [(3, 2), (0, 0)])
def test_weights_and_accuracies_of_different_number_raise_a_sentence(weights, accuracies):
    with pytest.raises(ValueError, match=f"{weights} sets of weights and {accuracies} accuracies"):
        WeightsPicture([torch.zeros(784)] * weights, [0.5] * accuracies, torch.zeros(784), 0.5)


def test_weights_that_are_all_zero_can_be_shown():
    assert "largest weight is 0.00" in WeightsPicture([torch.zeros(784)], [0.5], torch.zeros(784), 0.5).draw()


def test_the_order_picture_draws_what_the_learners_function_returns():
    settings_used = []

    def train(**settings):
        settings_used.append(settings)
        return history(epochs=5, batches=2)

    picture = OrderPicture(train, epochs=5)
    sentence, past = picture.draw(shuffle=False, size=32, lr=0.1), history(epochs=5, batches=2)
    assert settings_used == [{"lr": 0.1, "size": 32, "shuffle": False}]
    np.testing.assert_allclose(picture.losses.get_xdata(), np.arange(0.25, 5, 0.5))
    np.testing.assert_allclose(picture.accuracies.get_ydata(), past["accuracy"])
    assert sentence == (
        "Sorted, 2 batches an epoch, learning rate 0.1: "
        f"accuracy {past['accuracy'][1]:.3f} after one epoch and {past['accuracy'][5]:.3f} after 5."
    )


def test_the_same_values_give_the_same_picture():
    weights = WeightsPicture(history()["weights"], [0.5, 0.6, 0.7, 0.8], torch.ones(784), 0.9)
    for picture in (TrainingPicture(train, history()), weights):
        picture.fig.canvas.draw()
        picture.fig.set_layout_engine("none")  # as `explore` does once it has been laid out
        frames = []
        for stop in (1, 3, 1):
            picture.draw(stop)
            picture.fig.canvas.draw()
            frames.append(np.asarray(picture.fig.canvas.buffer_rgba()).copy())
        assert np.array_equal(frames[0], frames[2])
        assert not np.array_equal(frames[0], frames[1])
