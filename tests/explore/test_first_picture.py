"""Tests that a page gets the place of a picture before its first frame, and what an interrupt of that frame leaves."""

import pytest

from tests.widgets.fake_shell import Shell
from utils.explore import explore
from utils.explore import widget as widget_module
from utils.widgets import mount, outputs


@pytest.fixture
def shell(monkeypatch):
    """A kernel, without a server as it stands."""
    shell = Shell()
    monkeypatch.setattr(mount, "get_ipython", lambda: shell)
    monkeypatch.setattr(outputs, "get_ipython", lambda: shell)
    monkeypatch.setattr(mount, "when_idle", lambda shell, act: None)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return shell


def shown_while_drawing(shell):
    """Make a picture; return what was shown when its function was called for the first time, and at the end."""
    seen = []

    def draw(ax, k):
        seen.append(shell.shown())
        ax.plot([0, k])

    explore(draw, k=(0, 3), first={"k": 0})
    return seen[0], shell.shown()


def test_under_a_server_the_place_is_shown_before_the_first_frame_is_drawn_and_once(shell, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    before, after = shown_while_drawing(shell)
    assert len(before) == 3
    assert before == after


def test_without_a_server_the_view_comes_after_it_with_the_first_sentence(shell):
    before, after = shown_while_drawing(shell)
    assert before == []
    assert [each["text/plain"] for each in after] == ["k = 0"]


def test_an_interrupt_of_the_first_frame_leaves_no_place(shell, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")

    def interrupted(function, waiting):
        raise KeyboardInterrupt

    monkeypatch.setattr(widget_module.DRAWING_LOCK, "call", interrupted)
    with pytest.raises(KeyboardInterrupt, match="the picture at k = 0 was not finished"):
        shown_while_drawing(shell)
    assert shell.shown() == [{}, {}, {}]
