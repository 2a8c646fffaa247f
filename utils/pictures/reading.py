"""What a network answers to an image, and which pixels speak for that answer. Serves lesson 9."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes

from utils.look import DATA, DIGIT_SCALE, FRAME, TEXT, figure, sign_scale, styled
from utils.pictures.drawing import image_axes, set_changed
from utils.plots.mosaic import as_floats, as_images

Probabilities = Callable[[torch.Tensor], torch.Tensor]
Evidence = Callable[[torch.Tensor, int, int], torch.Tensor]


@styled
class EvidencePicture:
    """An image, its ink times the slopes, and a bar for the probability of each digit. Serves lesson 9.

    `images` is (n, 784) or (n, 28, 28) as the network gets them, `digits` holds the digit of each. `probabilities`
    turns an image (28, 28) into those of the classes. `evidence` turns an image and two classes into 784 products,
    above 0 where the ink speaks for the first class and against the second. The first is the winner, that with the
    highest probability. The second is its rival: the right digit, or the next one where the winner is right.
    `draw(image)` takes the number of an image, from 1 on.
    """

    def __init__(self, images: Any, digits: Sequence[Any], probabilities: Probabilities, evidence: Evidence) -> None:
        self.images, self.digits = as_images(images), [int(digit) for digit in digits]
        tensors = [torch.tensor(image, dtype=torch.float32) for image in self.images]
        self.probabilities = [as_floats(probabilities(image)).ravel() for image in tensors]
        self.pairs = [winner_and_rival(p, digit) for p, digit in zip(self.probabilities, self.digits, strict=True)]
        explained = (evidence(image, *pair) for image, pair in zip(tensors, self.pairs, strict=True))
        self.products = [as_images(products)[0] for products in explained]
        self.fig, (self.ax, middle, right) = figure(1, 3, figsize=(8.6, 2.75), width_ratios=[1, 1, 0.95], layout="none")
        self.fig.subplots_adjust(left=0.01, right=0.93, top=0.89, bottom=0.02, wspace=0.1)
        self.shown = image_axes(self.ax).imshow(self.images[0], **DIGIT_SCALE)
        self.evidence = image_axes(middle).imshow(self.products[0], **sign_scale(1.0))
        self.title = self.ax.set_title("")
        self.why = middle.set_title("")
        self._create_bars(right)

    def _create_bars(self, ax: Axes) -> None:
        classes = range(len(self.probabilities[0]))
        self.bars = ax.barh(classes, [0.0 for _ in classes], height=0.7, color=DATA).patches
        look = {"va": "center", "fontsize": 11}
        self.names = [ax.text(-0.03, k, str(k), ha="right", **look) for k in classes]
        self.numbers = [ax.text(0, k, "", ha="left", **look) for k in classes]
        ax.set(xlim=(-0.1, 1.02), ylim=(len(classes) - 0.4, -0.6), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.axvline(0, color=FRAME, linewidth=1)
        ax.set_title("probability")

    def draw(self, image: int = 1) -> str:
        """Show image number `image`, from 1 on; returns the sentence with the answer and how many pixels speak."""
        p, products, digit = self.probabilities[image - 1], self.products[image - 1], self.digits[image - 1]
        winner, rival = self.pairs[image - 1]
        self.shown.set_data(self.images[image - 1])
        self.evidence.set_data(products / (np.abs(products).max() or 1.0))
        self.title.set_text(f"image {image}, digit {digit}")
        right = "the right " if rival == digit else ""
        self.why.set_text(f"red: for {winner}; blue: for {right}{rival}")
        self._draw_bars(p, winner)
        verdict, other = ("rightly", "next comes") if winner == digit else ("wrongly", "right is")
        answer = f"the network says {winner} ({p[winner]:.2f}), {verdict}; {other} {rival} ({p[rival]:.2f})"
        return f"Image {image}, digit {digit}: {answer}. {self._lead(products, winner, rival)}"

    def _draw_bars(self, p: np.ndarray, winner: int) -> None:
        for k, (bar, name, number) in enumerate(zip(self.bars, self.names, self.numbers, strict=True)):
            weight = "bold" if k == winner else "normal"
            if name.get_fontweight() != weight:
                name.set_fontweight(weight)
                number.set_fontweight(weight)
                bar.set_facecolor(TEXT if k == winner else DATA)
            share = round(float(p[k]), 3)  # a smaller change is not seen, and nearly all of the ten change a little
            set_changed(bar, width=share)
            set_changed(number, text=f"{p[k]:.2f}", position=(share + 0.03, k))

    def _lead(self, products: np.ndarray, winner: int, rival: int) -> str:
        """The sentence on what the lead of the `winner` over its `rival` is made of."""
        plus, minus = products[products > 0].sum(), abs(products[products < 0].sum())
        parts = f"red pixels add {plus:.1f}, blue pixels take {minus:.1f}, the biases do the rest"
        return f"To the lead of {winner} over {rival} {parts}."


def winner_and_rival(p: np.ndarray, digit: int) -> tuple[int, int]:
    """The class with the highest of the probabilities `p`; and `digit`, or the second highest where it has won."""
    second, winner = (int(place) for place in np.argsort(p)[-2:])
    return winner, second if winner == digit else digit
