"""Lays a line of text out from cached pairs of glyphs, in place of Matplotlib's text shaper.

A number on a moving picture differs at each stop, and shaping and measuring it takes half of a frame's time. The
distance from one glyph to the next depends on these two alone, so it is shaped once for each pair of them.
"""

import re
from collections.abc import Callable
from typing import Any

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from utils.explore.recording.private_matplotlib import font_of

FAMILIES = ("serif", "sans-serif", "cursive", "fantasy", "monospace")  # rcParams say which fonts these are
# Latin, Greek, punctuation, arrows and mathematics: scripts without combining marks and joined characters.
SIMPLE = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2190-\u22ff]+")
LIGATURE = re.compile("ff[il]?|f[il]|.")  # characters that many fonts join into one glyph, or else one character

Glyph = tuple[Any, float, float]  # its name, and its position in the line: right and up, in font units
# The pieces of a line and their glyphs; None for the glyphs where Matplotlib's shaper must lay out the whole line.
Layout = tuple[list[str], list[Glyph] | None]
Size = tuple[float, float, float]  # width, height and descent, pixels


class LineLayout:
    """Lays lines of text out; `outlines` are the glyphs so far: name -> (vertices, codes), in font units.

    A font unit is 1/`text_to_path.FONT_SCALE` of the size of the font. A *piece* of a line is what has one glyph: a
    character or a ligature.
    """

    def __init__(self) -> None:
        self.outlines: dict[Any, Any] = {}
        self._files: dict[Any, str] = {}
        self._shaped: dict[tuple[str, str], list[Glyph]] = {}
        self._pairs: dict[tuple[str, str, str], tuple[Any, float] | None] = {}
        self._sizes: dict[tuple[str, float], dict[str, Size]] = {}
        self._latest: tuple[Any, Layout] = None, ([], None)  # a line is measured first and drawn next

    def glyphs(self, s: str, prop: FontProperties) -> list[Glyph]:
        """The glyphs of the line `s` in the font `prop`."""
        _, glyphs = self._layout(self._file(prop), prop, s)
        return glyphs or self._shape(prop, s)

    def size(self, s: str, prop: FontProperties, pixels: float, measure: Callable[[str], Size]) -> Size:
        """The size of the line `s`, its font `pixels` high; `measure(s)` is Matplotlib's own, for pieces."""
        file = self._file(prop)
        pieces, glyphs = self._layout(file, prop, s)
        if glyphs is None:
            return measure(s)
        known = self._sizes.setdefault((file, pixels), {})
        for piece in set(pieces) - set(known):
            known[piece] = measure(piece)
        sizes = [known[piece] for piece in pieces]
        descent = max(down for _, _, down in sizes)
        ascent = max(height - down for _, height, down in sizes)
        return glyphs[-1][1] * pixels / text_to_path.FONT_SCALE + sizes[-1][0], ascent + descent, descent

    def _file(self, prop: FontProperties) -> str:
        """The file of the font `prop`; finding it takes longer than laying out a line."""
        key = hash(prop), *(tuple(rcParams[f"font.{family}"]) for family in prop.get_family() if family in FAMILIES)
        if key not in self._files:
            self._files[key] = font_of(prop).fname
        return self._files[key]

    def _layout(self, file: str, prop: FontProperties, s: str) -> Layout:
        """The pieces of `s` and their glyphs, the glyphs None where pairs do not tell."""
        key, layout = self._latest
        if key != (file, s):
            layout = self._from_pairs(file, prop, s) if SIMPLE.fullmatch(s) else ([], None)
            self._latest = (file, s), layout
        return layout

    def _from_pairs(self, file: str, prop: FontProperties, s: str) -> Layout:
        """What `_layout` returns for `s`, each glyph one distance further right than the one before."""
        right, before, glyphs, pieces = 0.0, "", [], self._pieces(file, prop, s)
        for piece in pieces:
            pair = self._pair(file, prop, before, piece)
            if pair is None:
                return pieces, None
            name, distance = pair
            right, before = right + distance, piece
            glyphs.append((name, right, 0.0))
        return pieces, glyphs

    def _pieces(self, file: str, prop: FontProperties, s: str) -> list[str]:
        """The line `s` cut into characters and the ligatures that the font `prop` has."""
        pieces: list[str] = []
        for part in LIGATURE.findall(s):
            pieces += [part] if len(part) == 1 or len(self._shape_once(file, prop, part)) == 1 else part
        return pieces

    def _pair(self, file: str, prop: FontProperties, before: str, piece: str) -> tuple[Any, float] | None:
        """Name of the glyph of `piece` and its distance from that of the piece `before`; None if the two join."""
        key = file, before, piece
        if key not in self._pairs:
            glyphs = self._shape_once(file, prop, before + piece)
            alone = [self._shape_once(file, prop, each)[0][0] for each in (before, piece) if each]
            self._pairs[key] = glyphs[-1][:2] if [glyph[0] for glyph in glyphs] == alone else None
        return self._pairs[key]

    def _shape_once(self, file: str, prop: FontProperties, part: str) -> list[Glyph]:
        """The glyphs of `part`, one piece or two, shaped once for each font."""
        key = file, part
        if key not in self._shaped:
            self._shaped[key] = self._shape(prop, part)
        return self._shaped[key]

    def _shape(self, prop: FontProperties, s: str) -> list[Glyph]:
        """The glyphs of `s` as Matplotlib's shaper lays them out."""
        glyphs, new, _ = text_to_path.get_glyphs_with_font(font_of(prop), s, self.outlines, return_new_glyphs_only=True)
        self.outlines.update(new)
        return [glyph[:3] for glyph in glyphs]
