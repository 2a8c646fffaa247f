"""Tests the command that reads what a class handed in: whose files, which results, and what cannot be read."""

import csv
import json
import zipfile

import pytest

from utils.check.record import MIME
from utils.publish import results, submissions
from utils.publish.notebooks import NOTEBOOKS

REASON = "The slope of x**2 is 2*x: a factor of 2 is missing."


def record(exercise, state, wrong=None):
    return {"exercise": exercise, "state": state, "wrong": wrong}


def notebook(*records, exercises=("03-step", "03-count")):
    """The JSON of a notebook that asks for `exercises`, and in which `check` left `records`."""
    outputs = [{"output_type": "display_data", "data": {}, "metadata": {MIME: each}} for each in records]
    cells = [{"cell_type": "code", "source": [f'check("{name}", answer)'], "outputs": []} for name in exercises]
    return json.dumps({"cells": [*cells, {"cell_type": "code", "source": "", "outputs": outputs}], "nbformat": 4})


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def read(folder):
    """(results, problems) of `folder`, as the command has them."""
    return results.collect(submissions.submissions(folder))


def states(folder):
    """The state of each exercise that a file of `folder` has, as a dict from (learner, exercise) to state."""
    found, _ = read(folder)
    return {(who, name): results.state(seen) for (who, _), each in found.items() for name, seen in each.items()}


@pytest.mark.parametrize(
    "name",
    [
        "anna/notebooks/03_learning_rate.ipynb",
        "anna/downhill/notebooks/renamed.ipynb",
        "anna_03_learning_rate.ipynb",
        "03_learning_rate - anna.ipynb",
        "anna.ipynb",
    ],
)
def test_a_file_is_the_learners_whose_folder_or_name_it_has(tmp_path, name):
    put(tmp_path / name, notebook(record("03-step", "right")))
    assert states(tmp_path) == {("anna", "03-step"): "right", ("anna", "03-count"): "untouched"}


def zip_of(path, **files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_a_zip_file_is_read_as_a_folder(tmp_path):
    file = {"downhill/notebooks/03_learning_rate.ipynb": notebook(record("03-step", "tried"))}
    zip_of(tmp_path / "anna.zip", **file)
    zip_of(tmp_path / "bo.zip", **file)
    wanted = {
        (who, name): state
        for who in ("anna", "bo")
        for name, state in (("03-step", "tried"), ("03-count", "untouched"))
    }
    assert states(tmp_path) == wanted


@pytest.mark.parametrize("given", ["class.zip", ""])
def test_a_zip_file_of_a_whole_class_has_a_folder_for_each_learner(tmp_path, given):
    files = {f"{who}/03_learning_rate.ipynb": notebook(record("03-step", "right")) for who in ("anna", "bo")}
    zip_of(tmp_path / "class.zip", **files)
    assert {who for who, _ in states(tmp_path / given)} == {"anna", "bo"}


def test_the_answers_that_a_page_exported_count_like_those_of_a_notebook(tmp_path):
    put(tmp_path / "anna" / "downhill-answers.json", json.dumps({"records": [record("03-step", "tried", REASON)]}))
    put(tmp_path / "anna" / "03_learning_rate.ipynb", notebook(record("03-count", "right")))
    assert states(tmp_path) == {("anna", "03-step"): "tried", ("anna", "03-count"): "right"}


def test_the_best_of_several_answers_counts(tmp_path):
    put(tmp_path / "anna" / "03_a.ipynb", notebook(record("03-step", "right"), record("03-step", "tried")))
    put(tmp_path / "anna" / "03_b.ipynb", notebook(record("03-step", "untouched")))
    assert states(tmp_path)["anna", "03-step"] == "right"


def test_copies_that_programs_make_are_left_out(tmp_path):
    put(tmp_path / "anna" / ".ipynb_checkpoints" / "03-checkpoint.ipynb", notebook(record("03-step", "right")))
    put(tmp_path / "__MACOSX" / "anna" / "._03.ipynb", notebook(record("03-step", "right")))
    assert read(tmp_path) == ({}, [])


BROKEN = {
    "empty": "",
    "half": notebook()[:40],
    "list": "[]",
    "number": "3",
    "text": "no JSON at all",
    "nested": "[" * 100_000,
    "other": json.dumps({"cells": [{"cell_type": "code", "source": "print(1)", "outputs": []}]}),
    "cells": json.dumps({"cells": [None, 3, {"source": None}, {"outputs": None}]}),
    "records": json.dumps({"records": [None, 3, {"exercise": 1, "state": "right"}, {"exercise": "03-step"}]}),
    "state": json.dumps({"records": [record("03-step", ["right"]), record("03-step", "best")]}),
}


def test_a_broken_file_is_one_line_and_stops_nothing(tmp_path):
    for name, text in BROKEN.items():
        put(tmp_path / f"{name}.ipynb", text)
    put(tmp_path / "zip.zip", "no ZIP file")
    (tmp_path / "bytes.ipynb").write_bytes(b"\xff\xfe\x00")
    for number in range(30):
        put(tmp_path / f"learner {number}" / "03_learning_rate.ipynb", notebook(record("03-step", "right")))
    found, problems = read(tmp_path)
    assert len(found) == 30
    assert len(problems) == len(BROKEN) + 2
    assert all(any(line.startswith(name) for line in problems) for name in (*BROKEN, "zip.zip", "bytes"))


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    put(tmp_path / "anna.ipynb", notebook())
    zip_of(tmp_path / "bo.zip", **{"03.ipynb": notebook()})
    monkeypatch.setattr(submissions, "LARGEST", 10)
    found, problems = read(tmp_path)
    assert not found
    assert [("MB" in line) for line in problems] == [True, True]


def test_a_committed_lesson_has_all_its_exercises_and_none_was_begun(tmp_path):
    text = (NOTEBOOKS / "03_learning_rate.ipynb").read_text("utf-8")
    put(tmp_path / "anna" / "03_learning_rate.ipynb", text)
    found, problems = results.complete(read(tmp_path)[0])
    assert problems == []
    assert len(found["anna", "03"]) == text.count('check(\\"03-')
    assert results.row("anna", "03", found["anna", "03"])[2:] == ("", "", "all: check has not run")


def test_the_table_shows_each_exercise_and_its_columns_stay_aligned_in_any_script(tmp_path, capsys):
    for who in ("Åsa", "山田太郎", "עדי", "e\u0301milie", "\x1b[31mred"):
        put(
            tmp_path / who / "03_learning_rate.ipynb", notebook(record("03-step", "right"), record("03-count", "tried"))
        )
    assert results.main([str(tmp_path)]) == 0
    out = capsys.readouterr().out
    lines = [line for line in out.splitlines() if "  03 " in line]
    assert len(lines) == 5
    assert len({results.width(line[: line.index("  03 ")]) for line in lines}) == 1
    assert "step" in lines[0]
    assert "\x1b" not in out
    assert results.TRUST in out


def test_wrong_answers_are_counted_over_the_class_the_most_frequent_first(tmp_path, capsys):
    for who in ("a", "b"):
        put(tmp_path / who / "03_learning_rate.ipynb", notebook(record("03-step", "tried", REASON)))
    put(tmp_path / "c" / "03_learning_rate.ipynb", notebook(record("03-step", "tried")))
    results.main([str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("Wrong answers, by how many learners gave them:")
    assert lines[first + 1 : first + 3] == [f"  2  03-step: {REASON}", f"  1  03-step: {results.OTHER}"]


def test_the_csv_has_a_line_for_each_exercise_and_no_formula(tmp_path):
    put(tmp_path / "=1+1" / "03_learning_rate.ipynb", notebook(record("03-step", "tried", REASON)))
    results.main([str(tmp_path)])
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["learner"] for row in rows} == {"'=1+1"}
    step = next(row for row in rows if row["exercise"] == "03-step")
    assert (step["state"], step["what was wrong"]) == ("tried", REASON)


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
