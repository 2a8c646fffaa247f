"""Converts Matplotlib's paths and pixels for the browser: to SVG paths in units of 1/32 pixel, and to PNG."""

import base64
import io
from typing import Any

import numpy as np
from matplotlib.path import Path
from PIL import Image

UNIT = 32  # units in a pixel
FARTHEST = 1e6  # pixels; a point farther away than this is moved to this distance, so that its numbers stay finite
CURVES = {Path.CURVE3: ("q", 2), Path.CURVE4: ("c", 3)}  # code -> SVG command and how many points it takes


def to_units(pixels: float) -> int:
    """`pixels` in 1/32 pixel."""
    return round(float(pixels) * UNIT)


def svg_path(path: Path, origin: tuple[int, int] | None = None) -> tuple[list[int], str]:
    """The `origin` (by default the first point) of `path`, and the path data `d` of an SVG path relative to it.

    `path` is cleaned and in pixels; the origin and `d` are in 1/32 pixel.
    """
    rounded = np.round(path.vertices.clip(-FARTHEST, FARTHEST) * UNIT).astype(int)
    points, steps = rounded.tolist(), (rounded[1:] - rounded[:-1]).tolist()
    codes, commands, index = path.codes.tolist(), [], 0
    left, top = points[0] if origin is None else origin
    while index < len(codes):
        code, taken = codes[index], 1
        x, y = points[index - 1]
        if code == Path.MOVETO:
            commands.append(f"M{points[index][0] - left} {points[index][1] - top}")
        elif code == Path.LINETO:
            while index + taken < len(codes) and codes[index + taken] == Path.LINETO:
                taken += 1
            commands.append("l" + " ".join([f"{x} {y}" for x, y in steps[index - 1 : index - 1 + taken]]))
        elif code in CURVES:
            command, taken = CURVES[code]
            commands.append(command + " ".join([f"{u - x} {v - y}" for u, v in points[index : index + taken]]))
        elif code == Path.CLOSEPOLY:
            commands.append("z")
        index += taken
    return [left, top], "".join(commands)


def is_axis_aligned(path: Path) -> bool:
    """Whether all edges of the cleaned `path` are horizontal or vertical."""
    codes, points = path.codes[1:].tolist(), path.vertices.tolist()
    return len(codes) <= 1024 and all(
        code not in CURVES and (code != Path.LINETO or abs(u - x) <= 1e-4 or abs(v - y) <= 1e-4)
        for code, (x, y), (u, v) in zip(codes, points, points[1:], strict=False)
    )


def png_base64(pixels: Any) -> str:
    """The uint8 array `pixels` (rows, columns, 4) as a PNG in base64."""
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG", compress_level=6)
    return base64.b64encode(file.getvalue()).decode()
