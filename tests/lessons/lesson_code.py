"""The functions that a lesson defines, taken from its own cells, so that a test tries what the learner reads."""

import ast
from pathlib import Path

import nbformat
import torch

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def functions(lesson, *names):
    """The functions `names` as the notebook `lesson` first defines them, in that order.

    Raises KeyError for one that it does not define. Each sees torch and the others.
    """
    cells = [
        cell.source
        for cell in nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells
        if cell.cell_type == "code"
    ]
    found = {}
    for node in (node for source in cells for node in ast.parse(source).body):
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, node)
    scope = {"torch": torch}
    exec(compile(ast.Module([found[name] for name in names], []), lesson, "exec"), scope)
    return [scope[name] for name in names]


def printed(lesson, cell):
    """What the cell with the id `cell` of the notebook `lesson` has printed."""
    return "".join(output.text for output in _cell(lesson, cell).outputs if output.output_type == "stream")


def source(lesson, cell):
    """What stands in the cell with the id `cell` of the notebook `lesson`."""
    return _cell(lesson, cell).source


def _cell(lesson, cell):
    (found,) = (each for each in nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells if each.id == cell)
    return found
