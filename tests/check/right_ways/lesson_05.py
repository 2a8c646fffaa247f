"""Right answers to the exercises of lesson 5, written in ways that learners write them."""

from fractions import Fraction

import numpy as np
import torch


def scores_by_loop(xb, w, b):
    scores = []
    for row in xb:
        scores.append(row @ w + b)
    return torch.stack(scores)


def scores_as_list(xb, w, b):
    return [[sum(x * y for x, y in zip(row, w[:, 0], strict=True)) + b] for row in xb]


def scores_in_a_tensor(xb, w, b):
    scores = torch.zeros(len(xb), 1)
    for i in range(len(xb)):
        for j in range(len(w)):
            scores[i, 0] += xb[i, j] * w[j, 0]
        scores[i, 0] += b
    return scores


def right_by_loop(scores, y):
    correct = 0
    for score, label in zip(scores, y, strict=True):
        if (score > 0 and label == 1) or (score <= 0 and label == 0):
            correct += 1
    return correct / len(y)


def right_by_index(scores, y):
    correct = 0.0
    for i in range(len(scores)):
        correct += float((scores[i] > 0) == (y[i] == 1))
    return correct / len(scores)


def right_as_list(scores, y):
    return np.mean([(score > 0).item() == (label == 1).item() for score, label in zip(scores, y, strict=True)])


def right_by_where(scores, y):
    says = torch.where(scores > 0, 1.0, 0.0)
    return torch.where(says == y, 1.0, 0.0).mean()


def correct(scores, y):
    return (scores > 0) == (y == 1)


RIGHT = {
    "05-scores": [
        lambda xb, w, b: xb @ w + b,
        lambda xb, w, b: b + torch.matmul(xb, w),
        lambda xb, w, b: xb.mm(w).add(b),
        lambda xb, w, b: (xb * w.T).sum(1, keepdim=True) + b,
        lambda xb, w, b: (xb * w.T).sum(dim=1)[:, None] + b,
        lambda xb, w, b: (xb * w[:, 0]).sum(-1).reshape(-1, 1) + b,
        lambda xb, w, b: (xb * w.flatten()).sum(axis=1).unsqueeze(1) + b,
        lambda xb, w, b: torch.einsum("ij,jk->ik", xb, w) + b,
        lambda xb, w, b: xb.double() @ w.double() + b,
        lambda xb, w, b: xb.numpy() @ w.numpy() + b,
        lambda xb, w, b: (w.T @ xb.T).T + b,
        scores_by_loop,
        scores_as_list,
        scores_in_a_tensor,
    ],
    "05-accuracy": [
        lambda scores, y: correct(scores, y).float().mean(),
        lambda scores, y: correct(scores, y).float().mean().item(),
        lambda scores, y: correct(scores, y).double().mean(),
        lambda scores, y: correct(scores, y).sum() / len(y),
        lambda scores, y: correct(scores, y).sum().item() / len(y),
        lambda scores, y: correct(scores, y).float().sum() / y.numel(),
        lambda scores, y: np.mean(correct(scores, y).numpy()),
        lambda scores, y: correct(scores, y).numpy().mean(),
        lambda scores, y: torch.mean(correct(scores, y) * 1.0),
        lambda scores, y: correct(scores, y).float().mean(0),
        lambda scores, y: correct(scores[:, 0], y[:, 0]).float().mean().item(),
        lambda scores, y: (scores.sign().clamp(min=0) == y).float().mean().item(),
        lambda scores, y: Fraction(int(correct(scores, y).sum()), len(y)),
        lambda scores, y: ((scores > 0).float() == y).float().mean(),
        lambda scores, y: 1 - ((scores > 0) != (y == 1)).float().mean(),
        right_by_loop,
        right_by_index,
        right_as_list,
        right_by_where,
    ],
}
