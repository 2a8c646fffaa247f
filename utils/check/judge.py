"""Judge an answer to an exercise: find the one sentence that `check` prints, and its record (every lesson)."""

import copy
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

from utils.check.compare import Verdict, compare
from utils.check.describe import advice, brief, describe
from utils.check.exercises import Exercise, Wrong
from utils.check.progress import Progress
from utils.check.record import Result
from utils.check.sandbox import run_in_sandbox, seed_all
from utils.check.stubs import (
    has_gap,
    is_from_gap,
    is_gap,
    is_stub,
    name_of,
    parameter_names,
    why_nothing,
    wrong_parameters,
)
from utils.check.values import typed
from utils.time_limit import TimeIsUp

NOT_RIGHT = "Not right yet."  # before the reason or the hint for a wrong answer, here and on a page
CHECK_SECONDS = 2  # the time limit of one check, for all its inputs together, where the exercise has none of its own


def not_yet(what: str) -> Result:
    """The result for an answer in which `what` is still to be filled in."""
    return Result(f"Not yet: fill in {what} and run this cell again.", "untouched")


NO_VALUE = Result("Not yet: put your answer there and run this cell again.", "untouched")


class Attempt:
    """One `answer` of a learner to the exercise called `name`."""

    def __init__(self, exercise: Exercise, name: str, answer: Any) -> None:
        self.exercise, self.name, self.answer = exercise, name, answer
        self.current_input = ""  # the input of the call that is running, in words

    def result(self) -> Result:
        """What the answer gets, after its time limit at most. Raises nothing."""
        seconds = self.exercise.seconds or CHECK_SECONDS
        work = self.judge_function if self.exercise.inputs else self.judge_value
        try:
            if self.exercise.inputs and is_stub(self.answer):
                return not_yet(name_of(self.answer))
            if not self.exercise.seconds:
                return run_in_sandbox(work, seconds)
            with Progress(seconds) as bar:
                return run_in_sandbox(work, seconds, bar)
        except TimeoutError:
            if has_gap(self.answer):
                return not_yet("the ...")
            where = f" for {self.current_input}" if self.current_input else ""
            return Result(f"Not yet: stopped after {seconds} seconds{where}. {self.exercise.endless}")
        except Exception as error:  # for example an answer whose __repr__ fails
            return Result(f"{NOT_RIGHT} Looking at your answer raised {type(error).__name__}. {self.exercise.hint}")

    def right(self, remark: str = "") -> Result:
        """The result for a right answer."""
        return Result(f"Right. {self.exercise.right}{remark}", "right")

    def judge_value(self) -> Result:
        """The result where the exercise wants a value."""
        if is_gap(self.answer):
            return NO_VALUE
        if callable(self.answer):
            return Result(f'Not yet: this exercise wants a value, and check("{self.name}", ...) got a function.')
        answer = typed(self.answer, self.exercise.reference)
        verdict = compare(answer, self.exercise.reference, self.exercise.tolerance)
        if verdict.same:
            return self.right()
        for wrong in self.exercise.wrong:
            if self.fits(wrong, answer, partial(getattr, wrong, "answer")):
                return Result(f"{NOT_RIGHT} {wrong.reason}", wrong=wrong.reason)
        return Result(f"{NOT_RIGHT} {verdict.sentence or self.exercise.hint}")

    def judge_function(self) -> Result:
        """The result where the exercise wants a function."""
        if is_gap(self.answer):
            return NO_VALUE
        if not callable(self.answer):
            got = describe(self.answer)
            wants = "wants the function itself, by its name alone"
            return Result(f'Not yet: check("{self.name}", ...) {wants}, and got {got}.')
        problem = wrong_parameters(self.exercise, self.answer)
        return Result(problem) if problem else self.judge_results()

    def judge_results(self) -> Result:
        """The result for what the answer's function returns for each input, compared with the reference."""
        wanted = self.results(self.exercise.reference)
        given = self.results(self.answer)
        verdicts = [compare(got, want, self.exercise.tolerance) for got, want in zip(given, wanted, strict=True)]
        if all(verdict.same for verdict in verdicts):
            return self.right(self.exercise.remark(given[0]))
        return self.unfinished(given) or self.known_reason(given) or Result(self.unforeseen(given, verdicts))

    def results(self, function: Any) -> list[Any]:
        """What `function` returns for each of the inputs: a value, or the exception that it raised."""
        values = []
        for arguments in self.exercise.inputs:
            self.current_input = self.in_words(arguments)
            values.append(self.call(function, copy.deepcopy(arguments)))
        return values

    def call(self, function: Any, arguments: tuple) -> Any:
        """What is compared of `function(*arguments)`: its result or what is observed of it, or its exception."""
        seed_all(0)
        watch = self.exercise.watch(*arguments) if self.exercise.watch else None
        try:
            with watch or nullcontext():
                value = function(*arguments)
        except TimeIsUp:
            raise
        except BaseException as error:  # also sys.exit() and a KeyboardInterrupt that the function raises itself
            return watch.outcome(error) if watch else error
        if watch:
            return watch.outcome(value)
        observe = self.exercise.observe
        return value if observe is None or value is Ellipsis else observe(value, *arguments)

    def in_words(self, arguments: tuple) -> str:
        """The `arguments` of one call in words: "x = 2, lr = 0.25"."""
        names = parameter_names(self.exercise)
        return ", ".join(f"{name} = {brief(value)}" for name, value in zip(names, arguments, strict=False))

    def fits(self, wrong: Wrong, given: Any, example: Callable[[], Any]) -> bool:
        """Whether `given` is what `wrong` describes; `example()` is what the wrong answer itself gives."""
        if wrong.when is None:
            return compare(given, example(), self.exercise.tolerance).same
        try:
            return bool(wrong.when(given))
        except Exception:  # for example a condition on numbers that was given a text
            return False

    def unfinished(self, given: list[Any]) -> Result | None:
        """The result for a function that is not finished, else None."""
        if any(is_from_gap(got, self.answer) for got in given):
            return not_yet("the ...")
        return Result(why_nothing(self.answer)) if all(got is None for got in given) else None

    def known_reason(self, given: list[Any]) -> Result | None:
        """The result for the first usual wrong answer that gives the same, else None."""
        for wrong in self.exercise.wrong:
            if self.fits(wrong, given, partial(self.results, wrong.answer)):
                return Result(f"{NOT_RIGHT} {wrong.reason}{self.exercise.remark(given[0])}", wrong=wrong.reason)
        return None

    def unforeseen(self, given: list[Any], verdicts: list[Verdict]) -> str:
        """The sentence on any other wrong function: its exception, the form of what it returns, or the hint."""
        inputs = [self.in_words(arguments) for arguments in self.exercise.inputs]
        for where, got in zip(inputs, given, strict=True):
            if isinstance(got, BaseException):
                at = f" for {where}" if where else ""
                return f"Not yet: {name_of(self.answer)} raised {describe(got)}{at}.{advice(got)}"
        different = [i for i, verdict in enumerate(verdicts) if not verdict.same]
        first = next((i for i in different if verdicts[i].sentence), different[0])
        gives = f"{name_of(self.answer)} gives {brief(given[first])}. "
        gives = f"For {inputs[first]}, {gives}" if inputs[first] else gives
        observed = self.exercise.watch or self.exercise.observe
        gives = "" if observed and not self.exercise.shows_result else gives
        remark = self.exercise.remark(given[first])
        return f"{NOT_RIGHT} {gives}{verdicts[first].sentence or self.exercise.hint}{remark}"
