"""Plots of numbers kept during training: losses over epochs, batches or steps. Serves lesson 4."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from utils.look import LOSS, figure, styled
from utils.plots.end_labels import label_end
from utils.plots.mosaic import as_floats

Curves = Iterable[Any] | dict[str, Iterable[Any]]  # the values of one curve, or those of several by their labels


@styled
def plot_losses(losses: Curves, ax: Axes | None = None, per: str = "epoch", start: int = 1, **kwargs: Any) -> Axes:
    """Draw `losses`, a sequence or a dict of sequences by label, over the `per` ("epoch", "batch"). Serves lesson 4.

    The first value stands at `start`. Each curve ends in its label and last value, and has a gap where a value is not
    finite. Raises ValueError for a curve without any finite value.
    """
    ax = _draw_curves(losses, ax, per, start, **kwargs)
    ax.set_ylabel("loss")
    if ax.get_yscale() == "linear" and ax.dataLim.y0 >= 0:
        ax.set_ylim(bottom=0)
    return ax


def _draw_curves(curves: Curves, ax: Axes | None, per: str, start: int, **kwargs: Any) -> Axes:
    """Draw each of `curves` over its number from `start` on, its label and last value at its end."""
    ax = figure()[1] if ax is None else ax
    several = isinstance(curves, dict)  # several losses are told apart by the colours of the style
    look = kwargs if several else {"color": LOSS} | kwargs
    for label, values in (curves if several else {"": curves}).items():
        y = as_floats(list(values)).ravel()
        if not np.isfinite(y).any():
            raise ValueError(f"There is no finite number to draw in {label or 'these values'}: {y[:5].tolist()}.")
        markers = {"marker": "o", "markersize": 4} if len(y) <= 25 else {}
        (line,) = ax.plot(np.arange(start, start + len(y)), np.where(np.isfinite(y), y, np.nan), **markers | look)
        label_end(line, f"{label}: {y[np.isfinite(y)][-1]:#.3g}".removeprefix(": ").rstrip("."))
    ax.set_xlabel(per)
    ax.xaxis.get_major_locator().set_params(integer=True)
    return ax
