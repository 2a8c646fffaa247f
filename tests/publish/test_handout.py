"""Tests the lessons that are written for a class: no solutions, everything else as it was, and they run."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.lessons import questions, rules
from utils.publish import handout
from utils.publish.notebooks import NOTEBOOKS, ROOT
from utils.publish.understanding import QUESTIONS

SOLUTION = "<details><summary>Solution</summary>\n\n```python\nx = 3\n```\n</details>"
HANDED_OUT = sorted(path for path in NOTEBOOKS.glob("*.ipynb") if path.name != handout.AFTER)
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


@pytest.mark.parametrize("path", HANDED_OUT, ids=lambda path: path.stem)
def test_a_lesson_has_no_solutions_and_the_same_code_with_the_same_outputs(folder, path):
    written, committed = cells(folder / "notebooks" / path.name), cells(path)
    assert [cell for cell in written if cell.cell_type == "code"] == [c for c in committed if c.cell_type == "code"]
    for cell in written:
        folds = questions.FOLD.findall(cell.source) if cell.cell_type == "markdown" else []
        assert not [summary for summary, _ in folds if summary[1:3] != ". " and questions.ANSWER.search(summary)]
    assert len(questions.questions(nbformat.read(path, as_version=4))) == len(
        questions.questions(nbformat.read(folder / "notebooks" / path.name, as_version=4))
    )


@pytest.mark.rare
def test_the_lessons_of_a_class_run_and_print_what_is_committed(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")  # Python writes what it compiles beside what it runs
    notebook = "notebooks/01_slope.ipynb"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--nbval", "-p", "no:cacheprovider", notebook]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_teaching_notes_and_the_copies_of_programs_are_not_handed_out(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert "notebooks/glossary.md" in names
    assert not names & {f"notebooks/{name}" for name in (*handout.FOR_TEACHERS, handout.AFTER)}
    assert not [name for name in names if "__pycache__" in name or "checkpoint" in name]


def test_the_answers_to_the_twelve_questions_are_not_handed_out(folder):
    assert (folder / "notebooks" / "questions_before.ipynb").exists()
    misconception = QUESTIONS[0].misconception
    assert not [path for path in folder.rglob("*.py") if misconception in path.read_text("utf-8")]


def test_the_questions_for_after_the_lessons_are_handed_out_where_they_are_asked_for(tmp_path):
    assert handout.main([str(tmp_path), "--questions-after"]) == 0
    assert cells(tmp_path / "notebooks" / handout.AFTER) == cells(NOTEBOOKS / handout.AFTER)


def test_no_link_of_a_handout_leads_nowhere(folder):
    texts = {path: [path.read_text("utf-8")] for path in folder.rglob("*.md")}
    for path in (folder / "notebooks").glob("*.ipynb"):
        texts[path] = [cell.source for cell in cells(path) if cell.cell_type == "markdown"]
    assert folder / "README.md" in texts
    dead = {path.name: [*rules.dead_links("\n\n".join(text), path.parent)] for path, text in texts.items()}
    assert {name: links for name, links in dead.items() if links} == {}


def test_the_readme_of_a_handout_installs_as_ours_does(folder):
    ours, its = ((root / "README.md").read_text("utf-8") for root in (ROOT, folder))
    commands = [each for each in re.findall(r"```\w+\n(.*?)```", ours, re.DOTALL) if "jupyter" in each]
    assert len(commands) == 3
    assert all(command in its for command in commands)
    assert "Binder" not in its
    named = set(re.findall(r"[\w/]+\.(?:txt|ipynb)", its)) - {"anna_01_slope.ipynb"}
    assert named >= {"requirements.txt", "constraints.txt", "notebooks/01_slope.ipynb"}
    assert [name for name in named if not (folder / name).exists()] == []


def test_a_sentence_that_leads_to_what_is_left_out_goes_and_its_neighbours_stay():
    text = "One.\nThe [notes](teaching.md) say more.\nThe [words](glossary.md).\n"
    assert handout.without_links_to(["teaching.md"], text) == "One.\nThe [words](glossary.md).\n"


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
