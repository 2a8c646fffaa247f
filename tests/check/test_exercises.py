"""Every exercise of every lesson: the reference is right, stubs are not yet, usual wrong answers get their reasons."""

import re

import pytest

from tests.check.conftest import said
from utils.check import exercises, lessons

LESSONS = lessons()
EXERCISES = {name: exercise for lesson in LESSONS.values() for name, exercise in lesson.items()}
WRONG = [(name, number) for name, exercise in EXERCISES.items() for number in range(len(exercise.wrong))]
BANNED = re.compile(r"\b(simply|just|obviously|of course|easy|easily|clearly)\b", re.IGNORECASE)


def empty(x):
    """Your code here."""
    ...


def passing(x):
    pass


def returning(x):
    return None


@pytest.mark.parametrize("name", EXERCISES)
def test_the_reference_is_right_and_says_why(name, capsys):
    exercise = EXERCISES[name]
    assert said(capsys, name, exercise.reference) == f"Right. {exercise.right}"


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("stub", [None, ..., empty, passing, returning, lambda *_: ...])
def test_a_stub_is_not_yet(name, stub, capsys):
    text = said(capsys, name, stub)
    assert text.startswith("Not yet:")
    assert "run this cell again" in text or (callable(stub) and not EXERCISES[name].inputs)


@pytest.mark.parametrize(("name", "number"), WRONG)
def test_a_usual_wrong_answer_gets_its_own_reason(name, number, capsys):
    wrong = EXERCISES[name].wrong[number]
    assert said(capsys, name, wrong.answer) == f"Not this one. {wrong.reason}"


@pytest.mark.parametrize("name", EXERCISES)
def test_reasons_are_told_apart(name):
    reasons = [wrong.reason for wrong in EXERCISES[name].wrong]
    assert len(set(reasons)) == len(reasons)


@pytest.mark.parametrize("name", EXERCISES)
def test_sentences_are_whole_and_none_talks_down(name):
    exercise = EXERCISES[name]
    for sentence in [exercise.right, exercise.hint, *(wrong.reason for wrong in exercise.wrong)]:
        assert sentence.strip() == sentence
        assert sentence[-1] in ".?"
        assert "\n" not in sentence
        assert not BANNED.search(sentence), sentence


@pytest.mark.parametrize("number", LESSONS)
def test_a_name_begins_with_the_number_of_its_lesson(number):
    assert LESSONS[number]
    for name, exercise in LESSONS[number].items():
        assert re.fullmatch(rf"{number}-[a-z0-9-]+", name)
        assert isinstance(exercise, exercises.Exercise)
