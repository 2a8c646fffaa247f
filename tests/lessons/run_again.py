"""Runs the cells of a lesson again, as learners do all the time: what a cell prints then, and what its names mean.

A cell then prints what it printed before, or the text above it says that it goes on.
"""

import ast
import itertools
import numbers
from collections import defaultdict
from types import FunctionType

from tests.lessons import rules
from tests.lessons.lesson_code import cells

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
    """Run each cell of `run` again, twice, with the names as they were at the end; yield each breach.

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
