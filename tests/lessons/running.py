"""Runs the code cells of a lesson in this process, which takes a tenth of the time that a kernel takes to start."""

import ast
import contextlib
import functools
import io
import linecache
import sys
import warnings

import pytest

import utils.explore
from tests.lessons.lesson_code import NOTEBOOKS, code
from tests.lessons.run_again import run_all
from utils.explore.widget import ExploreWidget


class LessonRun:
    """The code cells of `lesson`, as a dict `sources` from id to source, and the variables that they make, `scope`.

    `monkeypatch` sets the working folder to that of the notebooks, where a learner runs them.
    """

    def __init__(self, lesson, monkeypatch):
        monkeypatch.chdir(NOTEBOOKS)
        self.lesson, self.sources, self.scope = lesson, code(lesson), {"__name__": "__main__"}
        self.cell = None  # the id of the cell that runs, or ran last

    def run(self, name):
        """Run the cell with the id `name`; return what it prints and, as a notebook does, the value of its last line.

        Warnings of libraries are ignored, because nbval tests that a lesson writes nothing to stderr. As in a kernel,
        `inspect.getsource` finds the functions of the cell.
        """
        file, lines = f"{self.lesson}:{name}", self.sources[name].splitlines(keepends=True)
        linecache.cache[file] = len(self.sources[name]), None, lines, file
        self.cell, printed, tree = name, io.StringIO(), ast.parse(self.sources[name])
        last = [ast.Interactive([tree.body.pop()])] if tree.body and isinstance(tree.body[-1], ast.Expr) else []
        with contextlib.redirect_stdout(printed), displayed_on(printed), warnings.catch_warnings(action="ignore"):
            for part, mode in [(tree, "exec"), *((each, "single") for each in last)]:
                exec(compile(part, file, mode), self.scope)
        return printed.getvalue()


@contextlib.contextmanager
def displayed_on(file):
    """Write the value of an expression that Python displays to `file`: a widget's sentence, else its `repr`."""

    def show(value):
        if value is not None:
            file.write(f"{getattr(value, 'sentence', None) or repr(value)}\n")

    before, sys.displayhook = sys.displayhook, show
    try:
        yield
    finally:
        sys.displayhook = before


def moving_pictures(lesson):
    """Run the code cells of `lesson` in order, and return (id of the cell, widget) for each moving picture.

    A lesson runs once in a process, whoever asks: a picture that is drawn at a stop shows nothing of earlier stops.
    """
    return first_run(lesson)[-1]


@functools.cache
def first_run(lesson):
    """The run of all cells of `lesson`, which keeps open what they opened; what `run_all` returns; and the pictures."""
    made = []

    class Noted(ExploreWidget):
        def __init__(self, *arguments, **keywords):
            super().__init__(*arguments, **keywords)
            made.append((run.cell, self))

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(utils.explore, "ExploreWidget", Noted)
        run = LessonRun(lesson, monkeypatch)
        printed, kinds = run_all(run)
    return run, printed, kinds, made
