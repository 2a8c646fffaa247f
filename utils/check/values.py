"""Read an answer as the value that it stands for, whatever its type (every lesson, by `check`)."""

import math
import re
import unicodedata
from typing import Any

import numpy as np
import torch

POINT = "Python writes decimals with a point: 2.5, not 2,5."
# A true minus sign, the dash that word processors make of a minus, the slash of one-character fractions, and a comma.
SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{FRACTION SLASH}": "/", ",": "."})


def number_of(value: Any) -> float | None:
    """The number that `value` is, or holds as its one entry; None where it is or holds none.

    Taken are numbers of any type (Fraction and those of NumPy, too), and tensors, arrays and lists of one entry.
    """
    if isinstance(value, list | tuple):
        return number_of(value[0]) if len(value) == 1 else None
    try:
        if hasattr(value, "tolist"):  # those of PyTorch, NumPy and pandas
            return number_of(value.tolist()) if math.prod(value.shape) == 1 else None
        if isinstance(value, complex):
            return value.real if value.imag == 0 else None
        return None if isinstance(value, bool | str) or not hasattr(value, "__float__") else float(value)
    except OverflowError:  # a whole number of more than 308 digits
        return math.inf if value > 0 else -math.inf
    except Exception:  # for example a tensor without data
        return None


def number_in(text: str) -> float | None:
    """The number that `text` spells, such as "1/3", "-2,9" or "x = -2"; None where it spells none."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(SIGNS)
    above, slash, below = bare.rpartition("=")[2].partition("/")
    try:
        return float(above) / float(below if slash else 1)
    except (ValueError, ZeroDivisionError):
        return None


def is_number(value: Any) -> bool:
    """Whether `value` is a plain number; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def listed(value: Any) -> Any:
    """`value`; if it is a NumPy array, as nested lists."""
    return value.tolist() if isinstance(value, np.ndarray) else value


def typed(answer: Any, reference: Any) -> Any:
    """The value that a learner means by `answer`, where the value `reference` is wanted; else `answer` itself.

    A number may be typed as text; the letters of an order may have spaces or commas between them, or be a list.
    """
    if is_number(reference):
        number = number_in(answer) if isinstance(answer, str) else number_of(answer)
        return answer if number is None else number
    if isinstance(reference, str):
        answer = listed(answer)
        if isinstance(answer, list | tuple) and all(isinstance(one, str) for one in answer):
            answer = "".join(answer)
        return re.sub(r"[\W_]+", "", answer) if isinstance(answer, str) else answer
    return answer


def tensor_of(value: Any) -> torch.Tensor | None:
    """A tensor of `value`: a number, or a list or an array of numbers, nested or not; None for anything else."""
    value = listed(value)
    if isinstance(value, list | tuple):
        parts = [tensor_of(one) for one in value]
        known = [part for part in parts if part is not None]
        alike = len(known) == len(parts) and len({part.shape for part in known}) == 1
        return torch.stack(known) if alike else None
    number = number_of(value)
    return None if number is None else torch.tensor(number)


def has_decimal_comma(values: Any) -> bool:
    """Whether `values` may be one number typed with a decimal comma: of `-2,9` Python makes `(-2, 9)`."""
    two = isinstance(values, tuple) and len(values) == 2
    return two and number_of(values[0]) is not None and type(values[1]) is int and values[1] >= 0
