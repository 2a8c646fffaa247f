"""What the commands share: their arguments, running a lesson in a fresh kernel, and naming what went wrong."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from utils.publish.kernel_outputs import PROBLEM
from utils.widgets.server import SERVED

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
CELL_SECONDS = 300  # a cell may take
FOLDED = {"jupyter": {"outputs_hidden": True}}  # the metadata of a cell whose output answers a prediction
MOVED = {"08_learner"}  # old names of lessons, kept so that links still lead there; these files are no lessons
NOTEBOOK_ONLY = "notebook-only"  # the tag of a cell that only a reader in JupyterLab needs


class LessonError(Exception):
    """A sentence that says what is wrong with a lesson."""


def read(path: Path) -> NotebookNode:
    """The notebook at `path`; LessonError when it is none, or when its cells have no ids to keep."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise LessonError(f"{path.name} is not a notebook: {str(error).splitlines()[0]}.") from error
    if notebook.nbformat_minor < 5:
        raise LessonError(f"{path.name} has no cell ids; open it in JupyterLab and save it, which gives it some.")
    return notebook


def folded(cell: NotebookNode) -> bool:
    """Whether the output of `cell` answers a prediction: JupyterLab hides it until the cell is run."""
    return bool(cell.metadata.get("jupyter", {}).get("outputs_hidden"))


def run(path: Path, set_up: Callable[[NotebookNode], str]) -> NotebookNode:
    """The notebook at `path`, run in a fresh kernel in its own folder.

    `set_up(cell)` is the call of `utils.publish.kernel_outputs` that says how the pictures of `cell` are published.
    Raises LessonError, naming the cell by its count and its id, when a cell fails, hangs or ends the kernel, or when
    its picture cannot be published.
    """
    notebook, started = read(path), []
    client = client_of(notebook, path.parent)

    async def prepare(cell: NotebookNode, **_: int) -> None:
        started.append(cell)
        await evaluate(client, set_up(cell))

    client.on_cell_execute = prepare
    try:
        asyncio.run(client.async_execute(env=kernel_environment()))  # a thread needs an event loop of its own
    except (CellExecutionError, TimeoutError, DeadKernelError) as error:
        which = named(started[-1], len(started)) if started else "the start"
        raise LessonError(f"{path.name}: {which} failed: {reason(error)}.") from error
    check_pictures(started, path)
    for cell in started:  # what shows nothing is what `check` notes of a learner (`utils/check/record.py`)
        cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
    return notebook


def client_of(notebook: NotebookNode, folder: Path) -> NotebookClient:
    """What runs `notebook` in `folder`."""
    return NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],  # a kernel's own warnings are not the lesson's
        resources={"metadata": {"path": str(folder)}},
    )


def kernel_environment() -> dict[str, str]:
    """The environment of a kernel that publishes: it finds `utils`, and no Jupyter server shows what it draws."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {name: value for name, value in os.environ.items() if name != SERVED} | {"PYTHONPATH": paths}


async def evaluate(client: NotebookClient, call: str) -> None:
    """Have the kernel evaluate a `call` of `kernel_outputs`; the lesson's names and counts stay as they are.

    Raises LessonError when that fails.
    """
    code = f"__import__('importlib').import_module('utils.publish.kernel_outputs').{call}"
    reply = await client.kc.execute(code, silent=True, store_history=False, reply=True, timeout=CELL_SECONDS)
    if reply["content"]["status"] != "ok":
        raise LessonError(f"a kernel cannot publish pictures: {reply['content'].get('evalue')}.")


def check_pictures(cells: list[NotebookNode], path: Path) -> None:
    """Raise LessonError for the first of the `cells` just run whose picture could not be published."""
    for count, cell in enumerate(cells, start=1):
        for output in cell.outputs:
            if problem := output.get("data", {}).get(PROBLEM):
                raise LessonError(f"{path.name}: the picture of {named(cell, count)} cannot be published: {problem}")


def named(cell: NotebookNode, count: int) -> str:
    """`cell`, the one with the execution count `count`, as messages name it."""
    return f'cell [{count}] "{cell.id}"'


def reason(error: Exception) -> str:
    """One line of what went wrong in a cell: the exception and its words, without the traceback."""
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}"
    if isinstance(error, TimeoutError):
        return f"it was not done after {CELL_SECONDS} seconds"
    return "its kernel died"


def lesson_path(argument: str) -> Path:
    """The path that `argument` of the command line names; raises ArgumentTypeError where that is no notebook."""
    path = Path(argument).resolve()
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no file {argument}.")
    if path.suffix != ".ipynb" or not path.is_file():
        raise argparse.ArgumentTypeError(f"{argument} is not a notebook (a file that ends in .ipynb).")
    return path


def lesson_paths() -> list[Path]:
    """The paths of the lessons, in their order."""
    return sorted(path for path in NOTEBOOKS.glob("[0-9]*.ipynb") if path.stem not in MOVED)


def command_line(module: str, description: str) -> argparse.ArgumentParser:
    """The parser of the command `python -m utils.publish.<module>`."""
    return argparse.ArgumentParser(
        prog=f"python -m utils.publish.{module}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def command_on_folder(module: str, description: str, name: str) -> argparse.ArgumentParser:
    """The parser of a command that takes one `folder`, which its help calls `name`."""
    parser = command_line(module, description)
    parser.add_argument("folder", type=Path, metavar=name)
    return parser


def cannot_write(what: object, error: OSError) -> int:
    """Say that `what` cannot be written, and why; the exit code of a command that ends with that."""
    print(f"{what} cannot be written: {error}.", file=sys.stderr)
    return 1


def command_on_lessons(module: str, description: str) -> argparse.ArgumentParser:
    """The parser of a command that takes notebooks; `lessons` are all where the user names none."""
    parser = command_line(module, description)
    lessons = sorted(NOTEBOOKS.glob("*.ipynb"))
    parser.add_argument("lessons", nargs="*", type=lesson_path, default=lessons, metavar="notebooks/NN_name.ipynb")
    return parser


def report(jobs: Iterable[Callable[[], str]]) -> int:
    """Do each of `jobs` and print what it returns, or its LessonError; returns the number of those that failed."""
    failed = 0
    for job in jobs:
        try:
            print(job(), flush=True)
        except LessonError as error:
            failed += 1
            print(error, file=sys.stderr, flush=True)
    return failed
