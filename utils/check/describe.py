"""Describe a learner's value or exception in a few plain words (every lesson, by `check`)."""

import re
import traceback
from typing import Any

import numpy as np
import torch

from utils.check.values import POINT

MAX_NUMBERS = 8  # a tensor or list of at most so many entries is written out
MAX_BRIEF = 40  # characters: a longer description of an input is replaced by its kind and size


def describe(value: Any) -> str:
    """`value` in a few words that are the same in every run."""
    if isinstance(value, BaseException):
        return describe_error(value)
    if isinstance(value, torch.Tensor) and (value.numel() > MAX_NUMBERS or value.is_meta):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, torch.Tensor):
        return f"tensor({describe(value.detach().tolist())})"
    if isinstance(value, list | tuple) and len(value) <= MAX_NUMBERS:
        inner = ", ".join(describe(one) for one in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, torch.nn.Module):
        return f"a model ({type(value).__name__})"
    if callable(value):
        return f"the function {getattr(value, '__name__', type(value).__name__)}"
    return shortened(repr(value))


def brief(value: Any) -> str:
    """`describe(value)`, or the kind and size of `value` where that description is long."""
    words = describe(value)
    if isinstance(value, torch.Tensor) and len(words) > MAX_BRIEF:
        return f"a tensor of shape {tuple(value.shape)}"
    return f"{kind(value)} of length {len(value)}" if isinstance(value, list) and len(words) > MAX_BRIEF else words


def kind(value: Any) -> str:
    """What type of value `value` is, in words for a learner."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, np.ndarray):
        return "a NumPy array"
    names = {
        str: "a text",
        bool: "True or False",
        torch.Tensor: "a tensor",
        float: "a plain number",
        int: "a plain number",
    }
    names |= {list: "a list", tuple: "several values", torch.nn.Parameter: "a tensor"}
    return names.get(type(value), f"something of type {type(value).__name__}")


def shortened(text: str) -> str:
    """The first line of `text`, at most 100 characters of it, without memory addresses."""
    line = re.sub(r" at 0x[0-9a-fA-F]+", "", text.strip().split("\n")[0])
    return line if len(line) <= 100 else line[:97] + "..."


def describe_error(error: BaseException) -> str:
    """The type of `error`, its message, and the learner's line that raised it, where Python still has that line."""
    message = shortened(str(error))
    frames = traceback.extract_tb(error.__traceback__)[1:2]  # frame 0 is our call, frame 1 the learner's function
    line = frames[0].line if frames else ""
    return type(error).__name__ + (f" ({message})" if message else "") + (f" at `{line}`" if line else "")


# What a message of Python, NumPy or PyTorch means when a learner typed mathematics as on paper.
ADVICE = {
    r"for \^=?:|bitwise_xor": "Python writes a power with **: x**2, not x^2.",
    r"'(int|float)' object is not callable": "Python writes a product with *: 2*x, not 2(x).",
    r"operand type.*'tuple'|concatenate tuple": POINT,
}


def advice(error: BaseException) -> str:
    """A space and how Python writes what a learner may have meant, where the `error` tells it, else ""."""
    known = [words for pattern, words in ADVICE.items() if re.search(pattern, shortened(str(error)))]
    return f" {known[0]}" if known else ""
