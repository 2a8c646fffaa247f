"""Learning rates on an axis: what each does on a parabola, and the rates of all lessons. Serves lesson 3."""

from matplotlib.axes import Axes

from utils.look import GREY, POINT, TEXT, figure, styled
from utils.pictures.descent_path import Parabola


def draw_regimes(ax: Axes, parabola: Parabola | None, unknown: str) -> None:
    """Draw on `ax` what each learning rate does on `parabola`; without one, write the words `unknown`."""
    ax.spines["left"].set_visible(False)
    ax.set(yticks=[], ylim=(0, 1))
    ax.set_xlabel("learning rate lr", labelpad=1)
    if parabola is None or parabola.curvature < 0:
        ax.set_xlim(0, 1.22)
        ax.axvspan(0, 1.22, color="#EEEEEE", zorder=0)
        known = "a hill: every rate leads away from its top" if parabola else unknown
        ax.text(0.61, 0.45, known, ha="center", va="center", color=GREY)
        return
    unit = 1 / parabola.curvature
    ax.set_xlim(0, 1.22 * unit)
    ax.set_xticks([0, 0.25 * unit, 0.5 * unit, 0.75 * unit, unit])
    ax.xaxis.set_major_formatter(lambda rate, _: f"{rate:.3g}")
    bands = [(0, 0.5, "#CFE5F3", "slides"), (0.5, 1, "#FBE3B9", "bounces, settles"), (1, 1.22, "#F6CDB4", "diverges")]
    for low, high, colour, word in bands:
        ax.axvspan(low * unit, high * unit, color=colour, linewidth=0, zorder=0)
        ax.text((high - 0.015) * unit, 0.45, word, ha="right", va="center", zorder=2)
    ax.text(0.02 * unit, 0.45, "crawls", va="center", zorder=2)
    ax.axvspan(0.494 * unit, 0.506 * unit, color=TEXT, linewidth=0, zorder=1)
    ax.text(0.515 * unit, 0.45, "lands", va="center", color=TEXT, zorder=2)


@styled
def plot_rates(rates: dict[float, str], usual: tuple[float, float] = (1e-3, 0.1), ax: Axes | None = None) -> Axes:
    """Draw the rates of `rates`, {rate: words}, on a log axis, and shade the range `usual`; returns the Axes."""
    ax = figure(figsize=(8.0, 0.9 + 0.42 * len(rates)))[1] if ax is None else ax
    ax.axvspan(*usual, color="#CFE5F3", linewidth=0, zorder=0)
    ax.text((usual[0] * usual[1]) ** 0.5, len(rates) - 0.35, "often used", ha="center", va="bottom", color=GREY)
    for row, (rate, words) in enumerate(sorted(rates.items(), reverse=True)):
        ax.plot(rate, row, "o", color=POINT, zorder=3)
        ax.annotate(f"{rate:g}  {words}", (rate, row), (9, 0), textcoords="offset points", va="center", in_layout=False)
    ax.set(xscale="log", xlabel="learning rate lr", yticks=[], ylim=(-0.6, len(rates) + 0.1))
    ax.set_xlim(min(rates) / 2, max(rates) * 2000)
    ax.set_xticks([10.0**power for power in range(-5, 1)])
    ax.spines["left"].set_visible(False)
    return ax
