"""`check` in the cells of a notebook: what a reader sees."""

import json
import re
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from utils.check import check
from utils.check.exercises import lesson_03
from utils.check.record import records
from utils.publish.execute import execute

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


@pytest.fixture(scope="module")
def notebook(request):
    """A notebook of `CELLS` that was run in a kernel."""
    folder = request.config.rootpath / "notebooks"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    return notebook


def test_in_a_kernel_each_cell_prints_its_sentence_and_shows_nothing_else(notebook):
    outputs = [[dict(output) for output in cell.outputs] for cell in notebook.cells]
    assert all(output.get("name") == "stdout" or output["data"] == {} for cell in outputs for output in cell)
    texts = ["".join(output.get("text", "") for output in cell) for cell in outputs]
    assert texts[0] == ""
    assert texts[1] == "Not yet: fill in `step` and run this cell again.\n"
    assert texts[2] == f"Right. {lesson_03.STEP.right}\n[0.0, 0.0]\n"  # w.zero_() is a call like any other
    assert re.fullmatch(r"Not yet: `step` raised NameError .* at `return x - lrr` for x = -1.5, lr = 0.1.\n", texts[3])
    assert texts[4].startswith("Not yet: stopped after 2 seconds")
    assert texts[5] == f"Not right yet. {lesson_03.STEP.wrong[0].reason}\n"
    assert texts[6] == texts[2].split("\n")[0] + "\n"
    assert texts[7].endswith("raised NameError (name 'nothing' is not defined) at `return nothing`.\n")


def test_a_saved_notebook_holds_a_record_of_each_check(notebook, tmp_path):
    nbformat.write(notebook, tmp_path / "saved.ipynb")  # which also validates it
    saved = json.loads((tmp_path / "saved.ipynb").read_text("utf-8"))
    found = records(saved)
    assert found == records(notebook)
    assert [record.pop("exercise") for record in found] == ["03-step"] * 6 + ["06-better"]
    tried = {"state": "tried", "wrong": None}
    right = {"state": "right", "wrong": None}
    known = {"state": "tried", "wrong": lesson_03.STEP.wrong[0].reason}
    assert found == [{"state": "untouched", "wrong": None}, right, tried, tried, known, right, tried]


@pytest.mark.rare
def test_a_lesson_is_written_back_without_records(tmp_path):
    cell = nbformat.v4.new_code_cell('from utils.check import check\ncheck("01-sign", None)')
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "lesson.ipynb")
    execute(tmp_path / "lesson.ipynb")
    (output,) = nbformat.read(tmp_path / "lesson.ipynb", as_version=4).cells[0].outputs
    assert output["text"] == "Not yet: put your answer there and run this cell again.\n"


@pytest.mark.parametrize(
    ("name", "answer", "state", "wrong"),
    [
        ("01-sign", None, "untouched", None),
        ("01-sign", "", "untouched", None),
        ("01-sign", "negative", "right", None),
        ("01-sign", "odd", "tried", None),
        ("01-secant", -3, "tried", "That is the slope of the tangent"),
        ("03-step", lambda x, lr: x - lr * ..., "untouched", None),
        ("03-step", lambda x, lr: None, "untouched", None),
        ("03-step", lambda x: x, "tried", None),
        ("03-step", 3, "tried", None),
        ("03-step", lambda x, lr: x - lr * x, "tried", "The slope of x**2 is 2*x: a factor of 2 is missing."),
    ],
)
def test_a_record_says_how_far_a_learner_came(name, answer, state, wrong, monkeypatch, capsys):
    shell = SimpleNamespace(
        display_pub=SimpleNamespace(publish=lambda data, metadata: published.append((data, metadata)))
    )
    published = []
    monkeypatch.setattr("utils.check.record.get_ipython", lambda: shell)
    check(name, answer)
    ((data, metadata),) = published
    (record,) = metadata.values()
    assert data == {}
    assert record["exercise"] == name
    assert record["state"] == state
    assert (record["wrong"] or "").startswith(wrong or "")
    assert (record["wrong"] is None) is (wrong is None)


@pytest.mark.parametrize("arguments", [("01-sine", 1), ("01-sign",), ("01-sign", 1, 2), ()])
def test_a_call_that_answers_no_exercise_leaves_no_record(arguments, monkeypatch, capsys):
    monkeypatch.setattr("utils.check.record.get_ipython", pytest.fail)
    check(*arguments)
