"""Every moving picture of every lesson, moved through its stops: each has a frame, and a sentence fit to be read out.

All stops that differ from the first one in a single control are drawn, and a sample of the others.
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
# How many stops are drawn that differ from the first one in several controls: most pictures take 1 to 10 ms for each.
OTHERS = 200
TRAINS = {"StoppingPicture": 50}  # a model is trained for each stop, which takes 60 ms


def widgets(lesson, monkeypatch):
    """The widgets that the code cells of `lesson` make, run in order in this process."""
    made = []

    class Noted(ExploreWidget):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            made.append(self)

    monkeypatch.setattr(utils.explore, "ExploreWidget", Noted)
    monkeypatch.chdir(NOTEBOOKS)
    scope = {"__name__": "__main__"}
    for name, source in code(lesson).items():
        # Warnings of libraries do not matter here; that a lesson writes nothing to stderr is what nbval compares.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
            exec(compile(source, f"{lesson}:{name}", "exec"), scope)
    return made


def chosen_stops(widget):
    """The stops that differ from the first one in at most one control, and a sample of the others, without doubles."""
    stops = list(widget.stops())
    first = tuple(each["start"] for each in widget.controls)
    near = [stop for stop in stops if sum(i != j for i, j in zip(stop, first, strict=True)) <= 1]
    others = sorted(set(stops) - set(near))
    count = TRAINS.get(type(widget._picture).__name__, OTHERS)
    return near + random.Random(0).sample(others, min(count, len(others)))


def assert_fit(widget, stop):
    """Draw `stop`, and hold that it has a picture and that its sentence and its table are fit to be read."""
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
