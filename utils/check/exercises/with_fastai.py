"""What lesson 9's exercises with fastai compare: what a learner's `DataLoaders` and `Learner` do, in a few words.

fastai is imported inside the functions, because `check` looks through the exercises of all lessons when a name is
unknown, and the other lessons do without fastai.
"""

from typing import Any

import torch

BCE = torch.nn.functional.binary_cross_entropy_with_logits
# Every image is different, so that an order of images is an order of pairs.
PAIRS = [(torch.tensor([i / 18, (i * 7 % 18) / 18, 1.0]), torch.tensor([float(i % 2)])) for i in range(18)]
EPOCHS = 3  # of `DataLoaders`, how many are looked at


def small_model() -> torch.nn.Linear:
    """A linear model of three pixels, with the same weights each time."""
    model = torch.nn.Linear(3, 1)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.1, -0.2, 0.3]]))
        model.bias.fill_(0.05)
    return model


def loaders(train: list, valid: list, bs: int, shuffle: bool = True, shuffle_valid: bool = False) -> Any:
    """`DataLoaders` of both lists in batches of `bs`: the right answer, unless the shuffling is changed."""
    from fastai.basics import DataLoader, DataLoaders

    return DataLoaders(DataLoader(train, bs=bs, shuffle=shuffle), DataLoader(valid, bs=bs, shuffle=shuffle_valid))


def firsts(pairs: list) -> list[float]:
    """The first pixel of each image of `pairs`."""
    return [image[0].item() for image, _ in pairs]


def epochs_of(loader: Any) -> list[list[float]]:
    """The first pixel of each image, in the order of each of three epochs of `loader`."""
    if hasattr(loader, "fake_l"):  # else each epoch of `from_dsets` starts processes, which takes seconds
        loader.fake_l.num_workers = 0
    return [[image[0].item() for xb, _ in loader for image in xb] for _ in range(EPOCHS)]


def seen_in_loaders(dls: Any, train: list, valid: list, bs: int) -> Any:
    """What is wrong with `dls` in a few words, or "right"; None for None, `...` where that is still in it."""
    if dls is None:
        return None
    if not (hasattr(dls, "train") and hasattr(dls, "valid")):
        return "no DataLoaders"
    if dls.train is ... or dls.valid is ...:
        return ...
    if any(isinstance(each, list) or not hasattr(each, "__iter__") for each in (dls.train, dls.valid)):
        return "no batches"
    epochs, held = epochs_of(dls.train), epochs_of(dls.valid)
    if set(epochs[0]) == set(firsts(valid)):
        return "swapped"
    if set(held[0]) & set(firsts(train)):
        return "training pairs validate"
    if any(sorted(each) != sorted(firsts(train)) for each in epochs) or sorted(held[0]) != sorted(firsts(valid)):
        return "pairs are missing"
    if max(len(xb) for xb, _ in dls.train) != bs:
        return "batch size"
    if epochs[0] == epochs[1] == epochs[2]:
        return "not shuffled"
    return "right" if all(each == firsts(valid) for each in held) else "valid shuffled"


class FreshLoaders:
    """Stands for `DataLoaders` among the inputs of an exercise: its copy, which a function gets, is a fresh one.

    All twelve training pairs are one batch, so that their order does not matter.
    """

    def __deepcopy__(self, memo: dict) -> Any:
        return loaders(PAIRS[:12], PAIRS[12:], bs=12, shuffle=False)

    def __repr__(self) -> str:
        return "DataLoaders of 12 and 6 pairs"


def right_share(scores: torch.Tensor, y: torch.Tensor) -> float:
    """The accuracy of a column of scores, as in the lesson."""
    return ((scores > 0) == (y == 1)).float().mean().item()


def fitted(dls: Any, model: torch.nn.Module, epochs: int, lr: float, **other: Any) -> Any:
    """The right Learner, fitted; or one built with `other` arguments."""
    from fastai.basics import SGD, Learner

    learn = Learner(dls, model, **{"loss_func": BCE, "opt_func": SGD, "metrics": right_share} | other)
    learn.fit(epochs, lr=lr)
    return learn


def trained(epochs: int, lr: float) -> torch.Tensor:
    """The parameters of `small_model()` after `epochs` steps of gradient descent on all twelve pairs, as one tensor."""
    xb, yb = (torch.stack(part) for part in zip(*PAIRS[:12], strict=True))
    model = small_model()
    weight, bias = model.weight.detach(), model.bias.detach()
    for _ in range(epochs):
        slopes = ((xb @ weight.T + bias).sigmoid() - yb) / len(xb)
        weight, bias = weight - lr * slopes.T @ xb, bias - lr * slopes.sum(0)
    return torch.cat([weight.flatten(), bias])


def seen_in_learner(learn: Any, dls: Any, model: torch.nn.Module, epochs: int, lr: float) -> str | None:
    """What is wrong with the fitted `learn` in a few words, or "right"; None for None."""
    if learn is None:
        return None
    if not (hasattr(learn, "recorder") and hasattr(learn, "model")):
        return "no Learner"
    rows, rates = getattr(learn.recorder, "values", []), getattr(learn.recorder, "lrs", [])
    if not rows:
        return "not fitted"
    if max(rates) - min(rates) > 1e-6:
        return "changing rate"
    if len(rows) != epochs:
        return "other epochs"
    if abs(rates[0] - lr) > 1e-6:
        return "other rate"
    held_x, held_y = (torch.stack(part) for part in zip(*PAIRS[12:], strict=True))
    with torch.no_grad():
        scores = learn.model(held_x)
    if abs(float(learn.loss_func(scores, held_y)) - float(BCE(scores, held_y))) > 1e-4:
        return "other loss"
    weights = torch.cat([p.detach().flatten() for p in learn.model.parameters()])
    if not torch.allclose(weights, trained(epochs, lr), atol=1e-4):
        return "other optimizer"
    return "right" if any(abs(row - right_share(scores, held_y)) < 1e-4 for row in rows[-1][2:]) else "no metric"


def not_fitted(dls: Any, model: torch.nn.Module, epochs: int, lr: float) -> Any:
    """A right Learner that has not been trained."""
    from fastai.basics import SGD, Learner

    return Learner(dls, model, loss_func=BCE, opt_func=SGD, metrics=right_share)


def one_cycle(dls: Any, model: torch.nn.Module, epochs: int, lr: float) -> Any:
    """A right Learner, trained by another policy than `fit`."""
    from fastai.callback import schedule  # noqa: F401 (it gives the Learner its method)

    learn = not_fitted(dls, model, epochs, lr)
    learn.fit_one_cycle(epochs, lr_max=lr)
    return learn


def with_adam(dls: Any, model: torch.nn.Module, epochs: int, lr: float) -> Any:
    """A Learner with the optimizer that fastai takes when none is named."""
    from fastai.basics import Adam

    return fitted(dls, model, epochs, lr, opt_func=Adam)


# The wrong answers and their reasons; what tells them apart is what the functions above see.
WRONG_LOADERS = (
    (
        lambda train, valid, bs: loaders(train, valid, bs, shuffle=False),
        "The training pairs come in the same order in every epoch: give their DataLoader shuffle=True.",
    ),
    (
        lambda train, valid, bs: loaders(train, valid, bs, shuffle_valid=True),
        "The validation pairs are shuffled, too: leave shuffle out there, so that predictions keep your order.",
    ),
    (
        lambda train, valid, bs: loaders(valid, train, bs),
        "The first of the two is trained on, the second validates: they are the other way round.",
    ),
    (
        lambda train, valid, bs: loaders(train, train, bs),
        "Training pairs validate here, so overfitting could not be seen: give the second DataLoader `valid`.",
    ),
    (
        lambda train, valid, bs: loaders(train, valid, 64),
        "The training batches do not have `bs` pairs: give both DataLoaders bs=bs.",
    ),
    (
        lambda train, valid, bs: loaders(train[:bs], valid, bs),
        "Pairs are missing: the two DataLoaders need all of `train` and all of `valid`.",
    ),
    (
        lambda train, valid, bs: tuple(loaders(train, valid, bs)),
        "Those are no DataLoaders: put your two DataLoader objects into fastai.DataLoaders(...).",
    ),
    (
        lambda train, valid, bs: type(loaders(train, valid, bs))(train, valid),
        "Nothing cuts the lists into batches: put each into a fastai.DataLoader(...) first.",
    ),
)
WRONG_LEARNERS = (
    (not_fitted, "This Learner has not trained yet: call learn.fit(epochs, lr=lr) before you return it."),
    (
        lambda dls, model, epochs, lr: fitted(dls, model, 1, lr),
        "It has trained for another number of epochs: pass `epochs` to fit.",
    ),
    (
        lambda dls, model, epochs, lr: fitted(dls, model, epochs, 0.001),
        "It has trained at another rate: pass lr=lr to fit, else fastai takes 0.001.",
    ),
    (one_cycle, "fit_one_cycle changes the rate on the way: train with fit."),
    (with_adam, "It has stepped in another way: fastai takes the optimizer Adam unless you say opt_func=fastai.SGD."),
    (
        lambda dls, model, epochs, lr: fitted(dls, model, epochs, lr, loss_func=torch.nn.functional.mse_loss),
        "It has trained with another loss: pass loss_func=bce.",
    ),
    (
        lambda dls, model, epochs, lr: fitted(dls, model, epochs, lr, metrics=None),
        "The accuracy is missing among what it records: pass metrics=accuracy.",
    ),
    (
        lambda dls, model, epochs, lr: fitted(dls, model, epochs, lr).model,
        "That is no Learner: return `learn` itself, it keeps the model and what was recorded.",
    ),
)
