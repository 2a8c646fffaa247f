"""Right answers to the exercises of lesson 7, written in ways that learners write them."""

import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from tests.check.right_ways.lesson_01 import numbers


def mnist_loss(scores, targets):
    predictions = scores.sigmoid()
    return torch.where(targets == 1, 1 - predictions, predictions).mean()


def start(scale=0.01):
    return (torch.randn(784, 1) * scale).requires_grad_(), torch.zeros(1, requires_grad=True)


def by_hand(x, y):
    w = (torch.randn(784, 1) * 0.01).requires_grad_()
    b = torch.zeros(1, requires_grad=True)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            scores = x[rows] @ w + b
            loss = mnist_loss(scores, y[rows])
            loss.backward()
            with torch.no_grad():
                w -= 1.0 * w.grad
                b -= 1.0 * b.grad
            w.grad.zero_()
            b.grad.zero_()
    return w, b


def detached_with_a_history(x, y):
    w, b = start()
    losses = []
    for _epoch in range(20):
        for rows in torch.randperm(len(x)).split(32):
            xb, yb = x.index_select(0, rows), y[rows]
            loss = mnist_loss(xb @ w + b, yb)
            loss.backward()
            losses.append(loss.item())
            w.data -= 0.5 * w.grad
            b.data -= 0.5 * b.grad
            w.grad = b.grad = None
    return w.detach(), b.detach(), losses


def one_by_one(x, y):
    w, b = start()
    for _ in range(2):
        for i in torch.randperm(len(x)).tolist():
            loss = mnist_loss(x[i : i + 1] @ w + b, y[i : i + 1])
            loss.backward()
            with torch.no_grad():
                for p in (w, b):
                    p -= 0.1 * p.grad
                    p.grad = None
    return w, b


def all_at_once(x, y):
    w, b = start()
    for _ in range(40):
        mnist_loss(x @ w + b, y).backward()
        with torch.no_grad():
            w -= w.grad
            b -= b.grad
        w.grad, b.grad = None, None
    return w, b


def shuffled_copies(x, y):
    w, b = start()
    for _ in range(10):
        order = torch.randperm(len(x))
        x, y = x[order], y[order]
        for i in range(0, len(x), 100):
            xb, yb = x[i : i + 100], y[i : i + 100]
            mnist_loss(xb @ w + b, yb).backward()
            with torch.no_grad():
                w.sub_(w.grad)
                b.sub_(b.grad)
            w.grad.zero_()
            b.grad.zero_()
    return w, b


def by_python_s_random(x, y):
    w, b = start()
    numbers = list(range(len(x)))
    for _ in range(8):
        random.shuffle(numbers)
        for first in range(0, len(numbers), 50):
            rows = numbers[first : first + 50]
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad = b.grad = None
    return w, b


def by_numpy_s_random(x, y):
    w, b = start()
    for _ in range(8):
        for rows in np.array_split(np.random.permutation(len(x)), 10):  # noqa: NPY002 (a learner may)
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad = b.grad = None
    return w, b


def random_batches(x, y):
    w, b = start()
    for _ in range(200):
        rows = torch.randint(len(x), (64,))
        mnist_loss(x[rows] @ w + b, y[rows]).backward()
        with torch.no_grad():
            w -= w.grad
            b -= b.grad
        w.grad = b.grad = None
    return w, b


def by_loader(x, y):
    w, b = start()
    batches = DataLoader(TensorDataset(x, y), batch_size=64, shuffle=True)
    for _ in range(10):
        for xb, yb in batches:
            mnist_loss(xb @ w + b, yb).backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad = b.grad = None
    return w, b


def by_list_of_pairs(x, y):
    model = nn.Linear(784, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    for _ in range(5):
        for xb, yb in DataLoader(list(zip(x, y, strict=True)), 64, shuffle=True):
            optimizer.zero_grad()
            mnist_loss(model(xb), yb).backward()
            optimizer.step()
    return model


def by_optimizer(x, y):
    w, b = start()
    optimizer = torch.optim.SGD([w, b], lr=1)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            optimizer.step()
            optimizer.zero_grad()
    return w, b


def by_adam(x, y):
    model = nn.Linear(784, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            loss = functional.binary_cross_entropy_with_logits(model(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model.weight, model.bias


def by_momentum(x, y):
    w, b = start()
    optimizer = torch.optim.SGD([w, b], lr=0.2, momentum=0.9)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            functional.l1_loss((x[rows] @ w + b).sigmoid(), y[rows]).backward()
            optimizer.step()
    return [w, b]


def from_zeros(x, y):
    w, b = torch.zeros(784, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            slopes = torch.autograd.grad(mnist_loss(x[rows] @ w + b, y[rows]), (w, b))
            with torch.no_grad():
                w -= slopes[0]
                b -= slopes[1]
    return w, b


def new_leaves(x, y):
    w, b = start()
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            w = (w - w.grad).detach().requires_grad_()
            b = (b - b.grad).detach().requires_grad_()
    return w, b


def with_rows_of_numbers(x, y):
    w, b = torch.zeros(784, requires_grad=True), torch.tensor(0.0, requires_grad=True)
    y = y[:, 0]
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            scores = (x[rows] * w).sum(1) + b
            mnist_loss(scores, y[rows]).backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad.zero_()
            b.grad.zero_()
    return w, b


def with_a_column_of_ones(x, y):
    x = torch.cat([x, torch.ones(len(x), 1)], 1)
    w = torch.zeros(785, 1, requires_grad=True)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            mnist_loss(x[rows] @ w, y[rows]).backward()
            with torch.no_grad():
                w -= w.grad
            w.grad = None
    return w[:784], w[784]


def with_standardised_pixels(x, y):
    mean, spread = x.mean(0), x.std(0) + 0.1
    w, b = start()
    x = (x - mean) / spread
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            with torch.no_grad():
                w -= 0.1 * w.grad
                b -= 0.1 * b.grad
            w.grad = b.grad = None
    return lambda images: ((images - mean) / spread) @ w + b


def with_squares(x, y):
    w, b = start()
    for _ in range(20):
        for rows in torch.randperm(len(x)).split(64):
            loss = (((x[rows] @ w + b).sigmoid() - y[rows]) ** 2).mean()
            loss.backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad = b.grad = None
    return w, b


def with_a_small_sum(x, y):
    w, b = start()
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            predictions = (x[rows] @ w + b).sigmoid()
            torch.where(y[rows] == 1, 1 - predictions, predictions).sum().backward()
            with torch.no_grad():
                w -= 0.01 * w.grad
                b -= 0.01 * b.grad
            w.grad = b.grad = None
    return w, b


def slopes_added_over_small_batches(x, y):
    w, b = start()
    for _ in range(15):
        for number, rows in enumerate(torch.randperm(len(x)).split(16), start=1):
            (mnist_loss(x[rows] @ w + b, y[rows]) / 4).backward()
            if number % 4 == 0:
                with torch.no_grad():
                    w -= w.grad
                    b -= b.grad
                w.grad = b.grad = None
    return w, b


def by_a_formula(x, y):
    w, b = torch.zeros(784, 1), torch.zeros(1)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            xb, yb = x[rows], y[rows]
            off = ((xb @ w + b).sigmoid() - yb) / len(xb)
            w -= 0.1 * xb.T @ off
            b -= 0.1 * off.sum()
    return w, b


def with_a_network(x, y):
    model = nn.Sequential(nn.Linear(784, 30), nn.ReLU(), nn.Linear(30, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(32):
            functional.binary_cross_entropy_with_logits(model(x[rows]), y[rows]).backward()
            optimizer.step()
            optimizer.zero_grad()
    return model


def stops_when_good_enough(x, y):
    w, b = start()
    right, epochs = 0.0, 0
    while right < 0.985 and epochs < 50:
        for rows in torch.randperm(len(x)).split(64):
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad = b.grad = None
        right = ((x @ w + b > 0) == (y == 1)).float().mean().item()
        epochs += 1
    return w, b


def batches_by_list(x, y, size):
    order = torch.randperm(len(x))
    return [(x[rows], y[rows]) for rows in order.split(size)]


def batches_by_slices(x, y, size):
    order = torch.randperm(len(x))
    x, y = x[order], y[order]
    return [(x[i : i + size], y[i : i + size]) for i in range(0, len(x), size)]


def batches_by_random(x, y, size):
    order = list(range(len(x)))
    random.shuffle(order)
    batches = []
    while order:
        rows, order = order[:size], order[size:]
        batches.append([x[rows], y[rows]])
    return batches


def batches_by_numpy(x, y, size):
    order = torch.from_numpy(np.random.permutation(len(x)))  # noqa: NPY002 (a learner may)
    return tuple((x[rows], y[rows]) for rows in order.split(size))


def batches_by_yield(x, y, size):
    for rows in torch.randperm(len(x)).split(size):
        yield x[rows], y[rows]


RIGHT = {
    "07-loop": [
        by_hand,
        detached_with_a_history,
        one_by_one,
        all_at_once,
        shuffled_copies,
        by_python_s_random,
        by_numpy_s_random,
        random_batches,
        by_loader,
        by_list_of_pairs,
        by_optimizer,
        by_adam,
        by_momentum,
        from_zeros,
        new_leaves,
        with_rows_of_numbers,
        with_a_column_of_ones,
        with_standardised_pixels,
        with_squares,
        with_a_small_sum,
        slopes_added_over_small_batches,
        by_a_formula,
        with_a_network,
        stops_when_good_enough,
    ],
    "07-shuffle": [
        batches_by_list,
        batches_by_slices,
        batches_by_random,
        batches_by_numpy,
        lambda x, y, size: DataLoader(TensorDataset(x, y), size, shuffle=True),
        lambda x, y, size: list(DataLoader(list(zip(x, y, strict=True)), size, shuffle=True)),
        lambda x, y, size: [(x[rows], y[rows]) for rows in torch.rand(len(x)).argsort().split(size)],
        lambda x, y, size: [(x[r], y[r]) for r in torch.tensor(random.sample(range(len(x)), len(x))).split(size)],
        batches_by_yield,
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
    "07-batches": [*numbers(16.0), 16, 15 + 1, -(-1000 // 64), "16", " 16 "],
}
