"""The types of what the kernel and the browser send each other; `README.md` in this folder describes every part."""

from typing import Any, NotRequired, TypedDict

Stop = tuple[int, ...]  # an index into the values of each control
Table = list[list[str]]  # rows of texts, the first of them the head
Op = list[Any]  # [style number, shape, x, y, x, y, ...] or ["image", clip, PNG, a, b, c, d, e, f, alpha]
Chunk = tuple[int, list[Op]]  # the number of what one artist paints, and its ops
Clip = list[Any] | None  # a rectangle [x, y, width, height] or a path [x, y, shape]


class Hatch(TypedDict):
    """One tile of a hatch, one inch wide, which the browser repeats."""

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
    """What is shown at one stop; with `error` there is no picture, and `sentence` says why."""

    sentence: str
    rows: NotRequired[Table | None]
    error: NotRequired[bool]
    chunks: list[int]
    positions: int | None


class Packet(TypedDict):
    """Frames, with the definitions and chunks that the browser needs for them and has not had yet."""

    definitions: dict[int, Definition]
    chunks: dict[int, list[Op]]
    frames: dict[str, Frame]


class Answer(TypedDict):
    """What the kernel sends for a question; `spent` is how many milliseconds of kernel time it took."""

    answer: str
    packet: Packet
    spent: float


class ControlState(TypedDict):
    """A control as the browser needs it."""

    name: str
    label: str
    texts: tuple[str, ...]
    start: int
    kind: str
