"""How numbers are written for a learner."""

import math

import numpy as np


def number(value: float, digits: int = 2) -> str:
    """`value` with `digits` decimals, with a power of ten where decimals say nothing, in words if not finite."""
    value = float(value) + 0.0  # turns -0.0 into 0.0
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinity"
    if value == 0 or 0.5 * 10**-digits <= abs(value) < 100_000:
        return f"{value:.{digits}f}"
    if 1e-4 <= abs(value) < 1:
        return np.format_float_positional(value, precision=1, fractional=False)
    return f"{value:.1e}"


def fixed(value: float, digits: int = 2) -> str:
    """`value` with `digits` decimals, with a power of ten from a million on, in words if not finite; never -0.0."""
    if not abs(value) < 1e6:
        return number(value, digits)
    text = f"{value:.{digits}f}"
    return text[1:] if text[0] == "-" and float(text) == 0 else text


def signed(value: float, digits: int = 1) -> str:
    """`value` with its sign in front, as in +8.2 and -16.9; 0 has none."""
    if not abs(value) < 1e6:
        return f"{value:+.1e}" if math.isfinite(value) else number(value)
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def nonzero(value: float, digits: int = 3) -> str:
    """`value` with `digits` decimals, or with more where these would show 0 for a number that is not 0."""
    text = fixed(value, digits)
    if 0 < abs(value) < 1e-12:
        return f"{value:.1e}"
    if 0 < abs(value) < 10**-digits and float(text) == 0:
        text = np.format_float_positional(value, precision=2, fractional=False)
    return text


def probability(value: float) -> str:
    """`value`, between 0 and 1, with three decimals, or with more where these would round it to 0 or 1."""
    rest = min(value, 1 - value)
    digits = 3 if rest >= 0.0005 else int(np.ceil(-np.log10(rest))) + 1
    return f"{value:.{digits}f}"


def compact(value: float) -> str:
    """`value`, 0 or more: the larger it is, the fewer decimals, and a power of ten from a million on."""
    if not value < 1e6:
        return number(value)
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def capped(value: float) -> str:
    """`value`, 0 or more, with two decimals; from 100 on with none, from 10,000 on only the power of ten below it."""
    if value < 100 or not math.isfinite(value):
        return fixed(value)
    if value >= 1e15:
        return f"over 1e{math.floor(math.log10(value))}"
    return f"{value:,.0f}" if value < 10_000 else f"over {10 ** math.floor(math.log10(value)):,}"


def narrow(value: float, digits: int = 4) -> str:
    """`value` for a column of a table: `digits` decimals, fewer from 10 on, and a power of ten from 10,000 on."""
    size = abs(value)
    text = fixed(value, digits - math.floor(math.log10(size))) if 10 <= size < 10_000 else number(value, digits)
    text = f"{value:.1e}" if 10_000 <= size < math.inf else text
    return text.replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")


def magnification(times: float) -> str:
    """A magnification, short enough for a title: 10, 1,000, 1e8."""
    return f"{times:,.0f}" if times < 9_999_999 else f"{times:.0e}".replace("e+0", "e").replace("e+", "e")
