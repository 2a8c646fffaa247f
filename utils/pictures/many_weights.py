"""A curve with three weights, fitted by hand and by gradient descent. Serves lesson 4."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from utils.look import CURVE, DATA, LOSS, PAPER, POINT, STEP, STEPS, TEXT, compact, figure, ink, styled
from utils.pictures.ride import DIVERGED, Ride
from utils.plots.seven_steps import SevenSteps

# The losses of the contour lines, the lowest last and darkest.
LEVELS = (30_000, 10_000, 3000, 1000, 500, 200, 100, 50, 20, 10)
CIRCLE = np.stack([np.cos(np.linspace(0, 2 * np.pi, 73)), np.sin(np.linspace(0, 2 * np.pi, 73))])
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


@styled
class ByHandPicture:
    """The curve of the learner's own a, b and c, its misses, and its loss as a bar. Serves lesson 4.

    `time` and the measured `speed` are (n,). `draw(a, b, c)` takes the weights; with `slopes=True` it returns a table
    too, with the slope of the loss for each weight and the direction that is down.
    """

    def __init__(self, time: Any, speed: Any, slopes: bool = False) -> None:
        self.ride, self.slopes = Ride(time, speed), slopes
        self.fig, (self.ax, self.gauge) = figure(1, 2, figsize=(8.4, 4.2), width_ratios=(1, 0.13))
        draw_speeds(self.ax, self.ride.time, self.ride.speed)
        self.fine = np.linspace(self.ride.time.min(), self.ride.time.max(), 60)
        self.curve, self.misses = create_curve(self.ax)
        self._create_gauge()
        self.draw()

    def _create_gauge(self) -> None:
        self.gauge.set(yscale="log", ylim=(3, 300_000), xlim=(0, 1), xticks=[])
        self.gauge.set_title("loss")
        self.gauge.axhline(GOAL, color=TEXT, linewidth=1.2, linestyle=(0, (4, 3)))
        self.gauge.text(1.1, GOAL, "goal\n50", va="center", fontsize=10)
        self.gauge.spines["bottom"].set_visible(False)
        self.bar = self.gauge.bar([0.5], [1], width=1, color=LOSS)[0]
        self.number = self.gauge.text(0.5, 1, "", ha="center", va="bottom", fontsize=12)

    def draw(self, a: float = 0.0, b: float = 0.0, c: float = 0.0) -> str | tuple[str, Table]:
        """Draw the curve of these weights; returns the sentence with its loss, and with `slopes` the table."""
        weights = np.array([a, b, c])
        loss, predicted = self.ride.loss(weights), self.ride.predict(weights)
        self.curve.set_data(self.fine, a * self.fine**2 + b * self.fine + c)
        self.misses.set_data(*misses(predicted, self.ride.speed, self.ride.time))
        self.bar.set_height(loss)
        across = GOAL / 2.2 < loss <= GOAL  # above the bar the number would lie on the line of the goal
        self.number.set(text=compact(loss), y=loss / 1.1 if across else loss * 1.1, va="top" if across else "bottom")
        sentence = f"With a = {a:.2f}, b = {b:.1f}, c = {c:.0f} the loss is {compact(loss)}."
        sentence += outside_picture(predicted)
        return self._with_slopes(sentence, weights) if self.slopes else sentence

    def _with_slopes(self, sentence: str, weights: np.ndarray) -> tuple[str, Table]:
        rows, ways = [["weight", "its value", "slope of the loss", "down is"]], []
        for name, value, slope in zip("abc", weights, self.ride.slopes(weights), strict=True):
            way = "larger" if slope < 0 else "smaller"
            rows.append([name, f"{value:.2f}", f"{slope:+,.1f}", f"{way} {name}"])
            ways.append(f"{way} {name}")
        return f"{sentence} Down is: {', '.join(ways)}.", rows


@styled
class AutomaticPicture:
    """The path of gradient descent on a contour map of the loss over a and c, beside the curve it fits. Lesson 4.

    `times` holds the same times in several units, (n,) each, by name: {"raw": t, ...}. `start` is the first (a, b, c).
    The third weight, b, changes too: the map is that for the present b. `draw(lr, steps, time)` takes `steps` steps of
    learning rate `lr` with the times named `time`.
    """

    labels = {"lr": "learning rate"}

    def __init__(self, times: Mapping[str, Any], speed: Any, start: Any) -> None:
        self.rides = {name: Ride(time, speed) for name, time in times.items()}
        self.time = np.asarray(next(iter(times.values())), dtype=float)
        self.start = np.asarray(start, dtype=float)
        self.limits = {name: self._limits(ride) for name, ride in self.rides.items()}
        self.fig, (self.ax, self.fit) = figure(1, 2, figsize=(9.6, 4.2))
        self._create_map()
        draw_speeds(self.fit, self.time, next(iter(self.rides.values())).speed)
        self.curve, self.misses = create_curve(self.fit)
        self.fine = np.linspace(self.time.min(), self.time.max(), 60)
        self.mapped = None  # the name of the times, and the b, of the map that is drawn
        self.draw()

    def _limits(self, ride: Ride) -> tuple[np.ndarray, np.ndarray]:
        """The lower and upper limits of the map: around a path at a good rate, the best, and the first map's lowest."""
        path = ride.descend(self.start, 0.9 / np.linalg.eigvalsh(ride.curvature)[-1], 200)
        shown = np.vstack([path[:, [0, 2]], ride.best[[0, 2]], ride.lowest(self.start[1])])
        aside = 0.22 * np.ptp(shown, axis=0)
        return shown.min(axis=0) - aside, shown.max(axis=0) + aside

    def _create_map(self) -> None:
        self.ax.set(xlabel="weight a", ylabel="weight c")
        self.title = self.ax.set_title("")
        self.contours = [self.ax.add_patch(Polygon([(0, 0)], zorder=0)) for _ in LEVELS]
        for contour, depth in zip(self.contours, np.linspace(0.1, 1, len(LEVELS)), strict=True):
            # Between white and the colour of a loss.
            contour.set(facecolor=1 - depth * (1 - np.array(to_rgb(LOSS))), edgecolor="white", linewidth=0.8)
        (self.goal,) = self.ax.plot([], [], "*", color="white", markeredgecolor=TEXT, markersize=14, zorder=4)
        self.name = self.ax.text(0, 0, "", ha="center", zorder=4, bbox=PAPER)
        (self.low,) = self.ax.plot([], [], "+", color=TEXT, markersize=9, zorder=3)  # the lowest loss for the present b
        (self.path,) = self.ax.plot([], [], "o-", color=STEP, markersize=4, linewidth=1.5, zorder=5)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=9, zorder=6)
        self.outside = self.ax.text(0.5, 0.05, "", transform=self.ax.transAxes, ha="center", zorder=7)
        self.outside.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 3})

    def draw(self, lr: float = 1e-5, steps: int = 0, time: str = "raw") -> str:
        """Take `steps` steps of rate `lr` with the times named `time`; returns the sentence with the loss."""
        ride = self.rides[time]
        path = ride.descend(self.start, lr, steps)
        weights, loss = path[-1], ride.loss(path[-1])
        map_of = time, round(float(weights[1] if loss < DIVERGED else self.start[1]), 2)
        if map_of != self.mapped:  # at most steps b hardly changes, and the map stays as it is
            self._move_contours(ride, map_of[1])
            self.mapped = map_of
        self._move_path(path, ride.best, *self.limits[time])
        predicted = ride.predict(weights)
        self.curve.set_data(self.fine, np.polyval(weights, np.interp(self.fine, self.time, ride.time)))
        for artist in (self.curve, self.misses):
            artist.set_visible(loss < DIVERGED)
        self.misses.set_data(*misses(predicted, ride.speed, self.time))
        return self._sentence(ride, lr, steps, time, len(path) - 1, loss, predicted)

    def _move_contours(self, ride: Ride, b: float) -> None:
        """Draw the lines of equal loss over a and c for this `b`: ellipses around the lowest point."""
        self.title.set_text(f"loss from above, at b = {b:.1f}: dark is low")
        shape, middle = ride.curvature[np.ix_([0, 2], [0, 2])] / 2, ride.lowest(b)
        self.low.set_data(middle[:1], middle[1:])
        least = ride.loss((middle[0], b, middle[1]))
        across = np.linalg.inv(np.linalg.cholesky(shape)).T @ CIRCLE
        for contour, level in zip(self.contours, LEVELS, strict=True):
            contour.set_visible(level > least)
            contour.set_xy((middle[:, None] + across * max(level - least, 0) ** 0.5).T)

    def _move_path(self, path: np.ndarray, best: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        """Draw `path`, (k, 3), and the `best` weights on the map with the limits `low` and `high`."""
        if not (np.array_equal(self.ax.get_xlim(), (low[0], high[0]))):
            self.ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
            self.goal.set_data(best[[0]], best[[2]])
            self.name.set(text=f"best,\nat b = {best[1]:.1f}", x=best[0], y=best[2] - 0.15 * (high[1] - low[1]))
        points = np.clip(path[:, [0, 2]], -1e6, 1e6)  # far outside the map, but safe to draw
        self.path.set_data(*points.T)
        self.point.set_data(*points[-1:].T)
        outside = (points[-1] < low).any() or (points[-1] > high).any()
        self.outside.set(text="the weights are outside the map", visible=outside)

    def _sentence(
        self, ride: Ride, lr: float, steps: int, time: str, taken: int, loss: float, predicted: np.ndarray
    ) -> str:
        settings = f"Time {time}, learning rate {lr:g}"
        if loss > DIVERGED:
            after = f"After {taken} step{'s' * (taken != 1)} the loss is {compact(loss)}"
            return f"{settings}: it diverges. {after}, and the curve has left the picture."
        sentence = f"{settings}: after {steps} step{'s' * (steps != 1)} the loss is {compact(loss)}"
        return f"{sentence} (the best curve has {compact(ride.least)}).{outside_picture(predicted)}"


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
        self.fig, (self.board, self.ax) = figure(1, 2, figsize=(10.4, 4.0), width_ratios=(1.35, 1))
        self.diagram = SevenSteps(self.board, fontsize=10)
        draw_speeds(self.ax, self.ride.time, self.ride.speed)
        self.curve, self.misses = create_curve(self.ax)
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
        self.misses.set_data(*misses(self.ride.predict(before), self.ride.speed, self.ride.time))
        self.misses.set_visible(name in ("loss", "gradient"))
        title, sentence = self._describe(name, turn, before, weights)
        self.title.set(text=title, color=ink(STEPS[name]))
        slopes = self.ride.slopes(before) if known else None
        rows = [["", "a", "b", "c"], ["weight", *(f"{w:.2f}" for w in weights)]]
        rows.append(["its slope", *(f"{slope:+,.1f}" for slope in slopes)] if known else ["its slope", "?", "?", "?"])
        if moment == 0:
            return f"{name}: {sentence}", rows
        return f"{name}, round {turn + 1}: {sentence}{outside_picture(self.ride.predict(drawn))}", rows

    def _describe(self, name: str, turn: int, before: np.ndarray, weights: np.ndarray) -> tuple[str, str]:
        """The title and the sentence of the step `name`."""
        loss, slopes = compact(self.ride.loss(before)), ", ".join(f"{s:+,.1f}" for s in self.ride.slopes(before))
        now = ", ".join(f"{w:.2f}" for w in weights)
        one_number = "One number says how wrong the curve is."
        moves = f"each weight moves by {self.lr:g} times its slope, downhill"
        return {
            "initialise": (f"weights {now}", f"the three weights start at random: {now}."),
            "predict": ("a curve", "the weights make a curve, a prediction for each time."),
            "loss": (f"loss {loss}", f"the mean of the squared misses is {loss}. {one_number}"),
            "gradient": (f"slopes {slopes}", f"backward gives each weight its slope: {slopes}."),
            "step": (f"weights {now}", f"{moves}: now they are {now}."),
            "repeat": ("once more", "the weights are new, but the curve still shows the old ones. So predict again."),
            "stop": ("enough", f"after {turn + 1} rounds we stop; the loss is now {compact(self.ride.loss(weights))}."),
        }[name]
