"""The types of the messages between kernel and browser; `README.md` in this folder describes every part of them."""

from typing import Any, NotRequired, TypedDict

Stop = tuple[int, ...]  # one index for each control, into its values
Table = list[list[str]]  # rows of texts; the first row is the head
# [style number, shape, x, y, x, y, ...], ["image", clip, PNG or WebP, a, b, c, d, e, f, alpha], the same with "drawn",
# or ["light", x, y, width, height]
Op = list[Any]
Chunk = tuple[int, list[Op]]  # the number of a chunk, and its ops: all that one artist paints
Clip = list[Any] | None  # a rectangle [x, y, width, height] or a path [x, y, shape]


class Hatch(TypedDict):
    """One tile of a hatch, one inch wide and high, which the browser repeats."""

    x: int
    y: int
    shape: str
    color: str
    width: int
    size: int


class Style(TypedDict):
    """How a shape is drawn."""

    face: str | None
    edge: str | None
    width: int
    dashes: list[int] | None
    cap: str
    join: str
    clip: Clip
    hatch: Hatch | None
    seam: int
    snap: int


Definition = str | Style | list[list[float]]  # a shape, a style, or the positions of stops


class Frame(TypedDict):
    """The picture, the sentence and the table of one stop; with `error` it has no picture, and `sentence` says why.

    `given_up` is true where drawing took too long: then the browser asks only for the stops that the learner goes to.
    """

    sentence: str
    rows: NotRequired[Table | None]
    error: NotRequired[bool]
    given_up: NotRequired[bool]
    chunks: list[int]
    positions: int | None


class Packet(TypedDict):
    """Frames, with those definitions and chunks that they use and that the browser has not received yet."""

    definitions: dict[int, Definition]
    chunks: dict[int, list[Op]]
    frames: dict[str, Frame]


class Answer(TypedDict):
    """The kernel's answer to an `ask` message; `spent` is the kernel's time for it in milliseconds."""

    answer: str | None
    packet: Packet
    spent: float


class Slow(TypedDict):
    """Tells the browser that the stop with the key `drawing` has taken `seconds` so far, and is still being drawn."""

    drawing: str
    seconds: int


class ControlState(TypedDict):
    """The description of a control that is sent to the browser."""

    name: str
    label: str
    texts: tuple[str, ...]
    start: int
    kind: str


def sendable(text: str) -> str:
    """`text` with U+FFFD in place of half a surrogate pair, which JSON in UTF-8 cannot hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
