"""Tests lesson 1: its functions agree with autograd, and the numbers in its prose with those that its cells print."""

import random
import re

import pytest
import torch

from tests.lessons.lesson_code import assert_claim, cells, code, functions, printed, source
from utils.check import check
from utils.digits import load_threes_and_sevens
from utils.pictures.secant import SecantPicture
from utils.pictures.slope import DerivativePicture, SlopePicture

f, derivative, measured, mine = functions("01_slope", "f", "derivative", "measured", "mine")


def test_it_opens_with_a_real_three_and_a_real_seven():
    images, labels, *_ = load_threes_and_sevens()
    assert "images[[0, 400]]" in source("01_slope", "digits")
    assert labels[[0, 400]].ravel().tolist() == [1, 0]  # 1 is a three
    assert f"{images.shape[1]} pixels" in printed("01_slope", "digits")
    assert list(code("01_slope"))[:3] == ["imports", "digits", "fog"]


def test_at_minus_one_and_a_half_the_height_is_2_25_and_the_slope_minus_3():
    assert f(-1.5) == 2.25
    assert derivative(-1.5) == -3
    assert SlopePicture(f).draw(x=-1.5).startswith("At x = -1.50, f(x) = 2.25 and the slope is -3.00")


@pytest.mark.parametrize("seed", range(10))
def test_the_derivative_is_that_of_autograd(seed):
    x = torch.empty(20).uniform_(-3, 3, generator=torch.Generator().manual_seed(seed)).requires_grad_()
    f(x).sum().backward()
    torch.testing.assert_close(derivative(x.detach()), x.grad)


@pytest.mark.parametrize("seed", range(10))
def test_the_slope_measured_with_a_nudge_is_near_the_derivative_and_off_by_the_nudge(seed):
    x = random.Random(seed).uniform(-3, 3)
    assert measured(f, x) == pytest.approx(derivative(x), abs=1e-5)
    for h in (1, 0.1, 0.01):
        assert measured(f, x, h) == pytest.approx(2 * x + h)


def test_in_the_picture_of_the_secant_every_smaller_nudge_is_nearer_to_minus_3():
    stops = re.search(r"h=(\[.*?\])", source("01_slope", "nudge-move"))[1]
    errors = [abs(SecantPicture(f).measure(h)[0] + 3) for h in eval(stops)]
    assert len(errors) == 13
    assert errors == sorted(errors, reverse=True)


def test_the_smallest_nudges_are_rounded_away():
    x = torch.tensor(-1.5)
    assert measured(f, -1.5, 1e-16) == 0
    assert measured(f, x, 1e-8) == 0
    errors = [abs(measured(f, -1.5, 10.0**-k) + 3) for k in range(1, 9)]
    assert errors == sorted(errors, reverse=True)  # down to 1e-8 a smaller nudge is a better one
    assert abs(measured(f, -1.5, 1e-12) + 3) > 10 * errors[-1]
    assert abs(measured(f, -1.5, 1e-15) + 3) > 0.1


def test_the_error_of_the_prediction_is_the_nudge_squared():
    for dx in (1, 0.1, 0.01):
        assert f(-1.5 + dx) - (f(-1.5) + derivative(-1.5) * dx) == pytest.approx(dx**2)


def test_the_landscape_of_ones_own_has_two_valleys_of_different_depth():
    xs = torch.linspace(-3, 3, 601, dtype=torch.float64)
    ys = mine(xs)
    valleys = [ys[k].item() for k in range(1, 600) if ys[k - 1] > ys[k] < ys[k + 1]]
    assert len(valleys) == 2
    assert abs(valleys[0] - valleys[1]) > 0.5


@pytest.mark.parametrize("idea", ["x**3 - 3 * x", "torch.abs(x)", "torch.cos(3 * x)"])
def test_the_pictures_draw_each_idea_of_the_lesson(idea):
    assert f"`{idea}`" in source("01_slope", "own-words")
    assert DerivativePicture(eval(f"lambda x: {idea}", {"torch": torch})).draw(x=1.2).startswith("At x = 1.20, f(x) = ")


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        ("predict-task", "at a height of 2.25, on a slope of -3", "curve", "height of 2.25"),
        ("nudge-why", "The nudge measures -2.", "nudge-worked", "rise / run: -2.0 / 1 = -2.0"),
        ("nudge-why", "The true slope at -1.5 is -3", "derivative-check", "x = -1.5: formula -3.0, nudge -3.0"),
        ("secant-answer", "The rise is 1.96 - 2.25", "secant", "height at -1.4: 1.96"),
        ("predict-answer", "The true height there is 1.96", "secant", "height at -1.4: 1.96"),
        ("derivative-words", "-6 at x = -3", "derivative-check", "x =   -3: formula -6.0, nudge -6.0"),
        ("derivative-words", "0 at 0", "derivative-check", "x =    0: formula  0.0, nudge  0.0"),
        ("derivative-words", "6 at 3", "derivative-check", "x =    3: formula  6.0, nudge  6.0"),
        ("error", "predicted 1.95, and the true height is 1.96", "error-table", "predicted 1.9500, true 1.9600"),
        ("error", "from -3 to -2.8 before", "error-table", "off by 0.0100; the slope there is -2.80"),
        ("error", "now only to -2.98", "error-table", "off by 0.0001; the slope there is -2.98"),
        (
            "error",
            "A. A hundred times smaller",
            "error-table",
            "h = 0.01: predicted 2.2200, true 2.2201, off by 0.0001",
        ),
        ("tiny-what", "column, down to `1e-8`", "tiny-table", "h =  1e-08: Python measures -3.000000, PyTorch  0.0"),
        ("tiny", "B. 0, because", "tiny-table", "h =  1e-16: Python measures  0.000000"),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim("01_slope", prose, words, cell, numbers)


@pytest.mark.parametrize(("name", "exercise"), [("nudge", "01-nudge"), ("slope", "01-slope")])
def test_check_accepts_the_solutions(name, exercise, capsys):
    exec(re.search(r"```python\n(.*?)```", source("01_slope", f"{name}-solution"), re.DOTALL)[1], space := {})
    check(exercise, space[name])
    assert capsys.readouterr().out.startswith("Right.")


@pytest.mark.parametrize(
    ("name", "answer"), [("where", "At -2"), ("secant", "the slope is -2.9"), ("predict", "= 1.95")]
)
def test_check_accepts_the_answers_in_the_folds(name, answer, capsys):
    assert answer in cells("01_slope")[f"{name}-answer"].source
    check(f"01-{name}", float(re.search(r"-?\d[\d.]*$", answer)[0]))
    assert capsys.readouterr().out.startswith("Right.")


def test_the_sketch_measures_the_slopes_of_the_curve_and_no_code_before_it_gives_the_formula_away():
    names = list(code("01_slope"))
    assert not [name for name in names[: names.index("sketch") + 1] if re.search(r"2 ?\* ?x", source("01_slope", name))]
    truth = eval(
        re.search(r"Sketch\((lambda x: .+?\)),", source("01_slope", "sketch"))[1], {"f": f, "measured": measured}
    )
    for x in (-3.0, -1.5, 0.0, 2.0, 3.0):
        assert truth(x) == pytest.approx(derivative(x), abs=1e-5)


def test_in_the_picture_of_the_slope_one_across_is_drawn_longer_than_one_up():
    assert "1 upwards is drawn shorter than 1 across" in source("01_slope", "drag-words")
    to_pixels = SlopePicture(f).ax.transData.transform([(0, 0), (1, 1)])
    across, up = to_pixels[1] - to_pixels[0]
    assert across > 1.2 * up
