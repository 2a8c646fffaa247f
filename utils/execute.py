"""Run lessons in fresh kernels and write them back as they are committed.

    python -m utils.execute                              # all of them
    python -m utils.execute notebooks/01_slope.ipynb     # this one

What is written back: counts 1..n, text and PNG outputs only, the kernelspec and the language as the only metadata,
every cell id as it was. A lesson whose cell fails is not written, and the command says which cell.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
KEPT = ("text/plain", "text/markdown", "image/png")


def clean(notebook):
    """`notebook` without what a run leaves behind: widget state and views, timings, the machine's versions."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
        for output in cell.get("outputs", []):
            if "data" in output:
                output["data"] = {mime: output["data"][mime] for mime in KEPT if mime in output["data"]}
    return notebook


def execute(path):
    """Run the notebook at `path` in a fresh kernel, in its own folder, and write it back cleaned."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    nbformat.write(clean(notebook), path)


def main(arguments):
    """Execute the notebooks named in `arguments`, or all of them."""
    os.environ["DOWNHILL_POSTERS"] = "1"  # the kernels inherit it: `explore` then draws its still pictures as PNG
    for path in map(Path, arguments) if arguments else sorted(NOTEBOOKS.glob("*.ipynb")):
        execute(path.resolve())
        print(f"{path.name}: run and written back, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
