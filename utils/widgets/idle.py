"""Calls functions while the kernel is idle, so that no cell and no first picture waits for them."""

import asyncio
import io
from collections import deque
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import Any

SECONDS = 1.0  # the kernel is idle when it has run no cell for this time
LONGEST = 2.0  # seconds after which a function does not wait for the questions of the browser any more
PAUSE = 0.05  # seconds between two functions, in which the kernel answers the browser
QUEUE = "_downhill_idle"  # the attribute of IPython's shell that keeps its IdleQueue

Act = Callable[[], None]


def when_idle(shell: Any, act: Act) -> None:
    """Call `act` in the main thread once the kernel of `shell` is idle; never where no event loop runs, as in a script.

    What `act` prints or raises is dropped: it would appear under a cell that has nothing to do with it.
    """
    if queue := getattr(shell, QUEUE, None):
        queue.loop.call_soon_threadsafe(queue.add, act)  # a message of the browser may come in another thread
        return
    with suppress(RuntimeError):
        queue = IdleQueue(shell, asyncio.get_running_loop())
        setattr(shell, QUEUE, queue)
        queue.add(act)


def note_request(shell: Any) -> None:
    """Note that the browser asks the kernel of `shell` for something, such as frames: what waits can wait longer."""
    if queue := getattr(shell, QUEUE, None):
        queue.last_request = queue.loop.time()


class IdleQueue:
    """The functions that wait until the kernel of `shell`, whose event loop is `loop`, is idle."""

    def __init__(self, shell: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.shell, self.loop = shell, loop
        self.acts: deque[tuple[Act, float]] = deque()  # each with the time at which it was added
        self.last_request = 0.0  # when the browser last asked for something
        self.dropped = io.StringIO()  # what they print; kept, as Python crashes where a stream is freed during a print

    def add(self, act: Act) -> None:
        """Call `act` after those that wait already, and not before the kernel has been idle from now on."""
        self.acts.append((act, self.loop.time()))
        if len(self.acts) == 1:
            self.wait(SECONDS)

    def wait(self, seconds: float) -> None:
        """Look in `seconds` whether the kernel has been idle all the time."""
        self.loop.call_later(seconds, self.look, self.loop.time() + seconds, self.shell.execution_count)

    def look(self, due: float, count: int) -> None:
        """Call one function if no cell has run since the count of executions was `count`; else wait again.

        A cell that runs already when the wait begins leaves the count as it is, but then this call comes late.
        """
        if self.shell.execution_count != count or self.loop.time() > due + SECONDS / 2:
            return self.wait(SECONDS)
        act, added = self.acts[0]
        idle = self.loop.time() - max(added, min(self.last_request, added + LONGEST))
        if idle >= SECONDS:
            with suppress(Exception), redirect_stdout(self.dropped), redirect_stderr(self.dropped):
                act()
            self.dropped.seek(0)
            self.dropped.truncate()
            self.acts.popleft()
        if self.acts:
            self.wait(PAUSE)
