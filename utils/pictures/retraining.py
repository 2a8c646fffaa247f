"""Lesson 7: settings under a slider, a real classifier trained anew at every stop, by the learner's own function."""

import math

import numpy as np

from utils.look import figure
from utils.plots.plots import label_end
from utils.plots.seven_steps import STEPS

LOSS, ACCURACY, GREY = STEPS["loss"], STEPS["predict"], "0.45"
BESIDE = ("#009E73", "#0072B2", "#CC79A7")  # the models that stand still


class OrderPicture:
    """Training with and without shuffling, at any batch size and learning rate: one model trained at each stop.

    `train(lr=, size=, shuffle=)` is the learner's; it returns a history with `"loss"` (one a batch, over all epochs)
    and `"accuracy"` (one an epoch, the start first) of `epochs` epochs.
    """

    labels: dict = {"size": "batch size", "lr": "learning rate"}  # noqa: RUF012

    def __init__(self, train, epochs=10):
        self.train, self.epochs = train, epochs
        self.fig, (self.ax, below) = figure(2, 1, figsize=(6.8, 4.6), sharex=True)
        (self.losses,) = self.ax.plot([], [], color=LOSS, linewidth=1.4)
        (self.accuracies,) = below.plot([], [], "o-", color=ACCURACY)
        below.axhline(0.5, color=GREY, linewidth=1, linestyle=":")
        below.text(epochs, 0.51, "guessing", color=GREY, ha="right", va="bottom")
        self.ax.set(title="loss of each batch", ylim=(-0.03, 1.05))
        below.set(title="accuracy on the held-out digits", xlabel="epochs", ylim=(0.4, 1.03))
        below.set(xlim=(-0.1, epochs + 0.2), xticks=range(epochs + 1))

    def draw(self, shuffle=True, size=64, lr=1.0):
        """Train with these settings; show what the loss and the accuracy did."""
        history = self.train(lr=lr, size=size, shuffle=shuffle)
        losses, accuracies = history["loss"], history["accuracy"]
        batches = len(losses) // self.epochs
        self.losses.set_data((np.arange(len(losses)) + 0.5) / batches, losses)
        self.accuracies.set_data(range(len(accuracies)), accuracies)
        made = f"{batches} batches an epoch" if batches > 1 else "one batch an epoch"
        return (
            f"{'Shuffled' if shuffle else 'Sorted'}, {made}, learning rate {lr:g}: "
            f"accuracy {accuracies[1]:.3f} after one epoch and {accuracies[-1]:.3f} after {self.epochs}."
        )


class RetrainPicture:
    """The learning rate under a slider: a network trained anew at each stop, other models as curves that stand still.

    `train(lr)` is the learner's; it returns a history with `"loss"` (one a batch) and `"accuracy"` (the last counts).
    `rates` are the stops, `beside` the histories of up to three other models at the same rates, by name, and
    `batches` are in an epoch.
    """

    LOW, HIGH = 3e-3, 3e4  # what the axes of the losses show; the sentence says what lies above
    labels: dict = {"lr": "learning rate"}  # noqa: RUF012

    def __init__(self, train, rates, beside, batches=13):
        self.train, self.batches = train, batches
        self.fig, grid = figure(2, 2, figsize=(9.2, 4.8), width_ratios=(1.1, 1))
        for ax in grid[:, 0]:
            ax.remove()
        self.ax = self.fig.add_subplot(grid[0, 0].get_gridspec()[:, 0])
        self._lay_out(*grid[:, 1])
        for (name, histories), colour in zip(beside.items(), BESIDE, strict=False):
            self._stand_still(*grid[:, 1], name, list(rates), histories, colour)
        (self.losses,) = self.ax.plot([], [], color=LOSS, linewidth=1.4)
        self.points = [ax.plot([], [], "o", color=LOSS, markersize=10)[0] for ax in grid[:, 1]]

    def _lay_out(self, above, below):
        """Titles, scales and the lines of guessing."""
        self.ax.set(title="loss of the network, batch by batch", xlabel="batches", yscale="log")
        self.ax.set(xlim=(0, 10 * self.batches), ylim=(self.LOW, self.HIGH))
        self.ax.axhline(math.log(2), color=GREY, linewidth=1, linestyle=":")
        end = {"transform": self.ax.get_yaxis_transform(), "ha": "right", "va": "bottom"}
        self.ax.text(0.99, 0.75, "guessing", color=GREY, **end)
        above.set(title="accuracy at the end (dot: the network)", xscale="log", ylim=(0.4, 1.03))
        above.tick_params(labelbottom=False)
        below.set(title="loss of the last epoch", xlabel="learning rate", xscale="log", yscale="log")
        below.set_ylim(self.LOW, self.HIGH)

    def _stand_still(self, above, below, name, rates, histories, colour):
        """The curves of one other model, with its name at the end of the lower one."""
        above.plot(rates, [history["accuracy"][-1] for history in histories], color=colour)
        (line,) = below.plot(
            rates, [self._mean(history["loss"][-self.batches :]) for history in histories], color=colour
        )
        label_end(line, name)

    def _mean(self, losses):
        """The mean of `losses`, kept where a logarithmic axis still has a place for it."""
        return max(float(np.mean(losses)), self.LOW)

    def draw(self, lr=0.1):
        """Train at `lr`; show the loss of every batch, and where the accuracy and the loss end."""
        history = self.train(lr)
        losses, accuracy = np.asarray(history["loss"], dtype=float), float(history["accuracy"][-1])
        last = self._mean(losses[-self.batches :])
        self.losses.set_data(np.arange(len(losses)) + 0.5, np.maximum(losses, self.LOW))
        for point, height in zip(self.points, (accuracy, last), strict=True):
            point.set_data([lr], [height])
        verdict = ", no better than guessing" if abs(accuracy - 0.5) < 0.02 else ""
        if not np.isfinite(losses).all():
            return f"Learning rate {lr:g}: the loss has left the numbers; the accuracy is {accuracy:.3f}{verdict}."
        first = self._mean(losses[: self.batches])
        return (
            f"Learning rate {lr:g}: the loss is {amount(first)} over the first epoch and {amount(last)} over the last; "
            f"the accuracy is {accuracy:.3f}{verdict}."
        )


def amount(loss):
    """`loss` as a learner reads it: two decimals, or no more digits than matter."""
    if loss < 100:
        return f"{loss:.2f}"
    return f"{loss:,.0f}" if loss < 10_000 else f"over {10 ** math.floor(math.log10(loss)):,}"
