"""Where the letters of a line of text stand, without having Matplotlib's text shaper lay out each line anew.

A number on a moving picture differs at each stop, and shaping and measuring it takes half of a frame's time. Its pairs
of neighbours are old acquaintances though, and where a pair's second letter stands is all that a line is made of.
"""

import re

from matplotlib import rcParams

FAMILIES = ("serif", "sans-serif", "cursive", "fantasy", "monospace")  # what rcParams may change the meaning of
# Latin, Greek, punctuation, arrows and mathematics: scripts without marks that combine and letters that join.
PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2190-\u22ff]+")
LIGATURE = re.compile("ff[il]?|f[il]|.")  # letters that many a font joins into one glyph, or else one letter


class LineLayout:
    """The glyphs of lines of text, by pairs; `text` is a renderer's `TextToPath`, which knows fonts and shapes.

    `shapes` are the glyphs so far: name -> (vertices, codes), `text.FONT_SCALE` units to the size of the font.
    """

    def __init__(self, text):
        self.text, self.shapes = text, {}
        self._fonts, self._parts, self._pairs, self._sizes = {}, {}, {}, {}
        self._newest = None, None  # a line is measured and then drawn: (its font, its words), what `_row` says of it

    def placed(self, s, prop):
        """The glyphs of the line `s` in the font `prop`: a list of (name, right, up), in the units of `shapes`."""
        _, row = self._row(self._font(prop), prop, s)
        return row or self._shaped(prop, s)

    def size(self, s, prop, pixels, measure):
        """Width, height and descent of the line `s`, pixels, its font `pixels` high; `measure(s)` is Matplotlib's."""
        font = self._font(prop)
        units, row = self._row(font, prop, s)
        if row is None:
            return measure(s)
        known = self._sizes.setdefault((font, pixels), {})
        for unit in set(units) - set(known):
            known[unit] = measure(unit)
        sizes = [known[unit] for unit in units]
        descent = max(down for _, _, down in sizes)
        ascent = max(height - down for _, height, down in sizes)
        return row[-1][1] * pixels / self.text.FONT_SCALE + sizes[-1][0], ascent + descent, descent

    def _font(self, prop):
        """The name of the file of the font `prop`; finding it takes longer than placing a line."""
        key = hash(prop), *(tuple(rcParams[f"font.{family}"]) for family in prop.get_family() if family in FAMILIES)
        if key not in self._fonts:
            self._fonts[key] = self.text._get_font(prop).fname
        return self._fonts[key]

    def _units(self, font, prop, s):
        """The line `s` cut into what has one glyph each: letters, and the ligatures that the font `prop` has."""
        units = []
        for part in LIGATURE.findall(s):
            units += [part] if len(part) == 1 or len(self._glyphs(font, prop, part)) == 1 else part
        return units

    def _row(self, font, prop, s):
        """The units of `s` and its glyphs, put together from pairs; None for the glyphs where that cannot be."""
        asked, answer = self._newest
        if asked != (font, s):
            answer = self._put_together(font, prop, s) if PLAIN.fullmatch(s) else ([], None)
            self._newest = (font, s), answer
        return answer

    def _put_together(self, font, prop, s):
        """What `_row` says of `s`."""
        right, row, units = 0.0, [], self._units(font, prop, s)
        for before, unit in zip(["", *units], units, strict=False):
            last = self._last(font, prop, before, unit)
            if last is None:
                return units, None
            name, step = last
            right += step
            row.append((name, right, 0.0))
        return units, row

    def _last(self, font, prop, before, unit):
        """Name of the glyph of `unit` and how far it stands from that of the unit `before`; None if they join."""
        key = font, before, unit
        if key not in self._pairs:
            glyphs = self._glyphs(font, prop, before + unit)
            alone = [self._glyphs(font, prop, each)[0][0] for each in (before, unit) if each]
            self._pairs[key] = glyphs[-1][:2] if [glyph[0] for glyph in glyphs] == alone else None
        return self._pairs[key]

    def _glyphs(self, font, prop, part):
        """The glyphs of `part`, a unit or two of them, which are shaped once for each font."""
        key = font, part
        if key not in self._parts:
            self._parts[key] = self._shaped(prop, part)
        return self._parts[key]

    def _shaped(self, prop, s):
        """The glyphs of `s` as Matplotlib's shaper lays them out."""
        font = self.text._get_font(prop)
        glyphs, new, _ = self.text.get_glyphs_with_font(font, s, self.shapes, return_new_glyphs_only=True)
        self.shapes.update(new)
        return [glyph[:3] for glyph in glyphs]
