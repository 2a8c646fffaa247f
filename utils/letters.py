"""Where the letters of a line of text stand, without having Matplotlib's text shaper lay out each line anew.

A number on a moving picture differs at each stop, and shaping and measuring it takes half of a frame's time. Its pairs
of neighbours are old acquaintances though, and where a pair's second letter stands is all that a line is made of.
"""

import re

from matplotlib import rcParams

FAMILIES = ("serif", "sans-serif", "cursive", "fantasy", "monospace")  # what rcParams may change the meaning of
# Latin, Greek, punctuation, arrows and mathematics: scripts without marks that combine and letters that join.
# A ligature, such as fi, is one glyph where two are asked for; a line that holds one is left to the shaper.
PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2190-\u22ff]+")


class Letters:
    """The glyphs of lines of text, by pairs; `text` is a renderer's `TextToPath`, which knows fonts and shapes.

    `shapes` are the glyphs so far: name -> (vertices, codes), `text.FONT_SCALE` units to the size of the font.
    """

    def __init__(self, text):
        self.text, self.shapes = text, {}
        self._fonts, self._pairs, self._sizes = {}, {}, {}

    def placed(self, s, prop):
        """The glyphs of the line `s` in the font `prop`: a list of (name, right, up), in the units of `shapes`."""
        return self._row(prop, s) or self._shaped(prop, s)

    def size(self, s, prop, pixels, measure):
        """Width, height and descent of the line `s`, pixels, its font `pixels` high; `measure(s)` is Matplotlib's."""
        row = self._row(prop, s)
        if row is None:
            return measure(s)
        known = self._sizes.setdefault((self._font(prop), pixels), {})
        for letter in set(s) - set(known):
            known[letter] = measure(letter)
        sizes = [known[letter] for letter in s]
        descent = max(down for _, _, down in sizes)
        ascent = max(height - down for _, height, down in sizes)
        return row[-1][1] * pixels / self.text.FONT_SCALE + sizes[-1][0], ascent + descent, descent

    def _font(self, prop):
        """The name of the file of the font `prop`; finding it takes longer than placing a line."""
        key = hash(prop), *(tuple(rcParams[f"font.{family}"]) for family in prop.get_family() if family in FAMILIES)
        if key not in self._fonts:
            self._fonts[key] = self.text._get_font(prop).fname
        return self._fonts[key]

    def _row(self, prop, s):
        """The glyphs of `s` put together from pairs, or None where that cannot be."""
        if not PLAIN.fullmatch(s):
            return None
        font, right, row = self._font(prop), 0.0, []
        for pair in (s[0], *map(str.__add__, s, s[1:])):
            last = self._last(font, prop, pair)
            if last is None:
                return None
            name, step = last
            right += step
            row.append((name, right, 0.0))
        return row

    def _last(self, font, prop, pair):
        """Name of the last glyph of `pair` (one letter or two) and how far it stands from the first; None if joined."""
        key = font, pair
        if key not in self._pairs:
            glyphs = self._shaped(prop, pair)
            alone = [self._last(font, prop, letter) for letter in pair] if len(pair) == 2 else [glyphs[0]]
            apart = None not in alone and [glyph[0] for glyph in glyphs] == [glyph[0] for glyph in alone]
            self._pairs[key] = glyphs[-1][:2] if apart else None
        return self._pairs[key]

    def _shaped(self, prop, s):
        """The glyphs of `s` as Matplotlib's shaper lays them out."""
        font = self.text._get_font(prop)
        glyphs, new, _ = self.text.get_glyphs_with_font(font, s, self.shapes, return_new_glyphs_only=True)
        self.shapes.update(new)
        return [glyph[:3] for glyph in glyphs]
