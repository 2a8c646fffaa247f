"""Finds what cannot be read in a drawn figure: texts that overlap, lines through texts, texts cut off, broken arrows.

It also finds what crosses from one panel to the next, which a narrow page would cut in two.

A text may cover a line where it stands on paper (`bbox`) or has an outline (`path_effects`), above that line.
"""

import math

import numpy as np
from matplotlib.axis import Axis
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.ticker import NullLocator
from matplotlib.transforms import Bbox

from utils.explore.recording.artists import painted_artists
from utils.explore.recording.figure_recorder import FigureRecorder

INK = 0.7  # the part of the height of a text's box that letters fill; the rest is white above and below them
FAINT = 0.25  # a line or an edge with less opacity than this does not make a text hard to read
SLACK = 1.5  # pixels that an artist may stand out of its panel


class Overlaps:
    """The faults of `figure`, again and again as its artists move."""

    def __init__(self, figure):
        self.figure = figure
        self._rectangles = {}  # what `_rectangle` returned, because Matplotlib takes 0.2 ms to lay out a text

    def faults(self):
        """Yield (artists, sentence) for each fault of the figure as it is drawn now.

        `artists` are one or two numbers that stay the same from stop to stop.
        """
        artists = list(painted(self.figure))
        texts = [artist for artist in artists if isinstance(artist, Text) and artist.get_text().strip()]
        boxes = np.array([self._rectangle(text) for text in texts]).reshape(-1, 4)
        yield from cut_off(texts, boxes, self.figure.bbox)
        yield from texts_over_texts(texts, boxes)
        for artist in artists:
            yield from lines_over_texts(texts, boxes, artist)
            if isinstance(artist, FancyArrowPatch) and head(artist, self.figure.dpi) > length(artist, self.figure.dpi):
                yield (id(artist),), "an arrow is shorter than its head"

    def _rectangle(self, text):
        """The rectangle that the letters of `text` fill, in pixels: left, bottom, right, top."""
        renderer = FigureRecorder.of(self.figure).renderer  # it measures texts faster than that of the canvas
        if isinstance(text, Annotation):
            text.update_positions(renderer)
        place = tuple(text.get_transform().transform(text.get_unitless_position()))
        key = text, text.get_text(), place, text.get_ha(), text.get_va()
        if key not in self._rectangles:
            whole = Text.get_window_extent(text, renderer)  # that of an Annotation would include its arrow
            white = whole.height * (1 - INK) / 2
            self._rectangles[key] = whole.x0, whole.y0 + white, whole.x1, whole.y1 - white
        return self._rectangles[key]


def painted(artist):
    """Yield the visible artists of which `artist` consists, itself included; of an axis, the ticks in view."""
    if not artist.get_visible():
        return
    yield artist
    for child in children(artist):
        yield from painted(child)


def children(artist):
    """The artists that `artist` draws."""
    if isinstance(artist, Axis):
        low, high = sorted(artist.get_view_interval())
        # The lists `majorTicks` and `minorTicks` also keep ticks of earlier frames. To find out that there are no minor
        # ticks, Matplotlib computes the major ones again.
        minor = [] if isinstance(artist.get_minor_locator(), NullLocator) else artist.get_minor_ticks()
        ticks = [tick for tick in (*artist.get_major_ticks(), *minor) if low <= tick.get_loc() <= high]
        return [artist.label, artist.offsetText, *(tick.label1 for tick in ticks)]
    if isinstance(artist, Annotation) and artist.arrow_patch:
        return [artist.arrow_patch]
    off = [] if getattr(artist, "axison", True) else [artist.xaxis, artist.yaxis, *artist.spines.values()]
    return [child for child in artist.get_children() if child not in off]


def touching(boxes, place):
    """Which of the `boxes` overlap `place`, as an array of bool."""
    left, bottom, right, top = place
    return (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < top) & (boxes[:, 3] > bottom)


def cut_off(texts, boxes, page):
    """Yield a fault for each text that is not inside the `page`."""
    inside = (boxes[:, :2] >= (page.x0, page.y0)).all(1) & (boxes[:, 2:] <= (page.x1, page.y1)).all(1)
    for number in np.flatnonzero(~inside):
        yield (id(texts[number]),), f"{texts[number].get_text()!r} is cut off at the edge of the picture"


def texts_over_texts(texts, boxes):
    """Yield a fault for each pair of texts that overlap."""
    for number, text in enumerate(texts):
        for other in np.flatnonzero(touching(boxes[number + 1 :], boxes[number])) + number + 1:
            yield (id(text), id(texts[other])), f"{text.get_text()!r} overlaps {texts[other].get_text()!r}"


def lines_over_texts(texts, boxes, artist):
    """Yield a fault for each text that a line of `artist` goes through."""
    for path in paths(artist):
        for number in np.flatnonzero(touching(boxes, path.get_extents().extents)):
            place, text = Bbox.from_extents(boxes[number]), texts[number]
            if artist.get_clip_on() and artist.get_clip_box():
                place = Bbox.intersection(place, artist.get_clip_box())
            if place and not on_paper(text, artist) and path.intersects_bbox(place, filled=False):
                yield (id(text), id(artist)), f"{name(artist)} goes through {text.get_text()!r}"


def on_paper(text, artist):
    """Whether `text` stands on paper of its own, or has an outline, that hides `artist` behind it."""
    return (text.get_bbox_patch() or text.get_path_effects()) and text.get_zorder() >= artist.get_zorder()


def paths(artist):
    """The lines in pixels that `artist` draws; none where it draws only markers, areas or an image."""
    if not isinstance(artist, Line2D | LineCollection | Patch) or (artist.get_alpha() or 1) < FAINT:
        return []
    if isinstance(artist, LineCollection):
        found = artist.get_paths()
    elif isinstance(artist, Line2D):
        found = [artist.get_path()] if artist.get_linestyle() not in ("None", "", " ") else []
    else:
        found = [artist.get_path()] if artist.get_linewidth() and artist.get_edgecolor()[3] >= FAINT else []
    moved = (artist.get_transform().transform_path(path).cleaned(remove_nans=True) for path in found)
    # `intersects_bbox` would also join the end of one part of a path to the beginning of the next.
    return [Path(part) for path in moved for part in path.to_polygons(closed_only=False)]


def name(artist):
    """What `artist` is called in a fault."""
    label = str(artist.get_label())
    return f"the line {label!r}" if label and not label.startswith("_") else f"a {type(artist).__name__}"


def head(arrow, dpi):
    """The length of the head of `arrow` in pixels; 0 where it has none."""
    return getattr(arrow.get_arrowstyle(), "head_length", 0) * arrow.get_mutation_scale() * dpi / 72


def length(arrow, dpi):
    """The visible length of `arrow` in pixels. Matplotlib keeps its ends in a private attribute alone."""
    start, end = arrow.get_transform().transform(np.array(arrow._posA_posB, dtype=float))
    return math.dist(start, end) - (arrow.shrinkA + arrow.shrinkB) * dpi / 72


def crossing(figure, renderer, places):
    """Yield (artist, its place) for each artist of `figure` that lies in none of the panels at `places` as a whole."""
    for artist in painted_artists(figure, renderer):
        box, empty = artist.get_tightbbox(renderer), isinstance(artist, Line2D) and not len(artist.get_xdata())
        if artist is figure.patch or empty or box is None or not (box.width or box.height):
            continue  # a line of markers without any point has a box at the corner of the figure
        left, right, top, bottom = box.x0, box.x1, renderer.height - box.y1, renderer.height - box.y0
        if not any(
            x - SLACK <= left and right <= x + w + SLACK and y - SLACK <= top and bottom <= y + h + SLACK
            for x, y, w, h in places
        ):
            yield artist, (left, top, right, bottom)
