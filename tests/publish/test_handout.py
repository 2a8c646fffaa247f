"""Tests the lessons that are written for a class: no solutions, everything else as it was, and they run."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.lessons import questions
from utils.publish import handout
from utils.publish.notebooks import NOTEBOOKS, ROOT

SOLUTION = "<details><summary>Solution</summary>\n\n```python\nx = 3\n```\n</details>"
CHOICE = "<details><summary>A. The answer is 3.</summary>\n\nYes.\n</details>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder that the command writes."""
    out = tmp_path_factory.mktemp("class") / "lessons"
    assert handout.main([str(out)]) == 0
    return out


def cells(path):
    return nbformat.read(path, as_version=4).cells


def test_a_solution_goes_and_a_choice_stays():
    notebook = new_notebook(
        cells=[
            new_markdown_cell(f"Try it.\n\n{SOLUTION}", id="task"),
            new_markdown_cell(SOLUTION, id="solution"),
            new_markdown_cell(f"Which?\n\n{CHOICE}", id="question"),
            new_code_cell("text = '<details><summary>Solution</summary></details>'", id="code"),
        ]
    )
    found = {cell.id: cell.source for cell in handout.without_solutions(notebook).cells}
    assert list(found) == ["task", "question", "code"]
    assert found["task"] == "Try it."
    assert found["question"] == f"Which?\n\n{CHOICE}"
    assert "Solution" in found["code"]


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_lesson_has_no_solutions_and_the_same_code_with_the_same_outputs(folder, path):
    written, committed = cells(folder / "notebooks" / path.name), cells(path)
    assert [cell for cell in written if cell.cell_type == "code"] == [c for c in committed if c.cell_type == "code"]
    for cell in written:
        folds = questions.FOLD.findall(cell.source) if cell.cell_type == "markdown" else []
        assert not [summary for summary, _ in folds if summary[1:3] != ". " and questions.ANSWER.search(summary)]
    assert len(questions.questions(nbformat.read(path, as_version=4))) == len(
        questions.questions(nbformat.read(folder / "notebooks" / path.name, as_version=4))
    )


def test_the_lessons_of_a_class_run_and_print_what_is_committed(folder):
    notebook = "notebooks/01_slope.ipynb"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--nbval", "-p", "no:cacheprovider", notebook]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_teaching_notes_and_the_copies_of_programs_are_not_handed_out(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert "notebooks/glossary.md" in names
    assert "notebooks/teaching.md" not in names
    assert not [name for name in names if "__pycache__" in name or "checkpoint" in name]


def test_a_folder_that_has_something_in_it_is_left_as_it_is(tmp_path, capsys):
    (tmp_path / "work.txt").write_text("mine")
    with pytest.raises(SystemExit):
        handout.main([str(tmp_path)])
    assert "not an empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["work.txt"]


def test_a_folder_inside_what_is_copied_is_refused(capsys):
    with pytest.raises(SystemExit):
        handout.main([str(ROOT / "utils" / "class")])
    assert "lies in a folder that is copied" in capsys.readouterr().err
