"""Right answers to the exercises of lesson 4, written in ways that learners write them."""

import numpy as np
import torch
from torch.nn.functional import mse_loss


def curve(time, weights):
    return weights[0] * time**2 + weights[1] * time + weights[2]


def mse(predictions, wanted):
    return ((predictions - wanted) ** 2).mean()


def by_formula(weights, time, speed):
    """The slopes of the loss without autograd."""
    miss = curve(time, weights) - speed
    return torch.stack([2 * (miss * time**power).mean() for power in (2, 1, 0)])


def by_backward(weights, time, speed, loss=mse):
    """The slopes of the loss by backward()."""
    weights = weights.clone().requires_grad_()
    loss(curve(time, weights), speed).backward()
    return weights.grad


def by_a_loop(weights, time, speed):
    """The slopes of a loss that is summed up in a loop."""
    weights = weights.clone().requires_grad_()
    total = 0
    for t, s in zip(time, speed, strict=True):
        total = total + (curve(t, weights) - s) ** 2
    (total / len(time)).backward()
    return weights.grad


def by_grad(weights, time, speed):
    """The slopes of the loss by torch.autograd.grad."""
    weights = weights.clone().requires_grad_()
    return torch.autograd.grad(mse(curve(time, weights), speed), weights)[0]


def round_in_place(weights, time, speed, lr):
    weights = weights.clone().requires_grad_()
    mse(curve(time, weights), speed).backward()
    with torch.no_grad():
        weights -= lr * weights.grad
    return weights.detach()


def train_with(slopes):
    """Training that finds the slopes by `slopes(weights, time, speed)`."""

    def train(time, speed, lr, steps, start):
        weights = start.clone()
        for _ in range(steps):
            weights = weights - lr * slopes(weights, time, speed)
        return weights

    return train


def train_with_zeroing(empty):
    """Training in place that empties the gradient by `empty(weights)`."""

    def train(time, speed, lr, steps, start):
        weights = start.clone().requires_grad_()
        for _ in range(steps):
            mse(curve(time, weights), speed).backward()
            with torch.no_grad():
                weights -= lr * weights.grad
            empty(weights)
        return weights.detach()

    return train


def set_none(weights):
    weights.grad = None


def train_by_while(time, speed, lr, steps, start):
    weights, done = start.clone(), 0
    while done < steps:
        weights = round_in_place(weights, time, speed, lr)
        done += 1
    return weights


def train_by_data(time, speed, lr, steps, start):
    weights = start.clone().requires_grad_()
    for _ in range(steps):
        mse(curve(time, weights), speed).backward()
        weights.data -= lr * weights.grad
        weights.grad = None
    return weights.data


def train_as_list(time, speed, lr, steps, start):
    weights = start.tolist()
    for _ in range(steps):
        slopes = by_formula(weights, time, speed)
        weights = [w - lr * s.item() for w, s in zip(weights, slopes, strict=True)]
    return weights


def train_by_sgd(time, speed, lr, steps, start):
    weights = start.clone().requires_grad_()
    optimizer = torch.optim.SGD([weights], lr)
    for _ in range(steps):
        optimizer.zero_grad()
        mse(curve(time, weights), speed).backward()
        optimizer.step()
    return weights.detach().clone()


def train_by_numpy(time, speed, lr, steps, start):
    t, s, weights = time.numpy(), speed.numpy(), start.numpy().copy()
    for _ in range(steps):
        miss = np.polyval(weights, t) - s
        weights = weights - lr * 2 * np.array([(miss * t**2).mean(), (miss * t).mean(), miss.mean()])
    return weights


def standardise_by_loops(x, new):
    mean = sum(x) / len(x)
    spread = (sum((one - mean) ** 2 for one in x) / (len(x) - 1)) ** 0.5
    return torch.tensor([(one - mean) / spread for one in new])


def standardise_in_lines(x, new):
    mean, spread = x.mean(), x.std()
    shifted = new - mean
    return shifted / spread


def standardise_as_list(x, new):
    return [((one - x.mean()) / x.std()).item() for one in new]


def standardise_in_place(x, new):
    new = new.clone()
    new -= x.mean()
    new /= x.std()
    return new


RIGHT = {
    "04-standardise": [
        lambda x, new: (new - x.mean()) / x.std(),
        lambda x, new: new / x.std() - x.mean() / x.std(),
        lambda x, new: (new - torch.mean(x)).div(torch.std(x)),
        lambda x, new: -(x.mean() - new) / x.std(),
        lambda x, new: (new - x.mean()) * (1 / x.std()),
        lambda x, new: (new.double() - x.double().mean()) / x.double().std(),
        lambda x, new: (new.numpy() - x.numpy().mean()) / x.numpy().std(ddof=1),
        standardise_by_loops,
        standardise_in_lines,
        standardise_as_list,
        standardise_in_place,
    ],
    "04-train": [
        train_with(by_formula),
        train_with(by_backward),
        train_with(lambda weights, time, speed: by_backward(weights, time, speed, mse_loss)),
        train_with(by_a_loop),
        train_with(by_grad),
        train_with_zeroing(set_none),
        train_with_zeroing(lambda weights: weights.grad.zero_()),
        train_with_zeroing(lambda weights: weights.grad.fill_(0)),
        train_by_while,
        train_by_data,
        train_as_list,
        train_by_sgd,
        train_by_numpy,
    ],
}
