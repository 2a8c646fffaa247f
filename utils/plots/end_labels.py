"""Labels at the right ends of curves, in place of a legend, moved apart where they would overlap."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from utils.look import ink

LINE_HEIGHT = 15  # points between the middles of two labels
GID = "end"  # marks the labels of this file among the texts of an Axes


def label_end(line: Line2D, text: str) -> Annotation:
    """Write `text` at the last finite point of `line`, in its colour, clear of the labels of other lines."""
    ax, x, y = line.axes, *(np.asarray(values, dtype=np.float64) for values in line.get_data())
    last = np.flatnonzero(np.isfinite(x) & np.isfinite(y))[-1]
    options = {"color": ink(line.get_color()), "va": "center", "textcoords": "offset points", "gid": GID}
    label = ax.annotate(text, (x[last], y[last]), (6, 0), xycoords=line.get_transform(), **options)
    _move_apart([note for note in ax.texts if note.get_gid() == GID], ax)
    return label


def _move_apart(labels: list[Annotation], ax: Axes) -> None:
    """Move `labels` up and down, as little as possible, until none covers another."""
    ax.get_ylim()  # Matplotlib computes the limits, and with them the transforms, only when it is asked for them
    points = 72 / ax.figure.dpi
    labels = sorted(labels, key=lambda label: label.xycoords.transform(label.xy)[1])
    ends = np.array([label.xycoords.transform(label.xy)[1] for label in labels]) * points
    heights = ends.copy()
    for _ in range(60):
        overlap = np.maximum(LINE_HEIGHT - np.diff(heights), 0) / 2
        heights[:-1] -= overlap
        heights[1:] += overlap
    for label, end, height in zip(labels, ends, heights, strict=True):
        label.set_position((6, height - end))
