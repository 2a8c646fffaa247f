"""The loss of two weights that a learner wrote: its values, its gradient and its contour map. Serves lesson 2."""

import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from utils.look import LIGHT_GREY
from utils.pictures.drawing import show_problem
from utils.pictures.learner_function import what_is_wrong

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
VIEW = 4.0  # the maps go from -VIEW to VIEW, in units of a weight: further than the sliders, so that arrows fit in


class TwoWeightLoss:
    """The loss `f(a, b)` of two weights with its gradient, in float64; `f` takes and returns tensors.

    `problem` is None, or a sentence saying what is wrong with `f`; then all values and slopes are NaN.
    """

    def __init__(self, f: Loss) -> None:
        self.f = f
        fixed, probes = torch.tensor(0.37, dtype=torch.float64), (1.83, -0.69)
        alone = {"a": lambda x: f(x, fixed), "b": lambda x: f(fixed, x)}
        wrong = {name: what_is_wrong(f_of_one, probes) for name, f_of_one in alone.items()}
        problems = [f"Moving {name} alone, called x here: {sentence}" for name, sentence in wrong.items() if sentence]
        self.problem = problems[0] if problems else None
        if not callable(f) or not _takes_two_arguments(f):
            self.problem = "This picture wants a loss of two weights: a function f(a, b) that returns a tensor."

    def values(self, a: Any, b: Any) -> np.ndarray:
        """`f` at arrays `a` and `b`, which are broadcast, as an array; NaN where it has no finite value."""
        a, b = (torch.as_tensor(x, dtype=torch.float64) for x in np.broadcast_arrays(a, b))
        if self.problem:
            return np.full(a.shape, np.nan)
        with torch.no_grad():
            try:
                values = self.f(a, b)
                vectorised = values.shape == a.shape
            except Exception:  # `if a > 0`, for example, takes one pair at a time
                vectorised = False
            if not vectorised:
                pairs = zip(a.ravel(), b.ravel(), strict=True)
                values = torch.stack([self._one(*pair) for pair in pairs]).reshape(a.shape)
        values = values.numpy().astype(float)
        return np.where(np.isfinite(values), values, np.nan)

    def _one(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        try:
            return self.f(a, b).double().reshape(())
        except Exception:  # a learner's f may raise anything, and only at this pair
            return torch.tensor(math.nan, dtype=torch.float64)

    def at(self, a: float, b: float) -> tuple[float, float, float]:
        """`f(a, b)` and its slopes along a and b, three floats; NaN where it has none."""
        if self.problem:
            return (math.nan,) * 3
        with torch.enable_grad():
            point = [torch.tensor(float(x), dtype=torch.float64, requires_grad=True) for x in (a, b)]
            try:
                loss = self.f(*point)
                slopes = torch.autograd.grad(loss.sum(), point)
            except Exception:  # as above
                return (math.nan,) * 3
        if not math.isfinite(loss.item()):  # autograd may still give a slope, as for log(-2), but it means nothing
            return (math.nan,) * 3
        return loss.item(), slopes[0].item() + 0.0, slopes[1].item() + 0.0  # turns -0.0 into 0.0

    def show_problem_on(self, fig: Figure) -> None:
        """Write `problem`, when there is one, on `fig` in place of everything else."""
        if self.problem:
            show_problem(fig, self.problem)
            for ax in fig.axes:
                ax.set_visible(False)


def _takes_two_arguments(f: Loss) -> bool:
    """Whether `f` can be called with two arguments, as far as its signature says."""
    try:
        signature = inspect.signature(f)
    except (TypeError, ValueError):  # some built-in functions have no signature
        return True
    try:
        signature.bind(0, 0)
    except TypeError:
        return False
    return True


def draw_contours(ax: Axes, f: TwoWeightLoss) -> None:
    """Draw the loss `f` from above: lines of equal loss, and a cross at the lowest point."""
    line = np.linspace(-VIEW, VIEW, 81)
    losses = f.values(line, line[:, None])
    ax.set(xlim=(-VIEW, VIEW), ylim=(-VIEW, VIEW), aspect="equal", xlabel="weight a", ylabel="weight b")
    ax.set_title("from above")
    if np.isnan(losses).all() or np.nanmax(losses) - np.nanmin(losses) < 1e-12:
        return
    low, high = np.nanpercentile(losses, [0, 97])
    # Levels that grow as squares do, so that a round bowl has evenly spaced rings.
    levels = low + (high - low) * (np.arange(1, 10) / 9) ** 2
    ax.contour(line, line, np.ma.masked_invalid(losses), levels=levels, colors="#C8C8C8", linewidths=1, zorder=0)
    b, a = np.unravel_index(np.nanargmin(losses), losses.shape)
    ax.plot(line[a], line[b], "+", color=LIGHT_GREY, markersize=9, markeredgewidth=1.5, zorder=1)
