"""Tests lesson 1: its functions agree with autograd, and the numbers in its prose with those that its cells print."""

import random
import re

import numpy as np
import pytest
import torch

from tests.lessons.lesson_code import assert_claim, functions, source
from utils.pictures.slope import SlopePicture

f, derivative, measured = functions("01_slope", "f", "derivative", "measured")


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
def test_the_slope_measured_with_a_nudge_is_near_the_derivative(seed):
    x = random.Random(seed).uniform(-3, 3)
    assert measured(f, x) == pytest.approx(derivative(x), abs=1e-5)
    assert measured(f, x, 0.1) == pytest.approx(2 * x + 0.1)


def test_a_nudge_of_a_tenth_measures_minus_two_point_nine():
    assert measured(f, -1.5, 0.1) == pytest.approx(-2.9)
    assert measured(f, -1.5, 1) == -2


def test_the_smallest_nudges_are_rounded_away():
    x = torch.tensor(-1.5)
    assert measured(f, -1.5, 1e-16) == 0
    assert measured(f, x, 1e-8) == 0
    assert measured(f, -1.5, 1e-8) == pytest.approx(-3, abs=1e-6)


def test_the_error_of_the_prediction_is_the_nudge_squared():
    for dx in (1, 0.1, 0.01):
        assert f(-1.5 + dx) - (f(-1.5) + derivative(-1.5) * dx) == pytest.approx(dx**2)


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        ("predict-task", "at a height of 2.25, on a slope of -3", "curve", "height of 2.25"),
        ("nudge-why", "The slope at -1.5 is -3, and this says -2.", "nudge-worked", "rise / run: -2.0 / 1 = -2.0"),
        ("error", "the true height at -1.4 in the cell with the two heights", "secant-heights", "height at -1.4: 1.96"),
        ("tiny", "cannot tell -1.5 + 1e-16 from -1.5", "float", "-1.5 + 1e-16 is still -1.5: True"),
        ("float-detail", "a nudge of `1e-8` is lost already", "float", "in float32, -1.5 + 1e-8 is still -1.5: True"),
        (
            "error",
            "For `x**2` the error is `h * h`",
            "error-table",
            "h = 0.1: predicted 1.9500, true 1.9600, off by 0.0100",
        ),
        (
            "error",
            "C. A hundred times smaller.",
            "error-table",
            "h = 0.01: predicted 2.2200, true 2.2201, off by 0.0001",
        ),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim("01_slope", prose, words, cell, numbers)


def test_the_code_in_the_folded_detail_prints_the_table_under_it(capsys):
    code, table = re.findall(r"```\w+\n(.*?)\n```", source("01_slope", "float-detail"), re.DOTALL)
    exec(code, {"f": f, "torch": torch})
    assert capsys.readouterr().out.rstrip() == table
    for said in ("1e-08: float64 measures -3.000000, float32 0.000000", "1e-16: float64 measures 0.000000"):
        assert said in table


def test_float32_is_coarser_by_as_much_as_the_prose_says():
    assert "you measure -2.9993, off by 0.0007" in source("01_slope", "float-detail")
    x = np.float32(-1.5)
    single = measured(f, torch.tensor(-1.5), 1e-4).item()
    assert abs(single + 3) == pytest.approx(0.0007, abs=5e-5)
    assert x + np.float32(1e-8) == x
