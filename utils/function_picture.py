"""A picture made of any function that draws on an Axes: what `explore` makes of a lambda."""

import sys
import threading

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.layout_engine import PlaceHolderLayoutEngine

from utils.plots import figure


class FunctionPicture:
    """A picture made of a function `f(ax, **values)`: the figure is emptied and drawn whole at each stop."""

    def __init__(self, f):
        if not callable(f):
            raise TypeError(f"explore takes a picture, or a function that draws on an Axes; {f!r} is neither.")
        self.f = f
        self.fig, self.ax = figure()
        self._places, self._astray = [], False

    def draw(self, **values):
        """Have the function draw on a fresh Axes, alone on the figure; what it returns.

        Raises ValueError where it makes a figure of its own, with pyplot, in place of drawing on that Axes.
        """
        before, said = of_pyplot().keys(), None
        if not self._astray:
            said = self._drawn(values)
            self._astray = threading.current_thread() is threading.main_thread() and closed_since(before)
        if self._astray:
            raise ValueError("the function draws with plt, on a figure of its own: make it ax.plot, not plt.plot")
        return said

    def _drawn(self, values):
        self._places = self._places or laid_out(self.fig)
        self.fig.clear()
        self.ax = self.fig.add_subplot()
        said = self.f(self.ax, **values)
        if len(self.fig.axes) == len(self._places):  # as at the first stop: what is drawn moves, not its frame
            for ax, place in zip(self.fig.axes, self._places, strict=True):
                ax.set_position(place)
        return said


def laid_out(fig):
    """The places of the axes of `fig`, if they have been laid out once and for all."""
    done = isinstance(fig.get_layout_engine(), PlaceHolderLayoutEngine | None)
    return [ax.get_position(original=True) for ax in fig.axes] if done else []


def of_pyplot():
    """The managers of the figures that pyplot holds now, by their numbers; it is not imported for that."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return dict(pyplot._pylab_helpers.Gcf.figs) if pyplot else {}


def closed_since(before):
    """Close the figures that pyplot has got besides those of the numbers `before`; whether there were any.

    Only where nobody else makes figures meanwhile: not in a thread beside the cell's own.
    """
    new = of_pyplot().keys() - before
    for number in new:
        sys.modules["matplotlib.pyplot"].close(number)
    return bool(new)


def keep_from_pyplot(fig):
    """Take a figure made with pyplot off its list, so that it is not shown a second time nor kept for ever."""
    if any(manager.canvas.figure is fig for manager in of_pyplot().values()):
        sys.modules["matplotlib.pyplot"].close(fig)
        FigureCanvasAgg(fig)
