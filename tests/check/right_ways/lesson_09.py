"""Right answers to the exercises of lesson 9, written in ways that learners write them."""

from functools import partial

import numpy as np
import torch
from fastai.basics import (
    SGD,
    BCEWithLogitsLossFlat,
    DataLoader,
    DataLoaders,
    Learner,
    OptimWrapper,
    accuracy_multi,
)
from fastai.callback import progress  # noqa: F401 (it gives the Learner its method no_bar)
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits


def by_logits(model, xb, yb):
    return binary_cross_entropy_with_logits(model(xb), yb)


def by_module(model, xb, yb):
    return torch.nn.BCEWithLogitsLoss()(model(xb), yb)


def by_sigmoid(model, xb, yb):
    return binary_cross_entropy(model(xb).sigmoid(), yb)


def by_formula(model, xb, yb):
    p = model(xb).sigmoid()
    return -(yb * p.log() + (1 - yb) * (1 - p).log()).mean()


def by_loop(model, xb, yb):
    return sum(binary_cross_entropy_with_logits(model(x), y) for x, y in zip(xb, yb, strict=True)) / len(xb)


def epoch_with(loss, optimizer=torch.optim.SGD):
    """An epoch that takes its loss by `loss(model, xb, yb)` and its steps by `optimizer`."""

    def epoch(model, batches, lr):
        steps = optimizer(model.parameters(), lr=lr)
        for xb, yb in batches:
            loss(model, xb, yb).backward()
            steps.step()
            steps.zero_grad()

    return epoch


def epoch_zeroing_first(model, batches, lr):
    optimizer = torch.optim.SGD(list(model.parameters()), lr)
    for batch in batches:
        optimizer.zero_grad()
        loss = by_logits(model, *batch)
        loss.backward()
        optimizer.step()
    return model


def epoch_zeroing_the_model(model, batches, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for xb, yb in batches:
        by_logits(model, xb, yb).backward()
        optimizer.step()
        model.zero_grad()


def epoch_by_hand(model, batches, lr):
    for xb, yb in batches:
        by_logits(model, xb, yb).backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= lr * p.grad
                p.grad = None


def epoch_by_names(model, batches, lr):
    for xb, yb in batches:
        by_logits(model, xb, yb).backward()
        model.weight.data -= lr * model.weight.grad
        model.bias.data -= lr * model.bias.grad
        model.weight.grad.zero_()
        model.bias.grad.zero_()


def epoch_with_an_optimizer_a_batch(model, batches, lr):
    for xb, yb in batches:
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        optimizer.zero_grad()
        by_logits(model, xb, yb).backward()
        optimizer.step()


def stop_by_minimum(losses, patience):
    for step in range(len(losses)):
        so_far = losses[: step + 1]
        if step - so_far.index(min(so_far)) == patience:
            return step
    return len(losses) - 1


def stop_by_waiting(losses, patience):
    lowest, waited = losses[0], 0
    for step in range(1, len(losses)):
        if losses[step] < lowest:
            lowest, waited = losses[step], 0
        else:
            waited += 1
        if waited == patience:
            return step
    return len(losses) - 1


def stop_by_break(losses, patience):
    best = float("inf")
    for step, loss in enumerate(losses):
        if loss < best:
            best, best_step = loss, step
        elif step - best_step >= patience:
            break
    return step


def stop_by_while(losses, patience):
    step = best = 0
    while step < len(losses) - 1 and step - best < patience:
        step += 1
        if losses[step] < losses[best]:
            best = step
    return step


def stop_by_slices(losses, patience):
    for step in range(patience, len(losses)):
        if min(losses[step - patience + 1 : step + 1]) >= min(losses[: step - patience + 1]):
            return step
    return len(losses) - 1


def stop_by_next(losses, patience):
    late = (s for s in range(len(losses)) if s - int(np.argmin(losses[: s + 1])) >= patience)
    return next(late, len(losses) - 1)


def stop_by_numpy(losses, patience):
    bests = np.array([np.argmin(losses[: step + 1]) for step in range(len(losses))])
    late = np.flatnonzero(np.arange(len(losses)) - bests >= patience)
    return late[0] if len(late) else np.int64(len(losses) - 1)


def stop_by_torch(losses, patience):
    losses = torch.tensor(losses)
    for step in range(len(losses)):
        if step - losses[: step + 1].argmin() >= patience:
            return torch.tensor(step)
    return torch.tensor([len(losses) - 1])


def stop_by_recursion(losses, patience, step=0, best=0):
    best = step if losses[step] < losses[best] else best
    if step - best >= patience or step == len(losses) - 1:
        return step
    return stop_by_recursion(losses, patience, step + 1, best)


def loaders_of_two(train, valid, bs):
    return DataLoaders(DataLoader(train, bs=bs, shuffle=True), DataLoader(valid, bs=bs))


def loaders_by_position(train, valid, bs):
    train_dl = DataLoader(train, bs, shuffle=True)
    valid_dl = DataLoader(valid, bs)
    dls = DataLoaders(train_dl, valid_dl)
    return dls


def loaders_in_one_line(train, valid, bs):
    return DataLoaders.from_dsets(train, valid, bs=bs)


def loaders_with_the_last_short_batch(train, valid, bs):
    return DataLoaders.from_dsets(train, valid, bs=bs, drop_last=False)


def loaders_of_larger_validation_batches(train, valid, bs):
    return DataLoaders(DataLoader(train, bs=bs, shuffle=True), DataLoader(valid, bs=2 * bs))


def loaders_without_the_last_short_batch(train, valid, bs):
    return DataLoaders(DataLoader(train, bs=bs, shuffle=True, drop_last=True), DataLoader(valid, bs=len(valid)))


def loaders_of_tensors(train, valid, bs):
    sets = [torch.utils.data.TensorDataset(*map(torch.stack, zip(*pairs, strict=True))) for pairs in (train, valid)]
    return DataLoaders(DataLoader(sets[0], bs=bs, shuffle=True), DataLoader(sets[1], bs=bs))


def loaders_of_torch(train, valid, bs):
    shuffled = torch.utils.data.DataLoader(train, batch_size=bs, shuffle=True)
    return DataLoaders(shuffled, torch.utils.data.DataLoader(valid, batch_size=bs))


class Pairs:
    """A data set of pairs, as the tutorials of PyTorch write it."""

    def __init__(self, pairs):
        self.pairs = pairs

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return self.pairs[index]


def loaders_of_a_class(train, valid, bs):
    return DataLoaders.from_dsets(Pairs(train), Pairs(valid), bs=bs, num_workers=0)


def right_share(scores, y):
    return ((scores > 0) == (y == 1)).float().mean().item()


def right_share_of_tensors(scores, y):
    return ((scores.sigmoid() > 0.5) == y.bool()).float().mean()


def mean_loss(scores, y):
    return binary_cross_entropy_with_logits(scores, y)


def by_hand_bce(scores, y):
    p = scores.sigmoid()
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


def learner_of(loss, opt_func=SGD, metrics=right_share):
    """A function that fits a Learner with this loss, optimizer and metric."""

    def fit_learner(dls, model, epochs, lr):
        learn = Learner(dls, model, loss_func=loss, opt_func=opt_func, metrics=metrics)
        learn.fit(epochs, lr=lr)
        return learn

    return fit_learner


def learner_with_its_own_rate(dls, model, epochs, lr):
    learn = Learner(dls, model, binary_cross_entropy_with_logits, SGD, lr, metrics=right_share)
    learn.fit(epochs)
    return learn


def learner_by_keywords(dls, model, epochs, lr):
    learn = Learner(dls, model, binary_cross_entropy_with_logits, opt_func=SGD, metrics=[right_share])
    learn.fit(n_epoch=epochs, lr=lr, wd=0.0)
    return learn


def learner_quiet(dls, model, epochs, lr):
    learn = Learner(dls, model, loss_func=torch.nn.BCEWithLogitsLoss(), opt_func=SGD, metrics=right_share)
    with learn.no_bar(), learn.no_logging():
        learn.fit(epochs, lr)
    return learn


RIGHT = {
    "09-epoch": [
        epoch_with(by_logits),
        epoch_with(by_module),
        epoch_with(by_sigmoid),
        epoch_with(by_formula),
        epoch_with(by_loop),
        epoch_zeroing_first,
        epoch_zeroing_the_model,
        epoch_by_hand,
        epoch_by_names,
        epoch_with_an_optimizer_a_batch,
    ],
    "09-loaders": [
        loaders_of_two,
        loaders_by_position,
        loaders_in_one_line,
        loaders_with_the_last_short_batch,
        loaders_of_larger_validation_batches,
        loaders_without_the_last_short_batch,
        loaders_of_tensors,
        loaders_of_torch,
        loaders_of_a_class,
        lambda train, valid, bs: DataLoaders(DataLoader(train, bs, shuffle=True), DataLoader(valid, bs, shuffle=False)),
    ],
    "09-learner": [
        learner_of(binary_cross_entropy_with_logits),
        learner_of(torch.nn.BCEWithLogitsLoss()),
        learner_of(BCEWithLogitsLossFlat()),
        learner_of(by_hand_bce),
        learner_of(binary_cross_entropy_with_logits, metrics=[right_share]),
        learner_of(binary_cross_entropy_with_logits, metrics=[mean_loss, right_share_of_tensors]),
        learner_of(binary_cross_entropy_with_logits, metrics=accuracy_multi),
        learner_of(binary_cross_entropy_with_logits, opt_func=partial(OptimWrapper, opt=torch.optim.SGD)),
        learner_with_its_own_rate,
        learner_by_keywords,
        learner_quiet,
    ],
    "09-stop": [
        stop_by_minimum,
        stop_by_waiting,
        stop_by_break,
        stop_by_while,
        stop_by_slices,
        stop_by_next,
        stop_by_numpy,
        stop_by_torch,
        stop_by_recursion,
    ],
}
