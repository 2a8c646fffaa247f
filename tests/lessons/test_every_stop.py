"""Tests the stops of every moving picture in every lesson: each has a picture, and a sentence that can be read aloud.

It draws all stops that differ from the first stop in at most one control, and a sample of the other stops.
"""

import contextlib
import io
import random
import re
import warnings

import pytest

import utils.explore
from tests.lessons.lesson_code import LESSONS, NOTEBOOKS, code
from utils.explore.widget import ExploreWidget

UNFIT = re.compile(r"\b(nan|inf|None)\b|\$|<|Traceback")
# The number of stops in the sample of the other stops. Most pictures take 1 to 10 ms for each stop.
OTHERS = 200
TRAINS = {"StoppingPicture": 50}  # fewer, because this picture trains a model for each stop, which takes 60 ms


def widgets(lesson, monkeypatch):
    """Run the code cells of `lesson` in order in this process, and return the widgets that they make."""
    made = []

    class Noted(ExploreWidget):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            made.append(self)

    monkeypatch.setattr(utils.explore, "ExploreWidget", Noted)
    monkeypatch.chdir(NOTEBOOKS)
    scope = {"__name__": "__main__"}
    for name, source in code(lesson).items():
        # Warnings of libraries are ignored here, because nbval tests that a lesson writes nothing to stderr.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
            exec(compile(source, f"{lesson}:{name}", "exec"), scope)
    return made


def chosen_stops(widget):
    """The stops that differ from the first stop in at most one control, and a sample of the other stops."""
    stops = list(widget.stops())
    first = tuple(each["start"] for each in widget.controls)
    near = [stop for stop in stops if sum(i != j for i, j in zip(stop, first, strict=True)) <= 1]
    others = sorted(set(stops) - set(near))
    count = TRAINS.get(type(widget._picture).__name__, OTHERS)
    return near + random.Random(0).sample(others, min(count, len(others)))


def assert_fit(widget, stop):
    """Draw `stop`, and assert that it has a picture, and that its sentence and its table can be read aloud."""
    values = widget.values(stop)
    frame = widget.frame(**values)
    assert "error" not in frame, (values, frame["sentence"])
    assert len(frame["sentence"]) > 10, values
    assert not UNFIT.search(frame["sentence"]), (values, frame["sentence"])
    assert frame["chunks"], values
    assert not any(UNFIT.search(cell) for row in frame["rows"] or [] for cell in row), values


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_stop_has_a_picture_and_a_sentence(lesson, monkeypatch):
    for widget in widgets(lesson, monkeypatch):
        for stop in chosen_stops(widget):
            assert_fit(widget, stop)
