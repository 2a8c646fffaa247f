"""The function `f` that a learner wrote: its values and slopes, or a sentence on what is wrong. Lessons 1-3, 6."""

import inspect
import math
import warnings
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch

from utils.look import number
from utils.plots.calls import FAILURES, QuietCalls, said, slip

INTERRUPTED = "f was interrupted before its picture was there (KeyboardInterrupt): run the cell again."
Function = Callable[[torch.Tensor], torch.Tensor]


class LearnerFunction:
    """The function `f` of one number, with its slope by autograd, in float64.

    `f` takes a torch tensor and returns one of the same shape; an `f` that takes a single number at a time works too,
    but is slower. `low` and `high` are the ends of the part that is drawn (in units of x). `problem` is None, or a
    sentence for the learner; then `at` must not be called. Otherwise `curve` holds 241 xs, and values and slopes there.
    Nothing that `f` raises is raised, but for KeyboardInterrupt in a later call; what it prints is shown once.
    Serves lessons 1 and 3.

        LearnerFunction(lambda x: x**2).at([-1.5, 0.0])     # (array([2.25, 0.]), array([-3., 0.]))
        LearnerFunction(lambda x: 3.0).problem              # "f returned the plain number 3 ..."
    """

    def __init__(self, f: Function, low: float = -3.0, high: float = 3.0) -> None:
        self.f = QuietCalls(f) if callable(f) else f
        self.low, self.high = float(low), float(high)
        # Not the middle and no round numbers: there a function is most likely to be an exception.
        self._probes = np.array([0.07, 0.21, 0.38, 0.56, 0.73, 0.94]) * (self.high - self.low) + self.low
        try:
            with warnings.catch_warnings(action="ignore"):  # `problem` says it in words
                self.problem = what_is_wrong(self.f, self._probes) or self._measure_curve()
            if callable(f):
                self.f.show_prints(torch.tensor(self._probes[0], requires_grad=True))
        except KeyboardInterrupt:
            self.problem = INTERRUPTED

    def _measure_curve(self) -> str | None:
        """Fill `vectorised` and `curve`; returns a sentence where no value is finite, else None."""
        self.vectorised = self._takes_vectors()
        xs = np.linspace(self.low, self.high, 241)
        self.curve = (xs, *self.at(xs))
        if np.isfinite(self.curve[1]).any():
            return None
        between = f"between x = {self.low:g} and x = {self.high:g}"
        return f"f(x) is no finite number anywhere {between}: there is nothing to draw."

    def at(self, xs: Any) -> tuple[np.ndarray, np.ndarray]:
        """Values and slopes at `xs` (n numbers): two float64 arrays (n,), NaN where `f` has none."""
        xs = np.asarray(xs, dtype=np.float64)
        if self.vectorised:
            try:
                return _with_slope(self.f, xs)
            except FAILURES:  # with these numbers, or this many of them: one by one it may still work
                pass
        pairs = [self(x) for x in xs.ravel()]
        return np.array([value for value, _ in pairs]), np.array([slope for _, slope in pairs])

    def __call__(self, x: float) -> tuple[float, float]:
        """Value and slope at the single number `x`, as two floats; NaN where `f` has none."""
        try:
            value, slope = _with_slope(self.f, float(x))
            return value.item(), slope.item()
        except FAILURES:  # a learner's f may raise anything, and only at this x
            return math.nan, math.nan

    def failure(self, x: float) -> str:
        """The sentence on the mistake for which `f` has no value or no slope at `x`; "" where it has made none."""
        return what_is_wrong(self.f, [x]) or "" if math.isfinite(x) else ""

    def _takes_vectors(self) -> bool:
        """Whether one call of `f` with many numbers gives what a call with each of them gives."""
        one_by_one = np.array([self(x) for x in self._probes]).T
        try:
            together = np.stack(_with_slope(self.f, self._probes))
        except FAILURES:  # `if x > 0`, for example, takes one number at a time
            return False
        return together.shape == one_by_one.shape and np.allclose(together, one_by_one, equal_nan=True)


def _with_slope(f: Function, xs: Any) -> tuple[np.ndarray, np.ndarray]:
    """Values and slopes of `f` at `xs`, a number or an array (n,), as arrays of that shape; raises what `f` raises."""
    with torch.enable_grad():
        x = torch.tensor(xs, dtype=torch.float64, requires_grad=True)
        y = f(x)
        (slope,) = torch.autograd.grad(y if y.ndim == 0 else y.sum(), x)
    values = y.detach().double().reshape(x.shape).numpy()
    slope = (slope + torch.zeros_like(slope)).numpy()  # the slope of torch.sgn is a tensor without memory of its own
    return values, np.where(np.isfinite(values), slope, np.nan)  # log(-1) is NaN, but autograd gives it a slope


def what_is_wrong(f: Function, xs: Iterable[float], name: str = "x", beside: str = "") -> str | None:
    """A sentence saying why `f` cannot be drawn, from calls with each of the numbers `xs`; None when it can.

    The sentence calls the number `name`, and adds `beside` where it says which number it was.
    """
    if not callable(f):
        return f"f must be a function of x, such as lambda x: x**2; this is {_describe(f)}."
    if (sentence := _wrong_arguments(f)) is not None:
        return sentence
    results, raised = [], ("", None)
    for x in xs:
        tensor, at = torch.tensor(float(x), dtype=torch.float64, requires_grad=True), f"at {name} = {number(x)}{beside}"
        try:
            with torch.enable_grad():
                results.append((tensor, f(tensor), at))
        except FAILURES as error:  # whatever a learner's f raises becomes a sentence
            raised = (at, error)
    if not results:
        return _raises(*raised)
    try:
        wrong = (_not_a_number(at, y) for _, y, at in results)
        return next((sentence for sentence in wrong if sentence is not None), None) or _no_gradient(results)
    except FAILURES as error:  # an object of the learner's own class may refuse any question
        return _raises(results[0][2], error)


def _wrong_arguments(f: Function) -> str | None:
    """A sentence when `f` cannot be called with one argument, else None."""
    try:
        signature = inspect.signature(f)
    except FAILURES:  # torch.sin and other built-in functions have no signature
        return None
    try:
        signature.bind(0)
    except TypeError:
        count = len(signature.parameters)
        if count == 1:
            return f"f must take x without its name, as in f(2.0); this one takes {signature}."
        return f"f must take one argument, x; this one takes {count}: {signature}."
    return None


def _raises(at: str, error: BaseException) -> str:
    """The sentence for an `f` that raised `error`; `at` says where."""
    if (sentence := slip(error)) is not None:
        return sentence
    words = said(error)
    if "numpy" in words:
        return "f hands x to numpy, where PyTorch cannot follow. Use torch's own functions (torch.sin, not numpy.sin)."
    if "in-place" in words:
        return f"f changes x in place, which autograd forbids: write x * 2, not x.mul_(2) or x *= 2. ({words}.)"
    return f"f raised {type(error).__name__} {at}{': ' if words else ''}{words}."


def _not_a_number(at: str, y: Any) -> str | None:
    """A sentence when `y`, the value of f, is not a tensor that holds one real number, else None; `at` says where."""
    if y is None:
        return f"f returned None {at}: its last line wants `return` in front."
    if isinstance(y, np.ndarray | np.generic):
        return f"f returned a numpy value {at}: PyTorch cannot follow it. Keep to torch (torch.sin, not numpy.sin)."
    if isinstance(y, bool | int | float):
        said = f"f returned {_plain(y)} {at}, and a plain number has no slope."
        return f"{said} Keep x a tensor: torch.sin(x) for math.sin(x), 0*x + 3 for 3."
    if isinstance(y, tuple):
        return f"f returned {len(y)} values {at}, a tuple; it must return one. Python writes 0.5 with a point, not 0,5."
    if not isinstance(y, torch.Tensor):
        return f"f returned {_describe(y)} {at}; it must return a tensor with one number in it."
    if y.numel() != 1:
        said = f"f returned a tensor of shape {tuple(y.shape)} for one x: it must return one number."
        return f"{said} Does it want .sum() or .mean()?"
    if y.is_complex():
        return f"f returned a complex number {at}; a height must be a real one."
    return None


def _no_gradient(results: list[tuple[torch.Tensor, torch.Tensor, str]]) -> str | None:
    """A sentence when autograd finds no slope of f(x), for `results`: x, f(x) and where that is; else None."""
    for x, y, at in results:
        try:
            (slope,) = torch.autograd.grad(y.sum(), x, allow_unused=True) if y.requires_grad else (None,)
        except FAILURES as error:  # an in-place change, or a learner's own autograd.Function with a wrong backward
            return _raises(at, error)
        if slope is None:
            break
    else:
        return None
    heights = {round(y.item(), 12) for _, y, _ in results}
    if len(results) == 1:
        return f"f lost the trail from its input {at}, so no slope comes back (0*x + 3 is a 3 that PyTorch can follow)."
    if len(heights) == 1:
        height = heights.pop()
        said = f"f is {f'{height:g}' if math.isfinite(height) else number(height)} whatever x is: it does not use x"
        return f"{said}, so there is no slope to follow. (0*x + 3 is a constant that PyTorch can follow.)"
    causes = ".detach(), torch.tensor(x) and comparing cut it"
    return f"f lost the trail from x, so no slope comes back: {causes}. Compute with x itself."


def _plain(value: float) -> str:
    """Words for a plain number of Python, however large it is."""
    try:
        finite = math.isfinite(value)
    except OverflowError:  # an int of hundreds of digits
        finite = False
    return f"the plain number {value:.6g}" if finite else "a plain number that is not finite"


def _describe(thing: Any) -> str:
    """The type of `thing` and a short form of it, for a sentence."""
    name = type(thing).__name__
    article = "an" if name[0] in "aeio" else "a"
    try:
        text = " ".join(repr(thing).split())
    except Exception:  # the __repr__ of a learner's own class
        return f"{article} {name}"
    return f"{article} {name}, {text if len(text) <= 40 else text[:37] + '...'}"


def one_number(name: str, function: Callable[..., Any], *arguments: Any) -> tuple[float, str]:
    """The number that `function`, called `name`, gives for `arguments`, and ""; or NaN and the sentence on why not."""
    try:
        y = function(*arguments)
        if y is not None:
            return float(y), ""
    except FAILURES as error:
        return math.nan, slip(error) or f"{name} failed. {type(error).__name__}: {said(error) or 'no words'}."
    return math.nan, f"{name} returned None: its last line wants `return` in front."
