"""Tests the rules of minutes.py, questions.py and code_rules.py, and that every breach of them is found."""

import nbformat
import pytest

from tests.lessons import code_rules, minutes, questions
from tests.lessons.lesson_code import LESSONS, NOTEBOOKS, SECOND_EDITION, assert_none

RULES = (
    minutes.honest_minutes,
    minutes.further_minutes,
    questions.form,
    questions.spread,
    questions.answers,
    questions.solutions,
)
CODE_RULES = (code_rules.imports, code_rules.assertions, code_rules.run_above)


def read(lesson):
    """The notebook `lesson`."""
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)


@pytest.mark.parametrize("lesson", SECOND_EDITION)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_lesson_of_the_second_edition_keeps_the_rule(rule, lesson):
    assert_none(rule(read(lesson), NOTEBOOKS / f"{lesson}.ipynb"))


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("rule", CODE_RULES, ids=lambda rule: rule.__name__)
def test_the_code_of_every_lesson_keeps_the_rule(rule, lesson):
    assert_none(rule(read(lesson), NOTEBOOKS / f"{lesson}.ipynb"))


def test_the_right_answers_of_all_lessons_of_the_second_edition_are_spread_evenly():
    asked = [choices for lesson in SECOND_EDITION for choices in questions.questions(read(lesson)).values()]
    assert_none(questions.uneven(asked, questions.IN_ALL))
