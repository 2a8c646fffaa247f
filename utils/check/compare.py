"""Compare an answer with the wanted one: is it the same, and if not, is its form wrong (every lesson, by `check`)?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from utils.check.describe import kind
from utils.check.values import POINT, has_decimal_comma, is_number, number_of, tensor_of

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
    if is_number(want):
        return compare_number(got, want, tolerance)
    if not isinstance(got, type(want)):
        wanted = "a text in quotes" if isinstance(want, str) else kind(want)
        return wrong_form(f"That is {kind(got)}; wanted is {wanted}.")
    if isinstance(want, str):
        return Verdict(got.strip().lower() == want.strip().lower())
    return Verdict(type(got) is type(want) and got == want)


def compare_number(got: Any, want: float, tolerance: float) -> Verdict:
    """The verdict where a number is wanted; any value that holds one number is good."""
    number = number_of(got)
    if number is None:
        return wrong_form(wrong_kind(got, "one number"))
    return Verdict(bool(np.isclose(number, want, rtol=tolerance, atol=NEAR_ZERO, equal_nan=True)))


def wrong_kind(got: Any, wanted: str) -> str:
    """The sentence on an answer of another kind than the `wanted` one."""
    is_tensor = isinstance(got, torch.Tensor)
    sentence = f"That is {f'a tensor of shape {tuple(got.shape)}' if is_tensor else kind(got)}; wanted is {wanted}."
    return f"{sentence} {POINT}" if has_decimal_comma(got) else sentence


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
    """The verdict where a tensor is wanted.

    Where nothing has to go backward from it, any value with the same number, or a list of the same numbers, is good.
    """
    if not want.requires_grad:
        if want.numel() == 1 and number_of(got) is not None:
            return compare_number(got, want.item(), tolerance)
        twin = None if isinstance(got, torch.Tensor) else tensor_of(got)
        got = twin if twin is not None and twin.shape == want.shape else got
    form = tensor_form(got, want)
    if form:
        return wrong_form(form)
    got, want = got.detach().double().reshape(want.shape), want.detach().double()
    return Verdict(torch.allclose(got, want, rtol=tolerance, atol=NEAR_ZERO, equal_nan=True))


def tensor_form(got: Any, want: torch.Tensor) -> str:
    """The sentence on what is wrong with the form of `got`, or ""."""
    if want.requires_grad and isinstance(got, int | float | np.number):
        return "That is a plain number, and backward() cannot start from it: leave out .item()."
    if not isinstance(got, torch.Tensor):
        return wrong_kind(got, f"a tensor of shape {tuple(want.shape)}")
    if got.shape != want.shape and not got.numel() == want.numel() == 1:
        return f"That has the shape {tuple(got.shape)}; wanted is {tuple(want.shape)}."
    if got.dtype != want.dtype and not (got.is_floating_point() and want.is_floating_point()):
        return f"That holds {got.dtype}; wanted is {want.dtype}."
    if got.requires_grad and not want.requires_grad:
        return "That tensor still needs its gradient: take the step inside torch.no_grad(), or use .detach()."
    if want.requires_grad and not got.requires_grad:
        return "That tensor has lost its way back to the weights, so backward() cannot work: no .item(), no .detach()."
    return ""
