"""Runs the cells of a lesson in this process, so that a benchmark measures the code that the learner reads."""

import ast
import contextlib
import io
import linecache

import nbformat

from utils.publish.notebooks import NOTEBOOKS, lesson_paths


def lesson(number):
    """The path of lesson `number`. Raises FileNotFoundError if there is no such lesson."""
    for path in lesson_paths():
        if path.name.startswith(f"{number:02d}_"):
            return path
    raise FileNotFoundError(f"there is no lesson {number} in {NOTEBOOKS}.")


def run(path, last=None):
    """Run the code cells of the notebook at `path` in its folder, as Jupyter does, up to the cell with the id `last`.

    Returns (names, values): the variables, and for each cell the value of its last line if that is an expression, else
    None. The text that cells print is dropped. Raises ValueError if no cell has that id, and any error of a cell.
    """
    names, shown = {"__name__": path.stem}, []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            with contextlib.redirect_stdout(io.StringIO()), contextlib.chdir(path.parent):
                shown.append(value(cell.source, f"{path.name}#{cell.id}", names))
        if cell.id == last:
            return names, shown
    if last is not None:
        raise ValueError(f"{path.name} has no cell {last!r}.")
    return names, shown


def value(source, where, names):
    """Run `source` with the variables `names`; return the value of its last line if it is an expression, else None.

    As in a kernel, `inspect.getsource` finds the functions of the cell.
    """
    linecache.cache[where] = len(source), None, source.splitlines(keepends=True), where
    tree = ast.parse(source, where)
    end = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, where, "exec"), names)
    return eval(compile(ast.Expression(end.value), where, "eval"), names) if end else None
