"""Which stops of a picture a page without Python is given, and how they are packed."""

import base64
import itertools
import json
import zlib
from collections.abc import Sequence
from typing import Any

MOST = 10_000  # stops of one picture: about a minute's work, and 1 MB for curves
LARGE = 1_500_000  # bytes of a baked picture with more than one control
TRAITS = ("key", "size", "panels", "controls", "drag", "play", "count", "first_packet")  # that a page reads too


def bake(widget: Any) -> dict[str, Any]:
    """All that the browser needs to move the picture of `widget`, an `ExploreWidget`, without Python, as JSON.

    As many controls move as fit, the played one first; the others stay at their first value.
    """
    widget.find_panels()
    names = controls_that_fit(widget.controls, *widget.play[:1])
    while True:
        packet = widget.packet(chosen_stops(widget.controls, names))
        baked = packed(packet)
        if len(baked) <= LARGE or len(names) == 1:
            break
        names.pop()
    state = {name: getattr(widget, name) for name in TRAITS}
    longest = longest_sentence(packet["frames"].values())
    return {**state, "longest": longest, "movable": names, "baked": base64.b64encode(baked).decode()}


def controls_that_fit(controls: Sequence[dict[str, Any]], played: str | None = None) -> list[str]:
    """The names of as many `controls` as have at most MOST stops together: the `played` one first, then in order."""
    names, count = [], 1
    for each in sorted(controls, key=lambda each: each["name"] != played):
        if count * len(each["texts"]) <= MOST:
            names.append(each["name"])
            count *= len(each["texts"])
    return names


def chosen_stops(controls: Sequence[dict[str, Any]], names: Sequence[str]) -> list[tuple[int, ...]]:
    """The stops of the `controls` called `names`, tuples of indices; the other controls stay at their first value.

    The first one named varies fastest, so that a control that changes the whole picture, named last, does so seldom.
    """
    indices = {
        each["name"]: range(len(each["texts"])) if each["name"] in names else [each["start"]] for each in controls
    }
    slowest_first = [*(name for name in indices if name not in names), *reversed(names)]
    stops = itertools.product(*(indices[name] for name in slowest_first))
    return [tuple(stop[slowest_first.index(name)] for name in indices) for stop in stops]


def longest_sentence(frames: Any) -> str:
    """The longest sentence of `frames`: a page keeps room for it before they are unpacked."""
    return max((frame["sentence"] for frame in frames if "error" not in frame), key=len, default="")


def packed(packet: Any) -> bytes:
    """The `packet` as the bytes that the browser unpacks: JSON, compressed by deflate."""
    return zlib.compress(json.dumps(packet, separators=(",", ":")).encode(), 9)
