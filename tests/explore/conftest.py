"""The fixture that several files of these tests use."""

import pytest

from utils.look import figure


@pytest.fixture
def line():
    """A line through three points, on its own Axes."""
    ax = figure()[1]
    (line,) = ax.plot([0.0, 1.0, 2.0], [1.0, 3.0, 2.0])
    return line
