"""Makes controls from `explore`'s keywords: labelled stops for sliders, checkboxes and lists.

To add a kind of control, begin in this file: `_values` chooses the kind. Then let `browser/controls.js` draw it, and
name it in `protocol.py`, `browser/protocol.js` and `README.md`.
"""

import itertools
import math
import numbers
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeGuard

from utils.explore.protocol import ControlState, Stop, sendable

DEFAULT_STOPS = 121  # the number of stops of a range of floats that is given without a step
MOST_STOPS = 2001  # the largest number of stops of one control


@dataclass(frozen=True)
class Control:
    """A control `name` with the `values` of its stops, their `texts`, and the index at which it starts.

    `kind` is "range" (numbers), "check" (a bool) or "select" (anything else).
    """

    name: str
    label: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    start: int
    kind: str

    def __len__(self) -> int:
        return len(self.values)

    def index(self, value: Any) -> int:
        """The index of the stop `value`. Raises ValueError where there is none."""
        if value not in self.values:
            raise ValueError(f"{self.name}={value!r} is not one of its stops: {', '.join(self.texts)}.")
        return self.values.index(value)

    def only(self, stops: Sequence[int]) -> "Control":
        """The control with only the stops at these indices, of which its first value is one."""
        values, texts = (tuple(each[index] for index in stops) for each in (self.values, self.texts))
        return replace(self, values=values, texts=texts, start=list(stops).index(self.start))

    def state(self) -> ControlState:
        """The description of the control that is sent to the browser."""
        return {
            "name": self.name,
            "label": sendable(self.label),
            "texts": tuple(map(sendable, self.texts)),
            "start": self.start,
            "kind": self.kind,
        }


class Powers(tuple[float, ...]):
    """Stops that are powers of ten and have short labels such as 0.001 or 1e-05."""


def powers(first: float, last: float) -> Powers:
    """The powers of ten from `first` to `last`, in that order: `powers(1, 1e-3)` is 1, 0.1, 0.01, 0.001.

    Raises ValueError where an end is not a power of ten.
    """
    ends = []
    for end in (first, last):
        if not _is_number(end) or end <= 0 or not math.isclose(end, 10.0 ** round(math.log10(end))):
            raise ValueError(f"powers({first!r}, {last!r}): {end!r} is not a power of ten such as 0.01, 1 or 1000.")
        ends.append(round(math.log10(end)))
    step = 1 if ends[1] >= ends[0] else -1
    return Powers(float(f"1e{power}") for power in range(ends[0], ends[1] + step, step))


def control(name: str, given: Any, default: Any = None, label: str | None = None) -> Control:
    """The control for the keyword `name=given`. It starts at `default` or, where that is None, at the middle stop.

    `given` has the forms that `interact` takes: (min, max), (min, max, step), a list or another sequence of values
    (a range, an array, a tensor), a dict of names and values, a bool; or it is `powers(...)`.
    Raises ValueError with a sentence that names the keyword and says what is wrong with it.
    """
    default = given if default is None and isinstance(given, bool) else default
    values, kind = _values(name, given)
    if not values:
        raise ValueError(f"{name}={given!r}: it is empty, so there is nothing to choose from.")
    if len(values) > MOST_STOPS:
        raise ValueError(f"{name}=[...] has {len(values):,} stops; at most {MOST_STOPS:,} fit on a slider. Give fewer.")
    return Control(name, label or name.replace("_", " "), values, _texts(values, given), _start(values, default), kind)


def _values(name: str, given: Any) -> tuple[tuple[Any, ...], str]:
    """The values of the stops for the keyword `name=given`, and the kind of control that shows them."""
    if isinstance(given, bool):
        return (False, True), "check"
    if isinstance(given, Powers):
        return tuple(given), "range"
    if isinstance(given, tuple):
        return _range(name, given), "range"
    if isinstance(given, dict):
        return tuple(given.values()), "select"
    values = given.tolist() if hasattr(given, "tolist") else given
    if not isinstance(values, list | range):
        raise ValueError(
            f"{name}={given!r}: give a tuple (min, max) or (min, max, step), a list of values, a dict of names and "
            "values, True or False, or powers(1, 1e-3)."
        )
    return tuple(values), "range" if all(map(_is_number, values)) else "select"


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _range(name: str, given: tuple[Any, ...]) -> tuple[float, ...]:
    """The stops of (min, max) or (min, max, step), rounded so that a stop such as 0.3 is not 0.30000000000000004."""
    if len(given) not in (2, 3) or not all(map(_is_number, given)):
        raise ValueError(f"{name}={given!r}: a range is (min, max) or (min, max, step), all of them numbers.")
    if not all(map(math.isfinite, given)):
        raise ValueError(f"{name}={given!r}: every number of a range must be finite.")
    low, high, *rest = given
    if low >= high:
        raise ValueError(f"{name}={given!r} is upside down: the smaller number comes first.")
    whole = all(isinstance(number, numbers.Integral) for number in given)
    step = rest[0] if rest else (1 if whole else (high - low) / (DEFAULT_STOPS - 1))
    if step <= 0:
        raise ValueError(f"{name}={given!r}: the step is {step!r}; it must be greater than 0.")
    count = math.floor((high - low) / step + 1e-9) + 1
    if count > MOST_STOPS:
        raise ValueError(
            f"{name}={given!r} has {count:,} stops; at most {MOST_STOPS:,} fit on a slider. Take a larger step."
        )
    if whole:
        return tuple(range(low, high + 1, step))
    return tuple(round(low + step * index, 10) + 0.0 for index in range(count))


def _texts(values: tuple[Any, ...], given: Any) -> tuple[str, ...]:
    """The labels of `values`: those of a range of floats all have as many decimals as the longest one needs."""
    if isinstance(given, Powers):
        return tuple(f"{value:g}" for value in values)
    if isinstance(given, dict):
        return tuple(map(str, given))
    if isinstance(given, tuple) and any(isinstance(value, float) for value in values):
        decimals = min(6, max(-int(Decimal(repr(value)).normalize().as_tuple().exponent) for value in values))
        return tuple(f"{value:.{max(decimals, 0)}f}" for value in values)
    return tuple(
        f"{value:g}" if isinstance(value, float) else getattr(value, "__name__", str(value)) for value in values
    )


def _start(values: tuple[Any, ...], default: Any) -> int:
    """The index of the stop nearest to `default`; of the middle stop where `default` is neither a stop nor a number."""
    if default is None:
        return len(values) // 2
    if default in values:
        return values.index(default)
    if _is_number(default) and all(map(_is_number, values)):
        return min(range(len(values)), key=lambda index: abs(values[index] - default))
    return len(values) // 2


def all_stops(controls: Sequence[Control]) -> Iterator[Stop]:
    """All stops: every combination of the indices of `controls`."""
    return itertools.product(*(range(len(each)) for each in controls))
