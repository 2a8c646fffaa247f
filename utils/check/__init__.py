"""Exercises that judge an answer (every lesson): `check("03-step", step)` prints one sentence and never a traceback.

`find.py` finds the exercise in `exercises/`, `judge.py` finds the sentence. `sandbox.py` runs the learner's function,
`values.py` reads a value whatever its type, `compare.py` compares, `stubs.py` recognises an unfinished answer,
`describe.py` puts values into words, `record.py` leaves the result for a program to read. `note.py` only notes an
answer to the test of understanding.
"""

from typing import Any

from utils.check.find import find
from utils.check.judge import Attempt
from utils.check.note import note
from utils.check.record import Result, publish_record
from utils.check.values import POINT, has_decimal_comma, is_number

__all__ = ["check", "note"]


def check(name: Any = "", *answer: Any) -> None:
    """Print one sentence about `answer` (a function, number, text, list or tensor) to the exercise called `name`.

    The sentence says one of four things: not yet; right, and why; what is wrong with a usual wrong answer; a hint.
    `check` takes two seconds at most (30 in "07-loop") and raises nothing. A function gets copies of its inputs. Random
    states and settings (rcParams, warnings, the default dtype) are as before afterwards. A function that changes
    variables of the notebook changes them, as it does whenever it is called.

    The limit of this: a single call of C code that keeps the interpreter's lock (`9**9**8`,
    `sum(itertools.count())`) cannot be stopped, by the time limit or by an interrupt, and what ends the process
    (`os._exit`) ends the kernel. There Kernel -> Restart helps.
    """
    exercise, problem = find(name)
    if exercise is None:
        print(problem)
        return
    if len(answer) == 1:
        result = Attempt(exercise, name, answer[0]).result()
    elif is_number(exercise.reference) and has_decimal_comma(answer):
        result = Result(f"Not yet: check got two numbers. {POINT}")
    else:
        print(f'check wants the exercise and your answer to it, like this: check("{name}", answer)')
        return
    print(result.sentence)
    publish_record(name, result)
