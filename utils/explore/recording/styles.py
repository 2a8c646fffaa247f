"""Converts Matplotlib's graphics context to a style for the browser (`../README.md` lists the keys of a style)."""

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.colors import to_hex
from matplotlib.transforms import Affine2D, BboxBase

from utils.explore.protocol import Clip, Definition, Hatch, Style
from utils.explore.recording.paths import svg_path, to_units

Colour = Sequence[float]  # RGB or RGBA, from 0 to 1


def hex_colour(rgba: Colour, alpha: float | None = None) -> str:
    """`rgba` as #rrggbbaa; if `alpha` is given, it replaces the alpha of `rgba`."""
    own = rgba[3] if len(rgba) == 4 else 1
    return to_hex((*rgba[:3], own if alpha is None else alpha), True)


def style_key(gc: GraphicsContextBase, face: Colour | None) -> tuple[Any, ...] | None:
    """All that decides the style of `gc` with the fill `face`; None with a hatch or clip path, too large to compare."""
    if gc.get_hatch() or gc.get_clip_path()[0] is not None:
        return None
    clip, (offset, dashes) = gc.get_clip_rectangle(), gc.get_dashes()
    fill = None if face is None else tuple(face)
    edge = (tuple(gc.get_rgb()), gc.get_alpha(), gc.get_forced_alpha())
    line = (gc.get_linewidth(), offset, None if dashes is None else tuple(dashes))
    ends = (gc.get_capstyle(), gc.get_joinstyle(), gc.get_snap(), gc.get_antialiased())
    return fill, edge, line, ends, None if clip is None else clip.get_points().tobytes()


class Styles:
    """The styles of one canvas with `dpi` pixels an inch; `flip` converts Matplotlib's y, upwards, to the canvas's.

    `define` gives a new style its number. To make a style takes longer than to draw a line, so each is made once.
    """

    def __init__(self, flip: Affine2D, dpi: float, define: Callable[[Definition], int]) -> None:
        self.flip, self.dpi, self.define = flip, dpi, define
        self._numbers: dict[Any, int] = {}

    def number(self, gc: GraphicsContextBase, face: Colour | None, aligned: bool = False, marker: bool = False) -> int:
        """The number of the style of `gc` with the fill `face` (RGBA or None).

        `aligned` says that all edges of the shape are horizontal or vertical: such a shape is snapped to whole pixels.
        """
        key = style_key(gc, face)
        if key is None:
            return self.define(self._style(gc, face, aligned, marker))
        key = key, aligned, marker
        if key not in self._numbers:
            self._numbers[key] = self.define(self._style(gc, face, aligned, marker))
        return self._numbers[key]

    def clip(self, gc: GraphicsContextBase) -> Clip:
        """The clip of `gc`: None, a rectangle [x, y, width, height], or a path [x, y, `d` relative to that point]."""
        path, transform = gc.get_clip_path()
        if path is not None:
            origin, shape = svg_path(path.cleaned(transform=transform + self.flip, remove_nans=True, curves=True))
            return [*origin, shape]
        rectangle = gc.get_clip_rectangle()
        return None if rectangle is None else self.rectangle(rectangle)

    def rectangle(self, box: BboxBase) -> list[int]:
        """[x, y, width, height] of `box`, which is in pixels from the bottom."""
        _, top = self.flip.transform((box.x0, box.y1))
        return [to_units(pixels) for pixels in (box.x0, top, box.width, box.height)]

    def _style(self, gc: GraphicsContextBase, face: Colour | None, aligned: bool, marker: bool) -> Style:
        forced = gc.get_alpha() if gc.get_forced_alpha() else None
        fill = None if face is None or (len(face) == 4 and face[3] == 0) else hex_colour(face, forced)
        edge = gc.get_rgb()
        line = None if gc.get_linewidth() == 0 or edge[3] == 0 else hex_colour(edge, forced)
        snap = aligned if gc.get_snap() is None else gc.get_snap()
        seam = 0
        if fill and not line and not gc.get_antialiased() and not (aligned and snap):
            seam = 1 if fill.endswith("ff") else 2
        return {
            "face": fill,
            "edge": line,
            "width": self._points(gc.get_linewidth()),
            "dashes": self._dashes(*gc.get_dashes()),
            "cap": gc.get_capstyle().replace("projecting", "square"),
            "join": str(gc.get_joinstyle()),
            "clip": self.clip(gc),
            "hatch": self._hatch(gc),
            "seam": seam,
            "snap": snap * (2 if marker else 1),
        }

    def _dashes(self, offset: float | None, dashes: Any) -> list[int] | None:
        """The `offset` of a dash pattern and its lengths, or None for a line without gaps."""
        if dashes is None or not len(dashes):
            return None
        return [self._points(length) for length in (offset or 0, *dashes)]

    def _hatch(self, gc: GraphicsContextBase) -> Hatch | None:
        """One square inch of the hatch of `gc`, or None without a hatch."""
        if not gc.get_hatch():
            return None
        size = self.dpi
        square = gc.get_hatch_path().cleaned(transform=Affine2D().scale(size, -size).translate(0, size), curves=True)
        (x, y), shape = svg_path(square)
        return {
            "x": x,
            "y": y,
            "shape": shape,
            "color": hex_colour(gc.get_hatch_color()),
            "width": self._points(gc.get_hatch_linewidth()),
            "size": to_units(size),
        }

    def _points(self, length: float) -> int:
        """A `length` in points (1/72 inch) as 1/32 pixel."""
        return to_units(length * self.dpi / 72)
