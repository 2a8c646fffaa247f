"""Tests every kind of control, and the error message for every kind of wrong keyword."""

import math

import numpy as np
import pytest
import torch

from utils.explore.controls import all_stops, control, powers


@pytest.mark.parametrize(
    ("given", "values", "kind"),
    [
        ((0, 3), (0, 1, 2, 3), "range"),
        ((0, 10, 5), (0, 5, 10), "range"),
        ((0.0, 0.3, 0.1), (0.0, 0.1, 0.2, 0.3), "range"),
        ((-0.1, 0.1, 0.05), (-0.1, -0.05, 0.0, 0.05, 0.1), "range"),
        ([3, 1], (3, 1), "range"),
        (["raw", "standardised"], ("raw", "standardised"), "select"),
        (range(1, 4), (1, 2, 3), "range"),
        (np.linspace(0, 1, 3), (0.0, 0.5, 1.0), "range"),
        (torch.tensor([1, 3]), (1, 3), "range"),
        ({"wide": 10, "narrow": 1}, (10, 1), "select"),
        (True, (False, True), "check"),
        (powers(10, 1e-2), (10.0, 1.0, 0.1, 0.01), "range"),
        (powers(1e-2, 1), (0.01, 0.1, 1.0), "range"),
    ],
)
def test_stops_and_kind_are_those_of_interact(given, values, kind):
    made = control("k", given)
    assert (made.values, made.kind) == (values, kind)
    assert len(made.texts) == len(made) == len(values)


def test_a_range_of_floats_has_121_stops_and_round_numbers():
    assert len(control("x", (0.0, 1.0))) == 121
    rates = control("lr", (0.02, 1.2, 0.02)).values
    assert len(rates) == 60
    assert {0.1, 0.5, 0.9, 1.0} <= set(rates)
    assert sum(rate > 1 for rate in rates) == 10


def test_labels_are_names_or_numbers_that_all_have_as_many_decimals_as_the_longest():
    assert control("x", (0.0, 1.0, 0.25)).texts == ("0.00", "0.25", "0.50", "0.75", "1.00")
    assert control("h", powers(1, 1e-5)).texts == ("1", "0.1", "0.01", "0.001", "0.0001", "1e-05")
    assert control("f", {"wide": 10, "narrow": 1}).texts == ("wide", "narrow")
    assert control("f", [torch.sin, torch.cos]).texts == ("sin", "cos")
    assert "-0.00" not in control("x", (-0.3, 0.3, 0.1)).texts


@pytest.mark.parametrize(
    ("given", "default", "value"),
    [((0, 10), None, 5), ((0, 10), 3, 3), ((0.0, 1.0, 0.1), 0.52, 0.5), (["a", "b"], "b", "b"), (True, None, True)],
)
def test_the_first_value_is_the_default_or_the_middle(given, default, value):
    made = control("k", given, default)
    assert made.values[made.start] == value


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((3, 1), "upside down"),
        ((1, 1), "upside down"),
        ((0.0, 1.0, 0), "greater than 0"),
        ((0.0, 1.0, -0.1), "greater than 0"),
        ((0.0, math.nan), "finite"),
        ((0.0, math.inf), "finite"),
        ((0.0, 1.0, math.nan), "finite"),
        ((1,), "(min, max)"),
        (("a", "b"), "(min, max)"),
        ([], "empty"),
        ("lr", "give a tuple"),
        (None, "give a tuple"),
        ((0.0, 1.0, 1e-9), "larger step"),
        (list(range(3000)), "Give fewer"),
    ],
)
def test_the_error_for_a_wrong_control_names_its_keyword(given, words):
    with pytest.raises(ValueError, match=r"^rate=") as caught:
        control("rate", given)
    assert words in str(caught.value)


@pytest.mark.parametrize("ends", [(0, 1), (-1, 1), (1, 3), ("a", 1)])
def test_powers_that_are_not_powers_of_ten_raise_an_error(ends):
    with pytest.raises(ValueError, match="not a power of ten"):
        powers(*ends)


def test_index_names_the_stops_for_a_value_that_is_not_one_of_them():
    made = control("k", [1, 2])
    assert made.index(2) == 1
    with pytest.raises(ValueError, match="k=5 is not one of its stops: 1, 2"):
        made.index(5)


def test_stops_are_all_combinations():
    made = [control("a", (0, 1)), control("b", [5, 6, 7])]
    assert list(all_stops(made)) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
