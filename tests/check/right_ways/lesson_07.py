"""Right answers to the exercises of lesson 7, written in ways that learners write them."""

import numpy as np
import torch
from torch.nn.functional import l1_loss

from tests.check.right_ways.lesson_01 import numbers


def predict(xb, w, b):
    return xb @ w + b


def mnist_loss(logits, yb):
    predictions = logits.sigmoid()
    return torch.where(yb == 1, 1 - predictions, predictions).mean()


def loss_by_loop(logits, yb):
    total = 0
    for logit, label in zip(logits, yb, strict=True):
        prediction = torch.sigmoid(logit)
        total = total + (1 - prediction if label == 1 else prediction)
    return total / len(yb)


def loss_by_stack(logits, yb):
    pairs = zip(logits.sigmoid(), yb, strict=True)
    return torch.stack([1 - one if label == 1 else one for one, label in pairs]).mean()


def step_in_place(w, lr):
    with torch.no_grad():
        w -= lr * w.grad
    w.grad.zero_()


def step_by_data(w, lr):
    w.data -= lr * w.grad
    w.grad = None


def step_new_data(w, lr):
    w.data = w.data - w.grad * lr
    w.grad.fill_(0)


def step_by_method(w, lr):
    with torch.no_grad():
        w.sub_(lr * w.grad)
        w.grad.zero_()


def step_by_copy(w, lr):
    with torch.no_grad():
        w.copy_(w - lr * w.grad)
    w.grad *= 0


@torch.no_grad()
def step_decorated(w, lr):
    w += -lr * w.grad
    w.grad = torch.zeros_like(w)


def step_by_slice(w, lr):
    with torch.no_grad():
        w[:] = w - lr * w.grad
    w.grad = None


def step_by_loop(w, lr):
    with torch.no_grad():
        for i in range(len(w)):
            w[i] -= lr * w.grad[i]
            w.grad[i] = 0


def step_by_sgd(w, lr):
    optimizer = torch.optim.SGD([w], lr=lr)
    optimizer.step()
    optimizer.zero_grad()


def step_detached(w, lr):
    w.detach().sub_(lr * w.grad)
    w.grad.detach_().zero_()
    return w


def epoch_with(step, loss=mnist_loss):
    """An epoch that takes its steps by `step` and its loss by `loss`."""

    def epoch(w, b, batches, lr):
        for xb, yb in batches:
            loss(predict(xb, w, b), yb).backward()
            for weights in (w, b):
                step(weights, lr)

    return epoch


def epoch_in_lines(w, b, batches, lr):
    for xb, yb in batches:
        logits = xb @ w + b
        loss = mnist_loss(logits, yb)
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()


def epoch_zeroing_first(w, b, batches, lr):
    for xb, yb in batches:
        w.grad = b.grad = None
        mnist_loss(predict(xb, w, b), yb).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad


def epoch_by_index(w, b, batches, lr):
    for i in range(len(batches)):
        xb, yb = batches[i]
        slopes = torch.autograd.grad(mnist_loss(predict(xb, w, b), yb), (w, b))
        with torch.no_grad():
            w -= lr * slopes[0]
            b -= lr * slopes[1]


def epoch_by_sgd(w, b, batches, lr):
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for xb, yb in batches:
        mnist_loss(predict(xb, w, b), yb).backward()
        optimizer.step()
        optimizer.zero_grad()
    return w, b


RIGHT = {
    "07-loss": [
        mnist_loss,
        loss_by_loop,
        loss_by_stack,
        lambda logits, yb: (logits.sigmoid() - yb).abs().mean(),
        lambda logits, yb: l1_loss(torch.sigmoid(logits), yb),
        lambda logits, yb: torch.where(yb == 1, (-logits).sigmoid(), logits.sigmoid()).mean(),
        lambda logits, yb: torch.where(yb == 1, 1 - logits.sigmoid(), logits.sigmoid()).sum() / len(yb),
        lambda logits, yb: (yb * (1 - logits.sigmoid()) + (1 - yb) * logits.sigmoid()).mean(),
        lambda logits, yb: (logits.sigmoid() - yb).abs().mean(0),
        lambda logits, yb: (logits.sigmoid() - yb).abs().mean(dim=0, keepdim=True),
        lambda logits, yb: (logits.sigmoid() - yb).abs().double().mean(),
    ],
    "07-step": [
        step_in_place,
        step_by_data,
        step_new_data,
        step_by_method,
        step_by_copy,
        step_decorated,
        step_by_slice,
        step_by_loop,
        step_by_sgd,
        step_detached,
    ],
    "07-epoch": [
        epoch_with(step_in_place),
        epoch_with(step_by_data),
        epoch_with(step_by_method),
        epoch_with(step_by_copy),
        epoch_with(step_decorated),
        epoch_with(step_in_place, loss_by_loop),
        epoch_with(step_in_place, loss_by_stack),
        epoch_in_lines,
        epoch_zeroing_first,
        epoch_by_index,
        epoch_by_sgd,
    ],
    "07-order": [
        "CFEAGBD",
        "cfeagbd",
        " CFEAGBD ",
        "C F E A G B D",
        "C, F, E, A, G, B, D",
        "c,f,e,a,g,b,d",
        "C-F-E-A-G-B-D",
        "C -> F -> E -> A -> G -> B -> D",
        "CFEAGBD.",
        list("CFEAGBD"),
        tuple("cfeagbd"),
        np.array(list("CFEAGBD")),
    ],
    "07-batches": [*numbers(13.0), 13, 12 + 1, -(-800 // 64), "13", " 13 "],
}
