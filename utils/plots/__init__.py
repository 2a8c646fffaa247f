"""Pictures that stand still: each function takes an Axes or makes one, and returns it; `show(ax, sentence)` ends one.

`ax=None` makes a fresh Axes; further keywords go to Matplotlib, those of `seven_steps` to `SevenSteps`.
"""

from utils.look import figure
from utils.plots.display import show
from utils.plots.functions import plot_function
from utils.plots.images import show_images, show_weights
from utils.plots.landscape import landscape
from utils.plots.seven_steps import seven_steps

__all__ = [
    "figure",
    "landscape",
    "plot_function",
    "seven_steps",
    "show",
    "show_images",
    "show_weights",
]
