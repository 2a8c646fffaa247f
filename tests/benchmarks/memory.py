"""Measures memory and time of each lesson's kernel, and the time until lesson 1 shows its first picture.

    python -m tests.benchmarks.memory               # all lessons, without a browser; Linux only (it reads /proc)
    python -m tests.benchmarks.memory 1 3           # lessons 1 and 3

Memory is the largest resident size of the kernel's process. The time of the first picture is compared with the time to
import torch and Matplotlib in another new kernel. Both are measured from a kernel that is ready; they take turns, and
medians are shown.
"""

import sys
import time
from contextlib import contextmanager

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests.benchmarks.cells import NOTEBOOKS, lesson
from tests.benchmarks.report import heading, line, machine, median

PEAK = "next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM'))"
IMPORTS = "import torch\nimport matplotlib.pyplot"
PICTURES = ("image/png", "application/vnd.jupyter.widget-view+json", "text/html")
ROUNDS = 5


@contextmanager
def kernel(notebook):
    """A client of `notebook` with a new kernel that is ready."""
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],  # hide the warnings of the kernel itself
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    with client.setup_kernel():
        yield client


def ask(client, expression):
    """The value of `expression` in the client's kernel, as text."""
    client.nb.cells.append(nbformat.v4.new_code_cell(f"print({expression})"))
    return client.execute_cell(client.nb.cells[-1], len(client.nb.cells) - 1).outputs[0].text


def whole(path):
    """Run the whole notebook at `path`: (peak memory of its kernel, MB; seconds from a ready kernel to the end)."""
    with kernel(nbformat.read(path, as_version=4)) as client:
        began = time.perf_counter()
        for index, cell in enumerate(list(client.nb.cells)):
            client.execute_cell(cell, index)
        seconds = time.perf_counter() - began
        return int(ask(client, PEAK)) / 1024, seconds


def first_picture(path):
    """Seconds from a ready kernel until the notebook at `path` has shown its first picture."""
    with kernel(nbformat.read(path, as_version=4)) as client:
        began = time.perf_counter()
        for index, cell in enumerate(client.nb.cells):
            outputs = client.execute_cell(cell, index).get("outputs", [])
            if any(mime in output.get("data", ()) for output in outputs for mime in PICTURES):
                return time.perf_counter() - began
    raise ValueError(f"{path.name} shows no picture.")


def imports():
    """The seconds that a ready kernel needs to import torch and Matplotlib."""
    with kernel(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(IMPORTS)])) as client:
        began = time.perf_counter()
        client.execute_cell(client.nb.cells[0], 0)
        return time.perf_counter() - began


def main(numbers):
    """Measure the lessons with these numbers, or all lessons."""
    for path in [lesson(number) for number in numbers] or sorted(NOTEBOOKS.glob("*.ipynb")):
        heading(path.stem)
        try:
            megabytes, seconds = whole(path)
        except CellExecutionError as error:
            print(f"  does not run: {error.ename}: {error.evalue}")
            continue
        line("peak memory of its kernel", megabytes, "MB", most=550 if path.name.startswith("09") else 350)
        line("all cells", seconds, "s")
    heading("A fresh kernel to the first picture of lesson 1")
    ours, theirs = zip(*[(first_picture(lesson(1)), imports()) for _ in range(ROUNDS)], strict=True)
    line("first picture", median(ours), "s")
    line("importing torch and Matplotlib", median(theirs), "s")
    line("the picture's, of the imports'", median(ours) / median(theirs), "x", most=1.3)
    machine()


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
