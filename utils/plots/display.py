"""Show a picture in the notebook, with a sentence under it that is also its alternative text. Serves every lesson."""

import gc
import io
from typing import Any

from IPython import get_ipython
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, FigureBase
from PIL import Image

from utils.look import release_pixels


def show(ax: Any, sentence: str) -> None:
    """Show the picture of `ax`, an Axes, an array of them or a Figure, and print `sentence` under it.

    Outside a notebook the sentence is printed alone. Raises TypeError where `ax` is something else, ValueError where
    `sentence` is no text.
    """
    if not isinstance(sentence, str) or not sentence.strip():
        raise ValueError(f"show needs a sentence that says what is seen, not {sentence!r}.")
    fig = _figure_of(ax)
    made_by_pyplot = fig.canvas.manager is not None
    if get_ipython():
        gc.collect()  # figures shown before are garbage in circles: megabytes, which this one can use again
        display(Still(fig, sentence))
    print(sentence)
    if made_by_pyplot:  # the inline backend would show it once more at the end of the cell
        from matplotlib import pyplot  # imported here: without pyplot a kernel starts sooner

        pyplot.close(fig)


class Still:
    """The picture of `fig`, a Figure, as it is now: what IPython shows, and `sentence` as its alternative text."""

    def __init__(self, fig: Figure, sentence: str) -> None:
        self.fig = fig
        width, height = (round(float(inches * fig.dpi)) for inches in fig.get_size_inches())
        self.data = {"image/png": png(fig), "text/plain": "[picture]"}  # drawn now, so that an error is the cell's
        self.metadata = {"image/png": {"alt": sentence, "width": width, "height": height}}

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return self.data, self.metadata


def _figure_of(ax: Any) -> Figure:
    """The whole figure that `ax`, an Axes, an array of Axes or a Figure, belongs to."""
    first = next(iter(getattr(ax, "flat", [ax])), None)
    if not isinstance(first, Axes | FigureBase):
        raise TypeError(f"show needs an Axes, an array of Axes or a Figure, not {type(ax).__name__}.")
    return first.figure.figure


def png(fig: Figure) -> bytes:
    """`fig` as PNG with 256 colours, a third of the bytes, and two pixels for each pixel of the screen, to be sharp."""
    full, small = io.BytesIO(), io.BytesIO()
    FigureCanvasAgg(fig)  # in place of a canvas of pyplot, which would keep its pixels
    fig.savefig(full, format="png", dpi=2 * fig.dpi)
    release_pixels(fig)
    with Image.open(full) as image:
        image = image.convert("RGB")  # the same name, so that the first copy is freed
    image.quantize(256, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return small.getvalue()
