"""Pixels as numbers, the score of a digit as a sum, and the threshold on scores. Serves lesson 5."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from utils.look import (
    ACCURACY,
    DIGIT_SCALE,
    FRAME,
    LENS,
    NEGATIVE,
    PAPER,
    POSITIVE,
    SEVEN,
    TEXT,
    THREE,
    figure,
    ink,
    sign_scale,
    signed,
    styled,
)
from utils.pictures.drawing import image_axes, set_changed
from utils.plots.mosaic import as_floats, as_images

KINDS = (  # what a pixel below each number is called; what looks black, and is printed as 0.98, is not called grey
    (0.005, "blank paper"),
    (0.1, "nearly blank paper"),
    (0.9, "grey"),
    (0.985, "nearly full ink"),
    (float("inf"), "full ink"),
)

REACH = 2  # pixels of the lens to each side of the middle one


@styled
class LensPicture:
    """A digit, and the numbers of its 5 x 5 pixels under a lens. Serves lesson 5.

    `images` is (n, 784) or (n, 28, 28) in [0, 1]. `draw(column, row, digit)` moves the middle of the lens to that pixel
    of image number `digit`; `column` and `row` are from 2 to 25.
    """

    labels = {"digit": "digit number"}  # the texts that `explore` writes at the sliders

    def __init__(self, images: Any) -> None:
        self.images = as_images(images)
        self.fig, (self.ax, self.lens) = figure(1, 2, figsize=(5.7, 3.05), layout="none")
        self.fig.subplots_adjust(left=0.015, right=0.985, top=0.9, bottom=0.015, wspace=0.06)
        self.digit = image_axes(self.ax).imshow(self.images[0], **DIGIT_SCALE)
        self.near = image_axes(self.lens).imshow(np.zeros((2 * REACH + 1, 2 * REACH + 1)), **DIGIT_SCALE)
        self.ax.set_title("28 x 28 pixels")
        self.lens.set_title("the numbers under the lens")
        side = 2 * REACH + 1
        self.edge = self.ax.add_patch(Rectangle((0, 0), side, side, fill=False, edgecolor=LENS, linewidth=2))
        self.lens.add_patch(Rectangle((REACH - 0.5, REACH - 0.5), 1, 1, fill=False, edgecolor=LENS, linewidth=3))
        look = {"ha": "center", "va": "center", "fontsize": 12}
        self.texts = [self.lens.text(x, y, "", **look) for y in range(side) for x in range(side)]

    def draw(self, column: int = 14, row: int = 7, digit: int = 0) -> str:
        """Move the lens to (`row`, `column`); returns the sentence with the number of that pixel."""
        image = self.images[digit]
        part = image[row - REACH : row + REACH + 1, column - REACH : column + REACH + 1]
        self.digit.set_data(image)
        self.near.set_data(part)
        self.edge.set_xy((column - REACH - 0.5, row - REACH - 0.5))
        for text, value in zip(self.texts, part.ravel(), strict=True):
            set_changed(text, text=f"{value:.2f}", color="white" if value > 0.5 else TEXT)
        value = part[REACH, REACH]
        kind = next(words for below, words in KINDS if value < below)
        return f"Row {row}, column {column} of digit {digit} holds {value:.2f}: {kind}."


@styled
class ScorePicture:
    """In a row: the pixels x, the weights w, their products x*w, and the sum of the products. Serves lesson 5.

    `images` is (n, 784), `w` has 784 weights, `names` holds what each image is ("three"), and `b` is added to the sum.
    Red products are positive, blue ones negative; a score above 0 says "three", else "seven". `draw(digit)` takes
    the number of an image.
    """

    labels = {"digit": "digit number"}

    def __init__(self, images: Any, w: Any, names: Iterable[str], b: float = 0.0) -> None:
        self.images, self.weights = as_images(images), as_images(w)[0]
        self.names, self.b = list(names), float(b)
        self.products = self.images * self.weights
        self.plus = np.where(self.products > 0, self.products, 0).sum((1, 2))
        self.minus = np.where(self.products < 0, self.products, 0).sum((1, 2))
        shape = {"figsize": (8.8, 2.15), "width_ratios": [1, 1, 1, 1.25], "layout": "none"}
        self.fig, (self.ax, weights, products, self.sum) = figure(1, 4, **shape)
        self.fig.subplots_adjust(left=0.01, right=0.99, top=0.86, bottom=0.03, wspace=0.2)
        self._draw_images(weights, products)
        self._create_bars()

    def _draw_images(self, weights: Axes, products: Axes) -> None:
        colours = sign_scale(float(np.abs(self.weights).max()) or 1.0)
        self.x = image_axes(self.ax).imshow(self.images[0], **DIGIT_SCALE)
        image_axes(weights).imshow(self.weights, **colours)
        self.product = image_axes(products).imshow(self.products[0], **colours)
        self.title = self.ax.set_title("")
        weights.set_title("w, the weights")
        products.set_title("x * w")
        self.sum.set_title("their sum")
        for ax, sign in ((weights, "*"), (products, "="), (self.sum, "\N{RIGHTWARDS ARROW}")):
            ax.text(-0.1, 0.5, sign, transform=ax.transAxes, ha="center", va="center", fontsize=16)

    def _create_bars(self) -> None:
        scores = self.plus + self.minus + self.b
        high, low = max(self.plus.max(), scores.max(), 1), min(scores.min(), (self.plus + self.minus).min(), 0)
        bars, self.gap = (3 if self.b else 2), 0.03 * (high - low)
        self.sum.set(xlim=(-0.2, bars + 1.2), ylim=(low - 6 * self.gap, high + 6 * self.gap), xticks=[], yticks=[])
        self.sum.spines[:].set_visible(False)
        self.sum.axhline(0, color=FRAME, linewidth=1)
        colours = [POSITIVE, NEGATIVE, FRAME][:bars]
        self.bars = [self.sum.add_patch(Rectangle((k, 0), 0.8, 0, color=c)) for k, c in enumerate(colours)]
        look = {"ha": "center", "fontsize": 11}
        self.amounts = [self.sum.text(k + 0.4, 0, "", color=ink(c), bbox=PAPER, **look) for k, c in enumerate(colours)]
        (self.level,) = self.sum.plot([], [], color=TEXT, linewidth=2.5)
        self.score = self.sum.text(bars + 0.5, 0, "", **look | {"fontsize": 12}, fontweight="bold")

    def draw(self, digit: int = 0) -> str:
        """Show image number `digit`; returns the sentence with the parts of its score."""
        self.x.set_data(self.images[digit])
        self.product.set_data(self.products[digit])
        self.title.set_text(f"x, a {self.names[digit]}")
        parts = [self.plus[digit], self.minus[digit], self.b][: len(self.bars)]
        level = 0.0
        for bar, text, part in zip(self.bars, self.amounts, parts, strict=True):
            bar.set(y=level, height=part)
            level += part
            self._write(text, signed(part), level, up=part > 0)
        self.level.set_data([len(parts) - 0.2, len(parts) + 1.1], [level, level])
        self._write(self.score, signed(level), level, up=level > 0)
        return self._sentence(digit, parts, level)

    def _write(self, text: Text, words: str, y: float, up: bool) -> None:
        """Write `words` beyond the end `y` of a bar that goes `up` or down."""
        text.set(text=words, y=y + (self.gap if up else -self.gap), va="bottom" if up else "top")

    def _sentence(self, digit: int, parts: Sequence[float], score: float) -> str:
        answer = "three" if score > 0 else "seven"
        bias = f", and the bias is {signed(parts[2])}" if self.b else ""
        verdict = "rightly" if answer == self.names[digit] else "wrongly"
        sum_up = f"red adds {parts[0]:.1f}, blue takes {-parts[1]:.1f}{bias}"
        name = self.names[digit]
        return f"Digit {digit}, a {name}: {sum_up}. The score is {signed(score)}: it says {answer}, {verdict}."


@styled
class ThresholdPicture:
    """The scores of threes (above the line) and of sevens (below it), and a threshold between them. Serves lesson 5.

    `scores` and `y` (1.0: three, 0.0: seven) are n numbers each. Wrong answers are dark. The bars are 1 wide and end at
    whole numbers, so that no bar lies on both sides of a whole threshold. The numbers at the left count the digits of
    a bar, upwards and downwards. `draw(threshold)` moves the threshold.
    """

    def __init__(self, scores: Any, y: Any) -> None:
        scores, y = as_floats(scores).ravel(), as_floats(y).ravel()
        self.threes, self.sevens = scores[y == 1], scores[y == 0]
        self.edges = np.arange(np.ceil(scores.min()) - 1, np.ceil(scores.max()) + 1)
        self.fig, self.ax = figure(figsize=(5.7, 4.2), layout="none")
        self.fig.subplots_adjust(left=0.11, right=0.98, top=0.87, bottom=0.14)
        self._draw_fixed()
        self._create_moving()

    def _counts(self, scores: np.ndarray) -> np.ndarray:
        """How many `scores` are in each bar; a score on an edge is in the lower bar, as it is not above the edge."""
        return np.diff(np.searchsorted(np.sort(scores), self.edges, side="right"))

    def _draw_fixed(self) -> None:
        up, down = self._counts(self.threes), -self._counts(self.sevens)
        self.ax.stairs(up, self.edges, fill=True, color=THREE, alpha=0.35)
        self.ax.stairs(down, self.edges, fill=True, color=SEVEN, alpha=0.35)
        self.ax.axhline(0, color=FRAME, linewidth=1)
        span = self.edges[-1] - self.edges[0]
        left, right = 0.25 * span, 0.21 * span  # room for the texts at both ends, clear of every threshold
        self.ax.set(xlim=(self.edges[0] - left, self.edges[-1] + right), xlabel="score", ylabel="digits")
        self.ax.set_ylim(1.25 * down.min(), 1.35 * up.max())
        self.ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        self.ax.yaxis.set_major_formatter(lambda count, _: f"{abs(count):g}")  # below the line, too, digits are counted
        self.high, self.low = up.max(), down.min()

    def _create_moving(self) -> None:
        empty = np.zeros(len(self.edges) - 1)
        self.missed = self.ax.stairs(empty, self.edges, fill=True, color=ink(THREE))
        self.false = self.ax.stairs(empty, self.edges, fill=True, color=ink(SEVEN))
        (self.line,) = self.ax.plot([], [], color=TEXT, linewidth=2.5)
        self.title = self.ax.set_title("", color=ink(ACCURACY))
        look = {"va": "top", "color": TEXT, "clip_on": True}
        self.left = self.ax.text(0, 1.33 * self.high, "says 7 \N{LEFTWARDS ARROW} ", ha="right", **look)
        self.right = self.ax.text(0, 1.33 * self.high, " \N{RIGHTWARDS ARROW} says 3", ha="left", **look)
        at = {"transform": self.ax.transAxes}
        ends = ((0.015, 0.62, "left", THREE), (1.0, 0.16, "right", SEVEN))
        self.words = [self.ax.text(x, y, "", color=ink(colour), ha=side, **at) for x, y, side, colour in ends]

    def draw(self, threshold: float = 0.0) -> str:
        """Call a digit a three when its score is above `threshold`; returns the sentence that counts right answers."""
        missed, false = self.threes[self.threes <= threshold], self.sevens[self.sevens > threshold]
        self.missed.set_data(self._counts(missed))
        self.false.set_data(-self._counts(false))
        self.line.set_data([threshold, threshold], [1.05 * self.low, 1.2 * self.high])
        self.left.set_x(threshold)
        self.right.set_x(threshold)
        right = len(self.threes) - len(missed), len(self.sevens) - len(false)
        share = sum(right) / (len(self.threes) + len(self.sevens))
        self.title.set_text(f"accuracy {share:.4f}")
        self.words[0].set_text(f"threes:\n{len(missed)} wrong")
        self.words[1].set_text(f"sevens:\n{len(false)} wrong")
        threes, sevens = f"{right[0]} of {len(self.threes)} threes", f"{right[1]} of {len(self.sevens)} sevens"
        return f"Threshold {threshold:.1f}: {threes} score above it, {sevens} do not. Accuracy {share:.4f}."
