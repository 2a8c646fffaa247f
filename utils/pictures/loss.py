"""The moving pictures of lesson 6: three predictions, the sigmoid, stairs over a hill, 784 slopes."""

import numpy as np
import torch
from matplotlib.collections import LineCollection

from utils.look import DIVERGING, PAPER, figure, ink
from utils.pictures.pixels import FRAME, GREY, bare, change
from utils.plots.mosaic import as_floats, as_images

# One colour, one meaning in lesson 6; blue and vermilion are kept for the sign of a weight or gradient, as in lesson 5.
ACCURACY, LOSS, INK, SLOPE = "C2", "C3", "#222222", "0.45"


def plain(value, digits=3):
    """`value` with `digits` decimals, or as many as it takes to show one that is not 0."""
    text = f"{value:.{digits}f}"
    if value and float(text) == 0:
        text = np.format_float_positional(value, precision=2, fractional=False)
    return text


class PredictionsPicture:
    """Three predictions between 0 and 1, how far each is from its target, and the mean of that. Serves lesson 6.

    `loss(predictions, targets)` is the learner's own, of two float tensors (3,); `targets` are 1 or 0.
    A prediction above 0.5 says 1: its dot is filled when that is right, and hollow when it is wrong.
    `draw(top, middle, bottom)` places the three.
    """

    def __init__(self, loss, targets=(1, 0, 1), names=("a three", "a seven", "a three")):
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
            self.ax.plot(target, row, "|", color="#222222", markersize=24, markeredgewidth=2.5)
        self.ax.text(self.targets[0], -0.4, "target", ha="center", va="bottom", fontsize=9, color="#222222")
        self.gaps = LineCollection([], linewidths=9, colors=LOSS, alpha=0.4, capstyle="butt", zorder=2)
        self.ax.add_collection(self.gaps)
        look = {"markersize": 12, "markeredgewidth": 2.5, "color": ACCURACY, "zorder": 4}
        self.dots = [self.ax.plot([], [], "o", **look)[0] for _ in range(3)]
        look = {"transform": self.ax.get_yaxis_transform()}
        self.words = [self.ax.text(1.04, row, "", color=ink(LOSS), va="bottom", **look) for row in range(3)]
        self.verdicts = [self.ax.text(1.04, row, "", color=ink(ACCURACY), va="top", **look) for row in range(3)]
        self.title = self.ax.set_title("")
        self.shown = [None] * 3

    def draw(self, top=0.9, middle=0.4, bottom=0.2):
        """Place the three predictions; returns the sentence with their loss and their accuracy."""
        predictions = np.array([top, middle, bottom])
        far, right = np.abs(predictions - self.targets), (predictions > 0.5) == (self.targets == 1)
        ends = zip(predictions, self.targets, strict=True)
        self.gaps.set_segments([[(p, row), (t, row)] for row, (p, t) in enumerate(ends)])
        for row, (dot, text, verdict) in enumerate(zip(self.dots, self.words, self.verdicts, strict=True)):
            if predictions[row] != self.shown[row]:
                dot.set_data([predictions[row]], [row])
            change(dot, markerfacecolor=ACCURACY if right[row] else "white")
            change(text, text=f"off by {far[row]:.2f}")
            change(verdict, text="right" if right[row] else "wrong")
        loss = float(self.loss(*(torch.tensor(these, dtype=torch.float32) for these in (predictions, self.targets))))
        self.title.set_text(f"loss {loss:.4f}, the mean; {right.sum()} of 3 right")
        self.shown = predictions
        distances = ", ".join(f"{value:.2f}" for value in far)
        return f"Off by {distances}: the loss is {loss:.4f}. Right: {right.sum()} of 3."


class SigmoidPicture:
    """The sigmoid with its tangent at a score and, below it, its slope. In float64. Serves lesson 6.

    Both curves are drawn as far from 0 as the score is, so that nobody sees a slope before going there.
    """

    LEAST = 2.0  # how far they are drawn at a score of 0

    def __init__(self, low=-12.0, high=12.0):
        self.fig, (self.ax, self.below) = figure(2, 1, figsize=(6.4, 4.8), sharex=True, layout="none")
        self.fig.subplots_adjust(left=0.12, right=0.97, top=0.97, bottom=0.11, hspace=0.12)
        self.xs = np.linspace(low, high, 241)
        (self.curve,) = self.ax.plot([], [], color=INK, linewidth=2.5)
        (self.bell,) = self.below.plot([], [], color=SLOPE, linewidth=2)
        edge = 0.04 * (high - low)  # so that a point at either end is whole
        self.ax.set(xlim=(low - edge, high + edge), ylim=(-0.12, 1.18), yticks=[0, 0.5, 1], ylabel="sigmoid(score)")
        self.below.set(ylim=(-0.03, 0.31), yticks=[0, 0.25], xlabel="score", ylabel="its slope")
        for ax, levels in ((self.ax, (0, 1)), (self.below, (0, 0.25))):
            for level in levels:
                ax.axhline(level, color="0.8", linewidth=0.8, zorder=1)
        self._moving()

    @staticmethod
    def at(score):
        """The sigmoid of `score`, a number or an array, and its slope there."""
        value = 1 / (1 + np.exp(-score))
        return value, value * (1 - value)

    def _moving(self):
        thin = {"color": FRAME, "linewidth": 0.8, "linestyle": ":"}
        self.links = [ax.axvline(0, **thin) for ax in (self.ax, self.below)]
        (self.tangent,) = self.ax.plot([], [], color=SLOPE, linewidth=1.5)
        (self.point,) = self.ax.plot([], [], "o", color=INK, markersize=10, zorder=5)
        (self.tip,) = self.below.plot([], [], "o", color=SLOPE, markersize=9, zorder=5)
        self.value = self.ax.text(0, 0, "", color=INK, va="center")
        self.slope = self.below.text(0, 0, "", color=SLOPE, va="bottom")

    def draw(self, score=0.0):
        """Put the point at `score`; returns the sentence with the sigmoid's value and slope there."""
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
        left = score < 0
        below = -3 < score <= 0  # where the curve leaves room
        self.value.set(text=close(value), x=score + (0.5 if score <= 0 else -0.5), y=value + (-0.1 if below else 0.1))
        self.value.set_ha("left" if score <= 0 else "right")
        outside = left == (abs(score) < 8)  # of the bell, but not of the picture
        rise = 0.055 if abs(score) >= 8 else 0.01  # over the foot of the bell
        self.slope.set(text=f"slope {plain(slope, 4)}", x=score + (-0.4 if outside else 0.4), y=slope + rise)
        self.slope.set_ha("right" if outside else "left")
        sure = "says three" if value > 0.5 else "says seven" if value < 0.5 else "cannot tell"
        return f"Score {plain(score, 1)}: the sigmoid is {close(value)} ({sure}) and its slope is {plain(slope, 4)}."


def close(value):
    """A number between 0 and 1 with three decimals, more where that would round it to 0 or 1."""
    rest = min(value, 1 - value)
    digits = 3 if rest >= 0.0005 else int(np.ceil(-np.log10(rest))) + 1
    return f"{value:.{digits}f}"


class StairsPicture:
    """Accuracy and loss while one weight moves: whole on the left, under a square lens on the right. Serves lesson 6.

    `accuracy(weight)` and `loss(weight)` are the learner's, of one float. They are asked from `low` to `high` and a
    tenth of that width beyond. `count` is how many digits the accuracy is taken over. `draw(weight, zoom)` puts the
    weight there and the lens, which magnifies `zoom` times both ways, over it; at 1 the lens holds the whole curve.
    """

    GAP = 0.14  # between a curve and its lens, of the curve's width

    def __init__(self, accuracy, loss, count, low=-10.0, high=10.0):
        self.functions, self.count = (accuracy, loss), count
        self.reach, self.middle = (high - low) / 2, (high + low) / 2
        self.us = np.linspace(-1, 1, 121)
        self.fig, axes = figure(2, 2, figsize=(7.2, 5.0), layout="none", width_ratios=[2.1, 1])
        self.fig.subplots_adjust(left=0.1, right=0.985, top=0.92, bottom=0.12, hspace=0.22, wspace=1.5 * self.GAP)
        self.ax, self.rows = axes[0, 0], [self._row(k, *axes[k], low, high) for k in range(2)]
        self.title = axes[0, 1].set_title("")
        self.ends = [axes[1, 1].text(x, -0.06, "", **self._below(axes[1, 1], x)) for x in (0, 1)]

    @staticmethod
    def _below(ax, x):
        return {"transform": ax.transAxes, "va": "top", "ha": ("left", "right")[x], "fontsize": 10}

    def _values(self, function, weights):
        return np.array([float(function(float(weight))) for weight in weights])

    def _row(self, k, whole, near, low, high):
        """One row: the whole curve, still, with its point, and what the lens shows of it."""
        colour, name = (ACCURACY, "accuracy") if k == 0 else (LOSS, "loss")
        look = {"color": colour, "drawstyle": "steps-mid" if k == 0 else "default"}
        xs = np.linspace(low, high, 401)
        ys = self._values(self.functions[k], xs)
        span = float(np.ptp(ys)) or 1.0
        whole.plot(xs, ys, **look)
        margin = 0.14 * (high - low)  # for the point and its number at both ends
        whole.set(xlim=(low - margin, high + margin), xticks=np.linspace(low, high, 5))
        whole.set(ylim=(ys.min() - 0.1 * span, ys.max() + 0.22 * span), ylabel=name)
        whole.xaxis.set_major_formatter("{x:g}")
        if k == 1:
            whole.set_xlabel("the weight")
        else:
            whole.tick_params(labelbottom=False)
        bare(near).set(xlim=(-1, 1), ylim=(-0.6, 0.6))
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

    def draw(self, weight=-4.0, zoom=1):
        """Put the weight at `weight` and magnify `zoom` times; returns the sentence that says what is seen there."""
        reach, centre = self.reach / zoom, self.middle if zoom == 1 else weight
        weights, seen = centre + reach * self.us, []
        for row, function in zip(self.rows, self.functions, strict=True):
            ys, here = self._values(function, weights), float(function(float(weight)))
            level, scale = row["middle"] if zoom == 1 else here, row["span"] / zoom
            row["line"].set_data(self.us, (ys - level) / scale)
            row["point"].set_data([weight], [here])
            row["dot"].set_data([(weight - centre) / reach], [(here - level) / scale])
            row["label"].set(text=f"{here:.3f}", x=weight, y=here + 0.06 * row["span"])
            rise = float(function(weight + self.reach / 20) - function(weight - self.reach / 20))
            row["label"].set_ha(beside(rise, 0.02 * row["span"]))
            self._lens(row, (centre - reach, centre + reach), (level - 0.6 * scale, level + 0.6 * scale))
            seen.append((here, ys))
        self.title.set_text("the lens: all of it" if zoom == 1 else f"the lens: {zoom:,.0f} times")
        for text, end in zip(self.ends, (centre - reach, centre + reach), strict=True):
            text.set_text(plain(end, 1 if zoom < 10 else len(f"{zoom:.0f}")))
        return self._sentence(weight, zoom, *seen)

    def _lens(self, row, xs, ys):
        """Frame on the whole curve what the lens shows, and lead from the frame to the lens."""
        (left, right), (low, high) = xs, ys
        row["frame"].set_data([left, right, right, left, left], [low, low, high, high, low])
        box, near = row["whole"].get_position(), row["near"].get_position()
        edge = row["whole"].get_xlim()
        far = edge[0] + (near.x0 - box.x0) / box.width * (edge[1] - edge[0])  # the lens's left side, as a weight
        for ray, start, end in zip(row["rays"], (low, high), row["whole"].get_ylim(), strict=True):
            ray.set_data([right, far], [start, end])

    def _sentence(self, weight, zoom, *seen):
        """What the lens shows: how many digits are right in it, and which way the loss goes."""
        (accuracy, accuracies), (loss, _) = seen
        right = np.rint(accuracies * self.count).astype(int)
        stairs = np.count_nonzero(np.diff(right))
        flat = f"{right[0]} of {self.count} right"
        self.rows[0]["words"].set_text(flat if stairs == 0 else f"{right.min()} to {right.max()} right")
        nudge = self.reach / zoom * (self.us[1] - self.us[0])
        slope = float(self.functions[1](weight + nudge) - self.functions[1](weight - nudge)) / (2 * nudge)
        words = self.rows[1]["words"]  # on the side where a straight line leaves room
        words.set(text=f"slope {plain(slope)}", x=0.96 if slope < 0 and zoom > 1 else 0.04)
        words.set_ha("right" if slope < 0 and zoom > 1 else "left")
        steps = "no step at all" if stairs == 0 else "one step" if stairs == 1 else f"at least {stairs} steps"
        width = "From end to end" if zoom == 1 else f"Magnified {zoom:,.0f} times"
        values = f"Weight {plain(weight, 2)}: accuracy {accuracy:.3f}, loss {loss:.3f}"
        return f"{values}. {width} the accuracy shows {steps}; the loss has slope {plain(slope)}."


def beside(rise, level):
    """Where a text above a point of a curve stands clear of it: on the side where the curve is lower."""
    return "center" if abs(rise) < level else "right" if rise > 0 else "left"


class GradientMapPicture:
    """How much ink each pixel got in the first n digits, and the gradients of their 784 weights. Serves lesson 6.

    `gradient(xb, yb)` is the learner's own and returns 784 numbers for a batch of `x` (n, 784) and `y` (n, 1).
    `draw(digits)` takes the first so many of them.
    """

    labels = {"digits": "digits in the batch"}  # noqa: RUF012

    def __init__(self, gradient, x, y):
        self.gradient, self.x, self.y = gradient, x, y
        self.fig, (self.ax, self.map, self.zero) = figure(1, 3, figsize=(8.4, 3.0), layout="none")
        self.fig.subplots_adjust(left=0.01, right=0.99, top=0.88, bottom=0.05, wspace=0.06)
        self.ink = bare(self.ax).imshow(np.zeros((28, 28)), **GREY)
        self.image = bare(self.map).imshow(np.zeros((28, 28)), cmap=DIVERGING, vmin=-1, vmax=1)
        self.blank = bare(self.zero).imshow(np.zeros((28, 28)), cmap="gray", vmin=0, vmax=1)
        self.title = self.ax.set_title("")
        self.map.set_title("784 slopes")
        self.zero.set_title("black: exactly 0")

    def draw(self, digits=1):
        """Show the gradients from the first `digits` digits; returns the sentence that counts those that are 0."""
        xb, yb = self.x[:digits], self.y[:digits]
        gradient = as_images(as_floats(self.gradient(xb, yb)).reshape(1, 784))[0]
        paper = as_images(xb).mean(0)
        self.ink.set_data(paper)
        self.image.set_data(gradient / (np.abs(gradient).max() or 1.0))
        self.blank.set_data(gradient != 0)
        self.title.set_text("the digit" if digits == 1 else f"{digits} digits, averaged")
        threes, zeros = int(as_floats(yb).sum()), np.count_nonzero(gradient == 0)
        who = " and ".join(many(n, name) for n, name in ((threes, "three"), (digits - threes, "seven")) if n)
        blank = np.count_nonzero(paper == 0)
        return f"From {who}: {zeros} of 784 slopes are exactly 0, and {blank} of 784 pixels are blank."


def many(count, name):
    """`count` of what is called `name`: 1 three, 2 threes."""
    return f"{count} {name}" + ("" if count == 1 else "s")
