"""The loss of two weights that a learner wrote: its values, its gradient and its contour map. Serves lesson 2."""

import inspect
import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from utils.look import LIGHT_GREY, number
from utils.pictures.drawing import SAFE, show_problem
from utils.pictures.learner_function import INTERRUPTED, what_is_wrong
from utils.plots.calls import FAILURES, QuietCalls

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
VIEW = 4.0  # the maps go from -VIEW to VIEW, in units of a weight: further than the sliders, so that arrows fit in


class TwoWeightLoss:
    """The loss `f(a, b)` of two weights with its gradient, in float64; `f` takes and returns tensors.

    `problem` is None, or a sentence saying what is wrong with `f`; then all values and slopes are NaN. `map` holds the
    weights of the contour map, (n,), and the losses there, (n, n); `line` the weights of a slice. Both are coarser
    where `f` takes one pair at a time, since it may take milliseconds for each. What `f` prints is shown once.
    """

    def __init__(self, f: Loss) -> None:
        self.f = QuietCalls(f) if callable(f) else f
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # `problem` says it in words
                self.problem = self._what_is_wrong()
                self.vectorised = self.problem is None and self._takes_vectors()
                weights = np.linspace(-VIEW, VIEW, 81 if self.vectorised else 17)
                self.map = weights, self.values(weights, weights[:, None])
                if self.problem is None:
                    self.f.show_prints(*(torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (1.5, -1)))
        except KeyboardInterrupt:
            self.problem, weights = INTERRUPTED, np.linspace(-VIEW, VIEW, 17)
            self.map = weights, np.full((17, 17), np.nan)
        self.line = weights if len(weights) == 81 else np.linspace(-VIEW, VIEW, 33)

    def _what_is_wrong(self) -> str | None:
        """The sentence saying why the loss cannot be drawn, or None."""
        if not callable(self.f) or not _takes_two_arguments(self.f):
            return "This picture wants a loss of two weights: a function f(a, b) that returns a tensor."
        fixed, probes = torch.tensor(0.37, dtype=torch.float64), (1.83, -0.69)
        alone = {"a": lambda x: self.f(x, fixed), "b": lambda x: self.f(fixed, x)}
        wrong = {name: what_is_wrong(f_of_one, probes) for name, f_of_one in alone.items()}
        problems = [f"Moving {name} alone, called x here: {sentence}" for name, sentence in wrong.items() if sentence]
        return problems[0] if problems else None

    def _takes_vectors(self) -> bool:
        """Whether one call of `f` with several pairs gives what a call with each of them gives."""
        a, b = torch.tensor([[0.37, 1.83, -0.69], [1.83, -0.69, 0.37]], dtype=torch.float64)
        try:
            with torch.no_grad():
                together = self.f(a, b).double()
                return together.shape == a.shape and torch.allclose(
                    together, torch.stack([self._one(*pair) for pair in zip(a, b, strict=True)]), equal_nan=True
                )
        except FAILURES:  # `if a > 0`, for example, takes one pair at a time
            return False

    def failure(self, a: float, b: float) -> str:
        """The sentence on the mistake for which `f` has no value or slope at the pair; "" where it has made none."""
        if self.problem:
            return self.problem
        beside = torch.tensor(float(b), dtype=torch.float64)
        return what_is_wrong(lambda x: self.f(x, beside), [a], "a", f", b = {number(b)}") or ""

    def values(self, a: Any, b: Any) -> np.ndarray:
        """`f` at arrays `a` and `b`, which are broadcast, as an array; NaN where it has none, or a huge one."""
        a, b = (torch.as_tensor(x, dtype=torch.float64) for x in np.broadcast_arrays(a, b))
        if self.problem:
            return np.full(a.shape, np.nan)
        with torch.no_grad():
            values = self._together(a, b) if self.vectorised else None
            if values is None:
                pairs = zip(a.ravel(), b.ravel(), strict=True)
                values = torch.stack([self._one(*pair) for pair in pairs]).reshape(a.shape)
        values = values.numpy()
        return np.where(np.abs(values) < SAFE, values, np.nan)

    def _together(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor | None:
        """The values at all pairs with one call; None where that does not work for these."""
        try:
            values = self.f(a, b).detach().double()
            return values if values.shape == a.shape else None
        except FAILURES:
            return None

    def _one(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        try:
            return torch.tensor(self.f(a, b).item(), dtype=torch.float64)
        except FAILURES:  # a learner's f may raise anything, and only at this pair
            return torch.tensor(math.nan, dtype=torch.float64)

    def at(self, a: float, b: float) -> tuple[float, float, float]:
        """`f(a, b)` and its slopes along a and b, three floats; NaN where it has none."""
        if self.problem:
            return (math.nan,) * 3
        with torch.enable_grad():
            point = [torch.tensor(float(x), dtype=torch.float64, requires_grad=True) for x in (a, b)]
            try:
                loss = self.f(*point)
                slopes = [slope.item() for slope in torch.autograd.grad(loss.sum(), point)]
                loss = loss.item()
            except FAILURES:  # as above
                return (math.nan,) * 3
        if not abs(loss) < SAFE:  # autograd may still give a slope, as for log(-2), but it means nothing
            return (math.nan,) * 3
        return loss, *(slope + 0.0 if abs(slope) < SAFE else math.nan for slope in slopes)  # turns -0.0 into 0.0

    def limits(self) -> tuple[float, float]:
        """The least and the largest loss on the map among the halves of weights up to 2.5; never the same."""
        weights, losses = self.map
        near = np.flatnonzero(np.isclose(2 * weights, np.rint(2 * weights)) & (np.abs(weights) < 2.6))
        losses = losses[np.ix_(near, near)]
        if np.isnan(losses).all():
            return 0.0, 1.0
        low, high = np.nanmin(losses), np.nanmax(losses)
        return low, high if high > low else low + max(1.0, abs(low))

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
    line, losses = f.map
    ax.set(xlim=(-VIEW, VIEW), ylim=(-VIEW, VIEW), aspect="equal", xlabel="weight a", ylabel="weight b")
    ax.set_title("from above")
    if np.isnan(losses).all() or np.nanmax(losses) - np.nanmin(losses) < 1e-12:
        return
    low, high = np.nanpercentile(losses, [0, 97])
    high = high if high > low else np.nanmax(losses)  # a loss that is flat nearly everywhere
    # Levels that grow as squares do, so that a round bowl has evenly spaced rings.
    levels = low + (high - low) * (np.arange(1, 10) / 9) ** 2
    if (np.diff(levels) > 0).all():  # else the loss varies less than its numbers have digits
        ax.contour(line, line, np.ma.masked_invalid(losses), levels=levels, colors="#C8C8C8", linewidths=1, zorder=0)
    b, a = np.unravel_index(np.nanargmin(losses), losses.shape)
    ax.plot(line[a], line[b], "+", color=LIGHT_GREY, markersize=9, markeredgewidth=1.5, zorder=1)
