"""What the tests of pictures look with."""

import io

import numpy as np
from PIL import Image

from utils.plots import plots


def pixels(ax):
    """What is seen of the picture of `ax`, as (rows, columns, 3) bytes."""
    return np.asarray(Image.open(io.BytesIO(plots._png(ax.figure))).convert("RGB"))


def inside(ax, texts):
    """Whether all of `texts` lie inside the figure once it is drawn."""
    ax.figure.canvas.draw()
    whole = ax.figure.bbox
    boxes = [text.get_window_extent() for text in texts]
    return all(box.x0 >= 0 and box.x1 <= whole.x1 and box.y0 >= 0 and box.y1 <= whole.y1 for box in boxes)
