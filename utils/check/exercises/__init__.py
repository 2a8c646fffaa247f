"""What `check` knows: one file a lesson, `lesson_NN.py`, with a dict `EXERCISES` of names like "03-step"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wrong:
    """A usual wrong answer and the one sentence it gets.

    `answer` is what a learner may give: a wrong function, or a wrong value. It is recognised by what it gives on the
    exercise's inputs (an exception counts too); the tests give it to `check` and expect `reason`.
    `when(given)`, where it is set, recognises more than that: it gets the value, or the list of what the function gave.
    """

    answer: Any
    reason: str
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Exercise:
    """A question that `check` can answer.

    `reference` is the right function, or the right value (then without `inputs`): a number, text, list or tensor.
    `right` says in one sentence why it is right; `hint` is for a wrong answer that nobody foresaw.
    `inputs` are the arguments of each call, a tuple a call; every call gets copies.
    `observe(result, *arguments)`, where it is set, gives what is compared in place of the result: for functions that
    change their arguments.
    `wrong` are the usual wrong answers; the first that fits gives its reason.
    `tolerance` is relative: by how much numbers may differ and still be the same (0.01: one in a hundred).
    """

    reference: Any
    right: str
    hint: str
    inputs: tuple[tuple, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    observe: Callable[..., Any] | None = None
    tolerance: float = 1e-4
