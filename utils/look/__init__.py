"""The one look of every picture: its style, its colours by meaning, and fresh figures; `numbers` writes numbers."""

import inspect
from collections.abc import Callable
from functools import lru_cache, wraps
from shutil import which
from typing import Any

from cycler import cycler
from matplotlib import RcParams, rcParams, rcParamsDefault
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.text import Text

from utils.look.numbers import capped as capped
from utils.look.numbers import compact as compact
from utils.look.numbers import fixed as fixed
from utils.look.numbers import magnification as magnification
from utils.look.numbers import narrow as narrow
from utils.look.numbers import nonzero as nonzero
from utils.look.numbers import number as number
from utils.look.numbers import probability as probability
from utils.look.numbers import signed as signed
from utils.look.settings import settings as settings

# Six colours of Okabe and Ito and a red of Paul Tol in place of their vermilion, which readers call orange. The
# colour-blind tell them apart. Curves take them in this order.
BLUE, RED, GREEN, PURPLE, ORANGE, SKY, BLACK = (
    "#0072B2", "#CC3311", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
)  # fmt: skip
TEXT = "#222222"
GREY, LIGHT_GREY = "#666666", "#999999"  # texts and lines that matter less, and least
ON_COLOUR = "#212121"  # texts on a box of a full bright colour: there a dark page has dark texts too (`dark.js`)
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
    "figure.figsize": (5.6, 3.5),  # beside it a laptop has room for the controls, on a phone its letters can be read
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
# Settings that say how Matplotlib runs, not how a picture looks: these stay the notebook's.
RUNNING = (
    *("animation", "backend", "docstring", "figure.hooks", "figure.max", "figure.raise", "interactive", "keymap"),
    *("timezone", "tk", "toolbar", "webagg"),
)
LOOKS = tuple(name for name in rcParamsDefault if not name.startswith(RUNNING))
ALL_SETTINGS = {name: rcParamsDefault[name] for name in LOOKS} | dict(RcParams(STYLE))
# How the names of methods begin that make nothing and draw nothing. These methods do without the settings of the style:
# to find them takes longer than such a method, and Matplotlib calls `contains_point` for every annotation it draws.
ASKING = ("_", "get_", "contains", "convert_", "findobj", "has_", "have_", "in_axes", "is_")
# The keywords of `figure` that go to `Figure.subplots`.
SUBPLOTS_KEYWORDS = ("sharex", "sharey", "squeeze", "width_ratios", "height_ratios", "subplot_kw", "gridspec_kw")


def style_settings() -> dict[str, Any]:
    """All settings of the style. The fonts that the notebook has chosen draw the characters that the style's lacks."""
    families = rcParams["font.family"]
    return _with_fonts(tuple(name for family in families for name in rcParams.get(f"font.{family}", [family])))


@lru_cache
def _with_fonts(names: tuple[str, ...]) -> dict[str, Any]:
    """The settings of the style with those of the fonts `names` that are installed and not Matplotlib's own choice."""
    ours = {STYLE["font.family"], *rcParamsDefault["font.sans-serif"]}
    added = {font.name for font in fontManager.ttflist} - ours
    return ALL_SETTINGS | {
        "font.family": [STYLE["font.family"], *(name for name in dict.fromkeys(names) if name in added)]
    }


def chosen_settings() -> dict[str, Any]:
    """The settings for a learner's own picture: the notebook's where somebody has chosen any, else the style's."""
    chosen = {name: rcParams[name] for name in LOOKS}
    chosen["text.usetex"] &= which("latex") is not None  # else every stop would be an error
    fonts = [name for name in LOOKS if name.startswith("font.") and name != "font.size"] + ["axes.unicode_minus"]
    default = all(chosen[name] == rcParamsDefault[name] for name in LOOKS if name not in fonts)
    return style_settings() if default else chosen


def styled(drawn: Any) -> Any:
    """Have the function `drawn`, or the `__init__` and the `draw` of the class, find the settings of the style."""
    if isinstance(drawn, type):
        for name in {"__init__", "draw"} & set(vars(drawn)):
            setattr(drawn, name, styled(getattr(drawn, name)))
        return drawn

    @wraps(drawn)
    def in_style(*arguments: Any, **keywords: Any) -> Any:
        __tracebackhide__ = True  # for IPython: the learner reads their own line
        with settings(style_settings()):
            return drawn(*arguments, **keywords)

    return in_style


def _styled_methods(base: type, *but: str) -> dict[str, Callable[..., Any]]:
    """The methods of `base` that may make or draw an artist, each in the style."""
    methods = inspect.getmembers(base, inspect.isfunction)
    return {name: styled(method) for name, method in methods if not name.startswith(ASKING) and name not in but}


# What a lesson draws on an Axes of `figure()` with Matplotlib's own methods has the style too. `explore` records what
# an Axes with Matplotlib's own `draw` holds one by one, so that method stays.
StyledAxes = type("StyledAxes", (Axes,), _styled_methods(Axes, "draw", "cla") | {"__module__": __name__})
_StyledFigure: Any = type("_StyledFigure", (Figure,), _styled_methods(Figure) | {"__module__": __name__})


class StyledFigure(_StyledFigure):
    """A figure that is made and drawn in the style, and whose Axes are too, whatever the settings of the notebook."""

    @styled
    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)

    @property
    def settings(self) -> dict[str, Any]:
        """The settings with which `explore` draws the figure."""
        return style_settings()

    def add_subplot(self, *arguments: Any, **keywords: Any) -> Axes:
        """Add a `StyledAxes`, unless the keywords ask for another projection."""
        return super().add_subplot(*arguments, **_with_styled_axes(keywords))

    def add_axes(self, *arguments: Any, **keywords: Any) -> Axes:
        """Add a `StyledAxes`, unless the keywords ask for another projection."""
        return super().add_axes(*arguments, **_with_styled_axes(keywords))


def _with_styled_axes(keywords: dict[str, Any]) -> dict[str, Any]:
    other = {"axes_class", "polar", "projection"} & set(keywords)
    return keywords if other else keywords | {"axes_class": StyledAxes}


@styled
def figure(nrows: int = 1, ncols: int = 1, **kwargs: Any) -> tuple[Figure, Any]:
    """Make `(fig, axes)` in the one style; pyplot does not hold it, so nothing shows twice. `figsize` is in inches.

    What is drawn on it has the style whatever the notebook's own settings are. `axes` is one Axes, or an array of them
    where there are several. Keywords of `Figure.subplots` (`sharex`, `width_ratios`, ...) go there, the others to
    `Figure`.
    """
    grid = {name: kwargs.pop(name) for name in SUBPLOTS_KEYWORDS if name in kwargs}
    if kwargs.get("layout") == "none":  # Matplotlib's own "none" becomes the style's layout with the first savefig
        kwargs["layout"] = PlaceHolderLayoutEngine(adjust_compatible=True, colorbar_gridspec=True)
    fig = StyledFigure(**kwargs)
    FigureCanvasAgg(fig)
    return fig, fig.subplots(nrows, ncols, **grid)


def release_pixels(fig: Figure) -> None:
    """Free the pixels of the last drawing of `fig`: megabytes that its canvas and each of its texts would keep.

    A canvas of pyplot stays what it is.
    """
    if type(fig.canvas) is FigureCanvasAgg and fig.canvas.manager is None:
        FigureCanvasAgg(fig)
    for text in fig.findobj(Text):
        vars(text)["_renderer"] = None  # private to Matplotlib, which leaves it out when it pickles a text


def sign_scale(limit: float) -> dict[str, Any]:
    """The arguments of `imshow` for numbers of both signs from -`limit` to `limit`, white at 0."""
    return {"cmap": DIVERGING, "vmin": -limit, "vmax": limit}


def ink(colour: Any) -> tuple[float, ...]:
    """`colour` darkened, so that text in it can be read on white: an RGB tuple."""
    return tuple(0.75 * channel for channel in to_rgb(colour))
