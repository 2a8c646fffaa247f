"""Lesson 2: a slope that comes back through a graph, one weight at a time, and the gradient as an arrow."""

import math

import numpy as np
import torch
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from utils.look import figure
from utils.pictures.bowl import QUIET, VIEW, Bowl, contours
from utils.plots.seven_steps import STEPS

FORWARD, BACKWARD, STEP = STEPS["predict"], STEPS["gradient"], STEPS["step"]
WEIGHT_A, WEIGHT_B = "#0072B2", "#D55E00"
NOTHING = "no finite loss here"
CODE = ("x = torch.tensor({x}).requires_grad_()", "y = x**2", "y.backward()")


class GraphPicture:
    """`x` -> `y = x**2` as two boxes: values go forward, the slope comes back. Any float `x`; `line` is 1, 2 or 3.

    The numbers are PyTorch's own, in float64: `draw` runs the lines it shows.
    """

    def __init__(self):
        self.fig, self.ax = figure(figsize=(7.2, 3.6))
        self.ax.set(xlim=(0, 12), ylim=(-3.4, 3.4))
        self.ax.set_axis_off()
        self._boxes()
        self.forward = self._arrow((4.1, 1.2), (7.9, 1.2), FORWARD, 1.5)
        self.backward = self._arrow((7.9, 0.2), (4.1, 0.2), BACKWARD, -0.5)
        self.lines = [
            self.ax.text(0.6, -1.6 - 0.75 * i, "", family="monospace", fontsize=12, color=QUIET) for i in range(3)
        ]
        self.draw()

    def _boxes(self):
        for left, name in ((0.6, "x"), (8.0, "y = x**2")):
            box = FancyBboxPatch((left, -0.4), 3.4, 2.2, boxstyle="round,pad=0.05,rounding_size=0.2")
            box.set(facecolor="#F4F4F4", edgecolor="#444444", linewidth=1.2)
            self.ax.add_patch(box)
            self.ax.text(left + 1.7, 2.2, name, ha="center", fontsize=14, family="monospace")
        put = {"ha": "center", "va": "center"}
        self.x = self.ax.text(2.3, 1.15, "", fontsize=20, color=FORWARD, **put)
        self.y = self.ax.text(9.7, 0.7, "", fontsize=20, color=FORWARD, **put)
        self.grad = self.ax.text(2.3, 0.2, "", fontsize=13, color=BACKWARD, **put)

    def _arrow(self, tail, head, colour, height):
        arrow = FancyArrowPatch(tail, head, arrowstyle="-|>", mutation_scale=18, color=colour, linewidth=2.5)
        self.ax.add_patch(arrow)
        return arrow, self.ax.text(6, height, "", ha="center", va="center", color=colour)

    def draw(self, x=3.0, line=1):
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
            text.set_color("#000000" if i < line else "#BBBBBB")
        return self._say(x, y.item(), leaf.grad, line)

    def _say(self, x, y, grad, line):
        if line == 1:
            return f"x holds {x:g}, and PyTorch will note down what is done with it. There is no gradient yet."
        if line == 2:
            return f"Forward: x = {x:g} gives y = {y:g}. There is still no gradient."
        if grad == 0:
            return "Backward: x.grad is 0. Here the curve is flat, and a little more x changes y by almost nothing."
        way = "grows" if grad > 0 else "falls"
        return f"Backward: x.grad is {grad:g}. A little more x, and y {way} by about {abs(grad):g} times as much."


class SlicesPicture:
    """A loss `f(a, b)` from above, and two walks through it: along a with b held, along b with a held.

    `a` and `b` go from -2 to 2; the slopes of the two walks, side by side, are the gradient.
    """

    def __init__(self, f):
        self.bowl = Bowl(f)
        self.fig, (self.ax, *self.walks) = figure(1, 3, figsize=(9.6, 3.7), width_ratios=(1.15, 1, 1))
        self.line = np.linspace(-VIEW, VIEW, 81)
        contours(self.ax, self.bowl)
        self.across = self.ax.axhline(0, color=WEIGHT_A, linewidth=2)
        self.upright = self.ax.axvline(0, color=WEIGHT_B, linewidth=2)
        (self.point,) = self.ax.plot([], [], "o", color="black", markersize=9)
        near = np.linspace(-2.5, 2.5, 11)
        heights = self.bowl.heights(near, near[:, None])
        low, high = (0, 1) if np.isnan(heights).all() else (np.nanmin(heights), np.nanmax(heights))
        self.room, self.middle = (high - low) or 1, (high + low) / 2
        self.slices = [
            self._slice(ax, name, colour, low - 0.1 * self.room, high)
            for ax, name, colour in zip(self.walks, "ab", (WEIGHT_A, WEIGHT_B), strict=True)
        ]
        self.bowl.refuse(self.fig)
        self.was = None, None  # the a and b on show
        self.draw()

    def _slice(self, ax, name, colour, low, high):
        ax.set(xlim=(-VIEW, VIEW), ylim=(low, high), xlabel=f"weight {name}", ylabel="loss" if name == "a" else "")
        (curve,) = ax.plot([], [], color=colour)
        (tangent,) = ax.plot([], [], color="black", linewidth=1.5, linestyle=(0, (4, 2)))
        (point,) = ax.plot([], [], "o", color="black", markersize=9)
        title = ax.set_title("", color=colour)
        says = ax.text(0, 0, "", fontsize=12, ha="center", zorder=5)
        return curve, tangent, point, title, says

    def draw(self, a=1.5, b=-1.0):
        a, b = a + 0.0, b + 0.0  # never -0.0
        loss, *slopes = self.bowl.at(a, b)
        self.point.set_data([a], [b])
        if b != self.was[1]:  # the walk along a is another one only where b is another
            self.across.set_ydata([b, b])
            self._walk(self.slices[0], self.bowl.heights(self.line, b), f"move a, hold b at {b:g}")
        if a != self.was[0]:
            self.upright.set_xdata([a, a])
            self._walk(self.slices[1], self.bowl.heights(a, self.line), f"move b, hold a at {a:g}")
        for artists, here, slope in zip(self.slices, (a, b), slopes, strict=True):
            self._touch(artists, here, loss, slope)
        self.was = a, b
        return self._say(a, b, loss, *slopes)

    def _walk(self, artists, heights, held):
        """Show the `heights` along one weight while the other is `held`."""
        artists[0].set_data(self.line, heights)
        artists[3].set_text(held)

    def _touch(self, artists, here, loss, slope):
        """Move the point, its tangent and the number of its `slope` to where the weight is `here`."""
        _, tangent, point, _, says = artists
        ends = np.array([here - 1.2, here + 1.2])
        tangent.set_data(ends, loss + slope * (ends - here))
        point.set_data([here], [loss])
        if not math.isfinite(loss + slope):
            says.set(text=NOTHING, position=(0, self.middle))
            return
        # High in the middle, where a bowl leaves room for it.
        says.set(text=f"slope {slope:.1f}", position=(0, self.middle + 0.25 * self.room))

    def _say(self, a, b, loss, slope_a, slope_b):
        if self.bowl.problem:
            return self.bowl.problem
        here = f"At a = {a:.1f}, b = {b:.1f}"
        if not math.isfinite(loss + slope_a + slope_b):
            return f"{here} this loss has no finite value or no slope: choose another place."
        return (
            f"{here} the loss is {loss:.2f}. Along a, with b held, the slope is {slope_a:.1f}; "
            f"along b, with a held, it is {slope_b:.1f}. The gradient is ({slope_a:.1f}, {slope_b:.1f})."
        )


def _from(a, b, angle, length):
    return a + length * math.cos(angle), b + length * math.sin(angle)


class CompassPicture:
    """The gradient of `f(a, b)` as an arrow, and the loss after a small step in directions counted from it.

    `turn` is in degrees from the gradient's own direction, 0 to 350 in tens; the directions up to it have been tried.
    """

    def __init__(self, f, step=0.01):
        self.bowl, self.step = Bowl(f), step
        self.fig, (self.ax, self.dial) = figure(1, 2, figsize=(9.6, 4.2), width_ratios=(1, 1.25))
        contours(self.ax, self.bowl)
        self.scale = self._scale()
        self.gradient, self.mine = self._arrow(BACKWARD), self._arrow(STEP)
        (self.point,) = self.ax.plot([], [], "o", color="black", markersize=8, zorder=5)
        self.name = self.ax.text(0, 0, "gradient", color=BACKWARD, ha="center", va="center")
        self._dial()
        self.bowl.refuse(self.fig)
        self.was = None, None  # the a and b on show
        self.draw()

    def _arrow(self, colour):
        arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=16, shrinkA=0, shrinkB=0)
        arrow.set(color=colour, linewidth=2.5, zorder=4)
        return self.ax.add_patch(arrow)

    def _scale(self):
        """How long a gradient of 1 is drawn: the longest where the sliders go becomes 1.8 units of a weight."""
        places = np.linspace(-2, 2, 5)
        lengths = [math.hypot(*self.bowl.at(a, b)[1:]) for a in places for b in places]
        longest = max((length for length in lengths if math.isfinite(length)), default=0)
        return 1.8 / longest if longest else 1.0

    def _dial(self):
        self.dial.set(xlim=(-15, 365), ylim=(-1.35, 1.35), xticks=range(0, 361, 45), yticks=[])
        self.dial.set(
            xlabel="direction of the step, in degrees from the gradient's own", ylabel="down      loss      up"
        )
        self.dial.axhline(0, color=QUIET, linewidth=1, zorder=0)
        self.dial.text(0, -0.06, "as it was", color="#777777", va="top", fontsize=9)
        (self.tried,) = self.dial.plot([], [], "o", color=STEP, markersize=5)
        (self.now,) = self.dial.plot([], [], "o", color=STEP, markeredgecolor="black", markersize=10)
        self.number = self.dial.text(0, 0, "", color="black", fontsize=12)
        self.lowest = self.dial.text(0, -1.27, "", ha="center", color="black", fontsize=11)
        self.dial.set_title(f"change of the loss after a step of {self.step:g}")

    def draw(self, a=1.5, b=-1.0, turn=0):
        a, b = a + 0.0, b + 0.0  # never -0.0
        loss, slope_a, slope_b = self.bowl.at(a, b)
        steep = math.hypot(slope_a, slope_b)
        if (a, b) != self.was:
            self.point.set_data([a], [b])
            self._gradient(a, b, slope_a, slope_b)
            self.was = a, b
        self.mine.set_visible(math.isfinite(steep))
        if math.isfinite(steep):
            self.mine.set_positions((a, b), _from(a, b, math.atan2(slope_b, slope_a) + math.radians(turn), 0.6))
        turns = np.arange(0, 360, 10)
        changes = self._changes(a, b, math.atan2(slope_b, slope_a), turns) - loss
        done = turns <= turn
        biggest = np.nanmax(np.abs(changes)) if np.isfinite(changes).any() else 1
        heights = changes / (biggest or 1)
        here = int(np.flatnonzero(done)[-1])
        self.tried.set_data(turns[done], heights[done])
        self.now.set_data(turns[[here]], heights[[here]])
        self._label(turns[here], heights[here], changes[here])
        whole = done.all() and np.isfinite(changes).all() and steep > 0
        lowest = int(turns[changes.argmin()]) if whole else None
        self.lowest.set(text="" if lowest is None else f"lowest at {lowest}°", x=lowest or 0)
        return self._say(a, b, loss, (slope_a, slope_b), turns[here], changes[here], lowest)

    def _gradient(self, a, b, slope_a, slope_b):
        angle, length = math.atan2(slope_b, slope_a), self.scale * math.hypot(slope_a, slope_b)
        known = math.isfinite(length) and length > 0
        for artist in (self.gradient, self.name):
            artist.set_visible(known)
        if known:
            tip = _from(a, b, angle, length)
            self.gradient.set_positions((a, b), tip)
            self._name(*tip, angle)

    def _name(self, a, b, angle):
        """Put the arrow's name over (or under) its tip, or beside it where the map ends: on the map, off the arrow."""
        over = b + math.copysign(0.42, math.sin(angle))
        if abs(over) < VIEW - 0.3:
            across = min(max(a + 0.6 * math.cos(angle), 1.1 - VIEW), VIEW - 1.1)  # it is about 2 wide
            self.name.set(position=(across, over), ha="center")
        else:
            self.name.set(position=(a - math.copysign(0.25, a), b), ha="right" if a > 0 else "left")

    def _changes(self, a, b, angle, turns):
        angles = angle + np.radians(turns)
        return self.bowl.heights(a + self.step * np.cos(angles), b + self.step * np.sin(angles))

    def _label(self, turn, height, change):
        if not math.isfinite(height):
            self.number.set(text=NOTHING, ha="center", position=(180, 0.3))
            return
        right = turn < 270  # the directions tried lie on the left, and at first they fall: there is no room for words
        self.number.set(text=f"{change:+.4f}", ha="left" if right else "right")
        self.number.set_position((turn + (12 if right else -12), height + 0.12))

    def _say(self, a, b, loss, slopes, turn, change, lowest):
        if self.bowl.problem:
            return self.bowl.problem
        here = f"At a = {a:.1f}, b = {b:.1f}"
        if not math.isfinite(loss + sum(slopes) + change):
            return f"{here} this loss has no finite value or no slope: choose another place."
        gradient = f"{here} the gradient is ({slopes[0]:.1f}, {slopes[1]:.1f})"
        changes = f"changes the loss by {change:+.4f}."
        if slopes == (0, 0):
            return f"{gradient}: it points nowhere. A step of {self.step:g} {changes}"
        said = f"{gradient}. A step of {self.step:g} at {turn}° from it {changes}"
        return said if lowest is None else f"{said} Of all 36 directions the lowest is at {lowest}°."
