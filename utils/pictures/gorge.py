"""Gradient descent in a gorge and in a round bowl, two weights each, drawn to one scale. Serves lesson 4."""

import numpy as np
from matplotlib.axes import Axes

from utils.look import PAPER, POINT, STEP, TEXT, compact, figure, number, styled
from utils.pictures.drawing import SAFE, set_changed
from utils.pictures.level_lines import LevelLines
from utils.pictures.trail import Trail

LEVELS = (50, 25, 10, 2)
LABELLED = (40, 290, 210)  # degrees: where a level line may have its number, clear of the walk
LEFT, RIGHT, HIGH = -5.9, 3.4, 2.75  # limits of both maps


class Bowl:
    """The map of the loss a**2 + `steep` * b**2 on `ax`, with a walk on it. Serves lesson 4."""

    def __init__(self, ax: Axes, steep: float, name: str) -> None:
        self.ax, self.slopes, self.name = ax, np.array([2.0, 2.0 * steep]), name
        ax.set(xlim=(LEFT, RIGHT), ylim=(-HIGH, HIGH), xlabel="weight a", xticks=[-4, -2, 0, 2], yticks=[-2, 0, 2])
        ax.set_aspect("equal")
        LevelLines(ax, LEVELS).move((2.0, 2.0 * steep))
        self._number_levels(steep)
        ax.plot(0, 0, "+", color=TEXT, markersize=9, zorder=2)
        self.title = ax.set_title("", color=TEXT)
        self.trail = Trail(ax, STEP)
        (self.point,) = ax.plot([], [], "o", color=POINT, markersize=9, zorder=6)
        self.gone = ax.text(0.5, 0.03, "", transform=ax.transAxes, ha="center", va="bottom", bbox=PAPER, zorder=7)

    def _number_levels(self, steep: float) -> None:
        angles = np.radians(LABELLED)
        for level in LEVELS:
            places = zip(level**0.5 * np.cos(angles), (level / steep) ** 0.5 * np.sin(angles), strict=True)
            inside = [(a, b) for a, b in places if LEFT + 0.4 < a < RIGHT - 0.4 and abs(b) < HIGH - 0.2]
            if inside:
                self.ax.text(*inside[0], level, ha="center", va="center", fontsize=9, zorder=1, bbox=PAPER)

    def loss(self, weights: np.ndarray) -> float:
        """The loss at `weights`, (2,)."""
        return float((self.slopes / 2 * weights**2).sum())

    def walk(self, start: tuple[float, float], lr: float, steps: int) -> np.ndarray:
        """Draw `steps` steps of rate `lr` from `start`; returns the weights before and after each, (steps + 1, 2)."""
        path = [np.array(start, dtype=float)]
        for _ in range(steps):
            path.append(path[-1] - lr * self.slopes * path[-1])
        path = np.clip(path, -SAFE, SAFE)
        self.trail.move(np.stack([path[:-1], path[1:]], axis=1))
        self.point.set_data(*path[-1:].T)
        self.title.set_text(f"{self.name}, lr = {lr:g}: loss {compact(self.loss(path[-1]))}")
        out = (path[:, 0] < LEFT) | (path[:, 0] > RIGHT) | (np.abs(path[:, 1]) > HIGH)
        set_changed(self.gone, text=f"step {out.argmax()} left the map" if out.any() else "")
        return path


@styled
class GorgePicture:
    """A walk in a gorge, a**2 + 25*b**2, and beside it one in a round bowl, a**2 + b**2. Serves lesson 4.

    `draw(lr, steps)` takes `steps` steps of learning rate `lr` in the gorge, and as many of rate `FITTING` in the round
    bowl, from `start`, an (a, b). All axes have one scale, so that the gorge is as narrow as it is drawn.
    """

    labels = {"lr": "learning rate"}
    STEEP = 25.0
    FITTING = 0.4  # a rate that suits the round bowl; in the gorge it would diverge

    def __init__(self, start: tuple[float, float] = (-5.0, 1.0)) -> None:
        grid = {"left": 0.06, "right": 0.99, "top": 0.9, "bottom": 0.16, "wspace": 0.12}
        self.start = start
        self.fig, (self.ax, beside) = figure(1, 2, figsize=(9.0, 3.1), gridspec_kw=grid)
        self.fig.set_layout_engine("none")  # the arrowheads need axes that stay where they are
        self.gorge, self.bowl = (
            Bowl(self.ax, self.STEEP, "a**2 + 25*b**2"),
            Bowl(beside, 1.0, "a**2 + b**2"),
        )
        self.ax.set_ylabel("weight b", labelpad=1)
        self.draw()

    def draw(self, lr: float = 0.036, steps: int = 0) -> str:
        """Take `steps` steps in both, of rate `lr` in the gorge; returns the sentence with the weights and losses."""
        words = []
        for bowl, rate, name in ((self.gorge, lr, "gorge"), (self.bowl, self.FITTING, "round bowl")):
            a, b = path = bowl.walk(self.start, rate, steps)[-1]
            loss = compact(bowl.loss(path))
            words.append(f"in the {name}, with lr = {rate:g}, a = {number(a)}, b = {number(b)} and the loss is {loss}")
        return f"After {steps} step{'s' * (steps != 1)}: {'; '.join(words)}."
