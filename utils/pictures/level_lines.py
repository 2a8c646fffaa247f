"""A bowl seen from above: filled lines of equal loss around its lowest point. Serves lesson 4."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Ellipse

from utils.look import LOSS


class LevelLines:
    """Ellipses on `ax` where a bowl has each of the losses `levels`, the highest first; the lowest are darkest.

    `move(curvatures, least)` draws the bowl whose loss is `least` + (c*x**2 + d*y**2)/2, `curvatures` being c and d.
    """

    def __init__(self, ax: Axes, levels: tuple[float, ...]) -> None:
        self.levels = levels
        self.rings = [Ellipse((0, 0), 0, 0, zorder=0) for _ in levels]
        darkest = np.array(to_rgb(LOSS))
        for ring, depth in zip(self.rings, np.linspace(0.12, 0.9, len(levels)), strict=True):
            ring.set(facecolor=1 - depth * (1 - darkest), edgecolor=1 - depth * (1 - 0.75 * darkest), linewidth=0.8)
            ax.add_patch(ring)

    def move(self, curvatures: tuple[float, float], least: float = 0.0) -> None:
        """Draw the bowl with these `curvatures` along x and y, and the loss `least` at its lowest point."""
        for ring, level in zip(self.rings, self.levels, strict=True):
            width, height = (2 * (2 * max(level - least, 0) / curvature) ** 0.5 for curvature in curvatures)
            ring.set(width=width, height=height, visible=level > least)
