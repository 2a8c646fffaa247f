"""The sums behind the picture of lesson 3: a path of gradient descent on a `Curve`, and what a parabola does to it."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np


class Parabola(NamedTuple):
    """A curve that is curvature * (x - bottom)**2 and a constant: a step multiplies the distance from `bottom`."""

    curvature: float
    bottom: float

    def factor(self, lr):
        """What a step of rate `lr` multiplies the distance from the bottom by: 1 - 2*lr for x**2."""
        return 1 - 2 * self.curvature * lr

    def after(self, lr, start, steps):
        """x after `steps` steps from `start`, without taking them; infinite where that overflows."""
        try:
            return self.bottom + self.factor(lr) ** steps * (start - self.bottom)
        except OverflowError:
            return math.inf

    def slope(self, x):
        """The slope at `x`."""
        return 2 * self.curvature * (x - self.bottom)


def parabola(curve):
    """The Parabola that `curve` is, near and far, or None: its slopes at ten places must lie on a straight line."""
    middle, span = (curve.low + curve.high) / 2, curve.high - curve.low
    xs = middle + span * np.array([-100, -3, -0.5, -0.31, -0.12, 0, 0.17, 0.43, 2, 70])
    _, slopes = curve.at(xs)
    steepness = (slopes[7] - slopes[2]) / (xs[7] - xs[2])
    if not math.isfinite(steepness) or steepness == 0:
        return None
    bottom = xs[5] - slopes[5] / steepness
    close = np.allclose(slopes, steepness * (xs - bottom), rtol=1e-9, atol=1e-9 * abs(steepness) * span)
    return Parabola(round(float(steepness) / 2, 9), round(float(bottom), 9) + 0.0) if close else None


class Path(NamedTuple):
    """The points of a descent, arrays (n + 1,) each, and `end`: why it has fewer points than asked for, or ''."""

    xs: np.ndarray
    values: np.ndarray
    slopes: np.ndarray
    end: str

    def point(self, step):
        """x, f(x) and the slope at `step`, as Python's floats, which overflow to infinity without a warning."""
        return float(self.xs[step]), float(self.values[step]), float(self.slopes[step])


class Paths:
    """Gradient descent on `curve`, `longest` steps or as far as numbers go; each path is walked once and kept."""

    def __init__(self, curve, longest):
        self.curve, self.longest = curve, longest
        self.parabola = parabola(curve)
        self.walk = lru_cache(maxsize=4096)(self._walk)

    def _walk(self, lr, start):
        """The Path from `start` at learning rate `lr`."""
        points = self._quickly(lr, start) if self.parabola else None
        if points is None:
            points = np.array(list(self._one_by_one(lr, start)))
        finite = np.isfinite(points).all(axis=1)
        whole = len(points) if finite.all() else int(finite.argmin())
        return Path(*points[:whole].T, "" if whole == len(points) else _why(points[whole], whole))

    def _one_by_one(self, lr, x):
        for _ in range(self.longest + 1):
            value, slope = self.curve(x)
            yield x, value, slope
            if not (math.isfinite(x) and math.isfinite(value) and math.isfinite(slope)):
                return
            x = x - lr * slope

    def _quickly(self, lr, x):
        """The same on a parabola, autograd asked once for all points; None if it finds the parabola's slopes wrong."""
        xs = [x]
        for _ in range(self.longest):
            x = x - lr * self.parabola.slope(x)
            xs.append(x)
        values, slopes = self.curve.at(xs)
        with np.errstate(all="ignore"):  # a diverging path may overflow; `_walk` ends it there
            right = np.isclose(slopes, self.parabola.slope(np.array(xs)), rtol=1e-6, atol=1e-9, equal_nan=True)
        return np.column_stack([xs, values, slopes]) if (right | ~np.isfinite(slopes)).all() else None


def _why(point, step):
    """The words for a path that ends at `step` because `point` (x, value, slope) holds no finite numbers."""
    x, value, _ = point
    if not math.isfinite(x) or math.isinf(value):
        return f"At step {step} it overflows: the number is too large for the computer."
    if math.isnan(value):
        return f"At step {step}, x = {x:.3g} and f(x) is not a number: the path ends there."
    return f"At step {step}, x = {x:.3g} has no slope to follow: the path ends there."
