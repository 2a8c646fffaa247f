"""The exercises that `check` knows: each lesson has a file `lesson_NN.py` with a dict `EXERCISES`.

The keys are the names that a lesson's cell gives to `check`, for example "01-slope" in `lesson_01.py`; the values are
`Exercise` objects. A new reason for a wrong answer is one more `Wrong` in the exercise's tuple `wrong`:

    Wrong(lambda x: x**2, "That is the height at x, and the question is how steep the curve is there.")

The first `Wrong` that fits gives its reason, so the order matters. Nothing else has to change: the tests give each such
answer to `check` and expect its reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wrong:
    """A usual wrong answer, and the one sentence that a learner who gives it gets.

    answer: an example of the wrong answer: a wrong function where the exercise wants a function, else a wrong value.
        An answer of a learner counts as this one when it gives the same results for the exercise's inputs, within the
        exercise's tolerance; an exception of the same type with the same message is the same result.
    reason: the sentence, printed after "Not right yet.": what is wrong with this answer.
    when: a condition that takes the place of that comparison, for wrong answers that differ from case to case. It gets
        the learner's value, or the list of the results of the learner's function, one for each of the inputs.
    """

    answer: Any
    reason: str
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Exercise:
    """One exercise: the right answer, the usual wrong answers, and the sentence for each case.

    reference: the right function; or, where there are no `inputs`, the right value: a number, text, list or tensor.
    right: the sentence printed after "Right.": why the answer is right.
    hint: the sentence for a wrong answer that is in none of `wrong`.
    inputs: the arguments of each call of the function, one tuple for each call. Every call gets copies of them.
    wrong: the usual wrong answers; the first that fits gives its reason.
    observe: called as `observe(result, *arguments)` after each call; what it returns is compared in place of the
        result. For functions that change their arguments.
    shows_result: whether `observe` returns the result itself where nothing is wrong, so that a sentence may show it.
    watch: called as `watch(*arguments)` before each call; the function runs in the context that it returns, whose
        `outcome(result or exception)` is compared in place of the result.
    remark: called with the first of the compared results; returns what is printed after the sentence.
    seconds: the time limit for all inputs together, with a bar in the cell's output; without it two seconds.
    endless: the sentence for a function that takes longer.
    tolerance: by how much numbers may differ and still be the same, relative to the right one (0.01: one per cent).
    """

    reference: Any
    right: str
    hint: str
    inputs: tuple[tuple, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    observe: Callable[..., Any] | None = None
    shows_result: bool = False
    watch: Callable[..., Any] | None = None
    remark: Callable[[Any], str] = lambda result: ""
    seconds: float | None = None
    endless: str = "Is there a loop that never ends?"
    tolerance: float = 1e-4
