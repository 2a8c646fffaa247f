"""The pictures of lesson 8: bends against torch's ReLU, stopping against cases told by hand, counts in their places."""

import re
from itertools import product

import numpy as np
import pytest
import torch

from tests.plots.looking import inside, pixels
from utils.pictures.learner import StoppingPicture, TwoBendsPicture, show_confusion, stopping

FALLS_THEN_RISES = [0.7, 0.5, 0.3, 0.25, 0.3, 0.4, 0.5, 0.6]
EARLY, LATE, BEND = np.arange(-1, 1.75, 0.5), np.arange(-3, 1.25, 0.5), np.arange(-2, 2.75, 0.5)


def history(flipped=0, lr=0.1):
    """A made history that rises the more, the more labels are flipped, and bounces out of view at a high rate."""
    losses = [loss + 0.01 * flipped * step / 8 for step, loss in enumerate(FALLS_THEN_RISES)]
    return {
        "train": [loss / (step + 1) for step, loss in enumerate(losses)],
        "valid": [2.0, *losses[1:]] if lr > 0.3 else losses,
        "accuracy": [1 - loss / 2 for loss in losses],
    }


def test_the_sum_is_torch_s_and_its_loss_is_the_mean_square():
    picture = TwoBendsPicture()
    for early, late, bend in product(EARLY, LATE, BEND):
        said = picture.draw(early, late, bend)
        x, drawn = picture.sum.get_data()
        at = torch.tensor(np.concatenate([x, picture.DOTS[0]]))
        right = (early * torch.relu(at + 1) + late * torch.relu(at - bend)).numpy()
        assert drawn == pytest.approx(right[: len(x)])
        loss = np.mean((right[len(x) :] - picture.DOTS[1]) ** 2)
        assert float(re.search(r"loss.*? (\d+\.\d\d)", said)[1]) == pytest.approx(loss, abs=0.006)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((1.0, -2.0, 1.0), "three straight pieces, with slopes 0, 1 and -1; it goes through all five dots"),
        ((1.0, 1.0, -1.0), "two straight pieces, with slopes 0 and 2"),
        ((1.0, -1.0, -1.0), "one straight line, flat everywhere"),
        ((0.0, 0.0, 0.5), "one straight line, flat everywhere"),
        ((0.5, 1.0, -2.0), "three straight pieces, with slopes 0, 1 and 1.5"),
        ((1.5, 1.0, -2.0), "it leaves the picture near x = 0.3"),
    ],
)
def test_the_pieces_are_told_in_words(values, said):
    assert said in TwoBendsPicture().draw(*values)


def test_only_what_bends_is_marked():
    picture = TwoBendsPicture()
    for early, late, marked in ((0.5, 0.0, [-1]), (0.0, 0.5, [1]), (0.5, 0.5, [-1, 1]), (0.0, 0.0, [])):
        picture.draw(early, late, bend=1.0)
        assert picture.bends.get_xdata().tolist() == marked


@pytest.mark.parametrize(
    ("losses", "patience", "best", "stop"),
    [
        (FALLS_THEN_RISES, 1, 3, 4),
        (FALLS_THEN_RISES, 3, 3, 6),
        (FALLS_THEN_RISES, 100, 3, 7),
        ([0.3, 0.2, 0.1], 1, 2, 2),
        ([0.3, 0.4, 0.4, 0.1], 2, 0, 2),  # what comes after it has stopped is not known to it
        ([0.3, 0.3, 0.3], 2, 0, 2),  # as good is not better
    ],
)
def test_patience_is_the_steps_since_the_best(losses, patience, best, stop):
    assert stopping(losses, patience) == (best, stop)


def test_what_is_drawn_is_the_history_parted_where_it_stops():
    picture = StoppingPicture(history, steps=7)
    said = picture.draw(flipped=0, patience=2)
    for line, rest, name in zip(picture.lines, picture.after, ("train", "valid", "accuracy"), strict=True):
        assert line.get_ydata().tolist() == history()[name][:6]
        assert rest.get_ydata().tolist() == history()[name][5:]
    assert [mark.get_data()[0][0] for mark in picture.best] == [3, 3]
    assert picture.best[0].get_data()[1][0] == 0.25
    assert "stopped at step 5; the best is step 3, with validation loss 0.25 and accuracy 0.875" in said
    assert said.endswith("after 7 steps they are 0.60 and 0.700.")
    assert "never stopped" in picture.draw(flipped=0, patience=100)


def test_a_run_is_trained_once_and_patience_trains_none():
    asked = []

    def train(flipped, lr):
        asked.append((flipped, lr))
        return history(flipped, lr)

    picture = StoppingPicture(train, steps=7)
    for flipped, patience, lr in product((0, 40), (1, 5, 100), (0.1, 0.5)):
        picture.draw(flipped, patience, lr)
    assert sorted(asked) == sorted(product((0, 40), (0.1, 0.5)))


def test_the_axis_makes_room_for_a_loss_that_bounces_and_takes_it_back():
    picture = StoppingPicture(history, steps=7)
    heights = [picture.draw(flipped=0, lr=lr) and picture.ax.get_ylim()[1] for lr in (0.1, 0.5, 0.1)]
    assert heights == [picture.HIGH, picture.HIGHER, picture.HIGH]


@pytest.mark.parametrize("lr", [0.1, 0.5])
def test_the_two_names_are_inside_and_clear_of_each_other(lr):
    close = {"train": [0.7, 0.20], "valid": [0.7, 0.21], "accuracy": [0.5, 0.9]}
    picture = StoppingPicture(lambda flipped, lr: close, steps=1)
    picture.draw(lr=lr)
    assert inside(picture.ax, picture.names)
    below, above = (text.get_window_extent() for text in picture.names)
    assert below.y1 <= above.y0 + 1


def test_confusion_writes_every_count_in_its_place_and_colours_mistakes_alone():
    counts = torch.eye(10, dtype=torch.int64) * 90
    counts[3, 5], counts[9, 4] = 7, 2
    ax = show_confusion(counts)
    written = {(text.get_position()[1], text.get_position()[0]): int(text.get_text()) for text in ax.texts}
    assert written == {(row, row): 90 for row in range(10)} | {(3, 5): 7, (9, 4): 2}
    shown = ax.images[0].get_array()
    assert shown.trace() == 0
    assert (shown[3, 5], shown[9, 4]) == (7, 2)


def test_no_mistakes_are_no_trouble_and_a_mistake_is_seen():
    clean, one = torch.eye(10, dtype=torch.int64) * 100, torch.eye(10, dtype=torch.int64) * 100
    one[0, 6] = 1
    assert (pixels(show_confusion(clean)) != pixels(show_confusion(one))).any()
