"""Tests the test of understanding: its two forms are parallel, its answers stand elsewhere, and it is scored."""

import json
import re
from collections import Counter

import nbformat
import pytest

from utils.check import note
from utils.check.record import MIME
from utils.publish import results, understanding
from utils.publish.notebooks import NOTEBOOKS
from utils.publish.understanding import FORMS, KINDS, QUESTIONS

OPTION = re.compile(r"^- \(([A-D])\) (.+)$", re.MULTILINE)
NAMES = [f"{form}-{number:02}" for form in FORMS for number in range(1, len(QUESTIONS) + 1)]


def cells(form):
    return {cell.id: cell for cell in nbformat.read(NOTEBOOKS / f"questions_{form}.ipynb", as_version=4).cells}


def options(name):
    """The four choices of the question called `name`, as a dict from letter to text."""
    form, number = name.split("-")
    return dict(OPTION.findall(cells(form)[f"question-{int(number)}"].source))


@pytest.mark.parametrize("name", NAMES)
def test_a_question_has_four_choices_one_of_them_right_and_another_aimed_at_its_misconception(name):
    found, form = understanding.question(name)
    assert list(options(name)) == list("ABCD")
    assert len(set(options(name).values())) == 4
    assert found.right[form] != found.shows[form]
    assert {found.right[form], found.shows[form]} <= set("ABCD")


@pytest.mark.parametrize("form", range(len(FORMS)))
def test_the_right_answers_are_spread_evenly_over_the_letters_and_not_told_by_their_length(form):
    assert Counter(each.right[form] for each in QUESTIONS) == dict.fromkeys("ABCD", 3)
    names = [name for name in NAMES if name.startswith(FORMS[form])]
    lengths = {name: {letter: len(text) for letter, text in options(name).items()} for name in names}
    right = {name: understanding.question(name)[0].right[form] for name in names}
    longest = sum(max(lengths[name], key=lengths[name].get) == right[name] for name in names)
    assert longest <= 6


def test_each_question_has_a_kind_and_a_misconception_of_its_own():
    assert {each.kind for each in QUESTIONS} == set(KINDS)
    assert len({each.misconception for each in QUESTIONS}) == len(QUESTIONS) == 12


@pytest.mark.parametrize("form", FORMS)
def test_each_question_is_noted_under_its_name_and_its_answer_is_left_open(form):
    found = cells(form)
    for number in range(1, len(QUESTIONS) + 1):
        assert found[f"answer-{number}"].source == f'answer = ""\n\nnote("{form}-{number:02}", answer)'


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("B", "Noted: B."),
        (" b) ", "Noted: B."),
        ("", "Not yet"),
        (None, "Not yet"),
        ("E", "Not noted"),
        (3, "Not noted"),
    ],
)
def test_an_answer_is_noted_without_a_word_on_whether_it_is_right(answer, said, capsys):
    note("before-01", answer)
    assert capsys.readouterr().out.startswith(said)


def handed_in(folder, learner, answers):
    """The notebook of `learner` with `answers`, a dict from question to letter."""
    records = [{"exercise": name, "state": "noted", "wrong": letter} for name, letter in answers.items()]
    outputs = [{"output_type": "display_data", "data": {}, "metadata": {MIME: each}} for each in records]
    path = folder / learner / f"questions_{len(list(folder.rglob('*.ipynb')))}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "", "outputs": outputs}]}))


def test_a_class_is_scored_and_its_misconceptions_are_counted(tmp_path, capsys):
    right = {name: understanding.question(name)[0].right[FORMS.index(name.split("-")[0])] for name in NAMES}
    shows = {name: understanding.question(name)[0].shows[0] for name in NAMES if name.startswith("before")}
    handed_in(tmp_path, "anna", right | shows)
    handed_in(tmp_path, "bo", {"before-01": shows["before-01"], "before-99": "A", "before-x": "A"})
    assert results.main([str(tmp_path)]) == 0
    lines = [re.split(r"  +", line) for line in capsys.readouterr().out.splitlines()]
    assert ["anna", "0 of 12", "12 of 12"] in lines
    assert ["bo", "0 of 12, 11 not answered"] in lines
    assert [QUESTIONS[0].misconception, QUESTIONS[0].kind, "2", "0"] in lines
    assert [QUESTIONS[1].misconception, QUESTIONS[1].kind, "1", "0"] in lines
    table = (tmp_path / "results.csv").read_text("utf-8-sig")
    assert f"anna,questions,before-01,tried: {shows['before-01']},{QUESTIONS[0].misconception}" in table
    assert "anna,questions,after-01,right," in table


def test_two_sittings_in_one_folder_are_told_apart_by_nothing_and_so_named(tmp_path, capsys):
    handed_in(tmp_path, "anna", {"after-01": "A", "after-02": "B"})
    handed_in(tmp_path, "anna", {"after-01": "C", "after-02": "B"})
    handed_in(tmp_path, "bo", {"after-01": "C"})
    results.main([str(tmp_path)])
    out = capsys.readouterr().out
    assert "anna: has two answers to after-01, and the last file's counts; put each sitting into its own folder." in out
    assert "bo: has two" not in out
    assert results.FORMS in out


def test_a_notebook_that_was_not_begun_has_no_score(tmp_path, capsys):
    path = tmp_path / "anna" / "questions_before.ipynb"
    path.parent.mkdir()
    path.write_bytes((NOTEBOOKS / "questions_before.ipynb").read_bytes())
    assert results.main([str(tmp_path)]) == 0
    assert "anna" not in capsys.readouterr().out.replace(str(tmp_path), "")
