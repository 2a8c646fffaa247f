"""Run lessons in fresh kernels and write them back as they are committed.

    python -m utils.publish.execute                              # all of them
    python -m utils.publish.execute notebooks/01_slope.ipynb     # this one

What is written back: counts 1..n, text and PNG outputs only, the kernelspec and the language as the only metadata,
every cell id as it was. A lesson is written whole or not at all: one whose cell fails stays as it was, the command
says which cell that is, goes on with the next lesson, and exits with 1.
"""

import argparse
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
KEPT = ("text/plain", "text/markdown", "image/png")
FOLDED = {"jupyter": {"outputs_hidden": True}}  # the metadata of a cell whose output answers a prediction
SECONDS = 300  # a cell may take


class LessonError(Exception):
    """A sentence that says why a lesson was not written back."""


def merged(outputs):
    """`outputs` with neighbouring pieces of one stream put together: how a kernel cuts its prints is chance."""
    whole = []
    for output in outputs:
        last = whole[-1] if whole else {}
        if output["output_type"] == last.get("output_type") == "stream" and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            whole.append(output)
    return whole


def clean(notebook):
    """`notebook` without what a run leaves behind: widget state and views, timings, the machine's versions."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = wanted(cell.metadata)
        if cell.cell_type == "code":
            cell.outputs = merged(cell.outputs)
        for output in cell.get("outputs", []):
            if "data" in output:
                output["data"] = {mime: output["data"][mime] for mime in KEPT if mime in output["data"]}
                output["metadata"] = {mime: value for mime, value in output["metadata"].items() if mime in KEPT}
    return notebook


def wanted(metadata):
    """What a lesson itself says of a cell: its tags, and that its output stays folded until the learner runs it."""
    kept = {key: value for key, value in metadata.items() if key == "tags"}
    return kept | (FOLDED if folded(metadata) else {})


def folded(metadata):
    """Whether the output of a cell with this `metadata` answers a prediction: JupyterLab hides it until it is run."""
    return bool(metadata.get("jupyter", {}).get("outputs_hidden"))


def read(path):
    """The notebook at `path`; LessonError when it is none, or when its cells have no ids to keep."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError, KeyError) as error:
        raise LessonError(f"{path.name} is not a notebook: {str(error).splitlines()[0]}.") from error
    if notebook.nbformat_minor < 5:
        raise LessonError(f"{path.name} has no cell ids; open it in JupyterLab and save it, which gives it some.")
    return notebook


def write(notebook, path):
    """Put `notebook` at `path` in one move, so that nobody ever finds half of it there."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        nbformat.write(notebook, half)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)


def reason(error):
    """One line of what went wrong in a cell: the exception and its words, without the traceback."""
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}"
    if isinstance(error, CellTimeoutError):
        return f"it was not done after {SECONDS} seconds"
    return "its kernel died"


def execute(path):
    """Run the notebook at `path` in a fresh kernel, in its own folder, and write it back cleaned.

    Raises LessonError, naming the cell by its count and its id, when a cell fails, hangs or ends the kernel.
    """
    notebook, started = read(path), []
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],  # a kernel's own warnings are not the lesson's
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_execute=lambda cell, cell_index: started.append(cell),
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        which = f'cell [{len(started)}] "{started[-1].id}"' if started else "the start"
        raise LessonError(f"{path.name}: {which} failed: {reason(error)}. The lesson is left as it was.") from error
    write(clean(notebook), path)


def lesson(argument):
    """The path that `argument` of the command line names; what is wrong with it in one sentence otherwise."""
    path = Path(argument).resolve()
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no file {argument}.")
    if path.suffix != ".ipynb" or not path.is_file():
        raise argparse.ArgumentTypeError(f"{argument} is not a notebook (a file that ends in .ipynb).")
    return path


def main(arguments=None):
    """Execute the notebooks named in `arguments`, or all of them; the number of those that failed."""
    parser = argparse.ArgumentParser(
        prog="python -m utils.publish.execute",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("lessons", nargs="*", type=lesson, metavar="notebooks/NN_name.ipynb")
    os.environ["DOWNHILL_POSTERS"] = "1"  # the kernels inherit it: `explore` then draws its still pictures as PNG
    failed = 0
    for path in parser.parse_args(arguments).lessons or sorted(NOTEBOOKS.glob("*.ipynb")):
        try:
            execute(path)
            print(f"{path.name}: run and written back, {path.stat().st_size / 1000:.0f} kB", flush=True)
        except LessonError as error:
            failed += 1
            print(error, file=sys.stderr, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
