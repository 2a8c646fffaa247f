"""What can be said about an answer before it is run: its name, gaps and parameters (every lesson, by `check`)."""

import dis
import inspect
from typing import Any

from utils.check.exercises import Exercise

# The bytecode of a body that does nothing, in Python 3.11 to 3.14.
EMPTY = ("RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST", "LOAD_COMMON_CONSTANT", "NOT_TAKEN")


def name_of(function: Any) -> str:
    """`function` by the name that the learner knows."""
    name = getattr(function, "__name__", "<lambda>")
    return "your function" if name == "<lambda>" else f"`{name}`"


def is_gap(value: Any) -> bool:
    """Whether `value` is still to be filled in: None, `...`, an empty text, or a list of nothing else."""
    if isinstance(value, list | tuple):
        return all(is_gap(one) for one in value)
    return value is None or value is Ellipsis or (isinstance(value, str) and not value.strip())


def is_stub(function: Any) -> bool:
    """Whether the body of `function` is only `pass`, `...`, a docstring or `return None`."""
    code = getattr(function, "__code__", None)
    lines = [] if code is None else list(dis.get_instructions(code))
    constants = [line.argval for line in lines if "CONST" in line.opname]  # RETURN_CONST too, in 3.12 and 3.13
    return bool(lines) and all(line.opname in EMPTY for line in lines) and all(map(is_gap, constants))


def has_gap(function: Any) -> bool:
    """Whether the body of `function` contains a `...` for the learner to fill in."""
    return Ellipsis in getattr(getattr(function, "__code__", None), "co_consts", ())


def is_from_gap(got: Any, function: Any) -> bool:
    """Whether `got`, which `function` gave or raised, comes of a `...` or a `raise NotImplementedError` in its body.

    PyTorch raises NotImplementedError of its own, for example for `^` of two tensors.
    """
    if isinstance(got, NotImplementedError):
        return "NotImplementedError" in getattr(getattr(function, "__code__", None), "co_names", ())
    return got is Ellipsis or (isinstance(got, Exception) and "ellipsis" in str(got))


def returned_attribute(function: Any) -> str | None:
    """The last attribute or method on the line of a `return` with a value; "" for none, None without such a return."""
    code = getattr(function, "__code__", None)
    last, found, before = "", None, ""
    for line in [] if code is None else dis.get_instructions(code):
        if line.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            last = line.argval
        elif line.opname == "POP_TOP" or line.opname.startswith("STORE_"):
            last = ""  # a statement ends here
        elif line.opname == "RETURN_VALUE" and "CONST" not in before:
            found = last
        before = line.opname
    return found


def why_nothing(function: Any) -> str:
    """The sentence on a `function` that gives None for every input."""
    name, attribute = name_of(function), returned_attribute(function)
    if attribute is None:
        return f"Not yet: {name} gives nothing back. End it with return and the result."
    if attribute == "backward":
        return (
            f"Not yet: {name} returns what backward() gives, which is None: the slopes are left in .grad, return that."
        )
    if attribute == "grad":
        needs = "call backward(), and take the .grad of the tensor that got requires_grad_(), not of one made from it"
        return f"Not yet: {name} returns a .grad that is None: {needs}."
    return f"Not yet: {name} returns None: what stands after its return gives nothing back. Return the result itself."


def wrong_parameters(exercise: Exercise, function: Any) -> str:
    """A sentence where `function` cannot be called with the arguments of the exercise, else ""."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some built-in functions have no signature
        return ""
    try:
        signature.bind(*exercise.inputs[0])
    except TypeError:
        has = ", ".join(signature.parameters) or "nothing"
        wanted = ", ".join(parameter_names(exercise))
        return f"Not yet: {name_of(function)} takes ({has}); the exercise calls it with ({wanted})."
    return ""


def parameter_names(exercise: Exercise) -> list[str]:
    """The names of the parameters of the exercise's reference function."""
    return list(inspect.signature(exercise.reference).parameters)
