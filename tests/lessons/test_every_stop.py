"""Every control of every lesson, moved through its stops: each frame drawn, each sentence fit to be read out.

The lines through the first stop are walked whole, then 500 stops drawn by chance, or as many as WALK seconds allow
where a picture is slow (a classifier is retrained at each stop).
"""

import contextlib
import io
import random
import re
import time
import warnings

import nbformat
import pytest

from tests.lessons.lesson_code import NOTEBOOKS
from utils import explore as front
from utils.explore.widget import ExploreWidget

LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb"))
UNFIT = re.compile(r"\b(nan|inf|None)\b|\$|<|Traceback")
WALK = 10


def moving(lesson, monkeypatch):
    """The widgets that the code cells of `lesson` make, run in order in this process."""
    made = []

    class Noted(ExploreWidget):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            made.append(self)

    monkeypatch.setattr(front, "ExploreWidget", Noted)
    monkeypatch.chdir(NOTEBOOKS)
    scope = {"__name__": "__main__"}
    for cell in nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            # what libraries warn of is theirs; that a lesson writes nothing to stderr is nbval's to see
            with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
                exec(compile(cell.source, f"{lesson}:{cell.id}", "exec"), scope)
    return made


def walked(widget):
    """The stops of the lines through the first stop, and up to 500 others."""
    stops = list(widget.stops())
    first = tuple(each["start"] for each in widget.controls)
    lines = [stop for stop in stops if sum(i != j for i, j in zip(stop, first, strict=True)) <= 1]
    return lines, random.Random(0).sample(stops, min(500, len(stops))) if len(first) > 1 else []


def look(widget, stop):
    """Draw `stop` and hold what is said there to be fit."""
    values = widget.values(stop)
    frame = widget.frame(**values)
    assert "error" not in frame, (values, frame["sentence"])
    assert len(frame["sentence"]) > 10, values
    assert not UNFIT.search(frame["sentence"]), (values, frame["sentence"])
    assert frame["chunks"], values
    assert not any(UNFIT.search(cell) for row in frame["rows"] or [] for cell in row), values


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_stop_has_a_picture_and_a_sentence(lesson, monkeypatch):
    for widget in moving(lesson, monkeypatch):
        lines, others = walked(widget)
        for stop in lines:
            look(widget, stop)
        end, drawn = time.monotonic() + WALK, 0
        while drawn < len(others) and time.monotonic() < end:
            look(widget, others[drawn])
            drawn += 1
        print(f"{lesson} {[each['name'] for each in widget.controls]}: {len(lines)} stops on lines, {drawn} others")
