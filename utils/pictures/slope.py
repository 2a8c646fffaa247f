"""The slope at a point of a curve, and the nudge that measures it. Serves lesson 1."""

import math
from typing import Any

import numpy as np
from matplotlib.text import Text

from utils.look import CURVE, GRADIENT, GREY, MEASURED, PAPER, POINT, figure, magnification, number, styled
from utils.pictures.drawing import SAFE, draw_curve, limits, out_of_limits, show_problem
from utils.pictures.learner_function import Function, LearnerFunction
from utils.pictures.point_labels import clear_height, label_point, set_background

LABEL = {"zorder": 5, "parse_math": False, "clip_on": True}


@styled
class SlopePicture:
    """A point on the curve of `f` with its tangent and its rise over run, and below the slopes from the left up to it.

    `f` is any torch function of one number, shown from `low` to `high`. `draw(x)` moves the point to `x`, and so draws
    the derivative. Serves lesson 1.
    """

    def __init__(self, f: Function, low: float = -3.0, high: float = 3.0) -> None:
        self.f = LearnerFunction(f, low, high)
        grid = {"left": 0.12, "right": 0.98, "top": 0.98, "bottom": 0.1, "hspace": 0.1, "height_ratios": [3, 2]}
        self.fig, (self.ax, self.below) = figure(2, 1, figsize=(6.4, 5.4), gridspec_kw=grid)
        self.fig.set_layout_engine("none")  # the axes stay where they are at every stop
        if self.f.problem:
            show_problem(self.fig, self.f.problem)
            return
        self._draw_fixed()
        self._create_moving()

    def _draw_fixed(self) -> None:
        self.xs, self.ys, self.slopes = draw_curve(self.ax, self.f, margin=0.36)
        self.ax.set_xlim(right=self.f.high + 0.44 * (self.f.high - self.f.low))  # so that a run from the last x fits in
        self.run_length = 10.0 ** round(math.log10((self.f.high - self.f.low) / 6))  # 1 for a curve from -3 to 3
        self.ax.set_ylabel("f(x)")
        self.ax.tick_params(labelbottom=False)
        self.below.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        slopes = self.slopes[np.isfinite(self.slopes)]
        self.below.set(xlim=self.ax.get_xlim(), ylim=limits(np.append(slopes, [-1, 1])))
        self.below.set(xlabel="x", ylabel="slope")
        self.below.locator_params(axis="y", nbins=4, steps=[1, 2, 5, 10])

    def _create_moving(self) -> None:
        self.below.patch.set_visible(False)  # else it would cover the link, which runs over both axes
        bottom = (self.below.get_position().y0 - self.ax.get_position().y0) / self.ax.get_position().height
        self.link = self.ax.axvline(0, ymin=bottom, color=GREY, linewidth=0.8, linestyle=":", zorder=1, clip_on=False)
        (self.tangent,) = self.ax.plot([], [], color=GRADIENT, linewidth=1.5, zorder=3)
        (self.triangle,) = self.ax.plot([], [], color=MEASURED, linewidth=2.5, zorder=4)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=11, zorder=6)
        (self.trace,) = self.below.plot([], [], color=GRADIENT, zorder=3)
        (self.tip,) = self.below.plot([], [], "o", color=GRADIENT, zorder=4)
        self.height = self.ax.text(0, 0, "", color=POINT, **LABEL)
        self.run = self.ax.text(0, 0, "", color=MEASURED, ha="center", va="center", **LABEL)
        self.rise = self.ax.text(0, 0, "", color=MEASURED, va="center", **LABEL)
        self.steepness = self.below.text(0, 0, "", color=GRADIENT, va="center", **LABEL)

    def draw(self, x: float = -1.5) -> str:
        """Move the point to `x`; returns the sentence with the value and the slope there."""
        if self.f.problem:
            return self.f.problem
        value, slope = self.f(x)
        left, right = self.ax.get_xlim()
        self.link.set_xdata([x, x] if left <= x <= right else [math.nan] * 2)
        inside = not out_of_limits(self.ax, x, value)
        self.point.set_data([x] if inside else [], [value] if inside else [])
        words, line = f"f(x) = {number(value)}", slope if math.isfinite(slope) else None
        label_point(self.height, words, self.ax, (self.xs, self.ys), x, value, -1, line)  # the run is on the right
        self._move_triangle(x, value, slope)
        self._move_slope(x, slope)
        return self._sentence(x, value, slope)

    def _move_triangle(self, x: float, value: float, slope: float) -> None:
        """Draw the run across, the rise up or down to the tangent, and the tangent."""
        if out_of_limits(self.ax, x, value) or not abs(slope) < 1e6:
            for line in (self.tangent, self.triangle):
                line.set_data([], [])
            self.run.set_text("")
            self.rise.set_text("")
            return
        end, foot = x + self.run_length, value + self.run_length * slope
        ends = np.array(self.ax.get_xlim())
        self.tangent.set_data(ends, value + slope * (ends - x))
        self.triangle.set_data([x, end, end], [value, value, foot])
        self.run.set(text=f"run {self.run_length:g}", x=(x + end) / 2)
        self._move_run_label(x, value, slope)
        self.rise.set(text=f"rise {number(slope * self.run_length)}", x=end + 0.1 * self.run_length)
        self._move_rise_label(end, value, slope)

    def _move_run_label(self, x: float, value: float, slope: float) -> None:
        """Give the label of the run its height: clear of the curve, and if possible not on the tangent's side."""
        off = 0.045 * np.ptp(self.ax.get_ylim()) * (1 if slope < 0 else -1)
        along = self.run_length * np.linspace(0.05, 0.95, 16)
        lines = np.append(np.interp(x + along, self.xs, self.ys), value + slope * along)
        self.run.set_y(clear_height(self.ax, value + off * np.array([1, 2, -1, -2, 3, -3, 4, -4]), lines))
        set_background(self.run, lines)

    def _move_rise_label(self, end: float, value: float, slope: float) -> None:
        """Give the label of the rise its height: near the run, and clear of the curve and the tangent."""
        height = np.ptp(self.ax.get_ylim())
        along = np.linspace(0, 0.24, 32) * (self.f.high - self.f.low)  # the label is about this long
        curve = np.interp(end + along, self.xs, self.ys, right=math.nan)
        lines = np.append(curve, value + slope * (self.run_length + along))
        steps = height * np.array([0.07, -0.07, 0.13, -0.13, 0.2, -0.2, 0.26, -0.26])
        offsets = np.append([0, self.run_length * slope / 2], steps)
        self.rise.set_y(clear_height(self.ax, value + offsets, lines))
        set_background(self.rise, lines)

    def _move_slope(self, x: float, slope: float) -> None:
        """Draw the derivative up to `x`, and its value there."""
        passed, finite = self.xs < x, math.isfinite(slope)
        last = ([x], [slope]) if finite else ([], [])
        self.trace.set_data(np.append(self.xs[passed], last[0]), np.append(self.slopes[passed], last[1]))
        self.tip.set_data(*last)
        bottom, top = self.below.get_ylim()
        edge = 0.08 * (top - bottom)
        beside = slope + (edge if slope >= 0 else -edge)  # not on the side of the line at 0
        self.steepness.set(text=f"slope {number(slope)}" if finite else "", x=x + 0.12 * self.run_length)
        self.steepness.set_y(min(max(beside, bottom + edge), top - edge) if finite else 0)

    def _sentence(self, x: float, value: float, slope: float) -> str:
        here = f"At x = {number(x)}"
        if math.isnan(value) and (failure := self.f.failure(x)):
            return failure
        if not math.isfinite(value):
            return f"{here} f(x) is {number(value)}: the curve has no point there."
        sentence = f"{here}, f(x) = {number(value)} and the slope is {number(slope)}: {which_way(slope)}."
        outside = out_of_limits(self.ax, x, value)
        return f"{sentence} The point is {outside}." if outside else sentence


def which_way(slope: float) -> str:
    """The words for which way is down, given `slope`."""
    if not math.isfinite(slope):
        return "it points nowhere"
    if slope == 0:
        return "level, so neither way is down"
    return "down is to the right" if slope < 0 else "down is to the left"


@styled
class SecantPicture:
    """The slope of `f` at x = `at`, measured by a nudge `h`: (f(at + h) - f(at)) / h, in float64. Serves lesson 1.

    Left, the curve with the line through both points; right, the same, magnified so that the points are apart; below,
    the error of the measured slope for every power of ten down to `h`. A smaller `h` is better, until x + h is rounded
    to x. `draw(h)` nudges by `h`.
    """

    def __init__(self, f: Function, at: float = -1.5, low: float = -3.0, high: float = 3.0) -> None:
        self.f, self.at = LearnerFunction(f, low, high), float(at)
        grid = {"left": 0.1, "right": 0.98, "top": 0.93, "bottom": 0.1, "hspace": 0.36, "wspace": 0.12}
        grid |= {"height_ratios": [3, 2], "width_ratios": [4, 3]}
        self.fig, axes = figure(2, 2, figsize=(8.0, 5.4), gridspec_kw=grid)
        self.fig.set_layout_engine("none")
        self.ax, self.near, self.error = axes[0, 0], axes[0, 1], axes[1, 0]
        axes[1, 1].remove()
        self.error.set_subplotspec(self.error.get_gridspec()[1, :])
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
        draw_curve(self.ax, self.f)
        ends, true = np.array(self.ax.get_xlim()), {"color": GRADIENT, "linewidth": 1.5, "linestyle": "--", "zorder": 4}
        self.ax.plot(ends, self.value + self.slope * (ends - self.at), **true)
        self.ax.set(xlabel="x", ylabel="f(x)")
        self._draw_magnified(true)
        self._draw_error_axes()

    def _draw_magnified(self, look: dict[str, Any]) -> None:
        """Draw the tangent as it is under the magnifier, in the style `look`."""
        self.ts = np.linspace(-0.6, 1.6, 331)
        steep = max(abs(self.slope), 1.0)
        self.near.plot(self.ts, self.slope * self.ts, **look)
        self.near.plot([0], [0], "o", color=POINT, zorder=5)
        self.near.set(xlim=(-0.6, 1.6), ylim=(min(self.slope, 0) - 0.7 * steep, max(self.slope, 0) + 0.7 * steep))
        self.near.set(xticks=[0, 1], xticklabels=["x", "x + h"], yticks=[])
        low, side = (0.05, "bottom") if self.slope <= 0 else (0.95, "top")  # in the corner that the tangent leaves free
        text = {"color": GRADIENT, "bbox": PAPER, "zorder": 6, "va": side, "transform": self.near.transAxes}
        self.near.text(0.04, low, f"dashed: the tangent,\nslope {number(self.slope)}", **text)

    def _draw_error_axes(self) -> None:
        self.hs = 10.0 ** -np.arange(17)
        self.errors = np.array([abs(self.measure(h)[0] - self.slope) for h in self.hs])
        low, high = np.nanmin(np.append(self.errors[self.errors > 0], 1.0)), np.nanmax(np.append(self.errors, 1.0))
        self.floor = low / 10
        self.error.set(xscale="log", yscale="log", xlim=(3, 2e-17), ylim=(self.floor, min(high, 1e15) * 30))
        self.error.set(xlabel="nudge h, smaller and smaller", ylabel="error of the slope")
        self.error.set_xticks(self.hs[::2])

    def _create_moving(self) -> None:
        (self.secant,) = self.ax.plot([], [], color=MEASURED, zorder=3)
        (self.points,) = self.ax.plot([], [], "o", color=MEASURED, markersize=8, zorder=4)
        self.ax.plot([self.at], [self.value], "o", color=POINT, markersize=8, zorder=5)
        self.measured = text_after(self.ax.set_title("measured slope", color=MEASURED))
        self.zoom = self.near.set_title("")
        (self.magnified,) = self.near.plot([], [], color=CURVE, linewidth=2.5, zorder=2)
        (self.line,) = self.near.plot([], [], color=MEASURED, zorder=3)
        (self.end,) = self.near.plot([], [], "o", color=MEASURED, zorder=4)
        (self.known,) = self.error.plot([], [], "o", color=MEASURED, markersize=5)
        (self.now,) = self.error.plot([], [], "o", color=MEASURED, markersize=10)
        self.off = self.error.text(0, 0, "", color=MEASURED, parse_math=False)

    def draw(self, h: float = 1.0) -> str:
        """Nudge by `h`; returns the sentence with the measured slope and its error."""
        if self.f.problem:
            return self.f.problem
        measured, nudged = self.measure(h)
        finite = math.isfinite(measured)
        self.measured.set_text(self._write(measured) if finite else "none")
        self._move_secant(h, measured if finite else math.nan, nudged)
        self._move_error(h, abs(measured - self.slope))
        return self._sentence(h, measured, nudged)

    def _move_secant(self, h: float, measured: float, nudged: float) -> None:
        """Draw the line through both points, at its true size and magnified 1/h times."""
        ends = np.array(self.ax.get_xlim())
        self.secant.set_data(ends, self.value + measured * (ends - self.at))
        self.points.set_data([self.at + h], [nudged])
        heights, _ = self.f.at(self.at + self.ts * h)
        self.magnified.set_data(self.ts, np.clip((heights - self.value) / (h or math.nan), -SAFE, SAFE))
        ends = self.ts[[0, -1]]
        self.line.set_data(ends, measured * ends)
        self.end.set_data([1], [measured])
        self.zoom.set_text(f"{magnification(1 / h)} times larger" if 0 < h < 1 else "from near")

    def _move_error(self, h: float, error: float) -> None:
        """Draw a large dot for the error of `h`, and small ones for every power of ten down to it."""
        passed = (self.hs >= h * 0.999) & (self.errors > 0)
        self.known.set_data(self.hs[passed], self.errors[passed])
        shown = max(error, self.floor * 1.5) if math.isfinite(error) and h > 0 else None
        self.now.set_data([h] if shown else [], [shown] if shown else [])
        self.off.set_text(f"off by {error:.1g}" if shown else "")
        if shown and h > 2e-14:
            self.off.set(x=h / 2, y=shown, ha="left", va="center")
        elif shown:
            self.off.set(x=h * 2, y=shown, ha="right", va="bottom")

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
