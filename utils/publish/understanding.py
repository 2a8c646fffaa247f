"""The test of understanding: which answers are right, which misconception each question is aimed at, and the scores.

The questions are `notebooks/questions_before.ipynb` and `questions_after.ipynb`; the two are parallel: number 3 of
both is aimed at the same misconception and asks for the same kind of thinking. The answers stand here and not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FORMS = ("before", "after")
KINDS = ("recall", "compute", "transfer")


@dataclass(frozen=True)
class Question:
    """A question in both forms.

    misconception: what somebody believes who chooses the letter in `shows`; the teaching notes explain each.
    kind: what it asks for: to recall something, to compute something, or to transfer it to something new.
    right, shows: two letters, of the form before and of the form after.
    """

    misconception: str
    kind: str
    right: str
    shows: str


QUESTIONS = (
    Question("the slope is how high you are", "recall", right="CA", shows="DD"),
    Question("the sign of the slope is the way to go", "compute", right="DB", shows="CD"),
    Question("the slope says how far it is to the bottom", "transfer", right="BD", shows="CA"),
    Question("back-propagation changes the weights", "recall", right="AA", shows="DB"),
    Question("a smaller learning rate is always better", "transfer", right="CB", shows="BD"),
    Question("the steepest way leads straight to the lowest place", "transfer", right="CD", shows="BC"),
    Question("the score is a probability", "recall", right="BC", shows="AB"),
    Question("the accuracy has a slope to walk along", "transfer", right="BD", shows="DA"),
    Question("the loss has to fall at every step", "transfer", right="DA", shows="BC"),
    Question("backward() writes over the gradient", "compute", right="AC", shows="CD"),
    Question("a lower training loss is a better model", "transfer", right="DC", shows="AB"),
    Question("a negative weight is a mistake, or does not count", "compute", right="AB", shows="DA"),
)

Choices = Mapping[str, str]  # from the name of a question, such as "before-03", to the letter that was chosen


def question(name: str) -> tuple[Question, int] | None:
    """The question called `name`, such as "before-03", and the number of its form in `FORMS`; None if there is none."""
    form, _, number = name.partition("-")
    if form not in FORMS or not number.isdecimal() or not 1 <= int(number) <= len(QUESTIONS):
        return None
    return QUESTIONS[int(number) - 1], FORMS.index(form)


def is_right(name: str, letter: str) -> bool:
    """Whether `letter` is the right answer to the question called `name`."""
    found = question(name)
    return found is not None and found[0].right[found[1]] == letter


def misconception(name: str, letter: str) -> str:
    """The misconception that `letter`, the answer to the question called `name`, shows; "" if it shows none."""
    found = question(name)
    return found[0].misconception if found and found[0].shows[found[1]] == letter else ""


def score(choices: Choices, form: str) -> str:
    """How many answers of `choices` in the `form` are right, in words; "" if none of its questions was answered."""
    answers = {name: letter for name, letter in choices.items() if name.startswith(f"{form}-")}
    right = sum(is_right(name, letter) for name, letter in answers.items())
    missing = len(QUESTIONS) - len(answers)
    return f"{right} of {len(QUESTIONS)}{f', {missing} not answered' if missing else ''}" if answers else ""


def scores(learners: Mapping[str, Choices]) -> list[Sequence[str]]:
    """The lines of a table: for each of `learners` who has answered a question, the score before and after."""
    lines = [(learner, *(score(choices, form) for form in FORMS)) for learner, choices in sorted(learners.items())]
    return [("learner", *FORMS), *(line for line in lines if any(line[1:]))]


def misconceptions(learners: Mapping[str, Choices]) -> list[Sequence[str]]:
    """The lines of a table: for each misconception how many of `learners` have shown it before and after."""
    lines: list[Sequence[str]] = [("what learners seem to believe", "kind", *FORMS)]
    for number, each in enumerate(QUESTIONS, start=1):
        counts = [str(shown(learners.values(), f"{form}-{number:02}")) for form in FORMS]
        lines.append((each.misconception, each.kind, *counts))
    return lines


def shown(learners: Any, name: str) -> int:
    """How many of the choices of `learners` for the question called `name` show its misconception."""
    return sum(bool(misconception(name, choices.get(name, ""))) for choices in learners)
