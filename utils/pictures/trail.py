"""The steps of a walk, the newest in full colour and the older ones fading, each with an arrowhead. Lessons 3 and 4."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba

FADED = 0.35  # the opacity of the oldest steps
FADING = np.linspace(FADED, 1, 10)  # the opacities of the newest steps, the newest last
HEAD = 9.0  # points; an arrowhead is never longer than its arrow
SHORTEST = 5.0  # points; a shorter arrow has no head, which would hide it


class Trail:
    """The steps of a walk on `ax`. `move(steps)` draws them: an array (k, m, 2) of k lines of m points each.

    The first two points of a line are the step, and its arrowhead is there; the rest leads on to the next step.
    """

    def __init__(self, ax: Axes, colour: Any, linewidth: float = 1.8, zorder: float = 4) -> None:
        self.ax, self.lines, self.heads = ax, LineCollection([]), PolyCollection([])
        colours = [to_rgba(colour, opacity) for opacity in FADING]
        self.colours = np.array(colours)
        (self.old,) = ax.plot([], [], color=colour, alpha=FADED, linewidth=linewidth, zorder=zorder)
        self.lines.set(linewidth=linewidth, zorder=zorder, capstyle="round")
        self.heads.set(linewidth=0, zorder=zorder + 0.1)
        for collection in (self.lines, self.heads):
            ax.add_collection(collection, autolim=False)

    def move(self, steps: np.ndarray) -> None:
        """Draw `steps`, (k, m, 2), in data coordinates; k may be 0."""
        old, new = np.split(np.asarray(steps, dtype=float), [max(len(steps) - len(FADING), 0)])
        self.old.set_data(*(old.reshape(-1, 2).T if len(old) else ([], [])))
        self.lines.set(segments=list(new), color=self.colours[len(FADING) - len(new) :])
        heads = list(self._heads(new))
        self.heads.set(verts=[head for head, _ in heads], facecolor=[colour for _, colour in heads] or "none")

    def _heads(self, steps: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The triangles, (3, 2) each, at the ends of those of `steps` that are long enough, with their colours."""
        there, back = self.ax.transData, self.ax.transData.inverted()
        point = self.ax.figure.dpi / 72  # in pixels
        for step, colour in zip(steps, self.colours[len(FADING) - len(steps) :], strict=True):
            tail, tip = there.transform(step[:2])
            length = np.hypot(*(tip - tail))
            if SHORTEST * point < length < np.inf:
                along = (tip - tail) / length * min(HEAD * point, length)
                across = along[::-1] * (0.38, -0.38)
                yield back.transform([tip, tip - along + across, tip - along - across]), colour
