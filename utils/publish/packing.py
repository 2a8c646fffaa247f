"""The packet of a baked picture as few bytes; `templates/unpack.js` makes the packet of them again.

Numbers that follow each other in a packet differ little, and deflate finds only what repeats within a short text. So
chunks of one kind stand together, and positions, and the chunks of a frame, are written as differences.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from operator import sub
from typing import Any

from utils.explore.protocol import Frame, Op, Packet


def packed(packet: Packet, parts: Sequence[Sequence[str]]) -> bytes:
    """The `packet` in as many parts, each with the frames of these keys: lines of JSON, compressed by deflate.

    The browser unpacks one after another. A part has the chunks that its frames need and that none before it has.
    """
    chunks, places, lines = packet["chunks"], dict[int, int](), []
    for keys in parts:
        frames = {key: packet["frames"][key] for key in keys}
        new = {number for frame in frames.values() for number in frame["chunks"]} - set(places)
        order = sorted(new, key=lambda number: (kind_of(chunks[number]), number))
        first = len(places)
        places |= {number: first + place for place, number in enumerate(order)}
        part = {
            "definitions": {} if lines else packet["definitions"],
            "first": first,
            "chunks": [relative_ops(chunks[number]) for number in order],
            "frames": as_differences(frames, places),
        }
        lines.append(json.dumps(part, separators=(",", ":")) + "\n")
    return zlib.compress("".join(lines).encode(), 9)


def as_differences(frames: Mapping[str, Frame], places: Mapping[int, int]) -> list[tuple[str, Any]]:
    """The `frames` as pairs (key, frame), the `places` of whose chunks are differences to those of the one before."""
    pairs: list[tuple[str, Any]] = []
    before: list[int] = []
    for key, frame in frames.items():
        now = [places[number] for number in frame["chunks"]]
        pairs.append((key, {**frame, "chunks": differences(now, before)}))
        before = now
    return pairs


def differences(now: list[int], before: list[int]) -> list[int]:
    """By how much each number of `now` differs from the one at its place in `before`; from 0 where there is none."""
    return [*map(sub, now, chain(before, repeat(0)))]


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
            relative.append([style, shape, *map(sub, at, chain(last, at))])
            last = at[-2:]
    return relative
