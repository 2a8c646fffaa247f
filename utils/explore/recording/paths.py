"""Matplotlib's paths and pixels as the browser takes them: SVG path strings in 1/32 pixel, and PNG."""

import base64
import io

import numpy as np
from matplotlib.path import Path
from PIL import Image

UNIT = 32
FAR = 1e6  # pixels; what lies further out is drawn this far out, so that numbers stay numbers
LETTERS = {Path.CURVE3: ("q", 2), Path.CURVE4: ("c", 3)}


def units(pixels):
    """`pixels` as 1/UNIT pixel."""
    return round(float(pixels) * UNIT)


def svg(path, origin=None):
    """The `origin` of the cleaned `path` (pixels; its first point) and its `d` relative to it, both in 1/UNIT pixel."""
    vertices = np.round(np.clip(path.vertices, -FAR, FAR) * UNIT)
    origin = vertices[0] if origin is None else np.array(origin)
    points = vertices - origin
    steps = np.diff(points, axis=0, prepend=points[:1]).astype(int).tolist()
    points, codes, parts, index = points.astype(int).tolist(), path.codes.tolist(), [], 0
    while index < len(codes):
        code, taken = codes[index], 1
        if code == Path.MOVETO:
            parts.append("M{} {}".format(*points[index]))
        elif code == Path.LINETO:
            while index + taken < len(codes) and codes[index + taken] == Path.LINETO:
                taken += 1
            parts.append("l" + " ".join([f"{dx} {dy}" for dx, dy in steps[index : index + taken]]))
        elif code in LETTERS:
            letter, taken = LETTERS[code]
            x, y = points[index - 1]
            parts.append(letter + " ".join([f"{u - x} {v - y}" for u, v in points[index : index + taken]]))
        elif code == Path.CLOSEPOLY:
            parts.append("z")
        index += taken
    return origin.astype(int).tolist(), "".join(parts)


def upright(path):
    """Whether all edges of the cleaned `path` go straight up or across."""
    codes = path.codes[1:]
    curved = (codes == Path.CURVE3) | (codes == Path.CURVE4)
    slanted = (np.abs(np.diff(path.vertices, axis=0)) > 1e-4).all(axis=1) & (codes == Path.LINETO)
    return len(codes) < 1024 and not (curved | slanted).any()


def png(pixels):
    """The (rows, columns, 4) uint8 `pixels` as the base64 of a PNG."""
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG", compress_level=6)
    return base64.b64encode(file.getvalue()).decode()
