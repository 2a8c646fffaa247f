"""Pictures that stand still: Axes in, Axes out. Knows only matplotlib; importing it puts on the one look.

`ax=None` makes a fresh one; extra arguments go on to matplotlib; `show(ax, sentence)` ends a picture.
"""

import io
import sys
import warnings

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PatchCollection
from matplotlib.figure import FigureBase
from matplotlib.patches import Rectangle
from PIL import Image

from utils.look import DIVERGING, figure, ink
from utils.plots.mosaic import as_floats, as_images, corner, mosaic
from utils.plots.seven_steps import SevenSteps


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
    """`fig` as PNG bytes, two pixels to one on the screen, sharp there, and in 256 colours, a third the size."""
    full, small = io.BytesIO(), io.BytesIO()
    fig.savefig(full, format="png", dpi=2 * fig.dpi)
    FigureCanvasAgg(fig)  # a fresh canvas: the one that has drawn holds megabytes of pixels for as long as `fig` lives
    with Image.open(full) as image:
        image = image.convert("RGB")  # one copy at a time
    image.quantize(256, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return small.getvalue()


def plot_function(f, low=-3.0, high=3.0, ax=None, label=None, **kwargs):
    """Draw `f` from x = `low` to `high` (float64), `label` at its end. Serves lessons 1 and 3.

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
    """Draw the point of `f` at x = `at`, the tangent `width` to both sides, and its slope. For a learner's own.

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
    # Beside the point, on the side away from the tangent's upper half; above it when that is flat.
    place, side = ((0, 9), "center") if abs(slope) < 0.3 else ((8, 6), "left") if slope < 0 else ((-8, 6), "right")
    number = f"{slope:.1g}" if 0 < abs(slope) < 0.01 else f"{slope:.2f}"
    ax.annotate(f"slope {number}", (at, y), place, textcoords="offset points", color=ink(line.get_color()), ha=side)
    return ax


def _values(f, x):
    """`f` at every x of the array `x` in float64, asked all at once or, if it cannot, one by one."""
    make = sys.modules["torch"].tensor if "torch" in sys.modules else np.asarray

    def ask(value):
        y = f(make(value))
        if y is None:
            raise TypeError("it returns nothing; is its return missing?")
        return as_floats(y)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an overflow or log(0) in a learner's f: seen as a gap, not as red text
        try:
            y = ask(x)
            if y.shape == x.shape:
                return y
        except Exception:  # say, `if x > 0`, or math.sin: these want one number at a time
            pass
        try:
            return np.array([float(ask(value)) for value in x])
        except Exception as error:
            raise ValueError(f"f must turn a number into a number. {type(error).__name__}: {error}") from None


def _slope(f, at):
    """The slope of `f` at x = `at`, from the values close by; ValueError at a corner or a jump."""
    h = 1e-5 * max(1.0, abs(at))
    left, middle, right = _values(f, np.array([at - h, at, at + h]))
    before, after = (middle - left) / h, (right - middle) / h
    if abs(after - before) > 0.01 * (1 + abs(before) + abs(after)):
        raise ValueError(f"f has no single slope at x = {at}: {before:.2f} on its left, {after:.2f} on its right.")
    return (right - left) / (2 * h)


def show_images(images, titles=None, columns=8, ax=None, **kwargs):
    """Draw `images`, (n, 784) or (n, 28, 28) in [0, 1], `columns` a row, `titles` above. Serves lessons 5, 7 and 8."""
    return _tiles(as_images(images), titles, columns, ax, **{"cmap": "gray_r", "vmin": 0, "vmax": 1} | kwargs)


def show_weights(weights, titles=None, columns=8, ax=None, limit=None, bar=True, **kwargs):
    """Draw `weights`, (784, n), (n, 784) or (28, 28): orange above 0, blue below, white at 0. Serves lessons 5 to 7.

    The colours reach from -`limit` to `limit`, without one to the largest weight; `bar` adds their scale.
    """
    weights = as_images(weights)
    limit = float(np.abs(weights).max()) or 1.0 if limit is None else limit
    if not 0 < limit < np.inf:
        raise ValueError(f"limit must be a number above 0, not {limit}.")
    alone = ax is None
    ax = _tiles(weights, titles, columns, ax, **{"cmap": DIVERGING, "vmin": -limit, "vmax": limit} | kwargs)
    if bar and alone:
        ax.figure.set_figwidth(ax.figure.get_figwidth() + 0.8)
    if bar:
        scale = ax.figure.colorbar(ax.images[-1], ax=ax, shrink=0.8, aspect=14, pad=0.02, ticks=[-limit, 0, limit])
        scale.ax.yaxis.set_major_formatter("{x:.2g}")
        scale.ax.tick_params(length=0)
    return ax


def _tiles(images, titles, columns, ax, **kwargs):
    """Draw `images` (n, height, width) as one mosaic on `ax`, each in a thin frame with its title above."""
    n, height, width = images.shape
    titles = [""] * n if titles is None else [str(title) for title in titles]
    if len(titles) != n or columns < 1:
        raise ValueError(f"There are {n} images in {columns} columns, and {len(titles)} titles.")
    columns = min(n, columns)
    inches = min(6.2 / columns, 2.4) if ax is None else ax.get_window_extent().width / ax.figure.dpi / columns
    lines = max(title.count("\n") + 1 if title else 0 for title in titles)
    headroom = int(np.ceil(0.2 * lines * height / inches))  # 0.2 inches for a line of a title
    whole = mosaic(images, columns, headroom)
    if ax is None:
        ax = figure(figsize=[side * inches / width + 0.2 for side in reversed(whole.shape)])[1]
    ax.imshow(whole, **kwargs)
    ax.set_axis_off()
    frames = []
    for k, title in enumerate(titles):
        top, left = corner(k, columns, height, width, headroom)
        frames.append(Rectangle((left - 0.5, top - 0.5), width, height))
        ax.text(left + width / 2 - 0.5, top - 1.5, title, ha="center", va="bottom", fontsize=10)
    ax.add_collection(PatchCollection(frames, facecolor="none", edgecolor="0.8", linewidth=0.8))
    return ax


def plot_losses(losses, ax=None, per="epoch", start=1, **kwargs):
    """Draw `losses`, a sequence or a dict of them by label, over the `per` ("epoch", "batch"). Serves lesson 4.

    The first stands at `start`; each curve ends in its label and last value; what is not finite leaves a gap.
    """
    ax = _curves(losses, ax, per, start, lambda loss: f"{loss:#.3g}".rstrip("."), **kwargs)
    ax.set_ylabel("loss")
    if ax.get_yscale() == "linear" and ax.dataLim.y0 >= 0:
        ax.set_ylim(bottom=0)
    return ax


def plot_accuracies(accuracies, ax=None, per="epoch", start=1, baseline=None, **kwargs):
    """Draw `accuracies` (0 to 1) as `plot_losses` does, with a dashed `baseline` to beat. For a learner's own."""
    ax = _curves(accuracies, ax, per, start, "{:.3f}".format, **kwargs)
    ax.set_ylabel("accuracy")
    if baseline is not None:
        line = ax.axhline(baseline, color="0.55", linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
        label_end(line, f"baseline: {baseline:.3f}")
    return ax


def _curves(curves, ax, per, start, form, **kwargs):
    """Draw each of `curves` against its number from `start` on, its label and last value (by `form`) at its end."""
    ax = figure()[1] if ax is None else ax
    for label, values in (curves if isinstance(curves, dict) else {"": curves}).items():
        y = as_floats(list(values)).ravel()
        if not np.isfinite(y).any():
            raise ValueError(f"There is no finite number to draw in {label or 'these values'}: {y[:5].tolist()}.")
        few = {"marker": "o", "markersize": 4} if len(y) <= 25 else {}
        (line,) = ax.plot(np.arange(start, start + len(y)), np.where(np.isfinite(y), y, np.nan), **few | kwargs)
        label_end(line, f"{label}: {form(y[np.isfinite(y)][-1])}".removeprefix(": "))
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


def seven_steps(running=None, ax=None, **kwargs):
    """Draw the seven steps and their loop, the one named `running` lit. Serves lesson 7; see `SevenSteps`."""
    ax = figure(figsize=(6.4, 2.8))[1] if ax is None else ax
    SevenSteps(ax, **kwargs).light(running)
    return ax
