"""Pictures that stand still: Axes in, Axes out; `show(ax, sentence)` ends one.

Importing this package puts the one look on the notebook, so that a lesson's own `ax.plot` has it too.
"""

from matplotlib import rcParams

from utils.look import STYLE, figure
from utils.plots.plots import (
    plot_accuracies,
    plot_function,
    plot_losses,
    plot_tangent,
    seven_steps,
    show,
    show_images,
    show_weights,
)

__all__ = [
    "figure",
    "plot_accuracies",
    "plot_function",
    "plot_losses",
    "plot_tangent",
    "seven_steps",
    "show",
    "show_images",
    "show_weights",
]

rcParams.update(STYLE)
