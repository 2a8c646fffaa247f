"""Lets one picture at a time be drawn, in a thread of its own, and gives up a drawing that takes too long."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from utils.time_limit import Worker

SECONDS = 60.0  # by the clock, after which a stop is given up
PROCESSOR_SECONDS = 10.0  # of processor time, after which it is given up too: other threads do not count

# Whether this thread has the right to draw. The thread that draws for it inherits the value.
HAS_TURN: ContextVar[bool] = ContextVar("downhill_has_turn", default=False)


class DrawingLock:
    """The right to draw, which one thread has at a time, and the thread that draws.

    A widget can answer in another thread while a cell runs. Matplotlib and its font caches, which all pictures of the
    process share, are not thread-safe, so only one frame may be drawn at a time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the right to draw. A picture that draws another one has it already: else it would wait for itself."""
        if HAS_TURN.get():
            yield
            return
        with self._lock:
            token = HAS_TURN.set(True)
            try:
                yield
            finally:
                HAS_TURN.reset(token)

    def call(self, function: Callable[[], Any], waiting: Callable[[float], None]) -> Any:
        """Call `function`, which draws, and return its result. The caller must hold the right to draw.

        It calls `waiting(seconds so far)` every half second. Raises TimeoutError where the function takes longer than
        the limits of this file, and any exception that it raises.
        """
        if isinstance(threading.current_thread(), Worker):
            return function()  # a picture draws another one, which has the limits of the first
        if self._worker is None or self._worker.given_up:
            self._worker = Worker()
        return self._worker.call(function, SECONDS, PROCESSOR_SECONDS, waiting)


DRAWING_LOCK = DrawingLock()
