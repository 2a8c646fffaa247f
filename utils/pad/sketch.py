"""Axes on which a learner draws a prediction before the truth is laid over it (lessons 1 and 3).

    sketch = Sketch(lambda x: 2 * x, x=(-3, 3), y=(-7, 7), ylabel="slope")  # or a pair of sequences, (steps, losses)
    sketch                  # as the last line of a cell, this shows the axes
    sketch.drawn            # what the learner has drawn: a number for each of `sketch.places`, or None

The truth is computed once, here. The browser draws and compares, so that a sketch needs no kernel after its cell.
"""

import io
import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import traitlets
from PIL import Image

from utils.widgets import MountedWidget, bundle, joined

HERE = Path(__file__).parent
PLACES = 61  # at which a function is computed
MOST_POINTS = 60  # a sequence of more is drawn as a line without points
PAGE = ("label", "places", "truth", "points", "x", "y", "log", "xlabel", "ylabel", "color")  # what the browser reads

Truth = Callable[[float], Any] | tuple[Sequence[Any], Sequence[Any]]


class Sketch(MountedWidget):
    """Axes to draw a curve on by mouse, finger or keys; the button Compare lays the `truth` over it, dashed.

    `truth` is a function of one float, or a pair of sequences (xs, ys) of equal length, xs increasing: then the axes
    have a place for each x. `x` and `y` are the ends of the axes; a pair of sequences needs no `x`. With
    `yscale="log"` the distance is a factor. `color` is the truth's, any colour of CSS.
    Raises ValueError with a sentence for ends, sequences or a truth that cannot be drawn on these axes.
    """

    _esm = joined(HERE / "sketch.js")
    _css = HERE / "sketch.css"
    # Not echoed to the browser: the echo would arrive a round trip later and might replace a stroke being drawn.
    _drawn = traitlets.List().tag(sync=True, echo_update=False)
    label = traitlets.Unicode().tag(sync=True)
    places = traitlets.List().tag(sync=True)
    truth = traitlets.List().tag(sync=True)
    points = traitlets.Bool().tag(sync=True)
    x = traitlets.List().tag(sync=True)
    y = traitlets.List().tag(sync=True)
    log = traitlets.Bool().tag(sync=True)
    xlabel = traitlets.Unicode().tag(sync=True)
    ylabel = traitlets.Unicode().tag(sync=True)
    color = traitlets.Unicode().tag(sync=True)

    size = (640, 320)  # of the still picture, pixels
    controls = ()  # a still picture of a sketch has one state
    note = "A still picture of axes to draw on: run the cells down to here, then draw."

    def __init__(
        self,
        truth: Truth,
        *,
        y: tuple[float, float],
        x: tuple[float, float] | None = None,
        xlabel: str = "x",
        ylabel: str = "y",
        yscale: str = "linear",
        color: str = "#D55E00",
    ) -> None:
        if yscale not in ("linear", "log"):
            raise ValueError(f'yscale={yscale!r}: it is "linear" or "log".')
        log = yscale == "log"
        y = ends("y", y, positive=log)
        places, values = sequences(truth) if isinstance(truth, tuple) else computed(truth, ends("x", x))
        check_truth(places, values, y)
        x = ends("x", x or (places[0], places[-1]))
        super().__init__(
            label=f"Axes to draw on: {xlabel} from {x[0]:g} to {x[1]:g}, {ylabel} from {y[0]:g} to {y[1]:g}.",
            places=places,
            truth=values,
            points=isinstance(truth, tuple) and len(places) <= MOST_POINTS,
            x=list(x),
            y=list(y),
            log=log,
            xlabel=xlabel,
            ylabel=ylabel,
            color=color,
            _drawn=[None] * len(places),
        )

    def __repr__(self) -> str:
        return self.label

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return bundle(self, self.label), {}

    @property
    def drawn(self) -> list[float | None]:
        """What the learner has drawn: a y for each of `places`, None where nothing is drawn."""
        return list(self._drawn)

    def page_state(self) -> dict[str, Any]:
        """All that the browser needs to show this sketch on a page without Python, as JSON."""
        return {name: getattr(self, name) for name in PAGE}

    def still(self, dpi: float = 100) -> tuple[Image.Image, dict[str, str]]:
        """An RGB image of the empty axes, at `dpi` pixels an inch, and the sentence that says what they are."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        fig = Figure(figsize=[pixels / 100 for pixels in self.size])
        FigureCanvasAgg(fig)
        ax = fig.subplots()
        ax.set(xlim=self.x, yscale="log" if self.log else "linear", ylim=self.y, xlabel=self.xlabel, ylabel=self.ylabel)
        ax.locator_params(axis="x", steps=[1, 2, 5, 10])
        ax.text(0.5, 0.5, "draw here", transform=ax.transAxes, ha="center", va="center", size=14, color="#767676")
        file = io.BytesIO()
        fig.savefig(file, format="png", dpi=dpi)
        return Image.open(file).convert("RGB"), {"sentence": self.label}


def ends(name: str, given: Any, positive: bool = False) -> tuple[float, float]:
    """The ends of the axis `name` as two floats. Raises ValueError where `given` is not that."""
    try:
        low, high = map(float, given)
    except (TypeError, ValueError):
        raise ValueError(f"{name}={given!r}: give the two ends of the axis, such as {name}=(-3, 3).") from None
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"{name}={given!r}: both ends must be finite, and the smaller one comes first.")
    if positive and low <= 0:
        raise ValueError(f"{name}={given!r}: a logarithmic axis has no place for 0 or less; give it positive ends.")
    return low, high


def sequences(truth: tuple[Any, ...]) -> tuple[list[float], list[float]]:
    """The pair (xs, ys) as lists of floats. Raises ValueError where xs do not increase or the lengths differ."""
    if len(truth) != 2:
        raise ValueError(f"the truth is a function or a pair (xs, ys), and this tuple has {len(truth)} parts.")
    places, values = ([float(value) for value in part] for part in truth)
    if len(places) != len(values) or len(places) < 2:
        raise ValueError(f"there are {len(places)} xs and {len(values)} ys; give equally many, two at least.")
    if any(left >= right for left, right in pairwise(places)):
        raise ValueError("the xs of the truth must increase from one to the next.")
    return places, values


def computed(truth: Callable[[float], Any], x: tuple[float, float]) -> tuple[list[float], list[float]]:
    """PLACES equally spaced xs and what `truth` returns there. Raises TypeError where that is not a number."""
    places = [round(x[0] + (x[1] - x[0]) * index / (PLACES - 1), 10) + 0.0 for index in range(PLACES)]
    values = []
    for place in places:
        value = truth(place)
        try:
            values.append(float(value))
        except (TypeError, ValueError):
            raise TypeError(f"the truth must return a number, and at {place:g} it returns {value!r}.") from None
    return places, values


def check_truth(places: list[float], values: list[float], y: tuple[float, float]) -> None:
    """Raise ValueError where a value of the truth does not fit between the ends of `y`."""
    margin = 1e-9 * (y[1] - y[0])
    for place, value in zip(places, values, strict=True):
        if not y[0] - margin <= value <= y[1] + margin:
            raise ValueError(f"y={y!r} has no room for the truth, which is {value:g} at {place:g}: give wider ends.")
