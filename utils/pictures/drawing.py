"""What moving pictures of several lessons share: limits of axes, the curve of a function, and Axes for images."""

import math
import textwrap
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from utils.look import CURVE, PROBLEM
from utils.pictures.learner_function import LearnerFunction

SAFE = 1e100  # coordinates are clipped to this size, so that no computation of Matplotlib overflows


def limits(values: np.ndarray, above: float = 0.12, below: float = 0.12) -> tuple[float, float]:
    """Limits (low, high) around the finite `values`, with these shares of their span as margins, without outliers."""
    values = np.clip(values[np.isfinite(values)], -SAFE, SAFE)
    low, high = values.min(), values.max()
    inner = np.percentile(values, [5, 95])
    if high - low > 5 * (inner[1] - inner[0]) > 0:  # a pole, as that of 1/x, would flatten the rest of the curve
        low, high = inner
    # A level curve has no span of its own; nor has one that varies less than its numbers have digits.
    span = high - low if high - low > 1e-12 * abs(high) else max(2.0, abs(high) / 1000)
    return low - below * span, high + above * span


def draw_curve(ax: Axes, f: LearnerFunction, margin: float = 0.28) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw `f` on `ax` from its `low` to its `high`, set the limits, and leave a `margin` (of the width) at each side.

    Returns xs, f(xs) and the slopes there, arrays (241,), NaN where there is nothing to draw.
    """
    xs, *measured = f.curve
    ys, slopes = (np.where(np.isfinite(these), np.clip(these, -SAFE, SAFE), np.nan) for these in measured)
    ax.plot(xs, ys, color=CURVE, linewidth=2.5, zorder=2)
    aside = margin * (f.high - f.low)
    ax.set(xlim=(f.low - aside, f.high + aside), ylim=limits(ys, 0.25, 0.25))
    return xs, ys, slopes


def out_of_limits(ax: Axes, x: float, y: float) -> str:
    """Words for where the point (`x`, `y`) lies outside the limits of `ax`; "" when it lies inside."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    if not (math.isfinite(x) and math.isfinite(y)):
        return "nowhere"
    if x < left or x > right:
        return "off to the left" if x < left else "off to the right"
    return "" if bottom <= y <= top else "above the picture" if y > top else "below the picture"


def image_axes(ax: Axes) -> Axes:
    """Prepare `ax` for an image: no ticks, a thin frame."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(visible=True, color="0.8")
    return ax


def set_changed(artist: Artist, **values: Any) -> None:
    """Set those of `values` that differ from what `artist` has: an artist that does not change is not drawn again."""
    changed = {name: value for name, value in values.items() if getattr(artist, f"get_{name}")() != value}
    if changed:
        artist.set(**changed)


def set_points(line: Line2D, xs: Any, ys: Any) -> None:
    """Give `line` the points (`xs`, `ys`), unless it has them: an artist that does not change is not drawn again."""
    if not (np.array_equal(line.get_xdata(), xs) and np.array_equal(line.get_ydata(), ys)):
        line.set_data(xs, ys)


def show_problem(fig: Figure, sentence: str) -> None:
    """Write `sentence` in the middle of `fig`, in place of a picture that cannot be drawn, and hide the axes."""
    for ax in fig.axes:
        ax.set_axis_off()
    fig.text(0.5, 0.5, textwrap.fill(sentence, 60), ha="center", va="center", color=PROBLEM, parse_math=False)
