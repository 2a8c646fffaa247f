"""Holds all uses of private attributes of Matplotlib, because a new version of Matplotlib may change these.

`tests/explore/test_private_matplotlib.py` fails with the name of the attribute that a new version changed.
"""

from abc import abstractmethod
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

# The ascent and the descent of a font, and its gap between two lines; Nones for a font that does not say them.
Heights = tuple[float | None, float | None, float | None]


class HeightsRenderer(RendererBase):
    """A renderer that tells Matplotlib 3.11 the heights of fonts, so that Matplotlib reads no file for each text."""

    @abstractmethod
    def font_heights(self, prop: FontProperties) -> Heights:
        """The heights of the font `prop`, pixels."""

    def _get_font_height_metrics(self, prop: FontProperties) -> Heights:
        return self.font_heights(prop)


def font_of(prop: FontProperties) -> FT2Font:
    """The font of `prop` with its fallback fonts, at `text_to_path.FONT_SCALE`.

    `font_manager.get_font` is public, but the function that finds the fallback fonts is not.
    """
    return text_to_path._get_font(prop)


def mappable_of(ax: Axes) -> Any:
    """The artist whose colours the colour bar `ax` explains; None for any other Axes."""
    return ax._colorbar.mappable if hasattr(ax, "_colorbar") else None


def titles_of(ax: Axes) -> tuple[Text, Text, Text]:
    """The titles of `ax` in the middle, at the left and at the right. `ax.title` alone is public."""
    return ax.title, ax._left_title, ax._right_title
