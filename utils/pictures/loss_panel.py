"""The losses of a descent, step by step on a log axis, with triangles for those outside it. Serves lessons 3 and 4."""

import math

import numpy as np
from matplotlib.axes import Axes

from utils.look import LOSS, TEXT, ink, number
from utils.pictures.drawing import set_changed, set_points

# The ends of the axis and its ticks, as multiples of the largest loss of the curve rounded up to a power of ten.
DOWN, UP = 1e-6, 1e2
TICKS = (1e-5, 1e-3, 1e-1, 1e1)


class LossPanel:
    """The losses on `ax`, where none above `highest` is expected. `move(losses)` draws them.

    A loss of 0, or one outside the axis, has no place there: a triangle at the edge points to where it would be.
    """

    def __init__(self, ax: Axes, highest: float, title: str = "", unit: str = "step") -> None:
        self.ax = ax
        top = 10.0 ** math.ceil(math.log10(max(highest, 1e-9)))
        self.low, self.high = top * DOWN, top * UP
        ax.set(yscale="log", ylim=(self.low / 2, self.high * 2), yticks=[top * tick for tick in TICKS])
        ax.yaxis.set_major_formatter(lambda loss, _: plain(loss))
        ax.minorticks_off()
        ax.set_xlabel(unit, labelpad=1)
        ax.set_title(title, color=TEXT)
        (self.dots,) = ax.plot([], [], "o", color=LOSS, markersize=4)
        hollow = {"color": LOSS, "markersize": 5, "markerfacecolor": "none", "clip_on": False}
        (self.above,) = ax.plot([], [], "^", **hollow)
        (self.below,) = ax.plot([], [], "v", **hollow)
        (self.now,) = ax.plot([], [], "o", color=LOSS, markersize=9, clip_on=False)
        self.words = ax.text(0, 0, "", color=ink(LOSS), va="center", parse_math=False, zorder=6)

    def lengthen(self, longest: int) -> None:
        """Make room for `longest` steps, and for the number beside the last one."""
        self.longest = longest
        self.ax.set(xlim=(-0.05 * longest, 1.65 * longest), xticks=[0, longest // 3, 2 * longest // 3, longest])

    def move(self, losses: np.ndarray) -> None:
        """Draw `losses`, (k,), of steps 0 to k - 1, and the last one large and in numbers."""
        steps = np.arange(len(losses))
        above, below = losses > self.high, ~(losses > self.low)  # `below` holds those that are not a number, too
        inside = ~(above | below)
        set_points(self.dots, steps[inside], losses[inside])
        set_points(self.above, steps[above], np.full(above.sum(), self.high))
        set_points(self.below, steps[below], np.full(below.sum(), self.low))
        last, place = len(losses) - 1, np.clip(losses[-1], self.low, self.high)
        self.now.set_data([last], [place])
        set_changed(self.now, marker="^" if above[-1] else "v" if below[-1] else "o")
        self.words.set(text=number(losses[-1]), x=last + 0.08 * self.longest, y=place)

    def clear(self) -> None:
        """Draw nothing."""
        for line in (self.dots, self.above, self.below, self.now):
            line.set_data([], [])
        self.words.set_text("")


def plain(loss: float) -> str:
    """`loss`, a power of ten, without an exponent where that is short: 100 or 0.001."""
    return np.format_float_positional(loss, trim="-") if 1e-6 < loss < 1e6 else f"{loss:.0e}"
