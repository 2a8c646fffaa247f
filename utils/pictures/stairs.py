"""Accuracy against loss over one weight, under a lens. Serves lesson 6."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from utils.look import (
    ACCURACY,
    FRAME,
    GRADIENT,
    LENS,
    LOSS,
    PAPER,
    figure,
    fixed,
    ink,
    nonzero,
    styled,
)
from utils.pictures.drawing import SAFE, image_axes, set_points, show_problem
from utils.pictures.learner_function import INTERRUPTED, one_number
from utils.pictures.point_labels import clear_height, share_of_width
from utils.plots.calls import QuietCalls

NAMES = ("accuracy", "loss")
Function = Callable[[float], Any]
Values = tuple[float, np.ndarray]  # at the weight, and at all weights under the lens


@styled
class StairsPicture:
    """Accuracy and loss over one weight: the whole curves on the left, the part under a lens on the right. Lesson 6.

    `accuracy(weight)` and `loss(weight)` are the learner's, of one float from `low` to `high`, and a tenth of that
    width beyond. `count` is the number of digits in the accuracy. `draw(weight, zoom)` moves the weight, and the lens
    with it, which magnifies `zoom` times in both directions; with 1 it shows the whole curve.
    """

    GAP = 0.14  # between a curve and its lens, as a part of the curve's width
    POINTS = 241  # of a curve, and of the lens: as many in both, so that they show the same edges where zoom is 1

    def __init__(self, accuracy: Function, loss: Function, count: int, low: float = -10.0, high: float = 10.0) -> None:
        self.functions, self.count = (QuietCalls(accuracy), QuietCalls(loss)), count
        self.reach, self.middle = (high - low) / 2, (high + low) / 2
        self.us = np.linspace(-1, 1, self.POINTS)
        self.fig, axes = figure(2, 2, figsize=(5.7, 4.7), layout="none", width_ratios=[1.7, 1])
        self.fig.subplots_adjust(left=0.12, right=0.985, top=0.92, bottom=0.12, hspace=0.34, wspace=1.5 * self.GAP)
        self.problem = self._problem(np.linspace(low, high, 7))
        if self.problem:
            show_problem(self.fig, self.problem)
            return
        self.ax, self.rows = axes[0, 0], [self._create_row(k, *axes[k], low, high) for k in range(2)]
        self.title = axes[0, 1].set_title("")
        look = {"transform": axes[1, 1].transAxes, "va": "top"}
        self.ends = [axes[1, 1].text(x, -0.06, "", ha=side, **look) for x, side in ((0, "left"), (1, "right"))]

    def _problem(self, weights: np.ndarray) -> str:
        """The sentence for an accuracy or a loss that has a value at none of `weights`; "" where both have."""
        for name, function in zip(NAMES, self.functions, strict=True):
            try:
                tried = [one_number(name, function, float(weight)) for weight in weights]
                function.show_prints(float(weights[0]))
            except KeyboardInterrupt:
                return INTERRUPTED
            if not any(abs(value) < SAFE for value, _ in tried):
                return tried[0][1] or f"{name} is no finite number anywhere: there is nothing to draw."
        return ""

    def _value(self, k: int, weight: float) -> float:
        """The accuracy (`k` is 0) or the loss (1) at `weight`; NaN where there is none that can be drawn."""
        value, _ = one_number("", self.functions[k], weight)
        return value if abs(value) < SAFE else np.nan

    def _values(self, k: int, weights: np.ndarray) -> np.ndarray:
        return np.array([self._value(k, float(weight)) for weight in weights])

    def _create_row(self, k: int, whole: Axes, near: Axes, low: float, high: float) -> dict[str, Any]:
        """Draw the whole curve of row `k` on `whole`, and create what moves on it and on `near`, under the lens."""
        colour, name = (ACCURACY, "accuracy") if k == 0 else (LOSS, "loss")
        look = {"color": colour, "drawstyle": "steps-mid" if k == 0 else "default"}
        xs = self.middle + self.reach * self.us
        ys = self._values(k, xs)
        least, most = (np.nanmin(ys), np.nanmax(ys)) if np.isfinite(ys).any() else (0.0, 0.0)
        span = float(most - least) or max(1.0, abs(float(most)))
        (curve,) = whole.plot(xs, ys, **look)
        width = high - low  # at its left end the curve leaves room for a number, at its right for the point
        whole.set(xlim=(low - 0.3 * width, high + 0.14 * width), xticks=np.linspace(low, high, 5))
        whole.set(ylim=(least - 0.24 * span, most + 0.24 * span), ylabel=name)
        whole.xaxis.set_major_formatter("{x:g}")
        if k == 1:
            whole.set_xlabel("the weight")
        else:
            whole.tick_params(labelbottom=False)
        image_axes(near).set(xlim=(-1, 1), ylim=(-0.6, 0.6))
        (line,) = near.plot([], [], linewidth=2.5, **look)
        label = whole.text(0, 0, "", color=ink(colour), ha="right", va="center", bbox=PAPER)
        look = {"color": ink((colour, GRADIENT)[k]), "ha": "center", "va": "top"}
        below = (-0.04, -0.2)[k]  # each under its own lens; the lower one leaves room for the ends of the lens
        words = near.text(0.5, below, "", transform=near.transAxes, **look)
        point, dot = (ax.plot([], [], "o", color=colour, markersize=9, zorder=5)[0] for ax in (whole, near))
        frame = whole.plot([], [], color=LENS, linewidth=1.5, clip_on=False, zorder=1)[0]
        rays = [whole.plot([], [], color=FRAME, linewidth=0.8, linestyle=":", clip_on=False)[0] for _ in range(2)]
        middle = (least + most) / 2
        moving = {"line": line, "point": point, "dot": dot, "label": label, "words": words, "frame": frame}
        return {"span": span, "middle": middle, "whole": whole, "curve": curve, "near": near, "rays": rays} | moving

    def draw(self, weight: float = -4.0, zoom: float = 1) -> str:
        """Move the weight and magnify `zoom` times; returns the sentence about both curves under the lens."""
        if self.problem:
            return self.problem
        reach, centre = self.reach / zoom, self.middle if zoom == 1 else weight
        weights, results = centre + reach * self.us, []
        for k, row in enumerate(self.rows):
            ys, here = self._values(k, weights), self._value(k, float(weight))
            level, scale = row["middle"] if zoom == 1 else here, row["span"] / zoom
            set_points(row["line"], self.us, (ys - level) / scale)
            row["point"].set_data([weight], [here])
            set_points(row["dot"], [(weight - centre) / reach], [(here - level) / scale])
            for line in (row["frame"], *row["rays"]):
                line.set_visible(zoom > 1)  # round the whole curve the frame would run through the number
            self._place_label(row, weight, here)
            self._move_lens(row, (centre - reach, centre + reach), (level - 0.6 * scale, level + 0.6 * scale))
            results.append((here, ys))
        self.title.set_text("lens: all of it" if zoom == 1 else f"lens: {zoom:,.0f} times")
        for text, end in zip(self.ends, (centre - reach, centre + reach), strict=True):
            text.set_text(nonzero(round(end, 12), 1 if zoom < 10 else len(f"{zoom:.0f}")))  # no 2.8e-17 for 0
        return self._sentence(weight, zoom, *results)

    def _place_label(self, row: dict[str, Any], weight: float, here: float) -> None:
        """Write the value `here` at the left of its point, where neither the curve nor the frame of the lens runs."""
        ax, label = row["whole"], row["label"]
        label.set_text(fixed(here, 3) if np.isfinite(here) else "")
        width, height = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
        along = weight - width * np.linspace(0.0, 0.02 + share_of_width(label), 32)
        heights = np.nan_to_num(here) + height * np.array([0.13, -0.13, 0.18, -0.18, 0.23, -0.23])
        label.set_position(
            (weight - 0.02 * width, clear_height(ax, heights, np.interp(along, *row["curve"].get_data())))
        )

    def _move_lens(self, row: dict[str, Any], xs: tuple[float, float], ys: tuple[float, float]) -> None:
        """Draw the frame of the lens on the whole curve, and two lines from the frame to the magnified part."""
        (left, right), (low, high) = xs, ys
        row["frame"].set_data([left, right, right, left, left], [low, low, high, high, low])
        box, near = row["whole"].get_position(), row["near"].get_position()
        edge = row["whole"].get_xlim()
        far = edge[0] + (near.x0 - box.x0) / box.width * (edge[1] - edge[0])  # the magnified part's left
        for ray, start, end in zip(row["rays"], (low, high), row["whole"].get_ylim(), strict=True):
            ray.set_data([right, far], [start, end])

    def _sentence(self, weight: float, zoom: float, accuracy_row: Values, loss_row: Values) -> str:
        """Write how many digits are right under the lens, and the slope of the loss; returns the sentence with both."""
        (accuracy, accuracies), (loss, _) = accuracy_row, loss_row
        right = np.rint(np.clip(accuracies[np.isfinite(accuracies)], -1e9, 1e9) * self.count).astype(int)
        stairs, few, most = np.count_nonzero(np.diff(right)), min(right, default=0), max(right, default=0)
        flat = f"{few} of {self.count} right" if right.size else "no accuracy here"
        self.rows[0]["words"].set_text(flat if stairs == 0 else f"{few} to {most} right")
        nudge = self.reach / zoom * (self.us[1] - self.us[0])
        slope = (self._value(1, weight + nudge) - self._value(1, weight - nudge)) / (2 * nudge)
        known = f"slope {nonzero(slope)}" if np.isfinite(slope) else "no slope"
        self.rows[1]["words"].set_text(known)
        steps = "no step at all" if stairs == 0 else "one step" if stairs == 1 else f"at least {stairs} steps"
        width = "From end to end" if zoom == 1 else f"Magnified {zoom:,.0f} times"
        values = f"Weight {nonzero(weight, 2)}: accuracy {fixed(accuracy, 3)}, loss {fixed(loss, 3)}"
        failures = (one_number(name, f, float(weight))[1] for name, f in zip(NAMES, self.functions, strict=True))
        ending = " ".join(["", *filter(None, failures)])
        return f"{values}. {width} the accuracy shows {steps}; the loss has {known}.{ending}"
