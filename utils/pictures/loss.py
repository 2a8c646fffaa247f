"""The loss of three predictions, the sigmoid, accuracy against loss, and 784 gradients. Serves lesson 6."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from utils.look import (
    ACCURACY_BESIDE_SIGNS,
    DIGIT_SCALE,
    FRAME,
    LOSS_BESIDE_SIGNS,
    PAPER,
    TEXT,
    figure,
    ink,
    nonzero,
    probability,
    sign_scale,
)
from utils.pictures.drawing import image_axes, set_changed
from utils.plots.mosaic import as_floats, as_images

SLOPE = "0.45"  # grey: the colours stand for accuracy, loss and signs


class PredictionsPicture:
    """Three predictions between 0 and 1, the distance of each to its target, and their loss. Serves lesson 6.

    `loss(predictions, targets)` is the learner's own, of two float tensors (3,); `targets` are 1 or 0.
    A prediction above 0.5 says 1: its dot is filled when that is right, and hollow when it is wrong.
    `draw(top, middle, bottom)` takes the three predictions.
    """

    def __init__(
        self,
        loss: Callable[[torch.Tensor, torch.Tensor], Any],
        targets: Sequence[float] = (1, 0, 1),
        names: Sequence[str] = ("a three", "a seven", "a three"),
    ) -> None:
        self.loss, self.targets = loss, np.array(targets, dtype=float)
        self.fig, self.ax = figure(figsize=(6.8, 3.0), layout="none")
        self.fig.subplots_adjust(left=0.15, right=0.8, top=0.86, bottom=0.17)
        self.ax.set(xlim=(-0.04, 1.04), ylim=(2.6, -0.7), xlabel="prediction: how sure it is of a three")
        self.ax.set_yticks(range(3), names)
        self.ax.tick_params(left=False)
        self.ax.spines["left"].set_visible(False)
        self.ax.axvline(0.5, color=FRAME, linestyle=":", linewidth=1.2)
        for row, target in enumerate(self.targets):
            self.ax.plot([0, 1], [row, row], color="0.88", linewidth=1, zorder=1)
            self.ax.plot(target, row, "|", color=TEXT, markersize=24, markeredgewidth=2.5)
        self.ax.text(self.targets[0], -0.4, "target", ha="center", va="bottom", fontsize=9, color=TEXT)
        self.gaps = LineCollection([], linewidths=9, colors=LOSS_BESIDE_SIGNS, alpha=0.4, capstyle="butt", zorder=2)
        self.ax.add_collection(self.gaps)
        look = {"markersize": 12, "markeredgewidth": 2.5, "color": ACCURACY_BESIDE_SIGNS, "zorder": 4}
        self.dots = [self.ax.plot([], [], "o", **look)[0] for _ in range(3)]
        above = {"color": ink(LOSS_BESIDE_SIGNS), "va": "bottom", "transform": self.ax.get_yaxis_transform()}
        below = above | {"color": ink(ACCURACY_BESIDE_SIGNS), "va": "top"}
        self.distances = [self.ax.text(1.04, row, "", **above) for row in range(3)]
        self.verdicts = [self.ax.text(1.04, row, "", **below) for row in range(3)]
        self.title = self.ax.set_title("")
        self.drawn = [None] * 3  # the predictions that are drawn

    def draw(self, top: float = 0.9, middle: float = 0.4, bottom: float = 0.2) -> str:
        """Move the three predictions; returns the sentence with their loss and how many are right."""
        predictions = np.array([top, middle, bottom])
        far, right = np.abs(predictions - self.targets), (predictions > 0.5) == (self.targets == 1)
        ends = zip(predictions, self.targets, strict=True)
        self.gaps.set_segments([[(p, row), (t, row)] for row, (p, t) in enumerate(ends)])
        for row, (dot, text, verdict) in enumerate(zip(self.dots, self.distances, self.verdicts, strict=True)):
            if predictions[row] != self.drawn[row]:
                dot.set_data([predictions[row]], [row])
            set_changed(dot, markerfacecolor=ACCURACY_BESIDE_SIGNS if right[row] else "white")
            set_changed(text, text=f"off by {far[row]:.2f}")
            set_changed(verdict, text="right" if right[row] else "wrong")
        loss = float(self.loss(*(torch.tensor(these, dtype=torch.float32) for these in (predictions, self.targets))))
        self.title.set_text(f"loss {loss:.4f}, the mean; {right.sum()} of 3 right")
        self.drawn = predictions
        distances = ", ".join(f"{value:.2f}" for value in far)
        return f"Off by {distances}: the loss is {loss:.4f}. Right: {right.sum()} of 3."


class SigmoidPicture:
    """The sigmoid with its tangent at a score and, below, its slope, in float64. Serves lesson 6.

    `draw(score)` moves the point. Both curves reach as far from 0 as the score, so that the learner predicts the slope
    before the curve shows it.
    """

    LEAST = 2.0  # the curves reach at least this far from 0

    def __init__(self, low: float = -12.0, high: float = 12.0) -> None:
        self.fig, (self.ax, self.below) = figure(2, 1, figsize=(6.4, 4.8), sharex=True, layout="none")
        self.fig.subplots_adjust(left=0.12, right=0.97, top=0.97, bottom=0.11, hspace=0.12)
        self.xs = np.linspace(low, high, 241)
        (self.curve,) = self.ax.plot([], [], color=TEXT, linewidth=2.5)
        (self.bell,) = self.below.plot([], [], color=SLOPE, linewidth=2)
        edge = 0.04 * (high - low)  # room for a whole point at either end
        self.ax.set(xlim=(low - edge, high + edge), ylim=(-0.12, 1.18), yticks=[0, 0.5, 1], ylabel="sigmoid(score)")
        self.below.set(ylim=(-0.03, 0.31), yticks=[0, 0.25], xlabel="score", ylabel="its slope")
        for ax, levels in ((self.ax, (0, 1)), (self.below, (0, 0.25))):
            for level in levels:
                ax.axhline(level, color="0.8", linewidth=0.8, zorder=1)
        self._create_moving()

    @staticmethod
    def at(score: Any) -> tuple[Any, Any]:
        """The sigmoid of `score`, a number or an array, and its slope there."""
        value = 1 / (1 + np.exp(-score))
        return value, value * (1 - value)

    def _create_moving(self) -> None:
        thin = {"color": FRAME, "linewidth": 0.8, "linestyle": ":"}
        self.links = [ax.axvline(0, **thin) for ax in (self.ax, self.below)]
        (self.tangent,) = self.ax.plot([], [], color=SLOPE, linewidth=1.5)
        (self.point,) = self.ax.plot([], [], "o", color=TEXT, markersize=10, zorder=5)
        (self.tip,) = self.below.plot([], [], "o", color=SLOPE, markersize=9, zorder=5)
        self.value = self.ax.text(0, 0, "", color=TEXT, va="center")
        self.slope = self.below.text(0, 0, "", color=SLOPE, va="bottom")

    def draw(self, score: float = 0.0) -> str:
        """Move the point to `score`; returns the sentence with the sigmoid's value and slope there."""
        value, slope = self.at(score)
        xs = self.xs[np.abs(self.xs) <= max(abs(score), self.LEAST) + 1e-9]
        for line, ys in zip((self.curve, self.bell), self.at(xs), strict=True):
            line.set_data(xs, ys)
        for link in self.links:
            link.set_xdata([score, score])
        run = np.array([-2.0, 2.0])
        self.tangent.set_data(score + run, value + slope * run)
        self.point.set_data([score], [value])
        self.tip.set_data([score], [slope])
        right, below = score <= 0, -3 < score <= 0  # where the curve leaves room
        self.value.set(text=probability(value), x=score + (0.5 if right else -0.5), y=value + (-0.1 if below else 0.1))
        self.value.set_ha("left" if right else "right")
        outside = (score < 0) == (abs(score) < 8)  # outside the bell of slopes, but inside the picture
        rise = 0.055 if abs(score) >= 8 else 0.01  # above the end of the bell
        self.slope.set(text=f"slope {nonzero(slope, 4)}", x=score + (-0.4 if outside else 0.4), y=slope + rise)
        self.slope.set_ha("right" if outside else "left")
        sure = "says three" if value > 0.5 else "says seven" if value < 0.5 else "cannot tell"
        here = f"Score {nonzero(score, 1)}: the sigmoid is {probability(value)} ({sure})"
        return f"{here} and its slope is {nonzero(slope, 4)}."


Function = Callable[[float], Any]
Values = tuple[float, np.ndarray]  # at the weight, and at all weights under the lens


class StairsPicture:
    """Accuracy and loss over one weight: the whole curves on the left, the part under a lens on the right. Lesson 6.

    `accuracy(weight)` and `loss(weight)` are the learner's, of one float from `low` to `high`, and a tenth of that
    width beyond. `count` is the number of digits in the accuracy. `draw(weight, zoom)` moves the weight, and the lens
    with it, which magnifies `zoom` times in both directions; with 1 it shows the whole curve.
    """

    GAP = 0.14  # between a curve and its lens, as a part of the curve's width

    def __init__(self, accuracy: Function, loss: Function, count: int, low: float = -10.0, high: float = 10.0) -> None:
        self.functions, self.count = (accuracy, loss), count
        self.reach, self.middle = (high - low) / 2, (high + low) / 2
        self.us = np.linspace(-1, 1, 121)
        self.fig, axes = figure(2, 2, figsize=(7.2, 5.0), layout="none", width_ratios=[2.1, 1])
        self.fig.subplots_adjust(left=0.1, right=0.985, top=0.92, bottom=0.12, hspace=0.22, wspace=1.5 * self.GAP)
        self.ax, self.rows = axes[0, 0], [self._create_row(k, *axes[k], low, high) for k in range(2)]
        self.title = axes[0, 1].set_title("")
        look = {"transform": axes[1, 1].transAxes, "va": "top", "fontsize": 10}
        self.ends = [axes[1, 1].text(x, -0.06, "", ha=side, **look) for x, side in ((0, "left"), (1, "right"))]

    def _values(self, function: Function, weights: np.ndarray) -> np.ndarray:
        return np.array([float(function(float(weight))) for weight in weights])

    def _create_row(self, k: int, whole: Axes, near: Axes, low: float, high: float) -> dict[str, Any]:
        """Draw the whole curve of row `k` on `whole`, and create what moves on it and on `near`, under the lens."""
        colour, name = (ACCURACY_BESIDE_SIGNS, "accuracy") if k == 0 else (LOSS_BESIDE_SIGNS, "loss")
        look = {"color": colour, "drawstyle": "steps-mid" if k == 0 else "default"}
        xs = np.linspace(low, high, 401)
        ys = self._values(self.functions[k], xs)
        span = float(np.ptp(ys)) or 1.0
        whole.plot(xs, ys, **look)
        margin = 0.14 * (high - low)  # room for the point and its number at both ends
        whole.set(xlim=(low - margin, high + margin), xticks=np.linspace(low, high, 5))
        whole.set(ylim=(ys.min() - 0.1 * span, ys.max() + 0.22 * span), ylabel=name)
        whole.xaxis.set_major_formatter("{x:g}")
        if k == 1:
            whole.set_xlabel("the weight")
        else:
            whole.tick_params(labelbottom=False)
        image_axes(near).set(xlim=(-1, 1), ylim=(-0.6, 0.6))
        (line,) = near.plot([], [], linewidth=2.5, **look)
        label = whole.text(0, 0, "", color=ink(colour), va="bottom", bbox=PAPER)
        words = near.text(*((0.5, 0.04) if k == 0 else (0.04, 0.95)), "", color=ink(colour), bbox=PAPER, zorder=6)
        words.set(transform=near.transAxes, va=("bottom", "top")[k], ha=("center", "left")[k])
        point, dot = (ax.plot([], [], "o", color=colour, markersize=9, zorder=5)[0] for ax in (whole, near))
        frame = whole.plot([], [], color=FRAME, linewidth=1.2, clip_on=False, zorder=1)[0]
        rays = [whole.plot([], [], color=FRAME, linewidth=0.8, linestyle=":", clip_on=False)[0] for _ in range(2)]
        middle = (ys.min() + ys.max()) / 2
        moving = {"line": line, "point": point, "dot": dot, "label": label, "words": words, "frame": frame}
        return {"span": span, "middle": middle, "whole": whole, "near": near, "rays": rays} | moving

    def draw(self, weight: float = -4.0, zoom: float = 1) -> str:
        """Move the weight and magnify `zoom` times; returns the sentence about both curves under the lens."""
        reach, centre = self.reach / zoom, self.middle if zoom == 1 else weight
        weights, results = centre + reach * self.us, []
        for row, function in zip(self.rows, self.functions, strict=True):
            ys, here = self._values(function, weights), float(function(float(weight)))
            level, scale = row["middle"] if zoom == 1 else here, row["span"] / zoom
            row["line"].set_data(self.us, (ys - level) / scale)
            row["point"].set_data([weight], [here])
            row["dot"].set_data([(weight - centre) / reach], [(here - level) / scale])
            row["label"].set(text=f"{here:.3f}", x=weight, y=here + 0.06 * row["span"])
            rise = float(function(weight + self.reach / 20) - function(weight - self.reach / 20))
            row["label"].set_ha(side_above(rise, 0.02 * row["span"]))
            self._move_lens(row, (centre - reach, centre + reach), (level - 0.6 * scale, level + 0.6 * scale))
            results.append((here, ys))
        self.title.set_text("the lens: all of it" if zoom == 1 else f"the lens: {zoom:,.0f} times")
        for text, end in zip(self.ends, (centre - reach, centre + reach), strict=True):
            text.set_text(nonzero(end, 1 if zoom < 10 else len(f"{zoom:.0f}")))
        return self._sentence(weight, zoom, *results)

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
        right = np.rint(accuracies * self.count).astype(int)
        stairs = np.count_nonzero(np.diff(right))
        flat = f"{right[0]} of {self.count} right"
        self.rows[0]["words"].set_text(flat if stairs == 0 else f"{right.min()} to {right.max()} right")
        nudge = self.reach / zoom * (self.us[1] - self.us[0])
        slope = float(self.functions[1](weight + nudge) - self.functions[1](weight - nudge)) / (2 * nudge)
        words = self.rows[1]["words"]  # on the side where a line of this slope leaves room
        words.set(text=f"slope {nonzero(slope)}", x=0.96 if slope < 0 and zoom > 1 else 0.04)
        words.set_ha("right" if slope < 0 and zoom > 1 else "left")
        steps = "no step at all" if stairs == 0 else "one step" if stairs == 1 else f"at least {stairs} steps"
        width = "From end to end" if zoom == 1 else f"Magnified {zoom:,.0f} times"
        values = f"Weight {nonzero(weight, 2)}: accuracy {accuracy:.3f}, loss {loss:.3f}"
        return f"{values}. {width} the accuracy shows {steps}; the loss has slope {nonzero(slope)}."


def side_above(rise: float, level: float) -> str:
    """The alignment of a text above a point of a curve that keeps it clear: on the side where the curve is lower."""
    return "center" if abs(rise) < level else "right" if rise > 0 else "left"


class GradientMapPicture:
    """The mean of the first digits, and the gradients of 784 weights from them. Serves lesson 6.

    `gradient(xb, yb)` is the learner's own and returns 784 numbers for a batch of `x` (n, 784) and `y` (n, 1).
    `draw(digits)` takes the number of digits in the batch.
    """

    labels = {"digits": "digits in the batch"}

    def __init__(self, gradient: Callable[[torch.Tensor, torch.Tensor], Any], x: torch.Tensor, y: torch.Tensor) -> None:
        self.gradient, self.x, self.y = gradient, x, y
        self.fig, (self.ax, self.map, self.zero) = figure(1, 3, figsize=(8.4, 3.0), layout="none")
        self.fig.subplots_adjust(left=0.01, right=0.99, top=0.88, bottom=0.05, wspace=0.06)
        self.mean = image_axes(self.ax).imshow(np.zeros((28, 28)), **DIGIT_SCALE)
        self.image = image_axes(self.map).imshow(np.zeros((28, 28)), **sign_scale(1))
        self.blank = image_axes(self.zero).imshow(np.zeros((28, 28)), cmap="gray", vmin=0, vmax=1)
        self.title = self.ax.set_title("")
        self.map.set_title("784 slopes")
        self.zero.set_title("black: exactly 0")

    def draw(self, digits: int = 1) -> str:
        """Show the gradients from the first `digits` digits; returns the sentence that counts those that are 0."""
        xb, yb = self.x[:digits], self.y[:digits]
        gradient = as_images(as_floats(self.gradient(xb, yb)).reshape(1, 784))[0]
        mean = as_images(xb).mean(0)
        self.mean.set_data(mean)
        self.image.set_data(gradient / (np.abs(gradient).max() or 1.0))
        self.blank.set_data(gradient != 0)
        self.title.set_text("the digit" if digits == 1 else f"{digits} digits, averaged")
        threes, zeros = int(as_floats(yb).sum()), np.count_nonzero(gradient == 0)
        batch = " and ".join(counted(n, name) for n, name in ((threes, "three"), (digits - threes, "seven")) if n)
        blank = np.count_nonzero(mean == 0)
        return f"From {batch}: {zeros} of 784 slopes are exactly 0, and {blank} of 784 pixels are blank."


def counted(count: int, name: str) -> str:
    """`count` and `name`, in the plural where needed: 1 three, 2 threes."""
    return f"{count} {name}" + ("" if count == 1 else "s")
