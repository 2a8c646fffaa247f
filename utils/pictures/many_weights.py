"""Lesson 4: a curve with three weights, moved by hand and by the gradient; the loss from above beside the curve."""

import numpy as np
from matplotlib.patches import Polygon

from utils.look import PAPER, figure, ink
from utils.plots.seven_steps import STEPS, SevenSteps

DATA, CURVE, MISS, PATH = "#000000", STEPS["predict"], STEPS["loss"], STEPS["step"]
# Losses whose lines are drawn on the map, the lowest last and darkest.
LEVELS = (30_000, 10_000, 3000, 1000, 500, 200, 100, 50, 20, 10)
ROUND = np.stack([np.cos(np.linspace(0, 2 * np.pi, 73)), np.sin(np.linspace(0, 2 * np.pi, 73))])
GOAL = 50  # the loss to get below by hand
FLOOR, CEILING = -25, 90  # of the speeds on show
LOST = 1e9  # a loss beyond this has diverged, and is followed no further


class Ride:
    """The measured `speed` at `time` (n numbers each), and the mean squared loss of a*time**2 + b*time + c, in float64.

    The loss is a bowl in the three weights, so a 3x3 matrix gives its value and its slopes everywhere.
    """

    def __init__(self, time, speed):
        self.time, self.speed = (np.asarray(x, dtype=float) for x in (time, speed))
        self.inputs = np.stack([self.time**2, self.time, np.ones_like(self.time)], axis=1)
        self.best = np.linalg.lstsq(self.inputs, self.speed, rcond=None)[0]
        self.curvature = 2 * self.inputs.T @ self.inputs / len(self.time)
        self.least = self.loss(self.best)

    def predict(self, weights):
        """The curve with `weights` (a, b, c) at each time, (n,)."""
        return self.inputs @ weights

    def loss(self, weights):
        """The mean of the squared misses, one number."""
        return float(np.mean((self.predict(weights) - self.speed) ** 2))

    def slopes(self, weights):
        """The gradient: how the loss changes with a, b and c, (3,)."""
        return self.curvature @ (np.asarray(weights) - self.best)

    def lowest(self, b):
        """The a and c of the least loss with `b` held, (2,)."""
        among, with_b = self.curvature[np.ix_([0, 2], [0, 2])], self.curvature[[0, 2], 1]
        return self.best[[0, 2]] - np.linalg.solve(among, with_b) * (b - self.best[1])

    def descend(self, start, lr, steps):
        """The weights at the start and after each of `steps` steps, (k, 3): fewer where the loss passes LOST."""
        path = [np.asarray(start, dtype=float)]
        for _ in range(steps):
            if self.loss(path[-1]) > LOST:
                break
            path.append(path[-1] - lr * self.slopes(path[-1]))
        return np.array(path)


def scatter(ax, time, speed):
    """The measured speeds as points, on axes that stay as they are."""
    ax.plot(time, speed, "o", color=DATA, markersize=5, zorder=3)
    ax.set(xlim=(min(time) - 0.7, max(time) + 0.7), ylim=(FLOOR, CEILING), xlabel="time t", ylabel="speed")
    ax.xaxis.get_major_locator().set_params(integer=True)


def amount(loss):
    """`loss` as a learner reads it."""
    if loss >= 1e6:
        return f"{loss:.1e}"
    return f"{loss:,.0f}" if loss >= 1000 else f"{loss:.1f}" if loss >= 10 else f"{loss:.2f}"


def misses(predicted, speed, time):
    """One line from each point to the curve, with gaps between them: two arrays (3n,)."""
    gaps = np.full(len(time), np.nan)
    return np.repeat(time, 3), np.stack([speed, predicted, gaps], axis=1).ravel()


def out_of_view(predicted):
    """Whether a curve leaves the picture: "", or the words for it."""
    inside = (predicted >= FLOOR) & (predicted <= CEILING)
    if inside.all():
        return ""
    return " Part of the curve is outside the picture." if inside.any() else " The curve has left the picture."


class ByHandPicture:
    """Your own a, b and c for the measured speeds: the curve, its misses, and the loss on a gauge.

    `slopes=True` adds a table with the slope of the loss for each weight, and which way is down.
    """

    def __init__(self, time, speed, slopes=False):
        self.ride, self.slopes = Ride(time, speed), slopes
        self.fig, (self.ax, self.gauge) = figure(1, 2, figsize=(8.4, 4.2), width_ratios=(1, 0.13))
        scatter(self.ax, self.ride.time, self.ride.speed)
        self.fine = np.linspace(self.ride.time.min(), self.ride.time.max(), 60)
        (self.curve,) = self.ax.plot([], [], color=CURVE, linewidth=2.5)
        (self.misses,) = self.ax.plot([], [], color=MISS, linewidth=1.5, zorder=1)
        self._gauge()
        self.draw()

    def _gauge(self):
        self.gauge.set(yscale="log", ylim=(3, 300_000), xlim=(0, 1), xticks=[])
        self.gauge.set_title("loss")
        self.gauge.axhline(GOAL, color=DATA, linewidth=1.2, linestyle=(0, (4, 3)))
        self.gauge.text(1.1, GOAL, "goal\n50", va="center", fontsize=10)
        self.gauge.spines["bottom"].set_visible(False)
        self.bar = self.gauge.bar([0.5], [1], width=1, color=MISS)[0]
        self.number = self.gauge.text(0.5, 1, "", ha="center", va="bottom", fontsize=12)

    def draw(self, a=0.0, b=0.0, c=0.0):
        weights = np.array([a, b, c])
        loss, predicted = self.ride.loss(weights), self.ride.predict(weights)
        self.curve.set_data(self.fine, a * self.fine**2 + b * self.fine + c)
        self.misses.set_data(*misses(predicted, self.ride.speed, self.ride.time))
        self.bar.set_height(loss)
        across = GOAL / 2.2 < loss <= GOAL  # the words on top of the bar would stand on the line of the goal
        self.number.set(text=amount(loss), y=loss / 1.1 if across else loss * 1.1, va="top" if across else "bottom")
        said = f"With a = {a:.2f}, b = {b:.1f}, c = {c:.0f} the loss is {amount(loss)}.{out_of_view(predicted)}"
        return self._with_slopes(said, weights) if self.slopes else said

    def _with_slopes(self, said, weights):
        rows, ways = [["weight", "its value", "slope of the loss", "down is"]], []
        for name, value, slope in zip("abc", weights, self.ride.slopes(weights), strict=True):
            way = "larger" if slope < 0 else "smaller"
            rows.append([name, f"{value:.2f}", f"{slope:+,.1f}", f"{way} {name}"])
            ways.append(f"{way} {name}")
        return f"{said} Down is: {', '.join(ways)}.", rows


class AutomaticPicture:
    """The loss from above for weights a and c, with the path of gradient descent on it, beside the curve it fits.

    `times` names ways of writing the same times, each (n,): {"raw": t, ...}. `start` is the first (a, b, c).
    The third weight, b, moves too: the map is drawn for b as it is at the step on show.
    """

    labels: dict = {"lr": "learning rate"}  # noqa: RUF012

    def __init__(self, times, speed, start):
        self.rides = {name: Ride(time, speed) for name, time in times.items()}
        self.seen = np.asarray(next(iter(times.values())), dtype=float)
        self.start = np.asarray(start, dtype=float)
        self.windows = {name: self._window(ride) for name, ride in self.rides.items()}
        self.fig, (self.ax, self.fit) = figure(1, 2, figsize=(9.6, 4.2))
        self._map()
        scatter(self.fit, self.seen, next(iter(self.rides.values())).speed)
        (self.curve,) = self.fit.plot([], [], color=CURVE, linewidth=2.5)
        (self.misses,) = self.fit.plot([], [], color=MISS, linewidth=1.5, zorder=1)
        self.fine = np.linspace(self.seen.min(), self.seen.max(), 60)
        self.mapped = None  # the time and the b that the map is drawn for
        self.draw()

    def _window(self, ride):
        """The limits of the map: room for the start, the best, the path at a good rate, and the first rings' middle."""
        path = ride.descend(self.start, 0.9 / np.linalg.eigvalsh(ride.curvature)[-1], 200)
        seen = np.vstack([path[:, [0, 2]], ride.best[[0, 2]], ride.lowest(self.start[1])])
        aside = 0.22 * np.ptp(seen, axis=0)
        return seen.min(axis=0) - aside, seen.max(axis=0) + aside

    def _map(self):
        self.ax.set(xlabel="weight a", ylabel="weight c")
        self.title = self.ax.set_title("")
        self.rings = [self.ax.add_patch(Polygon([(0, 0)], zorder=0)) for _ in LEVELS]
        for ring, depth in zip(self.rings, np.linspace(0.08, 0.75, len(LEVELS)), strict=True):
            # From white towards the blue of the curve.
            ring.set(facecolor=1 - depth * np.array([1, 0.553, 0.302]), edgecolor="white", linewidth=0.8)
        (self.goal,) = self.ax.plot([], [], "*", color="white", markeredgecolor=DATA, markersize=14, zorder=4)
        self.name = self.ax.text(0, 0, "", ha="center", zorder=4, bbox=PAPER)
        (self.low,) = self.ax.plot([], [], "+", color=DATA, markersize=9, zorder=3)  # the lowest for the b on show
        (self.path,) = self.ax.plot([], [], "o-", color=PATH, markersize=4, linewidth=1.5, zorder=5)
        (self.point,) = self.ax.plot([], [], "o", color=PATH, markeredgecolor=DATA, markersize=11, zorder=6)
        self.gone = self.ax.text(0.5, 0.05, "", transform=self.ax.transAxes, ha="center", zorder=7)
        self.gone.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 3})

    def draw(self, lr=1e-5, steps=0, time="raw"):
        ride = self.rides[time]
        path = ride.descend(self.start, lr, steps)
        weights, loss = path[-1], ride.loss(path[-1])
        place = time, round(float(weights[1] if loss < LOST else self.start[1]), 2)
        if place != self.mapped:  # at most steps b hardly moves, and the map can stay as it is
            self._rings(ride, place[1])
            self.mapped = place
        self._walk(path, ride.best, *self.windows[time])
        predicted = ride.predict(weights)
        self.curve.set_data(self.fine, np.polyval(weights, np.interp(self.fine, self.seen, ride.time)))
        for artist in (self.curve, self.misses):
            artist.set_visible(loss < LOST)
        self.misses.set_data(*misses(predicted, ride.speed, self.seen))
        return self._say(ride, lr, steps, time, len(path) - 1, loss, predicted)

    def _rings(self, ride, b):
        """Lines of equal loss over a and c with `b` held: ellipses about the lowest point of that slice."""
        self.title.set_text(f"loss from above, at b = {b:.1f}: dark is low")
        shape, middle = ride.curvature[np.ix_([0, 2], [0, 2])] / 2, ride.lowest(b)
        self.low.set_data(middle[:1], middle[1:])
        least = ride.loss((middle[0], b, middle[1]))
        across = np.linalg.inv(np.linalg.cholesky(shape)).T @ ROUND
        for ring, level in zip(self.rings, LEVELS, strict=True):
            ring.set_visible(level > least)
            ring.set_xy((middle[:, None] + across * max(level - least, 0) ** 0.5).T)

    def _walk(self, path, best, low, high):
        """Show `path`, (k, 3), and the `best` weights on the map between the limits `low` and `high`."""
        if not (np.array_equal(self.ax.get_xlim(), (low[0], high[0]))):
            self.ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
            self.goal.set_data(best[[0]], best[[2]])
            self.name.set(text=f"best,\nat b = {best[1]:.1f}", x=best[0], y=best[2] - 0.15 * (high[1] - low[1]))
        seen = np.clip(path[:, [0, 2]], -1e6, 1e6)  # far outside the map, and no trouble to draw
        self.path.set_data(*seen.T)
        self.point.set_data(*seen[-1:].T)
        outside = (seen[-1] < low).any() or (seen[-1] > high).any()
        self.gone.set(text="the weights are outside the map", visible=outside)

    def _say(self, ride, lr, steps, time, taken, loss, predicted):
        told = f"Time {time}, learning rate {lr:g}"
        if loss > LOST:
            after = f"After {taken} step{'s' * (taken != 1)} the loss is {amount(loss)}"
            return f"{told}: it diverges. {after}, and the curve has left the picture."
        said = f"{told}: after {steps} step{'s' * (steps != 1)} the loss is {amount(loss)}"
        return f"{said} (the best curve has {amount(ride.least)}).{out_of_view(predicted)}"


class SevenStepsPicture:
    """The diagram of the seven steps beside the curve they fit: `moment` walks through the rounds, a step each time.

    `time` and the measured `speed` are (n,), `start` is the first (a, b, c). Moment 0 initialises, the last stops.
    """

    ROUND = ("predict", "loss", "gradient", "step", "repeat")

    def __init__(self, time, speed, start, lr, rounds=3):
        self.ride, self.lr = Ride(time, speed), lr
        self.fine = np.linspace(self.ride.time.min(), self.ride.time.max(), 60)
        self.moments = ["initialise", *self.ROUND * rounds]
        self.moments[-1] = "stop"
        self.path = self.ride.descend(start, lr, rounds)
        if len(self.path) <= rounds:
            raise ValueError(f"With lr={lr:g} the loss passes {LOST:.0e} within {rounds} rounds: take a smaller one.")
        self.fig, (self.board, self.ax) = figure(1, 2, figsize=(10.4, 4.0), width_ratios=(1.35, 1))
        self.diagram = SevenSteps(self.board, fontsize=10)
        scatter(self.ax, self.ride.time, self.ride.speed)
        (self.curve,) = self.ax.plot([], [], color=CURVE, linewidth=2.5)
        (self.misses,) = self.ax.plot([], [], color=MISS, linewidth=1.5, zorder=1)
        self.title = self.ax.set_title("")
        self.draw()

    def draw(self, moment=0):
        name, turn = self.moments[moment], max(moment - 1, 0) // len(self.ROUND)
        before = self.path[turn]
        # Once the step is taken the weights are new, and the curve on show is still the old one.
        weights = self.path[turn + 1] if name in ("step", "repeat", "stop") else before
        known = name in ("gradient", "step", "repeat", "stop")
        self.diagram.light(name)
        drawn = weights if name == "stop" else before
        self.curve.set_data(self.fine, np.polyval(drawn, self.fine))
        self.curve.set_visible(moment > 0)
        self.misses.set_data(*misses(self.ride.predict(before), self.ride.speed, self.ride.time))
        self.misses.set_visible(name in ("loss", "gradient"))
        said = self._say(name, turn, before, weights)
        self.title.set(text=said[0], color=ink(STEPS[name]))
        slopes = self.ride.slopes(before) if known else None
        rows = [["", "a", "b", "c"], ["weight", *(f"{w:.2f}" for w in weights)]]
        rows.append(["its slope", *(f"{slope:+,.1f}" for slope in slopes)] if known else ["its slope", "?", "?", "?"])
        if moment == 0:
            return f"{name}: {said[1]}", rows
        return f"{name}, round {turn + 1}: {said[1]}{out_of_view(self.ride.predict(drawn))}", rows

    def _say(self, name, turn, before, weights):
        """What is seen at the step `name`: as a title, and as a sentence."""
        loss, slopes = amount(self.ride.loss(before)), ", ".join(f"{s:+,.1f}" for s in self.ride.slopes(before))
        now = ", ".join(f"{w:.2f}" for w in weights)
        return {
            "initialise": (f"weights {now}", f"the three weights start at random: {now}."),
            "predict": ("a curve", "the weights make a curve, a prediction for each time."),
            "loss": (
                f"loss {loss}",
                f"the mean of the squared misses is {loss}. One number says how wrong the curve is.",
            ),
            "gradient": (f"slopes {slopes}", f"backward gives each weight its slope: {slopes}."),
            "step": (
                f"weights {now}",
                f"each weight moves by {self.lr:g} times its slope, downhill: now they are {now}.",
            ),
            "repeat": ("once more", "the weights are new, but the curve still shows the old ones. So predict again."),
            "stop": ("enough", f"after {turn + 1} rounds we stop; the loss is now {amount(self.ride.loss(weights))}."),
        }[name]
