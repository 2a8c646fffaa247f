"""The table of which digits were taken for which. Serves lesson 9."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from utils.look import TEXT, figure, styled


@styled
def show_confusion(counts: Any, ax: Axes | None = None) -> Axes:
    """Draw `counts`, (10, 10): row r, column c holds how many of the digit r were taken for c. Serves lesson 9.

    The right answers, on the diagonal, are written but not coloured, so that the colours show mistakes alone.
    """
    counts = np.asarray(counts)
    ax = figure(figsize=(4.4, 4.0))[1] if ax is None else ax
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(mistakes.max() * 1.3, 1), interpolation="none")
    for row, column in np.argwhere(counts):
        look = {"color": "0.45"} if row == column else {"color": TEXT, "weight": "bold"}
        ax.text(column, row, counts[row, column], ha="center", va="center", fontsize=10, **look)
    ticks = range(len(counts))
    ax.set(xlabel="taken for", ylabel="the digit", xticks=ticks, yticks=ticks)
    ax.tick_params(length=0)
    ax.grid(False)
    return ax
