"""Tests the keywords of `explore`, and the error message for each wrong keyword."""

import matplotlib.pyplot as plt
import pytest

from tests.explore.point import Point
from utils.explore import explore


def test_first_gives_the_first_value_of_a_control():
    assert explore(Point(), x=(-2, 2), y=(-1.0, 1.0, 0.5), first={"x": -2}).sentence == "At -2, 0.0."


@pytest.mark.parametrize(
    ("keywords", "error", "words"),
    [
        ({}, TypeError, "one to three controls"),
        ({"x": (0, 1), "y": (0, 1), "z": (0, 1), "u": (0, 1)}, TypeError, "it was given 4"),
        ({"z": (0, 1)}, TypeError, "nothing called 'z'; it has x, y"),
        ({"x": (1, 0)}, ValueError, "upside down"),
        ({"x": (0, 1), "drag": "y"}, ValueError, "no control called 'y'"),
        ({"x": ["left", "right"], "drag": "x"}, ValueError, "'left' is none; leave 'x' out of drag"),
        ({"x": [1, None], "drag": "x"}, ValueError, "None is none"),
        ({"x": (0, 1), "drag": ("x", "x", "x")}, ValueError, "at the most"),
        ({"x": (0, 1), "play": "steps"}, ValueError, "no control called 'steps'"),
        ({"x": (0, 1), "play": ("x", 0, 1)}, ValueError, "play="),
        ({"x": (0, 1), "play": ("x", -3)}, ValueError, "play="),
        ({"x": (0, 1), "play": ("x", "13")}, ValueError, "play="),
        ({"x": (0, 1), "play": 5}, ValueError, "play="),
        ({"x": (0, 1), "first": {"q": 1}}, ValueError, "first=...: there is no control called 'q'; there is x"),
    ],
)
def test_the_error_for_a_wrong_keyword_names_it(keywords, error, words):
    with pytest.raises(error) as caught:
        explore(Point(), **keywords)
    assert words in str(caught.value)


def test_a_parameter_without_value_or_control_is_named():
    with pytest.raises(TypeError, match="also needs 'b'"):
        explore(lambda ax, a, b: None, a=(0, 1))
    with pytest.raises(TypeError, match=r"make it f\(ax, a\)"):  # a function for `interact`
        explore(lambda a: plt.plot([0, a]), a=(0, 1))
    with pytest.raises(TypeError, match="neither"):
        explore(3, a=(0, 1))
