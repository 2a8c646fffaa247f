"""Right answers to the exercises of lesson 9, written in ways that learners write them."""

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits

from tests.check.right_ways.lesson_01 import numbers


def by_logits(model, xb, yb):
    return binary_cross_entropy_with_logits(model(xb), yb)


def by_module(model, xb, yb):
    return torch.nn.BCEWithLogitsLoss()(model(xb), yb)


def by_sigmoid(model, xb, yb):
    return binary_cross_entropy(model(xb).sigmoid(), yb)


def by_formula(model, xb, yb):
    p = model(xb).sigmoid()
    return -(yb * p.log() + (1 - yb) * (1 - p).log()).mean()


def by_loop(model, xb, yb):
    return sum(binary_cross_entropy_with_logits(model(x), y) for x, y in zip(xb, yb, strict=True)) / len(xb)


def epoch_with(loss, optimizer=torch.optim.SGD):
    """An epoch that takes its loss by `loss(model, xb, yb)` and its steps by `optimizer`."""

    def epoch(model, batches, lr):
        steps = optimizer(model.parameters(), lr=lr)
        for xb, yb in batches:
            loss(model, xb, yb).backward()
            steps.step()
            steps.zero_grad()

    return epoch


def epoch_zeroing_first(model, batches, lr):
    optimizer = torch.optim.SGD(list(model.parameters()), lr)
    for batch in batches:
        optimizer.zero_grad()
        loss = by_logits(model, *batch)
        loss.backward()
        optimizer.step()
    return model


def epoch_zeroing_the_model(model, batches, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for xb, yb in batches:
        by_logits(model, xb, yb).backward()
        optimizer.step()
        model.zero_grad()


def epoch_by_hand(model, batches, lr):
    for xb, yb in batches:
        by_logits(model, xb, yb).backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= lr * p.grad
                p.grad = None


def epoch_by_names(model, batches, lr):
    for xb, yb in batches:
        by_logits(model, xb, yb).backward()
        model.weight.data -= lr * model.weight.grad
        model.bias.data -= lr * model.bias.grad
        model.weight.grad.zero_()
        model.bias.grad.zero_()


def epoch_with_an_optimizer_a_batch(model, batches, lr):
    for xb, yb in batches:
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        optimizer.zero_grad()
        by_logits(model, xb, yb).backward()
        optimizer.step()


def best_by_loop(losses):
    best = 0
    for i in range(len(losses)):
        if losses[i] < losses[best]:
            best = i
    return best


def best_by_enumerate(losses):
    lowest, place = float("inf"), None
    for step, loss in enumerate(losses):
        if loss < lowest:
            lowest, place = loss, step
    return place


def best_by_while(losses):
    step = 0
    while losses[step] != min(losses):
        step += 1
    return step


def stop_by_minimum(losses, patience):
    for step in range(len(losses)):
        so_far = losses[: step + 1]
        if step - so_far.index(min(so_far)) == patience:
            return step
    return len(losses) - 1


def stop_by_waiting(losses, patience):
    lowest, waited = losses[0], 0
    for step in range(1, len(losses)):
        if losses[step] < lowest:
            lowest, waited = losses[step], 0
        else:
            waited += 1
        if waited == patience:
            return step
    return len(losses) - 1


def stop_by_break(losses, patience):
    best = float("inf")
    for step, loss in enumerate(losses):
        if loss < best:
            best, best_step = loss, step
        elif step - best_step >= patience:
            break
    return step


def stop_by_while(losses, patience):
    step = best = 0
    while step < len(losses) - 1 and step - best < patience:
        step += 1
        if losses[step] < losses[best]:
            best = step
    return step


def stop_by_slices(losses, patience):
    for step in range(patience, len(losses)):
        if min(losses[step - patience + 1 : step + 1]) >= min(losses[: step - patience + 1]):
            return step
    return len(losses) - 1


def stop_by_next(losses, patience):
    late = (s for s in range(len(losses)) if s - int(np.argmin(losses[: s + 1])) >= patience)
    return next(late, len(losses) - 1)


def stop_by_numpy(losses, patience):
    bests = np.array([np.argmin(losses[: step + 1]) for step in range(len(losses))])
    late = np.flatnonzero(np.arange(len(losses)) - bests >= patience)
    return late[0] if len(late) else np.int64(len(losses) - 1)


def stop_by_torch(losses, patience):
    losses = torch.tensor(losses)
    for step in range(len(losses)):
        if step - losses[: step + 1].argmin() >= patience:
            return torch.tensor(step)
    return torch.tensor([len(losses) - 1])


def stop_by_recursion(losses, patience, step=0, best=0):
    best = step if losses[step] < losses[best] else best
    if step - best >= patience or step == len(losses) - 1:
        return step
    return stop_by_recursion(losses, patience, step + 1, best)


RIGHT = {
    "09-epoch": [
        epoch_with(by_logits),
        epoch_with(by_module),
        epoch_with(by_sigmoid),
        epoch_with(by_formula),
        epoch_with(by_loop),
        epoch_zeroing_first,
        epoch_zeroing_the_model,
        epoch_by_hand,
        epoch_by_names,
        epoch_with_an_optimizer_a_batch,
    ],
    "09-pieces": [*numbers(31.0), 31, 30 + 1, np.int32(31), "31"],
    "09-best": [
        lambda losses: losses.index(min(losses)),
        lambda losses: losses.index(sorted(losses)[0]),
        lambda losses: min(range(len(losses)), key=lambda step: losses[step]),
        lambda losses: min(range(len(losses)), key=losses.__getitem__),
        lambda losses: min((loss, step) for step, loss in enumerate(losses))[1],
        lambda losses: np.argmin(losses),
        lambda losses: torch.tensor(losses).argmin(),
        lambda losses: torch.tensor(losses).argmin().item(),
        lambda losses: float(np.argsort(losses)[0]),
        best_by_loop,
        best_by_enumerate,
        best_by_while,
    ],
    "09-stop": [
        stop_by_minimum,
        stop_by_waiting,
        stop_by_break,
        stop_by_while,
        stop_by_slices,
        stop_by_next,
        stop_by_numpy,
        stop_by_torch,
        stop_by_recursion,
    ],
}
