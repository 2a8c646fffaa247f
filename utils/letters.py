"""Where the letters of a line of text stand, without having Matplotlib's text shaper lay out each line anew.

A number on a moving picture differs at each stop, and shaping and measuring it takes half of a frame's time. Its pairs
of neighbours are old acquaintances though, and where a pair's second letter stands is all that a line is made of.
"""

import re

# Latin, Greek, punctuation, arrows and mathematics: scripts without marks that combine and letters that join.
# A ligature, such as fi, is one glyph where two are asked for; a line that holds one is left to the shaper.
PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2190-\u22ff]+")


class Letters:
    """The glyphs of lines of text, by pairs; `text` is a renderer's `TextToPath`, which knows fonts and shapes.

    `shapes` are the glyphs so far: name -> (vertices, codes), `text.FONT_SCALE` units to the size of the font.
    """

    def __init__(self, text):
        self.text, self.shapes = text, {}
        self._pairs, self._sizes = {}, {}

    def placed(self, s, prop):
        """The glyphs of the line `s` in the font `prop`: a list of (name, right, up), in the units of `shapes`."""
        font = self.text._get_font(prop)
        return self._row(font, s) or self._shaped(font, s)

    def size(self, s, prop, pixels, measure):
        """Width, height and descent of the line `s`, pixels, its font `pixels` high; `measure(s)` is Matplotlib's."""
        font = self.text._get_font(prop)
        row = self._row(font, s)
        if row is None:
            return measure(s)
        known = self._sizes.setdefault((font.fname, pixels), {})
        for letter in set(s) - set(known):
            known[letter] = measure(letter)
        sizes = [known[letter] for letter in s]
        descent = max(down for _, _, down in sizes)
        ascent = max(height - down for _, height, down in sizes)
        return row[-1][1] * pixels / self.text.FONT_SCALE + sizes[-1][0], ascent + descent, descent

    def _row(self, font, s):
        """The glyphs of `s` put together from pairs, or None where that cannot be."""
        if not PLAIN.fullmatch(s):
            return None
        right, row = 0.0, []
        for pair in (s[0], *map(str.__add__, s, s[1:])):
            last = self._last(font, pair)
            if last is None:
                return None
            name, step = last
            right += step
            row.append((name, right, 0.0))
        return row

    def _last(self, font, pair):
        """Name of the last glyph of `pair` (one letter or two) and how far it stands from the first; None if joined."""
        key = font.fname, pair
        if key not in self._pairs:
            glyphs = self._shaped(font, pair)
            alone = [self._last(font, letter) for letter in pair] if len(pair) == 2 else [glyphs[0]]
            apart = None not in alone and [glyph[0] for glyph in glyphs] == [glyph[0] for glyph in alone]
            self._pairs[key] = glyphs[-1][:2] if apart else None
        return self._pairs[key]

    def _shaped(self, font, s):
        """The glyphs of `s` as Matplotlib's shaper lays them out."""
        glyphs, new, _ = self.text.get_glyphs_with_font(font, s, self.shapes, return_new_glyphs_only=True)
        self.shapes.update(new)
        return [glyph[:3] for glyph in glyphs]
