"""The seven steps as a diagram on any Axes, with the running step highlighted. Serves lessons 4 and 7."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.text import Text

from utils.look import ON_COLOUR, STEPS, TEXT, figure, styled

# The description of each step, and the centre of its box in the diagram's own units, 16 wide and 6.8 high.
BOXES = {
    "initialise": ("at random", 1.75, 5.3),
    "predict": ("make a guess", 6.05, 5.3),
    "loss": ("how wrong?", 10.3, 5.3),
    "gradient": ("where is up?", 13.95, 3.4),
    "step": ("a little down", 10.3, 1.5),
    "repeat": ("round again", 6.05, 1.5),
    "stop": ("rounds done", 1.75, 1.5),
}
WIDTH, HEIGHT = 3.4, 1.9
ARROWS = (  # from which step, to which, and the curvature of the arrow
    ("initialise", "predict", 0),
    ("predict", "loss", 0),
    ("loss", "gradient", -0.25),
    ("gradient", "step", -0.25),
    ("step", "repeat", 0),
    ("repeat", "predict", 0),
    ("repeat", "stop", 0),
)


@styled
class SevenSteps:
    """The diagram, drawn once on `ax`; `light` highlights a step and changes two boxes only, cheap enough for a frame.

    `boxes` holds (box, title, description) by the name of the step; `running` is the highlighted step, or None.
    Without `words` the boxes hold number and name alone, for a small diagram; `fontsize` is in points.

        steps = SevenSteps(ax)
        steps.light("loss")
    """

    def __init__(self, ax: Axes, words: bool = True, fontsize: float = 12) -> None:
        self.ax, self.running = ax, None
        ax.set(xlim=(0, 16), ylim=(0, 6.8), aspect="equal")
        ax.set_axis_off()
        ring = FancyBboxPatch((4.0, 0.2), 12.0, 6.4, boxstyle="round,pad=0,rounding_size=0.8", fc="0.955", ec="none")
        ax.add_patch(ring)
        self.boxes = {name: self._draw_box(k, name, words, fontsize) for k, name in enumerate(STEPS, 1)}
        for start, end, bend in ARROWS:
            self._draw_arrow(start, end, bend, fontsize)
        ax.text(9.15, 3.4, "the loop", style="italic", ha="center", va="center", fontsize=fontsize, color="0.4")
        for name in STEPS:
            self._colour(name, lit=False)

    def light(self, running: str | None) -> None:
        """Highlight the step named `running`, or none where it is None. Raises ValueError for any other name."""
        if running is not None and running not in STEPS:
            raise ValueError(f"The seven steps are {', '.join(STEPS)}; {running!r} is none of them.")
        if running != self.running:
            for name in filter(None, (self.running, running)):
                self._colour(name, lit=name == running)
        self.running = running

    def _draw_box(self, k: int, name: str, described: bool, fontsize: float) -> tuple[FancyBboxPatch, Text, Text]:
        """Draw the box of step number `k` with its title and description; `_colour` gives them their colours."""
        words, x, y = BOXES[name]
        corner = (x - WIDTH / 2, y - HEIGHT / 2)
        box = FancyBboxPatch(corner, WIDTH, HEIGHT, boxstyle="round,pad=0,rounding_size=0.4", linewidth=1.6, zorder=2)
        self.ax.add_patch(box)
        middle = {"ha": "center", "va": "center", "zorder": 3}
        above, below = (0.36, 0.45) if described else (0, 0)
        title = self.ax.text(x, y + above, f"{k} {name}" if described else f"{k}\n{name}", fontsize=fontsize, **middle)
        description = self.ax.text(x, y - below, words if described else "", fontsize=0.85 * fontsize, **middle)
        return box, title, description

    def _draw_arrow(self, start: str, end: str, bend: float, size: float) -> None:
        """Draw the arrow from the box of `start` to the box of `end`, for a font of `size` points."""
        ends = {"patchA": self.boxes[start][0], "patchB": self.boxes[end][0], "shrinkA": size / 5, "shrinkB": size / 5}
        look = {"arrowstyle": "-|>", "mutation_scale": size, "color": "0.4", "linewidth": size / 8, "zorder": 1}
        curve = {"connectionstyle": f"arc3,rad={bend}"}
        self.ax.add_patch(FancyArrowPatch(BOXES[start][1:], BOXES[end][1:], **ends, **look, **curve))

    def _colour(self, name: str, lit: bool) -> None:
        """Fill the box of `name` with its full colour when `lit`, else with a 12 % tint of it."""
        box, title, description = self.boxes[name]
        colour = to_rgb(STEPS[name])
        box.set(facecolor=colour if lit else [1 - 0.12 * (1 - channel) for channel in colour], edgecolor=colour)
        bright = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] > 0.5
        for text in (title, description):
            text.set_color(TEXT if not lit else ON_COLOUR if bright else "white")


@styled
def seven_steps(running: str | None = None, ax: Axes | None = None, **kwargs: Any) -> Axes:
    """Draw the seven steps and their loop, with the step `running` highlighted; see `SevenSteps`. Serves lesson 7."""
    ax = figure(figsize=(6.4, 2.8))[1] if ax is None else ax
    SevenSteps(ax, **kwargs).light(running)
    return ax
