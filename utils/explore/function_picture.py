"""Makes a picture for `explore` from a function that draws on an Axes."""

import sys
from collections.abc import Callable, Collection
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine

from utils.explore.drawing import main_thread_waits
from utils.look import chosen_settings, settings


class FunctionPicture:
    """A picture made from a function `f(ax, **values)`: at each stop the figure is cleared and drawn again completely.

    It has the settings that the notebook had when the picture was made, or the style where those were Matplotlib's own.
    """

    def __init__(self, f: Callable[..., Any]) -> None:
        if not callable(f):
            raise TypeError(f"explore takes a picture, or a function that draws on an Axes; {f!r} is neither.")
        self.f = f
        self.settings = chosen_settings()
        with settings(self.settings):
            self.fig = Figure()
            FigureCanvasAgg(self.fig)
            self.ax = self.fig.add_subplot()
        self.fig.settings = self.settings  # the recorder draws with them
        self._positions: list[Any] = []  # the positions of the Axes after the layout of the first stop
        self._uses_pyplot = False

    def draw(self, **values: Any) -> Any:
        """Call the function with a new Axes of the empty figure, and return its result.

        Raises ValueError where the function makes its own figure with pyplot and does not draw on the given Axes.
        """
        before, returned = pyplot_numbers(), None
        if not self._uses_pyplot:
            with settings(self.settings):
                returned = self._draw_whole(values)
            self._uses_pyplot = main_thread_waits() and close_new(before)
        if self._uses_pyplot:
            raise ValueError("the function draws with plt, on a figure of its own: make it ax.plot, not plt.plot")
        return returned

    def _draw_whole(self, values: dict[str, Any]) -> Any:
        """Call the function with a new Axes and `values`; later stops keep the layout of the first stop."""
        self._positions = self._positions or final_positions(self.fig)
        self.fig.clear()
        self.ax = self.fig.add_subplot()
        returned = self.f(self.ax, **values)
        if len(self.fig.axes) == len(self._positions):  # else the function made other Axes than at the first stop
            for ax, position in zip(self.fig.axes, self._positions, strict=True):
                ax.set_position(position)
        return returned


def final_positions(fig: Figure) -> list[Any]:
    """The positions of the Axes of `fig`, or [] while its layout is not yet fixed (`figure_recorder.fix_layout`)."""
    done = isinstance(fig.get_layout_engine(), PlaceHolderLayoutEngine | None)
    return [ax.get_position(original=True) for ax in fig.axes] if done else []


def pyplot_numbers() -> set[int]:
    """The numbers of the figures that pyplot holds now, if pyplot has been imported."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def close_new(before: Collection[int]) -> bool:
    """Close the pyplot figures whose numbers are not in `before`; return whether there were any.

    Call this only while the main thread waits for the picture. Else a cell can make a figure at the same time, and this
    would close that figure.
    """
    new = pyplot_numbers() - set(before)
    for number in new:
        sys.modules["matplotlib.pyplot"].close(number)
    return bool(new)


def remove_from_pyplot(fig: Figure) -> None:
    """Remove `fig` from pyplot's list of figures, so that it is neither shown a second time nor kept in memory."""
    if fig.canvas.manager is not None:
        sys.modules["matplotlib.pyplot"].close(fig)
        FigureCanvasAgg(fig)
