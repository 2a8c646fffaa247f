"""`check` takes every right answer: each exercise in about ten right ways (`right_ways/`, a file a lesson)."""

import importlib

import pytest

from utils.check.find import exercises_by_lesson

LESSONS = exercises_by_lesson()
RIGHT = {number: importlib.import_module(f"tests.check.right_ways.lesson_{number}").RIGHT for number in LESSONS}
WAYS = [(name, way) for lesson in RIGHT.values() for name, ways in lesson.items() for way in range(len(ways))]


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_a_right_answer_is_right_in_whatever_way_it_is_written(name, way, check_says):
    exercise = LESSONS[name[:2]][name]
    assert check_says(name, RIGHT[name[:2]][name][way]).startswith(f"Right. {exercise.right}")


@pytest.mark.parametrize("number", LESSONS)
def test_each_exercise_is_answered_in_about_ten_ways(number):
    assert sorted(RIGHT[number]) == sorted(LESSONS[number])
    assert all(len(ways) >= 9 for ways in RIGHT[number].values())
