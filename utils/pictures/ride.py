"""A curve fitted to the speeds of a roller-coaster ride: its loss and its gradient in closed form. Serves lesson 4."""

from typing import Any

import numpy as np

DIVERGED = 1e9  # a loss above this has diverged, and the descent ends


class Ride:
    """The measured `speed` at `time` (n numbers each), and the mean squared loss of a*time**2 + b*time + c, in float64.

    The loss is quadratic in the three weights, so a 3x3 matrix gives its value and its gradient everywhere.
    """

    def __init__(self, time: Any, speed: Any) -> None:
        self.time, self.speed = (np.asarray(x, dtype=float) for x in (time, speed))
        self.inputs = np.stack([self.time**2, self.time, np.ones_like(self.time)], axis=1)
        self.best = np.linalg.lstsq(self.inputs, self.speed, rcond=None)[0]
        self.curvature = 2 * self.inputs.T @ self.inputs / len(self.time)
        self.least = self.loss(self.best)

    def predict(self, weights: np.ndarray) -> np.ndarray:
        """The curve with `weights` (a, b, c) at each time, (n,)."""
        return self.inputs @ weights

    def loss(self, weights: Any) -> float:
        """The mean of the squared misses of the curve with `weights`, (3,)."""
        return float(np.mean((self.predict(weights) - self.speed) ** 2))

    def slopes(self, weights: Any) -> np.ndarray:
        """The gradient: the slopes of the loss along a, b and c, (3,)."""
        return self.curvature @ (np.asarray(weights) - self.best)

    def turned(self, start: Any) -> tuple[tuple[float, float], np.ndarray]:
        """The bowl of the loss along its least and its most curved direction: two curvatures, and an array (2, 3).

        The array times (weights - best) gives the place on a map turned that way, where `start` is at the upper left.
        """
        curvatures, directions = np.linalg.eigh(self.curvature)
        ways = directions[:, [0, 2]].T
        signs = np.where(ways @ (np.asarray(start) - self.best) < 0, -1, 1) * (-1, 1)
        return (curvatures[0], curvatures[2]), ways * signs[:, None]

    def descend(self, start: Any, lr: float, steps: int) -> np.ndarray:
        """The weights at the start and after each of `steps` steps, (k, 3); fewer where the loss passes DIVERGED."""
        path = [np.asarray(start, dtype=float)]
        for _ in range(steps):
            if self.loss(path[-1]) > DIVERGED:
                break
            path.append(path[-1] - lr * self.slopes(path[-1]))
        return np.array(path)
