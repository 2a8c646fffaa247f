"""What tests of pictures need: the pixels of a picture, and whether its texts lie inside it."""

import io
from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text
from PIL import Image

from utils.plots.display import png


def pixels(ax: Axes) -> np.ndarray:
    """The pixels of the picture of `ax` as `show` shows it, (rows, columns, 3) bytes."""
    return np.asarray(Image.open(io.BytesIO(png(ax.figure))).convert("RGB"))


def inside(ax: Axes, texts: Iterable[Text]) -> bool:
    """Whether all of `texts` lie inside the figure of `ax` once it is drawn."""
    ax.figure.canvas.draw()
    whole = ax.figure.bbox
    boxes = [text.get_window_extent() for text in texts]
    return all(box.x0 >= 0 and box.x1 <= whole.x1 and box.y0 >= 0 and box.y1 <= whole.y1 for box in boxes)
