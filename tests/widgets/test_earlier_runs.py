"""Tests that a cell that runs again closes the widgets of its earlier runs."""

import gc
import weakref

import matplotlib.pyplot as plt
import pytest

from tests.explore.point import Point
from tests.widgets.fake_shell import Shell
from utils.explore import explore
from utils.widgets import mount


@pytest.fixture
def shell(monkeypatch):
    """A kernel in which no cell has run yet."""
    shell = Shell()
    monkeypatch.setattr(mount, "get_ipython", lambda: shell)
    return shell


def test_a_cell_that_runs_again_closes_the_widgets_of_its_earlier_runs_and_frees_their_pictures(shell):
    pictures = []
    for shell.run in range(20):
        picture = Point()
        explore(picture, x=(0, 1))
        widget = explore(picture, x=(0, 1))
        shell.events.trigger("post_execute")
        pictures.append(weakref.ref(picture))
        del picture
    gc.collect()
    assert sum(each() is not None for each in pictures) == 1
    shell.cell = "b"
    explore(Point(), x=(0, 1))
    shell.events.trigger("post_execute")
    assert widget.comm is not None
    assert plt.get_fignums() == []


def test_widgets_of_an_earlier_run_are_closed_only_after_the_new_output_has_been_sent(shell):
    earlier = explore(Point(), x=(0, 1))
    shell.events.trigger("post_execute")
    shell.run = 1
    explore(Point(), x=(0, 1))
    assert earlier.comm is not None
    shell.events.trigger("post_execute")
    assert earlier.comm is None


def test_without_a_cell_id_a_cell_is_identified_by_its_source(shell):
    """Some front ends send no `cellId`. The source of the present cell is then the last item of IPython's `_ih`."""
    shell.cell, widgets = None, []
    for shell.run, source in enumerate(("one", "two", "one")):
        shell.user_ns["_ih"].append(source)
        widgets.append(explore(Point(), x=(0, 1)))
        shell.events.trigger("post_execute")
    assert [widget.comm is not None for widget in widgets] == [False, True, True]
