"""Calls of a learner's own function: what it prints is muted in its thread alone, and shown once."""

import sys
import threading

from utils.plots.calls import QuietCalls, muted


def test_what_another_thread_prints_meanwhile_is_shown(capsys):
    with muted() as mute:
        thread = threading.Thread(target=print, args=("from the cell",))
        thread.start()
        thread.join()
        print("from f")
    assert mute.heard
    assert capsys.readouterr().out == "from the cell\n"


def test_streams_muted_by_two_threads_in_turn_are_free_in_the_end():
    before = sys.stdout
    first, second = muted(), muted()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert sys.stdout is before


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
