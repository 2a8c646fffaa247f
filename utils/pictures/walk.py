"""Gradient descent on three weights, on a map to one scale. Serves lesson 4."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from utils.look import PAPER, POINT, STEP, TEXT, compact, figure, styled
from utils.pictures.drawing import set_changed
from utils.pictures.level_lines import LevelLines
from utils.pictures.ride import DIVERGED, Ride
from utils.pictures.trail import Trail

LEVELS = (30_000, 10_000, 3000, 1000, 500, 200, 50, 10)
WIDTH, HEIGHT = 5.7, 3.5  # inches
GRID = {"left": 0.14, "right": 0.97, "top": 0.91, "bottom": 0.15}


@styled
class WalkPicture:
    """The walk of gradient descent on a map of the loss, with times in several units. Serves lesson 4.

    `times` holds the same times in several units, {"raw": t, ...}: each, and `speed`, is (n,). `start` is (a, b, c).
    `draw(lr, rounds, time)` takes `rounds` steps of learning rate `lr` with the times named `time`. The map shows two
    of the three directions at right angles in which weights can move: along the floor of the bowl, where the loss
    curves least, and across it, where it curves most. A step in one of them changes nothing in the others, so that the
    walk on the map is a true one. Both axes have one scale.
    """

    labels = {"lr": "learning rate"}

    def __init__(self, times: Mapping[str, Any], speed: Any, start: Any) -> None:
        self.rides = {name: Ride(time, speed) for name, time in times.items()}
        self.start = np.asarray(start, dtype=float)
        self.maps = {name: ride.turned(self.start) for name, ride in self.rides.items()}
        self.mapped = ""  # the name of the times whose map is drawn
        self.fig, self.ax = figure(figsize=(WIDTH, HEIGHT), gridspec_kw=GRID)
        self.fig.set_layout_engine("none")  # the arrowheads need axes that stay where they are
        self.ax.set_xlabel("along the floor")
        self.ax.set_ylabel("across the floor", labelpad=1)
        self.ax.locator_params(nbins=5)
        self.levels = LevelLines(self.ax, LEVELS)
        self.ax.plot(0, 0, "*", color="white", markeredgecolor=TEXT, markersize=13, zorder=3)
        self.trail = Trail(self.ax, STEP)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=9, zorder=6)
        middle = {"transform": self.ax.transAxes, "ha": "center", "va": "bottom", "bbox": PAPER, "zorder": 7}
        self.gone = self.ax.text(0.5, 0.03, "", **middle)
        self.draw()

    def draw(self, lr: float = 1e-5, rounds: int = 0, time: str = "raw") -> str:
        """Take `rounds` steps of rate `lr` with the times named `time`; returns the sentence with the loss."""
        ride = self.rides[time]
        path = ride.descend(self.start, lr, rounds)
        if time != self.mapped:
            self._move_map(ride, time)
        places = (path - ride.best) @ self.maps[time][1].T
        self.trail.move(np.stack([places[:-1], places[1:]], axis=1))
        self.point.set_data(*places[-1:].T)
        loss, taken = ride.loss(path[-1]), len(path) - 1
        self.ax.set_title(f"time {time}: loss {compact(loss)}", color=TEXT)
        out = (np.abs(places) > self.limits).any(axis=1)
        set_changed(self.gone, text=f"step {out.argmax()} left the map" if out.any() else "")
        how = "it diverges; " if loss > DIVERGED else ""
        after = f"after {taken} round{'s' * (taken != 1)} the loss is {compact(loss)}"
        return f"Time {time}, learning rate {lr:g}: {how}{after} (at the star it is {compact(ride.least)})."

    def _move_map(self, ride: Ride, time: str) -> None:
        curvatures, directions = self.maps[time]
        self.levels.move(curvatures, ride.least)
        box = self.ax.get_position()
        shape = box.height * HEIGHT / (box.width * WIDTH)
        away = np.abs(directions @ (self.start - ride.best))
        across = 1.25 * max(away[0], away[1] / shape)
        self.limits = np.array([across, across * shape])
        self.ax.set(xlim=(-across, across), ylim=(-across * shape, across * shape))
        self.mapped = time
