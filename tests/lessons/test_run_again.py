"""Tests that each code cell of each lesson can be run again alone, and twice in a row, after all cells have run.

Learners do that all the time. A cell then prints what it printed before, or the text above it says that it goes on.
"""

import ast
import gc
import itertools
import numbers
from collections import defaultdict
from types import FunctionType

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.lessons import rules, running
from tests.lessons.lesson_code import LESSONS, assert_none, cells
from tests.lessons.running import LessonRun

GOES_ON = "goes on from where it was"  # what the text above a cell says that prints something else each time


def cells_that_go_on(lesson):
    """The ids of the code cells of `lesson` below a markdown cell that says so."""
    found = list(cells(lesson).values())
    return [
        cell.id
        for above, cell in itertools.pairwise(found)
        if cell.cell_type == "code" and above.cell_type == "markdown" and GOES_ON in " ".join(above.source.split())
    ]


def unrepeatable(lesson):
    """The ids of the cells of `lesson` whose text cannot repeat, such as one that prints a time."""
    return [name for name, cell in cells(lesson).items() if rules.UNREPEATABLE in cell.metadata.get("tags", [])]


def kind(name, value):
    """What `value` is for a reader of the cell `name`: its type; a number, also in a tensor; or this very function."""
    if isinstance(value, numbers.Number) or getattr(value, "ndim", None) == 0:
        return "a number"
    return f"defined in {name}" if isinstance(value, type | FunctionType) else type(value).__name__


def bound(source):
    """The names that the code `source` binds outside functions and classes, but inside loops and such."""
    nodes = list(ast.parse(source).body)
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id != "_":
            yield node.id
        elif not isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            nodes += ast.iter_child_nodes(node)


def run_all(run):
    """Run all cells of `run`; return what each printed, and of each name which cell bound it to what kind of value."""
    printed, kinds = {}, defaultdict(dict)
    for name, source in run.sources.items():
        printed[name] = run.run(name)
        for each in bound(source):
            if run.scope.get(each) is not None:
                kinds[each][name] = kind(name, run.scope[each])
    return printed, kinds


def two_meanings(kinds):
    """Yield a line for each name to which different cells bind values of different kinds."""
    for name, found in kinds.items():
        if len(set(found.values())) > 1:
            yield f"{name} means two things: " + ", ".join(f"{what} in {cell}" for cell, what in found.items())


def run_again(run, printed, going_on=(), unrepeatable=()):
    """Run each cell of `run` again with the names as they were at the end; yield a line for each breach.

    The cells in `going_on` come last, because they change the tensors that other cells print.
    """
    at_the_end = dict(run.scope)
    for name in sorted(run.sources, key=lambda name: name in going_on):
        run.scope.clear()
        run.scope.update(at_the_end)
        for time in ("once", "twice"):
            try:
                again = run.run(name)
            except Exception as error:
                yield f"{name}: run again {time}, it raises {type(error).__name__}: {error}"
                break
            if again != printed[name] and name not in going_on and name not in unrepeatable:
                yield f"{name}: run again {time}, it prints {again!r}, not {printed[name]!r}"
                break


@pytest.mark.filterwarnings("ignore:Implicitly cleaning up")  # lesson 9's folder, which goes with the kernel
@pytest.mark.parametrize("lesson", LESSONS)
def test_each_cell_can_be_run_again_and_no_name_means_two_things(lesson, monkeypatch):
    run = LessonRun(lesson, monkeypatch)
    printed, kinds = run_all(run)
    breaches = [*two_meanings(kinds), *run_again(run, printed, cells_that_go_on(lesson), unrepeatable(lesson))]
    del run
    gc.collect()
    assert_none(breaches)


@pytest.fixture
def small(monkeypatch):
    """A function that makes a lesson of the given cells, a dict from id to source."""

    def lesson(**sources):
        monkeypatch.setattr(running, "code", lambda lesson: sources)
        return LessonRun("small", monkeypatch)

    return lesson


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ({"a": "k = 1\nprint(k)", "b": "k + 1"}, []),
        ({"a": "k = 1", "b": "k += 1\nprint(k)"}, ["b: run again once, it prints '3\\n', not '2\\n'"]),
        ({"a": "k = [1]", "b": "k.append(1)\nk"}, ["b: run again once, it prints '[1, 1, 1]\\n', not '[1, 1]\\n'"]),
        ({"a": "k = 2", "b": "print(1 / k)", "c": "k = 0"}, ["b: run again once, it raises ZeroDivisionError: "]),
        ({"a": "k = 3", "b": "k -= 1\n1 / k\nprint()"}, ["b: run again twice, it raises ZeroDivisionError: "]),
        ({"a": "def f():\n    return k", "b": "k = 1\nprint(f())", "c": "k = 2"}, []),
    ],
)
def test_a_cell_that_cannot_be_run_again_is_reported(small, sources, said):
    run = small(**sources)
    found = list(run_again(run, run_all(run)[0]))
    assert [each[: len(words)] for each, words in zip(found, said, strict=True)] == said


def test_a_cell_that_goes_on_may_print_something_else_and_spoils_nothing_for_the_others(small):
    run = small(a="k = [1]", b="k.append(1)\nprint(len(k))", c="print(len(k))")
    printed, _ = run_all(run)
    assert list(run_again(run, printed, going_on=["b"])) == []


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ({"a": "k = 1", "b": "k = 2.5", "c": "k = torch.tensor(1.0)"}, None),
        ({"a": "k = [1]", "b": "k = None"}, None),
        ({"a": "k = 1", "b": "def f():\n    k = 'word'"}, None),
        ({"a": "k = 1", "b": "[k for k in 'word']"}, None),
        ({"a": "k = 1", "b": "k = 'word'"}, "k means two things: a number in a, str in b"),
        (
            {"a": "k = 1", "b": "for i, k in enumerate('word'):\n    pass"},
            "k means two things: a number in a, str in b",
        ),
        ({"a": "def f(): ...", "b": "def f(): ..."}, "f means two things: defined in a in a, defined in b in b"),
        ({"a": "k = 1", "b": "k = torch.tensor([1.0])"}, "k means two things: a number in a, Tensor in b"),
    ],
)
def test_a_name_that_means_two_things_is_reported(small, sources, said):
    found = list(two_meanings(run_all(small(start="import torch", **sources))[1]))
    assert found == [said] * bool(said)


def test_only_the_text_directly_above_a_cell_says_that_it_goes_on(monkeypatch):
    book = new_notebook(
        cells=[
            new_markdown_cell(f"Run again, it {GOES_ON.replace(' ', chr(10), 1)}."),
            new_code_cell("k += 1", id="first"),
            new_code_cell("k += 1", id="second"),
        ]
    )
    monkeypatch.setitem(globals(), "cells", lambda lesson: {cell.id: cell for cell in book.cells})
    assert cells_that_go_on("small") == ["first"]
