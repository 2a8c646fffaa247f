"""Lists the artists of a figure in the order of painting, and decides which of them must be recorded again."""

import weakref
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, XAxis
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Transform

from utils.explore.recording.glyphs import SIMPLE
from utils.explore.recording.private_matplotlib import titles_of

CORNERS = np.array([(0.0, 0.0), (1.0, 1.0)])
# Artists of these types are recorded again in every frame, because Matplotlib does not mark them stale when a 3-D Axes
# is turned or when one of the two Axes that a ConnectionPatch joins has changed.
REDRAWN = (Axes, ConnectionPatch)
DEEPEST = 0.5  # no SIMPLE character reaches farther below its line, in sizes of its font
ZORDER, STALE = attrgetter("zorder"), attrgetter("stale")


def painted_artists(figure: Figure, renderer: RendererBase) -> Iterator[Artist]:
    """The artists of `figure` in the order in which Matplotlib paints them; an axis or a legend is one artist."""
    yield figure.patch
    yield from _in_order([artist for artist in figure.get_children() if artist is not figure.patch], renderer)


def _in_order(artists: list[Artist], renderer: RendererBase) -> Iterator[Artist]:
    """The `artists` sorted by zorder, with each ordinary Axes replaced by its own artists."""
    for artist in sorted(artists, key=ZORDER):
        if isinstance(artist, Axes) and is_ordinary(artist):
            yield from _axes_artists(artist, renderer)
        else:
            yield artist


def apply_aspect(ax: Axes, renderer: RendererBase) -> None:
    """Position `ax` by its aspect and its locator, as Matplotlib does before it draws."""
    locator = ax.get_axes_locator()
    if locator or ax.get_aspect() != "auto":
        ax.apply_aspect(locator(ax, renderer) if locator else None)


def is_ordinary(ax: Axes) -> bool:
    """Whether `ax` draws its artists as Matplotlib's Axes does, one by one; a 3-D Axes does not."""
    return type(ax).draw is Axes.draw


def _axes_artists(ax: Axes, renderer: RendererBase) -> Iterator[Artist]:
    """The artists of `ax` in the order of painting, after its aspect and its locator have been applied."""
    if not ax.get_visible():
        return
    apply_aspect(ax, renderer)
    if title_may_move(ax, renderer):
        position_titles(ax, renderer)
    framed = ax.axison and ax.get_frame_on()
    hidden: set[Artist] = {ax.patch} | (set() if framed else set(ax.spines.values()))
    if not ax.axison:
        hidden |= {ax.xaxis, ax.yaxis}
    if framed:
        yield ax.patch
    titles = {*titles_of(ax)}
    for artist in _in_order([artist for artist in ax.get_children() if artist not in hidden], renderer):
        if artist in titles and is_covered(ax, renderer):
            position_titles(ax, renderer)  # all of them, before the first is recorded
            titles = set()
        yield artist


def title_may_move(ax: Axes, renderer: RendererBase) -> bool:
    """Whether a title of `ax` stands or stood elsewhere than usual, because something else is in its way."""
    titles = [title for title in titles_of(ax) if title.get_text()]
    if not titles:
        return False
    if twins(ax) or any("$" in title.get_text() or title.get_position()[1] != 1 for title in titles):
        return True
    if any(reaches_up(each.xaxis) for each in (ax, *ax.child_axes)):
        return True
    if any(each.bbox.ymax > ax.bbox.ymax for each in ax.child_axes):
        return True
    return any(is_low(title, ax, renderer) for title in titles)


def reaches_up(axis: XAxis) -> bool:
    """Whether the x-axis `axis` has a label, ticks or numbers above its Axes, so that a title must avoid them."""
    place = axis.get_ticks_position()
    if place == "unknown":  # said of numbers that are hidden, too: those of the upper one of two Axes that share them
        ticks = axis.majorTicks[0], axis.minorTicks[0]
        place = "top" if any(each.tick2line.get_visible() or each.label2.get_visible() for each in ticks) else "bottom"
    return "top" in (place, axis.get_label_position())


def is_low(title: Text, ax: Axes, renderer: RendererBase) -> bool:
    """Whether `title` reaches down into `ax`. Measured only where it may, because to lay out a text is slow."""
    if SIMPLE.fullmatch(title.get_text()) and title.get_va() == "baseline" and not title.get_rotation():
        _, baseline = title.get_transform().transform(title.get_position())
        if baseline - renderer.points_to_pixels(title.get_fontsize()) * DEEPEST > ax.bbox.ymax:
            return False
    return title.get_window_extent(renderer).ymin < ax.bbox.ymax


def is_covered(ax: Axes, renderer: RendererBase) -> bool:
    """Whether the text above the y-axis of `ax`, such as "1e6", covers a title. Ask once the axis has been recorded."""
    over = ax.yaxis.get_offset_text()
    titles = [title for title in titles_of(ax) if title.get_text()] if over.get_text() else []
    return any(title.get_window_extent(renderer).overlaps(over.get_window_extent(renderer)) for title in titles)


def twins(ax: Axes) -> list[Axes]:
    """The other Axes exactly where `ax` stands, such as one that `twinx` made: their labels can move its titles."""
    shared = {*ax.get_shared_x_axes().get_siblings(ax), *ax.get_shared_y_axes().get_siblings(ax)} - {ax}
    return [each for each in shared if np.array_equal(each.bbox.get_points(), ax.bbox.get_points())]


def position_titles(ax: Axes, renderer: RendererBase) -> None:
    """Position `ax` by its aspect, and its titles above it, as Matplotlib does when it draws."""
    ax.get_tightbbox(
        renderer, bbox_extra_artists=[]
    )  # this call applies the aspect and places the titles; its result is not used


def must_record(artist: Artist) -> bool:
    """Whether `artist` has changed, or may have changed, since it was recorded."""
    return artist.stale or isinstance(artist, REDRAWN) or any(map(STALE, parts(artist)))


def parts(artist: Artist) -> Sequence[Artist]:
    """The other artists that `artist` draws, such as a legend's texts: their changes do not make `artist` stale."""
    if isinstance(artist, Axis):  # `get_children` of an Axis would lay out the ticks again
        return [artist.label, artist.offsetText, *(tick.label1 for tick in artist.majorTicks)]
    if isinstance(artist, Annotation):
        return [patch for patch in (artist.arrow_patch, artist.get_bbox_patch()) if patch]
    if type(artist).get_children is Artist.get_children:  # which returns none
        return ()
    return [part for child in artist.get_children() for part in (child, *parts(child))]


def axes_geometry(ax: Axes) -> tuple[Any, ...]:
    """The limits, the position and the scales of `ax`: they decide at which pixels its data are drawn."""
    return ax.viewLim.get_points().tobytes(), ax.bbox.get_points().tobytes(), ax.get_xscale(), ax.get_yscale()


def geometry(artist: Artist, of_axes: dict[Axes, tuple[Any, ...]]) -> Any:
    """All that decides how `artist` is drawn, except its own properties: if it is equal in two frames, so is `artist`.

    `of_axes` caches the `axes_geometry` of each Axes for one frame, because all artists of an Axes share it.
    """
    ax = artist.axes
    if ax is None:
        background = artist is getattr(artist.get_figure(), "patch", None)
        # A patch's own transform depends on its shape too. A change of the shape makes the patch stale, so only the
        # rest of the transform is compared.
        return () if background else Artist.get_transform(artist).transform(CORNERS).tobytes()
    if ax not in of_axes:
        of_axes[ax] = axes_geometry(ax)
    if not isinstance(artist, Text):
        return of_axes[ax]
    if isinstance(artist, Annotation):  # `xy` is a plain attribute: setting it does not make the annotation stale
        return *of_axes[ax], *place_of(artist)
    patch = artist.get_bbox_patch()  # to add or remove this patch does not make the text stale either
    return of_axes[ax] if patch is None else (*of_axes[ax], weakref.ref(patch))


def place_of(note: Annotation) -> tuple[Any, ...]:
    """What decides to which point `note` belongs: in pixels, where a transform says it."""
    if isinstance(note.xycoords, Transform):  # as text it takes as long as to draw a line
        return tuple(note.xycoords.transform(note.xy))
    return *note.xy, str(note.xycoords)
