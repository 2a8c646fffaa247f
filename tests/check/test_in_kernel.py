"""`check` in the cells of a notebook: what a reader sees."""

import re

import nbformat
from nbclient import NotebookClient

from utils.check.exercises import lesson_03

CELLS = [
    """
import sys
sys.path.insert(0, "..")
import torch
from IPython.display import display
from utils.check import check
w = torch.ones(2)
""",
    """
def step(x, lr):
    ...
check("03-step", step)
""",
    """
def step(x, lr):
    display("seen")
    w.zero_()
    return x - lr * 2 * x
check("03-step", step)
print(w.tolist())
""",
    """
def step(x, lr):
    return x - lrr
check("03-step", step)
""",
    """
def step(x, lr):
    while True:
        try: x += 1
        except: pass
check("03-step", step)
""",
    """
def step(x, lr):
    return x + lr * 2 * x
check("03-step", step)
""",
    """
def step(x, lr):
    get_ipython().set_parent({})  # as ipykernel does for a message that a picture sends meanwhile
    return x - lr * 2 * x
check("03-step", step)
""",
    """
def better():
    return nothing
check("06-better", better)
""",
]


def test_in_a_kernel_each_cell_prints_its_sentence_and_nothing_else(request):
    folder = request.config.rootpath / "notebooks"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    outputs = [[dict(output) for output in cell.outputs] for cell in notebook.cells]
    assert all(output["name"] == "stdout" for cell in outputs for output in cell)
    texts = ["".join(output["text"] for output in cell) for cell in outputs]
    assert texts[0] == ""
    assert texts[1] == "Not yet: fill in `step` and run this cell again.\n"
    assert texts[2] == f"Right. {lesson_03.STEP.right}\n[0.0, 0.0]\n"  # w.zero_() is a call like any other
    assert re.fullmatch(r"Not yet: `step` raised NameError .* at `return x - lrr` for x = -1.5, lr = 0.1.\n", texts[3])
    assert texts[4].startswith("Not yet: stopped after 2 seconds")
    assert texts[5] == f"Not this one. {lesson_03.STEP.wrong[0].reason}\n"
    assert texts[6] == texts[2].split("\n")[0] + "\n"
    assert texts[7].endswith("raised NameError (name 'nothing' is not defined) at `return nothing`.\n")
