"""The gorge of lesson 4 against torch.optim.SGD, and its scale."""

import numpy as np
import pytest
import torch

from tests.pictures.test_trail import drawn
from utils.pictures.gorge import GorgePicture


def sgd(steep, lr, steps):
    """a and b at the start and after each step of torch.optim.SGD on a**2 + steep * b**2, (steps + 1, 2)."""
    weights = torch.tensor([-5.0, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer, path = torch.optim.SGD([weights], lr=lr), [weights.tolist()]
    for _ in range(steps):
        optimizer.zero_grad()
        (weights[0] ** 2 + steep * weights[1] ** 2).backward()
        optimizer.step()
        path.append(weights.tolist())
    return np.array(path)


@pytest.mark.parametrize("lr", [0.005, 0.02, 0.036, 0.042, 0.5])
def test_both_walks_are_those_of_torch_optim_sgd(lr):
    picture = GorgePicture()
    picture.draw(lr=lr, steps=9)
    for bowl, steep, rate in ((picture.gorge, 25, lr), (picture.bowl, 1, picture.FITTING)):
        ends = drawn(bowl.trail)[1::2]
        np.testing.assert_allclose(ends, sgd(steep, rate, 9)[1:], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(bowl.point.get_xydata()[0], ends[-1])


def test_both_maps_have_one_scale():
    picture = GorgePicture()
    picture.fig.canvas.draw()
    for ax in picture.fig.axes:
        unit = ax.transData.transform([(1, 0), (0, 1)]) - ax.transData.transform((0, 0))
        assert unit[0, 0] == pytest.approx(unit[1, 1])
    assert picture.fig.axes[0].get_xlim() == picture.fig.axes[1].get_xlim()


def test_each_ring_runs_where_the_loss_has_its_level():
    picture = GorgePicture()
    for ax, bowl in zip(picture.fig.axes, (picture.gorge, picture.bowl), strict=True):
        rings = [patch for patch in ax.patches if hasattr(patch, "width")]
        losses = [bowl.loss(np.array([ring.width / 2, 0])) for ring in rings]
        assert losses == pytest.approx([bowl.loss(np.array([0, ring.height / 2])) for ring in rings])
        assert losses == pytest.approx([50, 25, 10, 2])


def test_each_ring_that_the_map_shows_has_its_number_on_it_and_each_title_the_rate():
    picture = GorgePicture()
    picture.draw(lr=0.02)
    for bowl, shown, rate in ((picture.gorge, {50, 25, 10, 2}, 0.02), (picture.bowl, {25, 10, 2}, 0.4)):
        numbers = {int(text.get_text()): text.get_position() for text in bowl.ax.texts if text.get_text()}
        assert set(numbers) == shown
        assert [bowl.loss(np.array(place)) for place in numbers.values()] == pytest.approx(list(numbers))
        assert f", lr = {rate}: loss " in bowl.title.get_text()


def test_it_says_where_the_weights_are_and_which_step_left_the_map():
    picture = GorgePicture()
    sentence = picture.draw(lr=0.036, steps=10)
    assert "in the gorge, with lr = 0.036, a = -2.37, b = 0.11 and the loss is 5.90" in sentence
    assert "in the round bowl, with lr = 0.4, a = " in sentence
    assert not picture.gorge.gone.get_text()
    picture.draw(lr=0.042, steps=14)
    left = next(step for step, (_, b) in enumerate(sgd(25, 0.042, 14)) if abs(b) > picture.ax.get_ylim()[1])
    assert picture.gorge.gone.get_text() == f"step {left} left the map"
    assert not picture.bowl.gone.get_text()


@pytest.mark.parametrize("lr", [0.005, 0.01, 0.02, 0.03, 0.036, 0.04, 0.042, 0.1, 0.3, 0.5])
def test_in_ten_steps_the_round_bowl_is_done_and_the_gorge_is_not_at_any_rate(lr):
    picture = GorgePicture()
    picture.draw(lr=lr, steps=10)
    gorge, bowl = (each.loss(each.point.get_xydata()[0]) for each in (picture.gorge, picture.bowl))
    assert bowl < 1e-6 < 4 < gorge
