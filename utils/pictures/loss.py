"""The loss of three predictions, the sigmoid, and 784 gradients. Serves lesson 6."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from utils.look import (
    ACCURACY,
    CURVE,
    DIGIT_SCALE,
    FRAME,
    GRADIENT,
    GREY,
    LIGHT_GREY,
    LOSS,
    PAPER,
    POINT,
    TEXT,
    figure,
    fixed,
    ink,
    nonzero,
    probability,
    sign_scale,
    styled,
)
from utils.pictures.drawing import image_axes, set_changed, set_points
from utils.pictures.learner_function import one_number
from utils.pictures.point_labels import label_point
from utils.plots.calls import muted
from utils.plots.mosaic import as_floats, as_images


@styled
class PredictionsPicture:
    """Three predictions between 0 and 1, the distance of each to its target, and their loss. Serves lesson 6.

    `loss(predictions, targets)` is the learner's own, of two float tensors (3,); `targets` are 1 or 0.
    A prediction above 0.5 says 1: its dot is filled and green when that is right, hollow and grey when it is wrong.
    `draw(top, middle, bottom)` takes the three predictions.
    """

    def __init__(self, loss: Callable[[torch.Tensor, torch.Tensor], Any]) -> None:
        self.loss, self.targets = loss, np.array([1.0, 0.0, 1.0])
        self.fig, self.ax = figure(figsize=(5.7, 3.4), layout="none")
        self.fig.subplots_adjust(left=0.16, right=0.8, top=0.88, bottom=0.15)
        self.ax.set(xlim=(-0.04, 1.04), ylim=(2.6, -0.7), xlabel="prediction: how sure that it is a three")
        self.ax.set_yticks(range(3), ("a three", "a seven", "a three"))
        self.ax.tick_params(left=False)
        self.ax.spines["left"].set_visible(False)
        self.ax.axvline(0.5, color=FRAME, linestyle=":", linewidth=1.2)
        for row, target in enumerate(self.targets):
            self.ax.plot([0, 1], [row, row], color="0.88", linewidth=1, zorder=1)
            self.ax.plot(target, row, "|", color=TEXT, markersize=24, markeredgewidth=2.5)
        self.ax.text(self.targets[0], -0.4, "target", ha="center", va="bottom", color=TEXT)
        self.gaps = LineCollection([], linewidths=9, colors=LOSS, alpha=0.4, capstyle="butt", zorder=2)
        self.ax.add_collection(self.gaps)
        look = {"markersize": 12, "markeredgewidth": 2.5, "color": ACCURACY, "zorder": 4}
        self.dots = [self.ax.plot([], [], "o", **look)[0] for _ in range(3)]
        beside = {"transform": self.ax.get_yaxis_transform()}
        self.distances = [self.ax.text(1.04, row, "", va="bottom", color=ink(LOSS), **beside) for row in range(3)]
        self.verdicts = [self.ax.text(1.04, row, "", va="top", **beside) for row in range(3)]
        self.title = self.ax.set_title("", color=ink(LOSS))
        self.count = self.ax.set_title("", loc="right", color=ink(ACCURACY))

    def draw(self, top: float = 0.9, middle: float = 0.4, bottom: float = 0.2) -> str:
        """Move the three predictions; returns the sentence with their loss and how many are right."""
        predictions = np.array([top, middle, bottom])
        far, right = np.abs(predictions - self.targets), (predictions > 0.5) == (self.targets == 1)
        ends = zip(predictions, self.targets, strict=True)
        self.gaps.set_segments([[(p, row), (t, row)] for row, (p, t) in enumerate(ends)])
        for row, (dot, text, verdict) in enumerate(zip(self.dots, self.distances, self.verdicts, strict=True)):
            set_points(dot, [predictions[row]], [row])
            colour = ACCURACY if right[row] else GREY
            set_changed(dot, markeredgecolor=colour, markerfacecolor=colour if right[row] else "white")
            set_changed(text, text=f"off by {far[row]:.2f}")
            set_changed(verdict, text="right" if right[row] else "wrong", color=ink(colour))
        tensors = (torch.tensor(these, dtype=torch.float32) for these in (predictions, self.targets))
        with muted():
            loss, failure = one_number("loss", self.loss, *tensors)
        self.title.set_text("no loss" if failure else f"loss {fixed(loss, 4)}, the mean")
        self.count.set_text(f"{right.sum()} of 3 right")
        distances = ", ".join(f"{value:.2f}" for value in far)
        return f"Off by {distances}: {failure or f'the loss is {fixed(loss, 4)}.'} Right: {right.sum()} of 3."


@styled
class SigmoidPicture:
    """The sigmoid with its tangent at a score and, below, its slope, in float64. Serves lesson 6.

    `draw(score)` moves the point. Both curves reach as far from 0 as the score, so that the learner who moves it draws
    them.
    """

    LEAST = 2.0  # the curves reach at least this far from 0

    def __init__(self, low: float = -12.0, high: float = 12.0) -> None:
        self.fig, (self.ax, self.below) = figure(2, 1, figsize=(5.7, 4.6), sharex=True, layout="none")
        self.fig.subplots_adjust(left=0.13, right=0.97, top=0.97, bottom=0.12, hspace=0.12)
        self.xs = np.linspace(low, high, 241)
        self.whole = self.at(self.xs)  # the two curves from end to end
        (self.curve,) = self.ax.plot([], [], color=CURVE, linewidth=2.5)
        (self.bell,) = self.below.plot([], [], color=GRADIENT, linewidth=2)
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
        self.links = [ax.axvline(0, color=FRAME, linewidth=0.8, linestyle=":") for ax in (self.ax, self.below)]
        (self.tangent,) = self.ax.plot([], [], color=GRADIENT, linewidth=1.5)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=10, zorder=5)
        (self.tip,) = self.below.plot([], [], "o", color=GRADIENT, markersize=9, zorder=5)
        self.value, self.slope = self.ax.text(0, 0, "", color=TEXT), self.below.text(0, 0, "", color=GRADIENT)

    def draw(self, score: float = 0.0) -> str:
        """Move the point to `score`; returns the sentence with the sigmoid's value and slope there."""
        value, slope = self.at(score)
        shown = np.abs(self.xs) <= max(abs(score), self.LEAST) + 1e-9
        for line, ys in zip((self.curve, self.bell), self.whole, strict=True):
            line.set_data(self.xs[shown], ys[shown])
        for link in self.links:
            link.set_xdata([score, score])
        run = np.array([-2.0, 2.0])
        self.tangent.set_data(score + run, value + slope * run)
        self.point.set_data([score], [value])
        self.tip.set_data([score], [slope])
        label_point(self.value, probability(value), self.ax, (self.xs, self.whole[0]), score, value, slope=slope)
        label_point(self.slope, nonzero(slope, 4), self.below, (self.xs, self.whole[1]), score, slope, above=True)
        self.slope.set_bbox(PAPER)  # near 0.25 the level line would run through it
        sure = "says three" if value > 0.5 else "says seven" if value < 0.5 else "cannot tell"
        here = f"Score {nonzero(score, 1)}: the sigmoid is {probability(value)} ({sure})"
        return f"{here} and its slope is {nonzero(slope, 4)}."


@styled
class GradientMapPicture:
    """The mean of the first digits, and the gradients of 784 weights from them. Serves lesson 6.

    `gradient(xb, yb)` is the learner's own and returns 784 numbers for a batch of `x` (n, 784) and `y` (n, 1).
    `draw(digits)` takes the number of digits in the batch. Where a slope is exactly 0 the map is hatched. Its
    deepest colours are the largest slope, which stands in its title.
    """

    labels = {"digits": "digits in the batch"}

    def __init__(self, gradient: Callable[[torch.Tensor, torch.Tensor], Any], x: torch.Tensor, y: torch.Tensor) -> None:
        self.gradient, self.x, self.y = gradient, x, y
        self.fig, (self.ax, self.map) = figure(1, 2, figsize=(5.7, 3.1), layout="none")
        self.fig.subplots_adjust(left=0.01, right=0.99, top=0.9, bottom=0.11, wspace=0.06)
        self.mean = image_axes(self.ax).imshow(np.zeros((28, 28)), **DIGIT_SCALE)
        self.image = image_axes(self.map).imshow(np.zeros((28, 28)), **sign_scale(1))
        self.hatched = PathPatch(squares([]), facecolor="none", edgecolor=LIGHT_GREY, linewidth=0, hatch="////")
        self.map.add_patch(self.hatched)
        self.title = self.ax.set_title("")
        self.scale = self.map.set_title("")
        self.map.set_xlabel("hatched: exactly 0", loc="left")

    def draw(self, digits: int = 1) -> str:
        """Show the gradients from the first `digits` digits; returns the sentence that counts those that are 0."""
        xb, yb = self.x[:digits], self.y[:digits]
        gradient = as_images(as_floats(self.gradient(xb, yb)).reshape(1, 784))[0]
        mean = as_images(xb).mean(0)
        self.mean.set_data(mean)
        largest = float(np.abs(gradient).max())
        self.image.set_data(gradient / (largest or 1.0))
        self.scale.set_text(f"784 slopes, \N{PLUS-MINUS SIGN}{nonzero(largest)} at most")
        zero = np.argwhere(gradient == 0)
        self.hatched.set_path(squares(zero))
        self.title.set_text("the digit" if digits == 1 else f"the mean of {digits} digits")
        threes, blank = int(as_floats(yb).sum()), np.count_nonzero(mean == 0)
        batch = " and ".join(counted(n, name) for n, name in ((threes, "three"), (digits - threes, "seven")) if n)
        return f"From {batch}: {len(zero)} of 784 slopes are exactly 0, and {blank} of 784 pixels are blank."


def squares(pixels: Any) -> Path:
    """The outline of `pixels`, an array (n, 2) of their rows and columns in an image."""
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)])
    places = np.reshape(pixels, (-1, 1, 2))[..., ::-1] + corners
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(places.reshape(-1, 2), codes * len(places))


def counted(count: int, name: str) -> str:
    """`count` and `name`, in the plural where needed: 1 three, 2 threes."""
    return f"{count} {name}" + ("" if count == 1 else "s")
