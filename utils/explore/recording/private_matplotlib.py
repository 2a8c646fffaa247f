"""Holds all uses of private attributes of Matplotlib, because a new version of Matplotlib may change these.

`tests/explore/test_private_matplotlib.py` fails with the name of the attribute that a new version changed.
"""

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path


def font_of(prop: FontProperties) -> FT2Font:
    """The font of `prop` with its fallback fonts, at `text_to_path.FONT_SCALE`.

    `font_manager.get_font` is public, but the function that finds the fallback fonts is not.
    """
    return text_to_path._get_font(prop)
