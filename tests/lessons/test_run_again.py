"""Tests that run_again.py finds the cells that cannot be run again; `test_every_stop.py` looks at those of lessons."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.lessons import run_again as machinery
from tests.lessons import running
from tests.lessons.run_again import GOES_ON, cells_that_go_on, run_again, run_all, two_meanings
from tests.lessons.running import LessonRun


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
    monkeypatch.setattr(machinery, "cells", lambda lesson: {cell.id: cell for cell in book.cells})
    assert cells_that_go_on("small") == ["first"]
