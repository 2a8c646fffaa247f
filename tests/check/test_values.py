"""A value is read for what it stands for, whatever its type and however it is typed."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch

from utils.check.compare import compare
from utils.check.values import has_decimal_comma, number_in, number_of, tensor_of, typed


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (Fraction(1, 4), 0.25),
        (np.array([[[0.25]]]), 0.25),
        (torch.tensor([[0.25]], dtype=torch.bfloat16).requires_grad_(), 0.25),
        (([0.25],), 0.25),
        (10**400, math.inf),
        (-(10**400), -math.inf),
        (True, None),
        (torch.tensor([True]), None),
        (np.array("1"), None),
        ("1", None),
        (1j, None),
        (0.25 + 0j, 0.25),
        (torch.eye(1).to_sparse(), None),
        (None, None),
        ([], None),
        ([1, 2], None),
        (torch.empty(1, device="meta"), None),
        (torch.zeros(2), None),
        (torch.zeros(0), None),
    ],
)
def test_a_number_is_found_in_any_value_that_holds_one_number(value, number):
    assert number_of(value) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-2,9", -2.9),
        ("\N{MINUS SIGN}2.9", -2.9),
        ("- 2 . 9\N{NO-BREAK SPACE}", -2.9),
        ("-1/-4", 0.25),
        ("1,0/4", 0.25),
        ("\N{VULGAR FRACTION ONE QUARTER}", 0.25),
        ("x = \N{MINUS SIGN}2", -2.0),
        ("1e999999999", math.inf),
        ("1/0", None),
        ("1/2/3", None),
        ("1,234.5", None),
        ("two", None),
        ("", None),
        ("/", None),
    ],
)
def test_a_number_is_read_from_text(text, number):
    assert number_in(text) == number


def test_text_is_a_number_only_where_a_value_is_asked_for():
    assert typed("1/4", 0.5) == 0.25
    assert typed("B, d", "BD") == "Bd"
    assert typed(["B", "D"], "BD") == "BD"
    assert typed(3, "BD") == 3
    assert not compare("0.25", 0.25).same


@pytest.mark.parametrize(
    "values", [[[1, 2], [3, 4.5]], np.array([[1, 2], [3, 4.5]]), [(1, 2), [torch.ones(1) * 3, 4.5]]]
)
def test_numbers_in_lists_and_arrays_make_a_tensor(values):
    assert tensor_of(values).tolist() == [[1, 2], [3, 4.5]]


@pytest.mark.parametrize("values", [[1, "a"], [[1], [2, 3]], "ab", None, ["a"]])
def test_other_lists_make_no_tensor(values):
    assert tensor_of(values) is None


@pytest.mark.parametrize(
    ("values", "is_one"), [((-2, 9), True), ((0.5, 5), True), ((2, -9), False), ((2, 9, 1), False)]
)
def test_two_numbers_may_be_one_with_a_decimal_comma(values, is_one):
    assert has_decimal_comma(values) is is_one
    assert not has_decimal_comma(list(values))


def test_a_list_of_the_right_numbers_is_as_good_as_a_tensor_unless_backward_starts_there():
    want = torch.tensor([1.0, 2.0])
    assert compare([1, 2.0], want).same
    assert compare(np.array([1, 2]), want).same
    assert not compare([1, 2.1], want).same
    assert not compare([1, 2], want.clone().requires_grad_()).same
    assert not compare([[1.0], [2.0]], want).same
    assert not compare(torch.tensor([[1.0], [2.0]]), want).same
