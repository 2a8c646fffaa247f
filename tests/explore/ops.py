"""Reads the points out of an op, as the browser does."""

import re

import numpy as np

from utils.explore.recording.paths import UNIT


def points(op):
    """The points of the shape in `op`, in pixels from the top left: one list for each stroke, [[(x, y), ...], ...]."""
    _, d, x, y = op
    strokes, at = [], (0, 0)
    for command, numbers in re.findall(r"([Ml])([-0-9 ]*)", d):
        pairs = np.array(numbers.split(), int).reshape(-1, 2)
        for pair in pairs:
            at = tuple(pair) if command == "M" else (at[0] + pair[0], at[1] + pair[1])
            if command == "M":
                strokes.append([])
            strokes[-1].append(((x + at[0]) / UNIT, (y + at[1]) / UNIT))
    return strokes
