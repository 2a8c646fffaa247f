"""The slopes of a loss of two weights, one weight at a time, and its gradient as an arrow. Serves lesson 2."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from utils.look import COMPARED, GRADIENT, GREY, PAPER, POINT, STEP, TEXT, figure, fixed, ink, signed, styled
from utils.pictures.two_weights import REACH, Loss, TwoWeightLoss, draw_contours

NO_LOSS = "no finite loss here"
EDGE_OF_POINT = 0.09  # how far from the middle of the point an arrow begins, so that the point covers no short one
EDGE = 1.1 * REACH  # the slices, and the map beside them, go a little further than the sliders


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
        self.fig, (self.ax, *axes) = figure(1, 3, figsize=(9.2, 3.3), width_ratios=(1.1, 1, 1))
        draw_contours(self.ax, self.f, EDGE)
        self.ax.set_title("the loss from above")
        self.across = self.ax.axhline(0, color=COMPARED[0], linewidth=2)
        self.upright = self.ax.axvline(0, color=COMPARED[1], linewidth=2)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=9, zorder=9)
        low, high = self.f.limits()
        weights, margin = zip(axes, "ab", COMPARED[:2], strict=True), 0.1 * (high - low)
        self.slices = [self._create_slice(*weight, low - margin, high + margin) for weight in weights]
        self.f.show_problem_on(self.fig)
        self.drawn = None, None  # the a and b that are drawn
        self.draw()

    def _create_slice(self, ax: Axes, name: str, colour: str, low: float, high: float) -> Slice:
        ax.set(xlim=(-EDGE, EDGE), ylim=(low, high), xlabel=f"weight {name}", ylabel="loss" if name == "a" else "")
        (curve,) = ax.plot([], [], color=colour)
        (tangent,) = ax.plot([], [], color=GRADIENT, linewidth=1.5, linestyle=(0, (4, 2)))
        (point,) = ax.plot([], [], "o", color=POINT, markersize=9)
        title = ax.set_title(" ", color=ink(colour), pad=26)
        # The blanks keep the room of both texts in the layout.
        slope = ax.text(0, 1.04, " ", color=GRADIENT, fontsize=12, transform=ax.transAxes)
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
        artists.slope.set_text(f"slope {fixed(slope, 1)}" if math.isfinite(loss + slope) else NO_LOSS)

    def _sentence(self, a: float, b: float, loss: float, slope_a: float, slope_b: float) -> str:
        if self.f.problem:
            return self.f.problem
        here = f"At a = {fixed(a, 1)}, b = {fixed(b, 1)}"
        if not math.isfinite(loss + slope_a + slope_b):
            return self.f.failure(a, b) or f"{here} this loss has no finite value or no slope: choose another place."
        slope_a, slope_b = fixed(slope_a, 1), fixed(slope_b, 1)
        along = f"Along a, with b held, the slope is {slope_a}; along b, with a held, it is {slope_b}"
        return f"{here} the loss is {fixed(loss)}. {along}. The gradient is ({slope_a}, {slope_b})."


@styled
class CompassPicture:
    """The gradient of `f(a, b)` as an arrow, and the change of the loss after a small step in each direction.

    `draw(a, b, turn)` shows the directions from 0 to `turn` in tens, at most 350: degrees, counted from the direction
    of the gradient. `step` is the length of the step. The arrow of a gradient is on the map for weights up to 1.5.
    Serves lesson 2.
    """

    def __init__(self, f: Loss, step: float = 0.01) -> None:
        self.f, self.step = TwoWeightLoss(f), step
        self.fig, (self.ax, self.dial) = figure(1, 2, figsize=(9.2, 3.5), width_ratios=(1, 1.45))
        draw_contours(self.ax, self.f)
        self.scale = self._scale()
        self.direction, self.gradient = self._create_arrow(STEP, 5), self._create_arrow(GRADIENT, 6)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=6, zorder=9)
        self.ax.set_title("gradient", color=GRADIENT)
        self.ax.set_title("step, enlarged", color=ink(STEP), loc="right")
        self._create_dial()
        self.f.show_problem_on(self.fig)
        self.drawn = None, None  # the a and b that are drawn
        self.draw()

    def _create_arrow(self, colour: str, zorder: float) -> FancyArrowPatch:
        arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", shrinkA=0, shrinkB=0)
        arrow.set(color=colour, zorder=zorder)
        return self.ax.add_patch(arrow)

    def _scale(self) -> float:
        """The length at which a gradient of 1 is drawn: the longest is 1, so that it ends on the map."""
        weights = np.linspace(-1.5, 1.5, 5)
        lengths = [math.hypot(*self.f.at(a, b)[1:]) for a in weights for b in weights]
        longest = max((length for length in lengths if math.isfinite(length)), default=0)
        return 1 / longest if longest else 1.0

    def _create_dial(self) -> None:
        self.dial.set(xlim=(-15, 365), ylim=(-1.35, 1.35), xticks=range(0, 361, 90), yticks=[])
        self.dial.set_xlabel("direction of the step, in degrees from the gradient's own")
        self.dial.set_ylabel("down      loss      up")
        self.dial.axhline(0, color=GREY, linewidth=0.8, zorder=0)
        self.dial.text(0, -0.06, "as it was", color=GREY, va="top")
        (self.tried,) = self.dial.plot([], [], "o", color=STEP, markersize=5)
        (self.now,) = self.dial.plot([], [], "o", color=STEP, markeredgecolor=POINT, markersize=10)
        self.number = self.dial.text(0, 0, "", color=TEXT, fontsize=12, bbox=PAPER)
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

    def change(self, turn: float, a: float = 1.5, b: float = -1.0) -> float:
        """How the loss changes when you step from (`a`, `b`) in the direction `turn` degrees from the gradient's."""
        loss, *slopes = self.f.at(a, b)
        return self._losses(a, b, slopes, np.array(turn)).item() - loss

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
            self._move_arrow(self.gradient, a, b, angle, self.scale * length)
            self.drawn = a, b
        self._move_arrow(self.direction, a, b, angle + math.radians(turn), 0.6 if math.isfinite(length) else math.nan)

    def _move_arrow(self, arrow: FancyArrowPatch, a: float, b: float, angle: float, length: float) -> None:
        """Move `arrow` to the point (`a`, `b`), its head shorter than itself; hide it where `length` is 0 or NaN."""
        arrow.set_visible(length > 0)  # which NaN is not
        if length > 0:
            across, up = math.cos(angle), math.sin(angle)
            tail = a + EDGE_OF_POINT * across, b + EDGE_OF_POINT * up
            arrow.set_positions(tail, (tail[0] + length * across, tail[1] + length * up))
            points = 72 * length * self.ax.bbox.height / np.ptp(self.ax.get_ylim()) / self.fig.dpi
            arrow.set_mutation_scale(min(16, 1.2 * points))  # the head is 0.4 times as long
            arrow.set_linewidth(min(2.5, 0.3 * points))

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
