"""The poster of a pad: an empty pad gets an example while its still picture is drawn."""

from typing import Any

from utils.digits import load_drawings
from utils.digits.drawings import painted
from utils.pad.pad import FAILED
from utils.publish.poster import poster

STROKE = [(9.0, 13.5), (13.0, 13.5)]  # the example of weights, in cells: +1 where a three has its middle
DRAWING = 64  # the example of a digit, one of the 200 drawings: a three


def pad_poster(pad: Any) -> tuple[bytes, dict[str, Any]]:
    """The PNG of `pad` with what is on it, or with an example, and with the answer to that; and its metadata.

    Raises ValueError where the pad's function fails.
    """
    before = pad.value
    try:
        if not before.any():
            pad.value = painted([STROKE]) if pad.signed else load_drawings()[0][DRAWING]
        if pad.message.startswith(FAILED):
            raise ValueError(pad.message)
        return poster(pad, [{}])
    finally:
        pad.value = before
