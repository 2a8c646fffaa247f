"""Tests the command that reads what a class handed in: which results it prints and writes."""

import csv
import json
import os
import subprocess
import sys

import pytest

from tests.publish.handed_in import REASON, notebook, put, read, record
from utils.publish import results, tables
from utils.publish.notebooks import NOTEBOOKS, ROOT


def test_a_committed_lesson_has_all_its_exercises_and_none_was_begun(tmp_path):
    text = (NOTEBOOKS / "03_learning_rate.ipynb").read_text("utf-8")
    put(tmp_path / "anna" / "03_learning_rate.ipynb", text)
    found, problems = results.complete(read(tmp_path)[0])
    assert problems == []
    assert len(found["anna", "03"]) == text.count('check(\\"03-')
    assert results.row("anna", "03", found["anna", "03"])[2:] == ("", "", "all: check has not run")


def test_a_lesson_is_shown_where_somebody_has_begun_it(tmp_path):
    for who, records in (("anna", [record("03-step", "right")]), ("bo", [])):
        put(tmp_path / who / "03_learning_rate.ipynb", notebook(*records))
        put(tmp_path / who / "01_slope.ipynb", notebook(exercises=["01-sign"]))
    assert list(results.complete(read(tmp_path)[0])[0]) == [("anna", "03"), ("bo", "03")]


def test_what_a_page_cannot_ask_is_not_untouched_there(tmp_path):
    put(tmp_path / "anna.json", json.dumps({"records": [record("03-diverge", "right")]}))
    put(tmp_path / "bo.ipynb", notebook(record("03-diverge", "right"), exercises=["03-step", "03-diverge"]))
    found, _ = results.complete(read(tmp_path)[0])
    assert list(found["anna", "03"]) == ["03-diverge"]
    assert set(found["bo", "03"]) == {"03-step", "03-descend", "03-diverge", "03-count"}


def test_what_is_further_stands_apart_from_the_core():
    found = {name: [record(name, "untouched")] for name in ("03-count", "03-step", "03-descend", "03-diverge")}
    assert results.row("anna", "03", found)[4] == "step, descend, diverge (Further: count)"
    found = {"03-count": [record("03-count", "tried")], "03-step": [record("03-step", "right")]}
    assert results.row("anna", "03", found)[2:] == ("step", "(Further: count)", "")


def test_it_is_counted_for_each_exercise_how_many_learners_are_where(tmp_path, capsys):
    for who, first, second in (("a", "tried", "right"), ("b", "tried", "untouched"), ("c", "right", "untouched")):
        put(tmp_path / who / "03_learning_rate.ipynb", notebook(record("03-step", first), record("03-count", second)))
    results.main([str(tmp_path)])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    first = lines.index(["exercise", "right", "tried", "untouched"])
    assert lines[first + 1 : first + 5] == [
        ["03-step", "1", "2", "0"],
        ["03-descend", "0", "0", "3"],
        ["03-diverge", "0", "0", "3"],
        ["03-count", "(Further)", "1", "0", "2"],
    ]


def test_a_wrong_answer_counts_once_for_a_learner_and_not_once_it_is_right(tmp_path):
    for who, last in (("anna", "tried"), ("bo", "right")):
        for name, state in (("03_a", "tried"), ("03_b", last)):
            put(tmp_path / who / f"{name}.ipynb", notebook(record("03-step", state, REASON)))
    assert results.mistakes(read(tmp_path)[0]) == [f"  1  03-step: {REASON}"]


def test_the_table_shows_each_exercise_and_its_columns_stay_aligned_in_any_script(tmp_path, capsys):
    for who in ("Åsa", "山田\u3000太郎", "עדי", "नेहा", "\x1b[31mred"):
        put(
            tmp_path / who / "03_learning_rate.ipynb", notebook(record("03-step", "right"), record("03-count", "tried"))
        )
    assert results.main([str(tmp_path)]) == 0
    out = capsys.readouterr().out
    lines = [line for line in out.splitlines() if "  03 " in line]
    assert len(lines) == 5
    assert len({tables.width(line[: line.index("  03 ")]) for line in lines}) == 1
    assert "step" in lines[0]
    assert "\x1b" not in out
    assert "山田 太郎" in out
    assert results.TRUST in out


@pytest.mark.rare
def test_a_name_that_a_terminal_or_a_spreadsheet_cannot_write_stops_nothing(tmp_path):
    put(tmp_path / "山田" / "03_learning_rate.ipynb", notebook(record("03-step", "right")))
    if sys.platform == "linux":  # elsewhere every name is a text
        put(tmp_path / "\udcff" / "03_learning_rate.ipynb", notebook(record("03-count", "right")))
    command = [sys.executable, "-m", "utils.publish.results", tmp_path]
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "??" in done.stdout
    assert "山田,03,03-step,right" in (tmp_path / "results.csv").read_text("utf-8-sig")


def test_wrong_answers_are_counted_over_the_class_the_most_frequent_first(tmp_path, capsys):
    for who in ("a", "b"):
        put(tmp_path / who / "03_learning_rate.ipynb", notebook(record("03-step", "tried", REASON)))
    put(tmp_path / "c" / "03_learning_rate.ipynb", notebook(record("03-step", "tried")))
    results.main([str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("Still wrong, by how many learners gave that answer:")
    assert lines[first + 1 : first + 3] == [f"  2  03-step: {REASON}", f"  1  03-step: {results.OTHER}"]


def test_the_csv_has_a_line_for_each_exercise_and_no_formula(tmp_path):
    put(tmp_path / "=1+1" / "03_learning_rate.ipynb", notebook(record("03-step", "tried", REASON)))
    results.main([str(tmp_path)])
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["learner"] for row in rows} == {"'=1+1"}
    step, count = (next(row for row in rows if row["exercise"] == name) for name in ("03-step", "03-count"))
    assert (step["state"], step["what was wrong"], step["part"]) == ("tried", REASON, "core")
    assert count["part"] == "Further"


def test_an_exercise_that_no_lesson_has_is_named(tmp_path):
    put(tmp_path / "anna.ipynb", notebook(record("03-step", "right"), exercises=("03-nothing",)))
    _, problems = results.complete(read(tmp_path)[0])
    assert problems == ["anna: no lesson has an exercise '03-nothing'."]


def test_a_folder_that_is_none_or_without_lessons_gets_a_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit):
        results.main([str(tmp_path / "nowhere")])
    assert "neither a folder nor a ZIP file" in capsys.readouterr().err
    assert results.main([str(tmp_path)]) == 0
    assert "No file with exercises of these lessons was found." in capsys.readouterr().out
