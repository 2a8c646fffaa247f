"""The lines of a training loop on any Axes, with those of the running step highlighted. Serves lesson 7."""

import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from utils.look import STEPS, TEXT, ink, styled

MARK = re.compile(r"\s*# *(?:\d *)?(" + "|".join(STEPS) + r")\b.*$")  # the comment that says which step a line is


def lines_of(function: Callable[..., Any], without: str = "history") -> list[tuple[str, str]]:
    """The lines of the body of `function`, each as (step, code); the step is "" where no comment names one.

    Lines that contain `without` are left out; of a `return` line, only that word. Comments are left out too. Raises
    ValueError where a step has no line, and where the source cannot be read.
    """
    try:
        whole = inspect.getsource(function).splitlines()
    except (OSError, TypeError):
        raise ValueError(f"The source of {function!r} cannot be read: define it in a cell of this notebook.") from None
    found = []
    for line in textwrap.dedent("\n".join(whole[1:])).splitlines():
        if without in line and not line.startswith("return"):
            continue
        line = line.replace(f", {without}", "")
        mark = MARK.search(line)
        found.append((mark[1] if mark else "", re.sub(r"\s*# .*$", "", line)))
    missing = [name for name in STEPS if name not in dict(found)]
    if missing:
        raise ValueError(f"No line of {function.__name__} has a comment with the step {', '.join(missing)}.")
    return found


@styled
class CodeLines:
    """The `lines`, pairs (step, code), on `ax`; `light` highlights those of a step, cheap enough for a frame.

    `bands` holds, by the name of the step, the strips behind its lines; `running` is what `light` was given last.
    `fontsize` is in points.
    """

    def __init__(self, ax: Axes, lines: list[tuple[str, str]], fontsize: float = 10) -> None:
        self.running: tuple[str | None, int | None] = (None, None)
        self.bands: dict[str, list[Rectangle]] = {name: [] for name in STEPS}
        ax.set(xlim=(0, 1), ylim=(len(lines), 0))
        ax.set_axis_off()
        middle = {"va": "center", "fontsize": fontsize, "zorder": 3, "in_layout": False}
        numbers = {name: number for number, name in enumerate(STEPS, 1)}
        for row, (step, code) in enumerate(lines):
            ax.text(0.06, row + 0.5, code, family="DejaVu Sans Mono", color=TEXT, parse_math=False, **middle)
            if step:
                ax.text(0.025, row + 0.5, numbers[step], color=ink(STEPS[step]), weight="bold", ha="center", **middle)
                self.bands[step].append(self._band(ax, row, STEPS[step]))

    def _band(self, ax: Axes, row: int, colour: str) -> Rectangle:
        """A strip of a tint of `colour` behind the line number `row`, not visible yet."""
        tint = [1 - 0.35 * (1 - channel) for channel in to_rgb(colour)]
        band = Rectangle((0, row + 0.04), 1, 0.92, facecolor=tint, edgecolor="none", zorder=1, visible=False)
        ax.add_patch(band)
        return band

    def light(self, running: str | None, line: int | None = None) -> None:
        """Highlight the lines of the step named `running`, None for no step, or only its `line`, counted from 0."""
        if (running, line) != self.running:
            for name in filter(None, (self.running[0], running)):
                lit = self.bands[name] if line is None else [self.bands[name][line]]
                for band in self.bands[name]:
                    band.set_visible(name == running and band in lit)
        self.running = running, line
