"""Exercises that answer back (every lesson): `check("03-step", step)` prints one sentence and never a traceback.

`find.py` finds the exercise in `exercises/`, `judge.py` finds the sentence. `sandbox.py` runs the learner's function,
`compare.py` compares, `stubs.py` recognises an unfinished answer, `describe.py` puts values into words.
"""

from typing import Any

from utils.check.find import find
from utils.check.judge import Attempt

__all__ = ["check"]


def check(name: Any = "", *answer: Any) -> None:
    """Print one sentence about `answer` (a function, number, text, list or tensor) to the exercise called `name`.

    The sentence says one of four things: not yet; right, and why; what is wrong with a usual wrong answer; a hint.
    `check` takes two seconds at most and raises nothing. A function gets copies of the exercise's inputs. Random
    states and settings (rcParams, warnings, the default dtype) are as before afterwards. A function that changes
    variables of the notebook changes them, as it does whenever it is called.
    """
    exercise, problem = find(name)
    if exercise is None:
        print(problem)
    elif len(answer) != 1:
        print(f'check wants the exercise and your answer to it, like this: check("{name}", answer)')
    else:
        print(Attempt(exercise, name, answer[0]).sentence())
