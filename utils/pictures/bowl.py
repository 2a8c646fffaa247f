"""A learner's own loss of two weights under the pictures of lesson 2: its values, its slopes, and its map."""

import inspect
import math

import numpy as np
import torch

from utils.pictures.curve import say_problem
from utils.pictures.learner_function import what_is_wrong

QUIET = "#999999"
VIEW = 4.0  # how far the maps reach, in units of a weight: wider than the sliders, so that arrows stay on them


class Bowl:
    """The loss `f(a, b)` of two weights with its slopes, in float64; `f` takes and returns tensors.

    `problem` is None, or a sentence saying what is wrong with `f`: then its values and slopes are NaN.
    """

    def __init__(self, f):
        self.f = f
        held, probes = torch.tensor(0.37, dtype=torch.float64), (1.83, -0.69)
        alone = {"a": lambda x: f(x, held), "b": lambda x: f(held, x)}
        wrong = {name: what_is_wrong(slice_, probes) for name, slice_ in alone.items()}
        said = [f"Moving {name} alone, called x here: {sentence}" for name, sentence in wrong.items() if sentence]
        self.problem = said[0] if said else None
        if not callable(f) or not _takes_two(f):
            self.problem = "This picture wants a loss of two weights: a function f(a, b) that returns a tensor."

    def heights(self, a, b):
        """`f` on arrays `a` and `b` that broadcast, as an array; NaN where it has no finite value."""
        a, b = (torch.as_tensor(x, dtype=torch.float64) for x in np.broadcast_arrays(a, b))
        if self.problem:
            return np.full(a.shape, np.nan)
        with torch.no_grad():
            try:
                values = self.f(a, b)
                together = values.shape == a.shape
            except Exception:  # `if a > 0` and its like: f wants one pair at a time
                together = False
            if not together:
                pairs = zip(a.ravel(), b.ravel(), strict=True)
                values = torch.stack([self._one(*pair) for pair in pairs]).reshape(a.shape)
        values = values.numpy().astype(float)
        return np.where(np.isfinite(values), values, np.nan)

    def _one(self, a, b):
        try:
            return self.f(a, b).double().reshape(())
        except Exception:  # a learner's f may raise anything here and nothing elsewhere
            return torch.tensor(math.nan, dtype=torch.float64)

    def at(self, a, b):
        """`f(a, b)` and its two slopes, three floats; NaN where it has none."""
        if self.problem:
            return (math.nan,) * 3
        with torch.enable_grad():
            point = [torch.tensor(float(x), dtype=torch.float64, requires_grad=True) for x in (a, b)]
            try:
                loss = self.f(*point)
                slopes = torch.autograd.grad(loss.sum(), point)
            except Exception:  # as above
                return (math.nan,) * 3
        if not math.isfinite(loss.item()):  # a slope may still come back, as it does from log(-2), but means nothing
            return (math.nan,) * 3
        return loss.item(), slopes[0].item() + 0.0, slopes[1].item() + 0.0  # never -0.0

    def refuse(self, fig):
        """Put `problem`, when there is one, in place of all that is on `fig`."""
        if self.problem:
            say_problem(fig, self.problem)
            for ax in fig.axes:
                ax.set_visible(False)


def _takes_two(f):
    """Whether `f` can be called with two arguments, as far as it tells."""
    try:
        signature = inspect.signature(f)
    except (TypeError, ValueError):  # some built-in functions do not tell
        return True
    try:
        signature.bind(0, 0)
    except TypeError:
        return False
    return True


def contours(ax, bowl):
    """The map of `bowl` from above: lines of equal loss, and the lowest place on it as a cross."""
    line = np.linspace(-VIEW, VIEW, 81)
    heights = bowl.heights(line, line[:, None])
    ax.set(xlim=(-VIEW, VIEW), ylim=(-VIEW, VIEW), aspect="equal", xlabel="weight a", ylabel="weight b")
    ax.set_title("from above")
    if np.isnan(heights).all() or np.nanmax(heights) - np.nanmin(heights) < 1e-12:
        return
    low, high = np.nanpercentile(heights, [0, 97])
    # Levels like squares, so that a round bowl has evenly spaced rings.
    levels = low + (high - low) * (np.arange(1, 10) / 9) ** 2
    ax.contour(line, line, np.ma.masked_invalid(heights), levels=levels, colors="#C8C8C8", linewidths=1, zorder=0)
    b, a = np.unravel_index(np.nanargmin(heights), heights.shape)
    ax.plot(line[a], line[b], "+", color=QUIET, markersize=9, markeredgewidth=1.5, zorder=1)
