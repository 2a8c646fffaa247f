"""Tests what the teaching notes promise: routes that add up, sections that exist, what phones answer, a sample."""

import json
import re

import nbformat
import pytest

from tests.lessons import minutes, rules
from tests.lessons.lesson_code import NOTEBOOKS
from utils.check.find import exercises_by_lesson
from utils.check.record import MIME
from utils.publish import results
from utils.publish.understanding import QUESTIONS

NOTES = (NOTEBOOKS / "teaching.md").read_text("utf-8")
WITH_A_CLASS = 1.5  # times what the formula says
ROUTES = dict(re.findall(r"^### (\d+) minutes: .*?$(.*?)(?=^#)", NOTES, re.MULTILINE | re.DOTALL))
ROW = re.compile(r"^\| (\d+) \| (.*?) \|(.*?)\|$", re.MULTILINE)
SECTIONS = re.compile(r"\[lesson \d\]\((\d\d_\w+\.ipynb)\): (.*?) ?(?:\||$)", re.MULTILINE)


def sections(lesson):
    """The cells under each heading of the file `lesson`, by the words of the heading."""
    found, part = {}, []
    for cell in nbformat.read(NOTEBOOKS / lesson, as_version=4).cells:
        if cell.cell_type == "markdown" and (heading := re.match(r"#+ (.*)", cell.source)):
            part = found.setdefault(heading[1], [])
        part.append(cell)
    return found


def named(words):
    """The headings that `words` name, between asterisks."""
    return re.findall(r"\*(.+?)\*(?=[,. |]|$)", words.replace("2*x", ""))


def test_there_are_three_routes_and_each_row_of_them_is_read():
    assert list(ROUTES) == ["45", "90", "180"]
    assert all(len(ROW.findall(text)) == text.count("\n| ") - 1 for text in ROUTES.values())


@pytest.mark.parametrize("route", ROUTES)
def test_the_minutes_of_a_route_add_up(route):
    assert sum(int(taken) for taken, _, _ in ROW.findall(ROUTES[route])) == int(route)


@pytest.mark.parametrize("route", ROUTES)
def test_what_a_route_takes_of_a_lesson_has_the_minutes_of_the_formula(route):
    for taken, what, where in ROW.findall(ROUTES[route]):
        if lessons := SECTIONS.findall(where):
            ((lesson, words),) = lessons
            known = sections(lesson)
            formula = sum(minutes.estimate(known[heading]) for heading in named(words))
            assert abs(int(taken) - formula * (1 if what.startswith("On the projector") else WITH_A_CLASS)) <= 1, (
                what,
                formula,
            )


@pytest.mark.parametrize(("lesson", "words"), SECTIONS.findall(NOTES))
def test_each_section_that_a_table_names_stands_in_its_lesson(lesson, words):
    assert named(words)
    assert [heading for heading in named(words) if heading not in sections(lesson)] == []


def test_what_a_phone_can_answer_is_what_a_page_has_a_field_for():
    rows = re.findall(r"^\| (\d) \| ([a-z, -]*) ?\| ([a-z, -]+) \|$", NOTES, re.MULTILINE)
    said = {f"0{number}": [set(re.findall(r"[a-z-]+", part)) for part in parts] for number, *parts in rows}
    wanted = {
        lesson: [{name[3:] for name, each in found.items() if bool(each.inputs) == python} for python in (False, True)]
        for lesson, found in exercises_by_lesson().items()
    }
    assert said == wanted


def test_the_first_twelve_mistakes_are_those_of_the_twelve_questions_in_their_order():
    found = re.findall(r"^\| (\d+)\. (.+?)\. \|", NOTES, re.MULTILINE)
    assert [int(number) for number, _ in found] == list(range(1, 13))
    assert [words.replace("`", "").lower() for _, words in found] == [each.misconception.lower() for each in QUESTIONS]


SAMPLE = re.search(r"prints, among other things.*?```\n(.*?)```", NOTES, re.DOTALL)[1].splitlines()
REASON = "That walks uphill: the slope points up, so the step needs a minus."
CLASS = {
    "anna/03_learning_rate": ("right", "right", "right", "untouched"),
    "bo/03_learning_rate": ("tried", "untouched", "right", "untouched"),
    "03_learning_rate (1)": ("tried", "right", "untouched", "untouched"),
}


def handed_in(states):
    """The JSON of a lesson 3 whose exercises are in the `states`."""
    found = zip(("03-step", "03-descend", "03-diverge", "03-count"), states, strict=True)
    records = [
        {"exercise": name, "state": state, "wrong": REASON if state == "tried" else None} for name, state in found
    ]
    outputs = [{"output_type": "display_data", "data": {}, "metadata": {MIME: each}} for each in records]
    return json.dumps({"cells": [{"cell_type": "code", "source": "", "outputs": outputs}]})


def test_the_sample_is_what_the_command_prints(tmp_path, capsys):
    for name, states in CLASS.items():
        path = tmp_path / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(handed_in(states))
    results.main([str(tmp_path)])
    printed = capsys.readouterr().out.splitlines()
    assert len(SAMPLE) == 6
    assert [line for line in SAMPLE if line not in printed] == []


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.md")), ids=lambda path: path.stem)
def test_no_link_of_a_text_beside_the_lessons_leads_nowhere_or_out_of_the_pages(path):
    text = path.read_text("utf-8")
    assert list(rules.dead_links(text, NOTEBOOKS)) == []
    assert "](../" not in text
    assert "](#" not in text  # GitHub and the pages name headings in different ways
