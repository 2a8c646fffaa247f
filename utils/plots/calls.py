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


class _Muted:
    """Stands in for a stream: what `thread` writes goes nowhere, what other threads write goes to `stream`."""

    def __init__(self, stream: Any, thread: int) -> None:
        self.stream, self.thread, self.heard = stream, thread, False

    def write(self, text: str) -> int:
        if threading.get_ident() != self.thread:
            return self.stream.write(text)
        self.heard = True
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def muted() -> Iterator[_Muted]:
    """Drop what this thread prints and warns of; `heard` of the result says whether it printed.

    Only of this thread: frames are drawn in a thread beside the learner's cell, whose prints must appear.
    """
    before, thread = (sys.stdout, sys.stderr), threading.get_ident()
    during = [_Muted(stream, thread) for stream in before]
    sys.stdout, sys.stderr = during
    try:
        yield during[0]
    finally:
        for name, old, new in zip(("stdout", "stderr"), before, during, strict=True):
            new.thread = -1  # another thread may have put its own in front meanwhile, and keeps this one
            if getattr(sys, name) is new:
                setattr(sys, name, _without_ended(old))


def _without_ended(stream: Any) -> Any:
    while isinstance(stream, _Muted) and stream.thread == -1:
        stream = stream.stream
    return stream


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
