"""A classifier trained anew at every stop of a slider, by the learner's own function. Serves lesson 7."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from utils.look import ACCURACY, COMPARED, LOSS, PAPER, POINT, capped, figure, styled
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
    """A network trained anew at each learning rate, over the results of other models at all rates. Serves lesson 7.

    `train(lr)` is the learner's; it returns a history with `"loss"` (one value for each batch) and `"accuracy"` (the
    last one is used). `rates` are the stops, `beside` the histories of up to three other models at these rates, by
    name, and `batches` the number of batches in an epoch. `draw(lr)` trains.
    """

    LOW, HIGH = 3e-3, 3e4  # limits of the axes of the losses; the sentence names a loss above them
    labels = {"lr": "learning rate"}

    def __init__(
        self,
        train: Callable[[float], History],
        rates: Iterable[float],
        beside: Mapping[str, Sequence[History]],
        batches: int = 13,
    ) -> None:
        self.train, self.batches = train, batches
        self.fig, grid = figure(2, 2, figsize=(9.0, 3.8), width_ratios=(1.1, 1))
        for ax in grid[:, 0]:
            ax.remove()
        self.ax = self.fig.add_subplot(grid[0, 0].get_gridspec()[:, 0])
        self._draw_axes(*grid[:, 1])
        for (name, histories), colour in zip(beside.items(), COMPARED, strict=False):
            self._draw_model(*grid[:, 1], name, list(rates), histories, colour)
        (self.losses,) = self.ax.plot([], [], color=LOSS, linewidth=1.4)
        self.points = [ax.plot([], [], "o", color=POINT, markersize=10)[0] for ax in grid[:, 1]]

    def _draw_axes(self, above: Axes, below: Axes) -> None:
        """Set titles and scales, and draw the line of guessing."""
        self.ax.set(title="loss of the network, batch by batch", xlabel="batches", yscale="log")
        self.ax.set(xlim=(0, 10 * self.batches), ylim=(self.LOW, self.HIGH))
        self.ax.axhline(math.log(2), **GUESSING)
        end = {"transform": self.ax.get_yaxis_transform(), "ha": "right", "va": "bottom", "bbox": PAPER, "zorder": 4}
        self.ax.text(0.99, 0.75, "guessing", color=GUESSING["color"], **end)
        above.set(title="accuracy at the end (dot: the network)", xscale="log", ylim=(0.4, 1.03))
        above.tick_params(labelbottom=False)
        below.set(title="loss of the last epoch", xlabel="learning rate", xscale="log", yscale="log")
        below.set_ylim(self.LOW, self.HIGH)
        for axis in (self.ax.yaxis, below.yaxis, below.xaxis):
            axis.set_major_formatter(lambda x, _: f"{x:,g}")  # 0.01 has larger digits than a power of ten

    def _draw_model(
        self, above: Axes, below: Axes, name: str, rates: list[float], histories: Sequence[History], colour: str
    ) -> None:
        """Draw the curves of one other model, with its name at the end of the lower one."""
        above.plot(rates, [history["accuracy"][-1] for history in histories], color=colour)
        losses = [self._mean(history["loss"][-self.batches :]) for history in histories]
        (line,) = below.plot(rates, losses, color=colour)
        label_end(line, name)

    def _mean(self, losses: Sequence[float]) -> float:
        """The mean of `losses`, at least LOW, since a logarithmic axis cannot show 0."""
        return max(float(np.mean(losses)), self.LOW)

    def draw(self, lr: float = 0.1) -> str:
        """Train at `lr`; returns the sentence with the loss over the first and the last epoch, and the accuracy."""
        history = self.train(lr)
        losses, accuracy = np.asarray(history["loss"], dtype=float), float(history["accuracy"][-1])
        last = self._mean(losses[-self.batches :])
        self.losses.set_data(np.arange(len(losses)) + 0.5, np.maximum(losses, self.LOW))
        for point, height in zip(self.points, (accuracy, last), strict=True):
            point.set_data([lr], [height])
        verdict = ", no better than guessing" if abs(accuracy - 0.5) < 0.02 else ""
        loss = "has left the numbers"
        if np.isfinite(losses).all():
            first = self._mean(losses[: self.batches])
            loss = f"is {capped(first)} over the first epoch and {capped(last)} over the last"
        return f"Learning rate {lr:g}: the loss {loss}; the accuracy is {accuracy:.3f}{verdict}."
