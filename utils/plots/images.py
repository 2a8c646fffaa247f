"""Digits and weights as rows of images on one Axes. Serves lessons 1 and 5 to 9."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from utils.look import DIGIT_SCALE, figure, sign_scale, styled
from utils.plots.mosaic import as_images, corner, mosaic

Titles = Iterable[Any] | None


@styled
def show_images(images: Any, titles: Titles = None, columns: int = 8, ax: Axes | None = None, **kwargs: Any) -> Axes:
    """Draw `images`, (n, 784) or (n, 28, 28) in [0, 1], `columns` to a row, `titles` above. Lessons 1, 5, 7-9.

    Raises ValueError for what is no image, and where the number of titles differs from that of images.
    """
    return _draw_mosaic(as_images(images), titles, columns, ax, **DIGIT_SCALE | kwargs)


@styled
def show_weights(
    weights: Any,
    titles: Titles = None,
    columns: int = 8,
    ax: Axes | None = None,
    limit: float | None = None,
    bar: bool = True,
    **kwargs: Any,
) -> Axes:
    """Draw `weights`, (784, n), (n, 784) or (28, 28): red above 0, blue below, white at 0. Serves lessons 5 to 7.

    The colours reach from -`limit` to `limit`; without it, to the largest weight. `bar` adds their scale.
    Raises ValueError as `show_images` does, and for a limit that is not above 0.
    """
    weights = as_images(weights)
    limit = float(np.abs(weights).max()) or 1.0 if limit is None else limit
    if not 0 < limit < np.inf:
        raise ValueError(f"limit must be a number above 0, not {limit}.")
    widen = bar and ax is None
    ax = _draw_mosaic(weights, titles, columns, ax, **sign_scale(limit) | kwargs)
    if widen:
        ax.figure.set_figwidth(ax.figure.get_figwidth() + 0.8)
    if bar:
        scale = ax.figure.colorbar(ax.images[-1], ax=ax, shrink=0.8, aspect=14, pad=0.02, ticks=[-limit, 0, limit])
        scale.ax.yaxis.set_major_formatter("{x:.2g}")
        scale.ax.tick_params(length=0)
    return ax


def _draw_mosaic(images: np.ndarray, titles: Titles, columns: int, ax: Axes | None, **kwargs: Any) -> Axes:
    """Draw `images` (n, height, width) as one mosaic on `ax`, each in a thin frame with its title above."""
    n, height, width = images.shape
    titles = [""] * n if titles is None else [str(title) for title in titles]
    if len(titles) != n or columns < 1:
        raise ValueError(f"There are {n} images in {columns} columns, and {len(titles)} titles.")
    columns = min(n, columns)
    inches = min(6.2 / columns, 2.4) if ax is None else ax.get_window_extent().width / ax.figure.dpi / columns
    lines = max(title.count("\n") + 1 if title else 0 for title in titles)
    headroom = int(np.ceil(0.2 * lines * height / inches))  # 0.2 inches for each line of a title
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
