"""Compare an answer with the wanted one: is it the same, and if not, is its form wrong (every lesson, by `check`)?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from utils.check.describe import kind

NEAR_ZERO = 1e-6  # two numbers that differ by no more than this are the same


@dataclass(frozen=True)
class Verdict:
    """The result of a comparison.

    `same` says whether the answer is as good as the wanted one. `sentence` says what is wrong with the form of the
    answer (type, shape, dtype, gradient); it is empty where the form is right and only the value is wrong.
    """

    same: bool
    sentence: str = ""


SAME = Verdict(same=True)
WRONG_VALUE = Verdict(same=False)


def wrong_form(sentence: str) -> Verdict:
    """The verdict on an answer of another form than the wanted one."""
    return Verdict(same=False, sentence=sentence)


def compare(got: Any, want: Any, tolerance: float = 1e-4) -> Verdict:
    """The verdict on `got` where `want` is wanted.

    Numbers are the same when they differ by at most `tolerance` times the wanted one.
    """
    if isinstance(want, BaseException) or isinstance(got, BaseException):
        return Verdict(type(got) is type(want) and str(got) == str(want))
    if isinstance(want, torch.Tensor):
        return compare_tensor(got, want, tolerance)
    if isinstance(want, list | tuple):
        return compare_list(got, want, tolerance)
    if isinstance(want, int | float) and not isinstance(want, bool):
        return compare_number(got, want, tolerance)
    if not isinstance(got, type(want)):
        wanted = "a text in quotes" if isinstance(want, str) else kind(want)
        return wrong_form(f"That is {kind(got)}; wanted is {wanted}.")
    if isinstance(want, str):
        return Verdict(got.strip().lower() == want.strip().lower())
    return Verdict(type(got) is type(want) and got == want)


def compare_number(got: Any, want: float, tolerance: float) -> Verdict:
    """The verdict where a number is wanted; a tensor that holds one number is good too."""
    if isinstance(got, torch.Tensor):
        if got.dim() > 0:
            return wrong_form(f"That is a tensor of shape {tuple(got.shape)}; wanted is one number.")
        if got.requires_grad:
            return wrong_form("That is a tensor that still needs its gradient; .item() makes it a plain number.")
        got = got.item()
    if isinstance(got, bool) or not isinstance(got, int | float | np.number):
        return wrong_form(f"That is {kind(got)}; wanted is one number.")
    return Verdict(bool(np.isclose(float(got), want, rtol=tolerance, atol=NEAR_ZERO, equal_nan=True)))


def compare_list(got: Any, want: list | tuple, tolerance: float) -> Verdict:
    """The verdict where a list, or several values, are wanted: that of the first entry with a wrong form, if any."""
    if isinstance(got, torch.Tensor | np.ndarray) and not any(isinstance(one, torch.Tensor) for one in want):
        got = got.tolist()
    if not isinstance(got, list | tuple):
        return wrong_form(f"That is {kind(got)}; wanted is {kind(want)}.")
    if len(got) != len(want):
        return wrong_form(f"That has {len(got)} entries; wanted are {len(want)}.")
    entries = [compare(one, other, tolerance) for one, other in zip(got, want, strict=True)]
    different = [verdict for verdict in entries if not verdict.same]
    return next((verdict for verdict in different if verdict.sentence), WRONG_VALUE if different else SAME)


def compare_tensor(got: Any, want: torch.Tensor, tolerance: float) -> Verdict:
    """The verdict where a tensor is wanted."""
    form = tensor_form(got, want)
    if form:
        return wrong_form(form)
    got, want = got.detach().double(), want.detach().double()
    return Verdict(torch.allclose(got, want, rtol=tolerance, atol=NEAR_ZERO, equal_nan=True))


def tensor_form(got: Any, want: torch.Tensor) -> str:
    """The sentence on what is wrong with the form of `got`, or ""."""
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
    return ""
