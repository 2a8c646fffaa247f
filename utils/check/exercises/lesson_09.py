"""The exercises of lesson 9, the same loop with fastai, and when to stop."""

import torch

from utils.check.exercises import Exercise, Wrong
from utils.check.exercises.with_fastai import (
    BCE,
    PAIRS,
    WRONG_LEARNERS,
    WRONG_LOADERS,
    FreshLoaders,
    fitted,
    loaders,
    seen_in_learner,
    seen_in_loaders,
    small_model,
)

SMOOTH = [0.69, 0.40, 0.30, 0.25, 0.27, 0.31, 0.36, 0.42]
TWO_DIPS = [0.69, 0.38, 0.36, 0.76, 0.53, 0.16, 0.24, 0.30, 0.20, 0.50, 0.60, 0.70]


MODEL = small_model()
BATCHES = [
    (torch.tensor([[1.0, 0.0, 2.0], [0.5, 1.0, 0.0]]), torch.tensor([[1.0], [0.0]])),
    (torch.tensor([[0.0, 3.0, 1.0], [2.0, 0.0, 1.0]]), torch.tensor([[0.0], [1.0]])),
    (torch.tensor([[1.0, 1.0, 1.0]]), torch.tensor([[1.0]])),
]


def epoch_with(loss=BCE, one_step=False, zeroing=True):
    """An epoch that uses this `loss` of logits, with `one_step` for all batches, and with or without `zeroing`."""

    def epoch(model, batches, lr):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for number, (xb, yb) in enumerate(batches, start=1):
            loss(model(xb), yb).backward()
            if number == len(batches) or not one_step:
                optimizer.step()
            if zeroing:
                optimizer.zero_grad()

    return epoch


def epoch_without_step(model, batches, lr):
    for xb, yb in batches:
        BCE(model(xb), yb).backward()


epoch = epoch_with()
epoch(small_model(), BATCHES, 0.1)  # loads parts of PyTorch now, outside the two seconds of `check`


def weights_of(result, model, batches, lr):
    """All parameters of the model after the epoch, as one tensor."""
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def stop(losses, patience):
    best = 0
    for step, loss in enumerate(losses):
        if loss < losses[best]:
            best = step
        if step - best >= patience:
            return step
    return len(losses) - 1


def stop_when_it_rises(losses, patience):
    """Counts how often in a row the loss rose, instead of how long ago the best loss was."""
    risen = 0
    for step in range(1, len(losses)):
        risen = risen + 1 if losses[step] > losses[step - 1] else 0
        if risen >= patience:
            return step
    return len(losses) - 1


EXERCISES = {
    "09-epoch": Exercise(
        reference=epoch,
        inputs=((MODEL, BATCHES, 0.5), (MODEL, BATCHES[:2], 0.1)),
        observe=weights_of,
        right="The optimizer holds the numbers of the model: step moves them all, zero_grad zeroes the gradient.",
        hint="For each batch: the loss of model(xb) and yb, backward(), optimizer.step(), optimizer.zero_grad().",
        wrong=(
            Wrong(epoch_with(zeroing=False), "The slopes pile up: call optimizer.zero_grad() after each step."),
            Wrong(epoch_without_step, "No weight has moved: step after backward(), and zero after the step."),
            Wrong(epoch_with(one_step=True, zeroing=False), "That is one step an epoch: step once for each batch."),
            Wrong(
                epoch_with(lambda logits, yb: BCE(logits.sigmoid(), yb)),
                "This BCE takes logits: it has the sigmoid inside, so leave yours out.",
            ),
        ),
    ),
    "09-loaders": Exercise(
        reference=loaders,
        inputs=((PAIRS[:12], PAIRS[12:18], 4),),
        observe=seen_in_loaders,
        right="The training pairs come in a new order in each epoch, the validation pairs as they are.",
        hint="fastai.DataLoaders(fastai.DataLoader(...), fastai.DataLoader(...)): training first, and shuffled.",
        wrong=tuple(Wrong(answer, reason) for answer, reason in WRONG_LOADERS),
    ),
    "09-learner": Exercise(
        reference=fitted,
        inputs=((FreshLoaders(), MODEL, 3, 0.5),),
        observe=seen_in_learner,
        right="Data, model, loss, optimizer and metric go in; how long and how far to step you say to fit.",
        hint="fastai.Learner(dls, model, loss_func=..., opt_func=..., metrics=...), then fit it, then return it.",
        wrong=tuple(Wrong(answer, reason) for answer, reason in WRONG_LEARNERS),
    ),
    "09-stop": Exercise(
        reference=stop,
        inputs=((SMOOTH, 2), (TWO_DIPS, 3), (TWO_DIPS, 1), ([0.5, 0.4, 0.3], 2), ([0.2, 0.5, 0.9, 0.8], 2), ([0.5], 1)),
        right="It stops once the best is as many epochs ago as its patience, else at the last epoch.",
        hint="Remember the best epoch so far; at each one ask how long ago that was; at the end give the last one.",
        wrong=(
            Wrong(
                lambda losses, patience: losses.index(min(losses)),
                "That is the best epoch: training stops some epochs later.",
            ),
            Wrong(
                lambda losses, patience: min(losses.index(min(losses)) + patience, len(losses) - 1),
                "That looks ahead to the best of all: it has to stop by what it has seen so far.",
            ),
            Wrong(lambda losses, patience: stop(losses, patience + 1), "That waits one epoch too long."),
            Wrong(
                stop_when_it_rises,
                "That counts epochs that went up: patience counts epochs without a new best.",
            ),
            Wrong(lambda losses, patience: len(losses) - 1, "That never stops: it runs to the last epoch."),
        ),
    ),
}
