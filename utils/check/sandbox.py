"""Run a learner's function: nothing hangs, nothing is printed, nothing is spoilt (every lesson, by `check`)."""

import _thread
import builtins
import copy
import ctypes
import random
import sys
import threading
import warnings
from contextlib import ExitStack, contextmanager

import numpy as np
import torch
from IPython import get_ipython
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.utils.capture import capture_output

PATIENCE = 20  # how often a function may swallow its own end before its thread is put to sleep for good


class Stop(SystemExit):
    """Ends a function that takes too long; a `SystemExit`, so that Python says nothing where one arrives late."""

    swallowed = threading.local()

    def __init__(self):
        """Runs in the thread to be stopped. One that catches everything, for ever, sleeps here: it does not spin."""
        self.swallowed.times = getattr(self.swallowed, "times", 0) + 1
        if self.swallowed.times > PATIENCE:
            lock = threading.Lock()
            lock.acquire()
            lock.acquire()


def stop(thread, done):
    """End the thread of number `thread` at its next line of Python; `done` is set by its last one.

    One inside a long call (a sleep, say) ends as soon as that call returns, and does not get any further.
    """
    for _ in range(2 * PATIENCE):
        if done.is_set():
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Stop))
        done.wait(0.005)


def with_timeout(work, seconds):
    """What `work()` returns. Raises `TimeoutError` after `seconds`, and whatever `work` raises.

    It runs in a thread of its own: signals would reach the main thread alone, and Windows has no timer among them.
    """
    results, done = [], threading.Event()

    def run():
        try:
            results.append((work(), None))
        except BaseException as error:
            if not isinstance(error, Stop):
                results.append((None, error))
        finally:
            done.set()

    thread = _thread.start_new_thread(run, ())
    try:
        done.wait(seconds)
    finally:  # an interrupt from the keyboard, too, leaves nothing running
        stop(thread, done)
    if not results:
        raise TimeoutError(f"not done after {seconds} seconds")
    value, error = results[0]
    if error is not None:
        raise error
    return value


@contextmanager
def same_random():
    """Leave Python's, NumPy's and torch's random numbers where they were."""
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()  # noqa: NPY002 (the learner's own)
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        torch.set_rng_state(states[2])


def seed_all(seed):
    """Seed Python's, NumPy's and torch's random numbers with `seed`."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    torch.manual_seed(seed)


def no_input(prompt=""):
    """Stands in for `input`: nobody could answer before the time is up."""
    raise RuntimeError("input() cannot be used here")


@contextmanager
def same_settings():
    """Leave matplotlib's rcParams, torch's default dtype, `input` and the filters of warnings as they were."""
    dtype, asking = torch.get_default_dtype(), builtins.input
    matplotlib = sys.modules.get("matplotlib")
    with ExitStack() as stack:
        if matplotlib:
            stack.enter_context(matplotlib.rc_context())
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        builtins.input = no_input
        try:
            yield
        finally:
            builtins.input = asking
            torch.set_default_dtype(dtype)


def restore_tensor(tensor):
    """A function that gives `tensor` back its numbers, its gradient and whether it needs one."""
    data, needs_grad = tensor.detach().clone(), tensor.requires_grad
    was_leaf = tensor.is_leaf
    grad = tensor.grad if was_leaf else None
    slopes = None if grad is None else grad.detach().clone()

    def restore():
        if tensor.shape == data.shape and tensor.dtype == data.dtype:
            tensor.data.copy_(data)  # in place: other tensors may look at the same numbers
        else:
            tensor.data = data
        if was_leaf and not tensor.is_leaf:
            tensor.detach_()
        if was_leaf:
            tensor.requires_grad_(needs_grad)
            if grad is not None:
                grad.data.copy_(slopes)
            tensor.grad = grad

    return restore


def restore_container(value):
    """A function that gives a list, dict, set or array back what it held."""
    held = copy.copy(value)

    def restore():
        if isinstance(value, np.ndarray):
            np.copyto(value, held)
        elif isinstance(value, list):
            value[:] = held
        else:
            value.clear()
            value.update(held)

    return restore


def inside(value):
    """The values that `value` holds: of a collection, of a module of torch, of the learner's own object."""
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple | set):
        return list(value)
    if isinstance(value, torch.nn.Module):
        return [*value.parameters(), *value.buffers()]
    return [vars(value)] if type(value).__module__ == "__main__" and hasattr(value, "__dict__") else []


def within_reach(function):
    """What `function` could change: the variables it sees, its defaults and what it closes over."""
    function = getattr(function, "__func__", function)
    variables = getattr(function, "__globals__", {})
    cells = [cell.cell_contents for cell in getattr(function, "__closure__", None) or () if cell != type(cell)()]
    seen = {name: value for name, value in variables.items() if not name.startswith("_") and name not in ("In", "Out")}
    return variables, [*seen.values(), *cells, *(getattr(function, "__defaults__", None) or ())]


@contextmanager
def same_variables(function):
    """Leave the learner's own variables as they were, and the tensors, lists, dicts and arrays in them."""
    variables, values = within_reach(function)
    names, restores, met = dict(variables), [], set()
    while values:
        value = values.pop()
        if id(value) in met:
            continue
        met.add(id(value))
        values += inside(value)
        if isinstance(value, torch.Tensor):
            restores.append(restore_tensor(value))
        elif type(value) in (list, dict, set, np.ndarray):  # no subclass: rcParams, say, has manners of its own
            restores.append(restore_container(value))
    try:
        yield
    finally:
        for name in [name for name in variables if name not in names]:
            del variables[name]
        variables.update(names)
        for restore in restores:
            restore()


class Unseen(CapturingDisplayPublisher):
    """Takes what is displayed and shows none of it; in all else it is the kernel's own publisher, `real`.

    For the kernel goes on answering meanwhile, pictures that ask for frames above all, and tells its publisher so.
    """

    def __init__(self, real):
        super().__init__()
        self.__dict__["real"] = real

    def __getattr__(self, name):
        return getattr(self.__dict__["real"], name)


@contextmanager
def silence():
    """Nothing that is printed or displayed is seen."""
    shell = get_ipython()
    real = shell.display_pub if shell else None
    with capture_output():
        if shell:
            shell.display_pub = Unseen(real)
        yield


def guarded(work, function, seconds):
    """What `work()`, which calls the learner's `function`, returns; `TimeoutError` after `seconds`.

    Nothing it prints or displays is seen. Random numbers, settings and the learner's variables are as before.
    """
    with same_random(), same_settings(), same_variables(function), silence():
        return with_timeout(work, seconds)
