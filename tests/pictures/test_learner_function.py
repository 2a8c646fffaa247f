"""`Curve` against autograd's own answers, and a sentence, never a traceback, for every `f` that cannot be drawn."""

import math
import threading

import numpy as np
import pytest
import torch

from utils.pictures.learner_function import Curve


def stairs(x):
    """Takes one number at a time: a comparison of a whole tensor has no truth."""
    return x**2 if x > 0 else -x


CURVES = [
    (lambda x: x**2, lambda x: x**2, lambda x: 2 * x),
    (torch.sin, math.sin, math.cos),
    (lambda x: 10 * (x - 1) ** 2, lambda x: 10 * (x - 1) ** 2, lambda x: 20 * (x - 1)),
    (lambda x: 0 * x + 3, lambda x: 3.0, lambda x: 0.0),
    (stairs, lambda x: x**2 if x > 0 else -x, lambda x: 2 * x if x > 0 else -1.0),
]


@pytest.mark.parametrize(("f", "value", "slope"), CURVES)
def test_values_and_slopes_are_the_true_ones_in_float64(f, value, slope):
    xs = np.linspace(-2.9, 2.9, 40)
    curve = Curve(f)
    values, slopes = curve.at(xs)
    assert curve.problem is None
    assert values.dtype == slopes.dtype == np.float64
    np.testing.assert_allclose(values, [value(x) for x in xs], rtol=1e-13)
    np.testing.assert_allclose(slopes, [slope(x) for x in xs], rtol=1e-13, atol=1e-15)
    assert curve(-1.5) == pytest.approx((value(-1.5), slope(-1.5)), rel=1e-13)


def test_many_at_once_only_where_f_means_it():
    assert Curve(lambda x: x**2).vectorised
    assert not Curve(stairs).vectorised
    around_the_mean = Curve(lambda x: x - x.mean())  # the right shape, and another function
    assert not around_the_mean.vectorised
    assert around_the_mean.at([1.0, 2.0])[0].tolist() == [0.0, 0.0]


def wants_two(x, y):
    return x * y


def fails(x):
    raise RuntimeError("no luck today")


def forgets(x):
    x**2


@pytest.mark.parametrize(
    ("f", "said"),
    [
        (lambda x: torch.stack([x, x]), "shape (2,)"),
        (lambda x: x.reshape(1, 1).expand(2, 3), "shape (2, 3)"),
        (lambda x: 3, "plain number 3"),
        (lambda x: math.sin(x), "plain number"),
        (lambda x: x.item() ** 2, "plain number"),
        (lambda x: torch.tensor(3.0), "3 whatever x is"),
        (lambda x: x.detach().numpy() ** 2, "numpy value"),
        (lambda x: np.sin(x), "numpy"),
        (lambda x: "x**2", "a str, 'x**2'"),
        (lambda x: [x], "a list"),
        (forgets, "None"),
        (lambda x: x.detach() ** 2, "lost the trail"),
        (lambda x: x > 0, "lost the trail"),
        (lambda x: torch.tensor(x), "lost the trail"),
        (lambda x: torch.tensor(2.0, requires_grad=True) ** 2, "4 whatever x is"),
        (wants_two, "takes 2: (x, y)"),
        (lambda: 3.0, "takes 0"),
        (fails, "RuntimeError"),
        (fails, "no luck today"),
        (lambda x: x.mul_(2), "in place"),
        (lambda x: torch.complex(x, x), "complex"),
        (lambda x: torch.log(-(x**2) - 1), "no finite number"),
        (lambda x: torch.exp(x + 1000), "no finite number"),
        ("x**2", "a str"),
        (7, "an int, 7"),
        (None, "None"),
    ],
)
def test_what_is_wrong_with_f_is_one_sentence(f, said, recwarn):
    problem = Curve(f).problem
    assert said in problem
    assert problem.endswith((".", "?", ")"))
    assert "\n" not in problem
    assert not recwarn.list


def test_a_gap_is_nan_and_no_problem():
    curve = Curve(torch.log)
    assert curve.problem is None
    values, slopes = curve.at([-1.0, 1.0])
    np.testing.assert_array_equal(np.isnan(values), [True, False])
    np.testing.assert_array_equal(np.isnan(slopes), [True, False])


def test_an_f_that_raises_here_and_there_is_nan_there():
    def cautious(x):
        if x < 0:
            raise ValueError("below zero")
        return x**2

    curve = Curve(cautious)
    assert curve.problem is None
    assert math.isnan(curve(-1.0)[0])
    assert curve(2.0) == (4.0, 4.0)


def test_nothing_of_the_learners_is_changed():
    w = torch.tensor(2.0, requires_grad=True)
    state = torch.random.get_rng_state()
    Curve(lambda x: w * x).at([1.0, 2.0])
    assert w.grad is None
    assert torch.equal(state, torch.random.get_rng_state())


def test_slopes_come_in_another_thread_and_under_no_grad():
    curve, seen = Curve(lambda x: x**2), []

    def ask():
        with torch.no_grad():
            seen.append(curve(-1.5))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert seen == [(2.25, -3.0)]
