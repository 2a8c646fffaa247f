"""Calls of a learner's own function: what it prints is muted in its thread alone, and shown once."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from utils.plots.calls import QuietCalls, muted


def test_what_another_thread_prints_meanwhile_is_shown(capsys):
    with muted() as mute:
        thread = threading.Thread(target=print, args=("from the cell",))
        thread.start()
        thread.join()
        print("from f")
    assert mute.heard
    assert capsys.readouterr().out == "from the cell\n"


def test_streams_muted_by_two_threads_in_turn_are_free_in_the_end(capsys):
    before = sys.stdout
    first, second = muted(), muted()
    with ThreadPoolExecutor(1) as other:
        first.__enter__()
        other.submit(second.__enter__).result()
        first.__exit__(None, None, None)
        other.submit(print, "from f").result()
        print("from the cell")
        other.submit(second.__exit__, None, None, None).result()
    assert sys.stdout is before
    assert capsys.readouterr().out == "from the cell\n"


def test_only_the_innermost_of_two_mutes_hears_and_the_outer_one_goes_on(capsys):
    with muted() as outer:
        with muted() as inner:
            print("from f")
        assert (inner.heard, outer.heard) == (True, False)
        print("from f")
    print("from the cell")
    assert outer.heard
    assert capsys.readouterr().out == "from the cell\n"


def test_what_was_put_in_front_meanwhile_stays_and_prints(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # so that the stream of the other tests is put back
    with muted():
        sys.stdout = front = Front(sys.stdout)
    assert sys.stdout is front
    print("from the cell")
    assert capsys.readouterr().out == "from the cell\n"


class Front:
    """Writes to another stream, as a learner's own may."""

    def __init__(self, stream):
        self.write = stream.write


@pytest.fixture
def threads_in_quick_turn():
    """Python changes between threads 500 times as often as it does by itself."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_a_cell_can_print_while_another_thread_is_muted_again_and_again(capsys, threads_in_quick_turn):
    muting, printed = threading.Thread(target=mute_often), 0
    muting.start()
    while muting.is_alive():
        print("from", "the cell")  # crashes Python if the stream is freed between two of the four parts
        printed += 1
    assert capsys.readouterr().out == "from the cell\n" * printed


def mute_often():
    quiet = QuietCalls(abs)
    for number in range(50_000):
        quiet(number)


def chatty(number):
    print("at", number)
    return number**2


def test_a_quiet_function_returns_what_it_returned_and_says_whether_it_printed(capsys):
    quiet = QuietCalls(chatty)
    assert not quiet.printed
    assert quiet(2) == 4
    assert quiet.printed
    assert capsys.readouterr().out == ""
    quiet.show_prints(3)
    assert capsys.readouterr().out == "at 3\n"
