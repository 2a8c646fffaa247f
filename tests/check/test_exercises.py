"""Every exercise of every lesson: the reference is right, a stub is "not yet", a usual wrong answer gets its reason."""

import re

import pytest

from utils.check.exercises import Exercise
from utils.check.find import exercises_by_lesson

LESSONS = exercises_by_lesson()
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
def test_the_reference_is_right_and_says_why(name, check_says):
    exercise = EXERCISES[name]
    assert check_says(name, exercise.reference).startswith(f"Right. {exercise.right}")


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("stub", [None, ..., empty, passing, returning, lambda *_: ...])
def test_a_stub_is_not_yet(name, stub, check_says):
    text = check_says(name, stub)
    assert text.startswith("Not yet:")
    assert "run this cell again" in text or (callable(stub) and not EXERCISES[name].inputs)


@pytest.mark.parametrize(("name", "number"), WRONG)
def test_a_usual_wrong_answer_gets_its_own_reason(name, number, check_says):
    wrong = EXERCISES[name].wrong[number]
    assert check_says(name, wrong.answer).startswith(f"Not right yet. {wrong.reason}")


@pytest.mark.parametrize("name", EXERCISES)
def test_every_reason_is_different(name):
    reasons = [wrong.reason for wrong in EXERCISES[name].wrong]
    assert len(set(reasons)) == len(reasons)


@pytest.mark.parametrize("name", EXERCISES)
def test_sentences_are_complete_and_use_no_belittling_words(name):
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
        assert isinstance(exercise, Exercise)
