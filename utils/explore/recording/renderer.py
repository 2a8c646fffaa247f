"""A Matplotlib renderer that makes no pixels but records draw calls as ops (`../README.md` describes an op)."""

import json
import math
from collections.abc import Callable
from typing import Any, ClassVar, Self

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Bbox, Transform

from utils.explore.protocol import Definition, Op
from utils.explore.recording.glyphs import LineLayout, Size
from utils.explore.recording.paths import FARTHEST, UNIT, is_axis_aligned, png_base64, svg_path
from utils.explore.recording.private_matplotlib import Heights, HeightsRenderer
from utils.explore.recording.styles import Colour, Styles

MOST_MARKERS, MOST_PATHS = 5000, 2000  # of one artist; a browser paints as many markers in 150 ms
SHARED = 200  # characters; a longer shape of a collection is not made a definition, so that the browser can drop it


class TooManyError(NotImplementedError):
    """There are more paths or markers than a browser paints in time: the recorder then has Agg draw the artist."""


def refuse_beyond(most: int, count: int) -> None:
    """Raise TooManyError where `count` is greater than `most`."""
    if count > most:
        raise TooManyError(f"{count} paths")


class RecordingRenderer(HeightsRenderer):
    """Records what an artist draws on a canvas of `width` x `height` pixels, `dpi` pixels an inch.

    `ops` holds what was drawn since `record` began; `definitions` holds all shared shapes and styles so far.
    """

    lines: ClassVar = LineLayout()  # shared by all pictures: their fonts are the same, and shaping is slow

    def __init__(self, width: int, height: int, dpi: float) -> None:
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi
        self.flip = Affine2D().scale(1, -1).translate(0, height)
        self.ops: list[Op] = []
        self.definitions: list[Definition] = []
        self.styles = Styles(self.flip, dpi, self.define)
        self._share_shapes = False
        self._numbers: dict[str, int] = {}
        self._glyphs: dict[Any, tuple[list[int], int] | None] = {}
        self._markers: dict[Any, tuple[int | None, bool]] = {}

    def record(self, draw: Callable[[Self], Any]) -> list[Op]:
        """Call `draw(renderer)` and return the ops of what it draws."""
        self.ops = []
        draw(self)
        return self.ops

    def flipy(self) -> bool:
        """Have Matplotlib keep its own direction of y, upwards: `flip` reverses y when a path is recorded."""
        return False

    def option_scale_image(self) -> bool:
        """Have Matplotlib pass images without resampling, with a transform: 28x28 numbers stay 28x28 pixels."""
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Width and height, pixels."""
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        """Lengths in points (1/72 inch) as pixels."""
        return points * self.dpi / 72

    def define(self, definition: Definition) -> int:
        """The number of a shape, a style or the positions of stops; equal definitions have the same number."""
        key = definition if isinstance(definition, str) else json.dumps(definition)
        if key not in self._numbers:
            self._numbers[key] = len(self.definitions)
            self.definitions.append(definition)
        return self._numbers[key]

    def flipped(self, transform: Any) -> Affine2D:
        """The affine `transform` followed by `flip`. To multiply the matrices is faster than to compose transforms."""
        return Affine2D(self.flip.get_matrix() @ transform.get_matrix())

    def cleaned(self, gc: GraphicsContextBase, path: Path, transform: Transform, face: Colour | None) -> Path | None:
        """`path` in pixels from the top, without NaN and with a STOP at its end; None if nothing is left of it."""
        outside = None if face is not None or gc.get_hatch() else (-9, -9, self.width + 9, self.height + 9)
        path = path.cleaned(
            transform=self.flipped(transform),
            remove_nans=True,
            clip=outside,
            snap=False,  # the browser snaps the points to the pixels of its own canvas
            simplify=face is None and path.should_simplify,
            curves=True,
            sketch=gc.get_sketch_params(),
        )
        return path if len(path.codes) > 2 else None

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Colour | None = None
    ) -> None:
        """Record one path."""
        cleaned = self.cleaned(gc, path, transform, rgbFace)
        if cleaned is not None:
            (x, y), shape = svg_path(cleaned)
            shared = self._share_shapes and len(shape) < SHARED
            style = self.styles.number(gc, rgbFace, is_axis_aligned(cleaned))
            self.ops.append([style, self.define(shape) if shared else shape, x, y])

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Colour | None = None,
    ) -> None:
        """Record one marker and all the points at which it is drawn."""
        vertices = self.flipped(trans).transform(path.vertices)
        if path.codes is not None:
            vertices = vertices[path.codes != Path.CLOSEPOLY]
        near = (np.abs(vertices) < FARTHEST).all(axis=1)  # false for NaN too
        refuse_beyond(MOST_MARKERS, int(near.sum()))
        shape, aligned = self.marker(gc, marker_path, marker_trans)
        if shape is not None and near.any():
            positions = np.round(vertices[near] * UNIT).astype(int).ravel().tolist()
            self.ops.append([self.styles.number(gc, rgbFace, aligned, marker=True), shape, *positions])

    def marker(self, gc: GraphicsContextBase, path: Path, transform: Any) -> tuple[int | None, bool]:
        """The number of a marker's shape (None if the shape is empty), and whether the shape is axis-aligned."""
        key = path.vertices.tobytes(), transform.get_matrix().tobytes()
        if key not in self._markers:
            made = self.cleaned(gc, path, transform + Affine2D().translate(0, self.height), (0, 0, 0, 0))
            self._markers[key] = (None, False)
            if made is not None:
                self._markers[key] = self.define(svg_path(made, (0, 0))[1]), is_axis_aligned(made)
        return self._markers[key]

    def draw_path_collection(self, *arguments: Any, **keywords: Any) -> None:
        """Record a collection path by path; where there are fewer shapes than paths, the shapes are shared."""
        paths, transforms, offsets = arguments[2:5]
        count, shapes = max(len(paths), len(offsets)), max(len(paths), len(transforms))
        refuse_beyond(MOST_PATHS, count)
        self._share_shapes = shapes < count  # a shape that is sent once and kept for ever must be used again
        try:
            super().draw_path_collection(*arguments, **keywords)
        finally:
            self._share_shapes = False

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Size:
        """Width, height and descent of a line of text, pixels."""
        measure = super().get_text_width_height_descent
        if ismath or not s:
            return measure(s, prop, ismath)
        pixels = self.points_to_pixels(prop.get_size_in_points())
        return self.lines.size(s, prop, pixels, lambda piece: measure(piece, prop, False))

    def font_heights(self, prop: FontProperties) -> Heights:
        """The heights of the font `prop`, pixels."""
        return self.lines.heights(prop, self.points_to_pixels(prop.get_size_in_points()))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Record text glyph by glyph."""
        x, top = float(x), self.height - float(y)  # with NumPy's float type the loop would take twice as long
        outlines, boxes = self.lines.outlines, []
        if ismath:
            scaled, new, boxes = text_to_path.get_glyphs_mathtext(prop, s, outlines, return_new_glyphs_only=True)
            outlines.update(new)
        else:
            scaled = [(*glyph, 1) for glyph in self.lines.glyphs(s, prop)]
        size = self.points_to_pixels(prop.get_size_in_points()) / text_to_path.FONT_SCALE
        gc.set_linewidth(0)
        style = self.styles.number(gc, gc.get_rgb())
        along, across = size * math.cos(math.radians(angle)), size * math.sin(math.radians(angle))
        for name, right, up, scale in scaled:
            glyph = self.glyph(name, scale * size, angle)
            if glyph is not None:
                (dx, dy), number = glyph
                u, v = x + along * right - across * up, top - across * right - along * up
                self.ops.append([style, number, round(u * UNIT) + dx, round(v * UNIT) + dy])
        for vertices, codes in boxes:  # the lines of fractions and roots
            turn = Affine2D().scale(size).rotate_deg(angle).translate(x, y)
            self.draw_path(gc, Path(vertices, codes), turn, gc.get_rgb())

    def glyph(self, name: Any, scale: float, angle: float) -> tuple[list[int], int] | None:
        """Offset and shape number of a glyph at `scale` pixels per font unit; None for a glyph without an outline."""
        key = name, scale, angle
        if key not in self._glyphs:
            vertices, codes = self.lines.outlines[name]
            self._glyphs[key] = None
            if len(vertices):
                transform = Affine2D().scale(scale).rotate_deg(angle).scale(1, -1)
                offset, shape = svg_path(Path(vertices, codes).cleaned(transform=transform, curves=True))
                self._glyphs[key] = offset, self.define(shape)
        return self._glyphs[key]

    def draw_image(self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Record an image as PNG, with the transform from its pixels (rows run downwards) to the canvas."""
        rows, columns = im.shape[:2]
        alpha = gc.get_alpha()
        if transform is None:  # the image was resampled for the canvas, and its pixels already contain the alpha
            transform, alpha = Affine2D().scale(columns, rows), None
        pixel = Affine2D().scale(1 / columns, 1 / rows)
        matrix = Affine2D(transform.get_matrix() @ pixel.get_matrix()).translate(x, y)
        numbers = [round(float(number) * UNIT, 3) for number in self.flipped(matrix).to_values()]
        self.ops.append(["image", self.styles.clip(gc), png_base64(im), *numbers, 1 if alpha is None else alpha])
        corners = matrix.transform([(0, 0), (columns, 0), (0, rows), (columns, rows)])
        self.keep_light(Bbox([corners.min(0), corners.max(0)]), gc.get_clip_rectangle())

    def keep_light(self, area: Bbox, clip: Bbox | None) -> None:
        """Record that `area`, in pixels from the bottom, looks the same on a dark page as far as it is in `clip`."""
        seen = area if clip is None else Bbox.intersection(area, clip)
        if seen is not None:
            self.ops.append(["light", *self.styles.rectangle(seen)])

    def start_filter(self) -> None:
        """Refuse, because a filter needs pixels: the recorder then has Agg draw the artist."""
        raise NotImplementedError("agg_filter")

    def draw_gouraud_triangles(self, *_: Any) -> None:
        """Refuse, because a canvas cannot blend the colours of three corners: the recorder then has Agg draw it."""
        raise NotImplementedError("gouraud shading")

    def draw_tex(self, *_: Any, **__: Any) -> None:
        """Refuse, because LaTeX makes pixels itself: the recorder then has Agg draw the artist."""
        raise NotImplementedError("usetex")
