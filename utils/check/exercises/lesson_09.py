"""The exercises of lesson 9, the same loop with fastai, and when to stop."""

import torch

from utils.check.conditions import Between
from utils.check.exercises import Exercise, Wrong

SMOOTH = [0.69, 0.40, 0.30, 0.25, 0.27, 0.31, 0.36, 0.42]
TWO_DIPS = [0.69, 0.38, 0.36, 0.76, 0.53, 0.16, 0.24, 0.30, 0.20, 0.50, 0.60, 0.70]


def small_model():
    """A linear model of three pixels, with the same weights each time."""
    model = torch.nn.Linear(3, 1)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.1, -0.2, 0.3]]))
        model.bias.fill_(0.05)
    return model


MODEL = small_model()
BATCHES = [
    (torch.tensor([[1.0, 0.0, 2.0], [0.5, 1.0, 0.0]]), torch.tensor([[1.0], [0.0]])),
    (torch.tensor([[0.0, 3.0, 1.0], [2.0, 0.0, 1.0]]), torch.tensor([[0.0], [1.0]])),
    (torch.tensor([[1.0, 1.0, 1.0]]), torch.tensor([[1.0]])),
]


def bce(logits, yb):
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, yb)


def epoch_with(loss=bce, one_step=False, zeroing=True):
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
        bce(model(xb), yb).backward()


epoch = epoch_with()
epoch(small_model(), BATCHES, 0.1)  # loads parts of PyTorch now, outside the two seconds of `check`


def weights_of(result, model, batches, lr):
    """All parameters of the model after the epoch, as one tensor."""
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def best(losses):
    return losses.index(min(losses))


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
                epoch_with(lambda logits, yb: bce(logits.sigmoid(), yb)),
                "This BCE takes logits: it has the sigmoid inside, so leave yours out.",
            ),
        ),
    ),
    "09-pieces": Exercise(
        reference=31,
        right="Each ReLU adds one bend, and 30 bends cut a line into 31 straight pieces.",
        hint="One ReLU has one bend and so two pieces; two have two bends and three pieces.",
        wrong=(
            Wrong(30, "There are 30 bends: how many pieces do they cut a line into?"),
            Wrong(60, "Each ReLU has two pieces, but in a sum they share the line: count the bends."),
            Wrong(
                2**30,
                "In layers on top of each other pieces can multiply; side by side they add up.",
                when=Between(1001, 1e18),
            ),
            Wrong(3, "That is for two ReLUs: each further one adds a bend."),
        ),
    ),
    "09-best": Exercise(
        reference=best,
        inputs=((SMOOTH,), (TWO_DIPS,), ([0.5, 0.4, 0.3],), ([0.2, 0.5, 0.9],)),
        right="The step with the lowest validation loss is the one whose weights are worth keeping.",
        hint="Find the smallest of the losses, and give its place in the list.",
        wrong=(
            Wrong(min, "That is the loss itself: the number of the step is asked for."),
            Wrong(lambda losses: losses.index(max(losses)), "That is the highest loss: the lowest is the best."),
            Wrong(lambda losses: len(losses) - 1, "That is the last step, and the last is not always the best."),
            Wrong(lambda losses: losses.index(min(losses)) + 1, "The first loss is that of step 0: count from 0."),
        ),
    ),
    "09-stop": Exercise(
        reference=stop,
        inputs=((SMOOTH, 2), (TWO_DIPS, 3), (TWO_DIPS, 1), ([0.5, 0.4, 0.3], 2), ([0.2, 0.5, 0.9, 0.8], 2), ([0.5], 1)),
        right="It stops once the best is as many steps ago as its patience, else at the last step.",
        hint="Remember the best step so far; at each step ask how long ago that was; at the end give the last step.",
        wrong=(
            Wrong(lambda losses, patience: best(losses), "That is the best step: training stops some steps later."),
            Wrong(
                lambda losses, patience: min(best(losses) + patience, len(losses) - 1),
                "That looks ahead to the best of all: it has to stop by what it has seen so far.",
            ),
            Wrong(lambda losses, patience: stop(losses, patience + 1), "That waits one step too long."),
            Wrong(
                stop_when_it_rises,
                "That counts steps that went up: patience counts steps without a new best.",
            ),
            Wrong(lambda losses, patience: len(losses) - 1, "That never stops: it runs to the last step."),
        ),
    ),
}
