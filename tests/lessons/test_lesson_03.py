"""Tests lesson 3: its loop agrees with torch.optim.SGD and the closed form, and its prose with the printed numbers."""

import random

import pytest
import torch

from tests.lessons.lesson_code import assert_claim, functions

NAMES = ("f", "descend", "descend_any", "plain", "mine")
f, descend, descend_any, plain, mine = functions("03_learning_rate", *NAMES)


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
    assert 2 * -1.5 == 20 * -0.15 == -3
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
    assert steps_until(descend_any(plain, 1.5, 0.4, 30)) <= 8


def test_a_large_rate_carries_the_learner_s_curve_into_the_other_valley():
    ends = [descend_any(mine, -1.6, lr, 8)[-1] for lr in (0.05, 0.2)]
    assert ends == pytest.approx([-1.04, 0.96], abs=0.01)
    for end in ends:
        x = torch.tensor(end, dtype=torch.float64, requires_grad=True)
        mine(x).backward()
        assert abs(x.grad.item()) < 0.05
    assert abs(descend_any(mine, -1.6, 0.34, 8)[-1]) > 1000


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        (
            "step-words",
            "from -1.5, where the slope is -3",
            "one-step",
            "the loss is 2.25, the slope is -3.0\n",
        ),
        ("one-step-what", "The loss has fallen from 2.25 to 1.44.", "one-step", "new x is -1.2, the new loss is 1.44"),
        ("guess-steps", "Yes, it takes 23.", "count-answers", "lr = 0.1   within 0.01 of the bottom: 23 step(s)"),
        (
            "draw-words",
            "2.25, 1.44, 0.92, 0.59, 0.38 and 0.24",
            "descend",
            "loss:  2.25 1.44 0.92 0.59 0.38 0.24",
        ),
        (
            "draw-answer",
            "exactly as it does with 0.1",
            "count-answers",
            "0.9   within 0.01 of the bottom: 23 step",
        ),
        (
            "draw-answer",
            "as far from the bottom as you are with 0.1",
            "draw-places",
            "-1.50 -1.20 -0.96 -0.77 -0.61 -0.49\nlr = 0.9: -1.50 1.20 -0.96 0.77 -0.61 0.49",
        ),
        ("try-what", "gets smaller up to 0.3", "try-rates", "lr = 0.1    loss after ten steps: 2.6e-02\nlr = 0.3    "),
        (
            "try-what",
            "is larger again at 0.9, and at 2.7",
            "try-rates",
            "2.5e-08\nlr = 0.9    loss after ten steps: 2.6e-02",
        ),
        (
            "hunt-tasks",
            "[0.5](#lr=0.5&steps=1): one step.",
            "count-answers",
            "0.5   within 0.01 of the bottom: 1 step",
        ),
        ("hunt-tasks", "as quick as [0.4]", "count-answers", "lr = 0.4   within 0.01 of the bottom: 4 step(s)"),
        ("hunt-tasks", "2. [0.6]", "count-answers", "lr = 0.6   within 0.01 of the bottom: 4 step(s)"),
        ("hunt-tasks", "it ends as high", "count-answers", "never        distance after ten steps: 1.500"),
        ("hunt-tasks", "3. [1.02]", "count-answers", "never        distance after ten steps: 2.220"),
        (
            "steep-what",
            "At 0.34 it diverges",
            "steep-paths",
            "3*x**2 with lr = 0.34: after five steps from -1.5, x is 1.8",
        ),
        (
            "steep-what",
            "slides down in a few",
            "steep-paths",
            "1*x**2 with lr = 0.34: after five steps from -1.5, x is -0",
        ),
        ("abs-guess", "It goes -1.5, -1.1, -0.7, -0.3,", "abs-paths", "lr = 0.4: -1.5 -1.1 -0.7 -0.3 0.1 -0.3"),
        ("abs-what", "you hop as well", "abs-paths", "lr = 0.5: -1.4 -0.9 -0.4 0.1 -0.4 0.1"),
        ("abs-what", "you land on 0", "abs-paths", "lr = 0.5: -1.5 -1.0 -0.5 0.0 0.0"),
        ("flat-guess", "The slope is about 0.0007", "flat-slope", "so the slope is 0.0007"),
        ("flat-guess", "a step is about 0.0003 long", "flat-slope", "the first step is 0.0003 long"),
        ("flat-guess", "B. Not even to 2.9", "flat-slope", "after 30 steps x is 2.99"),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim("03_learning_rate", prose, words, cell, numbers)


@pytest.mark.parametrize("bend", [0.02, 0.3, 1, 4, 25])
def test_the_rule_for_finding_a_rate_finds_one_that_is_down_in_ten_steps_on_valleys_of_many_shapes(bend):
    def valley(x):
        return bend * x**2

    ends = {lr: valley(descend_any(valley, -1.5, lr, 10)[-1]) for lr in (0.001 * 3**k for k in range(12))}
    assert min(ends.values()) < 0.01 * valley(-1.5)
