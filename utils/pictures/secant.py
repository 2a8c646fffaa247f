"""The nudge that measures a slope: the secant that becomes the tangent. Serves lesson 1."""

import math
from typing import Any

import numpy as np
from matplotlib.text import Text

from utils.look import CURVE, GRADIENT, MEASURED, PAPER, POINT, figure, magnification, number, styled
from utils.pictures.drawing import SAFE, draw_curve, show_problem
from utils.pictures.learner_function import Function, LearnerFunction


@styled
class SecantPicture:
    """The slope of `f` at x = `at`, measured by a nudge `h`: (f(at + h) - f(at)) / h, in float64. Serves lesson 1.

    Left, the curve with the line through both points; right, the same, magnified so that the points are apart.
    `draw(h)` nudges by `h`. A smaller `h` measures better, until x + h is rounded to x.
    """

    TIMES = 2  # how many times larger than in the left half a nudge of 1 is drawn in the right one

    def __init__(self, f: Function, at: float = -1.5, low: float = -3.0, high: float = 3.0) -> None:
        self.f, self.at = LearnerFunction(f, low, high), float(at)
        grid = {"left": 0.07, "right": 0.985, "top": 0.91, "bottom": 0.14, "wspace": 0.08, "width_ratios": [4, 3]}
        self.fig, (self.ax, self.near) = figure(1, 2, figsize=(8.0, 3.5), gridspec_kw=grid)
        self.fig.set_layout_engine("none")  # the number after the title stays where it is
        self.value, self.slope = (math.nan, math.nan) if self.f.problem else self.f(at)
        if not math.isfinite(self.slope):
            no_slope = f"f has no slope at x = {number(at)}: choose another point."
            self.f.problem = self.f.problem or self.f.failure(self.at) or no_slope
            show_problem(self.fig, self.f.problem)
            return
        self._draw_fixed()
        self._create_moving()

    def measure(self, h: float) -> tuple[float, float]:
        """The slope that the nudge `h` measures, (f(at + h) - f(at)) / h, and f(at + h), in float64."""
        nudged, _ = self.f(self.at + h)
        return (nudged - self.value) / h if h else math.nan, nudged

    def _draw_fixed(self) -> None:
        draw_curve(self.ax, self.f, margin=0.04)
        ends, true = np.array(self.ax.get_xlim()), {"color": GRADIENT, "linewidth": 1.5, "linestyle": "--", "zorder": 4}
        self.ax.plot(ends, self.value + self.slope * (ends - self.at), **true)
        self.ax.set(xlabel="x", ylabel="f(x)")
        self._draw_magnified(true)

    def _draw_magnified(self, look: dict[str, Any]) -> None:
        """Draw the tangent as it is under the magnifier, in the style `look`; x is at 0 there, and x + h at 1."""
        across, up = self._spans()
        self.near.set(xlim=(0.5 - across / 2, 0.5 + across / 2), xticks=[0, 1], xticklabels=["x", "x + h"])
        self.near.set(ylim=(self.slope / 2 - up / 2, self.slope / 2 + up / 2), yticks=[])
        self.ts = np.linspace(*self.near.get_xlim(), 221)
        self.near.plot(self.ts, self.slope * self.ts, **look)
        self.near.plot([0], [0], "o", color=POINT, zorder=5)
        low, side = (0.05, "bottom") if self.slope <= 0 else (0.95, "top")  # in the corner that the tangent leaves free
        text = {"color": GRADIENT, "bbox": PAPER, "zorder": 6, "va": side, "transform": self.near.transAxes}
        self.near.text(0.04, low, f"dashed: the tangent,\nslope {number(self.slope)}", **text)

    def _spans(self) -> tuple[float, float]:
        """The width and the height of the magnified half, in nudges: it shows a nudge of 1 `TIMES` times as large.

        Where a steep tangent would not fit, the half is higher, and magnifies that many times sideways only.
        """
        width = self.near.get_position().width / self.ax.get_position().width
        across, alike = width * np.ptp(self.ax.get_xlim()) / self.TIMES, np.ptp(self.ax.get_ylim()) / self.TIMES
        up = max(alike, 1.9 * abs(self.slope))
        self.larger = "larger" if up == alike else "wider"
        return across, up

    def _create_moving(self) -> None:
        (self.secant,) = self.ax.plot([], [], color=MEASURED, zorder=3)
        (self.points,) = self.ax.plot([], [], "o", color=MEASURED, markersize=8, zorder=4)
        self.ax.plot([self.at], [self.value], "o", color=POINT, markersize=8, zorder=5)
        self.measured = text_after(self.ax.set_title("measured slope", color=MEASURED))
        self.zoom = self.near.set_title("")
        (self.magnified,) = self.near.plot([], [], color=CURVE, linewidth=2.5, zorder=2)
        (self.line,) = self.near.plot([], [], color=MEASURED, zorder=3)
        (self.end,) = self.near.plot([], [], "o", color=MEASURED, zorder=4)

    def draw(self, h: float = 1.0) -> str:
        """Nudge by `h`; returns the sentence with the measured slope and its error."""
        if self.f.problem:
            return self.f.problem
        measured, nudged = self.measure(h)
        finite = math.isfinite(measured)
        self.measured.set_text(self._write(measured) if finite else "none")
        self._move_secant(h, measured if finite else math.nan, nudged)
        return self._sentence(h, measured, nudged)

    def _move_secant(self, h: float, measured: float, nudged: float) -> None:
        """Draw the line through both points, at its true size and magnified."""
        ends = np.array(self.ax.get_xlim())
        self.secant.set_data(ends, self.value + measured * (ends - self.at))
        self.points.set_data([self.at + h], [nudged])
        heights, _ = self.f.at(self.at + self.ts * h)
        self.magnified.set_data(self.ts, np.clip((heights - self.value) / (h or math.nan), -SAFE, SAFE))
        ends = self.ts[[0, -1]]
        self.line.set_data(ends, measured * ends)
        self.end.set_data([1], [measured])
        times = self.TIMES / h if h else math.nan
        self.zoom.set_text(f"close up: {magnification(times)} times {self.larger}" if times > 1 else "close up")

    def _write(self, measured: float) -> str:
        """The `measured` slope with no more digits than its error leaves meaningful."""
        off = abs(measured - self.slope)
        return f"{round(measured, max(2, 1 - math.floor(math.log10(off))) if off else 10):.10g}"

    def _sentence(self, h: float, measured: float, nudged: float) -> str:
        true = f"The slope is {number(self.slope)}"
        if not math.isfinite(measured):
            why = self.f.failure(self.at + h) if math.isnan(nudged) else ""
            why = why or f"f(x + h) is {number(nudged)}."
            return f"h = {h:g}: no slope can be measured, {why} {true}."
        if self.at + h == self.at:
            return f"h = {h:g}: x + h is rounded to x itself, so nothing changes and the measured slope is 0. {true}."
        off = abs(measured - self.slope)
        error = f"off by {off:.1g}" if off else "exact"
        return f"h = {h:g}: the nudge measures a slope of {self._write(measured)}, {error}. {true}."


def text_after(title: Text) -> Text:
    """An empty Text to the right of `title`, for what changes: a frame with fewer glyphs to draw is cheaper."""
    ax, to_axes = title.axes, title.axes.transAxes.inverted()
    box = to_axes.transform(title.get_window_extent(ax.figure.canvas.get_renderer()))
    baseline = to_axes.transform(title.get_transform().transform(title.get_position()))[1]
    look = {"transform": ax.transAxes, "fontsize": title.get_fontsize(), "color": title.get_color(), "va": "baseline"}
    return ax.text(0.03 + np.ptp(box[:, 0]), baseline, "", **look)
