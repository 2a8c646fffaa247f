"""What each learning rate does on a parabola, on an axis of rates. Serves lesson 3."""

from matplotlib.axes import Axes

from utils.look import GREY, PAPER, TEXT
from utils.pictures.descent_path import Parabola

SLIDES, BOUNCES, DIVERGES = "#CFE5F3", "#FBE3B9", "#F6CDB4"
LETTER = 0.018  # the share of the axis that a letter takes


def draw_regimes(ax: Axes, parabola: Parabola | None, highest: float, unknown: str) -> None:
    """Draw on `ax` what each rate up to `highest` does on `parabola`; without one, write the words `unknown`."""
    ax.spines["left"].set_visible(False)
    ax.set(yticks=[], ylim=(0, 1), xlim=(0, highest))
    ax.set_xlabel("learning rate lr", labelpad=1)
    ax.locator_params(axis="x", nbins=7)
    if parabola is None or parabola.curvature < 0:
        ax.axvspan(0, highest, color="#EEEEEE", zorder=0)
        known = "a hill: every rate leads away from its top" if parabola else unknown
        ax.text(highest / 2, 0.45, known, ha="center", va="center", color=GREY)
        return
    lands = 0.5 / parabola.curvature
    _draw_band(ax, 0, lands, SLIDES, "slides")
    _draw_band(ax, lands, 2 * lands, BOUNCES, "bounces, settles")
    _draw_band(ax, 2 * lands, highest, DIVERGES, "diverges")
    if lands < highest:
        ax.axvline(lands, color=TEXT, linewidth=4, solid_capstyle="butt", zorder=1)
        if lands > 20 * LETTER * highest:
            ax.text(0.015 * highest, 0.45, "crawls", va="center", zorder=2)
            # On the line and not beside it: a single rate lands.
            ax.text(lands, 0.45, "lands", ha="center", va="center", zorder=2, bbox=PAPER | {"alpha": 1})


def _draw_band(ax: Axes, low: float, high: float, colour: str, word: str) -> None:
    """Draw the band of rates from `low` to `high` as far as the axis goes, with its `word` where that has room."""
    highest = ax.get_xlim()[1]
    high = min(high, highest)
    if low < high:
        ax.axvspan(low, high, color=colour, linewidth=0, zorder=0)
    if high - low > LETTER * len(word) * highest:
        ax.text((low + high) / 2, 0.45, word, ha="center", va="center", zorder=2)
