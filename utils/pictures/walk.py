"""Gradient descent on three weights, on a map to one scale and as the curve that it fits. Serves lesson 4."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from utils.look import CURVE, PAPER, POINT, STEP, TEXT, compact, figure, styled
from utils.pictures.drawing import set_changed
from utils.pictures.level_lines import LevelLines
from utils.pictures.many_weights import draw_speeds, outside_picture
from utils.pictures.ride import DIVERGED, Ride
from utils.pictures.trail import Trail

LEVELS = (30_000, 10_000, 3000, 1000, 500, 200, 50, 10)
EARLIER = (0, 1, 2, 4, 8, 16, 32, 64)  # the steps after which the fitted curve stays in the picture, faint
POINTS = 48  # of a curve


@styled
class WalkPicture:
    """The walk of gradient descent on a map of the loss, beside the curve it fits and earlier ones. Serves lesson 4.

    `times` holds the same times in several units, (n,) each, by name: {"raw": t, ...}. `start` is the first (a, b, c).
    `draw(lr, steps, time)` takes `steps` steps of learning rate `lr` with the times named `time`. The map shows two of
    the three directions at right angles in which weights can move: along the floor of the bowl, where the loss curves
    least, and across it, where it curves most. A step in one of them changes nothing in the others, so that the walk on
    the map is a true one. Both axes have one scale.
    """

    labels = {"lr": "learning rate"}

    def __init__(self, times: Mapping[str, Any], speed: Any, start: Any) -> None:
        self.rides = {name: Ride(time, speed) for name, time in times.items()}
        self.start = np.asarray(start, dtype=float)
        self.maps = {name: ride.turned(self.start) for name, ride in self.rides.items()}
        self.time = np.asarray(next(iter(times.values())), dtype=float)
        self.fine = np.linspace(self.time.min(), self.time.max(), POINTS)
        self.mapped = ""  # the name of the times whose map is drawn
        grid = {"left": 0.095, "right": 0.99, "top": 0.9, "bottom": 0.16, "wspace": 0.26}
        self.fig, (self.ax, self.fit) = figure(1, 2, figsize=(9.0, 3.2), gridspec_kw=grid)
        self.fig.set_layout_engine("none")  # the arrowheads need axes that stay where they are
        self._create_map()
        draw_speeds(self.fit, self.time, next(iter(self.rides.values())).speed)
        self.fit.set_title("the curve, and faint: earlier ones", color=TEXT)
        opacities = np.linspace(0.12, 0.5, len(EARLIER))
        self.earlier = [self.fit.plot([], [], color=CURVE, linewidth=1.3, alpha=opacity)[0] for opacity in opacities]
        (self.curve,) = self.fit.plot([], [], color=CURVE, linewidth=2.5, zorder=4)
        self.draw()

    def _create_map(self) -> None:
        self.ax.set_xlabel("along the floor")
        self.ax.set_ylabel("across", labelpad=1)
        self.ax.set_title("the loss from above, to one scale", color=TEXT)
        self.ax.locator_params(nbins=5)
        self.levels = LevelLines(self.ax, LEVELS)
        self.ax.plot(0, 0, "*", color="white", markeredgecolor=TEXT, markersize=13, zorder=3)
        self.trail = Trail(self.ax, STEP)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=9, zorder=6)
        middle = {"transform": self.ax.transAxes, "ha": "center", "va": "bottom", "bbox": PAPER, "zorder": 7}
        self.gone = self.ax.text(0.5, 0.03, "", **middle)

    def draw(self, lr: float = 1e-5, steps: int = 0, time: str = "raw") -> str:
        """Take `steps` steps of rate `lr` with the times named `time`; returns the sentence with the loss."""
        ride = self.rides[time]
        path = ride.descend(self.start, lr, steps)
        if time != self.mapped:
            self._move_map(ride, time)
        places = (path - ride.best) @ self.maps[time][1].T
        self.trail.move(np.stack([places[:-1], places[1:]], axis=1))
        self.point.set_data(*places[-1:].T)
        out = (np.abs(places) > self.limits).any(axis=1)
        set_changed(self.gone, text=f"step {out.argmax()} left the map" if out.any() else "")
        self._move_curves(ride, path)
        return self._sentence(ride, path, lr, steps, time)

    def _move_map(self, ride: Ride, time: str) -> None:
        curvatures, directions = self.maps[time]
        self.levels.move(curvatures, ride.least)
        box = self.ax.get_position()
        shape = box.height * 3.2 / (box.width * 9.0)
        away = np.abs(directions @ (self.start - ride.best))
        across = 1.25 * max(away[0], away[1] / shape)
        self.limits = np.array([across, across * shape])
        self.ax.set(xlim=(-across, across), ylim=(-across * shape, across * shape))
        self.mapped = time

    def _move_curves(self, ride: Ride, path: np.ndarray) -> None:
        """Draw the curve of the last weights of `path`, (k, 3), and faintly those of some earlier ones."""
        at = np.interp(self.fine, self.time, ride.time)
        shown = ride.loss(path[-1]) < DIVERGED
        self.curve.set_data(self.fine, np.polyval(path[-1] if shown else path[0] * np.nan, at))
        for line, step in zip(self.earlier, EARLIER, strict=True):
            there = shown and step < len(path) - 1
            line.set_data(*((self.fine, np.polyval(path[step], at)) if there else ([], [])))

    def _sentence(self, ride: Ride, path: np.ndarray, lr: float, steps: int, time: str) -> str:
        settings, loss, taken = f"Time {time}, learning rate {lr:g}", ride.loss(path[-1]), len(path) - 1
        if loss > DIVERGED:
            after = f"After {taken} step{'s' * (taken != 1)} the loss is {compact(loss)}"
            return f"{settings}: it diverges. {after}, and the curve has left the picture."
        sentence = f"{settings}: after {steps} step{'s' * (steps != 1)} the loss is {compact(loss)}"
        return f"{sentence} (the best curve has {compact(ride.least)}).{outside_picture(ride.predict(path[-1]))}"
