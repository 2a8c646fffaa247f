"""Reads the messages of the browser, and turns errors and what `draw` returns into texts that can be sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from utils.explore.controls import Control
from utils.explore.protocol import Answer, Packet, Stop, Table, sendable
from utils.time_limit import TimeIsUp


def asked_stops(message: dict[str, Any], controls: Sequence[Control]) -> list[Stop]:
    """The stops that `message` asks for; what is no stop of these `controls` is left out."""
    asked = message.get("ask")
    return [tuple(each) for each in asked if is_stop(each, controls)] if isinstance(asked, list) else []


def is_stop(given: Any, controls: Sequence[Control]) -> bool:
    """Whether `given` is a list of one index for each control. A bool is no index, and none counts from the end."""
    if not isinstance(given, list) or len(given) != len(controls):
        return False
    return all(type(index) is int and 0 <= index < len(each) for index, each in zip(given, controls, strict=True))


def forgotten_chunks(message: dict[str, Any]) -> set[int]:
    """The numbers of the chunks that the browser has dropped."""
    forgotten = message.get("forget")
    return {number for number in forgotten if type(number) is int} if isinstance(forgotten, list) else set()


def empty_answer(message: dict[str, Any]) -> Answer:
    """An answer to `message` without any frame: the browser asks again for what it misses."""
    return {"answer": message.get("id"), "packet": {"definitions": {}, "chunks": {}, "frames": {}}, "spent": 0.0}


@dataclass
class Received:
    """The numbers of the chunks, and the number of definitions, that a browser has received so far."""

    chunks: set[int] = field(default_factory=set)
    definitions: int = 0

    def add(self, packet: Packet) -> None:
        """Note that `packet` has been sent."""
        self.chunks |= packet["chunks"].keys()
        self.definitions += len(packet["definitions"])


class Interrupted(KeyboardInterrupt):
    """The learner's Interrupt while a cell waits for its first frame. IPython shows the sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"KeyboardInterrupt: {self}"]


def words_of_error(error: BaseException) -> str:
    """The kind of `error` and its message, on one line."""
    try:
        message = " ".join(str(error).split())
    except TimeIsUp:
        raise
    except BaseException as another:  # the `__str__` of an error is a function that can fail too
        message = f"its message cannot be read ({type(another).__name__})"
    return sendable(f"{type(error).__name__}: {message}".removesuffix(": "))


def sentence_and_rows(returned: Any) -> tuple[str, Table | None]:
    """The sentence and the table that `draw` returned; any other result, such as the bars of `ax.hist`, is ignored."""
    if isinstance(returned, tuple) and len(returned) == 2 and isinstance(returned[0], str):
        return returned[0], table_of_texts(returned[1])
    return returned if isinstance(returned, str) else "", None


def table_of_texts(rows: Any) -> Table | None:
    """`rows` as lists of strings, or None. Raises TypeError where they are not rows of texts and numbers."""
    if rows is None:
        return None
    try:
        return [[sendable(cell) if isinstance(cell, str) else f"{cell:g}" for cell in row] for row in rows]
    except (TypeError, ValueError):
        raise TypeError(
            f"the rows of a table are lists of texts and numbers, the first its head, not {rows!r}"
        ) from None
