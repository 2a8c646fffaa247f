"""The slope at a point of a curve, and the derivative that a moving point draws. Serves lesson 1."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from utils.look import GRADIENT, GREY, MEASURED, POINT, figure, number, styled
from utils.pictures.drawing import draw_curve, limits, out_of_limits, show_problem
from utils.pictures.learner_function import Function, LearnerFunction
from utils.pictures.point_labels import clear_height, label_point, set_background, share_of_width, shorten

LABEL = {"zorder": 5, "parse_math": False, "clip_on": True}


@styled
class SlopePicture:
    """A point on the curve of `f` with its tangent, and a corner on it: a run of 1 to the right, and the rise after it.

    `f` is any torch function of one number, shown from `low` to `high`. `draw(x)` moves the point to `x`. Lesson 1.
    """

    def __init__(self, f: Function, low: float = -3.0, high: float = 3.0) -> None:
        self.f = LearnerFunction(f, low, high)
        self.fig, self.ax = self._create_axes()
        if self.f.problem:
            show_problem(self.fig, self.f.problem)
            return
        self._draw_fixed()
        self.fig.get_layout_engine().execute(self.fig)
        self.fig.set_layout_engine("none")  # the labels are fitted into these axes, from the first stop on
        self._create_moving()

    def _create_axes(self) -> tuple[Figure, Axes]:
        return figure(figsize=(5.7, 3.8))

    def _draw_fixed(self) -> None:
        self.xs, self.ys, self.slopes = draw_curve(self.ax, self.f, margin=0.34)
        self.run_length = 10.0 ** round(math.log10((self.f.high - self.f.low) / 6))  # 1 for a curve from -3 to 3
        self.ax.set(xlabel="x", ylabel="f(x)", ylim=limits(self.ys, 0.14, 0.28))
        self.ax.locator_params(axis="x", nbins=12)
        self.ax.set_xticks([tick for tick in self.ax.get_xticks() if self.f.low <= tick <= self.f.high])

    def _create_moving(self) -> None:
        (self.tangent,) = self.ax.plot([], [], color=GRADIENT, linewidth=1.5, zorder=3)
        (self.corner,) = self.ax.plot([], [], color=MEASURED, linewidth=2.5, zorder=4)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=11, zorder=6)
        self.height = self.ax.text(0, 0, "", color=POINT, **LABEL)
        self.run = self.ax.text(0, 0, "", color=MEASURED, ha="center", va="center", **LABEL)
        self.rise = self.ax.text(0, 0, "", color=MEASURED, va="center", **LABEL | {"clip_on": False})

    def draw(self, x: float = -1.5) -> str:
        """Move the point to `x`; returns the sentence with the value and the slope there."""
        if self.f.problem:
            return self.f.problem
        value, slope = self.f(x)
        self._move_point(x, value, slope)
        self._move_corner(x, value, slope)
        return self._sentence(x, value, slope)

    def _move_point(self, x: float, value: float, slope: float) -> None:
        """Move the point, its tangent and its height, which stands at the left, because the corner is at the right."""
        inside, known = not out_of_limits(self.ax, x, value), abs(slope) < 1e6
        self.point.set_data([x] if inside else [], [value] if inside else [])
        ends = np.array(self.ax.get_xlim()) if inside and known else np.array([])
        self.tangent.set_data(ends, value + slope * (ends - x))
        words, avoided = f"f(x) = {number(value)}", slope if known else None
        label_point(self.height, words, self.ax, (self.xs, self.ys), x, value, -1, avoided, above=slope > 0)

    def _move_corner(self, x: float, value: float, slope: float) -> None:
        """Draw the run to the right and then the rise; a climb ends at the point, so that it stays in the picture."""
        drawn, run = not out_of_limits(self.ax, x, value) and abs(slope) < 1e6, self.run_length
        start, level = (x - run, value - run * slope) if slope > 0 else (x, value)
        end, foot = start + run, level + run * slope
        self.corner.set_data([start, end, end] if drawn else [], [level, level, foot] if drawn else [])
        self.run.set_text(f"run {run:g}" if drawn else "")
        self.rise.set_text(f"rise {number(slope * run)}" if drawn else "")
        if drawn:
            self._move_run_label(start, level, slope, run)
            self._move_rise_label(end, level, slope, run)

    def _move_run_label(self, x: float, value: float, slope: float, run: float) -> None:
        """Give the label of the run its height: clear of the curve, and if possible not on the tangent's side."""
        off = math.copysign(0.055, -slope) * np.ptp(self.ax.get_ylim())
        along = run * np.linspace(0.05, 0.95, 16)
        lines = np.append(np.interp(x + along, self.xs, self.ys), value + slope * along)
        heights = value + off * np.array([1, 2, -1, -2, 3, -3, 4, -4])
        self.run.set(x=x + run / 2, y=clear_height(self.ax, heights, lines))
        set_background(self.run, lines)

    def _move_rise_label(self, end: float, value: float, slope: float, run: float) -> None:
        """Give the label of the rise its place: outside of the corner, clear of the curve and the tangent."""
        width, height = np.ptp(self.ax.get_xlim()), np.ptp(self.ax.get_ylim())
        shorten(self.rise, abs(self.ax.get_xlim()[1] - end - 0.1 * run) / width)
        along = 0.1 * run + np.linspace(0, share_of_width(self.rise), 32) * width
        curve = np.interp(end + along, self.xs, self.ys, left=math.nan, right=math.nan)
        lines = np.append(curve, value + slope * (run + along))
        steps = height * np.array([0, 0.07, -0.07, 0.13, -0.13, 0.2, -0.2, 0.26, -0.26])
        foot = value + run * slope
        between = (foot + curve[0]) / 2 if math.isfinite(curve[0]) else foot  # the curve and the tangent
        heights = np.array([(value + foot) / 2, between, *(value + steps)])
        self.rise.set(x=end + 0.1 * run, y=clear_height(self.ax, heights, lines, 0.04), ha="left")
        set_background(self.rise, lines)

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
class DerivativePicture(SlopePicture):
    """The point on the curve of `f` with its tangent; and below, the slopes from the left up to the point.

    `draw(x)` moves the point to `x`, and so draws the derivative. Serves lesson 1.
    """

    def _create_axes(self) -> tuple[Figure, Axes]:
        grid = {"left": 0.12, "right": 0.985, "top": 0.98, "bottom": 0.115, "hspace": 0.1, "height_ratios": [1, 1]}
        fig, (ax, self.below) = figure(2, 1, figsize=(5.7, 4.3), gridspec_kw=grid)
        fig.set_layout_engine("none")  # the axes stay where they are at every stop
        return fig, ax

    def _draw_fixed(self) -> None:
        super()._draw_fixed()
        self.ax.set(xlabel="")
        self.ax.tick_params(labelbottom=False)
        self.ax.locator_params(axis="y", nbins=4, steps=[1, 2, 5, 10])
        self.below.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        slopes = self.slopes[np.isfinite(self.slopes)]
        self.below.set(xlim=self.ax.get_xlim(), ylim=limits(np.append(slopes, [-1, 1]), 0.16, 0.16))
        self.below.set(xlabel="x", ylabel="slope", xticks=self.ax.get_xticks())
        self.below.locator_params(axis="y", nbins=4, steps=[1, 2, 5, 10])

    def _create_moving(self) -> None:
        super()._create_moving()
        self.below.patch.set_visible(False)  # else it would cover the link, which runs over both axes
        bottom = (self.below.get_position().y0 - self.ax.get_position().y0) / self.ax.get_position().height
        self.link = self.ax.axvline(0, ymin=bottom, color=GREY, linewidth=0.8, linestyle=":", zorder=1, clip_on=False)
        (self.trace,) = self.below.plot([], [], color=GRADIENT, linewidth=2.5, zorder=3)
        (self.tip,) = self.below.plot([], [], "o", color=GRADIENT, markersize=9, zorder=4)
        self.steepness = self.below.text(0, 0, "", color=GRADIENT, va="center", **LABEL)

    def draw(self, x: float = -1.5) -> str:
        """Move the point to `x`; returns the sentence with the value and the slope there."""
        sentence = super().draw(x)
        if not self.f.problem:
            left, right = self.ax.get_xlim()
            self.link.set_xdata([x, x] if left <= x <= right else [math.nan] * 2)
            self._move_slope(x, self.f(x)[1])
        return sentence

    def _move_corner(self, x: float, value: float, slope: float) -> None:
        """Draw no corner: here the lower axes says how steep the tangent is."""

    def _move_slope(self, x: float, slope: float) -> None:
        """Draw the derivative up to `x`, and its value there."""
        passed, finite = self.xs < x, math.isfinite(slope)
        last = ([x], [slope]) if finite else ([], [])
        self.trace.set_data(np.append(self.xs[passed], last[0]), np.append(self.slopes[passed], last[1]))
        self.tip.set_data(*last)
        self.steepness.set_text(f"slope {number(slope)}" if finite else "")
        if finite:
            bottom, top = self.below.get_ylim()
            edge = 0.1 * (top - bottom)
            beside = slope + math.copysign(edge, slope)  # not on the side of the line at 0
            self.steepness.set(x=x + 0.025 * (self.f.high - self.f.low), y=min(max(beside, bottom + edge), top - edge))
