"""Lines and words that move, drawn again without Matplotlib: its own calls of the recorder, made with the new data.

`Line2D.draw` and `Text.draw` spend most of a frame's time on what stays as it was: colours, widths, dashes, fonts. So
the calls they make are kept, and made again while nothing but the points changes, or the words and their place.
"""

import weakref
from numbers import Real
from operator import is_
from typing import ClassVar

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.text import Text

LONG = 1000  # points; of a longer line Matplotlib draws only what is seen


class Again:
    """Draws artists through `recorder`: plain lines and words by the calls they made before, all else by Matplotlib."""

    def __init__(self, recorder):
        self.recorder = recorder
        self._drawn = weakref.WeakKeyDictionary()  # artist -> DrawnLine or DrawnWords

    def draw(self, artist):
        """Write `artist` down; raises what its own `draw` raises."""
        kind, drawn = KINDS.get(type(artist)), self._drawn.get(artist)
        same = drawn is not None and drawn.holds(artist)
        self.recorder.calls = []
        if same and drawn.again(artist, self.recorder):
            return
        artist.draw(self.recorder)
        if kind and kind.fits(artist, self.recorder.calls):
            if not same:
                drawn = self._drawn[artist] = kind(artist)
            drawn.learn(artist, self.recorder)


class Drawn:
    """What is kept of `artist`: the calls it made, and its attributes then, but for its data (`moves`).

    Whatever attributes it has in this version of Matplotlib: one that is not known to be data makes it be drawn anew.
    """

    moves: ClassVar = frozenset()

    def __init__(self, artist):
        state = vars(artist)
        self.names = tuple(name for name in state if name not in self.moves)
        self.values = tuple(map(state.get, self.names))

    def holds(self, artist):
        """Whether `artist` has only moved since."""
        return all(map(is_, self.values, map(vars(artist).get, self.names)))


class DrawnLine(Drawn):
    """A Line2D: at most one stroke, and its markers."""

    moves = frozenset(("_stale", "_xorig", "_yorig", "_x", "_y", "_xy", "_path", "_transformed_path"))
    moves |= {"_invalidx", "_invalidy", "_x_filled", "_subslice", "ind_offset"}  # what Matplotlib notes of its points

    @classmethod
    def fits(cls, line, calls):
        """Whether all that `line` draws is its points, in straight lines between them and as one marker each."""
        if line.get_path_effects() or line.get_agg_filter() or line.get_drawstyle() != "default":
            return False
        straight = line.axes is not None and line.axes.name == "rectilinear" and line.get_markevery() is None
        strokes = [name for name, *_ in calls].count("draw_path")  # of two the one fills the gaps of the other
        return straight and strokes <= 1 and 0 < len(line.get_path().vertices) <= LONG

    def learn(self, _, recorder):
        """Keep the calls that the line just made of `recorder`."""
        self.calls = tuple(recorder.calls)

    def again(self, line, recorder):
        """Make the calls with the points that `line` has now; False where Matplotlib has to."""
        path, place = line.get_path(), line.get_transform()
        if len(path.vertices) > LONG:
            return False
        if not place.is_affine:
            path = place.transform_path_non_affine(path)
        affine = place.get_affine()
        for name, gc, *marker, face in self.calls:
            getattr(recorder, name)(gc, *marker, path, affine, face)
        return True


class DrawnWords(Drawn):
    """A Text: one line of words, level, without formulas."""

    moves = frozenset(("_stale", "_renderer", "_text", "_x", "_y", "_horizontalalignment"))
    before: ClassVar = {"left": 0.0, "center": 0.5, "right": 1.0}  # how much of the line stands left of its place

    def __init__(self, text):
        super().__init__(text)
        self.rises = {}  # (font, height, descent) of words -> how far above their place they stand, pixels

    @classmethod
    def fits(cls, text, calls):
        """Whether all that `text` draws is one line of words."""
        if text.get_path_effects() or text.get_agg_filter() or text.get_bbox_patch() or text.get_rotation():
            return False
        return [name for name, *_ in calls] == ["draw_text"] and not text.get_wrap() and one_line(text)

    def learn(self, text, recorder):
        """Keep what the words are drawn with, and how far above their place words as high as these stand."""
        ((_, self.gc, _, up),) = recorder.calls
        _, high = self._size(text, recorder)
        self.rises[high] = up - text.get_transform().transform(text.get_position())[1]

    def again(self, text, recorder):
        """Make the call with the words and the place that `text` has now; False where Matplotlib has to."""
        if not one_line(text):
            return False
        place = text.get_transform().transform(text.get_position())
        width, high = self._size(text, recorder)
        rise = self.rises.get(high)
        if rise is None or not np.isfinite(place).all():
            return False
        x = place[0] - self.before[text.get_horizontalalignment()] * width
        recorder.draw_text(self.gc, x, place[1] + rise, text.get_text(), text.get_fontproperties(), 0.0)
        return True

    def _size(self, text, recorder):
        """The width of the words, pixels, and all that their rise depends on."""
        font = text.get_fontproperties()  # the same object for ever, whatever becomes of its size and weight
        width, height, descent = recorder.get_text_width_height_descent(text.get_text(), font, False)
        return width, (hash(font), height, descent)


def one_line(text):
    """Whether the words of `text`, at a place given in numbers, are one line and hold no formula."""
    words, numbers = text.get_text(), all(isinstance(each, Real) for each in text.get_position())
    return bool(words) and not any(mark in words for mark in "\n$") and numbers


KINDS = {Line2D: DrawnLine, Text: DrawnWords}
