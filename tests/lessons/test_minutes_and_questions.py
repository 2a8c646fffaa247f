"""Tests the rules of minutes.py, questions.py and code_rules.py, and that every breach of them is found."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.lessons import code_rules, minutes, questions
from tests.lessons.lesson_code import LESSONS, NOTEBOOKS, assert_none

RULES = (
    minutes.core_minutes,
    minutes.further_minutes,
    questions.form,
    questions.spread,
    questions.answers,
    questions.solutions,
    minutes.promised_minutes,
    code_rules.imports,
    code_rules.assertions,
    code_rules.run_above,
)


def read(lesson):
    """The notebook `lesson`."""
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_lesson_keeps_the_rule(rule, lesson):
    assert_none(rule(read(lesson), NOTEBOOKS / f"{lesson}.ipynb"))


def test_the_right_answers_of_all_lessons_are_spread_evenly():
    asked = [choices for lesson in LESSONS for choices in questions.questions(read(lesson)).values()]
    assert_none(questions.uneven(asked, questions.IN_ALL))


@pytest.mark.parametrize("path", ["README.md", "notebooks/teaching.md", "utils/publish/templates/index.md"])
def test_where_minutes_are_listed_it_is_said_that_they_are_estimated(path):
    assert "minutes" in (words := (NOTEBOOKS.parent / path).read_text("utf-8"))
    assert "estimated, not yet timed with people" in words


def text(source, **given):
    """A markdown cell."""
    return new_markdown_cell(source, **given)


def code(source, **given):
    """A code cell."""
    return new_code_cell(source, **given)


def question(*choices, right, name="question"):
    """A markdown cell with a multiple choice between `choices`, of which that at the index `right` is right."""
    folds = (
        f"<details><summary>{'ABCD'[index]}. {words}</summary>\n\n{'Yes' if index == right else 'No'}.\n</details>"
        for index, words in enumerate(choices)
    )
    return text("Which?\n\n" + "\n\n".join(folds), id=name)


def said(rule, *cells):
    """What `rule` says of a notebook with `cells`."""
    return list(rule(new_notebook(cells=list(cells)), NOTEBOOKS / "01_lesson.ipynb"))


STILL = new_output("display_data", {"image/png": "eA=="})
WORDS = "word " * 1300


@pytest.mark.parametrize(
    ("cell", "taken"),
    [
        (text(WORDS), 10),
        (text(f"It is so.\n\n<details><summary>Why</summary>\n\n{WORDS}\n</details>"), 3 / 130),
        (text("**Predict first.**"), 1 + 3 / 130),
        (question("a", "b", right=0), 1 + 1 / 130),
        (code("a = 1\n\nb = 2\nimport c\nfig.show()"), 0.2),
        (code("where = None\ncheck('01-where', where)"), 0.2 + 2.5),
        (code("explore(f, k=[1])"), 1.5),
        (code("view = explore(f, k=[1])"), 1.6),
        (code("Sketch(f)"), 1.6),
        (code("pad = Pad()"), 1.6),
        (code("", outputs=[STILL, STILL]), 1),
    ],
)
def test_the_minutes_are_the_sum_of_what_the_model_counts(cell, taken):
    assert minutes.estimate([cell]) == pytest.approx(taken)


def lesson_of(said, words, *further):
    """The cells of a lesson that says its minutes, with so many words in its core."""
    end = text("## What you saw")
    return text(f"# 1. Why?\n\nAbout {said} minutes."), text("word " * words), *further, end, code("1")


@pytest.mark.parametrize(
    ("said_minutes", "words", "breaches"),
    [(10, 1300, 0), (12, 1300, 0), (13, 1300, 1), (7, 1300, 1), ("ten", 1300, 1)],
)
def test_minutes_that_are_not_honest_are_reported(said_minutes, words, breaches):
    assert len(said(minutes.promised_minutes, *lesson_of(said_minutes, words))) == breaches


@pytest.mark.parametrize(("words", "breaches"), [(5100, 0), (5300, 1)])
def test_a_core_of_more_than_40_minutes_is_reported(words, breaches):
    assert len(said(minutes.core_minutes, *lesson_of(40, words))) == breaches


@pytest.mark.parametrize(
    ("words", "breach"),
    [
        ("About 9 minutes.", None),
        ("About 4 minutes.", "it says 4 minutes, it takes 10.1"),
        ("More.", "it says no minutes"),
    ],
)
def test_a_further_part_says_its_own_minutes_and_is_not_part_of_the_core(words, breach):
    further = text("## Further: more"), text(words), text("### Even more"), text(WORDS)
    assert said(minutes.promised_minutes, *lesson_of(10, 1300, *further)) == []
    breaches = said(minutes.further_minutes, *lesson_of(10, 1300, *further))
    assert [breach in each for each in breaches] == [True] * bool(breach)


def test_the_command_prints_the_minutes_of_a_lesson_and_of_its_further_parts(tmp_path):
    path = tmp_path / "01_lesson.ipynb"
    nbformat.write(new_notebook(cells=list(lesson_of(9, 1300, text("## Further: more"), text(WORDS)))), path)
    assert minutes.line(path) == "01_lesson.ipynb: 10 minutes, promised 9\n    Further: more: 10.0"


@pytest.mark.parametrize(
    ("cells", "breaches"),
    [
        ([question("a", "b", "c", right=2)], []),
        ([question("a", "b", right=None)], ["question: 0 choices begin with Yes"]),
        (
            [text(question("a", "b", right=0).source.replace("No", "**Yes**"), id="text")],
            ["text: 2 choices begin with Yes"],
        ),
        ([question("a", right=0)], ["question: the choices are A"]),
        ([text(question("a", "b", right=0).source.replace("B. ", "C. "), id="text")], ["text: the choices are AC"]),
        ([text("<details><summary>Solution</summary>\n\nYes.\n</details>")], []),
    ],
)
def test_a_question_whose_right_answer_cannot_be_read_is_reported(cells, breaches):
    assert said(questions.form, *cells) == breaches


def asked(*letters, words=("one", "two", "six")):
    """A question for each of `letters`, which are right, between choices of these `words`."""
    return [question(*words, right="ABC".index(letter), name=f"q-{index}") for index, letter in enumerate(letters)]


@pytest.mark.parametrize(
    ("cells", "breaches"),
    [
        (asked(*"ABCABC"), []),
        (asked(*"AABBC"), []),
        (asked(*"BBB"), ["of 3 right answers 3.0 are B, by chance it would be 1.0"]),
        (asked(*"AABBAB"), ["of 6 right answers 0.0 are C, by chance it would be 2.0"]),
        (
            [
                question("longer", *"ab", right=0, name="1"),
                question("a", "longer", "b", right=1, name="2"),
                question(*"ab", "longer", right=2, name="3"),
            ],
            ["of 3 right answers 3.0 are the longest, by chance it would be 1.0"],
        ),
        (
            [
                question("a", "bb", "ccc", right=0, name="1"),
                question("bb", "a", "ccc", right=1, name="2"),
                question("ccc", "bb", "<code>a</code>", right=2, name="3"),
            ],
            ["of 3 right answers 3.0 are the shortest, by chance it would be 1.0"],
        ),
    ],
)
def test_right_answers_that_can_be_guessed_from_their_place_or_length_are_reported(cells, breaches):
    assert said(questions.spread, *cells) == breaches


HEADING = text("### Your turn: a place")


@pytest.mark.parametrize(
    ("rule", "cells", "breaches"),
    [
        (questions.answers, [text("Why?"), text("Because.")], 0),
        (questions.answers, [text("Why?\nBecause.")], 0),
        (questions.answers, [text("Why?"), text("## Next")], 1),
        (questions.answers, [text("**Why?**")], 1),
        (questions.answers, [text("**Predict first.**\nWhy? Write it down."), code("1")], 0),
        (questions.answers, [text("**Predict first.**\nWhy? Write it down."), text("So.")], 1),
        (questions.answers, [text("**Predict first.**\n" + question("a", "b", right=0).source)], 0),
        (
            questions.solutions,
            [HEADING, code("1"), text("<details><summary>The answers</summary>\n\n4\n</details>")],
            0,
        ),
        (questions.solutions, [HEADING, code("1"), text("<details><summary>A detail</summary>\n\n4\n</details>")], 1),
        (questions.solutions, [HEADING, code("1"), text("## Next"), text("<details><summary>Solution</summary>.")], 1),
        (questions.solutions, [text("## Next"), code("1")], 0),
        (code_rules.imports, [code("import sys\nfrom math import pi"), code("2")], 0),
        (code_rules.imports, [code("1"), code("def f():\n    import sys"), code("from math import pi")], 2),
        (code_rules.assertions, [code("assert 1 == 1, 'it is one'")], 0),
        (code_rules.assertions, [code("if True:\n    assert 1 == 1")], 1),
        (code_rules.run_above, [text(f"First, {code_rules.RUN_ABOVE}.", id="how-to-run")], 0),
        (code_rules.run_above, [text("Run each cell.", id="how-to-run"), text(code_rules.RUN_ABOVE)], 1),
    ],
)
def test_a_question_without_an_answer_and_code_that_helps_nobody_are_reported(rule, cells, breaches):
    assert len(said(rule, *cells)) == breaches
