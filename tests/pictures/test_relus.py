"""The picture of two bends: its sum and its loss against torch, and its sentence."""

import re
from itertools import product

import numpy as np
import pytest
import torch

from utils.pictures.relus import TwoBendsPicture

FIRST, SECOND, BEND = np.arange(-1, 1.75, 0.5), np.arange(-3, 1.25, 0.5), np.arange(-2, 2.75, 0.5)


def test_the_sum_is_that_of_torch_and_the_loss_is_the_mean_square():
    picture = TwoBendsPicture()
    for weight_1, weight_2, bend in product(FIRST, SECOND, BEND):
        sentence = picture.draw(weight_1, weight_2, bend)
        x, drawn = picture.sum.get_data()
        at = torch.tensor(np.concatenate([x, picture.DOTS[0]]))
        right = (weight_1 * torch.relu(at + 1) + weight_2 * torch.relu(at - bend)).numpy()
        assert drawn == pytest.approx(right[: len(x)])
        loss = np.mean((right[len(x) :] - picture.DOTS[1]) ** 2)
        assert float(re.search(r"loss.*? (\d+\.\d\d)", sentence)[1]) == pytest.approx(loss, abs=0.006)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((1.0, -2.0, 0.5), "three straight pieces, with slopes 0, 1 and -1; it goes through all five dots"),
        ((1.0, 1.0, -1.0), "two straight pieces, with slopes 0 and 2"),
        ((1.0, -1.0, -1.0), "one straight line, flat everywhere"),
        ((0.0, 0.0, 0.5), "one straight line, flat everywhere"),
        ((0.5, 1.0, -2.0), "three straight pieces, with slopes 0, 1 and 1.5"),
        ((1.5, 1.0, -2.0), "it leaves the picture near x = -0.1"),
    ],
)
def test_the_sentence_names_the_pieces_and_their_slopes(values, words):
    assert words in TwoBendsPicture().draw(*values)


def test_only_points_where_the_sum_bends_are_marked():
    picture = TwoBendsPicture()
    for weight_1, weight_2, marked in ((0.5, 0.0, [-1]), (0.0, 0.5, [1]), (0.5, 0.5, [-1, 1]), (0.0, 0.0, [])):
        picture.draw(weight_1, weight_2, bend=1.0)
        assert picture.bends.get_xdata().tolist() == marked


def test_a_line_leads_from_each_dot_to_the_sum():
    picture = TwoBendsPicture()
    picture.draw(weight_1=0.5, weight_2=0.0, bend=0.0)
    x, y = (np.asarray(values).reshape(5, 3) for values in picture.misses.get_data())
    assert x[:, 0].tolist() == x[:, 1].tolist() == list(picture.DOTS[0])
    np.testing.assert_allclose(y[:, 0], 0.5 * np.maximum(x[:, 0] + 1, 0))
    np.testing.assert_allclose(y[:, 1], picture.DOTS[1])


def test_the_names_stand_at_the_ends_of_their_curves_apart_and_in_the_picture():
    picture = TwoBendsPicture()
    for weight_1, weight_2, bend in product(FIRST[::2], SECOND[::2], BEND[::2]):
        picture.draw(weight_1, weight_2, bend)
        heights = np.array([name.get_position()[1] for name in picture.names])
        ends = [line.get_ydata()[-1] for line in (*picture.parts, picture.sum)]
        assert np.diff(np.sort(heights)).min() >= picture.APART - 1e-9
        assert (np.abs(heights) < picture.HIGH).all()
        assert (np.diff(heights[np.argsort(ends, kind="stable")]) > 0).all()


def test_at_the_start_each_name_stands_at_the_end_of_its_curve_and_the_second_bend_is_clear_of_the_dots():
    picture = TwoBendsPicture()
    picture.draw()
    ends = [line.get_ydata()[-1] for line in (*picture.parts, picture.sum)]
    assert [name.get_position()[1] for name in picture.names] == pytest.approx(ends)
    assert picture.bends.get_xdata()[1] not in picture.DOTS[0]
    assert all(line.get_zorder() > picture.sum.get_zorder() for line in (*picture.parts, picture.bends))
