"""Paths of gradient descent on a learner's function, and their closed form on a parabola. Serves lesson 3."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from utils.pictures.learner_function import LearnerFunction


class Parabola(NamedTuple):
    """The function curvature * (x - bottom)**2 + a constant: a step multiplies the distance to `bottom`."""

    curvature: float
    bottom: float

    def factor(self, lr: float) -> float:
        """The factor of a step of learning rate `lr`: 1 - 2*lr for x**2."""
        return 1 - 2 * self.curvature * lr

    def after(self, lr: float, start: float, steps: int) -> float:
        """x after `steps` steps from `start`, by the closed form; infinite where it overflows."""
        try:
            return self.bottom + self.factor(lr) ** steps * (start - self.bottom)
        except OverflowError:
            return math.inf

    def slope(self, x: Any) -> Any:
        """The slope at `x`, a number or an array."""
        return 2 * self.curvature * (x - self.bottom)


def as_parabola(f: LearnerFunction) -> Parabola | None:
    """`f` as a Parabola, or None where its slopes at ten points, near and far, do not lie on a straight line."""
    middle, span = (f.low + f.high) / 2, f.high - f.low
    xs = middle + span * np.array([-100, -3, -0.5, -0.31, -0.12, 0, 0.17, 0.43, 2, 70])
    _, slopes = f.at(xs)
    steepness = (slopes[7] - slopes[2]) / (xs[7] - xs[2])
    if not 1e-100 < abs(steepness) < 1e100:
        return None
    bottom = xs[5] - slopes[5] / steepness
    close = np.allclose(slopes, steepness * (xs - bottom), rtol=1e-9, atol=1e-9 * abs(steepness) * span)
    return Parabola(without_noise(steepness / 2, steepness), without_noise(bottom, span)) if close else None


def without_noise(value: float, size: float) -> float:
    """`value` to nine decimals, or to more where numbers of this `size` need them, so that 0.9999999999 becomes 1."""
    return round(float(value), 9 + max(0, -math.floor(math.log10(abs(size))))) + 0.0


class DescentPath(NamedTuple):
    """The points of a descent of n steps, arrays (n + 1,), and `end`: why the path ends too early, or ''."""

    xs: np.ndarray
    values: np.ndarray
    slopes: np.ndarray
    end: str

    def point(self, step: int) -> tuple[float, float, float]:
        """x, f(x) and the slope at `step`, as Python's floats, which overflow to infinity without a warning."""
        return float(self.xs[step]), float(self.values[step]), float(self.slopes[step])


class DescentPaths:
    """Paths of gradient descent on `f`, of `longest` steps or until a number is not finite; each is computed once."""

    def __init__(self, f: LearnerFunction, longest: int) -> None:
        self.f, self.longest = f, longest
        self.parabola = as_parabola(f)
        self.path = lru_cache(maxsize=4096)(self._path)

    def _path(self, lr: float, start: float) -> DescentPath:
        """The DescentPath from `start` at learning rate `lr`."""
        points = self._all_at_once(lr, start) if self.parabola else None
        if points is None:
            points = np.array(list(self._one_by_one(lr, start)))
        finite = np.isfinite(points).all(axis=1)
        n = len(points) if finite.all() else int(finite.argmin())
        return DescentPath(*points[:n].T, "" if n == len(points) else self._why_it_ends(points[n], n))

    def _one_by_one(self, lr: float, x: float) -> Iterator[tuple[float, float, float]]:
        for _ in range(self.longest + 1):
            value, slope = self.f(x)
            yield x, value, slope
            if not (math.isfinite(x) and math.isfinite(value) and math.isfinite(slope)):
                return
            x = x - lr * slope

    def _all_at_once(self, lr: float, x: float) -> np.ndarray | None:
        """The points of a path on a parabola, with one call of autograd; None where its slopes are not a parabola's."""
        xs = [x]
        for _ in range(self.longest):
            x = x - lr * self.parabola.slope(x)
            xs.append(x)
        values, slopes = self.f.at(xs)
        with np.errstate(all="ignore"):  # a diverging path may overflow; `_path` ends it there
            right = np.isclose(slopes, self.parabola.slope(np.array(xs)), rtol=1e-6, atol=1e-9, equal_nan=True)
        return np.column_stack([xs, values, slopes]) if (right | ~np.isfinite(slopes)).all() else None

    def _why_it_ends(self, point: np.ndarray, step: int) -> str:
        """The sentence for a path that ends at `step`, where `point` (x, value, slope) is not finite."""
        x, value, _ = point
        if not math.isfinite(x) or math.isinf(value):
            return f"At step {step} it overflows: the number is too large for the computer."
        if math.isnan(value):
            not_a_number = f"x = {x:.3g} and f(x) is not a number: the path ends there."
            return f"At step {step}, {self.f.failure(x) or not_a_number}"
        return f"At step {step}, x = {x:.3g} has no slope to follow: the path ends there."
