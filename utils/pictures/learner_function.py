"""The function `f` that a learner wrote: its values and slopes, or a sentence on what is wrong. Lessons 1 to 3."""

import inspect
import math
import warnings
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch

Function = Callable[[torch.Tensor], torch.Tensor]


class LearnerFunction:
    """The function `f` of one number, with its slope by autograd, in float64.

    `f` takes a torch tensor and returns one of the same shape; an `f` that takes a single number at a time works too,
    but is slower. `low` and `high` are the ends of the part that is drawn (in units of x). `problem` is None, or a
    sentence for the learner; then `at` must not be called. Nothing that `f` raises is raised. Serves lessons 1 and 3.

        LearnerFunction(lambda x: x**2).at([-1.5, 0.0])     # (array([2.25, 0.]), array([-3., 0.]))
        LearnerFunction(lambda x: 3.0).problem              # "f returned the plain number 3 ..."
    """

    def __init__(self, f: Function, low: float = -3.0, high: float = 3.0) -> None:
        self.f = f
        self.low, self.high = float(low), float(high)
        # Not the middle and no round numbers: there a function is most likely to be an exception.
        self._probes = np.array([0.07, 0.21, 0.38, 0.56, 0.73, 0.94]) * (self.high - self.low) + self.low
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `problem` says it in words
            self.problem = what_is_wrong(f, self._probes)
            self.vectorised = self.problem is None and self._takes_vectors()
            if self.problem is None and not np.isfinite(self.at(np.linspace(low, high, 61))[0]).any():
                between = f"between x = {low:g} and x = {high:g}"
                self.problem = f"f(x) is no finite number anywhere {between}: there is nothing to draw."

    def at(self, xs: Any) -> tuple[np.ndarray, np.ndarray]:
        """Values and slopes at `xs` (n numbers): two float64 arrays (n,), NaN where `f` has none."""
        xs = np.asarray(xs, dtype=np.float64)
        if self.vectorised:
            return _with_slope(self.f, xs)
        pairs = [self(x) for x in xs.ravel()]
        return np.array([value for value, _ in pairs]), np.array([slope for _, slope in pairs])

    def __call__(self, x: float) -> tuple[float, float]:
        """Value and slope at the single number `x`, as two floats; NaN where `f` has none."""
        try:
            value, slope = _with_slope(self.f, float(x))
            return value.item(), slope.item()
        except Exception:  # a learner's f may raise anything, and only at this x
            return math.nan, math.nan

    def _takes_vectors(self) -> bool:
        """Whether one call of `f` with many numbers gives what a call with each of them gives."""
        one_by_one = np.array([self(x) for x in self._probes]).T
        try:
            together = np.stack(_with_slope(self.f, self._probes))
        except Exception:  # `if x > 0`, for example, takes one number at a time
            return False
        return together.shape == one_by_one.shape and np.allclose(together, one_by_one, equal_nan=True)


def _with_slope(f: Function, xs: Any) -> tuple[np.ndarray, np.ndarray]:
    """Values and slopes of `f` at `xs`, a number or an array (n,), as arrays of that shape; raises what `f` raises."""
    with torch.enable_grad():
        x = torch.tensor(xs, dtype=torch.float64, requires_grad=True)
        y = f(x)
        (slope,) = torch.autograd.grad(y if y.ndim == 0 else y.sum(), x)
    values = y.detach().double().reshape(x.shape).numpy()
    return values, np.where(np.isfinite(values), slope.numpy(), np.nan)  # log(-1) is NaN, but autograd gives it a slope


def what_is_wrong(f: Function, xs: Iterable[float]) -> str | None:
    """A sentence saying why `f` cannot be drawn, from calls with each of the numbers `xs`; None when it can."""
    if not callable(f):
        return f"f must be a function of x, such as lambda x: x**2; this is {_describe(f)}."
    if (sentence := _wrong_arguments(f)) is not None:
        return sentence
    results, raised = [], (math.nan, None)
    for x in xs:
        tensor = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
        try:
            with torch.enable_grad():
                results.append((tensor, f(tensor)))
        except Exception as error:  # whatever a learner's f raises becomes a sentence
            raised = (x, error)
    if not results:
        return _raises(*raised)
    for x, y in results:
        if (sentence := _not_a_number(x.item(), y)) is not None:
            return sentence
    return _no_gradient(results)


def _wrong_arguments(f: Function) -> str | None:
    """A sentence when `f` cannot be called with one argument, else None."""
    try:
        signature = inspect.signature(f)
    except (TypeError, ValueError):  # torch.sin and other built-in functions have no signature
        return None
    try:
        signature.bind(0)
    except TypeError:
        return f"f must take one argument, x; this one takes {len(signature.parameters)}: {signature}."
    return None


def _raises(x: float, error: Exception) -> str:
    """The sentence for an `f` that raised `error` at every number tried; the last of them was `x`."""
    said = " ".join(str(error).split())[:120].rstrip(". ")
    if "numpy" in said:
        return "f hands x to numpy, where PyTorch cannot follow. Use torch's own functions (torch.sin, not numpy.sin)."
    if "in-place" in said:
        return f"f changes x in place, which autograd forbids: write x * 2, not x.mul_(2) or x *= 2. ({said}.)"
    return f"f raised {type(error).__name__} at x = {x:.2f}: {said}."


def _not_a_number(x: float, y: Any) -> str | None:
    """A sentence when `y`, which is f(x), is not a tensor that holds one real number, else None."""
    at = f"at x = {x:.2f}"
    if y is None:
        return f"f returned None {at}: its last line wants `return` in front."
    if isinstance(y, np.ndarray | np.generic):
        return f"f returned a numpy value {at}: PyTorch cannot follow it. Keep to torch (torch.sin, not numpy.sin)."
    if isinstance(y, bool | int | float):
        said = f"f returned the plain number {y:.6g} {at}, and a plain number has no slope."
        return f"{said} Keep x a tensor: torch.sin(x) for math.sin(x), 0*x + 3 for 3."
    if not isinstance(y, torch.Tensor):
        return f"f returned {_describe(y)} {at}; it must return a tensor with one number in it."
    if y.numel() != 1:
        said = f"f returned a tensor of shape {tuple(y.shape)} for one x: it must return one number."
        return f"{said} Does it want .sum() or .mean()?"
    if y.is_complex():
        return f"f returned a complex number {at}; a height must be a real one."
    return None


def _no_gradient(results: list[tuple[torch.Tensor, torch.Tensor]]) -> str | None:
    """A sentence when autograd finds no slope of f(x), for pairs `results` of x and f(x); else None."""
    for x, y in results:
        try:
            (slope,) = torch.autograd.grad(y, x, allow_unused=True) if y.requires_grad else (None,)
        except Exception as error:  # an in-place change, or a learner's own autograd.Function with a wrong backward
            return _raises(x.item(), error)
        if slope is None:
            break
    else:
        return None
    heights = {round(y.item(), 12) for _, y in results}
    if len(heights) == 1:
        said = f"f is {heights.pop():g} whatever x is: it does not use x, so there is no slope to follow."
        return f"{said} (0*x + 3 is a constant that PyTorch can follow.)"
    causes = ".detach(), torch.tensor(x) and comparing cut it"
    return f"f lost the trail from x, so no slope comes back: {causes}. Compute with x itself."


def _describe(thing: Any) -> str:
    """The type of `thing` and a short form of it, for a sentence."""
    text = " ".join(repr(thing).split())
    name = type(thing).__name__
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}, {text if len(text) <= 40 else text[:37] + '...'}"
