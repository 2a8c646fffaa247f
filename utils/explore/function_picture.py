"""A picture made of any function that draws on an Axes: what `explore` makes of a lambda."""

import sys
import threading
from collections.abc import Callable, Collection
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine

from utils.look import STYLE, figure


class FunctionPicture:
    """A picture made of a function `f(ax, **values)`: the figure is emptied and drawn whole at each stop.

    `style` are the Matplotlib settings that it is drawn with, whatever those of the notebook are.
    """

    style = STYLE

    def __init__(self, f: Callable[..., Any]) -> None:
        if not callable(f):
            raise TypeError(f"explore takes a picture, or a function that draws on an Axes; {f!r} is neither.")
        self.f = f
        self.fig, self.ax = figure()
        self._positions: list[Any] = []  # of the axes, as the first stop laid them out
        self._uses_pyplot = False

    def draw(self, **values: Any) -> Any:
        """Have the function draw on a fresh Axes, alone on the figure; what it returns.

        Raises ValueError where it makes a figure of its own, with pyplot, in place of drawing on that Axes.
        """
        before, returned = pyplot_numbers(), None
        if not self._uses_pyplot:
            returned = self._draw_whole(values)
            self._uses_pyplot = threading.current_thread() is threading.main_thread() and close_new(before)
        if self._uses_pyplot:
            raise ValueError("the function draws with plt, on a figure of its own: make it ax.plot, not plt.plot")
        return returned

    def _draw_whole(self, values: dict[str, Any]) -> Any:
        self._positions = self._positions or final_positions(self.fig)
        self.fig.clear()
        self.ax = self.fig.add_subplot()
        returned = self.f(self.ax, **values)
        if len(self.fig.axes) == len(self._positions):  # as at the first stop: the axes stand where they stood then
            for ax, position in zip(self.fig.axes, self._positions, strict=True):
                ax.set_position(position)
        return returned


def final_positions(fig: Figure) -> list[Any]:
    """The positions of the axes of `fig`, if they have been laid out once and for all; else none."""
    done = isinstance(fig.get_layout_engine(), PlaceHolderLayoutEngine | None)
    return [ax.get_position(original=True) for ax in fig.axes] if done else []


def pyplot_numbers() -> set[int]:
    """The numbers of the figures that pyplot holds now; it is not imported for that."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def close_new(before: Collection[int]) -> bool:
    """Close the figures that pyplot has got besides those numbered `before`; whether there were any.

    Only where nobody else makes figures meanwhile: not in a thread beside the cell's own.
    """
    new = pyplot_numbers() - set(before)
    for number in new:
        sys.modules["matplotlib.pyplot"].close(number)
    return bool(new)


def keep_from_pyplot(fig: Figure) -> None:
    """Take a figure made with pyplot off its list, so that it is not shown a second time nor kept for ever."""
    if fig.canvas.manager is not None:
        sys.modules["matplotlib.pyplot"].close(fig)
        FigureCanvasAgg(fig)
