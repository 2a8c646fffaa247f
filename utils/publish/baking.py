"""Which stops a page without Python is given, and how they are packed. Knows nobody."""

import itertools
import json
import math
import os
import zlib

BOX = 10_000  # stops that one picture may bake: about a minute's work, and 1 MB for curves


def baking_wanted():
    """Whether pages without Python are being made: each picture then says in its mime bundle all that they need."""
    return os.environ.get("DOWNHILL_BAKE") == "1"


def box(controls, over):
    """The stops of the `controls` named in `over`, a name or several; the other controls stay at their first value.

    The first one named varies fastest, so that a control that changes the whole picture, named last, does so seldom.
    Raises TypeError or ValueError, in a sentence, for what is no name and where there are more than BOX stops.
    """
    names = [over] if isinstance(over, str) else list(over) if isinstance(over, list | tuple | set) else None
    known = [each.name for each in controls]
    if names is None:
        raise TypeError(f"bake(over={over!r}): name a control or several, such as over={tuple(known)!r}.")
    for name in names:
        if name not in known:
            raise ValueError(f"bake(over={over!r}): there is no control called {name!r}; there is {', '.join(known)}.")
    count = math.prod(len(each) for each in controls if each.name in names)
    if count > BOX:
        raise ValueError(
            f"bake(over={over!r}) asks for {count:,} stops; {BOX:,} is the most. "
            "Name fewer controls, or give one of them a larger step."
        )
    spans = {each.name: range(len(each)) if each.name in names else [each.start] for each in controls}
    slowest_first = sorted(spans, key=lambda name: names.index(name) if name in names else len(names), reverse=True)
    found = itertools.product(*(spans[name] for name in slowest_first))
    return [tuple(stop[slowest_first.index(each.name)] for each in controls) for stop in found]


def fitting(controls, played=None):
    """The names of as many `controls` as fit into a box: the `played` one first, then in the order given."""
    names, count = [], 1
    for each in sorted(controls, key=lambda each: each.name != played):
        if count * len(each) <= BOX:
            names.append(each.name)
            count *= len(each)
    return names


def packed(packet):
    """The `packet` as the bytes that the browser unpacks."""
    return zlib.compress(json.dumps(packet, separators=(",", ":")).encode(), 9)
