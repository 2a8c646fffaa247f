"""Run lessons in fresh kernels and write them back as they are committed.

    python -m utils.publish.execute                              # all of them
    python -m utils.publish.execute notebooks/01_slope.ipynb     # this one

What is written back: counts 1..n, text and PNG outputs only, the kernelspec and the language as the only metadata,
every cell id as it was. A lesson is written whole or not at all: one whose cell fails stays as it was, the command
says which cell that is, goes on with the next lesson, and exits with 1.
"""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from utils.publish.notebooks import FOLDED, LessonError, command_on_lessons, folded, report, run

KEPT_OUTPUTS = ("text/plain", "text/markdown", "image/png")
KEPT_METADATA = ("tags", "poster")  # of a cell: what the lesson itself says of it


def merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """`outputs` with neighbouring pieces of one stream put together: how a kernel cuts its prints is chance."""
    whole: list[NotebookNode] = []
    for output in outputs:
        last = whole[-1] if whole else {}
        if output["output_type"] == last.get("output_type") == "stream" and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            whole.append(output)
    return whole


def clean(notebook: NotebookNode) -> NotebookNode:
    """`notebook` without what a run leaves behind: widget state and views, timings, the machine's versions."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = kept_metadata(cell)
        if cell.cell_type == "code":
            cell.outputs = merged(cell.outputs)
        for output in cell.get("outputs", []):
            if "data" in output:
                output["data"] = {mime: output["data"][mime] for mime in KEPT_OUTPUTS if mime in output["data"]}
                output["metadata"] = {mime: value for mime, value in output["metadata"].items() if mime in KEPT_OUTPUTS}
    return notebook


def kept_metadata(cell: NotebookNode) -> dict[str, Any]:
    """What the lesson itself says of `cell`: its tags, its poster, and whether its output stays folded until it is run.

    JupyterLab notes the state of folding too, so that an output which is not folded has no such note.
    """
    kept = {key: value for key, value in cell.metadata.items() if key in KEPT_METADATA}
    if "poster" in kept:
        kept["poster"] = [{name: shortest(value) for name, value in state.items()} for state in kept["poster"]]
    return kept | (FOLDED if folded(cell) else {})


def shortest(value: Any) -> Any:
    """`value` as JupyterLab writes it, 1 for 1.0, so that a learner's saving does not change it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def write(notebook: NotebookNode, path: Path) -> None:
    """Put `notebook` at `path` in one move, so that nobody ever finds half of it there."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        nbformat.write(notebook, half)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)


def execute(path: Path) -> str:
    """Run the notebook at `path` in a fresh kernel, in its own folder, and write it back cleaned; a line that says so.

    Raises LessonError, naming the cell by its count and its id, when a cell fails or its poster cannot be drawn.
    """
    try:
        notebook = run(path, lambda cell: f"show_posters({cell.metadata.get('poster', [{}])!r})")
    except LessonError as error:
        raise LessonError(f"{error} The lesson is left as it was.") from error
    write(clean(notebook), path)
    return f"{path.name}: run and written back, {path.stat().st_size / 1000:.0f} kB"


def main(arguments: Sequence[str] | None = None) -> int:
    """Execute the notebooks named in `arguments`, or all of them; the number of those that failed."""
    return report(
        partial(execute, path) for path in command_on_lessons("execute", __doc__).parse_args(arguments).lessons
    )


if __name__ == "__main__":
    sys.exit(min(main(), 1))
