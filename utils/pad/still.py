"""The still picture of a pad: in a row what the browser shows there (`pixel_canvas.js`, `bars.js`, `scores.js`)."""

import io
import math
import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from PIL import Image, ImageColor

from utils.look import FRAME, LIGHT_GREY, NEGATIVE, POSITIVE, TEXT, figure, ink

PAD, SEEN, BARS, DOTS = 310, 152, 200, 340  # pixels of the page: the width of the pad and of each kind of part
LINE, LETTERS = 17, 24  # pixels of the page: the height of a line of a caption; and how many letters it has
GAP = 16  # pixels of the page between two parts
BIN = 4  # pixels of the page: dots of scores that are nearer stand in one pile
INK = (0, 0, 0)

Groups = Sequence[tuple[str, Sequence[float]]]


@dataclass
class Part:
    """What stands in one place of the row: its size in pixels of the page, and what draws it."""

    width: int
    height: int
    draw: Callable[[Axes], None]
    top: int = 0


def pixels_part(pixels: np.ndarray, signed: bool, caption: str | None = None) -> Part:
    """An image of `pixels`, (28, 28): the pad itself, or with a `caption` a smaller image beside it."""
    lines = textwrap.wrap(caption or "", LETTERS)

    def draw(ax: Axes) -> None:
        ax.imshow(colours(pixels, signed), aspect="auto", interpolation="nearest")
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(True)
        ax.set_title("\n".join(lines), fontsize=8.5, pad=5)

    side = PAD if caption is None else SEEN
    return Part(side, side, draw, top=8 + LINE * len(lines) if lines else 0)


def colours(pixels: np.ndarray, signed: bool) -> np.ndarray:
    """The colour of each of `pixels`, (28, 28, 3): from blue over white to red if `signed`, else grey ink."""
    share = np.abs(pixels)[..., None] / max(1.0, float(np.abs(pixels).max()))
    negative, positive = (ImageColor.getrgb(colour) for colour in (NEGATIVE, POSITIVE))
    end = np.where(pixels[..., None] < 0, negative, positive) if signed else np.array(INK)
    return (255 + share * (end - 255.0)).round().astype(np.uint8)


def bars_part(bars: Sequence[tuple[str, float]]) -> Part:
    """A bar for each of `bars`, with its name and its probability; the largest is in bold."""

    def draw(ax: Axes) -> None:
        ax.set(xlim=(-0.12, 1.3), ylim=(len(bars) - 0.5, -0.5))
        ax.set_axis_off()
        most = max(probability for _, probability in bars)
        for row, (name, probability) in enumerate(bars):
            look = {"va": "center", "weight": "bold" if probability == most else "normal"}
            ax.barh(row, probability, height=0.7, color=TEXT if probability == most else LIGHT_GREY)
            ax.text(-0.04, row, name, ha="right", **look)
            ax.text(1.3, row, f"{probability:.2f}", ha="right", **look)
        ax.plot([0, 0], [-0.5, len(bars) - 0.5], color=FRAME, linewidth=1)

    return Part(BARS, 26 * len(bars), draw)


def scores_part(groups: Groups) -> Part:
    """A dot for each score of two `groups`, in piles: the first above the axis, the second below it."""

    def draw(ax: Axes) -> None:
        ax.set(xlim=(0, DOTS), ylim=(PAD, 0))
        ax.set_axis_off()
        middle, most = PAD / 2, round_up(max(1.0, *(abs(score) for _, scores in groups for score in scores)))
        ax.plot([8, DOTS - 8], [middle, middle], color=FRAME, linewidth=1)
        ax.plot([DOTS / 2, DOTS / 2], [14, PAD - 20], color=FRAME, linewidth=1)
        looks = zip(groups, (POSITIVE, NEGATIVE), (-1, 1), (8, PAD - 27), strict=True)
        for (name, scores), colour, way, y in looks:
            across = [DOTS / 2 + score / most * (DOTS / 2 - 14) for score in scores]
            ax.plot(*pile(across, middle, way), ".", color=colour, markersize=4, alpha=0.8, markeredgewidth=0)
            above, look = sum(score > 0 for score in scores), {"color": ink(colour), "fontsize": 9, "va": "center"}
            ax.text(8, y, f"{name}: {len(scores) - above} not above 0", **look)
            ax.text(DOTS - 8, y, f"{above} above 0", ha="right", **look)
        for x, words in ((26, f"\u2212{most:g}"), (DOTS / 2, "score 0"), (DOTS - 26, f"{most:g}")):
            ax.text(x, PAD - 1, words, fontsize=9, ha="center")

    return Part(DOTS, PAD, draw)


def round_up(value: float) -> float:
    """The next number from `value` upwards that is 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return power * next((step for step in (1, 2, 5) if step * power >= value * 0.9999), 10)


def pile(across: Sequence[float], middle: float, way: int) -> tuple[list[float], list[float]]:
    """Where the dots at the positions `across` stand, piled from `middle` upwards (`way` -1) or downwards (1)."""
    bins = Counter(round(x / BIN) * BIN for x in across)
    step = min(4.4, (middle - 34) / max(1, *bins.values()))
    dots = [(x, middle + way * (4 + place * step)) for x, count in bins.items() for place in range(count)]
    return [x for x, _ in dots], [y for _, y in dots]


def width_of(parts: Sequence[Part]) -> int:
    """The width of the `parts` in a row, in pixels of the page."""
    return sum(part.width + GAP for part in parts) - GAP


def in_a_row(parts: Sequence[Part], dpi: float) -> Image.Image:
    """An RGB image of the `parts` side by side, where 100 pixels of the page are an inch."""
    width, height = width_of(parts), max(part.top + part.height for part in parts)
    fig, whole = figure(figsize=(width / 100, height / 100), layout="none")
    whole.remove()  # each part has Axes of its own, at its place
    left = 0
    for part in parts:
        bottom = height - part.top - part.height
        box = (left + 1) / width, (bottom + 1) / height, (part.width - 2) / width, (part.height - 2) / height
        part.draw(fig.add_axes(box))  # within a pixel at each side, so that a frame is whole
        left += part.width + GAP
    file = io.BytesIO()
    fig.savefig(file, format="png", dpi=dpi)
    return Image.open(file).convert("RGB")
