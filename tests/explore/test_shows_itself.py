"""Tests that `explore` shows its picture wherever it stands in a cell, once, in a real kernel without a server."""

from pathlib import Path

import pytest

from tests.explore.kernel import outputs_of, started_kernel

ROOT = str(Path(__file__).parents[2])
SET_UP = """import sys; sys.path.insert(0, {root!r})
from IPython.display import display
from utils.explore import explore
from utils.pad import Pad
def line(ax, k): ax.plot([0, k])
def wave(ax, k): ax.plot([k, 0, k])
shown_before = explore(line, k=(1, 9))"""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A kernel that can import the project."""
    with started_kernel(tmp_path_factory.mktemp("kernel")) as client:
        outputs_of(client, SET_UP.format(root=ROOT))
        yield client


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("explore(line, k=(1, 3))", ["k = 2"]),
        ("explore(line, k=(1, 3));", ["k = 2"]),
        ("explore(line, k=(1, 3))\nprint('below')", ["k = 2", "below"]),
        ("w = explore(line, k=(1, 3))", ["k = 2"]),
        ("w = explore(line, k=(1, 3))\nw", ["k = 2"]),
        ("w = explore(line, k=(1, 3))\ndisplay(w)", ["k = 2", "k = 2"]),
        ("explore(line, k=(1, 3))\nexplore(wave, k=(1, 5))", ["k = 2", "k = 3"]),
        ("for n in (3, 5):\n    explore(line, k=(1, n))", ["k = 2", "k = 3"]),
        ("if True:\n    explore(line, k=(1, 3))\nelse:\n    explore(wave, k=(1, 5))", ["k = 2"]),
        ("[explore(line, k=(1, 3)), explore(wave, k=(1, 5))]", ["k = 2", "k = 3", "[k = 2, k = 3]"]),
        ("shown_before", ["k = 5"]),
        ("display(shown_before)\nshown_before", ["k = 5"]),
        ("print(shown_before)", ["k = 5"]),
        ("pad = Pad()\nprint('above')\npad", ["above", "A pad to draw a digit on."]),
        ("Pad()", ["A pad to draw a digit on."]),
    ],
)
def test_a_picture_is_shown_where_it_stands_and_only_once(client, code, shown):
    assert outputs_of(client, code) == shown
