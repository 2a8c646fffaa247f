"""Makes a call in another thread, and gives the call up when it takes too long. `explore` and `check` use it.

Another thread is needed because only it can be left behind: a signal reaches only the main thread, and Windows has no
timer signal. It also tells an interrupt from an error: the learner's Interrupt arrives in the thread that waits, and
a KeyboardInterrupt in the other thread has been raised by the function itself.

The limit: a call of C code that keeps Python's lock, such as `sum(itertools.count())`, stops all threads of the
process, so that nothing can give it up.
"""

import ctypes
import gc
import itertools
import math
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Any, TypeAlias

MAX_CAUGHT = 20  # how often a function may catch its own TimeIsUp before its thread is blocked for good
PULSE = 0.5  # seconds after which a thread that waits looks at the clock again

Results: TypeAlias = "queue.SimpleQueue[tuple[Any, BaseException | None]]"  # what a call returned, or what it raised


class TimeIsUp(SystemExit):
    """Raised inside a function that takes too long.

    The base class is SystemExit because Python prints no traceback when a SystemExit ends a thread.
    """

    def __init__(self) -> None:
        """Runs in the thread to be ended. A thread that catches every exception, for ever, is blocked here."""
        worker = threading.current_thread()
        if not isinstance(worker, Worker):
            return
        worker.caught += 1
        if worker.caught > MAX_CAUGHT:
            worker.blocked = True
            lock = threading.Lock()
            lock.acquire()
            lock.acquire()


class WithoutTimeIsUp:
    """A hook for `sys.unraisablehook`: what `before` prints, without TimeIsUp.

    Python cannot pass on an exception that is raised in a finalizer or in the callback of a weak reference, of which
    Matplotlib has many. A TimeIsUp there is raised again a moment later, so nobody needs to read of it.
    """

    def __init__(self, before: Callable[[Any], Any]) -> None:
        self.before = before

    def __call__(self, unraisable: Any) -> None:
        """Hand `unraisable` on, unless it is a TimeIsUp."""
        if unraisable.exc_type is not TimeIsUp:
            self.before(unraisable)


def raising(exception: type[BaseException], thread: int | None) -> Callable[[], Any]:
    """A function that has `exception` raised in the thread with this number, at its next line of Python code.

    It is raised in place of one that Python has not raised there yet.
    """
    given = ctypes.py_object(exception)
    return partial(ctypes.pythonapi.PyThreadState_SetAsyncExc, ctypes.c_ulong(thread or 0), given)


def result_within(results: Results, seconds: float) -> tuple[Any, BaseException | None] | None:
    """The first of `results`, or None where there is none after `seconds`."""
    try:
        return results.get(timeout=seconds)
    except queue.Empty:
        return None


class Thread(threading.Thread):
    """A thread for whose end Python does not wait. An interrupt of its start raises nothing but KeyboardInterrupt."""

    def __init__(self, **options: Any) -> None:
        super().__init__(daemon=True, **options)

    def start(self) -> None:
        """Start the thread, and wait until it runs."""
        try:
            super().start()
        except RuntimeError as error:  # of a lock that the interrupt left half-way, while Python waited
            if isinstance(error.__context__, KeyboardInterrupt):
                raise error.__context__ from None
            raise


class Worker(Thread):
    """A thread that makes one call after another, until a call is given up or `dismiss` is called."""

    def __init__(self) -> None:
        super().__init__(name="downhill")
        self.caught = 0  # how often the function has caught a TimeIsUp
        self.given_up = self.blocked = self.ended = False
        self._running = threading.Event()  # set once the thread is where it handles a TimeIsUp
        self._calls: queue.SimpleQueue[tuple[Callable[[], Any], Results] | None] = queue.SimpleQueue()
        self.start()

    def run(self) -> None:
        """Make the calls. This runs in the new thread. No TimeIsUp leaves it, not even one raised at the very end."""
        try:
            try:
                self._running.set()
                while self._make_next():
                    pass
            except TimeIsUp:
                self.ended = True
            self.ended = True  # from here on `_pursue` raises nothing more
            # A TimeIsUp that Python has not raised yet is replaced, not dropped: after a dropped one Python 3.11 goes
            # on looking for what waits to be raised, and no profiler or debugger gets beyond its first line.
            raising(SystemExit, self.ident)()
        except SystemExit:
            pass

    def _make_next(self) -> bool:
        """Wait for a call and make it; return False at the end. A function of its own, so that it keeps no result."""
        call = self._calls.get()
        if call is None:
            return False
        function, results = call
        try:
            results.put((function(), None))
        except TimeIsUp:
            raise
        except BaseException as error:
            results.put((None, error))
        return not self.given_up

    def call(
        self,
        function: Callable[[], Any],
        seconds: float,
        processor_seconds: float = math.inf,
        waiting: Callable[[float], None] = lambda seconds: None,
    ) -> Any:
        """What `function()` returns, called in this thread with the context variables of the calling one.

        Raises any exception that `function` raises, and TimeoutError where it takes more than `seconds` by the clock or
        more than `processor_seconds` of a processor (macOS and Windows do not tell these for one thread: there, the
        clock counts for both). In the meantime it calls `waiting(seconds so far)` every half second.
        After a TimeoutError or an interrupt the worker is `given_up`, and makes no further call.
        """
        clock = self._processor_clock()
        began, processor_began, spent = time.monotonic(), clock(), 0.0
        results: Results = queue.SimpleQueue()  # of this call alone: no other call can take its result for its own
        try:
            self._calls.put((partial(copy_context().run, function), results))
            while (result := result_within(results, min(PULSE, seconds - spent))) is None:
                spent = time.monotonic() - began
                if spent >= seconds or clock() - processor_began >= processor_seconds:
                    raise TimeoutError(f"not done after {spent:.0f} seconds")
                waiting(spent)
        except BaseException:  # also when the learner interrupts the kernel: the call must not go on
            self.given_up = True  # before `give_up`, which a second interrupt may end
            self.give_up()
            raise
        value, error = result
        if error is not None:
            raise error
        return value

    def _processor_clock(self) -> Callable[[], float]:
        """A clock of the processor time of this thread in seconds, or `time.monotonic` where there is none."""
        if self.ident is None or not hasattr(time, "pthread_getcpuclockid"):
            return time.monotonic
        return partial(time.clock_gettime, time.pthread_getcpuclockid(self.ident))

    def dismiss(self) -> None:
        """Let the thread end when it has made its calls."""
        self._calls.put(None)

    def give_up(self) -> None:
        """Raise TimeIsUp in the thread until it has ended; 0.2 seconds after the first time, go on without its end.

        When this returns, a function that does not catch TimeIsUp begins no further line.
        """
        self.given_up = True
        self.dismiss()
        raised: queue.SimpleQueue[bool] = queue.SimpleQueue()  # an Event can raise other errors when interrupted
        Thread(target=self._pursue, args=(raised,)).start()
        raised.get()
        self.join(0.2)  # a moment, because two threads must not draw or calculate at the same time if it can be helped

    def _pursue(self, raised: "queue.SimpleQueue[bool]") -> None:
        """Raise TimeIsUp in the thread, again and again, until it has ended or is blocked for good.

        `raised` receives something after the first time. Python raises it at the next line of Python code: a thread
        inside one long call (`time.sleep`, for example) ends when that call returns, before its next line.
        """
        # Collect garbage now: else the other thread may do so, and a TimeIsUp would end a finalizer of other objects.
        # The thread that waits does not collect: Python would print, and so lose, a second interrupt of the learner.
        gc.collect()
        if not isinstance(sys.unraisablehook, WithoutTimeIsUp):
            sys.unraisablehook = WithoutTimeIsUp(sys.unraisablehook)
        self._running.wait()  # before that nothing in the thread would handle a TimeIsUp
        pauses = itertools.chain(itertools.repeat(0.005, 2 * MAX_CAUGHT), itertools.repeat(1.0, 60))
        raise_time_is_up = raising(TimeIsUp, self.ident)
        for pause in pauses:
            if self.blocked or self.ended:
                break
            raise_time_is_up()  # at once: the thread cannot end between the line above and this one
            raised.put(True)
            self.join(pause)
        raised.put(True)
