"""Lesson 7: a classifier in training, drawn from the history that the learner's own loop kept."""

import numpy as np

from utils.look import DIVERGING, figure
from utils.plots.seven_steps import STEPS, SevenSteps

LOSS, ACCURACY = STEPS["loss"], STEPS["predict"]
TURN = ["predict", "loss", "gradient", "step", "repeat"]  # what happens with each batch, in order


class TrainingPicture:
    """The seven steps, the running one lit, over the loss of each batch and the accuracy of each epoch so far.

    `history` is what the learner's loop kept: `"loss"` (one a batch, over all epochs) and `"accuracy"` (one an epoch,
    the start first). Raises ValueError when that is not the same number of batches in each epoch.
    """

    labels: dict = {"running": "step of the loop"}  # noqa: RUF012

    def __init__(self, history):
        self.losses, self.accuracies = list(history["loss"]), list(history["accuracy"])
        self.epochs = len(self.accuracies) - 1
        if self.epochs < 1 or not self.losses or len(self.losses) % self.epochs:
            raise ValueError(f"{len(self.losses)} losses do not make {self.epochs} whole epochs of batches.")
        self.batches = len(self.losses) // self.epochs
        self.fig, grid = figure(2, 2, figsize=(7.2, 5.6), height_ratios=(1.25, 1), width_ratios=(1.6, 1))
        for ax in grid[0]:
            ax.remove()
        self.steps = SevenSteps(self.fig.add_subplot(grid[0, 0].get_gridspec()[0, :]), fontsize=11)
        self.ax, right = grid[1]
        (self.line,) = self.ax.plot([], [], color=LOSS, linewidth=1.4)
        (self.last,) = self.ax.plot([], [], "o", color=LOSS)
        (self.points,) = right.plot([], [], "o-", color=ACCURACY, markersize=5)
        self.ax.set(title="loss of each batch", xlabel="batches", xlim=(0, len(self.losses) + 2))
        self.ax.set_ylim(0, 1.08 * max(self.losses))
        right.set(title="accuracy, held-out digits", xlabel="epochs", ylim=(0.4, 1.03))
        right.set(xlim=(-0.3, self.epochs + 0.3), xticks=range(0, self.epochs + 1, max(1, self.epochs // 5)))

    def draw(self, batch=0, running="repeat"):
        """Show batch number `batch` (0: none yet) at the step `running` of its turn."""
        seen = batch if running != "predict" else max(batch - 1, 0)  # before the loss there is no new point
        epoch = (batch if running == "repeat" else max(batch - 1, 0)) // self.batches
        ends = batch == len(self.losses) and running == "repeat"
        self.steps.light("initialise" if batch == 0 else "stop" if ends else running)
        self.line.set_data(np.arange(1, seen + 1), self.losses[:seen])
        self.last.set_data([seen] if seen else [], self.losses[seen - 1 : seen] if seen else [])
        self.points.set_data(range(epoch + 1), self.accuracies[: epoch + 1])
        return self._say(batch, running, epoch, ends)

    def _say(self, batch, running, epoch, ends):
        right = f"the accuracy {'before any training' if epoch == 0 else f'after epoch {epoch}'} is "
        right += f"{self.accuracies[epoch]:.3f}"
        if batch == 0:
            return f"Initialise: the weights are random, no batch has been seen, and {right}."
        loss = f"{self.losses[batch - 1]:.3f}"
        if ends:
            return f"Stop: {self.epochs} epochs of {self.batches} batches are over; {right}."
        number = f"batch {(batch - 1) % self.batches + 1} of epoch {(batch - 1) // self.batches + 1}"
        return {
            "predict": f"Predict: the images of {number} get a score each; {right}.",
            "loss": f"Loss: for {number} it is {loss}; {right}.",
            "gradient": f"Gradient: one slope for each weight, of the loss {loss} of {number}; {right}.",
            "step": f"Step: after {number}, loss {loss}, each weight moves against its slope; {right}.",
            "repeat": f"Repeat: {number} is done, with loss {loss}; {right}.",
        }[running]


class WeightsPicture:
    """The weights after each epoch, and how far each has moved since the start.

    `weights`: one (784, 1) or (784,) tensor an epoch, the start first. `accuracies`: as many fractions.
    Both images keep the scale of the last epoch, so that growing is seen. Raises ValueError when the two differ.
    """

    def __init__(self, weights, accuracies):
        if len(weights) != len(accuracies) or not len(weights):
            raise ValueError(f"{len(weights)} sets of weights and {len(accuracies)} accuracies: they belong together.")
        self.images = np.stack([np.asarray(w.detach(), dtype=float).reshape(28, 28) for w in weights])
        self.accuracies = [float(accuracy) for accuracy in accuracies]
        self.fig, (self.ax, moved) = figure(1, 2, figsize=(7.2, 3.7))
        limit = abs(self.images[-1]).max() or 1.0
        look = {"cmap": DIVERGING, "vmin": -limit, "vmax": limit, "interpolation": "none"}
        self.now, self.moved = (ax.imshow(self.images[0], **look) for ax in (self.ax, moved))
        for ax, title in ((self.ax, "the 784 weights"), (moved, "how far each has moved")):
            ax.set(title=title, xticks=[], yticks=[])
            ax.spines[:].set(visible=True, color="0.8")
        room = moved.inset_axes((1.06, 0.1, 0.06, 0.8))
        bar = self.fig.colorbar(self.now, cax=room, ticks=[-limit, 0, limit], format="{x:.2g}")
        bar.ax.set_title("says 3", fontsize=10, loc="left")
        bar.ax.set_xlabel("says 7", fontsize=10, loc="left", labelpad=8)

    def draw(self, epoch=0):
        """Show the weights after `epoch` epochs."""
        image, moved = self.images[epoch], self.images[epoch] - self.images[0]
        self.now.set_data(image)
        self.moved.set_data(moved)
        when = "Before training" if epoch == 0 else f"After epoch {epoch}"
        return (
            f"{when} the largest weight is {abs(image).max():.2f} in size, {int((moved == 0).sum())} of {moved.size} "
            f"have not moved, and the accuracy is {self.accuracies[epoch]:.3f}."
        )


class ReadingPicture:
    """A stored digit as it was drawn, as the model sees it, and its ink times the weights.

    `images` are (n, 28, 28). `centre` turns one into what the model sees; `score` gives one its score, above 0 for a 3;
    `weights` are the 784 of the model.
    """

    labels: dict = {"digit": "stored digit"}  # noqa: RUF012

    def __init__(self, images, centre, score, weights):
        self.images, self.centre, self.score = images, centre, score
        self.weights = np.asarray(weights.detach()).reshape(28, 28)
        self.fig, axes = figure(1, 3, figsize=(7.2, 2.9))
        self.ax, limit = axes[0], abs(self.weights).max()
        ink = {"cmap": "gray_r", "vmin": 0, "vmax": 1, "interpolation": "none"}
        looks = (ink, ink, ink | {"cmap": DIVERGING, "vmin": -limit, "vmax": limit})
        self.shown = [ax.imshow(np.zeros((28, 28)), **look) for ax, look in zip(axes, looks, strict=True)]
        for ax, title in zip(axes, ("as drawn", "as the model sees it", "ink times weights"), strict=True):
            ax.set(title=title, xticks=[], yticks=[])
            ax.spines[:].set(visible=True, color="0.8")

    def draw(self, digit=1):
        """Read stored digit number `digit`, from 1 on."""
        drawn = self.images[digit - 1]
        seen = self.centre(drawn)
        for shown, image in zip(self.shown, (drawn, seen, np.asarray(seen) * self.weights), strict=True):
            shown.set_data(np.asarray(image))
        before, after = self.score(drawn), self.score(seen)
        return (
            f"Digit {digit}: as drawn it scores {before:.1f}, which says {3 if before > 0 else 7}; "
            f"centred it scores {after:.1f}, which says {3 if after > 0 else 7}."
        )
