"""The packet of a baked picture as few bytes; `templates/unpack.js` makes the packet of them again.

Numbers that follow each other in a packet differ little, and deflate finds only what repeats within a short text. So
chunks of one kind stand together, and positions, and the chunks of a frame, are written as differences.
"""

import json
import zlib
from itertools import chain, repeat
from typing import Any

from utils.explore.protocol import Op, Packet


def packed(packet: Packet) -> bytes:
    """The `packet` as the bytes that the browser unpacks: JSON, compressed by deflate."""
    return zlib.compress(json.dumps(as_differences(packet), separators=(",", ":")).encode(), 9)


def as_differences(packet: Packet) -> dict[str, Any]:
    """What the JSON of `packet` holds: chunks as a list, and frames as pairs (key, frame), in their order."""
    chunks = packet["chunks"]
    order = sorted(chunks, key=lambda number: kind_of(chunks[number]))
    places = {number: place for place, number in enumerate(order)}
    frames: list[tuple[str, Any]] = []
    before: list[int] = []
    for key, frame in packet["frames"].items():
        now = [places[number] for number in frame["chunks"]]
        frames.append((key, {**frame, "chunks": differences(now, before)}))
        before = now
    relative = [relative_ops(chunks[number]) for number in order]
    return {"definitions": packet["definitions"], "chunks": relative, "frames": frames}


def differences(now: list[int], before: list[int]) -> list[int]:
    """By how much each number of `now` differs from the one at its place in `before`; from 0 where there is none."""
    return [new - old for new, old in zip(now, chain(before, repeat(0)), strict=False)]


def kind_of(ops: list[Op]) -> str:
    """A text that is the same for chunks with the same styles: most of them are of one artist."""
    return str(sorted({str(op[0]) for op in ops}))


def relative_ops(ops: list[Op]) -> list[Op]:
    """`ops` with each position of a shape relative to the one before it in the chunk; images stay as they are."""
    relative: list[Op] = []
    last = [0, 0]
    for op in ops:
        if isinstance(op[0], str):
            relative.append(op)
        else:
            style, shape, *at = op
            relative.append([style, shape, *differences(at, [*last, *at])])
            last = at[-2:]
    return relative
