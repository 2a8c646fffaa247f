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

# Six colours of Okabe and Ito and a red of Paul Tol in place of their vermilion, which readers call orange. The
# colour-blind tell them apart. Curves take them in this order.
BLUE, RED, GREEN, PURPLE, ORANGE, SKY, BLACK = (
    "#0072B2", "#CC3311", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
)  # fmt: skip
TEXT = "#222222"
GREY, LIGHT_GREY = "#666666", "#999999"  # texts and lines of less weight, and of less still
FRAME = "#888888"  # lines of axes and frames

# The colours by meaning, the same in all lessons: a meaning has one colour everywhere, and no picture has two meanings
# of one colour. Plots and pictures use these names, never those above. The table of CONTRIBUTING.md repeats them.
CURVE = PREDICTION = BLUE  # the curve of a function; what a model makes of its weights
POINT = BLACK  # the point that the learner moves, and the end of a path
GRADIENT = RED  # a slope as `backward` knows it: a tangent, a derivative, a gradient
MEASURED = GREEN  # a slope from a rise over a run
STEP = ORANGE  # a step of gradient descent, and the path of many
LOSS = TRAINING = PURPLE  # a loss, which is that of the training data where nothing else is said
VALIDATION = BLUE  # the loss of data that no step was taken for
ACCURACY = GREEN
DATA = GREY  # what was measured
THREE = POSITIVE = RED  # what speaks for a three: a weight, a slope or a product above zero
SEVEN = NEGATIVE = BLUE  # what speaks for a seven: the same below zero
LENS = ORANGE  # the frame of a lens
COMPARED = ORANGE, SKY, BLUE  # things of one kind beside each other: two weights, two ReLUs, three models
PROBLEM = RED  # the sentence in place of a picture that cannot be drawn
STEPS = {  # the seven steps in their order
    "initialise": SKY,
    "predict": PREDICTION,
    "loss": LOSS,
    "gradient": GRADIENT,
    "step": STEP,
    "repeat": LIGHT_GREY,
    "stop": BLACK,
}
# An odd number of colours, so that zero has the middle one, which is white.
DIVERGING = LinearSegmentedColormap.from_list("downhill", [NEGATIVE, "white", POSITIVE], N=257)
DIGIT_SCALE: dict[str, Any] = {"cmap": "gray_r", "vmin": 0, "vmax": 1}  # for `imshow`: white paper, black ink
PAPER: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}  # behind a text

STYLE: dict[str, Any] = {  # Matplotlib's settings (rcParams) of every picture
    "figure.figsize": (6.4, 4.0),
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.w_pad": 0.08,
    "savefig.facecolor": "white",
    "axes.prop_cycle": cycler("color", [BLUE, RED, GREEN, PURPLE, ORANGE, SKY, BLACK]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": FRAME,
    "axes.linewidth": 0.9,
    "axes.labelcolor": TEXT,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.labelsize": 11,
    "axes.grid": False,
    "axes.axisbelow": True,
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": TEXT,
    "lines.linewidth": 2,
    "lines.markersize": 7,
    "lines.solid_capstyle": "round",
    "lines.dash_capstyle": "round",
    "legend.frameon": False,
    "xtick.color": FRAME,
    "xtick.labelcolor": "#444444",
    "ytick.color": FRAME,
    "ytick.labelcolor": "#444444",
    "image.cmap": "gray_r",
    "image.interpolation": "none",
}
# The keywords of `figure` that go to `Figure.subplots`.
SUBPLOTS_KEYWORDS = ("sharex", "sharey", "squeeze", "width_ratios", "height_ratios", "subplot_kw", "gridspec_kw")


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


def use_style() -> None:
    """Set the style in the notebook, so that a lesson's own `ax.plot` has it too. Plots and pictures do at import."""
    rcParams.update(STYLE)


def figure(nrows: int = 1, ncols: int = 1, **kwargs: Any) -> tuple[Figure, Any]:
    """Make `(fig, axes)` in the one style; pyplot does not hold it, so nothing shows twice. `figsize` is in inches.

    `axes` is one Axes, or an array of them where there are several. Keywords of `Figure.subplots` (`sharex`,
    `width_ratios`, ...) go there, the others to `Figure`.
    """
    grid = {name: kwargs.pop(name) for name in SUBPLOTS_KEYWORDS if name in kwargs}
    if kwargs.get("layout") == "none":  # Matplotlib's own "none" becomes the style's layout with the first savefig
        kwargs["layout"] = PlaceHolderLayoutEngine(adjust_compatible=True, colorbar_gridspec=True)
    with style():
        fig = Figure(**kwargs)
        FigureCanvasAgg(fig)
        return fig, fig.subplots(nrows, ncols, **grid)


def sign_scale(limit: float) -> dict[str, Any]:
    """The arguments of `imshow` for numbers of both signs from -`limit` to `limit`, white at 0."""
    return {"cmap": DIVERGING, "vmin": -limit, "vmax": limit}


def ink(colour: Any) -> tuple[float, ...]:
    """`colour` darkened, so that text in it can be read on white: an RGB tuple."""
    return tuple(0.75 * channel for channel in to_rgb(colour))


def number(value: float, digits: int = 2) -> str:
    """`value` with `digits` decimals, with a power of ten where decimals say nothing, in words if not finite."""
    value = float(value) + 0.0  # turns -0.0 into 0.0
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinity"
    if value == 0 or 0.5 * 10**-digits <= abs(value) < 100_000:
        return f"{value:.{digits}f}"
    if 1e-4 <= abs(value) < 1:
        return np.format_float_positional(value, precision=1, fractional=False)
    return f"{value:.1e}"


def fixed(value: float, digits: int = 2) -> str:
    """`value` with `digits` decimals, with a power of ten from a million on, in words if not finite; never -0.0."""
    if not abs(value) < 1e6:
        return number(value, digits)
    text = f"{value:.{digits}f}"
    return text[1:] if text[0] == "-" and float(text) == 0 else text


def signed(value: float, digits: int = 1) -> str:
    """`value` with its sign in front, as in +8.2 and -16.9; 0 has none."""
    if not abs(value) < 1e6:
        return f"{value:+.1e}" if math.isfinite(value) else number(value)
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def nonzero(value: float, digits: int = 3) -> str:
    """`value` with `digits` decimals, or with more where these would show 0 for a number that is not 0."""
    text = fixed(value, digits)
    if 0 < abs(value) < 1e-12:
        return f"{value:.1e}"
    if 0 < abs(value) < 10**-digits and float(text) == 0:
        text = np.format_float_positional(value, precision=2, fractional=False)
    return text


def probability(value: float) -> str:
    """`value`, between 0 and 1, with three decimals, or with more where these would round it to 0 or 1."""
    rest = min(value, 1 - value)
    digits = 3 if rest >= 0.0005 else int(np.ceil(-np.log10(rest))) + 1
    return f"{value:.{digits}f}"


def compact(value: float) -> str:
    """`value`, 0 or more: the larger it is, the fewer decimals, and a power of ten from a million on."""
    if not value < 1e6:
        return number(value)
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def capped(value: float) -> str:
    """`value`, 0 or more, with two decimals; from 100 on with none, from 10,000 on only the power of ten below it."""
    if value < 100 or not math.isfinite(value):
        return fixed(value)
    if value >= 1e15:
        return f"over 1e{math.floor(math.log10(value))}"
    return f"{value:,.0f}" if value < 10_000 else f"over {10 ** math.floor(math.log10(value)):,}"


def magnification(times: float) -> str:
    """A magnification, short enough for a title: 10, 1,000, 1e8."""
    return f"{times:,.0f}" if times < 9_999_999 else f"{times:.0e}".replace("e+0", "e").replace("e+", "e")
