"""Tests which files of a class are read, and whose they are."""

import json

import pytest

from tests.publish.handed_in import REASON, notebook, put, read, record, states, zip_of
from utils.publish import results, submissions


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
    monkeypatch.setattr(submissions, "LARGEST_FILE", 10)
    found, problems = read(tmp_path)
    assert not found
    assert [("MB" in line) for line in problems] == [True, True]
