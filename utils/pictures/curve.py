"""What moving pictures of several lessons share: a curve on its Axes, numbers as words, and room for a problem."""

import math
import textwrap

import numpy as np

from utils.look import PAPER

SAFE = 1e100  # what is drawn stays below this, so that no sum of a drawing overflows


def room(values, above=0.12, below=0.12):
    """Limits (low, high) that show the finite `values` with a share of their span to spare; outliers are let go."""
    values = np.clip(values[np.isfinite(values)], -SAFE, SAFE)
    low, high = values.min(), values.max()
    inner = np.percentile(values, [5, 95])
    if high - low > 5 * (inner[1] - inner[0]) > 0:  # a pole such as that of 1/x would flatten all the rest
        low, high = inner
    span = (high - low) or 2.0
    return low - below * span, high + above * span


def draw_curve(ax, curve, margin=0.28):
    """Draw `curve` on `ax` from its own `low` to its `high`, with limits that fit and a `margin` at each side.

    Returns xs, f(xs) and the slopes there, arrays (241,), NaN where there is nothing to draw.
    """
    xs = np.linspace(curve.low, curve.high, 241)
    ys, slopes = curve.at(xs)
    ys, slopes = (np.where(np.isfinite(these), np.clip(these, -SAFE, SAFE), np.nan) for these in (ys, slopes))
    ax.plot(xs, ys, color="C0", linewidth=2.5, zorder=2)
    aside = margin * (curve.high - curve.low)
    ax.set(xlim=(curve.low - aside, curve.high + aside), ylim=room(ys, 0.25, 0.25))
    return xs, ys, slopes


def where_seen(ax, x, y):
    """Where the point (`x`, `y`) stands as to the limits of `ax`: "" when it is seen, else the words for it."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    if not (math.isfinite(x) and math.isfinite(y)):
        return "nowhere"
    if x < left or x > right:
        return "off to the left" if x < left else "off to the right"
    return "" if bottom <= y <= top else "above the picture" if y > top else "below the picture"


def words_beside(text, words, ax, curve, x, y, side=0, slope=None):
    """Put `words` beside the point (`x`, `y`) of `curve` (xs, ys), where the curve leaves room and the picture does.

    They stand on the `side` asked for, -1 or 1, or, when that is 0, on the outer one, near an edge on the inner; and
    clear of the line of that `slope` through the point, if one is given.
    """
    seen = not where_seen(ax, x, y)
    text.set_text(words if seen else "")
    if not seen:
        return
    width, height = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    across = (x - ax.get_xlim()[0]) / width
    if side == 0:
        side = 1 if across > 0.5 else -1
        side = -side if min(across, 1 - across) < 0.24 else side
    along = side * width * np.linspace(0.02, 0.22, 32)  # the words are about that long
    passed = np.interp(x + along, *curve, left=math.nan, right=math.nan)
    if slope is not None:
        passed = np.append(passed, y + slope * along)
    shifts = height * np.array([-0.05, 0.05, -0.1, 0.1, -0.15, 0.15, -0.2, 0.2, -0.25, 0.25])
    text.set(x=x + side * 0.02 * width, y=free_height(ax, y + shifts, passed), va="center")
    on_paper(text, passed)
    text.set_horizontalalignment("left" if side > 0 else "right")


def free_height(ax, heights, passed):
    """The first of `heights` where a line of words is clear of all that has `passed` there, else the clearest."""
    bottom, top = ax.get_ylim()
    line = 0.055 * (top - bottom)
    heights = np.clip(heights, bottom + line, top - line)
    free = np.min(np.nan_to_num(np.abs(heights[:, None] - passed), nan=np.inf), axis=1)
    return heights[np.argmax(np.minimum(free, line))]


def on_paper(text, passed):
    """Put paper under `text` where no height was clear of what has `passed`; where one was, none is drawn."""
    near = 0.05 * np.ptp(text.axes.get_ylim())
    crossed = (np.abs(text.get_position()[1] - passed) < near).any()
    text.set_bbox(PAPER if crossed else None)  # even unseen paper would be measured for every frame


def say_problem(fig, sentence):
    """Show `sentence` in place of a picture that cannot be drawn: no empty axes."""
    for ax in fig.axes:
        ax.set_axis_off()
    fig.text(0.5, 0.5, textwrap.fill(sentence, 60), ha="center", va="center", color="C1", parse_math=False)
