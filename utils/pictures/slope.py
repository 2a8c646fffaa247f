"""The moving pictures of lesson 1: the slope at a point of a curve, and the nudge that measures it."""

import math

import numpy as np

from utils.look import GREY, PAPER, figure, number
from utils.pictures.curve import SAFE, draw_curve, free_height, on_paper, room, say_problem, where_seen, words_beside
from utils.pictures.learner_function import Curve

WORDS = {"zorder": 5, "parse_math": False, "clip_on": True}


class SlopePicture:
    """A point on the curve of `f`, its rise over run, its tangent, and below it the slopes passed so far.

    `f` is any torch function of one number, shown from `low` to `high`. `draw(x)` puts the point at `x`. The derivative
    is traced from the left end up to `x`, so that moving the point draws it. Serves lesson 1.
    """

    def __init__(self, f, low=-3.0, high=3.0):
        self.curve = Curve(f, low, high)
        place = {"left": 0.12, "right": 0.98, "top": 0.98, "bottom": 0.1, "hspace": 0.1, "height_ratios": [3, 2]}
        self.fig, (self.ax, self.below) = figure(2, 1, figsize=(6.4, 5.4), gridspec_kw=place)
        self.fig.set_layout_engine("none")  # the same frame at every stop
        if self.curve.problem:
            say_problem(self.fig, self.curve.problem)
            return
        self._still()
        self._moving()

    def _still(self):
        self.xs, self.ys, self.slopes = draw_curve(self.ax, self.curve, margin=0.36)
        self.ax.set_xlim(right=self.curve.high + 0.44 * (self.curve.high - self.curve.low))  # a run from the far right
        self.unit = 10.0 ** round(math.log10((self.curve.high - self.curve.low) / 6))  # the run: 1 from -3 to 3
        self.ax.set_ylabel("f(x)")
        self.ax.tick_params(labelbottom=False)
        self.below.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        slopes = self.slopes[np.isfinite(self.slopes)]
        self.below.set(xlim=self.ax.get_xlim(), ylim=room(np.append(slopes, [-1, 1])))
        self.below.set(xlabel="x", ylabel="slope")
        self.below.locator_params(axis="y", nbins=4, steps=[1, 2, 5, 10])

    def _moving(self):
        self.below.patch.set_visible(False)  # for the link goes from the top of one picture to the bottom of the other
        bottom = (self.below.get_position().y0 - self.ax.get_position().y0) / self.ax.get_position().height
        self.link = self.ax.axvline(0, ymin=bottom, color=GREY, linewidth=0.8, linestyle=":", zorder=1, clip_on=False)
        (self.tangent,) = self.ax.plot([], [], color="C1", linewidth=1.5, zorder=3)
        (self.triangle,) = self.ax.plot([], [], color="C2", linewidth=2.5, zorder=4)
        (self.point,) = self.ax.plot([], [], "o", color="C1", markersize=11, zorder=6)
        (self.trace,) = self.below.plot([], [], color="C1", zorder=3)
        (self.tip,) = self.below.plot([], [], "o", color="C1", zorder=4)
        self.height = self.ax.text(0, 0, "", color="C1", **WORDS)
        self.run = self.ax.text(0, 0, "", color="C2", ha="center", va="center", **WORDS)
        self.rise = self.ax.text(0, 0, "", color="C2", va="center", **WORDS)
        self.steepness = self.below.text(0, 0, "", color="C1", va="center", **WORDS)

    def draw(self, x=-1.5):
        """Put the point at `x`; returns the sentence that says what is seen there."""
        if self.curve.problem:
            return self.curve.problem
        value, slope = self.curve(x)
        left, right = self.ax.get_xlim()
        self.link.set_xdata([x, x] if left <= x <= right else [math.nan] * 2)
        seen = not where_seen(self.ax, x, value)
        self.point.set_data([x] if seen else [], [value] if seen else [])
        words, line = f"f(x) = {number(value)}", slope if math.isfinite(slope) else None
        words_beside(self.height, words, self.ax, (self.xs, self.ys), x, value, -1, line)  # the run goes right
        self._place_triangle(x, value, slope)
        self._place_slope(x, slope)
        return self._sentence(x, value, slope)

    def _place_triangle(self, x, value, slope):
        """Across by one, then up or down to the tangent; and the tangent through both."""
        if where_seen(self.ax, x, value) or not abs(slope) < 1e6:
            for line in (self.tangent, self.triangle):
                line.set_data([], [])
            self.run.set_text("")
            self.rise.set_text("")
            return
        end, foot = x + self.unit, value + self.unit * slope
        ends = np.array(self.ax.get_xlim())
        self.tangent.set_data(ends, value + slope * (ends - x))
        self.triangle.set_data([x, end, end], [value, value, foot])
        self.run.set(text=f"run {self.unit:g}", x=(x + end) / 2)
        self._along(x, value, slope)
        self.rise.set(text=f"rise {number(slope * self.unit)}", x=end + 0.1 * self.unit)
        self._beside(end, value, slope)

    def _along(self, x, value, slope):
        """Put the words of the run at a height: on the side where the tangent does not go, if the curve does not."""
        off = 0.045 * np.ptp(self.ax.get_ylim()) * (1 if slope < 0 else -1)
        under = self.unit * np.linspace(0.05, 0.95, 16)
        passed = np.append(np.interp(x + under, self.xs, self.ys), value + slope * under)
        self.run.set_y(free_height(self.ax, value + off * np.array([1, 2, -1, -2, 3, -3, 4, -4]), passed))
        on_paper(self.run, passed)

    def _beside(self, end, value, slope):
        """Put the words of the rise at a height: near the run, where neither the curve nor the tangent goes through."""
        room = np.ptp(self.ax.get_ylim())
        along = np.linspace(0, 0.24, 32) * (self.curve.high - self.curve.low)  # the words are about that long
        curve = np.interp(end + along, self.xs, self.ys, right=math.nan)
        passed = np.append(curve, value + slope * (self.unit + along))
        shifts = np.append(
            [0, self.unit * slope / 2], room * np.array([0.07, -0.07, 0.13, -0.13, 0.2, -0.2, 0.26, -0.26])
        )
        self.rise.set_y(free_height(self.ax, value + shifts, passed))
        on_paper(self.rise, passed)

    def _place_slope(self, x, slope):
        """The derivative as far as `x`, and its value there."""
        passed, seen = self.xs < x, math.isfinite(slope)
        last = ([x], [slope]) if seen else ([], [])
        self.trace.set_data(np.append(self.xs[passed], last[0]), np.append(self.slopes[passed], last[1]))
        self.tip.set_data(*last)
        bottom, top = self.below.get_ylim()
        edge = 0.08 * (top - bottom)
        beside = slope + (edge if slope >= 0 else -edge)  # on the side that the line at 0 is not
        self.steepness.set(text=f"slope {number(slope)}" if seen else "", x=x + 0.12 * self.unit)
        self.steepness.set_y(min(max(beside, bottom + edge), top - edge) if seen else 0)

    def _sentence(self, x, value, slope):
        here = f"At x = {number(x)}"
        if not math.isfinite(value):
            return f"{here} f(x) is {number(value)}: the curve has no point there."
        said = f"{here}, f(x) = {number(value)} and the slope is {number(slope)}: {which_way(slope)}."
        place = where_seen(self.ax, x, value)
        return f"{said} The point is {place}." if place else said


def which_way(slope):
    """The words for `slope`: which way is down."""
    if not math.isfinite(slope):
        return "it points nowhere"
    if slope == 0:
        return "level, so neither way is down"
    return "down is to the right" if slope < 0 else "down is to the left"


class SecantPicture:
    """The slope of `f` at the point `at` as a nudge by `h` measures it: (f(at + h) - f(at)) / h, in float64.

    Left, the curve with the line through both points; right, the same magnified until they stand apart; below, how far
    off the measured slope is for every `h` so far. A small `h` is better, until x + h rounds to x. Serves lesson 1.
    """

    def __init__(self, f, at=-1.5, low=-3.0, high=3.0):
        self.curve, self.at = Curve(f, low, high), float(at)
        place = {"left": 0.1, "right": 0.98, "top": 0.93, "bottom": 0.1, "hspace": 0.36, "wspace": 0.12}
        place |= {"height_ratios": [3, 2], "width_ratios": [4, 3]}
        self.fig, axes = figure(2, 2, figsize=(8.0, 5.4), gridspec_kw=place)
        self.fig.set_layout_engine("none")
        self.ax, self.near, self.error = axes[0, 0], axes[0, 1], axes[1, 0]
        axes[1, 1].remove()
        self.error.set_subplotspec(self.error.get_gridspec()[1, :])
        self.value, self.slope = (math.nan, math.nan) if self.curve.problem else self.curve(at)
        if not math.isfinite(self.slope):
            self.curve.problem = self.curve.problem or f"f has no slope at x = {number(at)}: choose another point."
            say_problem(self.fig, self.curve.problem)
            return
        self._still()
        self._moving()

    def measure(self, h):
        """The slope that the nudge `h` measures, and the nudged height, in float64: (f(at + h) - f(at)) / h."""
        nudged, _ = self.curve(self.at + h)
        return (nudged - self.value) / h if h else math.nan, nudged

    def _still(self):
        draw_curve(self.ax, self.curve)
        ends, true = np.array(self.ax.get_xlim()), {"color": "C1", "linewidth": 1.5, "linestyle": "--", "zorder": 4}
        self.ax.plot(ends, self.value + self.slope * (ends - self.at), **true)
        self.ax.set(xlabel="x", ylabel="f(x)")
        self.ts = np.linspace(-0.6, 1.6, 331)
        steep = max(abs(self.slope), 1.0)
        self.near.plot(self.ts, self.slope * self.ts, **true)
        self.near.plot([0], [0], "o", color="C1", zorder=5)
        self.near.set(xlim=(-0.6, 1.6), ylim=(min(self.slope, 0) - 0.7 * steep, max(self.slope, 0) + 0.7 * steep))
        self.near.set(xticks=[0, 1], xticklabels=["x", "x + h"], yticks=[])
        self.hs = 10.0 ** -np.arange(17)
        self.errors = np.array([abs(self.measure(h)[0] - self.slope) for h in self.hs])
        low, high = np.nanmin(np.append(self.errors[self.errors > 0], 1.0)), np.nanmax(np.append(self.errors, 1.0))
        self.floor = low / 10
        self.error.set(xscale="log", yscale="log", xlim=(3, 2e-17), ylim=(self.floor, min(high, 1e15) * 30))
        self.error.set(xlabel="nudge h, smaller and smaller", ylabel="error of the slope")
        self.error.set_xticks(self.hs[::2])
        down = self.slope <= 0  # the corner that the line leaves free
        self.near.text(
            0.04,
            0.05 if down else 0.95,
            f"dashed: the tangent,\nslope {number(self.slope)}",
            color="C1",
            bbox=PAPER,
            zorder=6,
            va="bottom" if down else "top",
            transform=self.near.transAxes,
        )

    def _moving(self):
        (self.secant,) = self.ax.plot([], [], color="C2", zorder=3)
        (self.points,) = self.ax.plot([], [], "o", color="C2", markersize=8, zorder=4)
        self.ax.plot([self.at], [self.value], "o", color="C1", markersize=8, zorder=5)
        self.measured = number_beside(self.ax.set_title("measured slope", color="C2"))
        self.zoom = self.near.set_title("")
        (self.magnified,) = self.near.plot([], [], color="C0", linewidth=2.5, zorder=2)
        (self.line,) = self.near.plot([], [], color="C2", zorder=3)
        (self.end,) = self.near.plot([], [], "o", color="C2", zorder=4)
        (self.known,) = self.error.plot([], [], "o", color="C2", markersize=5)
        (self.now,) = self.error.plot([], [], "o", color="C2", markersize=10)
        self.off = self.error.text(0, 0, "", color="C2", parse_math=False)

    def draw(self, h=1.0):
        """Nudge by `h`; returns the sentence with the slope it measures."""
        if self.curve.problem:
            return self.curve.problem
        measured, nudged = self.measure(h)
        seen = math.isfinite(measured)
        self.measured.set_text(self._digits(measured) if seen else "none")
        self._place_secant(h, measured if seen else math.nan, nudged)
        self._place_error(h, abs(measured - self.slope))
        return self._sentence(h, measured, nudged)

    def _place_secant(self, h, measured, nudged):
        """The line through both points, at its true size and magnified 1/h times."""
        ends = np.array(self.ax.get_xlim())
        self.secant.set_data(ends, self.value + measured * (ends - self.at))
        self.points.set_data([self.at + h], [nudged])
        heights, _ = self.curve.at(self.at + self.ts * h)
        self.magnified.set_data(self.ts, np.clip((heights - self.value) / (h or math.nan), -SAFE, SAFE))
        ends = self.ts[[0, -1]]
        self.line.set_data(ends, measured * ends)
        self.end.set_data([1], [measured])
        self.zoom.set_text(f"{tenfold(1 / h)} times larger" if 0 < h < 1 else "from near")

    def _place_error(self, h, error):
        """The error for `h` and, smaller, for every power of ten passed on the way."""
        passed = (self.hs >= h * 0.999) & (self.errors > 0)
        self.known.set_data(self.hs[passed], self.errors[passed])
        shown = max(error, self.floor * 1.5) if math.isfinite(error) and h > 0 else None
        self.now.set_data([h] if shown else [], [shown] if shown else [])
        self.off.set_text(f"off by {error:.1g}" if shown else "")
        if shown and h > 2e-14:
            self.off.set(x=h / 2, y=shown, ha="left", va="center")
        elif shown:
            self.off.set(x=h * 2, y=shown, ha="right", va="bottom")

    def _digits(self, measured):
        """The `measured` slope with as many digits as its error leaves worth reading."""
        off = abs(measured - self.slope)
        return f"{round(measured, max(2, 1 - math.floor(math.log10(off))) if off else 10):.10g}"

    def _sentence(self, h, measured, nudged):
        true = f"The slope is {number(self.slope)}"
        if not math.isfinite(measured):
            return f"h = {h:g}: no slope can be measured, f(x + h) is {number(nudged)}. {true}."
        if self.at + h == self.at:
            return f"h = {h:g}: x + h is rounded to x itself, so nothing changes and the measured slope is 0. {true}."
        off = abs(measured - self.slope)
        error = f"off by {off:.1g}" if off else "exact"
        return f"h = {h:g}: the nudge measures a slope of {self._digits(measured)}, {error}. {true}."


def number_beside(title):
    """A Text right of the Axes' `title`, which stands: the fewer letters move, the cheaper a frame."""
    ax = title.axes
    words = ax.transAxes.inverted().transform(title.get_window_extent(ax.figure.canvas.get_renderer()))
    above = title.get_position()[1] + ax.titleOffsetTrans.transform((0, 0))[1] / ax.bbox.height
    place = {"transform": ax.transAxes, "fontsize": title.get_fontsize(), "color": title.get_color(), "va": "baseline"}
    return ax.text(0.03 + np.ptp(words[:, 0]), above, "", **place)


def tenfold(times):
    """A magnification in words that fit a title: 10, 1,000, 1e8."""
    return f"{times:,.0f}" if times < 9_999_999 else f"{times:.0e}".replace("e+0", "e").replace("e+", "e")
