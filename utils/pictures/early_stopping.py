"""A training that is stopped when the validation loss no longer falls. Serves lesson 9."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from utils.look import ACCURACY, POINT, TEXT, TRAINING, VALIDATION, figure, ink, styled

NAMES = ("train", "valid", "accuracy")  # of the numbers in a history
AFTER_STOP = "0.55"  # the grey of the curves after the step at which the training stops

Run = dict[str, np.ndarray]  # the numbers of a history by name, one for each step, the start first


@styled
class StoppingPicture:
    """Training and validation loss at each step, the best step marked, and the step at which it stops. Lesson 8.

    `train(flipped, lr)` is the learner's: it trains with `flipped` wrong labels among `images` and returns a history
    with `"train"` and `"valid"` (losses) and `"accuracy"`, one value for each step, the start first. It is called once
    for each pair. `draw(flipped, patience, lr)`: `patience` is the number of steps without a new best before it stops.
    """

    HIGH, HIGHER = 0.9, 2.4  # top of the axis of the losses, and where a large learning rate makes them jump
    labels = {"flipped": "flipped labels", "lr": "learning rate"}

    def __init__(self, train: Callable[[int, float], Mapping[str, Any]], images: int = 200, steps: int = 1000) -> None:
        self.train, self.images, self.runs = train, images, {}
        self.fig, (self.ax, below) = figure(2, 1, figsize=(5.7, 4.7), sharex=True, height_ratios=(1.6, 1))
        axes, colours = (self.ax, self.ax, below), (TRAINING, VALIDATION, ACCURACY)
        self.after = [ax.plot([], [], color=AFTER_STOP, linewidth=1.2, alpha=0.7)[0] for ax in axes]
        self.lines = [ax.plot([], [], color=colour)[0] for ax, colour in zip(axes, colours, strict=True)]
        self.stops = [ax.axvline(0, color=TEXT, linewidth=1.2, linestyle=(0, (4, 3))) for ax in (self.ax, below)]
        self.best = [ax.plot([], [], "*", color=POINT, markersize=17, zorder=5)[0] for ax in (self.ax, below)]
        self.ax.set(title="loss", ylim=(0, self.HIGH), xlim=(0, steps))
        below.set(title="accuracy on the held-out digits", xlabel="steps", ylim=(0.4, 1.03))
        below.set_xscale("symlog", linthresh=1, linscale=0.3)
        below.set_xticks(ticks := [0, 1, 10, 100, 1000], labels=[f"{tick:,}" for tick in ticks])
        below.minorticks_off()
        end = {"transform": self.ax.get_yaxis_transform(), "va": "center"}
        names = (("training", TRAINING), ("validation", VALIDATION))
        self.names = [self.ax.text(1.01, 0.5, name, color=ink(colour), **end) for name, colour in names]

    def draw(self, flipped: int = 40, patience: int = 20, lr: float = 0.1) -> str:
        """Train with `flipped` wrong labels at `lr`, unless that was done before, and stop by `patience`."""
        run = self._run(flipped, lr)
        high = self.HIGH if max(run["train"].max(), run["valid"].max()) <= self.HIGH else self.HIGHER
        if self.ax.get_ylim()[1] != high:
            self.ax.set_ylim(0, high)
        self._name_ends(run["train"][-1], run["valid"][-1], apart=0.09 * high)
        best, stop = stopping(run["valid"], patience)
        steps = np.arange(len(run["valid"]))
        for line, rest, name in zip(self.lines, self.after, NAMES, strict=True):
            line.set_data(steps[: stop + 1], run[name][: stop + 1])
            rest.set_data(steps[stop:], run[name][stop:])
        for line, mark, name in zip(self.stops, self.best, ("valid", "accuracy"), strict=True):
            line.set_xdata([stop, stop])
            mark.set_data([best], [run[name][best]])
        settings = f"{flipped} of {self.images} labels wrong, learning rate {lr:g}, patience {patience}: "
        return settings + self._sentence(run, best, stop)

    def _run(self, flipped: int, lr: float) -> Run:
        """The history of the training with these settings, trained at the first call."""
        if (flipped, lr) not in self.runs:
            history = self.train(flipped, lr)
            self.runs[flipped, lr] = {name: np.asarray(history[name], float) for name in NAMES}
        return self.runs[flipped, lr]

    def _name_ends(self, train: float, valid: float, apart: float) -> None:
        """Write the two names at the ends of their curves, at least `apart` from each other."""
        push = max(apart - abs(valid - train), 0) / 2 * (1 if valid >= train else -1)
        for text, y in zip(self.names, (train - push, valid + push), strict=True):
            if text.get_position()[1] != y:  # a text that stays is not drawn again
                text.set_y(y)

    def _sentence(self, run: Run, best: int, stop: int) -> str:
        end = len(run["valid"]) - 1
        kept = f"the best is step {best}, with validation loss {run['valid'][best]:.2f} and accuracy "
        kept += f"{run['accuracy'][best]:.3f}"
        ends = f"after {end:,} steps they are {run['valid'][-1]:.2f} and {run['accuracy'][-1]:.3f}"
        return f"{'never stopped' if stop == end else f'stopped at step {stop}'}; {kept}; {ends}."


def stopping(losses: Sequence[float], patience: int) -> tuple[int, int]:
    """The step of the lowest of `losses`, and the step at which `patience` steps have passed since, or the last one."""
    best = 0
    for step, loss in enumerate(losses):
        if loss < losses[best]:
            best = step
        if step - best >= patience:
            return best, step
    return best, len(losses) - 1
