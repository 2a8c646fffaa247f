"""What a figure paints, kept by frames: only the artists that moved are recorded again (`recorder.py` does that)."""

import hashlib
import json
import logging
import weakref
from contextlib import contextmanager
from operator import attrgetter

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.image import AxesImage
from matplotlib.patches import ConnectionPatch
from matplotlib.text import Annotation, Text

from utils.explore.recording.renderer import RecordingRenderer

UNSEEN, ALWAYS = (None, None, None), ()
CORNERS = np.array([(0.0, 0.0), (1.0, 1.0)])

ZORDER, STALE = attrgetter("zorder"), attrgetter("stale")

log = logging.getLogger(__name__)


class FigureRecorder:
    """What `figure` paints, artist by artist: `frame()` records those that changed since the last call.

    An artist is recorded again when Matplotlib calls it stale, or when the limits or the place of its axes changed.
    """

    @classmethod
    def of(cls, figure):
        """The one recorder of `figure`, so that two widgets may show the same picture; it goes when the figure goes."""
        figure._recorder = getattr(figure, "_recorder", None) or cls(figure)
        return figure._recorder

    def __reduce__(self):
        """A copy of the figure, or a pickled one, starts without a recorder."""
        return type(None), ()

    def __init__(self, figure):
        width, height = (round(float(size)) for size in figure.bbox.size)
        self.figure = figure
        self.renderer = RecordingRenderer(width, height, figure.dpi)
        self._settled = False
        self._numbers, self._chunks = {}, weakref.WeakKeyDictionary()  # artist -> (number, ops, view)
        figure.canvas.mpl_connect("draw_event", self._drawn_elsewhere)

    def _drawn_elsewhere(self, event):
        """Whoever else draws the figure takes the stale marks away: believe none of them."""
        self._chunks.clear()

    def frame(self):
        """The frame as it stands: a list of (number, ops); equal ops have equal numbers."""
        if not self._settled:
            settle(self.figure)
            self._settled = True
        frame, views = [], {}
        for artist in leaves(self.figure, self.renderer):
            view, (number, ops, seen) = view_of(artist, views), self._chunks.get(artist, UNSEEN)
            if view != seen or self._moved(artist):
                number, ops = self._chunk(artist)
                self._chunks[artist] = number, ops, view
            if ops:
                frame.append((number, ops))
        return frame

    def _moved(self, artist):
        """Whether `artist` itself changed. A whole Axes is taken to have: a 3-D one is turned without a mark."""
        return isinstance(artist, Axes | ConnectionPatch) or any_stale(artist)

    def _chunk(self, artist):
        """The number of what `artist` paints now, and its ops."""
        ops = self._record(artist)
        key = hashlib.blake2b(json.dumps(ops).encode(), digest_size=16).digest()
        return self._numbers.setdefault(key, len(self._numbers)), ops

    def _record(self, artist):
        """The ops of `artist`; an image of it, by Agg, where it draws what the recorder does not know."""
        self.renderer.ops = []
        try:
            with unsampled(artist):
                artist.draw(self.renderer)
        except NotImplementedError as error:
            log.warning("%s is shown as an image: the recorder does not know %s", type(artist).__name__, error)
            self.renderer.ops = []
            self._paint(artist)
        for part in (artist, *parts(artist)):
            part.stale = False
        return self.renderer.ops

    def _paint(self, artist):
        """Record `artist` as the pixels that Agg makes of it."""
        agg = RendererAgg(self.renderer.width, self.renderer.height, self.renderer.dpi)
        artist.draw(agg)
        pixels = np.asarray(agg.buffer_rgba())
        rows, columns = np.nonzero(pixels[..., 3].any(1))[0], np.nonzero(pixels[..., 3].any(0))[0]
        if len(rows):
            top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
            cut = pixels[top:bottom, left:right]
            self.renderer.draw_image(self.renderer.new_gc(), left, self.renderer.height - bottom, cut[::-1])


def settle(figure):
    """Lay `figure` out as drawing it would, once and for all: a picture that moves does not shift its axes."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    figure.set_layout_engine("none")
    renderer = figure._get_renderer()
    figure._get_draw_artists(renderer)  # which puts all axes into their places
    for ax in figure.axes:
        ax._update_title_position(renderer)
    if type(figure.canvas) is FigureCanvasAgg and figure.canvas.manager is None:
        FigureCanvasAgg(figure)  # a fresh canvas: the one that has measured holds a megabyte of empty pixels


@contextmanager
def unsampled(artist):
    """While it is recorded, an image drawn in hard squares (`nearest`, `auto` where it enlarges) keeps its own size."""
    hard = isinstance(artist, AxesImage) and artist.get_interpolation() in ("nearest", "auto", "antialiased")
    if not hard or not enlarged(artist):
        yield
        return
    before = artist.get_interpolation()
    artist.set_interpolation("none")
    try:
        yield
    finally:
        artist.set_interpolation(before)


def enlarged(image):
    """Whether `image` is drawn at three times its own size or more."""
    rows, columns = image.get_array().shape[:2]
    size = image.get_window_extent()
    return size.width >= 3 * columns and size.height >= 3 * rows


def view(ax):
    """What decides where data lie on `ax`: its limits, its place and its scales."""
    return ax.viewLim.get_points().tobytes(), ax.bbox.get_points().tobytes(), ax.get_xscale(), ax.get_yscale()


def view_of(artist, views):
    """What `artist` is drawn by besides its own properties; `views` keeps this frame's by axes, which share it."""
    ax = artist.axes
    if ax is None:
        paper = artist is artist.get_figure().patch
        # of a patch not its own transform: what it is made of, which it marks itself
        return ALWAYS if paper else Artist.get_transform(artist).transform(CORNERS).tobytes()
    if ax not in views:
        views[ax] = view(ax)
    if isinstance(artist, Annotation):  # its `xy` is a plain attribute: it moves without becoming stale
        return *views[ax], *artist.xy, str(artist.xycoords)
    paper = artist.get_bbox_patch() if isinstance(artist, Text) else None  # it comes and goes without a mark
    return views[ax] if paper is None else (*views[ax], paper)


def parts(artist):
    """What `artist` draws besides itself without hearing of its changes: a legend's texts, an axis' label."""
    if isinstance(artist, Axis):  # its `get_children` would place the ticks anew
        return [artist.label, artist.offsetText, *(tick.label1 for tick in artist.majorTicks)]
    if isinstance(artist, Annotation):
        return [patch for patch in (artist.arrow_patch, artist.get_bbox_patch()) if patch]
    if type(artist).get_children is Artist.get_children:  # which has none
        return ()
    return [part for child in artist.get_children() for part in (child, *parts(child))]


def any_stale(artist):
    """Whether `artist` or a part of it changed since it was recorded."""
    return artist.stale or any(map(STALE, parts(artist)))


def leaves(figure, renderer):
    """The artists of `figure` in the order Matplotlib paints them; what has parts of its own counts as one."""
    yield figure.patch
    children = [artist for artist in figure.get_children() if artist is not figure.patch]
    for artist in sorted(children, key=ZORDER):
        if isinstance(artist, Axes) and type(artist).draw is Axes.draw:
            yield from axes_leaves(artist, renderer)
        else:
            yield artist


def axes_leaves(ax, renderer):
    """The artists of `ax`, once it is in its place, in the order of painting."""
    if not ax.get_visible():
        return
    locator = ax.get_axes_locator()
    if locator or ax.get_aspect() != "auto":
        ax.apply_aspect(locator(ax, renderer) if locator else None)
    if ax.xaxis.get_ticks_position() == "top":
        ax._update_title_position(renderer)  # the title stands above them, wherever they have moved to
    framed = ax.axison and ax.get_frame_on()
    hidden = {ax.patch} | (set() if framed else set(ax.spines.values()))
    if not ax.axison:
        hidden |= {ax.xaxis, ax.yaxis}
    if framed:
        yield ax.patch
    for artist in sorted((a for a in ax.get_children() if a not in hidden), key=ZORDER):
        if isinstance(artist, Axes) and type(artist).draw is Axes.draw:
            yield from axes_leaves(artist, renderer)
        else:
            yield artist
