"""`LearnerFunction` against known derivatives, and one sentence for every `f` that cannot be drawn."""

import math
import threading

import numpy as np
import pytest
import torch

from utils.pictures.learner_function import LearnerFunction


def stairs(x):
    """Takes one number at a time: a tensor of several numbers is neither true nor false."""
    return x**2 if x > 0 else -x


CURVES = [
    (lambda x: x**2, lambda x: x**2, lambda x: 2 * x),
    (torch.sin, math.sin, math.cos),
    (lambda x: 10 * (x - 1) ** 2, lambda x: 10 * (x - 1) ** 2, lambda x: 20 * (x - 1)),
    (lambda x: 0 * x + 3, lambda x: 3.0, lambda x: 0.0),
    (stairs, lambda x: x**2 if x > 0 else -x, lambda x: 2 * x if x > 0 else -1.0),
]


@pytest.mark.parametrize(("f", "value", "slope"), CURVES)
def test_values_and_slopes_are_those_of_the_known_derivatives_in_float64(f, value, slope):
    xs = np.linspace(-2.9, 2.9, 40)
    function = LearnerFunction(f)
    values, slopes = function.at(xs)
    assert function.problem is None
    assert values.dtype == slopes.dtype == np.float64
    np.testing.assert_allclose(values, [value(x) for x in xs], rtol=1e-13)
    np.testing.assert_allclose(slopes, [slope(x) for x in xs], rtol=1e-13, atol=1e-15)
    assert function(-1.5) == pytest.approx((value(-1.5), slope(-1.5)), rel=1e-13)


def test_f_is_called_with_many_numbers_only_where_that_gives_the_same_values():
    assert LearnerFunction(lambda x: x**2).vectorised
    assert not LearnerFunction(stairs).vectorised
    around_the_mean = LearnerFunction(lambda x: x - x.mean())  # the right shape, but another function
    assert not around_the_mean.vectorised
    assert around_the_mean.at([1.0, 2.0])[0].tolist() == [0.0, 0.0]


def wants_two(x, y):
    return x * y


def fails(x):
    raise RuntimeError("no luck today")


def forgets(x):
    x**2


@pytest.mark.parametrize(
    ("f", "words"),
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
def test_what_is_wrong_with_f_is_one_sentence_without_a_warning(f, words, recwarn):
    problem = LearnerFunction(f).problem
    assert words in problem
    assert problem.endswith((".", "?", ")"))
    assert "\n" not in problem
    assert not recwarn.list


def test_where_f_is_not_defined_the_value_is_nan_and_no_problem():
    function = LearnerFunction(torch.log)
    assert function.problem is None
    values, slopes = function.at([-1.0, 1.0])
    np.testing.assert_array_equal(np.isnan(values), [True, False])
    np.testing.assert_array_equal(np.isnan(slopes), [True, False])


def test_where_f_raises_the_value_is_nan():
    def cautious(x):
        if x < 0:
            raise ValueError("below zero")
        return x**2

    function = LearnerFunction(cautious)
    assert function.problem is None
    assert math.isnan(function(-1.0)[0])
    assert function(2.0) == (4.0, 4.0)


def test_the_learners_gradients_and_the_random_state_stay_as_they_are():
    w = torch.tensor(2.0, requires_grad=True)
    state = torch.random.get_rng_state()
    LearnerFunction(lambda x: w * x).at([1.0, 2.0])
    assert w.grad is None
    assert torch.equal(state, torch.random.get_rng_state())


def test_slopes_are_computed_in_another_thread_and_under_no_grad():
    function, results = LearnerFunction(lambda x: x**2), []

    def call():
        with torch.no_grad():
            results.append(function(-1.5))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert results == [(2.25, -3.0)]
