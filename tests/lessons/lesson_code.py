"""What the tests read in a lesson: its functions, the sources and the output of its cells, and its prose."""

import ast
from pathlib import Path

import nbformat
import torch

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("[0-9]*.ipynb"))


def cells(lesson):
    """The cells of the notebook `lesson` by their ids, in their order."""
    return {cell.id: cell for cell in nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells}


def sources(lesson):
    """The sources of the cells of `lesson` by their ids."""
    return {name: cell.source for name, cell in cells(lesson).items()}


def code(lesson):
    """The sources of the code cells of `lesson` by their ids."""
    return {name: cell.source for name, cell in cells(lesson).items() if cell.cell_type == "code"}


def functions(lesson, *names):
    """The functions `names` as the notebook `lesson` first defines them, in that order.

    Raises KeyError for one that it does not define. Each sees torch and the others.
    """
    found = {}
    for node in (node for source in code(lesson).values() for node in ast.parse(source).body):
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, node)
    scope = {"torch": torch}
    exec(compile(ast.Module([found[name] for name in names], []), lesson, "exec"), scope)
    return [scope[name] for name in names]


def printed(lesson, cell):
    """What the cell with the id `cell` of the notebook `lesson` has printed."""
    outputs = cells(lesson)[cell].outputs
    return "".join(output.text for output in outputs if output.output_type == "stream")


def source(lesson, cell):
    """The source of the cell with the id `cell` of the notebook `lesson`."""
    return cells(lesson)[cell].source


def assert_claim(lesson, prose, words, cell, numbers):
    """Hold that the markdown cell `prose` of `lesson` says `words`, and that its code cell `cell` printed `numbers`."""
    found = cells(lesson)
    assert found[prose].cell_type == "markdown"
    assert words in found[prose].source
    assert numbers in printed(lesson, cell)
