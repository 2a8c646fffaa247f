"""Reads a lesson for the tests: its functions, the sources and outputs of its cells, and its prose."""

import ast

import nbformat
import pytest
import torch

from utils.publish.notebooks import NOTEBOOKS, lesson_paths

LESSONS = [path.stem for path in lesson_paths()]


def cells(lesson):
    """The cells of the notebook `lesson` in order, as a dict from id to cell."""
    return {cell.id: cell for cell in nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells}


def sources(lesson):
    """The sources of the cells of `lesson`, as a dict from id to source."""
    return {name: cell.source for name, cell in cells(lesson).items()}


def code(lesson):
    """The sources of the code cells of `lesson`, as a dict from id to source."""
    return {name: cell.source for name, cell in cells(lesson).items() if cell.cell_type == "code"}


def functions(lesson, *names):
    """The functions `names` of the notebook `lesson`, in the order of `names`; of several definitions, the first.

    Raises KeyError if the lesson does not define one of them. Each function can use torch and the other functions.
    """
    found = {}
    for node in (node for source in code(lesson).values() for node in ast.parse(source).body):
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, node)
    scope = {"torch": torch}
    exec(compile(ast.Module([found[name] for name in names], []), lesson, "exec"), scope)
    return [scope[name] for name in names]


def printed(lesson, cell):
    """The text that the cell with the id `cell` of the notebook `lesson` has printed."""
    outputs = cells(lesson)[cell].outputs
    return "".join(output.text for output in outputs if output.output_type == "stream")


def source(lesson, cell):
    """The source of the cell with the id `cell` of the notebook `lesson`."""
    return cells(lesson)[cell].source


def assert_claim(lesson, prose, words, cell, numbers):
    """Assert that the markdown cell `prose` of `lesson` says `words` and the code cell `cell` printed `numbers`."""
    found = cells(lesson)
    assert found[prose].cell_type == "markdown"
    assert words in found[prose].source
    assert numbers in printed(lesson, cell)


def assert_none(breaches):
    """Fail with a line for each of `breaches`, all of them and nothing else, so that they can be mended in one go."""
    if lines := list(breaches):
        pytest.fail("\n".join(lines), pytrace=False)
