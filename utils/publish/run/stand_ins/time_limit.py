"""`utils.time_limit` for a page, where Python has one thread: the learner's own code looks at the clock.

`watch` has Python call `_look` at each jump of a loop and at each call of a function of that code. The limit: a call
of C code such as `sum(itertools.count())` never looks; then the page ends the whole Worker.
"""

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

ENDS: list[float] = []  # when the calls that run have to end, by `time.monotonic`, the outermost first
NAME = "downhill"


class TimeIsUp(BaseException):
    """Raised inside a function that takes too long."""


def _look(*_: Any) -> None:
    if ENDS and time.monotonic() > min(ENDS):
        raise TimeIsUp


def watch(code: CodeType) -> None:
    """Have `code`, and the functions defined in it, look at the clock."""
    monitoring = sys.monitoring
    tool = monitoring.DEBUGGER_ID
    if monitoring.get_tool(tool) != NAME:
        monitoring.use_tool_id(tool, NAME)
        for event in (monitoring.events.JUMP, monitoring.events.PY_START):
            monitoring.register_callback(tool, event, _look)
    monitoring.set_local_events(tool, code, monitoring.events.JUMP | monitoring.events.PY_START)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            watch(inner)


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError where what is done in this context takes more than `seconds`."""
    end = time.monotonic() + seconds
    ENDS.append(end)
    try:
        yield
    except TimeIsUp:
        if time.monotonic() < end:
            raise  # the time of another call, around this one, is up
        raise TimeoutError(f"not done after {seconds:.0f} seconds") from None
    finally:
        ENDS.remove(end)


class Worker:
    """What makes calls with a time limit."""

    given_up = False

    def call(
        self,
        function: Callable[[], Any],
        seconds: float,
        processor_seconds: float = math.inf,
        waiting: Callable[[float], None] = lambda seconds: None,
    ) -> Any:
        """What `function()` returns. Raises TimeoutError where it takes too long, and what `function` raises."""
        with limit(min(seconds, processor_seconds)):
            return function()

    def dismiss(self) -> None:
        """Nothing has to end."""
