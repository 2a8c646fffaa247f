"""A small stand-in for PyTorch, made of NumPy, for pages: what lessons 1 to 3 need, with PyTorch's words for errors."""

import numbers
import operator
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import partial, partialmethod
from types import SimpleNamespace
from typing import Any

import numpy as np

pi, e, inf, nan = np.pi, np.e, np.inf, np.nan
MISSING = "the small stand-in for PyTorch on this page has no {}: the notebook has it"
SCALAR = "a Tensor with {} elements cannot be converted to Scalar"
NUMPY = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
AMBIGUOUS = "Boolean value of Tensor with more than one value is ambiguous"
IN_PLACE = "a leaf Variable that requires grad is being used in an in-place operation."
Dtype = type("Dtype", (str,), {"__repr__": lambda self: f"torch.{self}"})  # float32, for example: its name in NumPy
DTYPES = {np.dtype(name): Dtype(name) for name in ("float32", "float64", "int32", "int64", "bool", "uint8")}
float32, float64, int32, int64, bool_, uint8 = DTYPES.values()
KINDS = {"float": float32, "double": float64, "int": int32, "long": int64, "bool": bool_}
STATE = SimpleNamespace(notes=True, default=float32, chance=np.random.RandomState(0))


@contextmanager
def set_grad_enabled(notes: bool) -> Iterator[None]:
    """A context in which notes are taken, or not."""
    before, STATE.notes = STATE.notes, notes
    try:
        yield
    finally:
        STATE.notes = before


no_grad, enable_grad = partial(set_grad_enabled, False), partial(set_grad_enabled, True)


def made(name: str, array: np.ndarray, parents: Sequence["Tensor"], back: Callable, saved: bool = True) -> "Tensor":
    """The tensor `array`, made of `parents`. `back` takes slopes back to them; `saved`: with numbers that it needs."""
    result = Tensor(array)
    if STATE.notes and back and any(parent._needs for parent in parents):
        result._needs = True
        result.grad_fn = SimpleNamespace(name=f"{name}Backward0", parents=parents, back=back, saved=saved, freed=False)
    return result


def in_order(output: "Tensor") -> list["Tensor"]:
    """All tensors that `output` was made of and that need slopes, each after those that were made of it."""
    found, seen, stack = [], set(), [(output, False)]
    while stack:
        one, done = stack.pop()
        if done:
            found.append(one)
        elif one._needs and id(one) not in seen:
            seen.add(id(one))
            stack += [(one, True), *((parent, False) for parent in (one.grad_fn.parents if one.grad_fn else ()))]
    return found[::-1]


def go_back(output: "Tensor", retain: bool | None = False) -> dict[int, np.ndarray]:
    """The slopes of `output` for all that it was made of, by their ids. Raises RuntimeError as PyTorch does."""
    if not output._needs:
        raise RuntimeError("element 0 of tensors does not require grad and does not have a grad_fn")
    if output._a.size != 1:
        raise RuntimeError("grad can be implicitly created only for scalar outputs")
    slopes = {id(output): np.ones_like(output._a)}
    for one in in_order(output):
        if (node := one.grad_fn) and id(one) in slopes:
            if node.freed and node.saved:
                raise RuntimeError("Trying to backward through the graph a second time")
            node.freed = not retain
            for parent, slope in zip(node.parents, node.back(slopes[id(one)]), strict=True):
                slope = summed_to(np.asarray(slope), parent._a.shape).astype(parent._a.dtype)
                slopes[id(parent)] = slopes.get(id(parent), 0) + slope
    return slopes


def summed_to(slope: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """`slope` summed over what was broadcast, so that it has this `shape`."""
    slope = slope.sum(tuple(range(max(0, slope.ndim - len(shape)))))
    wide = tuple(axis for axis, size in enumerate(slope.shape) if shape[axis] == 1 != size)
    return np.broadcast_to(slope.sum(wide, keepdims=True), shape)


def grad(outputs: Any, inputs: Any, retain_graph: bool | None = None, allow_unused: bool = False) -> tuple:
    """The slopes of `outputs`, one number, for each of `inputs`, as `torch.autograd.grad` gives them."""
    slopes = go_back(outputs[0] if isinstance(outputs, tuple | list) else outputs, retain_graph)
    wanted = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    if not allow_unused and any(id(one) not in slopes for one in wanted):
        raise RuntimeError("One of the differentiated Tensors appears to not have been used in the graph.")
    return tuple(Tensor(slopes[id(one)]) if id(one) in slopes else None for one in wanted)


def plain(value: Any) -> Any:
    """`value` with arrays in place of tensors, also in a tuple."""
    return tuple(map(plain, value)) if isinstance(value, tuple) else getattr(value, "_a", value)


def common(x: Any, y: Any = 0, floating: bool = False) -> list[np.ndarray]:
    """The arrays of `x` and `y`, tensors or numbers, of the type of the result; it may have to be `floating`."""
    arrays = [np.asarray(plain(each)) for each in (x, y)]
    # Of the same kind, an array decides before a tensor of one number, and that before a plain number.
    tensors = (isinstance(each, Tensor) for each in (x, y))
    ranks = [("buif".index(a.dtype.kind), next(tensors), a.ndim > 0) for a in arrays]
    decide = [a.dtype for a, rank in zip(arrays, ranks, strict=True) if rank == max(ranks)]
    dtype = np.result_type(*decide) if max(ranks)[1] else str(STATE.default) if max(ranks)[0] == 3 else "int64"
    dtype = str(STATE.default) if floating and np.dtype(dtype).kind != "f" else dtype
    return [a.astype(dtype) for a in arrays]


def binary(x: Any, y: Any, name: str, swapped: bool = False, in_place: bool = False) -> Any:
    """The result of the operation `name` of BINARY; NotImplemented where `x` or `y` is neither tensor nor number."""
    if not all(isinstance(each, Tensor | numbers.Real) for each in (x, y)):
        return NotImplemented
    x, y = (y, x) if swapped else (x, y)
    a, b = common(x, y, name == "div")
    z, slopes = BINARY[name][0](a, b), BINARY[name][1]
    before = copy(x) if in_place else x  # of `x` itself, this result is made below
    parents = [each if isinstance(each, Tensor) else Tensor(each) for each in (before, y)]
    back = slopes and (lambda g: [g * slope for slope in slopes(a, b, z)])
    result = made(name.title(), z, parents, back, name not in ("add", "sub"))
    return x.changed(result) if in_place else result


def unary(x: "Tensor", name: str, function: Callable, slope: Callable) -> "Tensor":
    """The result of `function`, called `name`, for the numbers of `x`."""
    a = common(x, floating=name in UNARY)[0]
    y = function(a)
    return made(name.title(), y, [x], lambda g: [g * slope(a, y)])


def refused(error: Exception) -> Any:
    """Raise `error`."""
    raise error


class Tensor:
    """An array of numbers of which slopes can be found. Most of its methods are in the tables below."""

    __hash__, __array_priority__, is_meta = object.__hash__, 1000, False
    dtype, shape = property(lambda self: DTYPES[self._a.dtype]), property(lambda self: self._a.shape)
    ndim, is_leaf = property(lambda self: self._a.ndim), property(lambda self: self.grad_fn is None)
    requires_grad = property(lambda self: self._needs, lambda self, needs: self.requires_grad_(needs))
    data = property(lambda self: Tensor(self._a))

    def __init__(self, array: np.ndarray) -> None:
        self._a, self.grad, self.grad_fn, self._needs = np.asarray(array), None, None, False

    def requires_grad_(self, requires_grad: bool = True) -> "Tensor":
        if requires_grad and self._a.dtype.kind != "f":
            raise RuntimeError("only Tensors of floating point dtype can require gradients")
        self._needs = requires_grad
        return self

    def backward(self, retain_graph: bool = False) -> None:
        slopes = go_back(self, retain_graph)
        for one in in_order(self):
            if one.is_leaf and id(one) in slopes:
                slope = Tensor(slopes[id(one)].copy())
                one.grad = slope if one.grad is None else one.grad.changed(one.grad + slope)

    def __repr__(self) -> str:
        form = "{:.0f}." if (self._a == np.round(self._a)).all() else "{:.4f}"
        text = np.array2string(self._a, separator=", ", prefix="tensor(", formatter={"float_kind": form.format})
        kind = "" if self.dtype in (STATE.default, int64, bool_) else f", dtype={self.dtype!r}"
        notes = f", grad_fn=<{self.grad_fn.name}>" if self.grad_fn else ", requires_grad=True" * self._needs
        return f"tensor({text}{kind}{notes})"

    def __getitem__(self, key: Any) -> "Tensor":
        key, slope = plain(key), np.zeros_like(self._a)
        return made("Select", self._a[key], [self], lambda g: [np.add.at(slope, key, g), slope][1:], False)

    def __setitem__(self, key: Any, value: Any) -> None:
        if STATE.notes and (self._needs or getattr(value, "_needs", False)):
            raise RuntimeError(IN_PLACE)
        self._a[plain(key)] = plain(value)

    def changed(self, result: "Tensor") -> "Tensor":
        """This tensor, changed in place to `result`."""
        if STATE.notes and self._needs and self.is_leaf:
            raise RuntimeError(IN_PLACE)
        if result._needs:
            self._a, self.grad_fn, self._needs = result._a, result.grad_fn, True
        else:
            self._a[...] = result._a
        return self


# fmt: off
BINARY = {  # the function, and its two slopes at x and y, where it is z
    "add": (np.add, lambda x, y, z: (1, 1)), "sub": (np.subtract, lambda x, y, z: (1, -1)),
    "mul": (np.multiply, lambda x, y, z: (y, x)), "div": (np.true_divide, lambda x, y, z: (1 / y, -z / y)),
    "remainder": (np.mod, lambda x, y, z: (1, -np.floor(x / y))),
    "floor_divide": (np.floor_divide, lambda x, y, z: (0, 0)),
    "pow": (lambda x, y: x * x if (y == 2).all() else np.power(x, y),
            lambda x, y, z: (y * x ** (y - (y != 0)), z * np.log(x))),
    "maximum": (np.maximum, lambda x, y, z: ((x > y) + (x == y) / 2, (x < y) + (x == y) / 2)),
    "minimum": (np.minimum, lambda x, y, z: ((x < y) + (x == y) / 2, (x > y) + (x == y) / 2)),
} | {name: (getattr(operator, name), None) for name in ("lt", "le", "gt", "ge", "eq", "ne", "and_", "or_")}
UNARY = {  # the function, and its slope at x, where it is y; it makes numbers with a point of whole ones
    "sin": (np.sin, lambda x, y: np.cos(x)), "cos": (np.cos, lambda x, y: -np.sin(x)),
    "tan": (np.tan, lambda x, y: 1 + y * y), "atan": (np.arctan, lambda x, y: 1 / (1 + x * x)),
    "sinh": (np.sinh, lambda x, y: np.cosh(x)), "cosh": (np.cosh, lambda x, y: np.sinh(x)),
    "tanh": (np.tanh, lambda x, y: 1 - y * y), "sqrt": (np.sqrt, lambda x, y: 0.5 / y),
    "exp": (np.exp, lambda x, y: y), "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda x, y: y * (1 - y)),
    "log": (np.log, lambda x, y: 1 / x), "log10": (np.log10, lambda x, y: 1 / (x * np.log(10))),
}
WHOLE = {  # those that leave whole numbers whole
    "abs": (np.abs, lambda x, y: np.sign(x)), "neg": (np.negative, lambda x, y: -1),
    "square": (np.square, lambda x, y: 2 * x), "relu": (lambda x: x * (x > 0), lambda x, y: x > 0),
} | {name: (getattr(np, name), lambda x, y: 0 * x) for name in ("sign", "round", "floor", "ceil", "trunc")}
METHODS = {
    "to": lambda x, dtype: made("ToCopy", x._a.astype(str(dtype)), [x], lambda g: [g], False),
    "clone": lambda x: made("Clone", x._a.copy(), [x], lambda g: [g], False),
    "reshape": lambda x, *shape: made("View", x._a.reshape(*shape), [x], lambda g: [g.reshape(x.shape)], False),
    "sum": lambda x: made("Sum", x._a.sum(), [x], lambda g: [np.broadcast_to(g, x.shape)], False),
    "mean": lambda x: x.sum() / x._a.size,
    "prod": lambda x: made("Prod", x._a.prod(), [x], lambda g: [g * np.where(np.eye(x._a.size), 1, x._a).prod(1)]),
    "clamp": lambda x, min=-inf, max=inf: x.maximum(min).minimum(max),
    "max": lambda x: x[np.unravel_index(x._a.argmax(), x.shape)],
    "min": lambda x: x[np.unravel_index(x._a.argmin(), x.shape)],
    "detach": lambda x: Tensor(x._a),
    "zeros_like": lambda x: Tensor(np.zeros_like(x._a)),
    "zero_": lambda x: x.changed(x * 0),
    "allclose": lambda x, y, **options: bool(np.allclose(x._a, y._a, **options)),
    "dim": lambda x: x._a.ndim,
    "numel": lambda x: x._a.size,
    "tolist": lambda x: x._a.tolist(),
    "numpy": lambda x: x.__array__(),
    "item": lambda x: x._a.item() if x._a.size == 1 else refused(RuntimeError(SCALAR.format(x._a.size))),
    "__array__": lambda x, *_, **__: refused(RuntimeError(NUMPY)) if x._needs else x._a,
    "__bool__": lambda x: bool(x.item()) if x._a.size == 1 else refused(RuntimeError(AMBIGUOUS)),
    "__len__": lambda x: len(x._a) if x._a.ndim else refused(TypeError("len() of a 0-d tensor")),
    "__iter__": lambda x: iter([x[k] for k in range(len(x))]),
    "__xor__": lambda x, y: refused(NotImplementedError("\"bitwise_xor_cpu\" not implemented for 'Float'")),
    "__getattr__": lambda x, name: refused(AttributeError(MISSING.format(f"Tensor.{name}"))),
    "is_complex": lambda x: False,
    "is_floating_point": lambda x: x._a.dtype.kind == "f",
    "__float__": lambda x: float(x.item()),
    "__int__": lambda x: int(x.item()),
    "__format__": lambda x, spec: format(repr(x) if x._a.ndim else x.item(), spec),
} | {kind: lambda x, dtype=dtype: x.to(dtype) for kind, dtype in KINDS.items()}
# fmt: on
SYMBOLS = {"div": "truediv", "remainder": "mod", "floor_divide": "floordiv", "and_": "and", "or_": "or"}
for name, method in METHODS.items():
    setattr(Tensor, name, method)
for name, (function, slope) in (UNARY | WHOLE).items():
    setattr(Tensor, name, partialmethod(unary, name, function, slope))
for name, (_, slopes) in BINARY.items():
    symbol, plainly = SYMBOLS.get(name, name), partialmethod(binary, name=name)
    setattr(Tensor, name, plainly)
    setattr(Tensor, f"__{symbol}__", plainly)
    if slopes:
        setattr(Tensor, f"{name}_", partialmethod(binary, name=name, in_place=True))
        setattr(Tensor, f"__r{symbol}__", partialmethod(binary, name=name, swapped=True))
        setattr(Tensor, f"__i{symbol}__", partialmethod(binary, name=name, in_place=True))
Tensor.__neg__, Tensor.__abs__ = Tensor.neg, Tensor.abs


def tensor(data: Any, dtype: Dtype | None = None, requires_grad: bool = False) -> Tensor:
    """A tensor of the numbers in `data`: a number, an array, or a list of such. RuntimeError for anything else."""
    array = np.array(plain(data))
    if array.dtype.kind not in "fiub":
        raise RuntimeError(f"Could not infer dtype of {type(data).__name__}")
    found = array.dtype if hasattr(data, "dtype") or array.dtype.kind != "f" else STATE.default
    return Tensor(array.astype(str(dtype or found))).requires_grad_(requires_grad)


def where(condition: Tensor, x: Any, y: Any) -> Tensor:
    """`x` where the condition holds, else `y`."""
    true = condition._a
    parents = [each if isinstance(each, Tensor) else Tensor(each) for each in (x, y)]
    return made("Where", np.where(true, *common(x, y)), parents, lambda g: [g * true, g * ~true])


def __getattr__(name: str) -> Any:
    """`torch.sin`, which is a method of tensors, or `torch.float`, a type of numbers."""
    if name.startswith("_") or not hasattr(Tensor, name):
        raise AttributeError(MISSING.format(f"torch.{name}"))

    def function(input: Any, *others: Any, **options: Any) -> Any:
        if not isinstance(input, Tensor):
            raise TypeError(f"{name}(): argument 'input' (position 1) must be Tensor, not {type(input).__name__}")
        return getattr(input, name)(*others, **options)

    return KINDS.get(name, function)


zeros = partial(lambda size, dtype=float32: Tensor(np.zeros(size, str(dtype))))
randn = partial(lambda *size, dtype=float32: Tensor(STATE.chance.standard_normal(size).astype(str(dtype))))
stack = partial(lambda tensors: made("Stack", np.stack([one._a for one in tensors]), tensors, list, False))
as_tensor, from_numpy, get_default_dtype = tensor, Tensor, lambda: STATE.default
manual_seed, get_rng_state, set_rng_state = (getattr(STATE.chance, name) for name in ("seed", "get_state", "set_state"))
set_default_dtype = partial(setattr, STATE, "default")
autograd = SimpleNamespace(grad=grad)
nn = SimpleNamespace(Module=type("M", (), {}), Parameter=type("P", (Tensor,), {}), functional=sys.modules[__name__])
np.seterr(all="ignore")  # PyTorch warns neither of log(0) nor of an overflow
