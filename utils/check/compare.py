"""Whether two answers are the same, and in plain words what sets them apart (every lesson, by `check`)."""

import copy
import re
import traceback

import numpy as np
import torch

SMALL = 8  # a tensor of at most so many numbers is written out
BRIEF = 40  # a longer description of an input gives way to its kind and size
NEAR_ZERO = 1e-6  # numbers this near to each other are the same


def copies(value):
    """A deep copy of `value`; tensors keep whether they need a gradient, and the gradient."""
    if isinstance(value, tuple):
        return tuple(copies(one) for one in value)
    if isinstance(value, torch.Tensor) and value.is_leaf and value.grad is not None:
        twin = value.detach().clone().requires_grad_(value.requires_grad)
        twin.grad = value.grad.detach().clone()
        return twin
    return copy.deepcopy(value)


def is_gap(value):
    """Whether `value` is a place left empty: None, `...`, an empty text, or a list of nothing else."""
    if isinstance(value, list | tuple):
        return all(is_gap(one) for one in value)
    return value is None or value is Ellipsis or (isinstance(value, str) and not value.strip())


def describe(value):
    """`value` in a few words that are the same in every run."""
    if isinstance(value, BaseException):
        return describe_error(value)
    if isinstance(value, torch.Tensor) and (value.numel() > SMALL or value.is_meta):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, torch.Tensor):
        return f"tensor({describe(value.detach().tolist())})"
    if isinstance(value, list | tuple) and len(value) <= SMALL:
        inner = ", ".join(describe(one) for one in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, torch.nn.Module):
        return f"a model ({type(value).__name__})"
    if callable(value):
        return f"the function {getattr(value, '__name__', type(value).__name__)}"
    return shortened(repr(value))


def brief(value):
    """`describe`, or where that is long the kind and size of `value`."""
    words = describe(value)
    if isinstance(value, torch.Tensor) and len(words) > BRIEF:
        return f"a tensor of shape {tuple(value.shape)}"
    return f"{kind(value)} of length {len(value)}" if isinstance(value, list) and len(words) > BRIEF else words


def shortened(text):
    """The first line of `text`, 100 characters at most, without addresses in memory."""
    line = re.sub(r" at 0x[0-9a-fA-F]+", "", text.strip().split("\n")[0])
    return line if len(line) <= 100 else line[:97] + "..."


def describe_error(error):
    """The name of `error`, what it says, and the learner's line that raised it, where Python still has the line."""
    says = shortened(str(error))
    frames = traceback.extract_tb(error.__traceback__)[1:2]  # the first is the call; the second is the learner's
    line = frames[0].line if frames else ""
    return type(error).__name__ + (f" ({says})" if says else "") + (f" at `{line}`" if line else "")


def difference(got, want, tolerance=1e-4):
    """None when `got` is as good as `want`; a sentence where its form is another; "" where only its value is.

    Numbers are the same when they differ by at most `tolerance` times the wanted one.
    """
    if isinstance(want, BaseException) or isinstance(got, BaseException):
        return None if type(got) is type(want) and str(got) == str(want) else ""
    if isinstance(want, torch.Tensor):
        return tensor_difference(got, want, tolerance)
    if isinstance(want, list | tuple):
        return list_difference(got, want, tolerance)
    if isinstance(want, int | float) and not isinstance(want, bool):
        return number_difference(got, want, tolerance)
    if isinstance(want, str):
        same = isinstance(got, str) and got.strip().lower() == want.strip().lower()
        return None if same else wrong_kind(got, str, "a text in quotes")
    return None if type(got) is type(want) and got == want else wrong_kind(got, type(want), kind(want))


def kind(value):
    """What sort of thing `value` is, in words."""
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


def wrong_kind(got, right_type, wanted):
    """A sentence where `got` is not a `right_type`, else ""."""
    return "" if isinstance(got, right_type) else f"That is {kind(got)}; wanted is {wanted}."


def number_difference(got, want, tolerance):
    """`difference` where a number is wanted; a tensor that holds one number is good too."""
    if isinstance(got, torch.Tensor):
        if got.dim() > 0:
            return f"That is a tensor of shape {tuple(got.shape)}; wanted is one number."
        if got.requires_grad:
            return "That is a tensor that still needs its gradient; .item() makes it a plain number."
        got = got.item()
    if isinstance(got, bool) or not isinstance(got, int | float | np.number):
        return f"That is {kind(got)}; wanted is one number."
    return None if np.isclose(float(got), want, rtol=tolerance, atol=NEAR_ZERO, equal_nan=True) else ""


def list_difference(got, want, tolerance):
    """`difference` where a list, or several values, are wanted."""
    if isinstance(got, torch.Tensor | np.ndarray) and not any(isinstance(one, torch.Tensor) for one in want):
        got = got.tolist()
    if not isinstance(got, list | tuple):
        return f"That is {kind(got)}; wanted is {kind(want)}."
    if len(got) != len(want):
        return f"That has {len(got)} entries; wanted are {len(want)}."
    parts = [difference(one, other, tolerance) for one, other in zip(got, want, strict=True)]
    return next((part for part in parts if part), "" if "" in parts else None)


def tensor_difference(got, want, tolerance):
    """`difference` where a tensor is wanted."""
    if want.requires_grad and isinstance(got, float):
        return "That is a plain number, and backward() cannot start from it: leave out .item()."
    if not isinstance(got, torch.Tensor):
        return f"That is {kind(got)}; wanted is a tensor of shape {tuple(want.shape)}."
    if got.shape != want.shape:
        return f"That has the shape {tuple(got.shape)}; wanted is {tuple(want.shape)}."
    if got.dtype != want.dtype:
        return f"That holds {got.dtype}; wanted is {want.dtype}."
    if got.requires_grad and not want.requires_grad:
        return "That tensor still needs its gradient: take the step inside torch.no_grad(), or use .detach()."
    if want.requires_grad and not got.requires_grad:
        return "That tensor has lost its way back to the weights, so backward() cannot work: no .item(), no .detach()."
    got, want = got.detach().double(), want.detach().double()
    same = torch.allclose(got, want, rtol=tolerance, atol=NEAR_ZERO, equal_nan=True)
    return None if same else ""
