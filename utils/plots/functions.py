"""Plots of a learner's own function of one number, with its tangent. Serves lessons 1 and 3."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes

from utils.look import POINT, figure, ink
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


def plot_tangent(
    f: Function, at: float, ax: Axes | None = None, width: float = 1.0, slope: float | None = None, **kwargs: Any
) -> Axes:
    """Draw the point of `f` at x = `at`, the tangent `width` to both sides, and its slope. For a learner's own plots.

    Without `ax` the curve is drawn too; without `slope` it is measured. Raises ValueError where `f` has no slope.
    """
    y = _values(f, np.array([at], dtype=np.float64))[0]
    slope = _slope(f, at) if slope is None else float(slope)
    if not np.isfinite([y, slope]).all():
        raise ValueError(f"f has no finite value and slope at x = {at}: value {y}, slope {slope}.")
    ax = plot_function(f, min(-3.0, at - 1), max(3.0, at + 1)) if ax is None else ax
    ends = np.array([-width, width])
    (line,) = ax.plot(at + ends, y + slope * ends, **{"color": POINT, "zorder": 2.5} | kwargs)
    ax.plot(at, y, "o", color=line.get_color(), zorder=3)
    # The text stands beside the point, on the side where the tangent is lower; above the point when the slope is small.
    offset, side = ((0, 9), "center") if abs(slope) < 0.3 else ((8, 6), "left") if slope < 0 else ((-8, 6), "right")
    text = f"slope {slope:.1g}" if 0 < abs(slope) < 0.01 else f"slope {slope:.2f}"
    ax.annotate(text, (at, y), offset, textcoords="offset points", color=ink(line.get_color()), ha=side)
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


def _slope(f: Function, at: float) -> float:
    """The slope of `f` at x = `at`, measured over a small step; raises ValueError at a corner or a jump."""
    h = 1e-5 * max(1.0, abs(at))
    left, middle, right = _values(f, np.array([at - h, at, at + h]))
    before, after = (middle - left) / h, (right - middle) / h
    if abs(after - before) > 0.01 * (1 + abs(before) + abs(after)):
        raise ValueError(f"f has no single slope at x = {at}: {before:.2f} on its left, {after:.2f} on its right.")
    return (right - left) / (2 * h)
