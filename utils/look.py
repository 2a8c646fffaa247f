"""The one look of every picture: its style, its colours by meaning, fresh figures, and how numbers are written."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from cycler import cycler
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine

# The colours of Okabe and Ito, which the colour-blind tell apart, in the order in which curves take them.
BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
)  # fmt: skip
GREY = "#666666"  # words and lines of less weight
# From blue over white to vermilion. An odd number of colours: the middle one, which is zero's, is white.
DIVERGING = LinearSegmentedColormap.from_list("downhill", [BLUE, "white", VERMILION], N=257)
PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}  # a text's box on a busy ground

STYLE: dict[str, Any] = {  # Matplotlib's settings (rcParams) of every picture
    "figure.figsize": (6.4, 4.0),
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.w_pad": 0.08,
    "savefig.facecolor": "white",
    "axes.prop_cycle": cycler("color", [BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.linewidth": 0.9,
    "axes.labelcolor": "#222222",
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.labelsize": 11,
    "axes.grid": False,
    "axes.axisbelow": True,
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": "#222222",
    "lines.linewidth": 2,
    "lines.markersize": 7,
    "lines.solid_capstyle": "round",
    "lines.dash_capstyle": "round",
    "legend.frameon": False,
    "xtick.color": "#888888",
    "xtick.labelcolor": "#444444",
    "ytick.color": "#888888",
    "ytick.labelcolor": "#444444",
    "image.cmap": "gray_r",
    "image.interpolation": "none",
}
# What of `figure`'s keywords goes to `Figure.subplots`.
GRID = ("sharex", "sharey", "squeeze", "width_ratios", "height_ratios", "subplot_kw", "gridspec_kw")


@contextmanager
def style(settings: Mapping[str, Any] = STYLE) -> Iterator[None]:
    """Set Matplotlib's `settings` for as long as this lasts.

    Only these settings are put back, and only where nobody has changed them meanwhile: frames are drawn in a thread
    beside the learner's cell, and `matplotlib.rc_context` would undo what that cell sets.
    """
    before = {name: rcParams[name] for name in settings}
    rcParams.update(settings)
    during = {name: rcParams[name] for name in settings}
    try:
        yield
    finally:
        rcParams.update({name: value for name, value in before.items() if rcParams[name] == during[name]})


def figure(nrows: int = 1, ncols: int = 1, **kwargs: Any) -> tuple[Figure, Any]:
    """A fresh `(fig, axes)` in the one look; pyplot does not know it, so nothing shows twice. `figsize` is in inches.

    `axes` is one Axes, or an array of them where there are several. Keywords of `Figure.subplots` (`sharex`,
    `width_ratios`, ...) go there, the others to `Figure`.
    """
    grid = {name: kwargs.pop(name) for name in GRID if name in kwargs}
    if kwargs.get("layout") == "none":  # Matplotlib's own "none" becomes the style's layout with the first savefig
        kwargs["layout"] = PlaceHolderLayoutEngine(adjust_compatible=True, colorbar_gridspec=True)
    with style():
        fig = Figure(**kwargs)
        FigureCanvasAgg(fig)
        return fig, fig.subplots(nrows, ncols, **grid)


def ink(colour: Any) -> tuple[float, ...]:
    """`colour` dark enough to be read as text on white: an RGB tuple."""
    return tuple(0.75 * channel for channel in to_rgb(colour))


def number(value: float, digits: int = 2) -> str:
    """`value` as a learner reads it: `digits` decimals, and powers of ten only where decimals would be no use."""
    value = float(value) + 0.0  # never -0.0
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinity"
    if value == 0 or 0.5 * 10**-digits <= abs(value) < 100_000:
        return f"{value:.{digits}f}"
    if 1e-4 <= abs(value) < 1:
        return np.format_float_positional(value, precision=1, fractional=False)
    return f"{value:.1e}"
