"""Axes on which a learner draws a prediction before the truth is laid over it (every lesson).

    sketch = Sketch(lambda x: 2 * x, x=(-3, 3), y=(-7, 7), ylabel="slope")  # or a pair of sequences, (steps, losses)
    sketch                  # as the last line of a cell, this shows the axes
    sketch.drawn            # what the learner has drawn: a number for each of `sketch.xs`, or None

The truth is computed once, here. The browser draws and compares, so that a sketch needs no kernel after its cell.
"""

import io
import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import traitlets
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator, MultipleLocator
from PIL import Image

from utils.look import GRADIENT, figure
from utils.widgets import MountedWidget, joined, stylesheet
from utils.widgets.outputs import STILL_DENSITY

HERE = Path(__file__).parent
COUNT = 61  # xs at which a function is computed
MOST_POINTS = 60  # a sequence of more is drawn as a line without points
PAGE = ("label", "xs", "truth", "points", "x", "y", "log", "xlabel", "ylabel", "color")  # what the browser reads

Truth = Callable[[float], Any] | tuple[Sequence[Any], Sequence[Any]]


class Sketch(MountedWidget):
    """Axes to draw a curve on by mouse, finger or keys; the button Compare lays the `truth` over it, dashed.

    `truth` is a function of one float, or a pair of sequences (xs, ys) of equal length, xs increasing: then the curve
    has a point at each x. `x` and `y` are the ends of the axes; a pair of sequences needs no `x`. With
    `yscale="log"` the distance is a factor. `color` is the truth's, any colour of CSS.
    Raises ValueError for ends, sequences or a truth that cannot be drawn, TypeError for a truth that returns no number.
    """

    code = traitlets.Unicode(joined(HERE / "sketch.js")).tag(sync=True)
    css = traitlets.Unicode(stylesheet(HERE / "sketch.css")).tag(sync=True)
    # Not echoed to the browser: the echo would arrive a round trip later and might replace a stroke being drawn.
    _drawn = traitlets.List().tag(sync=True, echo_update=False)
    label = traitlets.Unicode().tag(sync=True)
    xs = traitlets.List().tag(sync=True)
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
        color: str = GRADIENT,
    ) -> None:
        if yscale not in ("linear", "log"):
            raise ValueError(f'yscale={yscale!r}: it is "linear" or "log".')
        log = yscale == "log"
        y = ends("y", y, positive=log)
        xs, values = sequences(truth) if isinstance(truth, tuple) else computed(truth, *ends("x", x))
        x = ends("x", x or (xs[0], xs[-1]))
        check_truth(xs, values, x, y)
        super().__init__(
            label=f"Axes to draw on: {xlabel} from {x[0]:g} to {x[1]:g}, {ylabel} from {y[0]:g} to {y[1]:g}.",
            xs=xs,
            truth=values,
            points=isinstance(truth, tuple) and len(xs) <= MOST_POINTS,
            x=list(x),
            y=list(y),
            log=log,
            xlabel=xlabel,
            ylabel=ylabel,
            color=to_hex(color),
            _drawn=[None] * len(xs),
        )
        self.sentence = self.label

    def present(self) -> tuple[Image.Image, int, str]:
        """An image of what is drawn, with the truth once it has been compared, and what was said of it."""
        image, _ = self.still(STILL_DENSITY * 100)
        return image, self.size[0], f"{self.sentence} {self.rested or ''}".strip()

    @property
    def drawn(self) -> list[float | None]:
        """What the learner has drawn: a y for each of `xs`, None where nothing is drawn."""
        return list(self._drawn)

    def page_state(self) -> dict[str, Any]:
        """All that the browser needs to show this sketch on a page without Python, as a dict for JSON."""
        return {name: getattr(self, name) for name in PAGE}

    def still(self, dpi: float = 100) -> tuple[Image.Image, dict[str, str]]:
        """An RGB image of the axes and of what is drawn on them, at `dpi` pixels an inch, and their sentence."""
        fig, ax = figure(figsize=[pixels / 100 for pixels in self.size])
        ax.set(xlim=self.x, yscale="log" if self.log else "linear", ylim=self.y, xlabel=self.xlabel, ylabel=self.ylabel)
        degrees = (self.x[1] - self.x[0]) % 360 == 0  # of whole turns: with a tick at each quarter, as in `scale.js`
        ax.xaxis.set_major_locator(MultipleLocator(90) if degrees else MaxNLocator("auto", steps=[1, 2, 5, 10]))
        ax.minorticks_off()  # as in the browser, also the numbers of a logarithmic axis
        if self.log:
            ax.yaxis.set_major_formatter("{x:g}")
        drawn = [math.nan if y is None else y for y in self.drawn]
        ax.plot(self.xs, drawn, "o-" if self.points else "-", color="#222222")
        if self.rested:  # the sentence of the comparison
            ax.plot(self.xs, self.truth, "--", color=self.color)
        elif all(map(math.isnan, drawn)):
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
    xs, values = ([float(value) for value in part] for part in truth)
    if len(xs) != len(values) or len(xs) < 2:
        raise ValueError(f"there are {len(xs)} xs and {len(values)} ys; give equally many, two at least.")
    if any(left >= right for left, right in pairwise(xs)):
        raise ValueError("the xs of the truth must increase from one to the next.")
    return xs, values


def computed(truth: Callable[[float], Any], low: float, high: float) -> tuple[list[float], list[float]]:
    """COUNT equally spaced xs and what `truth` returns there. Raises TypeError where that is not a number."""
    xs = [round(low + (high - low) * index / (COUNT - 1), 10) + 0.0 for index in range(COUNT)]
    values = []
    for x in xs:
        value = truth(x)
        try:
            values.append(float(value))
        except (TypeError, ValueError):
            raise TypeError(f"the truth must return a number, and at {x:g} it returns {value!r}.") from None
    return xs, values


def check_truth(xs: list[float], values: list[float], x: tuple[float, float], y: tuple[float, float]) -> None:
    """Raise ValueError where a point of the truth does not lie between the ends of the axes."""
    for name, (low, high), numbers in (("x", x, xs), ("y", y, values)):
        margin = 1e-9 * (high - low)
        for at, number in zip(xs, numbers, strict=True):
            if not low - margin <= number <= high + margin:
                raise ValueError(
                    f"{name}=({low:g}, {high:g}) has no room for the truth's {number:g} at {at:g}: give wider ends."
                )
