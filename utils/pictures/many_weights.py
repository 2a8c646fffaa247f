"""A curve with three weights, fitted by hand and by the seven steps. Serves lesson 4."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from utils.look import CURVE, DATA, LOSS, STEPS, TEXT, compact, figure, ink, signed, styled
from utils.pictures.ride import DIVERGED, Ride
from utils.plots.seven_steps import SevenSteps

GOAL = 50  # the loss to get below by hand
FLOOR, CEILING = -25, 90  # limits of the axis of the speeds

Table = list[list[str]]


def draw_speeds(ax: Axes, time: np.ndarray, speed: np.ndarray) -> None:
    """Draw the measured speeds as points, and fix the limits of `ax`."""
    ax.plot(time, speed, "o", color=DATA, markersize=5, zorder=3)
    ax.set(xlim=(min(time) - 0.7, max(time) + 0.7), ylim=(FLOOR, CEILING), xlabel="time t", ylabel="speed")
    ax.xaxis.get_major_locator().set_params(integer=True)


def create_curve(ax: Axes) -> tuple[Line2D, Line2D]:
    """The lines of the predicted curve on `ax`, and of its misses, both still empty."""
    (curve,) = ax.plot([], [], color=CURVE, linewidth=2.5)
    (missed,) = ax.plot([], [], color=LOSS, linewidth=1.5, zorder=1)
    return curve, missed


def misses(predicted: np.ndarray, speed: np.ndarray, time: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lines from each point to the curve, as one line with gaps in between: two arrays (3n,)."""
    gaps = np.full(len(time), np.nan)
    return np.repeat(time, 3), np.stack([speed, predicted, gaps], axis=1).ravel()


def outside_picture(predicted: np.ndarray) -> str:
    """The sentence for a curve that leaves the picture, after a space; "" when it does not."""
    inside = (predicted >= FLOOR) & (predicted <= CEILING)
    if inside.all():
        return ""
    return " Part of the curve is outside the picture." if inside.any() else " The curve has left the picture."


def slope_words(slope: float) -> str:
    """`slope` with its sign and about three digits: +29,876 or -8.2."""
    return f"{slope:+,.0f}" if 100 <= abs(slope) < 1e6 else signed(slope)


@styled
class ByHandPicture:
    """The curve of the learner's own a, b and c, its misses, and its loss as a bar. Serves lesson 4.

    `time` and the measured `speed` are (n,). `draw(a, b, c)` takes the weights; it returns the sentence, and a table
    with the slope of the loss for each weight and the direction that is down.
    """

    def __init__(self, time: Any, speed: Any) -> None:
        self.ride = Ride(time, speed)
        self.fig, (self.ax, self.gauge) = figure(1, 2, figsize=(5.8, 3.7), width_ratios=(1, 0.09))
        draw_speeds(self.ax, self.ride.time, self.ride.speed)
        self.fine = np.linspace(self.ride.time.min(), self.ride.time.max(), 60)
        self.curve, self.misses = create_curve(self.ax)
        self._create_gauge()
        self.draw()

    def _create_gauge(self) -> None:
        self.gauge.set(yscale="log", ylim=(3, 300_000), xlim=(0, 1), xticks=[], yticks=[10, 100, 1000, 10_000])
        self.gauge.yaxis.set_major_formatter("{x:,.0f}")
        self.gauge.minorticks_off()
        self.gauge.set_title("loss")
        self.gauge.axhline(GOAL, color=TEXT, linewidth=1.2, linestyle=(0, (4, 3)))
        self.gauge.text(1.1, GOAL, "goal\n50", va="center")
        self.gauge.spines["bottom"].set_visible(False)
        self.bar = self.gauge.bar([0.5], [1], width=1, color=LOSS)[0]
        self.number = self.gauge.text(0.1, 1, "", va="bottom", fontsize=12)

    def draw(self, a: float = 0.0, b: float = 0.0, c: float = 0.0) -> tuple[str, Table]:
        """Draw the curve of these weights; returns the sentence with its loss, and the table of the slopes."""
        weights = np.array([a, b, c])
        loss, predicted = self.ride.loss(weights), self.ride.predict(weights)
        self.curve.set_data(self.fine, a * self.fine**2 + b * self.fine + c)
        self.misses.set_data(*misses(predicted, self.ride.speed, self.ride.time))
        self.bar.set_height(loss)
        across = GOAL / 3 < loss <= GOAL  # above the bar the number would lie on the line of the goal
        self.number.set(text=compact(loss), y=loss / 1.1 if across else loss * 1.1, va="top" if across else "bottom")
        sentence = f"With a = {a:.2f}, b = {b:.1f}, c = {c:.0f} the loss is {compact(loss)}."
        return self._with_slopes(sentence + outside_picture(predicted), weights)

    def _with_slopes(self, sentence: str, weights: np.ndarray) -> tuple[str, Table]:
        rows, ways = [["weight", "its value", "slope of the loss", "down is"]], []
        for name, value, slope in zip("abc", weights, self.ride.slopes(weights), strict=True):
            way = "larger" if slope < 0 else "smaller"
            rows.append([name, f"{value:.2f}", slope_words(slope), f"{way} {name}"])
            ways.append(f"{way} {name}")
        return f"{sentence} Down is: {', '.join(ways)}.", rows


@styled
class SevenStepsPicture:
    """The diagram of the seven steps beside the curve they fit, one step at a time. Serves lesson 4.

    `time` and the measured `speed` are (n,), `start` is the first (a, b, c); the loop runs `rounds` times.
    `draw(moment)` takes the number of a step over all rounds: 0 initialises, the last one stops. Raises ValueError
    where `lr` is so large that the loss diverges.
    """

    ROUND = ("predict", "loss", "gradient", "step", "repeat")

    def __init__(self, time: Any, speed: Any, start: Any, lr: float, rounds: int = 3) -> None:
        self.ride, self.lr = Ride(time, speed), lr
        self.fine = np.linspace(self.ride.time.min(), self.ride.time.max(), 60)
        self.moments = ["initialise", *self.ROUND * rounds]
        self.moments[-1] = "stop"
        self.path = self.ride.descend(start, lr, rounds)
        if len(self.path) <= rounds:
            passes = f"the loss passes {DIVERGED:.0e} within {rounds} rounds"
            raise ValueError(f"With lr={lr:g} {passes}: take a smaller one.")
        self.fig, (self.board, self.ax) = figure(1, 2, figsize=(9.4, 3.3), width_ratios=(1.35, 1))
        self.diagram = SevenSteps(self.board, fontsize=11.2)
        draw_speeds(self.ax, self.ride.time, self.ride.speed)
        self.curve, self.misses = create_curve(self.ax)
        faint = {"color": CURVE, "linewidth": 1.3, "alpha": 0.35, "zorder": 1}
        curves = [np.polyval(weights, self.fine) for weights in self.path[:-1]]
        self.earlier = [self.ax.plot(self.fine, curve, **faint)[0] for curve in curves]
        self.title = self.ax.set_title("")
        self.draw()

    def draw(self, moment: int = 0) -> tuple[str, Table]:
        """Show step number `moment`; returns its sentence, and the table of the weights and their slopes."""
        name, turn = self.moments[moment], max(moment - 1, 0) // len(self.ROUND)
        before = self.path[turn]
        # After the step the weights are new, but the curve is that of the old ones until the next prediction.
        weights = self.path[turn + 1] if name in ("step", "repeat", "stop") else before
        known = name in ("gradient", "step", "repeat", "stop")
        self.diagram.light(name)
        drawn = weights if name == "stop" else before
        self.curve.set_data(self.fine, np.polyval(drawn, self.fine))
        self.curve.set_visible(moment > 0)
        for round_number, line in enumerate(self.earlier):
            line.set_visible(round_number < turn + (name == "stop"))
        self.misses.set_data(*misses(self.ride.predict(before), self.ride.speed, self.ride.time))
        self.misses.set_visible(name in ("loss", "gradient"))
        title, sentence = self._describe(name, turn, before, weights)
        self.title.set(text=title, color=ink(STEPS[name]))
        slopes = self.ride.slopes(before) if known else None
        rows = [["", "a", "b", "c"], ["weight", *(f"{w:.2f}" for w in weights)]]
        rows.append(["its slope", *map(slope_words, slopes)] if known else ["its slope", "?", "?", "?"])
        if moment == 0:
            return f"{name}: {sentence}", rows
        return f"{name}, round {turn + 1}: {sentence}{outside_picture(self.ride.predict(drawn))}", rows

    def _stop(self, rounds: int, weights: np.ndarray) -> str:
        """The sentence of the last step, which says that nothing but the number of rounds has ended the loop."""
        loss = compact(self.ride.loss(weights))
        return f"the {rounds} rounds that were asked for are done, good or not; the loss is now {loss}."

    def _describe(self, name: str, turn: int, before: np.ndarray, weights: np.ndarray) -> tuple[str, str]:
        """The title and the sentence of the step `name`."""
        loss, slopes = compact(self.ride.loss(before)), ", ".join(map(slope_words, self.ride.slopes(before)))
        now = ", ".join(f"{w:.2f}" for w in weights)
        one_number = "One number says how wrong the curve is."
        moves = f"each weight moves by {self.lr:g} times its slope, downhill"
        return {
            "initialise": (f"weights {now}", f"the three weights start at random: {now}."),
            "predict": ("a curve", "the weights make a curve, a prediction for each time."),
            "loss": (f"loss {loss}", f"the mean of the squared misses is {loss}. {one_number}"),
            "gradient": (f"slopes {slopes}", f"backward gives each weight its slope: {slopes}."),
            "step": (f"new weights {now}, old curve", f"{moves}: now they are {now}."),
            "repeat": (
                "once more: new weights, old curve",
                "the weights are new, but the curve still shows the old ones. So predict again.",
            ),
            "stop": (
                f"{turn + 1} rounds are done, loss {compact(self.ride.loss(weights))}",
                self._stop(turn + 1, weights),
            ),
        }[name]
