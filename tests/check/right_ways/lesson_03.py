"""Right answers to the exercises of lesson 3, written in ways that learners write them."""

import itertools
from fractions import Fraction

import numpy as np
import torch

from tests.check.right_ways.lesson_01 import numbers


def step_by_backward(x, lr):
    x = torch.tensor(x, requires_grad=True)
    (x**2).backward()
    with torch.no_grad():
        x -= lr * x.grad
    return x


def step_in_place(x, lr):
    x -= lr * 2 * x
    return x


def step_in_lines(x, lr):
    slope = 2 * x
    length = lr * slope
    new_x = x - length
    return new_x


def step_by_call(x, lr):
    def slope(place):
        return 2 * place

    return x - slope(x) * lr


def end_by_while(x, lr, steps):
    while steps > 0:
        x = x - lr * 2 * x
        steps -= 1
    return x


def end_by_list(x, lr, steps):
    path = [x]
    for _ in range(steps):
        path.append(path[-1] - lr * 2 * path[-1])
    return path[-1]


def end_by_call(x, lr, steps):
    for _ in range(steps):
        x = step_in_lines(x, lr)
    return x


def end_by_recursion(x, lr, steps):
    return x if steps == 0 else end_by_recursion(x - 2 * lr * x, lr, steps - 1)


def end_by_accumulate(x, lr, steps):
    return list(itertools.accumulate(range(steps), lambda place, _: place - lr * 2 * place, initial=x))[-1]


def end_by_backward(x, lr, steps):
    x = torch.tensor([x], requires_grad=True)
    for _ in range(steps):
        x.grad = None
        (x**2).backward()
        with torch.no_grad():
            x -= lr * x.grad
    return x


def end_in_a_tensor(x, lr, steps):
    x = torch.tensor(x)
    for _ in range(steps):
        x *= 1 - 2 * lr
    return x


def count_by_break(x, lr):
    steps = 0
    while True:
        if abs(x) < 0.01:
            break
        x = x - lr * 2 * x
        steps += 1
    return steps


def count_by_for(x, lr):
    for steps in range(1000):
        if -0.01 < x < 0.01:
            return steps
        x -= lr * 2 * x


def count_by_not(x, lr):
    n = 0
    while not abs(x) < 0.01:
        x, n = x - 2 * lr * x, n + 1
    return n


def count_by_list(x, lr):
    path = [x]
    while abs(path[-1]) >= 0.01:
        path.append(path[-1] * (1 - 2 * lr))
    return len(path) - 1


def count_by_recursion(x, lr):
    return 0 if abs(x) < 0.01 else 1 + count_by_recursion(x - lr * 2 * x, lr)


def count_in_a_tensor(x, lr):
    x, steps = torch.tensor(x), torch.tensor(0)
    while x.abs() >= 0.01:
        x = x - lr * 2 * x
        steps += 1
    return steps


def count_by_numpy(x, lr):
    path = x * (1 - 2 * lr) ** np.arange(500)
    return np.argmax(np.abs(path) < 0.01)


def count_by_squares(x, lr):
    steps = 0
    while x**2 >= 0.01**2:
        x = x - lr * 2 * x
        steps += 1
    return float(steps)


def count_by_next(x, lr):
    return next(n for n in itertools.count() if abs(end_by_while(x, lr, n)) < 0.01)


RIGHT = {
    "03-step": [
        lambda x, lr: x - lr * 2 * x,
        lambda x, lr: x + -lr * 2 * x,
        lambda x, lr: x * (1 - 2 * lr),
        lambda x, lr: (1 - 2 * lr) * x,
        lambda x, lr: x - lr * (x + x),
        lambda x, lr: torch.tensor(x - lr * 2 * x),
        lambda x, lr: np.array([x - lr * 2 * x]),
        lambda x, lr: Fraction(x) - Fraction(lr) * 2 * Fraction(x),
        step_by_backward,
        step_in_place,
        step_in_lines,
        step_by_call,
    ],
    "03-descend": [
        lambda x, lr, steps: x * (1 - 2 * lr) ** steps,
        lambda x, lr, steps: torch.tensor(x) * (1 - 2 * lr) ** steps,
        lambda x, lr, steps: np.float32(x) * np.prod([1 - 2 * lr] * steps),
        end_by_while,
        end_by_list,
        end_by_call,
        end_by_recursion,
        end_by_accumulate,
        end_by_backward,
        end_in_a_tensor,
    ],
    "03-count": [
        count_by_break,
        count_by_for,
        count_by_not,
        count_by_list,
        count_by_recursion,
        count_in_a_tensor,
        count_by_numpy,
        count_by_squares,
        count_by_next,
    ],
    "03-diverge": [
        *numbers(0.33),
        1 / 3,
        2 / 6,
        0.333,
        0.3333,
        Fraction(1, 3),
        np.array(1 / 3),
        torch.tensor([[1 / 3]]).requires_grad_(),
        "1/3",
        "1 / 3",
        "0,333",
        "2/6",
        "lr = 1/3",
        "\N{VULGAR FRACTION ONE THIRD}",
    ],
}
