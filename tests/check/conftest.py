"""What the tests of `check` share: fixtures that call it and return its sentence."""

import fastai.basics  # noqa: F401 (what lesson 9 checks imports it, and its two seconds are for the answer)
import pytest

from utils.check import check, judge
from utils.check.exercises import Exercise, lesson_03


@pytest.fixture
def check_says(capsys):
    """`check_says(name, answer)`: the sentence that `check` prints; one line, and nothing on stderr."""

    def call(*arguments):
        assert check(*arguments) is None
        printed = capsys.readouterr()
        assert printed.err == ""
        assert printed.out.count("\n") == 1
        return printed.out.strip()

    return call


@pytest.fixture
def check_made_up(monkeypatch, check_says):
    """`check_made_up(answer, reference, *inputs)`: the sentence on `answer` to an exercise made up for the test."""

    def call(answer, reference, *inputs, **more):
        exercise = Exercise(reference=reference, inputs=inputs, right="So it is.", hint="Think.", **more)
        monkeypatch.setitem(lesson_03.EXERCISES, "03-made-up", exercise)
        return check_says("03-made-up", answer)

    return call


@pytest.fixture
def short_limit(monkeypatch):
    """A time limit of 0.3 seconds, so that tests of functions that never end are quick."""
    monkeypatch.setattr(judge, "CHECK_SECONDS", 0.3)
