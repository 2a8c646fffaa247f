"""The picture of early stopping: the best epoch and the last one, against cases worked out by hand."""

from itertools import product

import numpy as np
import pytest

from tests.plots.rendering import inside
from utils.pictures.early_stopping import SHOWN, StoppingPicture, stopping

FALLS_THEN_RISES = [0.7, 0.5, 0.3, 0.25, 0.3, 0.4, 0.5, 0.6]
COUNT = 10  # held-out digits: five threes, then five sevens
DIGITS = np.arange(COUNT)[:, None] / COUNT * np.ones((COUNT, 784))
TARGETS = np.repeat([1.0, 0.0], 5)[:, None]


def history(flipped=0):
    """An invented history: the loss rises with the number of flipped labels, and the first four threes are lost.

    In epoch e the logit of a digit is 3.5 - e for those four, and 2 towards the right answer for the others.
    """
    losses = [loss + 0.01 * flipped * step / 8 for step, loss in enumerate(FALLS_THEN_RISES)]
    logits = [np.where(np.arange(COUNT) < 4, 3.5 - epoch, 2 * (2 * TARGETS.ravel() - 1)) for epoch in range(8)]
    return {
        "train": [loss / (step + 1) for step, loss in enumerate(losses)],
        "valid": losses,
        "accuracy": [1 - loss / 2 for loss in losses],
        "logits": [each[:, None] for each in logits],
    }


def picture(train=history):
    """The picture of this training, which has seven epochs."""
    return StoppingPicture(train, DIGITS, TARGETS, epochs=7)


@pytest.mark.parametrize(
    ("losses", "patience", "best", "stop"),
    [
        (FALLS_THEN_RISES, 1, 3, 4),
        (FALLS_THEN_RISES, 3, 3, 6),
        (FALLS_THEN_RISES, 100, 3, 7),
        ([0.3, 0.2, 0.1], 1, 2, 2),
        ([0.3, 0.4, 0.4, 0.1], 2, 0, 2),  # the training stops before it reaches 0.1
        ([0.3, 0.3, 0.3], 2, 0, 2),  # an equal loss is not a better one
    ],
)
def test_patience_counts_the_epochs_since_the_best_one(losses, patience, best, stop):
    assert stopping(losses, patience) == (best, stop)


def test_both_losses_are_the_history_on_one_scale_divided_at_the_stop():
    shown = picture()
    sentence = shown.draw(flipped=0, patience=2)
    for line, rest, name in zip(shown.lines, shown.after, ("train", "valid"), strict=True):
        assert line.axes is rest.axes is shown.ax
        assert line.get_ydata().tolist() == history()[name][:6]
        assert rest.get_ydata().tolist() == history()[name][5:]
    assert shown.ax.get_yscale() == shown.ax.get_xscale() == "linear"
    assert [values[0] for values in shown.star.get_data()] == [3, 0.25]
    assert "stopped after epoch 5; lowest validation loss 0.25 after epoch 3, with accuracy 0.875" in sentence
    assert "at the end they are 0.40 and 0.800." in sentence
    assert "not stopped" in shown.draw(flipped=0, patience=100)


def test_the_digits_are_first_those_that_training_on_has_lost_as_they_were_at_the_star_and_at_the_stop():
    shown = picture()
    sentence = shown.draw(flipped=0, patience=100)
    assert shown.row.get_array()[0, : 4 * 28 : 28].tolist() == [0, 0.1, 0.2, 0.3]
    assert shown.row.get_array().shape == (28, 28 * SHOWN)
    sigmoid = 1 / (1 + np.exp(-np.array([0.5, -3.5, 2.0])))
    assert shown.at_star.get_ydata() == pytest.approx([sigmoid[0]] * 4 + [sigmoid[2]] * 2)
    assert shown.at_stop.get_ydata() == pytest.approx([sigmoid[1]] * 4 + [sigmoid[2]] * 2)
    assert shown.at_stop.get_markerfacecolor() == "none"  # a star inside the square is seen
    assert shown.at_stop.get_markersize() >= 0.8 * shown.at_star.get_markersize()
    assert sentence.endswith("Of the six digits 6 are right at the star, 2 at the end.")
    assert shown.draw(flipped=0, patience=1).endswith("6 are right at the star, 2 at the end.")


def test_each_number_of_flipped_labels_is_trained_once_whatever_the_patience():
    trained = []

    def train(flipped):
        trained.append(flipped)
        return history(flipped)

    shown = picture(train)
    for flipped, patience in product((0, 40), (1, 5, 100)):
        shown.draw(flipped, patience)
    assert trained == [0, 40]


@pytest.mark.parametrize("ends", [(0.20, 0.21), (0.01, 5.0)])
def test_the_names_of_the_curves_are_inside_the_figure_and_do_not_overlap(ends):
    close = history() | {"train": [*[0.7] * 7, ends[0]], "valid": [*[0.7] * 7, ends[1]]}
    shown = picture(lambda flipped: close)
    shown.draw()
    assert inside(shown.ax, shown.names)
    below, above = (text.get_window_extent() for text in shown.names)
    assert below.y1 <= above.y0 + 1
