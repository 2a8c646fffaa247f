"""The last page: its questions keep the rules of those of a lesson, and what it claims is computed."""

import re

import pytest
import torch
from nbformat.v4 import new_markdown_cell, new_notebook

from tests.lessons import questions, rules
from tests.lessons.lesson_code import LESSONS, NOTEBOOKS, assert_none, sources

PATH = NOTEBOOKS / "what_you_can_do.md"
SECTIONS = re.split(r"^### Question ", PATH.read_text("utf-8"), flags=re.MULTILINE)
QUESTIONS = SECTIONS[1:]


@pytest.fixture
def book():
    """The page as a notebook: what stands before the questions, and a cell for each of them."""
    return new_notebook(cells=[new_markdown_cell(text, id=f"part-{k}") for k, text in enumerate(SECTIONS)])


@pytest.mark.parametrize(
    "rule",
    [questions.form, questions.spread, rules.words, rules.wording, rules.sentences, rules.details, rules.links],
    ids=lambda rule: rule.__name__,
)
def test_the_page_keeps_the_rules_of_a_lesson(rule, book):
    assert_none(rule(book, PATH))


def test_there_are_ten_questions_numbered_in_their_order(book):
    assert [text.split("\n")[0] for text in QUESTIONS] == [str(number) for number in range(1, 11)]
    assert len(questions.questions(book)) == 10


@pytest.mark.parametrize("lesson", LESSONS)
def test_it_names_every_lesson_by_its_title(lesson):
    title = sources(lesson)["title"].splitlines()[0].removeprefix("# ")
    assert f"[{title}]({lesson}.ipynb)" in SECTIONS[0]


def test_the_code_of_the_second_question_prints_the_answer_that_is_called_right(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", QUESTIONS[1], re.DOTALL)
    exec(code, {"torch": torch})
    (right,) = [summary for summary, body in questions.FOLD.findall(QUESTIONS[1]) if body.strip().startswith("Yes")]
    assert re.search(r"<code>(.*)</code>", right)[1] == capsys.readouterr().out.strip()


def test_the_places_of_the_third_question_are_those_of_the_steps_that_it_names():
    x = torch.tensor(-1.5, requires_grad=True)
    (x**2).backward()
    assert x.grad == -3
    for step, place in ((-0.9, "To 1.2, across"), (0.9, "To -4.2, further up"), (-1.0, "To 1.5, on the other side")):
        assert place in QUESTIONS[2]
        assert (x + step * x.grad).item() == pytest.approx(float(place.split()[1].strip(",")))


def test_two_linear_layers_without_a_nonlinearity_are_one():
    g = torch.Generator().manual_seed(0)
    x, first, second = (torch.randn(shape, generator=g, dtype=torch.float64) for shape in ((9, 20), (20, 30), (30, 4)))
    assert torch.allclose(x @ first @ second, x @ (first @ second))
