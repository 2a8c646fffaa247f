"""Right answers to the exercises of lesson 1, written in ways that learners write them."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import torch


def numbers(value):
    """A number in ten types and shapes."""
    return [
        value,
        np.float64(value),
        np.float32(value),
        np.array(value),
        np.array([[value]]),
        torch.tensor(value),
        torch.tensor([value]),
        torch.tensor([[[value]]], dtype=torch.float64),
        torch.tensor(value).requires_grad_(),
        torch.tensor([[value]]).requires_grad_(),
        Decimal(str(value)),
        complex(value),
        [value],
        (value,),
        f" {value} ",
        f"{value}".replace(".", ","),
        f"{value}".replace("-", "\N{MINUS SIGN}"),
    ]


def slope_by_backward(x):
    x = torch.tensor(float(x), requires_grad=True)
    (x**2 + x).backward()
    return x.grad


def slope_by_branches(x):
    if x < 0:
        return -2 * abs(x) + 1
    return 2 * x + 1


def slope_in_steps(x):
    of_square = 2 * x
    of_road = 1
    return of_square + of_road


def nudge_in_steps(f, x, h):
    before = f(x)
    after = f(x + h)
    rise = after - before
    return rise / h


def nudge_in_a_list(f, x, h):
    heights = [f(place) for place in (x, x + h)]
    return (heights[1] - heights[0]) / h


def nudge_by_numpy(f, x, h):
    return np.diff([f(x), f(x + h)]) / h


RIGHT = {
    "01-sign": [
        "negative",
        "Negative",
        "NEGATIVE",
        " negative ",
        "negative.",
        "'negative'",
        '"negative"',
        "negative\n",
        "\tnegative",
        np.str_("negative"),
    ],
    "01-secant": [
        *numbers(-2.9),
        Fraction(-29, 10),
        "-29/10",
        "- 2.9",
        "\N{MINUS SIGN}2,9",
        "\N{EN DASH}2.9",
        "secant = -2.9",
        "-2.90",
        (1.4**2 - 1.5**2) / 0.1,
        ((-1.4) ** 2 - (-1.5) ** 2) / (-1.4 - -1.5),
        np.diff(np.array([-1.5, -1.4]) ** 2) / 0.1,
    ],
    "01-where": [*numbers(-2.0), -2, np.int64(-2), torch.tensor(-2), Fraction(-2), "-2", "-4/2", "x = -2", -4 / 2],
    "01-predict": [*numbers(1.95), Fraction(39, 20), "39/20", "1,95", 2.25 - 3 * 0.1, 2.25 + (-3) * 0.1],
    "01-slope": [
        lambda x: 2 * x + 1,
        lambda x: x + x + 1,
        lambda x: 1 + 2 * x,
        lambda x: 2 * (x + 0.5),
        lambda x: np.polyval([2, 1], x),
        lambda x: Fraction(x) * 2 + 1,
        lambda x: torch.tensor(2 * x + 1),
        lambda x: np.array([2 * x + 1]),
        lambda x: [2 * x + 1],
        slope_by_backward,
        slope_by_branches,
        slope_in_steps,
    ],
    "01-nudge": [
        lambda f, x, h: (f(x + h) - f(x)) / h,
        lambda f, x, h: -(f(x) - f(x + h)) / h,
        lambda f, x, h: f(x + h) / h - f(x) / h,
        lambda f, x, h: 1 / h * (f(x + h) - f(x)),
        lambda f, x, h: (f(h + x) - f(x)) * h**-1,
        lambda g, place, run: (g(place + run) - g(place)) / run,
        lambda f, x, h=0.01: (f(x + h) - f(x)) / h,
        lambda f, x, h: torch.tensor((f(x + h) - f(x)) / h),
        lambda f, x, h: (f(torch.tensor(x + h)) - f(torch.tensor(x))) / h,
        lambda f, x, h: np.float64(f(x + h) - f(x)) / h,
        nudge_in_steps,
        nudge_in_a_list,
        nudge_by_numpy,
    ],
}
