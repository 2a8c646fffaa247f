"""Which stops of a picture a page without Python is given."""

import base64
import itertools
import math
import operator
from collections.abc import Collection, Sequence
from typing import Any

from utils.explore.widget import key_of
from utils.publish.images import packet_with_webp
from utils.publish.packing import packed

MOST = 10_000  # stops of a picture that has all of them on a page: about a minute's work, and 1 MB for curves
MOST_COARSE = 4000  # stops of a picture that has not all of them on a page
LARGE = 900_000  # bytes of a baked picture with more than one control
PART = 1000  # stops that the browser unpacks at once
FEW = 3  # stops at least of a control that has not all of them on a page
LISTED = 9  # so many stops are named one by one, and a control with no more has all of them on each page
TRAITS = ("key", "size", "panels", "controls", "drag", "play", "count", "first_packet")  # that a page reads too


def bake(widget: Any, named: Collection[tuple[str, str]] = (), most: int = MOST) -> dict[str, Any]:
    """All that the browser needs to move the picture of `widget`, an `ExploreWidget`, without Python, as JSON.

    Where all stops of all controls are more than `most`, some controls have fewer on the page: see `stops_of_page`.
    Those that stop links name, pairs (control, value), are among them. "here" says which there are; it is "" if all
    are there.
    """
    widget.find_panels()
    names = controls_that_fit(widget.controls, *widget.play[:1], most=most)
    while True:
        page, here = page_widget(widget, names, named, min(most, MOST_COARSE))
        stops = chosen_stops(page.controls, names)
        packet = packet_with_webp(page.packet(stops))
        baked = packed(packet, parts(stops, [each["start"] for each in page.controls]))
        if len(baked) <= LARGE or len(names) <= 1:
            break
        names.pop()
    state = {name: getattr(page, name) for name in TRAITS}
    longest = longest_sentence(packet["frames"].values())
    return {**state, "longest": longest, "here": here, "baked": base64.b64encode(baked).decode()}


def page_widget(
    widget: Any, names: Sequence[str], named: Collection[tuple[str, str]], coarse: int = MOST_COARSE
) -> tuple[Any, str]:
    """A widget like `widget` with the stops that a page has, about `coarse` if not all; and which these are, in words.

    It is `widget` itself where `names` are those of all its controls.
    """
    if len(names) == len(widget.controls):
        return widget, ""
    stops = stops_of_page(widget.controls, names, widget.play[:1], named, coarse)
    page = widget.with_stops(stops)
    page.panels = widget.panels
    return page, which_stops(widget.controls, stops)


def stops_of_page(
    controls: Sequence[dict[str, Any]],
    names: Sequence[str],
    played: Sequence[str],
    named: Collection[tuple[str, str]],
    most: int,
) -> dict[str, list[int]]:
    """The indices of the stops that a page has of each of `controls`, `most` together where that is enough.

    A control that is not in `names` has its first value, its ends, the stops that are `named`, and FEW at least.
    In return the widest of the others has fewer, but never the one `played`, whose steps follow one another. Where
    `names` is empty, because each control alone has more, the widest has as many as fit.
    """
    all_of = {each["name"]: len(each["texts"]) for each in controls}
    kept = {each["name"]: essential_stops(each, named) for each in controls}
    counts = {name: all_of[name] if name in names else max(FEW, len(kept[name])) for name in all_of}
    for name in sorted(set(names or all_of) - set(played), key=lambda name: -all_of[name]):
        rest = math.prod(counts.values()) / counts[name]
        counts[name] = max(FEW, len(kept[name]), min(all_of[name], int(most / rest)))
    return {name: spread(all_of[name], counts[name], kept[name]) for name in all_of}


def essential_stops(control: dict[str, Any], named: Collection[tuple[str, str]]) -> list[int]:
    """The indices of the first value of `control`, of its ends, and of the stops that are `named`; if few, all."""
    texts = control["texts"]
    if len(texts) <= LISTED:
        return [*range(len(texts))]
    wanted = {stop_text(value) for name, value in named if name == control["name"]}
    return sorted(
        {0, control["start"], len(texts) - 1, *(k for k, text in enumerate(texts) if stop_text(text) in wanted)}
    )


def stop_text(text: str) -> str:
    """`text` in the form in which two names of the same stop are equal: 0.9 and 0.90, True and true."""
    try:
        return repr(float(text))
    except ValueError:
        return text.lower()


def spread(count: int, wanted: int, kept: Sequence[int]) -> list[int]:
    """About `wanted` of `count` indices: those that are `kept`, and others that fill the widest gaps between them."""
    chosen = sorted(kept)
    while len(chosen) < min(wanted, count):
        gap, left = max((right - left, -left) for left, right in itertools.pairwise(chosen))
        chosen = sorted([*chosen, -left + gap // 2])
    return chosen


def which_stops(controls: Sequence[dict[str, Any]], stops: dict[str, list[int]]) -> str:
    """The sentence that says which stops a page has of those `controls` of which it has not all."""
    parts = []
    for each in controls:
        here, texts = stops[each["name"]], each["texts"]
        if len(here) < len(texts):
            *first, last = (texts[index] for index in here)
            few = f"{', '.join(first)} and {last}"
            parts.append(
                f"{each['label']} has {few if len(here) <= LISTED else f'{len(here)} of its {len(texts)} stops'}"
            )
    return f"On this page {'; '.join(parts)}. The notebook has them all."


def controls_that_fit(controls: Sequence[dict[str, Any]], played: str | None = None, most: int = MOST) -> list[str]:
    """The names of as many `controls` as have at most `most` stops together: the `played` one first, then in order."""
    names, count = [], 1
    for each in sorted(controls, key=lambda each: each["name"] != played):
        if count * len(each["texts"]) <= most:
            names.append(each["name"])
            count *= len(each["texts"])
    return names


def chosen_stops(controls: Sequence[dict[str, Any]], names: Sequence[str]) -> list[tuple[int, ...]]:
    """All stops of `controls`, tuples of indices.

    The first one of `names` varies fastest, so that a control that changes the whole picture, named last or not at all,
    does so seldom.
    """
    indices = {each["name"]: range(len(each["texts"])) for each in controls}
    slowest_first = [*(name for name in indices if name not in names), *reversed(names)]
    stops = itertools.product(*(indices[name] for name in slowest_first))
    return [tuple(stop[slowest_first.index(name)] for name in indices) for stop in stops]


def parts(stops: Sequence[tuple[int, ...]], start: Sequence[int]) -> list[list[str]]:
    """The keys of `stops` in the parts that the browser unpacks one after another, so that it can move in between.

    The first part has the lines through the first values: a first drag finds its frame in it, or one that is near.
    """
    near = [stop for stop in stops if sum(map(operator.ne, stop, start)) <= 1]
    rest = [stop for stop in stops if sum(map(operator.ne, stop, start)) > 1]
    batches = [rest[first : first + PART] for first in range(0, len(rest), PART)]
    return [[key_of(stop) for stop in batch] for batch in (near, *batches)]


def longest_sentence(frames: Any) -> str:
    """The longest sentence of `frames`: a page keeps room for it before they are unpacked."""
    return max((frame["sentence"] for frame in frames if "error" not in frame), key=len, default="")
