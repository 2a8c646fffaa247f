"""Losses, steps and epochs written by hand, right and wrong in the usual ways (the exercises of lesson 7).

Every loss takes `logits` and `yb` of shape (n, 1). Every step and every epoch changes its weights in place.
"""

import traceback

import torch


def each_distance(logits, yb):
    predictions = logits.sigmoid()
    return torch.where(yb == 1, 1 - predictions, predictions)


def mnist_loss(logits, yb):
    return each_distance(logits, yb).mean()


def sum_of_distances(logits, yb):
    return each_distance(logits, yb).sum()


def broadcast_by_mistake(logits, yb):
    return mnist_loss(logits, yb.squeeze(1))


def reversed_loss(logits, yb):
    return 1 - mnist_loss(logits, yb)


def without_sigmoid(logits, yb):
    return torch.where(yb == 1, 1 - logits, logits).mean()


def error_rate(logits, yb):
    return ((logits > 0) != (yb == 1)).float().mean()


def squared(logits, yb):
    return ((logits.sigmoid() - yb) ** 2).mean()


def move(w, amount):
    """Add `amount` to the weights `w` in place; PyTorch does not record it."""
    with torch.no_grad():
        w += amount


def step(w, lr):
    move(w, -lr * w.grad)
    w.grad.zero_()


def step_without_zeroing(w, lr):
    move(w, -lr * w.grad)


def step_uphill(w, lr):
    move(w, lr * w.grad)
    w.grad.zero_()


def step_without_rate(w, lr):
    move(w, -w.grad)
    w.grad.zero_()


def step_after_zeroing(w, lr):
    w.grad.zero_()
    move(w, -lr * w.grad)


def step_with_history(w, lr):
    w -= lr * w.grad
    w.grad.zero_()


def step_on_new_name(w, lr):
    w = w.detach() - lr * w.grad
    w.grad.zero_()


def step_on_new_name_without_zeroing(w, lr):
    w = w - lr * w.grad


def epoch_with(loss, step):
    """An epoch that uses this `loss`, and this `step` for the weights and for the bias."""

    def epoch(w, b, batches, lr):
        for xb, yb in batches:
            loss(xb @ w + b, yb).backward()
            step(w, lr)
            step(b, lr)

    return epoch


def epoch_of_one_step(w, b, batches, lr):
    for xb, yb in batches:
        mnist_loss(xb @ w + b, yb).backward()
        w.grad, b.grad = None, None
    mnist_loss(xb @ w + b, yb).backward()
    step(w, lr)
    step(b, lr)


def epoch_without_bias(w, b, batches, lr):
    for xb, yb in batches:
        mnist_loss(xb @ w + b, yb).backward()
        step(w, lr)


def epoch_without_backward(w, b, batches, lr):
    for _xb, _yb in batches:
        step(w, lr)
        step(b, lr)


def epoch_with_a_new_w(w, b, batches, lr):
    for xb, yb in batches:
        mnist_loss(xb @ w + b, yb).backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b = b - lr * b.grad
        w.grad.zero_()
        b.grad.zero_()


def has_new_weights(result):
    """Whether `result` is an exception of a function whose first two variables are no longer the tensors given.

    Those are leaves that require a gradient; what `w = w - lr * w.grad` makes is not.
    """
    frames = [frame for frame, _ in traceback.walk_tb(getattr(result, "__traceback__", None))][1:2]
    held = [frame.f_locals.get(name) for frame in frames for name in frame.f_code.co_varnames[:2]]
    return any(isinstance(one, torch.Tensor) and not (one.is_leaf and one.requires_grad) for one in held)


def epoch_accumulated(w, b, batches, lr):
    for xb, yb in batches:
        mnist_loss(xb @ w + b, yb).backward()
    step(w, lr)
    step(b, lr)
