"""A training that is stopped when the validation loss no longer falls. Serves lesson 9."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from utils.look import DATA, DIGIT_SCALE, POINT, TEXT, TRAINING, VALIDATION, figure, ink, styled
from utils.pictures.drawing import set_changed, set_points
from utils.plots.mosaic import as_images

AFTER_STOP = "0.55"  # the grey of the curves after the epoch at which the training stops
SHOWN = 6  # held-out digits below the curves

Run = dict[str, np.ndarray]  # the numbers of a history by name, one for each epoch, the start first


@styled
class StoppingPicture:
    """Training and validation loss to one scale, the best epoch, the stop, and what the model says at both. Lesson 9.

    `train(flipped)` is the learner's: it trains with `flipped` wrong labels among `images` and returns a history with
    `"train"` and `"valid"` (losses), `"accuracy"`, and `"logits"` of the held-out digits, one entry for each epoch, the
    start first. It is called once for each number. `digits`, (n, 784), are the held-out digits, threes and sevens, and
    `targets`, (n, 1), is 1 for a three. `draw(flipped, patience)`: `patience` is the number of epochs without a new
    best before it stops. The digits shown come first from those that are right at the best of all epochs and wrong at
    the last one, then from those with the lowest probability of the right answer at the last one.
    """

    HIGH = 1.2  # the top of the axis of the losses; a loss above it is cut off at the edge
    labels = {"flipped": "flipped labels"}

    def __init__(
        self, train: Callable[[int], Mapping[str, Any]], digits: Any, targets: Any, images: int = 200, epochs: int = 100
    ) -> None:
        self.train, self.images, self.epochs, self.runs = train, images, epochs, {}
        self.digits, self.targets = as_images(digits), np.asarray(targets).ravel() == 1
        self.fig, (self.ax, self.below) = figure(2, 1, figsize=(5.7, 4.8), height_ratios=(1.15, 1))
        self._draw_curves(self.ax)
        self._draw_digits(self.below)

    def _draw_curves(self, ax: Any) -> None:
        """The artists of the two losses."""
        colours = (TRAINING, VALIDATION)
        self.after = [ax.plot([], [], color=AFTER_STOP, linewidth=1.2, alpha=0.7)[0] for _ in colours]
        self.lines = [ax.plot([], [], color=colour)[0] for colour in colours]
        self.stop_line = ax.axvline(0, color=TEXT, linewidth=1.2, linestyle=(0, (4, 3)))
        (self.star,) = ax.plot([], [], "*", color=POINT, markersize=15, zorder=5)
        ax.set(ylabel="loss", xlabel="epoch", xlim=(0, self.epochs), ylim=(0, self.HIGH))
        end = {"transform": ax.get_yaxis_transform(), "va": "center"}
        names = zip(("training", "validation"), colours, strict=True)
        self.names = [ax.text(1.01, 0.5, name, color=ink(colour), **end) for name, colour in names]

    def _draw_digits(self, ax: Any) -> None:
        """The artists of the held-out digits, above each the way of its probability from the star to the stop."""
        # One image holds all of them, since six images take six times as long to draw.
        self.row = ax.imshow(np.zeros((28, 28 * SHOWN)), extent=(0, SHOWN, -1, 0), **DIGIT_SCALE)
        ax.axhline(0.5, color=DATA, linewidth=1, linestyle=(0, (4, 3)))
        ax.axhline(0, color=DATA, linewidth=0.8)
        self.ways = [ax.plot([], [], color=VALIDATION, linewidth=1.5)[0] for _ in range(SHOWN)]
        (self.at_star,) = ax.plot([], [], "*", color=POINT, markersize=11)
        # Hollow: where the two are near each other, the star is seen inside it.
        (self.at_stop,) = ax.plot([], [], "s", color=POINT, markerfacecolor="none", markersize=9)
        ax.set(xlim=(0, SHOWN), ylim=(-1, 1.08), aspect="auto", xticks=[], yticks=[0, 0.5, 1])
        ax.set_ylabel("right answer's\nprobability", y=0.75)
        ax.spines["bottom"].set_visible(False)
        ax.spines["left"].set_bounds(0, 1)

    def draw(self, flipped: int = 40, patience: int = 100) -> str:
        """Train with `flipped` wrong labels, unless that was done before, and stop by `patience`."""
        run = self._run(flipped)
        best, stop = stopping(run["valid"], patience)
        epochs = np.arange(len(run["valid"]))
        for line, rest, name in zip(self.lines, self.after, ("train", "valid"), strict=True):
            line.set_data(epochs[: stop + 1], run[name][: stop + 1])
            rest.set_data(epochs[stop:], run[name][stop:])
        self.stop_line.set_xdata([stop, stop])
        self.star.set_data([best], [run["valid"][best]])
        self._name_ends(run["train"][-1], min(run["valid"][-1], self.HIGH), apart=0.1 * self.HIGH)
        right = self._show_digits(run, best, stop)
        settings = f"{flipped} of {self.images} labels wrong, patience {patience}: "
        return settings + self._sentence(run, best, stop, right)

    def _run(self, flipped: int) -> Run:
        """The history of the training with so many wrong labels, trained at the first call, with what is shown of it.

        `"rows"` are those of the digits; `"given"`, (epochs + 1, SHOWN), are the probabilities of their right answers.
        """
        if flipped not in self.runs:
            history = self.train(flipped)
            run = {name: np.asarray(history[name], float) for name in ("train", "valid", "accuracy")}
            logits = np.stack([np.asarray(each, float).ravel() for each in history["logits"]])
            given = 1 / (1 + np.exp(np.where(self.targets, -logits, logits)))
            lost = (given[run["valid"].argmin()] > 0.5) & (given[-1] < 0.5)
            run["rows"] = np.lexsort((given[-1], ~lost))[:SHOWN]
            run["given"] = given[:, run["rows"]]
            self.runs[flipped] = run
        return self.runs[flipped]

    def _show_digits(self, run: Run, best: int, stop: int) -> tuple[int, int]:
        """Show the digits of `run`; return how many of them are right at the star and at the stop."""
        at_star, at_stop = run["given"][best], run["given"][stop]
        # A vertical way: a slanted one would look like a path over the epochs.
        middle = np.arange(SHOWN) + 0.5
        self.row.set_data(np.hstack([*self.digits[run["rows"]]]))
        for number, way in enumerate(self.ways):
            set_points(way, [middle[number]] * 2, [at_star[number], at_stop[number]])
        self.at_star.set_data(middle, at_star)
        self.at_stop.set_data(middle, at_stop)
        return int((at_star > 0.5).sum()), int((at_stop > 0.5).sum())

    def _name_ends(self, train: float, valid: float, apart: float) -> None:
        """Write the two names at the ends of their curves, at least `apart` from each other."""
        push = max(apart - abs(valid - train), 0) / 2 * (1 if valid >= train else -1)
        for text, y in zip(self.names, (train - push, valid + push), strict=True):
            set_changed(text, position=(text.get_position()[0], y))

    def _sentence(self, run: Run, best: int, stop: int, right: tuple[int, int]) -> str:
        ends = "not stopped" if stop == self.epochs else f"stopped after epoch {stop}"
        kept = f"lowest validation loss {run['valid'][best]:.2f} after epoch {best}, with accuracy "
        kept += f"{run['accuracy'][best]:.3f}"
        last = f"at the end they are {run['valid'][stop]:.2f} and {run['accuracy'][stop]:.3f}"
        return f"{ends}; {kept}; {last}. Of the six digits {right[0]} are right at the star, {right[1]} at the end."


def stopping(losses: Sequence[float], patience: int) -> tuple[int, int]:
    """The epoch of the lowest of `losses` up to the stop, and the stop: `patience` epochs later, or the last epoch."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(losses) - 1
