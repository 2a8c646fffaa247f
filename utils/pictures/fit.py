"""The loss after each round of training, beside the curve that the round has fitted. Serves lesson 4."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from utils.look import CURVE, TEXT, compact, figure, styled
from utils.pictures.loss_panel import LossPanel
from utils.pictures.many_weights import draw_speeds, outside_picture
from utils.pictures.ride import DIVERGED, Ride

EARLIER = (0, 1, 2, 4, 8, 16, 32, 64)  # the rounds after which the fitted curve stays in the picture, faint
POINTS = 48  # of a curve
LONGEST = 100  # rounds on the axis


@styled
class FitPicture:
    """The loss after each round of gradient descent, beside the curve it fits and earlier ones. Serves lesson 4.

    `times` holds the same times in several units, {"raw": t, ...}: each, and `speed`, is (n,). `start` is (a, b, c).
    `draw(lr, rounds, time)` takes `rounds` rounds of learning rate `lr` with the times named `time`.
    """

    labels = {"lr": "learning rate"}

    def __init__(self, times: Mapping[str, Any], speed: Any, start: Any) -> None:
        self.rides = {name: Ride(time, speed) for name, time in times.items()}
        self.start = np.asarray(start, dtype=float)
        self.time = np.asarray(next(iter(times.values())), dtype=float)
        self.fine = np.linspace(self.time.min(), self.time.max(), POINTS)
        first = next(iter(self.rides.values()))
        grid = {"left": 0.095, "right": 0.99, "top": 0.9, "bottom": 0.16, "wspace": 0.26}
        self.fig, (beside, self.ax) = figure(1, 2, figsize=(9.0, 3.2), gridspec_kw=grid)
        self.fig.set_layout_engine("none")  # the axes stay where they are, whatever the title says
        self._create_losses(beside, first)
        draw_speeds(self.ax, self.time, first.speed)
        self.ax.set_title("the curve, and faint: earlier ones", color=TEXT)
        opacities = np.linspace(0.12, 0.5, len(EARLIER))
        self.earlier = [self.ax.plot([], [], color=CURVE, linewidth=1.3, alpha=opacity)[0] for opacity in opacities]
        (self.curve,) = self.ax.plot([], [], color=CURVE, linewidth=2.5, zorder=4)
        self.draw()

    def _create_losses(self, ax: Axes, ride: Ride) -> None:
        """The panel of the losses on `ax`, with the least loss of any curve, which is the same in all units of time."""
        self.losses = LossPanel(ax, ride.loss(self.start), unit="round")
        self.losses.lengthen(LONGEST)
        self.losses.words.set_visible(False)  # the title has the number
        ax.set(xlim=(-0.05 * LONGEST, 1.05 * LONGEST), xticks=range(0, LONGEST + 1, 25))
        ax.axhline(ride.least, color=TEXT, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
        ax.text(0, ride.least / 2, f"best: {compact(ride.least)}", va="top")

    def draw(self, lr: float = 1e-5, rounds: int = 0, time: str = "raw") -> str:
        """Take `rounds` rounds of rate `lr` with the times named `time`; returns the sentence with the loss."""
        ride = self.rides[time]
        path = ride.descend(self.start, lr, rounds)
        losses = np.array([ride.loss(weights) for weights in path])
        self.losses.move(losses)
        after = f"after {len(path) - 1} round{'s' * (len(path) != 2)}"
        self.losses.ax.set_title(f"loss {after}: {compact(losses[-1])}", color=TEXT)
        self._move_curves(ride, path, losses[-1] < DIVERGED)
        settings = f"Time {time}, learning rate {lr:g}"
        if losses[-1] > DIVERGED:
            return (
                f"{settings}: it diverges; {after} the loss is {compact(losses[-1])}, and no curve is in the picture."
            )
        sentence = f"{settings}: {after} the loss is {compact(losses[-1])} (the best curve has {compact(ride.least)})."
        return sentence + outside_picture(ride.predict(path[-1]))

    def _move_curves(self, ride: Ride, path: np.ndarray, shown: bool) -> None:
        """Draw the curve of the last of `path`, (k, 3), and faintly those of earlier ones; none where not `shown`."""
        at = np.interp(self.fine, self.time, ride.time)
        self.curve.set_data(self.fine, np.polyval(path[-1] if shown else path[0] * np.nan, at))
        for line, step in zip(self.earlier, EARLIER, strict=True):
            there = shown and step < len(path) - 1
            line.set_data(*((self.fine, np.polyval(path[step], at)) if there else ([], [])))
