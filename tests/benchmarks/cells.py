"""Runs a lesson's own cells in this process, so that what is measured is what the learner reads."""

import ast
import contextlib
import io

import nbformat

from tests.browser.lab import ROOT

NOTEBOOKS = ROOT / "notebooks"


def lesson(number):
    """The path of lesson `number`. Raises FileNotFoundError when there is none."""
    for path in NOTEBOOKS.glob(f"{number:02d}_*.ipynb"):
        return path
    raise FileNotFoundError(f"there is no lesson {number} in {NOTEBOOKS}.")


def run(path, last=None):
    """Run the code cells of the notebook at `path`, up to the one with the id `last`: (names, what the cells showed).

    What they print is dropped; what a cell shows is the value of its last expression. Raises ValueError when no cell
    has that id, and whatever a cell raises.
    """
    names, shown = {"__name__": path.stem}, []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                shown.append(value(cell.source, f"{path.name}#{cell.id}", names))
        if cell.id == last:
            return names, shown
    if last is not None:
        raise ValueError(f"{path.name} has no cell {last!r}.")
    return names, shown


def value(source, where, names):
    """Run `source` among `names`; the value of its last line if that is an expression, else None."""
    tree = ast.parse(source, where)
    end = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, where, "exec"), names)
    return eval(compile(ast.Expression(end.value), where, "eval"), names) if end else None
