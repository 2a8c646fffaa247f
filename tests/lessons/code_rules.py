"""The rules for the code of a lesson, which let a learner run its cells in any order and read what fails."""

import ast

from tests.lessons.rules import code

RUN_ABOVE = "*Run -> Run All Above Selected Cell*"


def nodes(notebook, *kinds):
    """Yield (id of the cell, node) for each node of `kinds` in the code of `notebook`."""
    for cell in code(notebook):
        yield from ((cell.id, node) for node in ast.walk(ast.parse(cell.source)) if isinstance(node, kinds))


def imports(notebook, path):
    """All imports are in the first code cell; whoever starts from the middle reads that a name is not defined.

    A later import of `utils` would say that there is no such module, which is no help.
    """
    for name, node in nodes(notebook, ast.Import, ast.ImportFrom):
        if name != code(notebook)[0].id:
            yield f"{name}: {ast.unparse(node)} belongs in the first code cell"


def assertions(notebook, path):
    """Each assertion has words, because it is read by the learner whose change has broken it."""
    for name, node in nodes(notebook, ast.Assert):
        if node.msg is None:
            yield f"{name}: {ast.unparse(node)} has no words"


def run_above(notebook, path):
    """The cell on how to run the lesson says what to do before one starts from the middle."""
    if not any(RUN_ABOVE in cell.source for cell in notebook.cells if cell.id == "how-to-run"):
        yield f"how-to-run does not say {RUN_ABOVE}"
