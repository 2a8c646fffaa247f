"""Lays out a line of text from cached pairs of glyphs instead of calling Matplotlib's text shaper.

The numbers in a moving picture differ at each stop, and shaping and measuring them takes half of the time of a frame.
The distance from one glyph to the next depends on these two glyphs only, so each pair is shaped only once.
"""

import re
from collections.abc import Callable
from typing import Any

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path

from utils.explore.recording.private_matplotlib import Heights, font_of

FAMILIES = ("serif", "sans-serif", "cursive", "fantasy", "monospace")  # rcParams map these names to fonts
# Latin, Greek, punctuation, arrows and mathematics: none of these has combining marks or joined characters.
SIMPLE = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2190-\u22ff]+")
LIGATURE = re.compile("ff[il]?|f[il]|.")  # several characters that many fonts join into one glyph, else one character

Glyph = tuple[Any, float, float]  # name of the glyph, and its position in the line: right and up, in font units
# The pieces of a line and their glyphs. None stands for the glyphs where Matplotlib's shaper must shape the whole line.
Layout = tuple[list[str], list[Glyph] | None]
Size = tuple[float, float, float]  # width, height and descent, pixels


def heights_of(font: FT2Font) -> tuple[float, ...]:
    """The heights of `font` in sizes of it, as its table "OS/2" says them; an empty tuple without this table."""
    table, head = font.get_sfnt_table("OS/2"), font.get_sfnt_table("head")
    if table is None or head is None:
        return ()
    said = table["sTypoAscender"], -table["sTypoDescender"], table["sTypoLineGap"]
    return tuple(each / head["unitsPerEm"] for each in said)


class LineLayout:
    """Lays out lines of text; `outlines` holds the glyphs used so far: name -> (vertices, codes), in font units.

    A font unit is 1/`text_to_path.FONT_SCALE` of the size of the font. A *piece* of a line is a part that has one
    glyph: a character or a ligature.
    """

    def __init__(self) -> None:
        self.outlines: dict[Any, Any] = {}
        self._files: dict[Any, str] = {}
        self._shaped: dict[tuple[str, str], list[Glyph]] = {}
        self._pairs: dict[tuple[str, str, str], tuple[Any, float] | None] = {}
        self._sizes: dict[tuple[str, float], dict[str, Size]] = {}
        self._heights: dict[str, tuple[float, ...]] = {}
        self._latest: tuple[Any, Layout] = None, ([], None)  # kept since a line is first measured and then drawn

    def glyphs(self, s: str, prop: FontProperties) -> list[Glyph]:
        """The glyphs of the line `s` in the font `prop`."""
        _, glyphs = self._layout(self._file(prop), prop, s)
        return glyphs or self._shape(prop, s)

    def size(self, s: str, prop: FontProperties, pixels: float, measure: Callable[[str], Size]) -> Size:
        """The size of the line `s` in a font of `pixels` pixels; `measure(piece)` is Matplotlib's own function."""
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

    def heights(self, prop: FontProperties, pixels: float) -> Heights:
        """The heights of the font `prop` of `pixels` pixels, in pixels."""
        file = self._file(prop)
        if file not in self._heights:
            self._heights[file] = heights_of(font_of(prop))
        ascent, descent, gap = (pixels * each for each in self._heights[file]) if self._heights[file] else (None,) * 3
        return ascent, descent, gap

    def _file(self, prop: FontProperties) -> str:
        """The file of the font `prop`, cached because to find it takes longer than to lay out a line."""
        key = hash(prop), *(tuple(rcParams[f"font.{family}"]) for family in prop.get_family() if family in FAMILIES)
        if key not in self._files:
            self._files[key] = font_of(prop).fname
        return self._files[key]

    def _layout(self, file: str, prop: FontProperties, s: str) -> Layout:
        """The pieces of `s` and their glyphs, or None for the glyphs where pairs do not determine the layout."""
        key, layout = self._latest
        if key != (file, s):
            layout = self._from_pairs(file, prop, s) if SIMPLE.fullmatch(s) else ([], None)
            self._latest = (file, s), layout
        return layout

    def _from_pairs(self, file: str, prop: FontProperties, s: str) -> Layout:
        """The layout of `s`: each glyph is to the right of the one before, at the distance cached for the pair."""
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
        """The line `s` split into characters and those ligatures that the font `prop` has."""
        pieces: list[str] = []
        for part in LIGATURE.findall(s):
            pieces += [part] if len(part) == 1 or len(self._shape_once(file, prop, part)) == 1 else part
        return pieces

    def _pair(self, file: str, prop: FontProperties, before: str, piece: str) -> tuple[Any, float] | None:
        """The name of `piece`'s glyph and its distance from the glyph of `before`; None if the font joins the two."""
        key = file, before, piece
        if key not in self._pairs:
            glyphs = self._shape_once(file, prop, before + piece)
            alone = [self._shape_once(file, prop, each)[0][0] for each in (before, piece) if each]
            self._pairs[key] = glyphs[-1][:2] if [glyph[0] for glyph in glyphs] == alone else None
        return self._pairs[key]

    def _shape_once(self, file: str, prop: FontProperties, part: str) -> list[Glyph]:
        """The glyphs of `part`, which is one piece or two; each part is shaped once for each font."""
        key = file, part
        if key not in self._shaped:
            self._shaped[key] = self._shape(prop, part)
        return self._shaped[key]

    def _shape(self, prop: FontProperties, s: str) -> list[Glyph]:
        """The glyphs of `s`, laid out by Matplotlib's shaper."""
        glyphs, new, _ = text_to_path.get_glyphs_with_font(font_of(prop), s, self.outlines, return_new_glyphs_only=True)
        self.outlines.update(new)
        return [glyph[:3] for glyph in glyphs]
