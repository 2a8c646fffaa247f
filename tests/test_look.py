"""Tests how numbers are written for a learner, and the colour scale of signs."""

import math

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from utils import look


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.25, "2.25"),
        (-0.0, "0.00"),
        (0.004, "0.004"),
        (1e-9, "1.0e-09"),
        (123_456.0, "1.2e+05"),
        (math.nan, "not a number"),
        (math.inf, "infinite"),
        (-math.inf, "minus infinity"),
    ],
)
def test_a_number_has_decimals_or_a_power_of_ten_or_words(value, text):
    assert look.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(8.24, "+8.2"), (-16.91, "-16.9"), (-0.01, "0.0"), (0, "0.0")])
def test_a_signed_number_has_its_sign_unless_it_is_zero(value, text):
    assert look.signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.25, "0.250"), (0.0, "0.000"), (0.0000171, "0.000017"), (-2e-7, "-0.0000002")]
)
def test_a_number_that_is_not_zero_is_never_written_as_zero(value, text):
    assert look.nonzero(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "0.500"), (0.99998, "0.999980"), (6.14e-6, "0.0000061"), (0.0004, "0.00040")]
)
def test_a_probability_is_never_rounded_to_0_or_1(value, text):
    assert look.probability(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(6.314, "6.31"), (50.04, "50.0"), (999.94, "999.9"), (30_000.4, "30,000"), (1e6, "1.0e+06")]
)
def test_a_compact_number_has_fewer_decimals_the_larger_it_is(value, text):
    assert look.compact(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1.5, "-1.5000"),
        (-1.6e-6, "-1.6e-6"),
        (-5.4e-12, "-5.4e-12"),
        (-53.1712, "-53.171"),
        (-8999.76, "-8999.8"),
        (9999.99, "10000.0"),
        (48_402.865, "4.8e4"),
        (-1.1e-148, "-1.1e-148"),
        (math.inf, "infinite"),
    ],
)
def test_a_number_in_a_column_has_at_most_nine_characters(value, text):
    assert look.narrow(value) == text
    assert len(text) <= 9


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.123, "0.12"), (99.5, "99.50"), (1234.5, "1,234"), (84_361.0, "over 10,000"), (1e10, "over 10,000,000,000")],
)
def test_a_capped_number_is_written_as_a_power_of_ten_below_it(value, text):
    assert look.capped(value) == text


@pytest.mark.parametrize(("times", "text"), [(10, "10"), (1000, "1,000"), (1e8, "1e8"), (1e16, "1e16")])
def test_a_magnification_is_short_enough_for_a_title(times, text):
    assert look.magnification(times) == text


@pytest.mark.parametrize("limit", [0.3, 2.0])
def test_on_the_scale_of_signs_zero_is_white_and_each_end_has_the_colour_of_its_sign(limit):
    _, ax = look.figure()
    shown = ax.imshow(np.array([[-limit, 0, limit]]), **look.sign_scale(limit))
    colours = shown.to_rgba(shown.get_array())[0, :, :3]
    assert colours == pytest.approx(np.array([to_rgb(look.NEGATIVE), (1, 1, 1), to_rgb(look.POSITIVE)]), abs=0.01)


def test_ink_is_darker_in_every_channel():
    assert all(0 < after < before for before, after in zip(to_rgb(look.SKY), look.ink(look.SKY), strict=True))


@pytest.mark.parametrize(
    ("value", "text"), [(1.25, "1.25"), (-0.001, "0.00"), (1e30, "1.0e+30"), (math.inf, "infinite"), (-3, "-3.00")]
)
def test_a_number_of_fixed_decimals_is_never_minus_zero_nor_31_digits(value, text):
    assert look.fixed(value) == text


@pytest.mark.parametrize("write", [look.fixed, look.signed, look.nonzero, look.compact, look.capped])
@pytest.mark.parametrize("value", [1e30, 1e300, 1e-30, math.inf, math.nan])
def test_no_way_to_write_a_number_has_20_digits_or_a_bare_nan(write, value):
    assert len(write(value)) < 20
    assert write(value).lstrip("+") not in ("nan", "inf")
