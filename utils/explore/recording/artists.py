"""The artists of a figure in the order of painting, and what tells whether an artist must be recorded again."""

import weakref
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch
from matplotlib.text import Annotation, Text

CORNERS = np.array([(0.0, 0.0), (1.0, 1.0)])
# Always recorded again, since Matplotlib does not mark them stale: a 3-D Axes that is turned, a line between two Axes.
REDRAWN = (Axes, ConnectionPatch)
ZORDER, STALE = attrgetter("zorder"), attrgetter("stale")


def painted_artists(figure: Figure, renderer: RendererBase) -> Iterator[Artist]:
    """The artists of `figure` in the order in which Matplotlib paints them; an axis or a legend counts as one."""
    yield figure.patch
    yield from _in_order([artist for artist in figure.get_children() if artist is not figure.patch], renderer)


def _in_order(artists: list[Artist], renderer: RendererBase) -> Iterator[Artist]:
    """The `artists` by zorder, each ordinary Axes replaced by its own artists."""
    for artist in sorted(artists, key=ZORDER):
        if isinstance(artist, Axes) and type(artist).draw is Axes.draw:
            yield from _axes_artists(artist, renderer)
        else:
            yield artist


def _axes_artists(ax: Axes, renderer: RendererBase) -> Iterator[Artist]:
    """The artists of `ax` in the order of painting, once its aspect and its locator have given it its position."""
    if not ax.get_visible():
        return
    locator = ax.get_axes_locator()
    if locator or ax.get_aspect() != "auto":
        ax.apply_aspect(locator(ax, renderer) if locator else None)
    if ax.xaxis.get_ticks_position() == "top":
        position_titles(ax, renderer)  # the title is above the tick labels, wherever these have moved to
    framed = ax.axison and ax.get_frame_on()
    hidden: set[Artist] = {ax.patch} | (set() if framed else set(ax.spines.values()))
    if not ax.axison:
        hidden |= {ax.xaxis, ax.yaxis}
    if framed:
        yield ax.patch
    yield from _in_order([artist for artist in ax.get_children() if artist not in hidden], renderer)


def position_titles(ax: Axes | Figure, renderer: RendererBase) -> None:
    """Give each Axes its position by its aspect and its title the position above it, as drawing would."""
    ax.get_tightbbox(
        renderer, bbox_extra_artists=[]
    )  # it applies the aspect and places the title; its result is unused


def must_record(artist: Artist) -> bool:
    """Whether `artist` changed, or may have changed, since it was recorded."""
    return artist.stale or isinstance(artist, REDRAWN) or any(map(STALE, parts(artist)))


def parts(artist: Artist) -> Sequence[Artist]:
    """The artists that `artist` draws besides itself and whose changes do not make it stale, as a legend's texts."""
    if isinstance(artist, Axis):  # its `get_children` would lay the ticks out again
        return [artist.label, artist.offsetText, *(tick.label1 for tick in artist.majorTicks)]
    if isinstance(artist, Annotation):
        return [patch for patch in (artist.arrow_patch, artist.get_bbox_patch()) if patch]
    if type(artist).get_children is Artist.get_children:  # which returns none
        return ()
    return [part for child in artist.get_children() for part in (child, *parts(child))]


def axes_geometry(ax: Axes) -> tuple[Any, ...]:
    """What decides at which pixels data of `ax` are drawn: its limits, its position and its scales."""
    return ax.viewLim.get_points().tobytes(), ax.bbox.get_points().tobytes(), ax.get_xscale(), ax.get_yscale()


def geometry(artist: Artist, of_axes: dict[Axes, tuple[Any, ...]]) -> Any:
    """What decides how `artist` is drawn besides its own properties; two frames with equal values draw it alike.

    `of_axes` keeps the `axes_geometry` of this frame, which all artists of an Axes share.
    """
    ax = artist.axes
    if ax is None:
        background = artist is getattr(artist.get_figure(), "patch", None)
        # A patch's own transform also follows from its shape, whose changes make it stale: only the rest is compared.
        return () if background else Artist.get_transform(artist).transform(CORNERS).tobytes()
    if ax not in of_axes:
        of_axes[ax] = axes_geometry(ax)
    if not isinstance(artist, Text):
        return of_axes[ax]
    if isinstance(artist, Annotation):  # `xy` is a plain attribute: setting it does not make the annotation stale
        return *of_axes[ax], *artist.xy, str(artist.xycoords)
    patch = artist.get_bbox_patch()  # nor does adding or removing the patch
    return of_axes[ax] if patch is None else (*of_axes[ax], weakref.ref(patch))
