"""Lesson 8: two bends added up, a training that is stopped in time, and who is mistaken for whom."""

import numpy as np

from utils.look import figure, ink
from utils.plots.seven_steps import STEPS

TRAIN, VALID, GREY = STEPS["step"], STEPS["predict"], "0.55"


class TwoBendsPicture:
    """The sum of two ReLUs and five dots to hit: `early` and `late` are their slopes.

    The first starts at x = -1, the second at `bend`. The dots lie on such a sum,
    so that the loss (the mean squared distance) can be brought to 0.
    """

    START = -1.0
    DOTS = ((-2.0, 0.0, 1.0, 2.0, 3.0), (0.0, 1.0, 2.0, 1.0, 0.0))
    LOW, HIGH = -3.2, 4.2
    labels: dict = {"early": "slope of the first", "late": "slope of the second", "bend": "second starts at"}  # noqa: RUF012

    def __init__(self):
        self.fig, self.ax = figure(figsize=(6.4, 4.2))
        self.ax.axhline(0, color="0.85", linewidth=1, zorder=0)
        self.ax.plot(*self.DOTS, "o", color=ink("C0"), markersize=9, zorder=4)
        self.parts = [self.ax.plot([], [], "--", color=colour, linewidth=1.6)[0] for colour in ("C1", "C2")]
        (self.sum,) = self.ax.plot([], [], color="#222222", linewidth=2.6, zorder=3)
        (self.bends,) = self.ax.plot([], [], "s", color="#222222", markersize=6, zorder=3)
        self.names = [
            self.ax.text(-2.9, place, name, color=ink(colour))
            for name, colour, place in (
                ("the first ReLU", "C1", 3.6),
                ("the second ReLU", "C2", 3.1),
                ("their sum", "#222222", 2.6),
            )
        ]
        self.ax.set(xlim=(-3, 3.2), ylim=(self.LOW, self.HIGH), xlabel="x", ylabel="y")

    def draw(self, early=0.5, late=0.5, bend=0.0):
        """Show both ReLUs and their sum."""
        x = np.array(sorted({-3.0, self.START, bend, 3.2}))
        sum_of = self._sum(early, late, bend)
        self.parts[0].set_data(x, early * np.maximum(x - self.START, 0))
        self.parts[1].set_data(x, late * np.maximum(x - bend, 0))
        self.sum.set_data(x, sum_of(x))
        corners = np.array([at for at, change in ((self.START, early), (bend, late)) if change])
        self.bends.set_data(corners, sum_of(corners))
        loss = float(np.mean((sum_of(np.array(self.DOTS[0])) - self.DOTS[1]) ** 2))
        return f"{self._pieces(early, late, bend)}; {self._hit(loss)}{self._leaves(sum_of)}."

    def _sum(self, early, late, bend):
        """The sum as a function of an array."""
        return lambda x: early * np.maximum(x - self.START, 0) + late * np.maximum(x - bend, 0)

    def _pieces(self, early, late, bend):
        """How many straight pieces the sum has, and their slopes from left to right."""
        turns = {}
        for at, change in ((self.START, early), (bend, late)):
            turns[at] = turns.get(at, 0) + change
        slopes = [0.0]
        for at in sorted(turns):
            slopes += [slopes[-1] + turns[at]] if turns[at] else []
        if len(slopes) == 1:
            return "The sum is one straight line, flat everywhere"
        words = " and ".join(", ".join(f"{slope:g}" for slope in slopes).rsplit(", ", 1))
        return f"The sum has {('two', 'three')[len(slopes) - 2]} straight pieces, with slopes {words}"

    def _hit(self, loss):
        """How far from the dots the sum is."""
        return "it goes through all five dots, loss 0.00" if loss == 0 else f"its loss against the dots is {loss:.2f}"

    def _leaves(self, sum_of):
        """A word on where the sum leaves the picture, if it does."""
        x = np.linspace(-3, 3.2, 63)
        gone = (sum_of(x) < self.LOW) | (sum_of(x) > self.HIGH)
        return f"; it leaves the picture near x = {x[gone][0]:.1f}" if gone.any() else ""


class StoppingPicture:
    """Training and validation loss, step by step, the best step marked, and where patience stops.

    `train(flipped, lr)` is the learner's: it trains with so many wrong labels among `images` and returns a history
    with `"train"` and `"valid"` (losses) and `"accuracy"`, each one value a step, the start first. It is called once
    for each pair. Patience is how many steps without a new best the training waits for.
    """

    HIGH, HIGHER = 0.9, 2.4  # what the axis of the losses shows: a rate that bounces needs more of it
    labels: dict = {"flipped": "flipped labels", "lr": "learning rate"}  # noqa: RUF012

    def __init__(self, train, images=200, steps=1000):
        self.train, self.images, self.steps, self.runs = train, images, steps, {}
        self.fig, (self.ax, below) = figure(2, 1, figsize=(7.2, 5.4), sharex=True, height_ratios=(1.6, 1))
        self.after = [ax.plot([], [], color=GREY, linewidth=1.2, alpha=0.7)[0] for ax in (self.ax, self.ax, below)]
        self.lines = [
            ax.plot([], [], color=colour)[0] for ax, colour in ((self.ax, TRAIN), (self.ax, VALID), (below, VALID))
        ]
        self.stops = [ax.axvline(0, color="#222222", linewidth=1.2, linestyle=(0, (4, 3))) for ax in (self.ax, below)]
        self.best = [ax.plot([], [], "*", color="#D55E00", markersize=17, zorder=5)[0] for ax in (self.ax, below)]
        self.ax.set(title="loss", ylim=(0, self.HIGH), xlim=(0, steps))
        below.set(title="accuracy on the held-out digits", xlabel="steps", ylim=(0.4, 1.03))
        below.set_xscale("symlog", linthresh=1, linscale=0.3)
        below.set_xticks(ticks := [0, 1, 10, 100, 1000], labels=[f"{tick:,}" for tick in ticks])
        below.minorticks_off()
        end = {"transform": self.ax.get_yaxis_transform(), "va": "center"}
        self.names = [
            self.ax.text(1.01, 0.5, name, color=ink(colour), **end)
            for name, colour in (("training", TRAIN), ("validation", VALID))
        ]

    def draw(self, flipped=40, patience=20, lr=0.1):
        """Train with `flipped` wrong labels at `lr`, unless that was done, and stop by `patience`."""
        if (flipped, lr) not in self.runs:
            history = self.train(flipped, lr)
            self.runs[flipped, lr] = {name: np.asarray(history[name], float) for name in ("train", "valid", "accuracy")}
        run = self.runs[flipped, lr]
        high = self.HIGH if max(run["train"].max(), run["valid"].max()) <= self.HIGH else self.HIGHER
        if self.ax.get_ylim()[1] != high:
            self.ax.set_ylim(0, high)
        self._name_ends(run["train"][-1], run["valid"][-1], apart=0.09 * high)
        best, stop = stopping(run["valid"], patience)
        steps = np.arange(len(run["valid"]))
        for line, rest, name in zip(self.lines, self.after, ("train", "valid", "accuracy"), strict=True):
            line.set_data(steps[: stop + 1], run[name][: stop + 1])
            rest.set_data(steps[stop:], run[name][stop:])
        for line, mark, name in zip(self.stops, self.best, ("valid", "accuracy"), strict=True):
            line.set_xdata([stop, stop])
            mark.set_data([best], [run[name][best]])
        where = f"{flipped} of {self.images} labels wrong, learning rate {lr:g}, patience {patience}: "
        return where + self._say(run, best, stop)

    def _name_ends(self, train, valid, apart):
        """Write the two names at the ends of their curves, `apart` at least."""
        push = max(apart - abs(valid - train), 0) / 2 * (1 if valid >= train else -1)
        for text, place in zip(self.names, (train - push, valid + push), strict=True):
            if text.get_position()[1] != place:
                text.set_y(place)

    def _say(self, run, best, stop):
        end = len(run["valid"]) - 1
        kept = f"the best is step {best}, with validation loss {run['valid'][best]:.2f} and accuracy "
        kept += f"{run['accuracy'][best]:.3f}"
        ends = f"after {end:,} steps they are {run['valid'][-1]:.2f} and {run['accuracy'][-1]:.3f}"
        return f"{'never stopped' if stop == end else f'stopped at step {stop}'}; {kept}; {ends}."


def stopping(losses, patience):
    """The best step so far and the step at which `patience` steps have gone by without a better one, or the last."""
    best = 0
    for step, loss in enumerate(losses):
        if loss < losses[best]:
            best = step
        if step - best >= patience:
            return best, step
    return best, len(losses) - 1


def show_confusion(counts, ax=None):
    """Draw `counts`, (10, 10): row r, column c tells how many of the digit r were taken for c. Serves lesson 8.

    The right ones are written and not coloured, so that the colours are the mistakes'.
    """
    counts = np.asarray(counts)
    ax = figure(figsize=(4.4, 4.0))[1] if ax is None else ax
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(mistakes.max() * 1.3, 1), interpolation="none")
    for row, column in np.argwhere(counts):
        right = {"color": "0.45"} if row == column else {"color": "#222222", "weight": "bold"}
        ax.text(column, row, counts[row, column], ha="center", va="center", fontsize=10, **right)
    ticks = range(len(counts))
    ax.set(xlabel="taken for", ylabel="the digit", xticks=ticks, yticks=ticks)
    ax.tick_params(length=0)
    ax.grid(False)
    return ax
