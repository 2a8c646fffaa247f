"""A classifier trained anew at every stop of a slider, by the learner's own function. Serves lessons 7 and 8."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from utils.look import ACCURACY, COMPARED, DATA, LOSS, PAPER, POINT, capped, figure, styled
from utils.pictures.drawing import set_points
from utils.plots.end_labels import label_end

GUESSING = {"color": "0.45", "linewidth": 1, "linestyle": ":"}  # the line of a model that only guesses

History = Mapping[str, Sequence[float]]


@styled
class OrderPicture:
    """The loss and the accuracy of a training with or without shuffling, at any batch size and learning rate. Lesson 7.

    `train(lr=, size=, shuffle=)` is the learner's; it returns a history of `epochs` epochs with `"loss"` (one value for
    each batch of all epochs) and `"accuracy"` (one for each epoch, the start first). `draw(shuffle, size, lr)` trains.
    """

    labels = {"size": "batch size", "lr": "learning rate"}

    def __init__(self, train: Callable[..., History], epochs: int = 10) -> None:
        self.train, self.epochs = train, epochs
        self.fig, (self.ax, below) = figure(2, 1, figsize=(5.7, 4.6), sharex=True)
        (self.losses,) = self.ax.plot([], [], color=LOSS, linewidth=1.4)
        (self.accuracies,) = below.plot([], [], "o-", color=ACCURACY)
        below.axhline(0.5, **GUESSING)
        below.text(epochs, 0.51, "guessing", color=GUESSING["color"], ha="right", va="bottom")
        self.ax.set(title="loss of each batch", ylim=(-0.03, 1.05))
        below.set(title="accuracy on the held-out digits", xlabel="epochs", ylim=(0.4, 1.03))
        below.set(xlim=(-0.1, epochs + 0.2), xticks=range(epochs + 1))

    def draw(self, shuffle: bool = True, size: int = 64, lr: float = 1.0) -> str:
        """Train with these settings; returns the sentence with the accuracy after the first and the last epoch."""
        history = self.train(lr=lr, size=size, shuffle=shuffle)
        losses, accuracies = history["loss"], history["accuracy"]
        batches = len(losses) // self.epochs
        self.losses.set_data((np.arange(len(losses)) + 0.5) / batches, losses)
        self.accuracies.set_data(range(len(accuracies)), accuracies)
        count = f"{batches} batches an epoch" if batches > 1 else "one batch an epoch"
        settings = f"{'Shuffled' if shuffle else 'Sorted'}, {count}, learning rate {lr:g}"
        last = f"{accuracies[-1]:.3f} after {self.epochs}"
        return f"{settings}: accuracy {accuracies[1]:.3f} after one epoch and {last}."


@styled
class RetrainPicture:
    """A network trained anew at each learning rate, over the results of other models at all rates. Serves lesson 8.

    `train(lr)` is the learner's; it returns a history with `"loss"` (one value for each batch), `"valid"` and
    `"accuracy"` (of the held-out digits; the last ones are used) and `"alive"`, the number of its `units` that are
    above zero for any image. `rates` are the stops, `beside` the histories of up to three other models at these rates,
    by name, and `batches` the number of batches in an epoch. The axes of the losses end at `highest`.
    `draw(lr)` trains at `lr` and at all lower rates, each once: their results are the trail of the point.
    """

    LOW = 2e-3  # where the axes of the losses begin
    ROOM = 40  # the axes of rates go on to the right by this factor, for the names of the curves
    labels = {"lr": "learning rate"}

    def __init__(
        self,
        train: Callable[[float], Mapping[str, Any]],
        rates: Iterable[float],
        beside: Mapping[str, Sequence[History]],
        batches: int = 13,
        units: int = 30,
        highest: float = 30.0,
    ) -> None:
        self.train, self.rates = cache(train), sorted(rates)
        self.batches, self.units, self.highest = batches, units, highest
        self.fig, columns = figure(1, 2, figsize=(9.0, 3.7), width_ratios=(1, 1.1))
        for ax in columns:
            ax.remove()
        left, right = (ax.get_subplotspec() for ax in columns)
        self.ax, row = left.subgridspec(2, 1, height_ratios=(6, 1)).subplots()
        self.results = right.subgridspec(2, 1).subplots()
        self._draw_losses()
        self._draw_units(row)
        self._draw_results()
        for (name, histories), colour in zip(beside.items(), COMPARED, strict=False):
            self._draw_model(name, histories, colour)
        self.trails = [ax.plot([], [], "o-", color=POINT, markersize=4, linewidth=1.4)[0] for ax in self.results]
        self.points = [ax.plot([], [], "o", color=POINT, markersize=9)[0] for ax in self.results]
        near = {"textcoords": "offset points", "ha": "center", "va": "center", "bbox": PAPER, "zorder": 5}
        self.numbers = [ax.annotate("", (1, 1), (0, 15), color=POINT, **near) for ax in self.results]

    def _draw_losses(self) -> None:
        """Prepare the axes of the losses of all batches."""
        self.ax.set(title="loss of each batch (dotted: guessing)", xlabel="batches", yscale="log")
        self.ax.set(xlim=(0, 10 * self.batches), ylim=(self.LOW, self.highest))
        self.ax.axhline(math.log(2), zorder=3, **GUESSING)  # in front: a network that has died only guesses
        (self.losses,) = self.ax.plot([], [], color=LOSS, linewidth=1.4)
        (self.above,) = self.ax.plot([], [], "^", color=LOSS, markersize=6, markerfacecolor="none", clip_on=False)
        self.above.set_in_layout(False)  # without a point its box would lie at the corner of the figure

    def _draw_units(self, ax: Axes) -> None:
        """Prepare the row of units: a filled dot for each that is alive, a hollow one for each that is dead."""
        ax.set(xlim=(-1, self.units), ylim=(-1, 1))
        ax.set_axis_off()
        self.title = ax.set_title("", fontsize=11)
        (self.alive,) = ax.plot([], [], "o", color=DATA, markersize=7)
        (self.dead,) = ax.plot([], [], "o", color=DATA, markersize=7, markerfacecolor="none")

    def _draw_results(self) -> None:
        """Prepare the axes of what a training has come to at each rate."""
        above, below = self.results
        for ax in self.results:
            ax.set(xscale="log", xlim=(self.rates[0] / 2, self.rates[-1] * self.ROOM))
            decades = [rate for rate in self.rates if math.log10(rate) % 1 == 0]
            ax.set_xticks(decades[:: 1 + len(decades) // 6])  # more would touch
        above.set(title="loss on the held-out digits", yscale="log", ylim=(self.LOW, self.highest))
        above.set_yticks([tick for tick in (0.01, 1.0, 100.0) if tick < self.highest])
        above.axhline(math.log(2), **GUESSING)
        above.tick_params(labelbottom=False)
        below.set(title="accuracy on the held-out digits", ylim=(0.25, 1.2), yticks=[0.5, 0.75, 1])
        below.set_xlabel("learning rate")
        for ax in self.results:
            ax.minorticks_off()
        below.axhline(0.5, **GUESSING)
        for axis in (self.ax.yaxis, above.yaxis, below.xaxis):
            axis.set_major_formatter(lambda x, _: f"{x:,g}")  # 0.01 has larger digits than a power of ten

    def _draw_model(self, name: str, histories: Sequence[History], colour: str) -> None:
        """Draw the curves of one other model, with its name at the end of that of the losses."""
        above, below = self.results
        (line,) = above.plot(self.rates, [self._valid(history) for history in histories], color=colour)
        below.plot(self.rates, [history["accuracy"][-1] for history in histories], color=colour)
        label_end(line, name)

    def _valid(self, history: Mapping[str, Any]) -> float:
        """The last loss on the held-out digits, at least LOW, since a logarithmic axis cannot show 0."""
        return max(float(history["valid"][-1]), self.LOW)

    def draw(self, lr: float = 0.1) -> str:
        """Train at `lr`; returns the sentence with its losses, its accuracy and the number of units alive."""
        rates = [rate for rate in self.rates if rate <= lr]
        histories = [self.train(rate) for rate in rates]
        self._move_losses(np.asarray(histories[-1]["loss"], dtype=float))
        self._move_units(int(histories[-1]["alive"]))
        losses = [self._valid(history) for history in histories]
        accuracies = [float(history["accuracy"][-1]) for history in histories]
        first, high = len(rates) == 1, len(rates) > 0.65 * len(self.rates)  # at high rates the curves rise to the right
        low = losses[-1] < 0.3, accuracies[-1] < 0.9  # the trail and the other curves are above: numbers go below
        side = "left" if first else "right" if high else "center"
        for k, (values, words) in enumerate(((losses, capped(losses[-1])), (accuracies, f"{accuracies[-1]:.3f}"))):
            self.trails[k].set_data(rates, values)
            self.points[k].set_data([lr], [values[-1]])
            self.numbers[k].set(text=f"network {words}", ha=side, position=(0, -15 if low[k] else 15))
            self.numbers[k].xy = lr, values[-1]
        return self._sentence(lr, histories[-1])

    def _move_losses(self, losses: np.ndarray) -> None:
        """Draw the loss of each batch, and a triangle for each that is above the axis."""
        batches, above = np.arange(len(losses)) + 0.5, losses > self.highest
        self.losses.set_data(batches, np.maximum(losses, self.LOW))
        set_points(self.above, batches[above], np.full(above.sum(), self.highest))

    def _move_units(self, alive: int) -> None:
        """Fill the dots of `alive` units."""
        set_points(self.alive, np.arange(alive), np.zeros(alive))
        set_points(self.dead, np.arange(alive, self.units), np.zeros(self.units - alive))
        self.title.set_text(f"{alive} of {self.units} units alive")

    def _sentence(self, lr: float, history: Mapping[str, Any]) -> str:
        accuracy, first = history["accuracy"][-1], float(np.mean(history["loss"][: self.batches]))
        loss = "the loss has left the numbers"
        if np.isfinite([*history["loss"], history["valid"][-1]]).all():
            last = capped(self._valid(history))
            loss = f"the loss is {capped(first)} in the first epoch, and {last} on the held-out digits at the end"
        verdict = ", no better than guessing" if abs(accuracy - 0.5) < 0.02 else ""
        alive = f"{history['alive']} of {self.units} units are alive"
        return f"Learning rate {lr:g}: {loss}; the accuracy is {accuracy:.3f}{verdict}; {alive}."
