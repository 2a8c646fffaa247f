"""Compares lesson 7's loop with fastai's DataLoader and the matrix products alone; times a stop of lesson 8's slider.

    python -m tests.benchmarks.epoch

It measures one shuffled epoch over 12,396 images (as many as MNIST_SAMPLE has) in batches of 256: with `train` from the
lesson's cells, with the same steps over a shuffled fastai DataLoader of (x, y) pairs, and with only the two matrix
products of each batch. First it asserts that both loops do the same work: with the same initial weights and the same
order of the images, the losses are equal. Then the three take turns, on all cores and on one core, and medians are
shown. Lesson 7 uses only one core, because its own digits are few.
The budget for a stop of the slider in milliseconds is valid only on the machine on which it was set. On other machines
the ratio of a stop to an epoch over the DataLoader counts; the two take turns.
"""

import time

import torch
from fastai.basics import DataLoader

from tests.benchmarks.cells import lesson, run
from tests.benchmarks.report import heading, line, machine, median

IMAGES, SIZE, EPOCHS, ROUNDS = 12_396, 256, 3, 9
STOP, WHERE_SET = 50, 49  # ms: the budget of a stop, and an epoch over the DataLoader on the same machine


def many(names, count):
    """The digits among the `names` of lesson 7: x, y, x_valid, y_valid; with `count` training images, by repeating."""
    rows = torch.arange(count) % len(names["x"])
    return names["x"][rows], names["y"][rows], names["x_valid"], names["y_valid"]


def library(lesson, data, epochs, size, seed=0, like_lesson=False):
    """Train with the lesson's steps over a shuffled DataLoader of pairs; return the losses of all batches.

    The DataLoader shuffles in its own way or, with `like_lesson`, with the lesson's generator, so that both loops use
    the images in the same order. Like the lesson's loop, this loop measures the accuracy after each epoch.
    """
    x, y, x_valid, y_valid = data
    g = torch.Generator().manual_seed(seed)
    w = (torch.randn(784, 1, generator=g) * 0.01).requires_grad_()
    b = torch.zeros(1, requires_grad=True)
    order = {"shuffle_fn": lambda rows: torch.randperm(len(rows), generator=g).tolist()} if like_lesson else {}
    batches = DataLoader(list(zip(x, y, strict=True)), batch_size=size, shuffle=True, **order)
    losses = []
    for _ in range(epochs):
        for xb, yb in batches:
            loss = lesson["mnist_loss"](xb @ w + b, yb)
            loss.backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad.zero_()
            b.grad.zero_()
            losses.append(loss.item())
        lesson["accuracy"](x_valid @ w + b, y_valid)
    return losses


def products(x, epochs, size):
    """Calculate only the two matrix products of every batch, that of the forward and that of the backward pass."""
    w, slopes = torch.zeros(784, 1), torch.zeros(size, 1)
    for _ in range(epochs):
        for xb in x.split(size):
            xb @ w
            xb.T @ slopes[: len(xb)]


def seconds(f):
    """The seconds that `f()` takes."""
    began = time.perf_counter()
    f()
    return time.perf_counter() - began


def epochs():
    """Print the times of an epoch with the lesson's loop and with its rivals, on all cores and on one core."""
    cores = torch.get_num_threads()
    names, _ = run(lesson(7), last="train")
    data = many(names, IMAGES)
    ours = names["train"](*data[:2], epochs=EPOCHS, size=SIZE)[2]["loss"]
    theirs = library(names, data, EPOCHS, SIZE, like_lesson=True)
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-6)
    ways = (
        lambda: names["train"](*data[:2], epochs=EPOCHS, size=SIZE),
        lambda: library(names, data, EPOCHS, SIZE),
        lambda: products(data[0], EPOCHS, SIZE),
    )
    for threads in (cores, 1):
        torch.set_num_threads(threads)
        compare(*taking_turns(ways), threads)


def taking_turns(ways):
    """The milliseconds of an epoch with each of the `ways`: medians over rounds, without the first round (warm-up)."""
    rounds = [[1e3 * seconds(way) / EPOCHS for way in ways] for _ in range(ROUNDS + 1)]
    return [median(times) for times in zip(*rounds[1:], strict=True)]


def compare(ours, theirs, floor, threads):
    """Print the three times and the budgets."""
    heading(f"A shuffled epoch over {IMAGES} images in batches of {SIZE}, threads: {threads}")
    line("lesson 7's loop", ours, "ms")
    line("the same over a shuffled DataLoader of pairs", theirs, "ms")
    line("its two matrix products alone", floor, "ms")
    line("the lesson's, of the DataLoader's", ours / theirs, "x", most=0.33)
    line("the lesson's, of the matrix products'", ours / floor, "x", most=9)
    line("    wished for, should the cell stay as plain", ours / floor, "x", most=5)


def retraining():
    """Print how long one stop of the learning-rate slider takes: ten epochs of training, and the picture."""
    names, _ = run(lesson(7), last="train")
    _, widgets = run(lesson(8), last="rate")
    widget, data, times, theirs = widgets[-1], many(names, IMAGES), [], []
    for stop in widget.stops():
        times.append(1e3 * seconds(lambda stop=stop: widget.frame(**widget.values(stop))))
        theirs.append(1e3 * seconds(lambda: library(names, data, 1, SIZE)))
    heading("One stop of the slider that retrains the 3-v-7 classifier (the network, ten epochs)")
    line(f"median of {len(times)} stops", median(times), "ms", most=STOP)
    line("slowest", max(times), "ms")
    line("an epoch over the DataLoader, by turns", median(theirs), "ms")
    line("a stop, of such an epoch", median(times) / median(theirs), "x", most=round(STOP / WHERE_SET, 2))


if __name__ == "__main__":
    epochs()
    retraining()
    machine()
