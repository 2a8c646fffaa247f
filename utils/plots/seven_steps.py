"""The seven steps as a diagram on any Axes, the running step lit. Knows only matplotlib. Serves lessons 4 and 7."""

from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

STEPS = {  # the seven steps in their order, each with its colour
    "initialise": "#CC79A7",
    "predict": "#0072B2",
    "loss": "#D55E00",
    "gradient": "#009E73",
    "step": "#E69F00",
    "repeat": "#56B4E9",
    "stop": "#000000",
}
WORDS = {
    "initialise": "start anywhere",
    "predict": "make a guess",
    "loss": "how wrong?",
    "gradient": "where is up?",
    "step": "a little down",
    "repeat": "go round again",
    "stop": "good enough",
}
# Centres of the boxes in the diagram's own units, 16 wide and 6.8 high: the loop is the ring on the right.
PLACES = {
    "initialise": (1.75, 5.3),
    "predict": (6.05, 5.3),
    "loss": (10.3, 5.3),
    "gradient": (13.95, 3.4),
    "step": (10.3, 1.5),
    "repeat": (6.05, 1.5),
    "stop": (1.75, 1.5),
}
WIDTH, HEIGHT = 3.4, 1.9
ARROWS = (  # from, to, how much it bends
    ("initialise", "predict", 0),
    ("predict", "loss", 0),
    ("loss", "gradient", -0.25),
    ("gradient", "step", -0.25),
    ("step", "repeat", 0),
    ("repeat", "predict", 0),
    ("repeat", "stop", 0),
)


class SevenSteps:
    """The diagram drawn once on `ax`; `light` changes only the two boxes concerned, so it may be called every frame.

    `boxes` holds each step's (box, name, words) by its name; `running` is the step that is lit, or None.
    Without `words` only the names are written, as a small diagram wants it; `fontsize` is in points.

        steps = SevenSteps(ax)
        steps.light("loss")
    """

    def __init__(self, ax, words=True, fontsize=12):
        self.ax, self.running = ax, None
        ax.set(xlim=(0, 16), ylim=(0, 6.8), aspect="equal")
        ax.set_axis_off()
        ring = FancyBboxPatch((4.0, 0.2), 12.0, 6.4, boxstyle="round,pad=0,rounding_size=0.8", fc="0.955", ec="none")
        ax.add_patch(ring)
        self.boxes = {name: self._box(number, name, words, fontsize) for number, name in enumerate(STEPS, 1)}
        for start, end, bend in ARROWS:
            self._arrow(start, end, bend, fontsize)
        small = {"ha": "center", "va": "center", "fontsize": 0.8 * fontsize, "color": "0.4"}
        ax.text(9.15, 3.4, "the loop", style="italic", **small)
        for name in STEPS:
            self._paint(name, lit=False)

    def light(self, running):
        """Light the step named `running`, None for none of them. Raises ValueError for any other name."""
        if running is not None and running not in STEPS:
            raise ValueError(f"The seven steps are {', '.join(STEPS)}; {running!r} is none of them.")
        if running != self.running:
            for name in filter(None, (self.running, running)):
                self._paint(name, lit=name == running)
        self.running = running

    def _box(self, number, name, words, fontsize):
        """The box of one step with what is written in it; its colours come with `_paint`."""
        x, y = PLACES[name]
        corner = (x - WIDTH / 2, y - HEIGHT / 2)
        box = FancyBboxPatch(corner, WIDTH, HEIGHT, boxstyle="round,pad=0,rounding_size=0.4", linewidth=1.6, zorder=2)
        self.ax.add_patch(box)
        middle = {"ha": "center", "va": "center", "zorder": 3}
        above, below = (0.36, 0.45) if words else (0, 0)
        title = self.ax.text(x, y + above, f"{number} {name}", fontsize=fontsize, **middle)
        under = self.ax.text(x, y - below, WORDS[name] if words else "", fontsize=0.85 * fontsize, **middle)
        return box, title, under

    def _arrow(self, start, end, bend, size):
        """The arrow from the box of `start` to the box of `end`, for names `size` points high."""
        ends = {"patchA": self.boxes[start][0], "patchB": self.boxes[end][0], "shrinkA": size / 5, "shrinkB": size / 5}
        look = {"arrowstyle": "-|>", "mutation_scale": size, "color": "0.4", "linewidth": size / 8, "zorder": 1}
        curve = {"connectionstyle": f"arc3,rad={bend}"}
        self.ax.add_patch(FancyArrowPatch(PLACES[start], PLACES[end], **ends, **look, **curve))

    def _paint(self, name, lit):
        """Give the box of `name` its colour in full when `lit`, else a breath of it."""
        box, title, under = self.boxes[name]
        colour = to_rgb(STEPS[name])
        box.set(facecolor=colour if lit else [1 - 0.12 * (1 - channel) for channel in colour], edgecolor=colour)
        bright = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] > 0.5
        for text in (title, under):
            text.set_color("white" if lit and not bright else "#222222")
