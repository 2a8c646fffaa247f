"""Plots of a learner's own function of one number. Serves lessons 1 and 3."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes

from utils.look import figure
from utils.plots.end_labels import label_end
from utils.plots.mosaic import as_floats

Function = Callable[[Any], Any]


def plot_function(
    f: Function, low: float = -3.0, high: float = 3.0, ax: Axes | None = None, label: str | None = None, **kwargs: Any
) -> Axes:
    """Draw `f` from x = `low` to `high` in float64, with `label` at the end of the curve. Serves lessons 1 and 3.

    `f` may use torch, numpy or plain Python. Raises ValueError where it fails or is finite nowhere in between.
    """
    if not -np.inf < low < high < np.inf:
        raise ValueError(f"low must be smaller than high, and both finite; here low = {low} and high = {high}.")
    x = np.linspace(low, high, 241)
    y = _values(f, x)
    if not np.isfinite(y).any():
        raise ValueError(f"f is nowhere a finite number between {low} and {high}: there is nothing to draw.")
    ax = figure()[1] if ax is None else ax
    (line,) = ax.plot(x, y, **kwargs)
    ax.set(xlabel=ax.get_xlabel() or "x", ylabel=ax.get_ylabel() or "f(x)")
    if label:
        label_end(line, label)
    return ax


def _values(f: Function, x: np.ndarray) -> np.ndarray:
    """`f` at every number of the array `x`, in float64: with one call, or one by one where `f` needs that."""

    def call(value: Any) -> np.ndarray:
        y = f(torch.tensor(value))
        if y is None:
            raise TypeError("it returns nothing; is its return missing?")
        return as_floats(y)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an overflow or log(0) in a learner's f becomes a gap, not a warning in red
        try:
            y = call(x)
            if y.shape == x.shape:
                return y
        except Exception:  # `if x > 0` and math.sin, for example, take one number at a time
            pass
        try:
            return np.array([float(call(value)) for value in x])
        except Exception as error:
            raise ValueError(f"f must turn a number into a number. {type(error).__name__}: {error}") from None
