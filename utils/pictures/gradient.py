"""PyTorch's backward on a graph, the slopes of a loss of two weights, and its gradient. Serves lesson 2."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.text import Text

from utils.look import COMPARED, GRADIENT, LIGHT_GREY, POINT, PREDICTION, STEP, TEXT, figure, fixed, ink, signed, styled
from utils.pictures.two_weights import VIEW, Loss, TwoWeightLoss, draw_contours

NO_LOSS = "no finite loss here"
CODE = ("x = torch.tensor({x}).requires_grad_()", "y = x**2", "y.backward()")


@styled
class GraphPicture:
    """`x` -> `y = x**2` as two boxes: the value goes forward, the slope comes backward. Serves lesson 2.

    `draw(x, line)` runs the first `line` (1, 2 or 3) of the three lines it shows, at any float `x`, in float64.
    """

    def __init__(self) -> None:
        self.fig, self.ax = figure(figsize=(7.2, 3.6))
        self.ax.set(xlim=(0, 12), ylim=(-3.4, 3.4))
        self.ax.set_axis_off()
        self._draw_boxes()
        self.forward = self._draw_arrow((4.1, 1.2), (7.9, 1.2), PREDICTION, 1.5)
        self.backward = self._draw_arrow((7.9, 0.2), (4.1, 0.2), GRADIENT, -0.5)
        look = {"family": "monospace", "fontsize": 12, "color": LIGHT_GREY}
        self.lines = [self.ax.text(0.6, -1.6 - 0.75 * i, "", **look) for i in range(3)]
        self.draw()

    def _draw_boxes(self) -> None:
        for left, name in ((0.6, "x"), (8.0, "y = x**2")):
            box = FancyBboxPatch((left, -0.4), 3.4, 2.2, boxstyle="round,pad=0.05,rounding_size=0.2")
            box.set(facecolor="#F4F4F4", edgecolor="#444444", linewidth=1.2)
            self.ax.add_patch(box)
            self.ax.text(left + 1.7, 2.2, name, ha="center", fontsize=14, family="monospace")
        middle = {"ha": "center", "va": "center"}
        self.x = self.ax.text(2.3, 1.15, "", fontsize=20, color=PREDICTION, **middle)
        self.y = self.ax.text(9.7, 0.7, "", fontsize=20, color=PREDICTION, **middle)
        self.grad = self.ax.text(2.3, 0.2, "", fontsize=13, color=GRADIENT, **middle)

    def _draw_arrow(
        self, tail: tuple[float, float], head: tuple[float, float], colour: str, height: float
    ) -> tuple[FancyArrowPatch, Text]:
        """Draw an arrow and, at `height`, an empty text for it."""
        arrow = FancyArrowPatch(tail, head, arrowstyle="-|>", mutation_scale=18, color=colour, linewidth=2.5)
        self.ax.add_patch(arrow)
        return arrow, self.ax.text(6, height, "", ha="center", va="center", color=colour)

    def draw(self, x: float = 3.0, line: int = 1) -> str:
        """Run the first `line` lines at `x`; returns the sentence with the value and the slope."""
        leaf = torch.tensor(float(x), dtype=torch.float64).requires_grad_()
        y = leaf**2
        if line >= 3:
            y.backward()
        self.x.set_text(f"{x:g}")
        self.y.set_text(f"{y.item():g}" if line >= 2 else "")
        self.grad.set_text("x.grad = None" if leaf.grad is None else f"x.grad = {leaf.grad.item():g}")
        self.forward[1].set_text(f"forward: {x:g} * {x:g} = {y.item():g}")
        self.backward[1].set_text(f"backward: 2 * {x:g} = {2 * x:g}")
        for arrow, first in ((self.forward, 2), (self.backward, 3)):
            for artist in arrow:
                artist.set_visible(line >= first)
        for i, text in enumerate(self.lines):
            text.set_text(("> " if i + 1 == line else "  ") + CODE[i].format(x=float(x)))
            text.set_color(TEXT if i < line else "#BBBBBB")
        return self._sentence(x, y.item(), leaf.grad, line)

    def _sentence(self, x: float, y: float, grad: torch.Tensor | None, line: int) -> str:
        if line == 1:
            return f"x holds {x:g}, and PyTorch will note down what is done with it. There is no gradient yet."
        if line == 2:
            return f"Forward: x = {x:g} gives y = {y:g}. There is still no gradient."
        if grad == 0:
            return "Backward: x.grad is 0. Here the curve is flat, and a little more x changes y by almost nothing."
        way = "grows" if grad > 0 else "falls"
        return f"Backward: x.grad is {grad:g}. A little more x, and y {way} by about {abs(grad):g} times as much."


class Slice(NamedTuple):
    """The artists of one slice: the loss along one weight, its tangent, the point, the title and the slope."""

    curve: Line2D
    tangent: Line2D
    point: Line2D
    title: Text
    slope: Text


@styled
class SlicesPicture:
    """A loss `f(a, b)` from above, and two slices through it: along a with b fixed, along b with a fixed.

    `draw(a, b)` moves the point, each weight from -2 to 2. The slopes of the two slices are the gradient. Lesson 2.
    """

    def __init__(self, f: Loss) -> None:
        self.f = TwoWeightLoss(f)
        self.fig, (self.ax, *axes) = figure(1, 3, figsize=(9.6, 3.7), width_ratios=(1.15, 1, 1))
        draw_contours(self.ax, self.f)
        self.across = self.ax.axhline(0, color=COMPARED[0], linewidth=2)
        self.upright = self.ax.axvline(0, color=COMPARED[1], linewidth=2)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=9)
        low, high = self.f.limits()
        self.span, self.middle = high - low, (high + low) / 2
        weights = zip(axes, "ab", COMPARED[:2], strict=True)
        self.slices = [self._create_slice(*weight, low - 0.1 * self.span, high) for weight in weights]
        self.f.show_problem_on(self.fig)
        self.drawn = None, None  # the a and b that are drawn
        self.draw()

    def _create_slice(self, ax: Axes, name: str, colour: str, low: float, high: float) -> Slice:
        ax.set(xlim=(-VIEW, VIEW), ylim=(low, high), xlabel=f"weight {name}", ylabel="loss" if name == "a" else "")
        (curve,) = ax.plot([], [], color=colour)
        (tangent,) = ax.plot([], [], color=GRADIENT, linewidth=1.5, linestyle=(0, (4, 2)))
        (point,) = ax.plot([], [], "o", color=POINT, markersize=9)
        title = ax.set_title("", color=ink(colour))
        slope = ax.text(0, 0, "", color=GRADIENT, fontsize=12, ha="center", zorder=5)
        return Slice(curve, tangent, point, title, slope)

    def draw(self, a: float = 1.5, b: float = -1.0) -> str:
        """Move the point to (`a`, `b`); returns the sentence with the loss, both slopes and the gradient."""
        a, b = a + 0.0, b + 0.0  # turns -0.0 into 0.0
        loss, *slopes = self.f.at(a, b)
        self.point.set_data([a], [b])
        if b != self.drawn[1]:  # the slice along a depends on b alone
            self.across.set_ydata([b, b])
            self.slices[0].curve.set_data(self.f.line, self.f.values(self.f.line, b))
            self.slices[0].title.set_text(f"move a, hold b at {b:g}")
        if a != self.drawn[0]:
            self.upright.set_xdata([a, a])
            self.slices[1].curve.set_data(self.f.line, self.f.values(a, self.f.line))
            self.slices[1].title.set_text(f"move b, hold a at {a:g}")
        for artists, weight, slope in zip(self.slices, (a, b), slopes, strict=True):
            self._move_point(artists, weight, loss, slope)
        self.drawn = a, b
        return self._sentence(a, b, loss, *slopes)

    def _move_point(self, artists: Slice, weight: float, loss: float, slope: float) -> None:
        """Move the point of one slice, its tangent and its slope to `weight`."""
        ends = np.array([weight - 1.2, weight + 1.2])
        artists.tangent.set_data(ends, loss + slope * (ends - weight))
        artists.point.set_data([weight], [loss])
        if not math.isfinite(loss + slope):
            artists.slope.set(text=NO_LOSS, position=(0, self.middle))
            return
        # High in the middle, where the slice of a bowl leaves room.
        artists.slope.set(text=f"slope {fixed(slope, 1)}", position=(0, self.middle + 0.25 * self.span))

    def _sentence(self, a: float, b: float, loss: float, slope_a: float, slope_b: float) -> str:
        if self.f.problem:
            return self.f.problem
        here = f"At a = {fixed(a, 1)}, b = {fixed(b, 1)}"
        if not math.isfinite(loss + slope_a + slope_b):
            return self.f.failure(a, b) or f"{here} this loss has no finite value or no slope: choose another place."
        slope_a, slope_b = fixed(slope_a, 1), fixed(slope_b, 1)
        along = f"Along a, with b held, the slope is {slope_a}; along b, with a held, it is {slope_b}"
        return f"{here} the loss is {fixed(loss)}. {along}. The gradient is ({slope_a}, {slope_b})."


def _arrow_tip(a: float, b: float, angle: float, length: float) -> tuple[float, float]:
    return a + length * math.cos(angle), b + length * math.sin(angle)


@styled
class CompassPicture:
    """The gradient of `f(a, b)` as an arrow, and the change of the loss after a small step in each direction.

    `draw(a, b, turn)` shows the directions from 0 to `turn` in tens, at most 350: degrees, counted from the direction
    of the gradient. `step` is the length of the step. Serves lesson 2.
    """

    def __init__(self, f: Loss, step: float = 0.01) -> None:
        self.f, self.step = TwoWeightLoss(f), step
        self.fig, (self.ax, self.dial) = figure(1, 2, figsize=(9.6, 4.2), width_ratios=(1, 1.25))
        draw_contours(self.ax, self.f)
        self.scale = self._scale()
        self.gradient, self.direction = self._create_arrow(GRADIENT), self._create_arrow(STEP)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=8, zorder=5)
        self.name = self.ax.text(0, 0, "gradient", color=GRADIENT, ha="center", va="center")
        self._create_dial()
        self.f.show_problem_on(self.fig)
        self.drawn = None, None  # the a and b that are drawn
        self.draw()

    def _create_arrow(self, colour: str) -> FancyArrowPatch:
        arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=16, shrinkA=0, shrinkB=0)
        arrow.set(color=colour, linewidth=2.5, zorder=4)
        return self.ax.add_patch(arrow)

    def _scale(self) -> float:
        """The length at which a gradient of 1 is drawn: the longest within the sliders is 1.8 units long."""
        weights = np.linspace(-2, 2, 5)
        lengths = [math.hypot(*self.f.at(a, b)[1:]) for a in weights for b in weights]
        longest = max((length for length in lengths if math.isfinite(length)), default=0)
        return 1.8 / longest if longest else 1.0

    def _create_dial(self) -> None:
        self.dial.set(xlim=(-15, 365), ylim=(-1.35, 1.35), xticks=range(0, 361, 45), yticks=[])
        self.dial.set_xlabel("direction of the step, in degrees from the gradient's own")
        self.dial.set_ylabel("down      loss      up")
        self.dial.axhline(0, color=LIGHT_GREY, linewidth=1, zorder=0)
        self.dial.text(0, -0.06, "as it was", color="#777777", va="top", fontsize=9)
        (self.tried,) = self.dial.plot([], [], "o", color=STEP, markersize=5)
        (self.now,) = self.dial.plot([], [], "o", color=STEP, markeredgecolor=POINT, markersize=10)
        self.number = self.dial.text(0, 0, "", color=TEXT, fontsize=12)
        self.lowest = self.dial.text(0, -1.27, "", ha="center", color=TEXT, fontsize=11)
        self.dial.set_title(f"change of the loss after a step of {self.step:g}")

    def draw(self, a: float = 1.5, b: float = -1.0, turn: int = 0) -> str:
        """Step from (`a`, `b`) in every direction up to `turn` degrees; returns the sentence with the last change."""
        a, b = a + 0.0, b + 0.0  # turns -0.0 into 0.0
        loss, *slopes = self.f.at(a, b)
        self._move_arrows(a, b, slopes, turn)
        turns = np.arange(0, 360, 10)
        changes = self._losses(a, b, slopes, turns) - loss
        tried = turns <= turn
        last = int(np.flatnonzero(tried)[-1])
        self._move_dial(turns[tried], changes[tried], np.nanmax(np.abs(changes)) if np.isfinite(changes).any() else 1)
        complete = tried.all() and np.isfinite(changes).all() and math.hypot(*slopes) > 0
        lowest = int(turns[changes.argmin()]) if complete else None
        self.lowest.set(text="" if lowest is None else f"lowest at {lowest}°", x=lowest or 0)
        return self._sentence(a, b, loss, tuple(slopes), turns[last], changes[last], lowest)

    def _move_dial(self, turns: np.ndarray, changes: np.ndarray, largest: float) -> None:
        """Draw the `changes` in the directions tried, as parts of the `largest` of all; the last has its number."""
        heights = changes / (largest or 1)
        self.tried.set_data(turns, heights)
        self.now.set_data(turns[-1:], heights[-1:])
        self._label(turns[-1], heights[-1], changes[-1])

    def _move_arrows(self, a: float, b: float, slopes: Sequence[float], turn: int) -> None:
        """Move the point and both arrows: the gradient, and the direction `turn` degrees from it."""
        angle, length = math.atan2(*reversed(slopes)), math.hypot(*slopes)
        if (a, b) != self.drawn:
            self.point.set_data([a], [b])
            self._move_gradient(a, b, angle, self.scale * length)
            self.drawn = a, b
        self.direction.set_visible(math.isfinite(length))
        if math.isfinite(length):
            self.direction.set_positions((a, b), _arrow_tip(a, b, angle + math.radians(turn), 0.6))

    def _move_gradient(self, a: float, b: float, angle: float, length: float) -> None:
        known = math.isfinite(length) and length > 0
        for artist in (self.gradient, self.name):
            artist.set_visible(known)
        if known:
            tip = _arrow_tip(a, b, angle, length)
            self.gradient.set_positions((a, b), tip)
            self._move_name(*tip, angle)

    def _move_name(self, a: float, b: float, angle: float) -> None:
        """Move the arrow's name above or below its tip (`a`, `b`), or beside it near the upper and lower edge."""
        over = b + math.copysign(0.42, math.sin(angle))
        if abs(over) < VIEW - 0.3:
            across = min(max(a + 0.6 * math.cos(angle), 1.1 - VIEW), VIEW - 1.1)  # the name is about 2 units wide
            self.name.set(position=(across, over), ha="center")
        else:
            self.name.set(position=(a - math.copysign(0.25, a), b), ha="right" if a > 0 else "left")

    def _losses(self, a: float, b: float, slopes: Sequence[float], turns: np.ndarray) -> np.ndarray:
        """The loss after a step from (`a`, `b`) in each direction of `turns`."""
        angles = math.atan2(*reversed(slopes)) + np.radians(turns)
        return self.f.values(a + self.step * np.cos(angles), b + self.step * np.sin(angles))

    def _label(self, turn: int, height: float, change: float) -> None:
        """Write the `change` beside the dot at (`turn`, `height`)."""
        if not math.isfinite(height):
            self.number.set(text=NO_LOSS, ha="center", position=(180, 0.3))
            return
        right = turn < 270  # on the left the dots of the directions tried before leave no room
        self.number.set(text=signed(change, 4), ha="left" if right else "right")
        self.number.set_position((turn + (12 if right else -12), height + 0.12))

    def _sentence(
        self, a: float, b: float, loss: float, slopes: tuple, turn: int, change: float, lowest: int | None
    ) -> str:
        if self.f.problem:
            return self.f.problem
        here = f"At a = {fixed(a, 1)}, b = {fixed(b, 1)}"
        if not math.isfinite(loss + sum(slopes) + change):
            return self.f.failure(a, b) or f"{here} this loss has no finite value or no slope: choose another place."
        gradient = f"{here} the gradient is ({fixed(slopes[0], 1)}, {fixed(slopes[1], 1)})"
        changes = f"changes the loss by {signed(change, 4)}."
        if slopes == (0, 0):
            return f"{gradient}: it points nowhere. A step of {self.step:g} {changes}"
        sentence = f"{gradient}. A step of {self.step:g} at {turn}° from it {changes}"
        return sentence if lowest is None else f"{sentence} Of all 36 directions the lowest is at {lowest}°."
