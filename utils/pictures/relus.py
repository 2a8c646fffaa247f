"""Two ReLUs added up: a curve with bends. Serves lesson 8."""

from collections.abc import Callable

import numpy as np

from utils.look import COMPARED, DATA, LOSS, PAPER, PREDICTION, figure, ink, styled

Curve = Callable[[np.ndarray], np.ndarray]


@styled
class TwoBendsPicture:
    """The sum of two ReLUs, and five points it should go through. Serves lesson 8.

    The first ReLU starts at x = -1. The points lie on such a sum, so that the loss, the mean squared distance, can
    become 0. `draw(weight_1, weight_2, bend)` takes the weights of the two, and the x at which the second starts.
    """

    START = -1.0
    DOTS = ((-2.0, 0.0, 1.0, 2.0, 3.0), (0.0, 1.0, 1.0, 0.0, -1.0))
    LOW, HIGH = -3.2, 3.2
    LEFT, RIGHT = -3.0, 3.2
    NAMES = ("first ReLU", "second ReLU", "their sum")
    APART = 0.55  # between two names, so that they can be read
    labels = {"weight_1": "weight of the first", "weight_2": "weight of the second", "bend": "second starts at"}

    def __init__(self) -> None:
        self.fig, self.ax = figure(figsize=(5.7, 4.0))
        self.ax.axhline(0, color="0.85", linewidth=1, zorder=0)
        self.ax.plot(*self.DOTS, "o", color=DATA, markersize=9, zorder=4)
        (self.misses,) = self.ax.plot([], [], color=LOSS, linewidth=2, zorder=2)
        self.parts = [self.ax.plot([], [], "--", color=colour, zorder=3.5)[0] for colour in COMPARED[:2]]
        (self.sum,) = self.ax.plot([], [], color=PREDICTION, linewidth=2.6, zorder=3)
        (self.bends,) = self.ax.plot([], [], "s", color=PREDICTION, markersize=7, zorder=4.5)
        colours = (*COMPARED[:2], PREDICTION)
        self.names = [
            self.ax.text(self.RIGHT + 0.1, 0, name, color=ink(colour), va="center", bbox=PAPER, zorder=5)
            for name, colour in zip(self.NAMES, colours, strict=True)
        ]
        self.ax.set(xlim=(self.LEFT, self.RIGHT + 2.2), ylim=(self.LOW, self.HIGH), xlabel="x", ylabel="y")
        self.ax.set_xticks(range(-3, 4))

    def draw(self, weight_1: float = 0.5, weight_2: float = -1.0, bend: float = 1.5) -> str:
        """Show both ReLUs and their sum; returns the sentence with the slopes of its pieces and its loss."""
        x = np.array(sorted({self.LEFT, self.START, bend, self.RIGHT}))
        sum_of = self._sum(weight_1, weight_2, bend)
        curves = (weight_1 * np.maximum(x - self.START, 0), weight_2 * np.maximum(x - bend, 0), sum_of(x))
        for line, y in zip((*self.parts, self.sum), curves, strict=True):
            line.set_data(x, y)
        for name, y in zip(self.names, self._apart([y[-1] for y in curves]), strict=True):
            name.set_y(y)
        corners = np.array([at for at, slope in ((self.START, weight_1), (bend, weight_2)) if slope])
        self.bends.set_data(corners, sum_of(corners))
        at, wanted = (np.array(values) for values in self.DOTS)
        ends = np.stack([sum_of(at), wanted, np.full(len(at), np.nan)], axis=1)
        self.misses.set_data(np.repeat(at, 3), ends.ravel())
        loss = float(np.mean((sum_of(at) - wanted) ** 2))
        return f"{self._pieces(weight_1, weight_2, bend)}; {self._loss(loss)}{self._outside(sum_of)}."

    def _apart(self, ends: list[float]) -> np.ndarray:
        """The heights of the names: those of the `ends` of their curves, inside the picture, and apart."""
        order = np.argsort(ends, kind="stable")
        low, high = self.LOW + 0.25, self.HIGH - 0.25
        heights = np.clip(ends, low, high)[order]
        for k in range(1, len(heights)):
            heights[k] = max(heights[k], heights[k - 1] + self.APART)
        heights = np.minimum(heights, high - self.APART * np.arange(len(heights))[::-1])
        return heights[np.argsort(order, kind="stable")]

    def _sum(self, weight_1: float, weight_2: float, bend: float) -> Curve:
        """The sum of the two as a function of an array."""
        return lambda x: weight_1 * np.maximum(x - self.START, 0) + weight_2 * np.maximum(x - bend, 0)

    def _pieces(self, weight_1: float, weight_2: float, bend: float) -> str:
        """The words for how many straight pieces the sum has, and for their slopes from left to right."""
        bends: dict[float, float] = {}
        for at, slope in ((self.START, weight_1), (bend, weight_2)):
            bends[at] = bends.get(at, 0) + slope
        slopes = [0.0]
        for at in sorted(bends):
            slopes += [slopes[-1] + bends[at]] if bends[at] else []
        if len(slopes) == 1:
            return "The sum is one straight line, flat everywhere"
        words = " and ".join(", ".join(f"{slope:g}" for slope in slopes).rsplit(", ", 1))
        return f"The sum has {('two', 'three')[len(slopes) - 2]} straight pieces, with slopes {words}"

    def _loss(self, loss: float) -> str:
        return "it goes through all five dots, loss 0.00" if loss == 0 else f"its loss against the dots is {loss:.2f}"

    def _outside(self, sum_of: Curve) -> str:
        """The words for where the sum leaves the picture; "" when it does not."""
        x = np.linspace(self.LEFT, self.RIGHT, 63)
        outside = (sum_of(x) < self.LOW) | (sum_of(x) > self.HIGH)
        return f"; it leaves the picture near x = {x[outside][0]:.1f}" if outside.any() else ""
