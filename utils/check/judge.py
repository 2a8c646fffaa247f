"""Judge an answer to an exercise: find the one sentence that `check` prints (every lesson)."""

from typing import Any

from utils.check.compare import Verdict, compare
from utils.check.describe import brief, describe
from utils.check.exercises import Exercise, Wrong
from utils.check.sandbox import TimeIsUp, copy_inputs, run_in_sandbox, seed_all
from utils.check.stubs import has_gap, is_gap, is_stub, name_of, parameter_names, wrong_parameters

CHECK_SECONDS = 2  # the time limit of one check, for all its inputs together; `sandbox.py` enforces it
FILL_IN = "Not yet: fill in {} and run this cell again."


class Attempt:
    """One `answer` of a learner to the exercise called `name`."""

    def __init__(self, exercise: Exercise, name: str, answer: Any) -> None:
        self.exercise, self.name, self.answer = exercise, name, answer
        self.current_input = ""  # the input of the call that is running, in words

    def sentence(self) -> str:
        """The sentence that the answer gets, after `CHECK_SECONDS` at most. Raises nothing."""
        try:
            if self.exercise.inputs and is_stub(self.answer):
                return FILL_IN.format(name_of(self.answer))
            return run_in_sandbox(self.judge_function if self.exercise.inputs else self.judge_value, CHECK_SECONDS)
        except TimeoutError:
            if has_gap(self.answer):
                return FILL_IN.format("the ...")
            where = f" for {self.current_input}" if self.current_input else ""
            return f"Not yet: stopped after {CHECK_SECONDS} seconds{where}. Is there a loop that never ends?"
        except Exception as error:  # for example an answer whose __repr__ fails
            return f"Not this one. Looking at your answer raised {type(error).__name__}. {self.exercise.hint}"

    def judge_value(self) -> str:
        """The sentence where the exercise wants a value."""
        if is_gap(self.answer):
            return "Not yet: put your answer there and run this cell again."
        if callable(self.answer):
            return f'Not yet: this exercise wants a value, and check("{self.name}", ...) got a function.'
        verdict = compare(self.answer, self.exercise.reference, self.exercise.tolerance)
        if verdict.same:
            return f"Right. {self.exercise.right}"
        for wrong in self.exercise.wrong:
            if self.fits(wrong, self.answer, wrong.answer):
                return f"Not this one. {wrong.reason}"
        return f"Not this one. {verdict.sentence or self.exercise.hint}"

    def judge_function(self) -> str:
        """The sentence where the exercise wants a function."""
        if is_gap(self.answer):
            return "Not yet: put your answer there and run this cell again."
        if not callable(self.answer):
            got = describe(self.answer)
            return f'Not yet: check("{self.name}", ...) wants the function itself, by its name alone, and got {got}.'
        return wrong_parameters(self.exercise, self.answer) or self.judge_results()

    def judge_results(self) -> str:
        """The sentence on what the answer's function returns for each input, compared with the reference."""
        wanted = self.results(self.exercise.reference)
        given = self.results(self.answer)
        verdicts = [compare(got, want, self.exercise.tolerance) for got, want in zip(given, wanted, strict=True)]
        if all(verdict.same for verdict in verdicts):
            return f"Right. {self.exercise.right}"
        return self.unfinished(given) or self.known_reason(given) or self.unforeseen(given, verdicts)

    def results(self, function: Any) -> list[Any]:
        """What `function` returns for each of the inputs: a value, or the exception that it raised."""
        values = []
        for arguments in self.exercise.inputs:
            self.current_input = self.in_words(arguments)
            values.append(self.call(function, copy_inputs(arguments)))
        return values

    def call(self, function: Any, arguments: tuple) -> Any:
        """What is compared of `function(*arguments)`: its result or what is observed of it, or its exception."""
        seed_all(0)
        try:
            value = function(*arguments)
        except TimeIsUp:
            raise
        except BaseException as error:  # also sys.exit() and a KeyboardInterrupt that the function raises itself
            return error
        observe = self.exercise.observe
        return value if observe is None or value is Ellipsis else observe(value, *arguments)

    def in_words(self, arguments: tuple) -> str:
        """The `arguments` of one call in words: "x = 2, lr = 0.25"."""
        names = parameter_names(self.exercise)
        return ", ".join(f"{name} = {brief(value)}" for name, value in zip(names, arguments, strict=False))

    def fits(self, wrong: Wrong, given: Any, example: Any) -> bool:
        """Whether `given` is what `wrong` describes; `example` is what the wrong answer itself gives."""
        if wrong.when is None:
            return compare(given, example, self.exercise.tolerance).same
        try:
            return bool(wrong.when(given))
        except Exception:  # for example a condition on numbers that was given a text
            return False

    def unfinished(self, given: list[Any]) -> str:
        """The sentence for a function that is not finished, else ""."""
        for got in given:
            if got is Ellipsis or isinstance(got, NotImplementedError):
                return FILL_IN.format("the ...")
            if isinstance(got, Exception) and "ellipsis" in str(got):
                return FILL_IN.format("the ...")
        if all(got is None for got in given):
            return f"Not yet: {name_of(self.answer)} gives nothing back. End it with return and the result."
        return ""

    def known_reason(self, given: list[Any]) -> str:
        """The reason of the first usual wrong answer that gives the same, else ""."""
        for wrong in self.exercise.wrong:
            if self.fits(wrong, given, self.results(wrong.answer)):
                return f"Not this one. {wrong.reason}"
        return ""

    def unforeseen(self, given: list[Any], verdicts: list[Verdict]) -> str:
        """The sentence on any other wrong function: its exception, the form of what it returns, or the hint."""
        inputs = [self.in_words(arguments) for arguments in self.exercise.inputs]
        for where, got in zip(inputs, given, strict=True):
            if isinstance(got, BaseException):
                return f"Not yet: {name_of(self.answer)} raised {describe(got)}{f' for {where}' if where else ''}."
        different = [i for i, verdict in enumerate(verdicts) if not verdict.same]
        first = next((i for i in different if verdicts[i].sentence), different[0])
        gives = f"{name_of(self.answer)} gives {brief(given[first])}. "
        gives = f"For {inputs[first]}, {gives}" if inputs[first] else gives
        return f"Not this one. {'' if self.exercise.observe else gives}{verdicts[first].sentence or self.exercise.hint}"
