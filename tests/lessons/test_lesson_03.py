"""Tests lesson 3: its loop agrees with torch.optim.SGD and the closed form, and its prose with the printed numbers."""

import random

import pytest
import torch

from tests.lessons.lesson_code import assert_claim, functions

f, slope, descend, descend_any, plain = functions("03_learning_rate", "f", "slope", "descend", "descend_any", "plain")


def sgd(f, x, lr, steps):
    """The start and the values of x after each step of torch.optim.SGD."""
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=lr)
    path = [x.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        f(x).backward()
        optimizer.step()
        path.append(x.item())
    return path


def steps_until(path, near=0.01):
    """The number of the first step of `path` at which x is nearer to 0 than `near`."""
    return next(step for step, x in enumerate(path) if abs(x) < near)


@pytest.mark.parametrize("seed", range(10))
def test_the_loop_by_hand_is_sgd_and_the_closed_form(seed):
    generator = random.Random(seed)
    start, lr = generator.uniform(-2, 2), generator.uniform(0, 1.2)
    path = descend(start, lr, 20)
    assert path == pytest.approx(sgd(f, start, lr, 20), rel=1e-9)
    assert path == pytest.approx([(1 - 2 * lr) ** step * start for step in range(21)], rel=1e-9)
    assert descend_any(plain, start, lr, 20) == pytest.approx(sgd(plain, start, lr, 20), rel=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_the_slope_by_hand_is_that_of_autograd(seed):
    x = torch.empty(20).uniform_(-2, 2, generator=torch.Generator().manual_seed(seed)).requires_grad_()
    f(x).sum().backward()
    torch.testing.assert_close(slope(x.detach()), x.grad)


def test_steps_to_the_bottom():
    assert [steps_until(descend(-1.5, lr, 40)) for lr in (0.1, 0.9, 0.5)] == [23, 23, 1]


def test_rates_above_one_diverge_and_one_bounces_for_ever():
    assert abs(descend(-1.5, 1.05, 10)[-1]) == pytest.approx(3.891, abs=5e-4)
    assert {abs(x) for x in descend(-1.5, 1.0, 10)} == {1.5}


def test_a_tenth_and_nine_tenths_have_the_same_loss_at_every_step():
    slides, bounces = (torch.tensor(descend(-1.5, lr, 30)) ** 2 for lr in (0.1, 0.9))
    torch.testing.assert_close(slides, bounces)
    assert descend(-1.5, 0.9, 1)[1] > 0 > descend(-1.5, 0.1, 1)[1]


def test_three_times_as_steep_diverges_from_a_third():
    def steep(x):
        return 3 * x**2

    assert abs(descend_any(steep, -1.5, 0.33, 200)[-1]) < 0.1
    assert abs(descend_any(steep, -1.5, 1 / 3, 200)[-1]) == pytest.approx(1.5)
    assert abs(descend_any(steep, -1.5, 0.34, 200)[-1]) > 100


def test_from_the_same_slope_one_curve_goes_down_and_the_other_does_not():
    assert slope(-1.5) == 20 * -0.15 == -3
    first, second = descend_any(f, -1.5, 0.1, 1), descend_any(lambda x: 10 * x**2, -0.15, 0.1, 1)
    assert f(first[1]) < f(first[0])
    assert second[1] == pytest.approx(-second[0])


def test_on_straight_sides_steps_bounce_for_ever_at_0_4_and_reach_0_at_0_5():
    assert descend_any(torch.abs, -1.5, 0.4, 8)[3:] == pytest.approx([-0.3, 0.1, -0.3, 0.1, -0.3, 0.1])
    assert descend_any(torch.abs, -1.5, 0.5, 8)[3:] == [0.0] * 6
    assert abs(descend_any(torch.abs, -1.4, 0.5, 8)[-1]) > 0.05


def test_far_from_the_bottom_the_slope_can_be_almost_0():
    x = torch.tensor(3.0, requires_grad=True)
    plain(x).backward()
    assert x.grad.item() == pytest.approx(0.0007, abs=5e-5)
    assert descend_any(plain, 3.0, 0.4, 30)[-1] > 2.98
    assert steps_until(descend_any(plain, 1.5, 0.4, 30)) < 10


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        (
            "step-words",
            "from -1.5, where the slope is -3",
            "one-step",
            "x is -1.5, the loss is 2.25, the slope is -3.0\n",
        ),
        ("one-step-what", "The loss has fallen from 2.25 to 1.44.", "one-step", "new x is -1.2, the new loss is 1.44"),
        ("guess-steps", "B. About 23.", "count-answers", "lr = 0.1: within 0.01 of the bottom after 23 "),
        ("hunt-tasks", "1. 0.5: one step.", "count-answers", "lr = 0.5: within 0.01 of the bottom after 1 "),
        ("hunt-tasks", "0.4 leaves a fifth", "count-answers", "lr = 0.4: within 0.01 of the bottom after 4 "),
        (
            "hunt-tasks",
            "2. 0.6: each step leaves a fifth",
            "count-answers",
            "lr = 0.6: within 0.01 of the bottom after 4 ",
        ),
        (
            "guess-rates",
            "C. Neither: it is the same.",
            "count-answers",
            "lr = 0.9: within 0.01 of the bottom after 23 ",
        ),
        (
            "explain",
            "the factor to the power of ten, times the start",
            "factors",
            "lr = 1.05  factor -1.10  |x| after ten steps: 3.891, by the closed form 3.891",
        ),
        ("hunt-tasks", "At 1 it ends as high", "factors", "lr = 1.0   factor -1.00  |x| after ten steps: 1.500"),
        ("hunt-tasks", "3. 1.02, the first stop", "factors", "lr = 1.02  factor -1.04  |x| after ten steps: 2.220"),
        ("equal", "both have the same loss at every step", "equal-losses", "True"),
        (
            "steep-what",
            "0.34 that slides on `x**2`",
            "steep-paths",
            "1*x**2 with lr = 0.34: after five steps from -1.5, x is -0.005",
        ),
        ("steep-what", "diverges here", "steep-paths", "3*x**2 with lr = 0.34: after five steps from -1.5, x is 1.825"),
        ("abs-guess", "It goes -1.5, -1.1, -0.7, -0.3,", "abs-paths", "lr = 0.4: -1.5 -1.1 -0.7 -0.3 0.1 -0.3"),
        ("abs-what", "start at -1.4 and it hops as well", "abs-paths", "lr = 0.5: -1.4 -0.9 -0.4 0.1 -0.4 0.1"),
        ("flat-guess", "The slope at 3 is about 0.0007", "flat-slope", "the slope at 3 is 0.0007"),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim("03_learning_rate", prose, words, cell, numbers)
