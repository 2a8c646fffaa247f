"""Calls of a learner's own function: what it prints is shown once, and what it raises is said in words."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

# What a call may raise and a picture answers with words. KeyboardInterrupt is not among them: the learner wants an end.
FAILURES = (Exception, SystemExit)
SLIPS = {  # parts of the message on a typing mistake -> the sentence that says how Python writes it
    ("bitwise_xor", "for ^"): "f uses ^, which is no power in Python: write x**2 for x squared, not x^2.",
    ("'int' object is not call", "'float' object is not call", "'Tensor' object is not call"): (
        "f calls a number as if it were a function: Python wants a * to multiply, as in 2*(x + 1), not 2(x + 1)."
    ),
}


class Mute:
    """One `with muted()`; `heard` says whether its thread has printed meanwhile."""

    heard = False


class _StandIn:
    """Stands in for the stream called `name`: what a muted thread writes goes nowhere, all else goes to `stream`."""

    def __init__(self, name: str, stream: Any) -> None:
        self.name, self.stream = name, stream

    def write(self, text: str) -> int:
        if not (mutes := _mutes.get(threading.current_thread())):
            return self.stream.write(text)
        mutes[-1].heard = mutes[-1].heard or self.name == "stdout"
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


_mutes: dict[threading.Thread, list[Mute]] = {}  # of each muted thread, the innermost last
# Kept for good: `print` holds no reference to its stream, and Python crashes where that is freed during a print.
_stand_ins: dict[str, _StandIn] = {}


@contextmanager
def muted() -> Iterator[Mute]:
    """Drop what this thread prints and warns of; `heard` of the result says whether it printed.

    Only of this thread: frames are drawn in a thread beside the learner's cell, whose prints must appear.
    """
    mute, thread = Mute(), threading.current_thread()
    try:
        _mutes.setdefault(thread, []).append(mute)
        _put_stand_ins()
        yield mute
    finally:
        if mute in (mutes := _mutes.get(thread, [])):
            mutes.remove(mute)
        if not mutes:
            _mutes.pop(thread, None)
        if not _mutes:
            _remove_stand_ins()
        if _mutes:  # another thread has been muted since the line before
            _put_stand_ins()


def _put_stand_ins() -> None:
    """Put a stand-in in front of each stream that has none; for the same stream it is always the same one."""
    for name in ("stdout", "stderr"):
        if isinstance(stream := getattr(sys, name), _StandIn):
            continue
        if name not in _stand_ins or _stand_ins[name].stream is not stream:
            _stand_ins[name] = _StandIn(name, stream)
        setattr(sys, name, _stand_ins[name])


def _remove_stand_ins() -> None:
    """Put back the streams. A stand-in in front of which somebody has put another stream stays, and writes all on."""
    for name in ("stdout", "stderr"):
        if isinstance(stream := getattr(sys, name), _StandIn):
            setattr(sys, name, stream.stream)


class QuietCalls:
    """The function `f` without what it prints; `show_prints` then shows that once."""

    def __init__(self, f: Callable[..., Any]) -> None:
        self.__wrapped__ = f  # `inspect.signature` looks here
        self.printed = False

    def __call__(self, *arguments: Any) -> Any:
        with muted() as mute:
            try:
                return self.__wrapped__(*arguments)
            finally:
                self.printed = self.printed or mute.heard

    def show_prints(self, *arguments: Any) -> None:
        """Where `f` has printed, call it with `arguments` once more, and let it print."""
        if self.printed:
            with suppress(*FAILURES):  # the picture says what it raises
                self.__wrapped__(*arguments)


def said(error: BaseException) -> str:
    """What `error` says, on one line and without its full stop; "" where it cannot say anything."""
    try:
        return " ".join(str(error).split())[:120].rstrip(". ")
    except Exception:  # the __str__ of a learner's own exception
        return ""


def slip(error: BaseException) -> str | None:
    """The sentence on how Python writes what a learner meant, where `error` comes from a known typing mistake."""
    words = said(error)
    return next((sentence for signs, sentence in SLIPS.items() if any(sign in words for sign in signs)), None)
