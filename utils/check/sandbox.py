"""Run a learner's function on copies of the inputs, with a time limit, without output and without changed settings.

Used by `check` in every lesson. The notebook's own variables are not copied: a function can change them.
"""

import builtins
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import numpy as np
import torch
from IPython import get_ipython
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.utils.capture import capture_output

from utils.time_limit import Worker


def no_waiting(spent: float) -> None:
    """What is done every half second while a short check runs: nothing."""


def with_timeout(work: Callable[[], Any], seconds: float, waiting: Callable[[float], None] = no_waiting) -> Any:
    """What `work()` returns. Raises TimeoutError after `seconds`, and any exception that `work` raises.

    Every half second `waiting(seconds so far)` is called.

    It runs in a new thread, because a function can change settings of its thread, as `torch.set_grad_enabled` does.
    """
    worker = Worker()
    try:
        return worker.call(work, seconds, waiting=waiting)
    finally:
        worker.dismiss()


@contextmanager
def preserve_random_states() -> Iterator[None]:
    """Restore the random states of Python, NumPy and PyTorch at the end."""
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()  # noqa: NPY002 (the learner's own)
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        torch.set_rng_state(states[2])


def seed_all(seed: int) -> None:
    """Seed the random numbers of Python, NumPy and PyTorch."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    torch.manual_seed(seed)


def refuse_input(prompt: object = "") -> str:
    """Stands in for `input`: a learner could not answer before the time is up."""
    raise RuntimeError("input() cannot be used here")


@contextmanager
def preserve_settings() -> Iterator[None]:
    """Restore Matplotlib's rcParams, PyTorch's default dtype, `input` and the warning filters at the end."""
    dtype, original_input = torch.get_default_dtype(), builtins.input
    matplotlib = sys.modules.get("matplotlib")
    with matplotlib.rc_context() if matplotlib else nullcontext(), warnings.catch_warnings(action="ignore"):
        builtins.input = refuse_input
        try:
            yield
        finally:
            builtins.input = original_input
            torch.set_default_dtype(dtype)


class DiscardingPublisher(CapturingDisplayPublisher):
    """Discards what is displayed, and forwards every other attribute to the kernel's own publisher, `real`.

    The kernel needs those attributes: it goes on answering messages meanwhile, for example requests of `explore` for
    frames, and for each message it sets the parent of its publisher.
    """

    def __init__(self, real: Any) -> None:
        super().__init__()
        self.__dict__["real"] = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["real"], name)


@contextmanager
def discard_output() -> Iterator[None]:
    """Discard everything that is printed or displayed."""
    shell = get_ipython()
    real = shell.display_pub if shell else None
    with capture_output():
        if shell:
            shell.display_pub = DiscardingPublisher(real)
        yield


def run_in_sandbox(work: Callable[[], Any], seconds: float, waiting: Callable[[float], None] = no_waiting) -> Any:
    """Call `work`, which calls the learner's function, and return its result. Raises TimeoutError after `seconds`.

    Every half second `waiting(seconds so far)` is called.
    What it prints or displays is discarded. Random states and settings are restored afterwards.
    """
    with preserve_random_states(), preserve_settings(), discard_output():
        return with_timeout(work, seconds, waiting)
