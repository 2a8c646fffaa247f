"""Finds an exercise and the sentence that an answer to it gets."""

import dis
import importlib
import inspect
import pkgutil

from utils.check import compare, exercises
from utils.check.sandbox import Stop, guarded, seed_all

SECONDS = 2
EMPTY = ("RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST", "LOAD_COMMON_CONSTANT", "NOT_TAKEN")
FILL_IN = "Not yet: fill in {} and run this cell again."


def lessons():
    """The exercises of each lesson: {"03": {"03-step": Exercise(...), ...}, ...}."""
    names = sorted(module.name for module in pkgutil.iter_modules(exercises.__path__) if module.name[:7] == "lesson_")
    return {name[7:]: importlib.import_module(f"utils.check.exercises.{name}").EXERCISES for name in names}


def find(name):
    """The exercise called `name` and "", or None and a sentence that lists those there are."""
    number = name[:2] if isinstance(name, str) else ""
    try:
        known = importlib.import_module(f"utils.check.exercises.lesson_{number}").EXERCISES
    except ModuleNotFoundError:
        known = {name: exercise for lesson in lessons().values() for name, exercise in lesson.items()}
    if isinstance(name, str) and name in known:
        return known[name], ""
    listed = ", ".join(f'"{one}"' for one in known)
    return None, f"There is no exercise {compare.describe(name)}. check knows {listed}."


def outcome(exercise, name, answer):
    """The sentence on `answer`, found in a guarded run."""
    calls = []  # what has been called so far, in words
    judge = judge_function if exercise.inputs else judge_value
    try:
        if exercise.inputs and is_empty(answer):  # nothing of it is run: no copies of the learner's variables for it
            return FILL_IN.format(called(answer))
        return guarded(lambda: judge(exercise, name, answer, calls), answer, SECONDS)
    except TimeoutError:
        if has_gap(answer):
            return FILL_IN.format("the ...")
        place = f" for {calls[-1]}" if calls and calls[-1] else ""
        return f"Not yet: stopped after {SECONDS} seconds{place}. Is there a loop that never ends?"
    except Exception as error:  # an answer that cannot even be looked at, such as one whose repr fails
        return f"Not this one. Looking at your answer raised {type(error).__name__}. {exercise.hint}"


def judge_value(exercise, name, answer, calls):
    """The sentence on an answer that is a value."""
    if compare.is_gap(answer):
        return "Not yet: put your answer there and run this cell again."
    if callable(answer):
        return f'Not yet: this exercise wants a value, and check("{name}", ...) got a function.'
    form = compare.difference(answer, exercise.reference, exercise.tolerance)
    if form is None:
        return f"Right. {exercise.right}"
    for wrong in exercise.wrong:
        if fits(exercise, wrong, answer, wrong.answer):
            return f"Not this one. {wrong.reason}"
    return f"Not this one. {form or exercise.hint}"


def judge_function(exercise, name, answer, calls):
    """The sentence on an answer that is a function."""
    if compare.is_gap(answer):
        return "Not yet: put your answer there and run this cell again."
    if not callable(answer):
        got = compare.describe(answer)
        return f'Not yet: check("{name}", ...) wants the function itself, by its name alone, and got {got}.'
    trouble = parameters(exercise, answer)
    if trouble:
        return f"Not yet: {trouble}"
    wanted = results(exercise, exercise.reference)
    given = results(exercise, answer, calls)
    forms = [compare.difference(got, want, exercise.tolerance) for got, want in zip(given, wanted, strict=True)]
    if all(form is None for form in forms):
        return f"Right. {exercise.right}"
    return gap_left(answer, given) or known(exercise, given) or unknown(exercise, answer, given, forms)


def called(function):
    """`function` as the learner knows it."""
    name = getattr(function, "__name__", "<lambda>")
    return "your function" if name == "<lambda>" else f"`{name}`"


def is_empty(function):
    """Whether the body is `pass`, `...`, a docstring or `return None`: untouched."""
    code = getattr(function, "__code__", None)
    lines = [] if code is None else list(dis.get_instructions(code))
    constants = [line.argval for line in lines if line.opname == "LOAD_CONST"]
    return bool(lines) and all(line.opname in EMPTY for line in lines) and all(map(compare.is_gap, constants))


def has_gap(function):
    """Whether a `...` stands somewhere in the body, for the learner to fill in."""
    return Ellipsis in getattr(getattr(function, "__code__", None), "co_consts", ())


def parameters(exercise, answer):
    """A sentence where `answer` cannot be called with the exercise's arguments, or ""."""
    wanted = list(inspect.signature(exercise.reference).parameters)
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):  # some built-in functions do not tell
        return ""
    try:
        signature.bind(*exercise.inputs[0])
    except TypeError:
        has = ", ".join(signature.parameters) or "nothing"
        return f"{called(answer)} takes ({has}); the exercise calls it with ({', '.join(wanted)})."
    return ""


def results(exercise, function, calls=None):
    """What `function` gives for each of the inputs, copied: a value, or the exception it raised."""
    names = list(inspect.signature(exercise.reference).parameters)
    given = []
    for arguments in exercise.inputs:
        if calls is not None:
            calls.append(", ".join(f"{n} = {compare.brief(a)}" for n, a in zip(names, arguments, strict=False)))
        given.append(call(exercise, function, compare.copies(arguments)))
    return given


def call(exercise, function, arguments):
    """What `function(*arguments)` gives, or the exception it raised."""
    seed_all(0)
    try:
        value = function(*arguments)
    except Stop:
        raise
    except BaseException as error:  # sys.exit() and a KeyboardInterrupt of the learner's own, too
        return error
    return value if exercise.observe is None or value is Ellipsis else exercise.observe(value, *arguments)


def fits(exercise, wrong, given, example):
    """Whether the learner gave what `wrong` is about; `example` is what its own answer gives."""
    if wrong.when is None:
        return compare.difference(given, example, exercise.tolerance) is None
    try:
        return bool(wrong.when(given))
    except Exception:  # a condition on a number, say, was asked about a text
        return False


def gap_left(answer, given):
    """The sentence for a function that is not finished, or ""."""
    for got in given:
        if got is Ellipsis or isinstance(got, NotImplementedError):
            return FILL_IN.format("the ...")
        if isinstance(got, Exception) and "ellipsis" in str(got):
            return FILL_IN.format("the ...")
    if all(got is None for got in given):
        return f"Not yet: {called(answer)} gives nothing back. End it with return and the result."
    return ""


def known(exercise, given):
    """The reason of the first usual wrong answer that gives the same, or ""."""
    for wrong in exercise.wrong:
        if fits(exercise, wrong, given, results(exercise, wrong.answer)):
            return f"Not this one. {wrong.reason}"
    return ""


def unknown(exercise, answer, given, forms):
    """The sentence on a wrong function that nobody foresaw: its exception, the form of what it gives, or the hint."""
    places = []
    results(exercise, exercise.reference, places)
    first = next(i for i, form in enumerate(forms) if form is not None)
    for place, got in zip(places, given, strict=True):
        if isinstance(got, BaseException):
            return f"Not yet: {called(answer)} raised {compare.describe(got)}{f' for {place}' if place else ''}."
    first = next((i for i, form in enumerate(forms) if form), first)
    gives = f"{called(answer)} gives {compare.brief(given[first])}. "
    gives = f"For {places[first]}, {gives}" if places[first] else gives
    return f"Not this one. {'' if exercise.observe else gives}{forms[first] or exercise.hint}"
