"""Tests the command that reads what a class handed in: whose files, which results, and what cannot be read."""

import csv
import json
import os
import subprocess
import sys
import zipfile

import pytest

from utils.check.record import MIME
from utils.publish import results, submissions, tables
from utils.publish.notebooks import NOTEBOOKS, ROOT

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
        "anna_03_learning_rate.ipynb.txt",
        "notebooks/anna_03_learning_rate.ipynb",
        "downhill-main/notebooks/anna.ipynb",
        "anna_1234567_assignsubmission_file_/03_learning_rate.ipynb",
        "anna_1234567_assignsubmission_file_03_learning_rate.ipynb",
        "anna_LATE_340934_208490284_03_learning_rate-1.ipynb",
    ],
)
def test_a_file_is_the_learners_whose_folder_or_name_it_has(tmp_path, name):
    put(tmp_path / name, notebook(record("03-step", "right")))
    assert states(tmp_path) == {("anna", "03-step"): "right", ("anna", "03-count"): "untouched"}


@pytest.mark.parametrize(
    "name",
    [
        "03_learning_rate.ipynb",
        "03_learning_rate (1).ipynb",
        "03_learning_rate-Copy1.ipynb",
        "03_learning_rate - Copy (2).ipynb",
        "03_learning_rate copy 2.ipynb",
        "Copy of 03_learning_rate.ipynb",
        "03_learning_rate-2.ipynb",
        "questions_before (3).ipynb",
        "downhill-answers.json",
        "downhill-answers (2).json",
        "notebooks/03_learning_rate.ipynb",
        "downhill/notebooks/03_learning_rate-Copy2.ipynb",
    ],
)
def test_a_name_that_a_program_gave_is_no_learner_and_it_is_said_what_to_do(tmp_path, capsys, name):
    content = json.dumps({"records": [record("03-step", "right")]}) if name.endswith(".json") else notebook()
    put(tmp_path / name, content)
    results.main([str(tmp_path)])
    out = capsys.readouterr().out
    assert f"\n(no name: {name})  03 " in out
    assert "1 of the files named no learner: put each into a folder" in out


def test_a_mark_of_a_copy_stays_beside_a_name_as_it_may_be_another_learner(tmp_path, capsys):
    for name in ("anna_03_learning_rate.ipynb", "anna_03_learning_rate (1).ipynb"):
        put(tmp_path / name, notebook())
    put(tmp_path / "bo (2)_03_learning_rate.ipynb", notebook())
    assert {who for who, _ in states(tmp_path)} == {"anna", "anna (1)", "bo (2)"}
    results.main([str(tmp_path)])
    out = capsys.readouterr().out
    assert "anna (1): another learner than anna? If not, put both files into one folder." in out
    assert "bo (2): another" not in out


def test_an_accent_that_is_a_letter_of_its_own_makes_no_second_learner(tmp_path):
    put(tmp_path / "e\u0301milie" / "03_a.ipynb", notebook(record("03-step", "right")))
    put(tmp_path / "\u00e9milie_03_learning_rate.ipynb", notebook(record("03-count", "right")))
    assert states(tmp_path) == {("\u00e9milie", "03-step"): "right", ("\u00e9milie", "03-count"): "right"}


@pytest.mark.parametrize("name", ["03.pdf", "photo.JPG", "03.html", "answers.txt", "answers.docx", "03.py", "no-end"])
def test_a_file_that_holds_no_answers_is_one_line(tmp_path, name):
    put(tmp_path / "anna" / name, "text")
    assert read(tmp_path) == ({}, [f"anna/{name}: {submissions.what_to_do(name)}"])


@pytest.mark.parametrize("name", ["a" * 300 + ".pdf", "anna/" + "b" * 300 + ".txt", "anna\\03.pdf", "/etc/passwd"])
def test_no_name_in_a_zip_file_stops_the_others(tmp_path, name):
    zip_of(tmp_path / "class.zip", **{name: "", "bo/03_learning_rate.ipynb": notebook(record("03-step", "right"))})
    found, problems = read(tmp_path)
    assert list(found) == [("bo", "03")]
    assert len(problems) == 1


def test_a_packed_file_that_cannot_be_read_is_to_be_unpacked(tmp_path):
    put(tmp_path / "anna" / "work.rar", "text")
    zip_of(tmp_path / "class.zip", **{"bo/work.zip": "text"})
    assert [line.split(": ")[1] for line in read(tmp_path)[1]] == ["a packed file"] * 2
    assert "unpack it" in read(tmp_path)[1][0]


def test_a_whole_folder_of_the_lessons_is_read_without_a_word_on_what_came_with_them(tmp_path):
    for name in ("package.json", "utils/__init__.py", "notebooks/errors.ipynb", "notebooks/images/learning_rate.webp"):
        put(tmp_path / "anna" / "downhill" / name, "{}")
    put(tmp_path / "anna" / "downhill" / "notebooks" / "03_learning_rate.ipynb", notebook(record("03-step", "right")))
    found, problems = read(tmp_path)
    assert (list(found), problems) == ([("anna", "03")], [])


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


def test_a_class_s_zip_file_is_read_again_beside_the_results_of_the_first_time(tmp_path):
    zip_of(tmp_path / "class.zip", **{"anna/03_learning_rate.ipynb": notebook(record("03-step", "right"))})
    results.main([str(tmp_path)])
    assert (tmp_path / "results.csv").exists()
    assert states(tmp_path) == {("anna", "03-step"): "right", ("anna", "03-count"): "untouched"}
    assert read(tmp_path)[1] == []


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
