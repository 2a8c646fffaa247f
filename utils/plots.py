"""Pictures that stand still: Axes in, Axes out. Knows only matplotlib; importing it puts on the one look.

`ax=None` makes a fresh one; extra arguments go on to matplotlib; `show(ax, sentence)` ends a picture.
"""

import io
import sys
import warnings
from pathlib import Path

import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure, FigureBase
from matplotlib.patches import Rectangle

from utils.steps import SevenSteps

matplotlib.style.use(Path(__file__).with_name("downhill.mplstyle"))

GRID = ("sharex", "sharey", "squeeze", "width_ratios", "height_ratios", "subplot_kw", "gridspec_kw")
# An odd number of colours, so that the one in the middle, which is zero's, is white and nothing else.
DIVERGING = LinearSegmentedColormap.from_list("downhill", ["#0072B2", "white", "#D55E00"], N=257)


def figure(nrows=1, ncols=1, **kwargs):
    """A fresh `(fig, axes)` that pyplot does not know, so that nothing shows twice; `figsize` is in inches.

    What `Figure.subplots` knows (`sharex`, `width_ratios`, ...) in `kwargs` goes there, the rest to `Figure`.
    """
    grid = {name: kwargs.pop(name) for name in GRID if name in kwargs}
    fig = Figure(**kwargs)
    FigureCanvasAgg(fig)
    return fig, fig.subplots(nrows, ncols, **grid)


def show(ax, sentence):
    """End the picture of `ax` (Axes, an array of them, or a Figure) by `sentence`, printed under it and its alt text.

    Outside a notebook there is only the sentence. Raises TypeError or ValueError for anything else.
    """
    if not isinstance(sentence, str) or not sentence.strip():
        raise ValueError(f"show needs a sentence that says what is seen, not {sentence!r}.")
    fig = _figure_of(ax)
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        width, height = (round(float(inches * fig.dpi)) for inches in fig.get_size_inches())
        about = {"image/png": {"alt": sentence, "width": width, "height": height}}
        data = {"image/png": _png(fig), "text/plain": "[picture]"}
        sys.modules["IPython"].display.display(data, metadata=about, raw=True)
    print(sentence)
    if "matplotlib.pyplot" in sys.modules:  # a figure that pyplot made would be shown once more at the cell's end
        sys.modules["matplotlib.pyplot"].close(fig)


def _figure_of(ax):
    """The whole figure that `ax`, an Axes, an array of Axes or a Figure, belongs to."""
    first = next(iter(getattr(ax, "flat", [ax])), None)
    if not isinstance(first, Axes | FigureBase):
        raise TypeError(f"show needs an Axes, an array of Axes or a Figure, not {type(ax).__name__}.")
    return first.figure.figure


def _png(fig):
    """`fig` as PNG bytes, two pixels to one on the screen, so that it is sharp there; the same each time."""
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=2 * fig.dpi, metadata={"Software": None})
    return buffer.getvalue()


def plot_function(f, low=-3.0, high=3.0, ax=None, label=None, **kwargs):
    """Draw `f` from x = `low` to `high` (float64), `label` at its end. Serves lessons 1 to 3 and 6.

    `f` may use torch, numpy or plain Python. Raises ValueError when it fails, or is finite nowhere in between.
    """
    if not -np.inf < low < high < np.inf:
        raise ValueError(f"low must be smaller than high, and both finite; here low = {low} and high = {high}.")
    x = np.linspace(low, high, 241)
    y = _values(f, x)
    if not np.isfinite(y).any():
        raise ValueError(f"f is nowhere a finite number between {low} and {high}: there is nothing to draw.")
    ax = figure()[1] if ax is None else ax
    (line,) = ax.plot(x, y, **kwargs)
    ax.set(xlabel=ax.get_xlabel() or "x", ylabel=ax.get_ylabel() or "f(x)")
    if label:
        label_end(line, label)
    return ax


def plot_tangent(f, at, ax=None, width=1.0, slope=None, **kwargs):
    """Draw the point of `f` at x = `at`, the tangent `width` to both sides, and its slope. Serves lessons 1 to 3.

    Without `ax` the curve is drawn too; without `slope` it is measured. Raises ValueError where there is none.
    """
    y = _values(f, np.array([at], dtype=np.float64))[0]
    slope = _slope(f, at) if slope is None else float(slope)
    if not np.isfinite([y, slope]).all():
        raise ValueError(f"f has no finite value and slope at x = {at}: value {y}, slope {slope}.")
    ax = plot_function(f, min(-3.0, at - 1), max(3.0, at + 1)) if ax is None else ax
    ends = np.array([-width, width])
    (line,) = ax.plot(at + ends, y + slope * ends, **{"color": "C1", "zorder": 2.5} | kwargs)
    ax.plot(at, y, "o", color=line.get_color(), zorder=3)
    # Beside the point, on the side away from the tangent's upper half.
    side = {"xytext": (8, 6), "ha": "left"} if slope <= 0 else {"xytext": (-8, 6), "ha": "right"}
    ax.annotate(f"slope {slope:.2f}", (at, y), textcoords="offset points", color=ink(line.get_color()), **side)
    return ax


def _values(f, x):
    """`f` at every x of the array `x` in float64, asked all at once or, if it cannot, one by one."""
    make = sys.modules["torch"].tensor if "torch" in sys.modules else np.asarray
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an overflow or log(0) in a learner's f: seen as a gap, not as red text
        try:
            y = _array(f(make(x)))
            if y.shape == x.shape:
                return y
        except Exception:  # say, `if x > 0`, or math.sin: these want one number at a time
            pass
        try:
            return np.array([float(_array(f(make(value)))) for value in x])
        except Exception as error:
            raise ValueError(f"f must turn a number into a number; it says {type(error).__name__}: {error}") from None


def _slope(f, at):
    """The slope of `f` at x = `at`, from the values close by; ValueError at a corner or a jump."""
    h = 1e-5 * max(1.0, abs(at))
    left, middle, right = _values(f, np.array([at - h, at, at + h]))
    before, after = (middle - left) / h, (right - middle) / h
    if abs(after - before) > 0.01 * (1 + abs(before) + abs(after)):
        raise ValueError(f"f has no single slope at x = {at}: {before:.2f} on its left, {after:.2f} on its right.")
    return (right - left) / (2 * h)


def _array(values):
    """`values` (tensor, with gradient or not; array; list of either) as a float64 array."""
    if isinstance(values, list | tuple):
        return np.array([_array(value) for value in values], dtype=np.float64)
    return np.asarray(values.detach() if hasattr(values, "detach") else values, dtype=np.float64)


def show_images(images, titles=None, columns=8, ax=None, **kwargs):
    """Draw `images`, (n, 784) or (n, 28, 28) in [0, 1], in rows of `columns`, `titles` above. Serves lessons 5 to 8."""
    return _tiles(_images(images), titles, columns, ax, **{"cmap": "gray_r", "vmin": 0, "vmax": 1} | kwargs)


def show_weights(weights, titles=None, columns=8, ax=None, limit=None, bar=True, **kwargs):
    """Draw `weights`, (784, n), (n, 784) or (28, 28): orange above 0, blue below, white at 0. Serves lessons 5 to 8.

    The colours reach from -`limit` to `limit`, without one to the largest weight; `bar` adds their scale.
    """
    weights = _images(weights)
    limit = float(np.abs(weights).max()) or 1.0 if limit is None else limit
    if not 0 < limit < np.inf:
        raise ValueError(f"limit must be a number above 0, not {limit}.")
    ax = _tiles(weights, titles, columns, ax, **{"cmap": DIVERGING, "vmin": -limit, "vmax": limit} | kwargs)
    if bar:
        scale = ax.figure.colorbar(ax.images[-1], ax=ax, shrink=0.8, aspect=14, pad=0.02, ticks=[-limit, 0, limit])
        scale.ax.yaxis.set_major_formatter("{x:.2g}")
        scale.ax.tick_params(length=0)
    return ax


def _images(images):
    """`images` as a float64 array (n, height, width); rows of 784 become 28 x 28, and so do columns of 784."""
    array = _array(images)
    if array.ndim == 2 and array.shape[0] == 784 != array.shape[1]:
        array = array.T
    if array.ndim and array.shape[-1] == 784:
        array = array.reshape(-1, 28, 28)
    array = array[None] if array.ndim == 2 else array
    if array.ndim != 3 or not array.size:
        raise ValueError(f"Images are (n, 784), (n, 28, 28) or one (28, 28); these are {tuple(array.shape)}.")
    if not np.isfinite(array).all():
        raise ValueError(f"{np.count_nonzero(~np.isfinite(array))} of the {array.size} pixels are no finite numbers.")
    return array


def mosaic(images, columns=8, headroom=0):
    """`images` in rows of `columns` as one array (rows, columns), NaN in between; `headroom` pixels above each row."""
    images = _images(images)
    n, height, width = images.shape
    bottom = _corner(n - 1, columns, height, width, headroom)[0] + height
    right = _corner(min(n, columns) - 1, columns, height, width, headroom)[1] + width
    whole = np.full((bottom, right), np.nan)
    for k, image in enumerate(images):
        top, left = _corner(k, columns, height, width, headroom)
        whole[top : top + height, left : left + width] = image
    return whole


def _corner(k, columns, height, width, headroom):
    """The row and the column of the mosaic at which its tile number `k` begins."""
    gap = max(1, width // 14)
    return k // columns * (height + gap + headroom) + headroom, k % columns * (width + gap)


def _tiles(images, titles, columns, ax, **kwargs):
    """Draw `images` (n, height, width) as one mosaic on `ax`, each in a thin frame with its title above."""
    n, height, width = images.shape
    titles = [""] * n if titles is None else [str(title) for title in titles]
    if len(titles) != n or columns < 1:
        raise ValueError(f"There are {n} images in {columns} columns, and {len(titles)} titles.")
    headroom = max(title.count("\n") + 1 if title else 0 for title in titles) * height // 4
    whole = mosaic(images, columns, headroom)
    if ax is None:
        inches = min(6.2 / whole.shape[1], 2.4 / width)
        ax = figure(figsize=(whole.shape[1] * inches + 0.2, whole.shape[0] * inches + 0.2))[1]
    ax.imshow(whole, **kwargs)
    ax.set_axis_off()
    frames = []
    for k, title in enumerate(titles):
        top, left = _corner(k, columns, height, width, headroom)
        frames.append(Rectangle((left - 0.5, top - 0.5), width, height))
        ax.text(left + width / 2 - 0.5, top - 1.5, title, ha="center", va="bottom", fontsize=10)
    ax.add_collection(PatchCollection(frames, facecolor="none", edgecolor="0.8", linewidth=0.8))
    return ax


def plot_losses(losses, ax=None, per="epoch", start=1, **kwargs):
    """Draw `losses`, a sequence or a dict of them by label, over the `per` ("epoch", "batch"). Serves lessons 3 to 8.

    The first stands at `start`; each curve ends in its label and last value; what is not finite leaves a gap.
    """
    ax = _curves(losses, ax, per, start, **kwargs)
    ax.set_ylabel("loss")
    if ax.get_yscale() == "linear" and ax.dataLim.y0 >= 0:
        ax.set_ylim(bottom=0)
    return ax


def plot_accuracies(accuracies, ax=None, per="epoch", start=1, baseline=None, **kwargs):
    """Draw `accuracies` (0 to 1) as `plot_losses` does, with a dashed `baseline` to beat. Serves lessons 5 to 8."""
    ax = _curves(accuracies, ax, per, start, **kwargs)
    ax.set_ylabel("accuracy")
    if baseline is not None:
        line = ax.axhline(baseline, color="0.55", linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
        label_end(line, f"baseline {baseline:.3f}")
    return ax


def _curves(curves, ax, per, start, **kwargs):
    """Draw each of `curves` against its number from `start` on, ending in its label and last value."""
    ax = figure()[1] if ax is None else ax
    for label, values in (curves if isinstance(curves, dict) else {"": curves}).items():
        y = _array(list(values)).ravel()
        if not np.isfinite(y).any():
            raise ValueError(f"There is no finite number to draw in {label or 'these values'}: {y[:5].tolist()}.")
        few = {"marker": "o", "markersize": 4} if len(y) <= 25 else {}
        (line,) = ax.plot(np.arange(start, start + len(y)), np.where(np.isfinite(y), y, np.nan), **few | kwargs)
        label_end(line, f"{label} {y[np.isfinite(y)][-1]:.3g}".strip())
    ax.set_xlabel(per)
    ax.xaxis.get_major_locator().set_params(integer=True)
    return ax


def label_end(line, text):
    """Write `text` at the right end of `line` in its colour, clear of such labels of other lines, and never cut off."""
    ax, x, y = line.axes, *(np.asarray(values, dtype=np.float64) for values in line.get_data())
    last = np.flatnonzero(np.isfinite(x) & np.isfinite(y))[-1]
    look = {"color": ink(line.get_color()), "va": "center", "textcoords": "offset points", "gid": "end"}
    label = ax.annotate(text, (x[last], y[last]), (6, 0), xycoords=line.get_transform(), **look)
    _spread([note for note in ax.texts if note.get_gid() == "end"], ax)
    return label


def _spread(labels, ax):
    """Move `labels` up and down, as little as it takes, until none covers another."""
    ax.get_ylim()  # bring the scale up to date
    points = 72 / ax.figure.dpi
    labels = sorted(labels, key=lambda label: label.xycoords.transform(label.xy)[1])
    ends = np.array([label.xycoords.transform(label.xy)[1] for label in labels]) * points
    places = ends.copy()
    for _ in range(60):
        short = np.maximum(15 - np.diff(places), 0) / 2
        places[:-1] -= short
        places[1:] += short
    for label, end, place in zip(labels, ends, places, strict=True):
        label.set_position((6, place - end))


def ink(colour):
    """`colour` dark enough to be read as text on white."""
    return tuple(0.75 * channel for channel in to_rgb(colour))


def seven_steps(running=None, ax=None, **kwargs):
    """Draw the seven steps and their loop, the one named `running` lit. Serves lessons 4 and 7; see `SevenSteps`."""
    ax = figure(figsize=(6.4, 2.8))[1] if ax is None else ax
    SevenSteps(ax, **kwargs).light(running)
    return ax
