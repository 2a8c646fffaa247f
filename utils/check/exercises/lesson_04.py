"""The exercises of lesson 4: the loop of the seven steps, and times on the clock of other times."""

import torch

from utils.check.exercises import Exercise, Wrong

TIME = torch.tensor([-1.5, -0.5, 0.0, 1.0, 2.0])
SPEED = torch.tensor([9.0, 2.0, 1.0, 4.0, 15.0])
START = torch.tensor([0.5, -0.2, 0.1])


def loss_of(weights, time, speed):
    a, b, c = weights
    return ((a * time**2 + b * time + c - speed) ** 2).mean()


def train(time, speed, lr, rounds, start, sign=-1, loss=loss_of, clear=True):
    weights = start.clone().requires_grad_()
    for _ in range(rounds):
        loss(weights, time, speed).backward()
        with torch.no_grad():
            weights += sign * lr * weights.grad
        if clear:
            weights.grad = None
    return weights.detach()


def reference(time, speed, lr, rounds, start):
    return train(time, speed, lr, rounds, start)


def summed(weights, time, speed):
    return loss_of(weights, time, speed) * len(time)


def standardise(x, new):
    return (new - x.mean()) / x.std()


EXERCISES = {
    "04-standardise": Exercise(
        reference=standardise,
        inputs=(
            (torch.arange(20.0), torch.tensor([20.0, 25.0])),
            (torch.tensor([3.0, 7.0, 8.0]), torch.tensor([3.0, 7.0, 8.0])),
            (torch.tensor([-100.0, 5.0, 60.0, 61.0]), torch.tensor([0.0, 1.0, 9.0])),
        ),
        right="New times go on the clock of the old ones: their mean taken away, then divided by their spread.",
        hint="Take x.mean() away from new, and divide what is left by x.std().",
        wrong=(
            Wrong(
                lambda x, new: (new - new.mean()) / new.std(),
                "That is the new times' own clock, and the weights belong to that of x: use its mean and spread.",
            ),
            Wrong(lambda x, new: (x - x.mean()) / x.std(), "Those are the old times; put the new ones on their clock."),
            Wrong(lambda x, new: new - x.mean(), "The mean is away; now divide by the spread, x.std()."),
            Wrong(lambda x, new: new / x.std(), "Before you divide, the mean has to be taken away, too."),
            Wrong(lambda x, new: new - x.mean() / x.std(), "Python divides first: put brackets around new - x.mean()."),
        ),
    ),
    "04-train": Exercise(
        reference=reference,
        inputs=(
            (TIME, SPEED, 0.05, 3, START),
            (TIME, SPEED, 0.1, 20, torch.zeros(3)),
            (TIME, SPEED, 0.1, 0, START),
            (TIME.flip(0) * 0.5, SPEED + 1, 0.2, 7, -START),
        ),
        right="All seven steps are there, and the weights have walked down to the data.",
        hint="In each round: predict, loss, backward, step inside no_grad, zero the gradient.",
        wrong=(
            Wrong(
                lambda time, speed, lr, rounds, start: train(time, speed, lr, rounds, start, clear=False),
                "The gradients of earlier rounds are still in there: set weights.grad = None after each step.",
            ),
            Wrong(
                lambda time, speed, lr, rounds, start: train(time, speed, lr, rounds, start, sign=1),
                "The weights walk uphill: the step wants a minus.",
            ),
            Wrong(
                lambda time, speed, lr, rounds, start: train(time, speed, lr, rounds, start, loss=summed),
                "That is the sum of the squared misses; the loss of this lesson is their mean.",
            ),
            Wrong(
                lambda time, speed, lr, rounds, start: train(time, speed, 1.0, rounds, start),
                "Each step takes the whole gradient; multiply it by lr first.",
            ),
            Wrong(
                lambda time, speed, lr, rounds, start: start,
                "The weights came back as they were: use the gradient to move them.",
            ),
            Wrong(
                lambda time, speed, lr, rounds, start: train(time, speed, lr, min(rounds, 1), start),
                "That is a single round; repeat it `rounds` times.",
            ),
            Wrong(
                lambda time, speed, lr, rounds, start: train(time, speed, lr, rounds + 1, start),
                "That is one round too many; range(rounds) counts right.",
            ),
            Wrong(
                lambda time, speed, lr, rounds, start: train(time, speed, lr, rounds, torch.zeros(3)),
                "Begin at `start`, not at zeros.",
            ),
        ),
    ),
}
