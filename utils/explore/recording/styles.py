"""How a shape is drawn: Matplotlib's graphics context as a style for the browser (`recorder.py` lists its parts)."""

from matplotlib.colors import to_hex
from matplotlib.transforms import Affine2D

from utils.explore.recording.paths import svg, units


def color(rgba, alpha=None):
    """`rgba` as #rrggbbaa, its alpha replaced by `alpha` if one is given."""
    return to_hex((*rgba[:3], rgba[3] if alpha is None and len(rgba) == 4 else 1 if alpha is None else alpha), True)


def style_key(gc, face):
    """All that the style of `gc` with the fill `face` depends on, to look it up by; None where that is too much."""
    if gc.get_hatch() or gc.get_clip_path()[0] is not None:
        return None
    box, (offset, dashes) = gc.get_clip_rectangle(), gc.get_dashes()
    fill = None if face is None else tuple(face)
    edge = (tuple(gc.get_rgb()), gc.get_alpha(), gc.get_forced_alpha())
    line = (gc.get_linewidth(), offset, None if dashes is None else tuple(dashes))
    ends = (gc.get_capstyle(), gc.get_joinstyle(), gc.get_snap(), gc.get_antialiased())
    return fill, edge, line, ends, None if box is None else box.extents.tobytes()


class Styles:
    """The styles on a canvas whose points `down` brings to its top left corner, `dpi` pixels an inch.

    `define` numbers a new one. Making a style takes longer than drawing a line, so it is done once for each.
    """

    def __init__(self, down, dpi, define):
        self.down, self.dpi, self.define = down, dpi, define
        self._known = {}

    def number(self, gc, face, straight=False, marker=False):
        """The number of the style of `gc` with the fill `face` (RGBA or None); `straight` shapes go on whole pixels."""
        key = style_key(gc, face)
        if key is None:
            return self.define(self._style(gc, face, straight, marker))
        key = key, straight, marker
        if key not in self._known:
            self._known[key] = self.define(self._style(gc, face, straight, marker))
        return self._known[key]

    def clip(self, gc):
        """The clip of `gc`: None, a rectangle [x, y, width, height], or a path [x, y, `d` relative to that point]."""
        path, transform = gc.get_clip_path()
        if path is not None:
            (x, y), shape = svg(path.cleaned(transform=transform + self.down, remove_nans=True, curves=True))
            return [x, y, shape]
        box = gc.get_clip_rectangle()
        if box is None:
            return None
        _, top = self.down.transform((box.x0, box.y1))
        return [units(box.x0), units(top), units(box.width), units(box.height)]

    def _style(self, gc, face, straight, marker):
        forced = gc.get_alpha() if gc.get_forced_alpha() else None
        face = None if face is None or (len(face) == 4 and face[3] == 0) else color(face, forced)
        edge = gc.get_rgb()
        edge = None if gc.get_linewidth() == 0 or edge[3] == 0 else color(edge, forced)
        snap = straight if gc.get_snap() is None else gc.get_snap()
        seam = 0
        if face and not edge and not gc.get_antialiased() and not (straight and snap):
            seam = 1 if face.endswith("ff") else 2
        return {
            "face": face,
            "edge": edge,
            "width": self._points(gc.get_linewidth()),
            "dashes": self._dashes(*gc.get_dashes()),
            "cap": gc.get_capstyle().replace("projecting", "square"),
            "join": str(gc.get_joinstyle()),
            "clip": self.clip(gc),
            "hatch": self._hatch(gc),
            "seam": seam,
            "snap": snap * (2 if marker else 1),
        }

    def _dashes(self, offset, dashes):
        """The `offset` of a dash pattern and its lengths, or None for a line without gaps."""
        if dashes is None or not len(dashes):
            return None
        return [self._points(length) for length in (offset or 0, *dashes)]

    def _hatch(self, gc):
        """The hatch of `gc`, one square inch of it, or None."""
        if not gc.get_hatch():
            return None
        size = self.dpi
        tile = gc.get_hatch_path().cleaned(transform=Affine2D().scale(size, -size).translate(0, size), curves=True)
        (x, y), shape = svg(tile)
        return {
            "x": x,
            "y": y,
            "shape": shape,
            "color": color(gc.get_hatch_color()),
            "width": self._points(gc.get_hatch_linewidth()),
            "size": units(size),
        }

    def _points(self, length):
        """A `length` in points (1/72 inch) as 1/UNIT pixel."""
        return units(length * self.dpi / 72)
