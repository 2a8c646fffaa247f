"""What several files of these tests start from."""

import pytest

from utils.look import figure


@pytest.fixture
def line():
    """A line through three points on Axes of its own."""
    ax = figure()[1]
    (line,) = ax.plot([0.0, 1.0, 2.0], [1.0, 3.0, 2.0])
    return line
