"""A classifier in training, from the history that the learner's own loop kept. Serves lesson 7."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from utils.look import LOSS, figure, sign_scale, styled
from utils.pictures.drawing import image_axes, set_changed
from utils.plots.code_lines import CodeLines, lines_of
from utils.plots.seven_steps import SevenSteps

# The steps for each batch, in order, under the names that a list of them shows: the last batch has no repeat, it stops.
TURN = {"predict": "predict", "loss": "loss", "gradient": "gradient", "step": "step", "repeat or stop": "repeat"}


@styled
class TrainingPicture:
    """The learner's loop and the diagram of the seven steps, the running step highlighted in both, over the losses.

    Serves lesson 7. `train` is the learner's function, whose comments name the steps. `history` holds what it kept:
    `"loss"` (one value for each batch of all epochs) and `"accuracy"` (one for each epoch, the start first). Raises
    ValueError where the epochs do not have equally many batches, or where a step has no line in `train`.
    `draw(batch, running)` takes the number of a batch, and the step that is running: a value of `TURN`.
    """

    labels = {"running": "step of the loop"}

    def __init__(self, train: Callable[..., Any], history: Mapping[str, Iterable[float]]) -> None:
        self.losses, self.accuracies = list(history["loss"]), list(history["accuracy"])
        self.epochs = len(self.accuracies) - 1
        if self.epochs < 1 or not self.losses or len(self.losses) % self.epochs:
            raise ValueError(f"{len(self.losses)} losses do not make {self.epochs} whole epochs of batches.")
        self.batches = len(self.losses) // self.epochs
        self.fig, grid = figure(2, 2, figsize=(9.0, 3.7), height_ratios=(1.1, 1), width_ratios=(1.22, 1))
        for ax in grid[:, 0]:
            ax.remove()
        self.code = CodeLines(self.fig.add_subplot(grid[0, 0].get_gridspec()[:, 0]), lines_of(train))
        self.steps, self.ax = SevenSteps(grid[0, 1], words=False, fontsize=10), grid[1, 1]
        (self.line,) = self.ax.plot([], [], color=LOSS, linewidth=1.4)
        (self.last,) = self.ax.plot([], [], "o", color=LOSS)
        self.title = self.ax.set_title("")
        self.ax.set(xlabel="batches", xlim=(0, 1.04 * len(self.losses)), ylim=(0, 1.08 * max(self.losses)))
        self.draw()

    def draw(self, batch: int = 0, running: str = "repeat") -> str:
        """Show batch number `batch` (0: none yet) at its step `running`; returns the sentence for that step."""
        known = batch if running != "predict" else max(batch - 1, 0)  # a prediction has no loss yet
        epoch = (batch if running == "repeat" else max(batch - 1, 0)) // self.batches
        ends = batch == len(self.losses) and running == "repeat"
        name = "initialise" if batch == 0 else "stop" if ends else running
        self.steps.light(name)
        self.code.light(name, self._line_that_repeats(batch) if name == "repeat" else None)
        self.line.set_data(np.arange(1, known + 1), self.losses[:known])
        self.last.set_data([known] if known else [], self.losses[known - 1 : known] if known else [])
        after = "before training" if epoch == 0 else f"after epoch {epoch}"
        set_changed(self.title, text=f"loss; accuracy {after}: {self.accuracies[epoch]:.3f}")
        return self._sentence(batch, running, f"the accuracy {after} is {self.accuracies[epoch]:.3f}", ends)

    def _line_that_repeats(self, batch: int) -> int:
        """Which of the lines of "repeat" goes on after `batch`: the first, of the epochs, or the last, of batches."""
        return 0 if batch % self.batches == 0 else -1

    def _sentence(self, batch: int, running: str, right: str, ends: bool) -> str:
        if batch == 0:
            return f"Initialise: the weights are random, no batch has been seen, and {right}."
        loss = f"{self.losses[batch - 1]:.3f}"
        if ends:
            return f"Stop: {self.epochs} epochs of {self.batches} batches are over; {right}."
        comes = "epoch" if batch % self.batches == 0 else "batch"
        name = f"batch {(batch - 1) % self.batches + 1} of epoch {(batch - 1) // self.batches + 1}"
        return {
            "predict": f"Predict: the images of {name} get a score each; {right}.",
            "loss": f"Loss: for {name} it is {loss}; {right}.",
            "gradient": f"Gradient: one slope for each weight, of the loss {loss} of {name}; {right}.",
            "step": f"Step: after {name}, loss {loss}, each weight moves against its slope; {right}.",
            "repeat": f"Repeat: {name} is done, with loss {loss}, and the next {comes} comes; {right}.",
        }[running]


@styled
class WeightsPicture:
    """The weights after each epoch beside weights made by hand. Serves lesson 7.

    `weights` holds one tensor (784, 1) or (784,) for each epoch, the start first; `accuracies` as many numbers, else
    ValueError is raised. `by_hand` are the 784 weights beside them, and `hand_accuracy` is theirs. Both have the same
    scale of colours, which fits the largest weight by hand or after the last epoch, so that growth is visible.
    `draw(epoch)` takes the number of an epoch.
    """

    def __init__(
        self, weights: Sequence[torch.Tensor], accuracies: Sequence[float], by_hand: torch.Tensor, hand_accuracy: float
    ) -> None:
        if len(weights) != len(accuracies) or not len(weights):
            raise ValueError(f"{len(weights)} sets of weights and {len(accuracies)} accuracies: they belong together.")
        self.images = np.stack([np.asarray(w.detach(), dtype=float).reshape(28, 28) for w in weights])
        self.accuracies = [float(accuracy) for accuracy in accuracies]
        hand = np.asarray(by_hand.detach(), dtype=float).reshape(28, 28)
        places = {"left": 0.02, "right": 0.98, "bottom": 0.19, "top": 0.9, "wspace": 0.08}
        self.fig, (self.ax, other) = figure(1, 2, figsize=(5.7, 3.4), layout="none", gridspec_kw=places)
        limit = max(abs(self.images[-1]).max(), abs(hand).max())
        self.now = self._show(self.ax, self.images[0], limit)
        self._show(other, hand, limit)
        self.title = image_axes(self.ax).set_title("")
        image_axes(other).set_title(f"by hand: accuracy {hand_accuracy:.3f}")
        self.draw()

    def _show(self, ax: Axes, image: np.ndarray, limit: float) -> AxesImage:
        """Show `image` on `ax`, with the scale of its colours below it."""
        shown = ax.imshow(image, **sign_scale(limit or 1.0))
        below = ax.inset_axes((0.2, -0.12, 0.6, 0.05))
        ticks = [-(limit or 1.0), 0, limit or 1.0]
        bar = self.fig.colorbar(shown, cax=below, orientation="horizontal", ticks=ticks, format="{x:.2g}")
        bar.ax.text(-0.08, 0.5, "says 7", transform=bar.ax.transAxes, ha="right", va="center")
        bar.ax.text(1.08, 0.5, "says 3", transform=bar.ax.transAxes, ha="left", va="center")
        return shown

    def draw(self, epoch: int = 0) -> str:
        """Show the weights after `epoch` epochs; returns the sentence with the largest, and how many have not moved."""
        image, moved = self.images[epoch], self.images[epoch] - self.images[0]
        self.now.set_data(image)
        self.title.set_text(f"epoch {epoch}: accuracy {self.accuracies[epoch]:.3f}")
        largest = f"the largest weight is {abs(image).max():.2f} in size"
        still = f"{int((moved == 0).sum())} of {moved.size} have not moved"
        when = "Before training" if epoch == 0 else f"After epoch {epoch}"
        return f"{when} {largest}, {still}, and the accuracy is {self.accuracies[epoch]:.3f}."
