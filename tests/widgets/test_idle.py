"""Tests that functions wait until the kernel rests, with an event loop whose clock the test sets."""

import sys
from types import SimpleNamespace

import pytest

from utils.widgets.idle import LONGEST, QUEUE, SECONDS, IdleQueue, note_request, when_idle


class Loop:
    """An event loop with a clock of its own: `run(until)` calls what is due, in order."""

    def __init__(self):
        self.now, self.calls = 0.0, []

    def time(self):
        """The time of the clock, seconds."""
        return self.now

    def call_later(self, seconds, function, *arguments):
        """Call `function` in `seconds`."""
        self.calls.append((self.now + seconds, function, arguments))

    def run(self, until):
        """Set the clock forward to `until`, and call everything that is due on the way."""
        while due := [call for call in self.calls if call[0] <= until]:
            call = min(due, key=lambda call: call[0])
            self.calls.remove(call)
            self.now = max(self.now, call[0])
            call[1](*call[2])
        self.now = until


@pytest.fixture
def kernel():
    """A queue, its loop, its shell, and the list of what has been called."""
    shell, loop = SimpleNamespace(execution_count=1), Loop()
    return SimpleNamespace(queue=IdleQueue(shell, loop), loop=loop, shell=shell, called=[])


def test_functions_are_called_in_turn_once_no_cell_has_run_for_a_second(kernel):
    for name in "ab":
        kernel.queue.add(lambda name=name: kernel.called.append((name, kernel.loop.now)))
    kernel.loop.run(0.9 * SECONDS)
    assert kernel.called == []
    kernel.loop.run(2 * SECONDS)
    (first, at), (second, later) = kernel.called
    assert (first, second) == ("a", "b")
    assert SECONDS <= at < later < 1.2 * SECONDS


def test_each_cell_makes_them_wait_again(kernel):
    kernel.queue.add(lambda: kernel.called.append(kernel.loop.now))
    for _ in range(5):
        kernel.shell.execution_count += 1
        kernel.loop.run(kernel.loop.now + 0.9 * SECONDS)
    assert kernel.called == []
    kernel.loop.run(kernel.loop.now + 2 * SECONDS)
    assert len(kernel.called) == 1


def test_after_a_long_cell_they_wait_too(kernel):
    kernel.queue.add(lambda: kernel.called.append(kernel.loop.now))
    kernel.loop.now = 30.0  # the cell that has added the function ends only now, and the timer comes late
    kernel.loop.run(30.5)
    assert kernel.called == []
    kernel.loop.run(32)
    assert len(kernel.called) == 1


def test_a_function_added_by_another_waits_a_second_of_its_own(kernel):
    kernel.queue.add(lambda: kernel.queue.add(lambda: kernel.called.append(kernel.loop.now)))
    kernel.loop.run(5 * SECONDS)
    (at,) = kernel.called
    assert at >= 2 * SECONDS


def test_they_wait_while_the_browser_asks_for_frames_but_not_for_ever(kernel):
    vars(kernel.shell)[QUEUE] = kernel.queue
    kernel.queue.add(lambda: kernel.called.append(kernel.loop.now))
    while not kernel.called:
        note_request(kernel.shell)
        kernel.loop.run(kernel.loop.now + SECONDS / 2)
    assert LONGEST < kernel.called[0] < LONGEST + 2 * SECONDS
    kernel.queue.add(lambda: kernel.called.append(kernel.loop.now))
    note_request(kernel.shell)
    kernel.loop.run(kernel.loop.now + SECONDS / 2)
    note_request(kernel.shell)
    asked = kernel.loop.now
    kernel.loop.run(asked + 3 * SECONDS)
    assert SECONDS <= kernel.called[1] - asked < 1.2 * SECONDS


def test_what_a_function_prints_or_raises_is_dropped(kernel, capsys):
    def noisy():
        print("printed")
        print("error", file=sys.stderr)
        raise KeyError("raised")

    kernel.queue.add(noisy)
    kernel.queue.add(lambda: kernel.called.append("next"))
    kernel.loop.run(3 * SECONDS)
    assert capsys.readouterr() == ("", "")
    assert kernel.called == ["next"]


def test_outside_an_event_loop_nothing_waits():
    shell = SimpleNamespace(execution_count=1)
    when_idle(shell, lambda: None)
    assert vars(shell) == {"execution_count": 1}
