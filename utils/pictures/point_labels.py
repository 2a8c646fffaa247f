"""Texts beside a point of a curve, at a height where neither the curve nor its tangent runs through them."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from utils.look import PAPER
from utils.pictures.drawing import out_of_limits

Curve = tuple[np.ndarray, np.ndarray]  # xs and ys, (n,) each


def label_point(
    text: Text,
    words: str,
    ax: Axes,
    curve: Curve,
    x: float,
    y: float,
    side: int = 0,
    slope: float | None = None,
    above: bool = False,
) -> None:
    """Move `text` beside the point (`x`, `y`) of `curve` and have it say `words`; nothing where the point is outside.

    `side` is -1 for left or 1 for right; with 0 the text stands on the outer side, near an edge on the inner one.
    With `slope` it also avoids the line of that slope through the point; with `above` it stands a little above it.
    """
    inside = not out_of_limits(ax, x, y)
    text.set_text(words if inside else "")
    if not inside:
        return
    width, height = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    across, length = (x - ax.get_xlim()[0]) / width, share_of_width(text)
    if side == 0:
        side = 1 if across > 0.5 else -1
        side = -side if min(across, 1 - across) < 0.03 + length else side
    shorten(text, abs(ax.get_xlim()[side > 0] - x) / width - 0.02)
    along = side * width * np.linspace(0.02, 0.02 + share_of_width(text), 32)
    lines = np.interp(x + along, *curve, left=math.nan, right=math.nan)
    if slope is not None:
        lines = np.append(lines, y + slope * along)
    offsets = height * np.array([-0.05, 0.05, -0.1, 0.1, -0.15, 0.15, -0.2, 0.2, -0.25, 0.25])
    offsets = offsets[1:6:2] if above else offsets
    text.set(x=x + side * 0.02 * width, y=clear_height(ax, y + offsets, lines), va="center")
    set_background(text, lines)
    text.set_horizontalalignment("left" if side > 0 else "right")


def shorten(text: Text, room: float) -> None:
    """Leave `text` only its last word, its number, where it is longer than `room`, a share of the width of its Axes."""
    if 0.83 * share_of_width(text) > room:  # a text with few digits is that much shorter than its share
        text.set_text(text.get_text().rpartition(" ")[2])


def share_of_width(text: Text) -> float:
    """About how long `text` is, as a share of the width of its Axes; to measure it would cost a frame's time."""
    letter = 0.6 * text.get_fontsize() * text.axes.figure.dpi / 72
    return len(text.get_text()) * letter / text.axes.bbox.width


def clear_height(ax: Axes, heights: np.ndarray, lines: np.ndarray, line: float = 0.055) -> float:
    """The first of `heights` at which a line of text is clear of the heights `lines`, or the one that is clearest.

    Clear are those that lie `line` apart or more, as a share of the height of `ax`.
    """
    bottom, top = ax.get_ylim()
    line = line * (top - bottom)
    heights = np.clip(heights, bottom + line, top - line)
    distances = np.min(np.nan_to_num(np.abs(heights[:, None] - lines), nan=np.inf), axis=1)
    return heights[np.argmax(np.minimum(distances, line))]


def set_background(text: Text, lines: np.ndarray) -> None:
    """Give `text` a white background where one of the heights `lines` runs through it, and none elsewhere."""
    near = 0.05 * np.ptp(text.axes.get_ylim())
    crossed = (np.abs(text.get_position()[1] - lines) < near).any()
    text.set_bbox(PAPER if crossed else None)  # an invisible background would still cost its measuring in each frame


def set_background_over(text: Text, segments: np.ndarray) -> None:
    """Give `text` a white background if one of the level or upright `segments`, (n, 2, 2), runs through it."""
    (x, y), ax = text.get_position(), text.axes
    width, height = share_of_width(text) * np.ptp(ax.get_xlim()), 0.05 * np.ptp(ax.get_ylim())
    left = x if text.get_horizontalalignment() == "left" else x - width
    below = segments.min(axis=1) < (left + width, y + height)
    above = segments.max(axis=1) > (left, y - height)
    if (below & above).all(axis=1).any():
        text.set_bbox(PAPER)
