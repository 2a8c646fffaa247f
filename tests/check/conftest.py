"""What the tests of `check` share."""

import pytest

from utils.check import judge as checking
from utils.check.exercises import Exercise, lesson_03


def said(capsys, *arguments):
    """What `check(*arguments)` prints; it is one line, and nothing is on stderr."""
    assert checking.check(*arguments) is None
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.count("\n") == 1
    return printed.out.strip()


@pytest.fixture
def probe(monkeypatch, capsys):
    """A function that asks about an answer to a made-up exercise, and returns the sentence."""

    def ask(answer, reference, *inputs, **more):
        exercise = Exercise(reference=reference, inputs=inputs, right="So it is.", hint="Think.", **more)
        monkeypatch.setitem(lesson_03.EXERCISES, "03-probe", exercise)
        return said(capsys, "03-probe", answer)

    return ask


@pytest.fixture
def hurried(monkeypatch):
    """Less patience, so that the tests are quick."""
    monkeypatch.setattr(checking, "SECONDS", 0.3)
