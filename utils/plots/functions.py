"""Plots of a learner's own function of one number. Serves lessons 1, 3 and 6."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes

from utils.look import figure, number, styled
from utils.plots.calls import FAILURES, QuietCalls, said, slip
from utils.plots.mosaic import as_floats

Function = Callable[[Any], Any]


@styled
def plot_function(f: Function, low: float = -3.0, high: float = 3.0, ax: Axes | None = None, **kwargs: Any) -> Axes:
    """Draw `f` from x = `low` to `high` in float64. Serves lessons 1, 3 and 6.

    `f` may use torch, numpy or plain Python. Raises ValueError where it fails or is finite nowhere in between.
    """
    __tracebackhide__ = True  # for IPython, as below
    if not -np.inf < low < high < np.inf:
        raise ValueError(f"low must be smaller than high, and both finite; here low = {low} and high = {high}.")
    if not callable(f):
        raise ValueError("f must turn a number into a number: give a function, such as lambda x: x**2.")
    x = np.linspace(low, high, 241)
    y = _values(f, x)
    if not np.isfinite(y).any():
        raise ValueError(f"f is nowhere a finite number between {low} and {high}: there is nothing to draw.")
    ax = figure()[1] if ax is None else ax
    ax.plot(x, y, **kwargs)
    ax.set(xlabel=ax.get_xlabel() or "x", ylabel=ax.get_ylabel() or "f(x)")
    return ax


def _values(f: Function, x: np.ndarray) -> np.ndarray:
    """`f` at every number of the array `x`, in float64: with one call, or one by one where `f` needs that."""
    __tracebackhide__ = True  # for IPython: the learner reads their own line, and the sentence
    quiet = QuietCalls(f)
    # An overflow or log(0) in a learner's f becomes a gap, not a warning in red.
    with warnings.catch_warnings(action="ignore"):
        y = _together(quiet, x)
        y = y if y is not None else np.array([_at(quiet, value) for value in x])
        quiet.show_prints(torch.tensor(x[0]))
    return y


def _call(f: Function, value: Any) -> np.ndarray:
    y = f(torch.tensor(value))
    if y is None:
        raise TypeError("it returns nothing; is its return missing?")
    if isinstance(y, tuple):
        raise TypeError("it returns several values; Python writes 0.5 with a point, not 0,5")
    return as_floats(y)


def _together(f: Function, x: np.ndarray) -> np.ndarray | None:
    """`f` at all of `x` with one call; None where it takes one number at a time, as with `if x > 0` or math.sin."""
    try:
        y = _call(f, x)
    except FAILURES:
        return None
    return y if y.shape == x.shape else None


def _at(f: Function, value: float) -> float:
    """`f` at one number; raises ValueError where it fails."""
    __tracebackhide__ = True
    try:
        return float(_call(f, value))
    except FAILURES as error:
        failed = f"{type(error).__name__}: {said(error) or 'no words'}, at x = {number(value)}."
        sentence = slip(error) or f"f must turn a number into a number. {failed}"
    raise ValueError(sentence)
