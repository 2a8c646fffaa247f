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
HEAD = 9.0  # points; an arrowhead is never longer than its arrow, and heads are at least this far from each other
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
        cuts = np.maximum(len(steps) - newest, 0)
        # A visible collection takes as long to draw with nothing in it as with one step.
        self.lines.set_visible(len(steps) > 0)
        self.lines.set_segments([group.reshape(-1, 2) for group in np.split(steps, cuts)])
        arrows = self.ax.transData.transform(steps[:, :2].reshape(-1, 2)).reshape(-1, 2, 2)
        headed = self._headed(arrows)
        groups = zip(np.split(arrows, cuts), np.split(headed, cuts), strict=True)
        self.heads.set_visible(bool(headed.any()))
        self.heads.set_paths([self._heads(group[those]) for group, those in groups])

    def _headed(self, arrows: np.ndarray) -> np.ndarray:
        """Which of `arrows`, (k, 2, 2) in pixels, get a head: those that are long enough, and end apart.

        Where many steps end in one place, the longest of them has the head, of equally long ones the newest: a pile of
        heads would hide the way.
        """
        point = self._point()
        lengths, tips = np.hypot(*(arrows[:, 1] - arrows[:, 0]).T), arrows[:, 1]
        headed = (lengths > SHORTEST * point) & (lengths < np.inf)
        tips = np.where(headed[:, None], tips, 0.0)  # those that are infinite are none of them
        near = np.hypot(*(tips[:, None] - tips).T) < HEAD * point
        for longest in np.lexsort((np.arange(len(tips)), np.rint(lengths)))[::-1]:
            if headed[longest]:
                headed[near[longest]] = False
                headed[longest] = True
        return headed

    def _heads(self, arrows: np.ndarray) -> Path:
        """The triangles at the ends of `arrows`, (k, 2, 2) in pixels, as one path in data coordinates."""
        if not len(arrows):
            return Path(np.empty((0, 2)))
        tips, ways = arrows[:, 1], arrows[:, 1] - arrows[:, 0]
        lengths = np.hypot(*ways.T)[:, None]
        along = ways / lengths * np.minimum(HEAD * self._point(), lengths)
        across = along[:, ::-1] * (0.38, -0.38)
        corners = np.stack([tips, tips - along + across, tips - along - across], axis=1)
        inverse = self.ax.transData.inverted().transform(corners.reshape(-1, 2))
        return Path.make_compound_path_from_polys(inverse.reshape(-1, 3, 2))

    def _point(self) -> float:
        """A point, in pixels."""
        return self.ax.figure.dpi / 72
