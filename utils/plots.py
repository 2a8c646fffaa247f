"""Pictures that stand still: Axes in, Axes out. Knows only matplotlib; importing it puts on the one look.

`ax=None` makes a fresh one; extra arguments go on to matplotlib; `show(ax, sentence)` ends a picture.
"""

import io
import sys
from pathlib import Path

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, FigureBase

matplotlib.style.use(Path(__file__).with_name("downhill.mplstyle"))

GRID = ("sharex", "sharey", "squeeze", "width_ratios", "height_ratios", "subplot_kw", "gridspec_kw")


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
