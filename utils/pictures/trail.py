"""The steps of a walk, the newest in full colour and the older ones fading, each with an arrowhead. Lessons 3 and 4."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.path import Path

# How many of the newest steps share an opacity, the newest last; all older steps share the first. One path each for
# the lines and the heads of a group keeps a frame cheap.
GROUPS = {0.35: None, 0.5: 5, 0.75: 3, 1.0: 1}
HEAD = 9.0  # points; an arrowhead is never longer than its arrow
SHORTEST = 5.0  # points; a shorter arrow has no head, which would hide it


class Trail:
    """The steps of a walk on `ax`. `move(steps)` draws them: an array (k, m, 2) of k lines of m points each.

    Each line begins where the one before ends. Its first two points are the step, and its arrowhead is there; the rest
    leads on to the next step. The limits of `ax` must be set before, since arrowheads are measured in points.
    """

    def __init__(self, ax: Axes, colour: Any, linewidth: float = 1.8, zorder: float = 4) -> None:
        self.ax = ax
        colours = [to_rgba(colour, opacity) for opacity in GROUPS]
        look = {"zorder": zorder, "linewidth": linewidth, "capstyle": "round"}
        self.lines = LineCollection([], colors=colours, **look)
        self.heads = PathCollection([], facecolors=colours, edgecolors="none", zorder=zorder + 0.1)
        self.heads.set_transform(ax.transData)
        for collection in (self.lines, self.heads):
            ax.add_collection(collection, autolim=False)

    def move(self, steps: np.ndarray) -> None:
        """Draw `steps`, (k, m, 2), in data coordinates; k may be 0."""
        steps, newest = np.asarray(steps, dtype=float), np.cumsum([*GROUPS.values()][:0:-1])[::-1]
        groups = np.split(steps, np.maximum(len(steps) - newest, 0))
        self.lines.set_segments([group.reshape(-1, 2) for group in groups])
        self.heads.set_paths([self._heads(group) for group in groups])

    def _heads(self, steps: np.ndarray) -> Path:
        """The triangles at the ends of those of `steps` that are long enough, as one path."""
        transform = self.ax.transData
        tails, tips = np.moveaxis(transform.transform(steps[:, :2].reshape(-1, 2)).reshape(-1, 2, 2), 1, 0)
        point = self.ax.figure.dpi / 72  # in pixels
        lengths = np.hypot(*(tips - tails).T)
        shown = (lengths > SHORTEST * point) & (lengths < np.inf)
        if not shown.any():
            return Path(np.empty((0, 2)))
        tails, tips, lengths = tails[shown], tips[shown], lengths[shown, None]
        along = (tips - tails) / lengths * np.minimum(HEAD * point, lengths)
        across = along[:, ::-1] * (0.38, -0.38)
        corners = np.stack([tips, tips - along + across, tips - along - across], axis=1)
        inverse = transform.inverted().transform(corners.reshape(-1, 2))
        return Path.make_compound_path_from_polys(inverse.reshape(-1, 3, 2))
