"""Makes a picture for `explore` from a function that draws on an Axes."""

import sys
from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine

from utils.explore.current_figure import current_figure
from utils.look import chosen_settings, settings


class PictureFigure(Figure):
    """The figure of a function's picture."""

    settings: dict[str, Any]  # with which the recorder draws it

    def tight_layout(self, **keywords: Any) -> None:
        """Lay out the Axes, unless the figure does that itself at the first stop."""
        if self.get_layout_engine() is None:
            super().tight_layout(**keywords)


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
            self.fig = PictureFigure()
            FigureCanvasAgg(self.fig)
            self.ax = self.fig.add_subplot()
        self.fig.settings = self.settings
        self._size = (*self.fig.get_size_inches(), self.fig.dpi)
        self._positions: list[Any] = []  # the positions of the Axes after the layout of the first stop

    def draw(self, **values: Any) -> Any:
        """Call the function with a new Axes of the empty figure, and return its result.

        Pyplot draws on that figure too. A function that changes the figure's size gets a sentence that says so.
        """
        with settings(self.settings), current_figure(self.fig):
            returned = self._draw_whole(values)
        *inches, dpi = self._size
        if (*self.fig.get_size_inches(), self.fig.dpi) == self._size:
            return returned
        self.fig.set_size_inches(inches)
        self.fig.set_dpi(dpi)
        return with_note(returned, values)

    def _draw_whole(self, values: dict[str, Any]) -> Any:
        """Call the function with a new Axes and `values`; later stops keep the layout of the first stop."""
        self._positions = self._positions or final_positions(self.fig)
        self.fig.clear()
        self.ax = self.fig.add_subplot()
        returned = self.f(self.ax, **values)
        if self.ax in self.fig.axes:
            remove_covered(self.ax)
        if self.ax not in self.fig.axes and self.fig.axes:
            self.ax = self.fig.axes[0]
        if len(self.fig.axes) == len(self._positions):  # else the function made other Axes than at the first stop
            for ax, position in zip(self.fig.axes, self._positions, strict=True):
                ax.set_position(position)
        return returned


def remove_covered(ax: Axes) -> None:
    """Remove `ax` where nothing is drawn on it and others stand in its place, such as those of `plt.subplots()`."""
    twins = {*ax.get_shared_x_axes().get_siblings(ax), *ax.get_shared_y_axes().get_siblings(ax)} - {ax}
    drawn = (
        *ax.lines,
        *ax.texts,
        *ax.patches,
        *ax.artists,
        *ax.images,
        *ax.collections,
        *ax.tables,
        *ax.child_axes,
        *twins,
    )
    if not drawn and any(covers(each, ax) for each in ax.figure.axes if each is not ax):
        ax.remove()


def covers(other: Axes, ax: Axes) -> bool:
    """Whether the middle of `other` lies within `ax`."""
    box, inner = ax.get_position(original=True), other.get_position(original=True)
    return box.contains((inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2)


def with_note(returned: Any, values: dict[str, Any]) -> Any:
    """The sentence of `returned`, or the `values` where it has none, with a note on the size of the picture."""
    sentence, *rows = returned if isinstance(returned, tuple) else (returned,)
    words = (
        sentence
        if isinstance(sentence, str)
        else ", ".join(f"{name} = {value}" for name, value in values.items()) + "."
    )
    words += " (A picture under sliders keeps its size: figsize, set_size_inches and set_dpi change nothing here.)"
    return (words, *rows) if rows and isinstance(sentence, str) else words


def final_positions(fig: Figure) -> list[Any]:
    """The positions of the Axes of `fig`, or [] while its layout is not yet fixed (`figure_recorder.fix_layout`)."""
    done = isinstance(fig.get_layout_engine(), PlaceHolderLayoutEngine | None)
    return [ax.get_position(original=True) for ax in fig.axes] if done else []


def remove_from_pyplot(fig: Figure) -> None:
    """Remove `fig` from pyplot's list of figures, so that it is neither shown a second time nor kept in memory."""
    if fig.canvas.manager is not None:
        sys.modules["matplotlib.pyplot"].close(fig)
        FigureCanvasAgg(fig)
