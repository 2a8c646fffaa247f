"""The loss of two weights that a learner wrote: its values, its gradient and its contour map. Serves lesson 2."""

import inspect
import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from utils.look import GREY, PAPER, number
from utils.pictures.drawing import SAFE, show_problem
from utils.pictures.learner_function import INTERRUPTED, what_is_wrong
from utils.plots.calls import FAILURES, QuietCalls

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
REACH = 2.0  # the sliders of a weight go from -REACH to REACH
VIEW = 2.5  # the losses are known from -VIEW to VIEW: further than the sliders, so that arrows fit in


class TwoWeightLoss:
    """The loss `f(a, b)` of two weights with its gradient, in float64; `f` takes and returns tensors.

    `problem` is None, or a sentence saying what is wrong with `f`; then all values and slopes are NaN. `map` holds the
    weights of the contour map, (n,), and the losses there, (n, n); `line` the weights of a slice. Both are coarser
    where `f` takes one pair at a time, since it may take milliseconds for each. What `f` prints is shown once.
    """

    def __init__(self, f: Loss) -> None:
        self.f = QuietCalls(f) if callable(f) else f
        try:
            with warnings.catch_warnings(action="ignore"):  # `problem` says it in words
                self.problem = self._what_is_wrong()
                self.vectorised = self.problem is None and self._takes_vectors()
                weights = np.linspace(-VIEW, VIEW, 51 if self.vectorised else 11)
                self.map = weights, self.values(weights, weights[:, None])
                if self.problem is None:
                    self.f.show_prints(*(torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (1.5, -1)))
        except KeyboardInterrupt:
            self.problem, weights = INTERRUPTED, np.linspace(-VIEW, VIEW, 11)
            self.map = weights, np.full((11, 11), np.nan)
        self.line = weights if len(weights) == 51 else np.linspace(-VIEW, VIEW, 21)

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
        """The least and the largest loss on the map, at weights within the sliders; never the same."""
        weights, losses = self.map
        near = np.flatnonzero(np.abs(weights) < REACH + 1e-9)
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


def draw_contours(ax: Axes, f: TwoWeightLoss, view: float = VIEW) -> None:
    """Draw the loss `f` from above, up to weights of `view`: rings of equal loss, labelled, and a cross at the lowest.

    From one ring to the next the loss grows by the same amount, as the height does on a hiking map.
    """
    line, losses = f.map
    ax.set(xlim=(-view, view), ylim=(-view, view), aspect="equal", xlabel="weight a", ylabel="weight b")
    outside = np.abs(line) > view
    seen = np.where(outside | outside[:, None], np.nan, losses)
    if np.isnan(seen).all() or np.nanmax(seen) - np.nanmin(seen) < 1e-12:
        return
    low, high = np.nanpercentile(seen, [0, 90])
    levels = MaxNLocator(8, steps=[1, 2, 5, 10]).tick_values(low, high if high > low else np.nanmax(seen))
    levels = levels[levels > low + 1e-6 * np.ptp(levels)]  # the lowest place itself has no ring
    b, a = np.unravel_index(np.nanargmin(seen), seen.shape)
    ax.plot(line[a], line[b], "+", color=GREY, markersize=9, markeredgewidth=1.5, zorder=1)
    if len(levels) and (np.diff(levels) > 0).all():  # else the loss varies less than its numbers have digits
        rings = ax.contour(line, line, np.ma.masked_invalid(seen), levels=levels, colors="#BDBDBD", linewidths=1)
        _label_rings(ax, rings, np.array([line[a], line[b]]), 0.88 * view)


def _label_rings(ax: Axes, rings: ContourSet, lowest: np.ndarray, edge: float) -> None:
    """Write its loss on each of `rings`, to the left of the `lowest` point, where there is room within `edge`."""
    places = []
    for level, pieces in zip(rings.levels, rings.allsegs, strict=True):
        points = np.vstack([np.empty((0, 2)), *pieces])
        points = points[(np.abs(points) < edge).all(axis=1)]
        away = points - lowest
        order = np.argsort(away[:, 0] / np.maximum(np.hypot(*away.T), 1e-9))
        free = [k for k in order if all(np.abs(points[k] - place).max() > 0.16 * edge for place in places)]
        if free:
            places.append(points[free[0]])
            look = {"fontsize": 9, "color": GREY, "ha": "center", "va": "center", "bbox": PAPER, "zorder": 8}
            ax.text(*points[free[0]], f"{level:g}", **look)
