"""A walker on a hill in the fog: the image that lesson 1 has for training."""

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Circle, Polygon

from utils.look import GRADIENT, TEXT, figure, styled

WIDTH, HEIGHT = 8.0, 3.2  # the size of the picture, in inches and in its own units
PIXELS = 200  # for each unit
BAND = 128  # rows that are painted and drawn at once: all of them would take a hundred megabytes
WALKER = 2.35  # where the walker stands, in units of x
# All colours of the landscape, from fog (0) over distance to near ground (1). They lie on one line, because a picture
# in a notebook has 256 colours: these are enough for fog without steps on one line, but not on several.
SHADES = LinearSegmentedColormap.from_list("landscape", ["#F5F3EE", "#B4C8D6", "#6F8EA3", "#2C4453"], N=1024)
# The ridges from the farthest to the nearest: shade, height, and the sizes, frequencies and shifts of their waves.
RIDGES = (
    (0.11, 2.25, ((0.22, 0.16, 0.4), (0.07, 0.57, 1.0), (0.02, 1.8, 2.0))),
    (0.15, 1.85, ((0.25, 0.14, 3.9), (0.08, 0.48, 0.2), (0.02, 1.6, 1.0))),
    (0.20, 1.40, ((0.28, 0.19, 1.6), (0.06, 0.70, 2.6), (0.02, 2.1, 0.5))),
)


@styled
def landscape(ax: Axes | None = None) -> Axes:
    """Draw a walker on a hill; the fog hides all but the ground under the walker's feet. Serves lesson 1.

    The Axes has no scales. The short line under the feet has the slope of the ground there.
    """
    ax = figure(figsize=(WIDTH, HEIGHT), layout="none")[1] if ax is None else ax
    ax.set_position((0, 0, 1, 1))
    for low, high, colours in bands():
        ax.imshow(colours, extent=(0, WIDTH, low, high))
    ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), aspect="equal")
    ax.set_axis_off()
    _draw_walker(ax)
    return ax


def hill(x: np.ndarray | float) -> np.ndarray:
    """The height of the walker's hill at `x`, in units of the picture: high at the left, a valley at the right."""
    x = np.asarray(x)
    return 0.42 + 1.25 / (1 + np.exp(1.5 * (x - 2.6))) + 0.04 * np.sin(2.1 * x + 0.5)


def bands() -> Iterator[tuple[float, float, np.ndarray]]:
    """The landscape without the walker, from the top down: the lower and the upper end of each band, and its colours.

    The colours are an array (rows, columns, 4) of bytes, in RGBA.
    """
    x = (np.arange(round(WIDTH * PIXELS)) + 0.5) / PIXELS
    y = (np.arange(round(HEIGHT * PIXELS))[::-1, None] + 0.5) / PIXELS
    for rows in np.split(y, range(BAND, len(y), BAND)):
        half = 0.5 / PIXELS
        yield rows[-1, 0] - half, rows[0, 0] + half, SHADES(shades(x, rows), bytes=True)


def shades(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The shades at `x` (columns) and `y` (rows, 1), from 0 (fog) to 1 (near ground): an array (rows, columns)."""
    painted = 0.12 * _smooth((y - 1.5) / 1.7) + 0 * x  # the sky
    for shade, level, waves in RIDGES:
        ridge = level + sum(size * np.sin(2 * np.pi * (often * x + shift)) for size, often, shift in waves)
        painted = _cover(painted, shade * (1 - _smooth((ridge - y) / 0.8)), ridge - y)
    depth = hill(x) - y  # the ground fades along its surface and below it, so that it looks like ground and no hole
    seen = (1 - _smooth((np.abs(x - WALKER) - 0.15) / 1.75)) * (1 - _smooth((depth - 0.1) / 0.8))
    return _cover(painted, 0.07 + 0.93 * seen, depth)


def _cover(below: np.ndarray, above: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """`above` where the `depth` under an edge is positive, else `below`; the edge is smooth over one pixel."""
    return below + np.clip(depth * PIXELS + 0.5, 0, 1) * (above - below)


def _smooth(share: np.ndarray) -> np.ndarray:
    """From 0 at a `share` of 0 to 1 at 1, without a visible edge at either end."""
    share = np.clip(share, 0, 1)
    return share**2 * (3 - 2 * share)


def _draw_walker(ax: Axes) -> None:
    """Draw the walker with rucksack and stick, and under the feet the short line with the slope of the ground."""
    foot = np.array([WALKER, float(hill(WALKER))])
    slope = float(hill(WALKER + 1e-4) - hill(WALKER - 1e-4)) / 2e-4
    ends = np.array([-0.36, 0.42])
    ax.plot(foot[0] + ends, foot[1] + slope * ends, color=GRADIENT, linewidth=4, zorder=3)
    legs_and_body = [(0.08, -0.02), (0.02, 0.17), (-0.05, 0.03), (-0.1, 0.03), (-0.03, 0.22), (-0.06, 0.41)]
    shoulders = [(0.0, 0.47), (0.06, 0.42), (0.06, 0.2), (0.13, -0.02)]
    rucksack = [(-0.05, 0.24), (-0.13, 0.26), (-0.13, 0.42), (-0.05, 0.43)]
    for outline in (legs_and_body + shoulders, rucksack):
        ax.add_patch(Polygon(foot + outline, color=TEXT, linewidth=1.5, joinstyle="round", zorder=4))
    ax.add_patch(Circle((foot[0] + 0.02, foot[1] + 0.55), 0.06, color=TEXT, zorder=4))
    for line, width in (([(0.03, 0.37), (0.12, 0.28), (0.21, 0.3)], 3), ([(0.2, 0.36), (0.3, -0.1)], 1.5)):
        ax.plot(*(foot + line).T, color=TEXT, linewidth=width, zorder=4)
