"""Tests calls that are given up when they take too long; `tests/check/test_sandbox.py` has more of what never ends."""

import threading
import time
import weakref
from contextvars import ContextVar

import pytest

from utils.time_limit import PULSE, Worker


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


@pytest.mark.parametrize("function", [endless, swallowing])
def test_a_call_that_never_ends_is_given_up_and_its_thread_runs_no_longer(function):
    worker, pulses = Worker(), []
    with pytest.raises(TimeoutError):
        worker.call(function, 2.2 * PULSE, waiting=pulses.append)
    assert 1 <= len(pulses) <= 2
    assert pulses == sorted(pulses)
    assert 0.9 * PULSE < pulses[0] < pulses[-1] + 1e-9 < 2.2 * PULSE
    assert worker.given_up
    end = time.monotonic() + 20
    while not (worker.blocked or worker.ended):
        assert time.monotonic() < end
        time.sleep(0.01)


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


def test_a_thread_that_sleeps_is_left_and_does_not_go_on_after_its_sleep():
    worker, went_on = Worker(), []
    with pytest.raises(TimeoutError):
        worker.call(lambda: time.sleep(5) or went_on.append(True), 0.1)
    worker.join(30)
    assert worker.ended
    assert went_on == []
