"""Right answers to the exercises of lesson 8, written in ways that learners write them."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from tests.check.right_ways.lesson_01 import numbers


def bce_by_cases(score, target):
    if target == 1:
        return -torch.log(score.sigmoid())
    return -torch.log(1 - score.sigmoid())


def bce_by_one_probability(score, target):
    p = torch.sigmoid(score)
    if target == 0:
        p = 1 - p
    return -p.log()


def bce_by_where(score, target):
    p = score.sigmoid()
    return -torch.where(target == 1, p, 1 - p).log()


def bce_by_formula(score, target):
    p = score.sigmoid()
    return -(target * p.log() + (1 - target) * (1 - p).log())


def bce_by_the_sign(score, target):
    return torch.log(1 + torch.exp(-score if target == 1 else score))


def bce_by_plain_numbers(score, target):
    p = 1 / (1 + math.exp(-score.item()))
    return -math.log(p if target.item() == 1 else 1 - p)


def bce_by_numpy(score, target):
    p = 1 / (1 + np.exp(-score.numpy()))
    return -np.log(np.where(target.numpy() == 1, p, 1 - p))


def bce_by_division(score, target):
    p = score.sigmoid()
    return (1 / p).log() if target else (1 / (1 - p)).log()


def bce_by_probability(score, target):
    return functional.binary_cross_entropy(score.sigmoid(), target).item()


def deeper_in_lines(xb, w1, b1, w2, b2, w3, b3):
    units = functional.relu(xb @ w1 + b1)
    sums = units @ w2 + b2
    more_units = functional.relu(sums)
    return more_units @ w3 + b3


def deeper_by_the_lesson(xb, w1, b1, w2, b2, w3, b3):
    units = functional.relu(xb @ w1 + b1)
    more_units = functional.relu(units @ w2 + b2)
    return more_units @ w3 + b3


def deeper_by_method(xb, w1, b1, w2, b2, w3, b3):
    return ((xb @ w1 + b1).relu() @ w2 + b2).relu() @ w3 + b3


def deeper_by_module(xb, w1, b1, w2, b2, w3, b3):
    bend = nn.ReLU()
    return bend(bend(xb @ w1 + b1) @ w2 + b2) @ w3 + b3


def deeper_by_clamp(xb, w1, b1, w2, b2, w3, b3):
    units = (xb @ w1 + b1).clamp(min=0)
    return (units @ w2 + b2).clamp(min=0.0) @ w3 + b3


def deeper_by_where(xb, w1, b1, w2, b2, w3, b3):
    units = xb @ w1 + b1
    units = torch.where(units > 0, units, 0.0)
    more_units = units @ w2 + b2
    return torch.where(more_units > 0, more_units, torch.tensor(0.0)) @ w3 + b3


def deeper_by_product(xb, w1, b1, w2, b2, w3, b3):
    units = xb @ w1 + b1
    more_units = (units * (units > 0)) @ w2 + b2
    return (more_units * (more_units > 0)).matmul(w3) + b3


def deeper_by_maximum(xb, w1, b1, w2, b2, w3, b3):
    zero = torch.zeros(1)
    return torch.maximum(torch.maximum(torch.mm(xb, w1) + b1, zero) @ w2 + b2, zero) @ w3 + b3


def deeper_by_linear(xb, w1, b1, w2, b2, w3, b3):
    units = torch.relu(functional.linear(xb, w1.T, b1))
    return functional.linear(torch.relu_(functional.linear(units, w2.T, b2)), w3.T, b3)


def deeper_by_loop(xb, w1, b1, w2, b2, w3, b3):
    for w, b in ((w1, b1), (w2, b2)):
        xb = torch.relu(xb @ w + b)
    return xb @ w3 + b3


RIGHT = {
    "08-bce": [
        bce_by_cases,
        bce_by_one_probability,
        bce_by_where,
        bce_by_formula,
        bce_by_the_sign,
        bce_by_plain_numbers,
        bce_by_numpy,
        bce_by_division,
        bce_by_probability,
        lambda score, target: functional.binary_cross_entropy_with_logits(score, target),
        lambda score, target: nn.BCEWithLogitsLoss()(score, target),
        lambda score, target: -functional.logsigmoid(score * (2 * target - 1)),
        lambda score, target: functional.softplus(score) - target * score,
    ],
    "08-deeper": [
        deeper_in_lines,
        deeper_by_the_lesson,
        deeper_by_method,
        deeper_by_module,
        deeper_by_clamp,
        deeper_by_where,
        deeper_by_product,
        deeper_by_maximum,
        deeper_by_linear,
        deeper_by_loop,
    ],
    "08-pieces": [*numbers(31.0), 31, 30 + 1, np.int32(31), "31"],
}
