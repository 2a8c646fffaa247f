"""A chain of two operations: values go forward through it, slopes come back. Serves lesson 2."""

from typing import NamedTuple

import torch
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.text import Text

from utils.look import GRADIENT, PREDICTION, figure, styled

NAMES = ("x", "u = 3*x", "y = u**2")
LEFT, WIDTH, HEIGHT = (0.1, 5.55, 11.0), 2.9, 2.4  # where the boxes begin, and how large they are, in units of the Axes


def _tint(colour: str) -> tuple[float, ...]:
    """`colour` mixed with white, for a box that text in the full colour is read on."""
    return tuple(1 - 0.16 * (1 - channel) for channel in to_rgb(colour))


DARK, FORWARD, BACKWARD = to_rgb("#F4F4F4"), _tint(PREDICTION), _tint(GRADIENT)


class Box(NamedTuple):
    """The artists of one box: its frame, the value in it, and below the value the slope of y for it."""

    frame: FancyBboxPatch
    value: Text
    slope: Text


class Link(NamedTuple):
    """An arrow from one box to the next, with the words beside it, and the step that draws it."""

    arrow: FancyArrowPatch
    words: Text
    step: int


@styled
class ChainPicture:
    """`x` -> `u = 3*x` -> `y = u**2` as three boxes that light up forward with values, then backward with slopes.

    `draw(x, step)` shows the first `step` steps after x itself: u (1), y (2), the slope of y for u (3) and for x (4).
    All numbers are computed by PyTorch, in float64. Serves lesson 2.
    """

    def __init__(self) -> None:
        self.fig, self.ax = figure(figsize=(5.7, 2.7))
        self.ax.set(xlim=(0, 14), ylim=(-1.4, 2.1))
        self.ax.set_axis_off()
        self.boxes = [self._create_box(left, name) for left, name in zip(LEFT, NAMES, strict=True)]
        ends = ((0, 1, 1), (1, 2, 2), (2, 1, 3), (1, 0, 4))
        self.links = [self._create_link(*each) for each in ends]
        self.draw()

    def _create_box(self, left: float, name: str) -> Box:
        frame = FancyBboxPatch((left, -HEIGHT / 2), WIDTH, HEIGHT, boxstyle="round,pad=0,rounding_size=0.25")
        frame.set(edgecolor="#555555", linewidth=1.2)
        self.ax.add_patch(frame)
        x, centred = left + WIDTH / 2, {"ha": "center", "va": "center"}
        self.ax.text(x, HEIGHT / 2 + 0.5, name, fontsize=12, family="monospace", **centred)
        value = self.ax.text(x, 0.45, "", fontsize=18, color=PREDICTION, **centred)
        return Box(frame, value, self.ax.text(x, -0.65, "", fontsize=12, color=GRADIENT, **centred))

    def _create_link(self, start: int, end: int, step: int) -> Link:
        """Create the arrow from the box `start` to its neighbour `end`: forward above, backward below."""
        forward = end > start
        way, y = (1, 0.45) if forward else (-1, -0.65)
        tail = LEFT[start] + 0.15 * way + WIDTH * forward
        head = LEFT[end] - 0.15 * way + WIDTH * (not forward)
        colour = PREDICTION if forward else GRADIENT
        arrow = FancyArrowPatch((tail, y), (head, y), arrowstyle="-|>", mutation_scale=18, shrinkA=0, shrinkB=0)
        arrow.set(color=colour, linewidth=2.5)
        self.ax.add_patch(arrow)
        middle, side = (tail + head) / 2, "bottom" if forward else "top"
        words = self.ax.text(middle, y + 0.27 * way, "", ha="center", va=side, color=colour)
        return Link(arrow, words, step)

    def draw(self, x: float = 1.0, step: int = 0) -> str:
        """Show the first `step` steps at `x`; returns the sentence with the last number."""
        values, slopes = _forward_and_backward(x)
        for k, box in enumerate(self.boxes):
            back = k < 2 and step >= 4 - k
            box.frame.set_facecolor(BACKWARD if back else FORWARD if step >= k else DARK)
            box.value.set_text(f"{values[k]:g}" if step >= k else "")
            box.slope.set_text(f"slope {slopes[k]:g}" if back else "")
        said = ("times 3", "squared", f"times 2*u,\nwhich is {slopes[1]:g}", "times 3")
        for link, words in zip(self.links, said, strict=True):
            link.arrow.set_visible(step >= link.step)
            link.words.set_text(words if step >= link.step else "")
        return _sentence(step, values, slopes)


def _forward_and_backward(x: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The values of x, u and y, and the slopes of y for x and for u, by PyTorch."""
    leaf = torch.tensor(float(x), dtype=torch.float64).requires_grad_()
    with torch.enable_grad():
        u = 3 * leaf
        y = u**2
    slopes = torch.autograd.grad(y, (leaf, u))
    return tuple(each.item() + 0.0 for each in (leaf, u, y)), tuple(each.item() + 0.0 for each in slopes)  # no -0.0


def _sentence(step: int, values: tuple[float, ...], slopes: tuple[float, ...]) -> str:
    """What the last of the first `step` steps has computed."""
    (x, u, y), (slope_x, slope_u) = values, slopes
    return (
        f"x is {x:g}, and nothing has been computed yet.",
        f"Forward: u = 3*x is {u:g}.",
        f"Forward: y = u**2 is {y:g}.",
        f"Backward: the slope of y for u is 2*u = {slope_u:g}.",
        f"Backward: the slope of y for x is 3 times {slope_u:g}, which is {slope_x:g}. It is left in x.grad.",
    )[step]
