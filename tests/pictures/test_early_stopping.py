"""The picture of early stopping: the best step and the last one, against cases worked out by hand."""

from itertools import product

import pytest

from tests.plots.rendering import inside
from utils.pictures.early_stopping import StoppingPicture, stopping

FALLS_THEN_RISES = [0.7, 0.5, 0.3, 0.25, 0.3, 0.4, 0.5, 0.6]


def history(flipped=0, lr=0.1):
    """An invented history: the loss rises with the number of flipped labels; a high rate begins above the axis."""
    losses = [loss + 0.01 * flipped * step / 8 for step, loss in enumerate(FALLS_THEN_RISES)]
    return {
        "train": [loss / (step + 1) for step, loss in enumerate(losses)],
        "valid": [2.0, *losses[1:]] if lr > 0.3 else losses,
        "accuracy": [1 - loss / 2 for loss in losses],
    }


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
def test_patience_counts_the_steps_since_the_best_one(losses, patience, best, stop):
    assert stopping(losses, patience) == (best, stop)


def test_the_curves_are_the_history_divided_at_the_step_where_training_stops():
    picture = StoppingPicture(history, steps=7)
    sentence = picture.draw(flipped=0, patience=2)
    for line, rest, name in zip(picture.lines, picture.after, ("train", "valid", "accuracy"), strict=True):
        assert line.get_ydata().tolist() == history()[name][:6]
        assert rest.get_ydata().tolist() == history()[name][5:]
    assert [mark.get_data()[0][0] for mark in picture.best] == [3, 3]
    assert picture.best[0].get_data()[1][0] == 0.25
    assert "stopped at step 5; the best is step 3, with validation loss 0.25 and accuracy 0.875" in sentence
    assert sentence.endswith("after 7 steps they are 0.60 and 0.700.")
    assert "never stopped" in picture.draw(flipped=0, patience=100)


def test_each_setting_is_trained_once_whatever_the_patience():
    trained = []

    def train(flipped, lr):
        trained.append((flipped, lr))
        return history(flipped, lr)

    picture = StoppingPicture(train, steps=7)
    for flipped, patience, lr in product((0, 40), (1, 5, 100), (0.1, 0.5)):
        picture.draw(flipped, patience, lr)
    assert sorted(trained) == sorted(product((0, 40), (0.1, 0.5)))


def test_the_axis_grows_for_a_high_loss_and_shrinks_again():
    picture = StoppingPicture(history, steps=7)
    heights = [picture.draw(flipped=0, lr=lr) and picture.ax.get_ylim()[1] for lr in (0.1, 0.5, 0.1)]
    assert heights == [picture.HIGH, picture.HIGHER, picture.HIGH]


@pytest.mark.parametrize("lr", [0.1, 0.5])
def test_the_names_of_the_curves_are_inside_the_figure_and_do_not_overlap(lr):
    close = {"train": [0.7, 0.20], "valid": [0.7, 0.21], "accuracy": [0.5, 0.9]}
    picture = StoppingPicture(lambda flipped, lr: close, steps=1)
    picture.draw(lr=lr)
    assert inside(picture.ax, picture.names)
    below, above = (text.get_window_extent() for text in picture.names)
    assert below.y1 <= above.y0 + 1
