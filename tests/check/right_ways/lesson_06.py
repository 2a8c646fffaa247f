"""Right answers to the exercises of lesson 6, written in ways that learners write them."""

import math
from fractions import Fraction

import numpy as np
import torch
from torch.nn.functional import l1_loss

from tests.check.right_ways.lesson_01 import numbers


def better_in_lines():
    third = 0.45
    return [0.9, 0.3, third]


def loss_in_lines(scores, targets):
    predictions = torch.sigmoid(scores)
    return torch.where(targets == 1, 1 - predictions, predictions).mean()


def loss_by_loop(scores, targets):
    total = 0
    for score, target in zip(scores, targets, strict=True):
        prediction = torch.sigmoid(score)
        total += 1 - prediction if target == 1 else prediction
    return total / len(scores)


def loss_by_plain_numbers(scores, targets):
    distances = []
    for score, target in zip(scores.flatten().tolist(), targets.flatten().tolist(), strict=True):
        prediction = 1 / (1 + math.exp(-score))
        distances.append(1 - prediction if target == 1 else prediction)
    return sum(distances) / len(distances)


def loss_by_indexing(scores, targets):
    distances = scores.sigmoid()
    distances[targets == 1] = 1 - distances[targets == 1]
    return distances.mean()


def loss_by_numpy(scores, targets):
    predictions = 1 / (1 + np.exp(-scores.numpy()))
    return np.where(targets.numpy() == 1, 1 - predictions, predictions).mean()


def loss_of_first_columns(scores, targets):
    p, t = scores[:, 0].sigmoid(), targets[:, 0]
    return torch.where(t == 1, 1 - p, p).mean()


def loss_by_list(scores, targets):
    off = [1 - s.sigmoid().item() if t == 1 else s.sigmoid().item() for s, t in zip(scores, targets, strict=True)]
    return torch.tensor(off).mean()


def loss_by_parts(scores, targets):
    three, p = targets == 1, scores.sigmoid()
    return ((1 - p[three]).sum() + p[~three].sum()) / len(p)


RIGHT = {
    "06-by-hand": [
        *numbers(0.4333),
        1.3 / 3,
        (0.1 + 0.4 + 0.8) / 3,
        0.433333,
        Fraction(13, 30),
        "13/30",
        "1.3/3",
        "0,4333",
        np.mean([0.1, 0.4, 0.8]),
        torch.tensor([0.1, 0.4, 0.8]).mean(),
    ],
    "06-rank": [
        "BDAC",
        "bdac",
        " BDAC ",
        "B, D, A, C",
        "B,D,A,C",
        "b d a c",
        "B-D-A-C",
        "B < D < A < C",
        "B\nD\nA\nC",
        ["B", "D", "A", "C"],
        ("b", "d", "a", "c"),
        list("BDAC"),
    ],
    "06-better": [
        better_in_lines,
        lambda: [0.9, 0.3, 0.5],
        lambda: (0.9, 0.3, 0.45),
        lambda: [1, 0, 0],
        lambda: [1.0, 0.0, 0.1],
        lambda: [0.3, 0.1, 0.9],
        lambda: [Fraction(9, 10), Fraction(3, 10), Fraction(1, 2)],
        lambda: np.array([0.9, 0.3, 0.45]),
        lambda: torch.tensor([0.9, 0.3, 0.45]),
        lambda: torch.tensor([[0.9], [0.3], [0.45]]).requires_grad_(),
        lambda: [torch.tensor([0.9]), np.float32(0.3), 0.45],
    ],
    "06-loss": [
        loss_in_lines,
        loss_by_loop,
        loss_by_plain_numbers,
        loss_by_indexing,
        loss_by_numpy,
        loss_of_first_columns,
        loss_by_list,
        loss_by_parts,
        lambda s, t: torch.where(t == 1, 1 - s.sigmoid(), s.sigmoid()).mean(0),
        lambda s, t: torch.where(t == 0, s.sigmoid(), 1 - s.sigmoid()).mean(),
        lambda s, t: round(l1_loss(s.sigmoid(), t).item(), 4),
        lambda s, t: (s.sigmoid() - t).abs().mean(),
        lambda s, t: l1_loss(s.sigmoid(), t).item(),
        lambda s, t: (t * (1 - s.sigmoid()) + (1 - t) * s.sigmoid()).mean(),
        lambda s, t: torch.where(t == 1, (-s).sigmoid(), s.sigmoid()).mean(),
        lambda s, t: torch.where(t > 0.5, 1 - s.sigmoid(), s.sigmoid()).sum() / len(t),
        lambda s, t: torch.where(t == 1, 1 - 1 / (1 + torch.exp(-s)), 1 / (1 + torch.exp(-s))).double().mean(),
    ],
}
