"""Tests calls that are given up when they take too long; `tests/check/test_sandbox.py` has more of what never ends."""

import gc
import subprocess
import sys
import threading
import time
import weakref
from contextvars import ContextVar
from pathlib import Path

import pytest

from utils.time_limit import PULSE, Worker

ROOT = Path(__file__).parents[1]
AFTER_A_WORKER = """import cProfile, trace
from utils.time_limit import Worker
worker = Worker()
worker.call(int, 5)
worker.dismiss()
worker.join()
"""
PROFILER = """cProfile.run("print('ended')")"""
TRACER = """trace.Trace(trace=False).run("print('ended')")"""  # Python calls it as it calls a debugger


@pytest.fixture
def worker():
    """A worker, which is dismissed at the end."""
    worker = Worker()
    yield worker
    worker.dismiss()


def endless():
    while True:
        pass


def swallowing():
    while True:
        try:  # noqa: SIM105 (a learner does not know contextlib.suppress)
            endless()
        except BaseException:
            pass


def interrupting():
    raise KeyboardInterrupt("by the function")


def wait_for(condition, seconds=60):
    """Whether `condition()` becomes true within `seconds`."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_one_thread_makes_all_calls_and_raises_what_they_raise(worker):
    threads = {worker.call(threading.get_ident, 5) for _ in range(3)}
    assert threads == {worker.ident} != {threading.get_ident()}
    for raises, error in [(lambda: 1 / 0, ZeroDivisionError), (exit, SystemExit), (interrupting, KeyboardInterrupt)]:
        with pytest.raises(error):
            worker.call(raises, 5)
    assert worker.call(threading.get_ident, 5) == worker.ident


def test_a_call_has_the_context_variables_of_the_calling_thread(worker):
    variable = ContextVar("variable", default="none")
    variable.set("given")
    assert worker.call(variable.get, 5) == "given"


def test_a_worker_keeps_nothing_of_a_call_that_has_ended(worker):
    class Large:
        pass

    large = Large()
    worker.call(lambda large=large: None, 5)
    left = weakref.ref(large)
    del large
    worker.call(lambda: None, 5)
    assert left() is None


@pytest.mark.rare
@pytest.mark.parametrize("function", [endless, swallowing])
def test_a_call_that_never_ends_is_given_up_and_its_thread_runs_no_longer(function):
    worker, pulses = Worker(), []
    with pytest.raises(TimeoutError):
        worker.call(function, 2.2 * PULSE, waiting=pulses.append)
    assert 1 <= len(pulses) <= 2
    assert pulses == sorted(pulses)
    assert 0.9 * PULSE < pulses[0] < pulses[-1] + 1e-9 < 2.2 * PULSE
    assert worker.given_up
    assert wait_for(lambda: worker.blocked or worker.ended)


@pytest.mark.rare
@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="this system tells no thread's processor time")
def test_the_time_of_the_processor_counts_and_not_that_of_other_threads():
    with pytest.raises(TimeoutError):
        Worker().call(endless, 60, processor_seconds=0.1)
    busy = threading.Event()
    other = threading.Thread(target=lambda: [None for _ in iter(busy.is_set, True)])
    other.start()
    sleeps = Worker()
    assert sleeps.call(lambda: time.sleep(2.5 * PULSE) or "slept", 60, processor_seconds=0.2) == "slept"
    busy.set()
    other.join()
    sleeps.dismiss()


@pytest.mark.rare
def test_a_thread_inside_one_long_call_is_left_and_does_not_go_on_after_it():
    worker, went_on, long_call = Worker(), [], threading.Lock()
    long_call.acquire()
    with pytest.raises(TimeoutError):
        worker.call(lambda: long_call.acquire() and went_on.append(True), 0.1)
    assert worker.is_alive()
    long_call.release()
    worker.join(60)
    assert worker.ended
    assert went_on == []


def test_a_thread_that_is_given_up_before_it_has_begun_ends_in_silence():
    begin = threading.Event()

    class Late(Worker):
        def run(self):
            while not begin.wait(0.01):
                pass
            super().run()

    worker = Late()
    threading.Timer(0.3, begin.set).start()
    with pytest.raises(TimeoutError):
        worker.call(endless, 0.01)
    worker.join(60)
    assert worker.ended


def test_a_second_interrupt_while_a_call_is_given_up_leaves_no_worker_that_makes_calls(worker, monkeypatch):
    monkeypatch.setattr(worker, "give_up", interrupting)
    with pytest.raises(KeyboardInterrupt):
        worker.call(lambda: time.sleep(2 * PULSE), 60, waiting=lambda seconds: interrupting())
    assert worker.given_up


def test_a_call_never_takes_the_result_of_another_one(worker, monkeypatch):
    monkeypatch.setattr(worker, "give_up", lambda: None)
    late = threading.Lock()
    late.acquire()
    with pytest.raises(TimeoutError):
        worker.call(lambda: late.acquire() and "late", 0.01)
    worker.given_up = False
    late.release()
    assert worker.call(lambda: "own", 60) == "own"


def test_what_is_collected_when_a_call_is_given_up_is_not_finalized_in_the_thread_that_an_interrupt_reaches():
    class Cycle:
        pass

    cycle, finalized_in = Cycle(), []
    cycle.itself = cycle
    weakref.finalize(cycle, lambda: finalized_in.append(threading.get_ident()))
    gc.disable()
    try:
        del cycle
        with pytest.raises(TimeoutError):
            Worker().call(endless, 0.01)
    finally:
        gc.enable()
    assert len(finalized_in) == 1
    assert finalized_in != [threading.get_ident()]


@pytest.mark.rare
def test_of_a_finalizer_in_which_the_time_is_up_nothing_is_printed_but_other_errors_are(monkeypatch):
    class Thing:
        def __del__(self):
            for _ in range(10**6):
                pass

    class Broken:
        def __del__(self):
            raise ZeroDivisionError

    def makes_things():
        while True:
            Thing()

    printed = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: printed.append(unraisable.exc_type))
    worker = Worker()
    with pytest.raises(TimeoutError):
        worker.call(makes_things, 0.1)
    assert wait_for(lambda: worker.blocked or worker.ended)
    Broken()
    assert printed == [ZeroDivisionError]


def test_an_interrupt_while_the_thread_starts_is_an_interrupt_and_no_other_error(monkeypatch):
    def interrupted(thread):
        try:
            raise KeyboardInterrupt
        finally:
            threading.Lock().release()  # as `threading.Condition` does where an interrupt comes between two lines

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Worker()


@pytest.mark.parametrize("tool", [PROFILER, TRACER], ids=["profiler", "tracer"])
def test_a_profiler_and_a_tracer_end_after_a_worker_has_ended(tool):
    # In a process of its own, because where it fails nothing in the process could end it.
    python = [sys.executable, "-c", AFTER_A_WORKER + tool]
    done = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "ended" in done.stdout
