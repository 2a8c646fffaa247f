"""Whole training loops for threes and sevens, right and wrong in the usual ways (the exercise "07-loop").

`loop` builds most of them: each keyword takes one part of the loop away or changes it.
"""

import torch


def each_distance(scores, targets):
    predictions = scores.sigmoid()
    return torch.where(targets == 1, 1 - predictions, predictions)


def mnist_loss(scores, targets):
    return each_distance(scores, targets).mean()


def summed(scores, targets):
    return each_distance(scores, targets).sum()


def with_two_sigmoids(scores, targets):
    return mnist_loss(scores.sigmoid(), targets)


def with_a_table(scores, targets):
    return mnist_loss(scores, targets.squeeze(1))


def start():
    return (torch.randn(784, 1) * 0.01).requires_grad_(), torch.zeros(1, requires_grad=True)


def loop(
    loss=mnist_loss, lr=1.0, epochs=10, size=64, order=torch.randperm, zeroed="wb", stepped="wb", back=True, begin=start
):
    """A loop with this `loss`; `order(n)` gives the order of the images, None their first batch alone.

    `zeroed` and `stepped` name the parameters whose gradient is zeroed and that are moved; without `back` there is no
    backward pass.
    """

    def my_training(x, y):
        parameters = dict(zip("wb", begin(), strict=True))
        for _ in range(epochs):
            for rows in order(len(x)).split(size) if order else [torch.arange(size)]:
                error = loss(x[rows] @ parameters["w"] + parameters["b"], y[rows])
                if back:
                    error.backward()
                with torch.no_grad():
                    for name in stepped:
                        parameters[name] -= lr * parameters[name].grad
                for name in zeroed:
                    parameters[name].grad = None
        return parameters["w"], parameters["b"]

    return my_training


def starts_afresh_in_each_epoch(x, y):
    for _ in range(10):
        w, b = loop(epochs=1)(x, y)
    return w, b


def zeroes_before_the_step(x, y):
    w, b = start()
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            w.grad.zero_()
            b.grad.zero_()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
    return w, b


def zeroes_by_a_number(x, y):
    w, b = start()
    for rows in torch.randperm(len(x)).split(64):
        mnist_loss(x[rows] @ w + b, y[rows]).backward()
        with torch.no_grad():
            w -= w.grad
            b -= b.grad
        w.grad = b.grad = 0
    return w, b


def makes_a_new_w(x, y):
    w, b = start()
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            with torch.no_grad():
                w = w - w.grad
                b = b - b.grad
    return w, b


def steps_on_record(x, y):
    w, b = start()
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(64):
            mnist_loss(x[rows] @ w + b, y[rows]).backward()
            w -= w.grad
            b -= b.grad
    return w, b


def predicts_once(x, y):
    w, b = start()
    loss = mnist_loss(x @ w + b, y)
    for _ in range(10):
        loss.backward()
        with torch.no_grad():
            w -= w.grad
            b -= b.grad
        w.grad = b.grad = None
    return w, b


def shuffles_x_alone(x, y):
    return loop()(x[torch.randperm(len(x))], y)


def returns_probabilities(x, y):
    w, b = loop()(x, y)
    return lambda images: (images @ w + b).sigmoid()


def returns_accuracy(x, y):
    w, b = loop()(x, y)
    return ((x @ w + b > 0) == (y == 1)).float().mean()
