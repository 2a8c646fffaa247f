"""Records a figure frame by frame: only the artists that changed since the last frame are recorded again."""

import hashlib
import logging
from functools import partial
from typing import Any, Self

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import Event
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from utils.explore.protocol import Chunk, Op
from utils.explore.recording.artists import (
    apply_aspect,
    geometry,
    is_ordinary,
    must_record,
    painted_artists,
    parts,
    position_titles,
)
from utils.explore.recording.paths import UNIT
from utils.explore.recording.private_matplotlib import mappable_of
from utils.explore.recording.renderer import RecordingRenderer, TooManyError
from utils.look import release_pixels, settings

RECORDER = "_downhill_recorder"  # the attribute of a figure that keeps its recorder

log = logging.getLogger(__name__)


class FigureRecorder:
    """Records `figure` artist by artist.

    An artist is recorded again when Matplotlib marks it stale, or when the limits or the position of its Axes changed.
    """

    @classmethod
    def of(cls, figure: Figure) -> Self:
        """The recorder of `figure`; there is only one, so that two widgets can show the same picture.

        The recorder is an attribute of the figure, so that it is freed together with the figure.
        """
        recorder = vars(figure).get(RECORDER)
        if recorder is None:
            recorder = vars(figure)[RECORDER] = cls(figure)
        return recorder

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle a recorder as None: a copied figure makes its own recorder when it needs one."""
        return type(None), ()

    def __init__(self, figure: Figure) -> None:
        width, height = (round(float(size)) for size in figure.bbox.size)
        self.figure = figure
        self.renderer = RecordingRenderer(width, height, figure.dpi)
        self._laid_out = False
        self._chunk_numbers: dict[bytes, int] = {}  # digest of a chunk's ops -> number of the chunk
        self._recorded: dict[Artist, tuple[int, list[Op], Any]] = {}  # number, ops and geometry in the last frame
        figure.canvas.mpl_connect("draw_event", self._forget_recorded)

    def _forget_recorded(self, event: Event) -> None:
        """Record all artists again: another renderer, such as that of `savefig`, has cleared their stale flags."""
        self._recorded = {}

    def frame(self) -> list[Chunk]:
        """Record the figure in its present state: (number, ops) in the order of painting. Equal ops have one number."""
        with settings(getattr(self.figure, "settings", {})):
            return self._frame()

    def _frame(self) -> list[Chunk]:
        if not self._laid_out:
            fix_layout(self.figure, self.renderer)
            self._laid_out = True
        of_axes: dict[Axes, tuple[Any, ...]] = {}
        before, self._recorded = self._recorded, {}  # an artist that fails to draw is recorded again in the next frame
        for artist in painted_artists(self.figure, self.renderer):
            drawn_by, known = geometry(artist, of_axes), before.get(artist)
            if known is None or known[2] != drawn_by or must_record(artist):
                known = *self._chunk(artist), drawn_by
            self._recorded[artist] = known
        return [(number, ops) for number, ops, _ in self._recorded.values() if ops]

    def _chunk(self, artist: Artist) -> Chunk:
        """Record `artist`; return the number of its chunk, and its ops."""
        ops = self._record(artist)
        key = hashlib.blake2b(repr(ops).encode(), digest_size=16).digest()
        return self._chunk_numbers.setdefault(key, len(self._chunk_numbers)), ops

    def _record(self, artist: Artist) -> list[Op]:
        """The ops of `artist`, or the op of an image of it where the renderer cannot record what it draws."""
        try:
            ops = self.renderer.record(partial(draw, artist))
        except NotImplementedError as error:
            if not isinstance(error, TooManyError):
                log.warning("%s is shown as an image: the recorder does not know %s", type(artist).__name__, error)
            ops = self.renderer.record(partial(draw_as_image, artist))
        for part in (artist, *parts(artist)):
            part.stale = False
        return ops


def light_areas(figure: Figure) -> list[list[float]]:
    """The areas of `figure`, as it was drawn last, that look the same on a dark page: images, meshes, their scales.

    Each is [left, top, right, bottom], in pixels of the figure from its left and its top.
    """
    engine = figure.get_layout_engine()
    figure.set_layout_engine("none")  # for now, so that the Axes do not shift
    chunks = FigureRecorder(figure).frame()
    if engine:
        figure.set_layout_engine(engine)
    areas = [op[1:] for _, ops in chunks for op in ops if op[0] == "light"]
    return [[round(side / UNIT, 1) for side in (x, y, x + width, y + height)] for x, y, width, height in areas]


def draw(artist: Artist, renderer: RecordingRenderer) -> None:
    """Draw `artist`: an image that is enlarged with its own pixels, and a mesh so that it stays light as an image."""
    if isinstance(artist, AxesImage) and is_enlarged_hard(artist):
        draw_unresampled(artist, renderer)
        return
    artist.draw(renderer)
    if is_mesh(artist) and renderer.ops:
        renderer.keep_light(artist.get_window_extent(renderer), artist.get_clip_box())


def is_mesh(artist: Artist) -> bool:
    """Whether `artist` is a mesh of coloured cells, as of `pcolormesh`, or the scale of colours of one or of an image.

    A scale that explains points or level lines is none: on a dark page their colours change, and so must the scale's.
    """
    explained = mappable_of(artist.axes) if artist.axes else None
    return isinstance(artist, QuadMesh) and isinstance(explained or artist, QuadMesh | AxesImage)


def draw_as_image(artist: Artist, renderer: RecordingRenderer) -> None:
    """Draw `artist` with Agg, and record the pixels as an image without the empty margins."""
    agg = RendererAgg(renderer.width, renderer.height, renderer.dpi)
    artist.draw(agg)
    pixels = np.asarray(agg.buffer_rgba())
    rows, columns = np.nonzero(pixels[..., 3].any(1))[0], np.nonzero(pixels[..., 3].any(0))[0]
    if len(rows):
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        inked = pixels[top:bottom, left:right]
        renderer.draw_image(renderer.new_gc(), left, renderer.height - bottom, inked[::-1])
    if not is_mesh(artist):  # its pixels take the colours of a dark page, like all that is drawn
        renderer.ops = [["drawn", *op[1:]] for op in renderer.ops if op[0] == "image"]


def fix_layout(figure: Figure, renderer: RecordingRenderer) -> None:
    """Lay out `figure` once, as Matplotlib does when it draws, and switch the layout off: the Axes must not shift."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        release_pixels(figure)  # of the canvas used for the layout: a megabyte, and all of it empty
    figure.set_layout_engine("none")
    for ax in figure.axes:  # all, before the first is recorded: a ConnectionPatch joins two
        apply_aspect(ax, renderer)
        if not is_ordinary(ax):  # an ordinary one positions its titles only where it must, since this is slow
            position_titles(ax, renderer)


def draw_unresampled(image: AxesImage, renderer: RecordingRenderer) -> None:
    """Draw `image` with its own number of pixels, and a transform that enlarges it."""
    before = image.get_interpolation()
    image.set_interpolation("none")
    try:
        image.draw(renderer)
    finally:
        image.set_interpolation(before)


def is_enlarged_hard(image: AxesImage) -> bool:
    """Whether `image` is enlarged three times or more, and its pixels are drawn as squares with sharp edges."""
    rows, columns = image.get_array().shape[:2]
    size = image.get_window_extent()
    hard = image.get_interpolation() in ("nearest", "auto", "antialiased")
    return hard and size.width >= 3 * columns and size.height >= 3 * rows
