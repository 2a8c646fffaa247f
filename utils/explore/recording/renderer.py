"""A Matplotlib renderer that writes draw calls down instead of making pixels.

What is written down is JSON of few parts, in units of 1/32 pixel from the top left corner (`replay.js` plays it):

- an *op* is `[style, shape, x, y, x, y, ...]`: one shape drawn at some places, or `["image", clip, png, six numbers]`;
- a *shape* is the `d` of an SVG path, relative to its first point, so that one glyph serves at every place;
- a *style* is `[face, edge, width, dashes, cap, join, clip, hatch, seam, snap]`: `snap` is 1 where the browser is to
  put each point on its own pixels, as Matplotlib does with Agg's, 2 where the place and the shape each by itself;
  `seam` says that neighbours are to meet without a gap, 1 for a solid face and 2 for one that shines through;
- a *chunk* is the list of ops of one artist; a *frame* is a list of chunk numbers, in the order of painting.

Styles, glyphs and markers are *definitions*: numbered, and used by their number.
"""

import json
import math
from typing import ClassVar

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from utils.explore.recording.glyphs import LineLayout
from utils.explore.recording.paths import FAR, UNIT, png, svg, units, upright
from utils.explore.recording.styles import Styles

SHORT = 200  # letters; a longer shape in a collection is not shared, so that it can be forgotten


class RecordingRenderer(RendererBase):
    """Writes down what an artist draws on a canvas of `width` x `height` pixels, `dpi` pixels an inch.

    `ops` is what has been drawn since it was last emptied, `definitions` all shared shapes and styles so far.
    """

    _layout: ClassVar = LineLayout(text_to_path)  # fonts are the same for all pictures

    def __init__(self, width, height, dpi):
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi
        self.down = Affine2D().scale(1, -1).translate(0, height)
        self.ops, self.definitions, self.shared = [], [], False
        self.styles = Styles(self.down, dpi, self.define)
        self._numbers, self._glyphs, self._markers = {}, {}, {}

    def flipy(self):
        """Matplotlib's own direction, upwards: `down` turns what is written."""
        return False

    def option_scale_image(self):
        """Images come as they are, with a transform: 28x28 numbers stay 28x28 pixels."""
        return True

    def get_canvas_width_height(self):
        """Width and height, pixels."""
        return self.width, self.height

    def points_to_pixels(self, points):
        """Lengths in points (1/72 inch) as pixels."""
        return points * self.dpi / 72

    def define(self, thing):
        """The number of a definition: a shape (a string) or a style (a list)."""
        key = thing if isinstance(thing, str) else json.dumps(thing)
        if key not in self._numbers:
            self._numbers[key] = len(self.definitions)
            self.definitions.append(thing)
        return self._numbers[key]

    def turned(self, transform):
        """The affine `transform` and then `down`; multiplied here, which is faster than having it composed."""
        return Affine2D(self.down.get_matrix() @ transform.get_matrix())

    def cleaned(self, gc, path, transform, face):
        """`path` in pixels from the top, without NaN; None if nothing is left."""
        outside = None if face is not None or gc.get_hatch() else (-9, -9, self.width + 9, self.height + 9)
        path = path.cleaned(
            transform=self.turned(transform),
            remove_nans=True,
            clip=outside,
            snap=False,  # to the browser's pixels, not to ours
            simplify=face is None and path.should_simplify,
            curves=True,
            sketch=gc.get_sketch_params(),
        )
        drawn = path.codes != Path.STOP
        return Path(path.vertices[drawn], path.codes[drawn]) if np.count_nonzero(drawn) > 1 else None

    def draw_path(self, gc, path, transform, rgbFace=None):
        """Write one path down."""
        path = self.cleaned(gc, path, transform, rgbFace)
        if path is not None:
            (x, y), shape = svg(path)
            shared = self.shared and len(shape) < SHORT
            self.ops.append(
                [self.styles.number(gc, rgbFace, upright(path)), self.define(shape) if shared else shape, x, y]
            )

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        """Write one marker down with all its places."""
        vertices = self.turned(trans).transform(path.vertices)
        if path.codes is not None:
            vertices = vertices[path.codes != Path.CLOSEPOLY]
        near = np.all(np.isfinite(vertices) & (np.abs(vertices) < FAR), axis=1)
        shape, straight = self.marker(gc, marker_path, marker_trans)
        if shape is not None and near.any():
            places = np.round(vertices[near] * UNIT).astype(int).ravel().tolist()
            self.ops.append([self.styles.number(gc, rgbFace, straight, marker=True), shape, *places])

    def marker(self, gc, path, transform):
        """The number of a marker's shape (None for one without extent), and whether it is `upright`."""
        key = path.vertices.tobytes(), transform.get_matrix().tobytes()
        if key not in self._markers:
            made = self.cleaned(gc, path, transform + Affine2D().translate(0, self.height), (0, 0, 0, 0))
            self._markers[key] = (None, False) if made is None else (self.define(svg(made, (0, 0))[1]), upright(made))
        return self._markers[key]

    def draw_path_collection(self, *arguments, **keywords):
        """Write a collection path by path; many are alike, so their shapes are shared."""
        self.shared = True
        try:
            super().draw_path_collection(*arguments, **keywords)
        finally:
            self.shared = False

    def get_text_width_height_descent(self, s, prop, ismath):
        """Width, height and descent of a line of text, pixels."""
        measure = super().get_text_width_height_descent
        if ismath or not s:
            return measure(s, prop, ismath)
        pixels = self.points_to_pixels(prop.get_size_in_points())
        return self._layout.size(s, prop, pixels, lambda part: measure(part, prop, False))

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        """Write text down glyph by glyph."""
        text = self._text2path
        if ismath:
            glyphs, new, boxes = text.get_glyphs_mathtext(prop, s, self._layout.shapes, return_new_glyphs_only=True)
            self._layout.shapes.update(new)
        else:
            glyphs, boxes = [(*glyph, 1) for glyph in self._layout.placed(s, prop)], ()
        size = self.points_to_pixels(prop.get_size_in_points()) / text.FONT_SCALE
        gc.set_linewidth(0)
        style = self.styles.number(gc, gc.get_rgb())
        along, aside = size * math.cos(math.radians(angle)), size * math.sin(math.radians(angle))
        for name, left, bottom, scale in glyphs:
            shape = self.glyph(name, scale * size, angle)
            if shape is not None:
                (dx, dy), number = shape
                u, v = x + along * left - aside * bottom, self.height - y - aside * left - along * bottom
                self.ops.append([style, number, units(u) + dx, units(v) + dy])
        for vertices, codes in boxes:
            turn = Affine2D().scale(size).rotate_deg(angle).translate(x, y)
            self.draw_path(gc, Path(vertices, codes), turn, gc.get_rgb())

    def glyph(self, name, scale, angle):
        """Offset and shape number of a glyph, `scale` pixels a font unit; None for a blank."""
        key = name, round(scale, 6), angle
        if key not in self._glyphs:
            vertices, codes = self._layout.shapes[name]
            blank = len(vertices) == 0
            if not blank:
                transform = Affine2D().scale(scale).rotate_deg(angle).scale(1, -1)
                path = Path(vertices, codes).cleaned(transform=transform, curves=True)
                path = Path(path.vertices[path.codes != Path.STOP], path.codes[path.codes != Path.STOP])
                origin, shape = svg(path)
            self._glyphs[key] = None if blank else (origin, self.define(shape))
        return self._glyphs[key]

    def draw_image(self, gc, x, y, im, transform=None):
        """Write an image down as PNG, with the transform from its unit square (rows downwards) to the canvas."""
        rows, columns = im.shape[:2]
        alpha = gc.get_alpha()
        if transform is None:  # resampled to pixels, which have the alpha in them already
            transform, alpha = Affine2D().scale(columns, rows), None
        matrix = Affine2D().scale(1 / columns, 1 / rows) + transform + Affine2D().translate(x, y) + self.down
        a, b, c, d, e, f = matrix.frozen().to_values()
        numbers = [round(float(n) * UNIT, 3) for n in (a, b, c, d, e, f)]
        self.ops.append(["image", self.styles.clip(gc), png(im), *numbers, 1 if alpha is None else alpha])

    def start_filter(self):
        """Filters work on pixels: the artist is drawn by Agg."""
        raise NotImplementedError("agg_filter")

    def draw_gouraud_triangles(self, *_):
        """A canvas has no colours that run between three corners: the artist is drawn by Agg."""
        raise NotImplementedError("gouraud shading")

    def draw_tex(self, *_, **__):
        """LaTeX makes its own pixels: the artist is drawn by Agg."""
        raise NotImplementedError("usetex")
