"""Judges a whole training loop for threes and sevens: the one thing that is missing, and the accuracy (lesson 7).

The loop gets images sorted by digit. Its accuracy is measured on images that it does not get; whether it shuffles
is read from the order in which images meet the weights, because an accuracy does not tell it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import torch

from utils.check.watch import Pass, Watch, rows_of
from utils.digits import load_threes_and_sevens

ENOUGH = 0.95  # the accuracy to reach
UNSEEN = slice(200, 300)  # of the 400 training images of each digit: these the loop does not get
LARGE, HUGE = 3.0, 30.0  # in size: weights as large as these come of steps that are too long, or far too long

Digits = tuple[torch.Tensor, torch.Tensor]


@cache
def digits() -> tuple[Digits, Digits]:
    """What the loop gets, (x, y) with 400 threes and then 400 sevens, and the 200 digits that it is judged on.

    It is another split than the lesson's, so that nobody has chosen a learning rate by the digits of this test.
    """
    x, y, x_valid, y_valid = load_threes_and_sevens()
    given, kept = [], []
    for digit in (1.0, 0.0):
        images, more = x[y[:, 0] == digit], x_valid[y_valid[:, 0] == digit]
        given.append(torch.cat([images[: UNSEEN.start], images[UNSEEN.stop :], more]))
        kept.append(images[UNSEEN])
    return labelled(*given), labelled(*kept)


def labelled(threes: torch.Tensor, sevens: torch.Tensor) -> Digits:
    """The images with their labels as a column: 1.0 for a three, 0.0 for a seven."""
    return torch.cat([threes, sevens]), torch.tensor([[1.0]] * len(threes) + [[0.0]] * len(sevens))


@dataclass(frozen=True)
class Training:
    """What came of a loop: the one `fault`, "" for none, and the `accuracy` on unseen digits, where there is one.

    `order` says what is worth a word of the order of the images: "whole" for batches of all images, "once" for images
    that were shuffled once, else "".
    """

    fault: str
    accuracy: float | None = field(default=None, compare=False)
    order: str = field(default="", compare=False)


LATE = " It got there late: with shuffled images an epoch or two bring it nearly as far."
ABOUT_ORDER = {
    "whole": " Each of your steps looks at all images, so nothing had to be shuffled.",
    "once": " You shuffle once: do it anew in each epoch, and no two epochs have the same batches.",
    "": "",
}


def accuracy_words(training: Any) -> str:
    """The sentences on the accuracy and on the order of the images, after a space; "" where there is no accuracy."""
    accuracy = getattr(training, "accuracy", None)
    if accuracy is None:
        return ""
    words = f" Accuracy on 200 digits that it has not seen: {accuracy:.3f}."
    if training.fault == "sorted" and accuracy >= ENOUGH:
        return words + LATE
    return words + ("" if training.fault else ABOUT_ORDER[training.order])


class LoopWatch(Watch):
    """Watches a loop on the images `x`; `outcome` then says what came of it."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        super().__init__(x)
        self.x = digits()[0][0]  # the loop may change its own copy

    def outcome(self, returned: Any) -> Any:
        """The `Training` of a loop that has `returned` this, a value or its exception; what is no loop, as it is."""
        if isinstance(returned, BaseException):
            fault = fault_of_error(returned, bool(self.sizes))
            return Training(fault) if fault else returned
        if returned is None or returned is Ellipsis:
            return returned
        scores = scores_of(returned, digits()[1][0])
        if scores is None:
            return Training("form")
        accuracy = ((scores > 0) == (digits()[1][1][:, 0] == 1)).float().mean().item()
        return Training(self.fault(scores, accuracy, bias_of(returned)), accuracy, self.order())

    def fault(self, scores: torch.Tensor, accuracy: float, bias: torch.Tensor | None) -> str:
        """The first fault of a loop whose model gives these `scores` and has this `bias`; "" for none."""
        checks: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("backward", lambda: not self.sizes and accuracy < ENOUGH),
            ("broadcast", lambda: "broadcast" in self.slips),
            ("squeezed", lambda: "squeezed" in self.slips),
            ("still", self.stands_still),
            ("one batch", self.uses_few_images),
            ("uphill", lambda: uphill(self.passes)),
            ("zero", lambda: piles_up(self.passes)),
            ("afresh", lambda: starts_afresh(self.passes)),
            ("bias", lambda: bias is not None and not bias.any()),
            ("one epoch", lambda: bool(self.sizes) and sum(self.sizes) < 1.9 * len(self.x)),
            ("sorted", self.is_sorted),
            ("sum", lambda: "sum" in self.slips and self.largest() > LARGE),
            ("too large", lambda: self.largest() > HUGE),
        )
        found = next((name for name, holds in checks if holds()), "")
        return found or ("" if accuracy >= ENOUGH else self.why_low(scores, accuracy))

    def why_low(self, scores: torch.Tensor, accuracy: float) -> str:
        """Why the accuracy is low, where every part of the loop is there."""
        if not scores.isfinite().all() or self.largest() > LARGE:
            return "too large"
        if scores.min() >= 0 and scores.max() <= 1:
            return "probabilities"
        if (rate := rate_of(self.passes)) is not None and rate < 0.03:
            return "too small"
        return "pairs" if accuracy < 0.85 else "low"

    def stands_still(self) -> bool:
        """Whether the weights, without the bias, have not moved between the first backward pass and the end."""
        first = self.passes[0].weights if len(self.sizes) > 1 else []
        pairs = [(old, new.detach()) for old, new in zip(first, self.leaves, strict=False) if old.numel() > 1]
        return bool(pairs) and all(torch.equal(old, new) for old, new in pairs)

    def largest(self) -> float:
        """The size of the largest weight after the training."""
        return max((one.detach().abs().max().item() for one in self.leaves), default=0.0)

    @cached_property
    def rows(self) -> torch.Tensor:
        """The numbers of the images that have met the weights, in order, without those that are not known.

        Only of a loop that has ended: to find them takes 40 to 70 ms, so they are found once.
        """
        met = torch.cat(self.batches or self.loose or [self.x[:0]])
        rows = rows_of(met, self.x)
        return rows[rows >= 0]

    def uses_few_images(self) -> bool:
        """Whether some images came again while many others have never come."""
        rows = self.rows
        different = len(rows.unique())
        return 0 < different < 0.6 * len(self.x) and (len(rows) > 1.5 * different or len(self.sizes) == 1)

    def order(self) -> str:
        """What `Training.order` says of the order of the images."""
        rows = self.rows
        epoch = len(rows.unique())
        if self.sizes and min(self.sizes) > 0.9 * len(self.x):
            return "whole"
        again = rows[epoch : 2 * epoch]
        return "once" if len(again) == epoch and (again == rows[:epoch]).float().mean() > 0.9 else ""

    def is_sorted(self) -> bool:
        """Whether neighbours of `x` follow each other, in batches smaller than half of the images."""
        if self.sizes and max(self.sizes) >= len(self.x) / 2:
            return False
        apart = self.rows.diff().abs()
        return len(apart) > 0 and (apart == 1).float().mean().item() > 0.5


NO_SLOPE = r"[*-]=?: '\w+' and 'NoneType'|'NoneType' and '\w+'|'NoneType' object has no attribute 'zero_'"
ERRORS = {  # a part of the message of an exception, and the fault that it comes of
    NO_SLOPE: "replaced",
    "does not require grad": "replaced",
    "leaf Variable that requires grad": "recorded",
    "backward through the graph a second time": "stale",
    "only for scalar outputs": "no mean",
    "assigned grad expected": "number",
    "attempting to assign a gradient of size": "number",
}


def fault_of_error(error: BaseException, went_back: bool) -> str:
    """The fault that an exception comes of, "" where it is none of the usual ones; `went_back`: after `backward()`."""
    if not went_back and re.search(NO_SLOPE, str(error)):
        return "backward"
    if not went_back and "does not require grad" in str(error):
        return "unmarked"
    return next((fault for part, fault in ERRORS.items() if re.search(part, str(error))), "")


def scores_of(model: Any, images: torch.Tensor) -> torch.Tensor | None:
    """The scores (n,) of `images` by what a loop returned: (w, b), with or without more, or a function of images.

    None where it is neither.
    """
    try:
        with torch.no_grad():
            if isinstance(model, tuple | list):
                w, b = (torch.as_tensor(one).detach().float() for one in model[:2])
                scores = images @ w.reshape(784, 1) + b.reshape(1, 1)
            else:
                scores = model(images)
            return scores.float().reshape(len(images))
    except Exception:  # whatever a learner's model may raise
        return None


def bias_of(model: Any) -> torch.Tensor | None:
    """The bias b of (w, b), or that of a linear model; None where there is none to be found."""
    bias = model[1] if isinstance(model, tuple | list) else getattr(model, "bias", None)
    return None if bias is None else torch.as_tensor(bias).detach()


def steps_between(passes: list[Pass]) -> list[tuple[torch.Tensor, ...]]:
    """(how far it moved, its slopes, what it was) for each leaf, from each pass to the next."""
    found = []
    for one, after in pairwise(passes):
        for old, slope, new in zip(one.weights, one.slopes, after.weights, strict=False):
            if slope is not None and slope.shape == old.shape == new.shape:
                found.append((new - old, slope, old))
    return found


def uphill(passes: list[Pass]) -> bool:
    """Whether the steps go along the slopes instead of against them."""
    return sum((moved * slope).sum().item() for moved, slope, _ in steps_between(passes)) > 0


def starts_afresh(passes: list[Pass]) -> bool:
    """Whether the weights became others that neither resemble those before nor come of a step against the slopes."""
    for moved, slope, old in steps_between(passes):
        if old.numel() > 1 and moved.any() and alike(old + moved, old) < 0.5 and alike(moved, -slope) < 0.3:
            return True
    return False


def alike(one: torch.Tensor, other: torch.Tensor) -> float:
    """The cosine between two tensors of the same shape; 1 where one of them is 0 everywhere."""
    if not one.any() or not other.any():
        return 1.0
    return torch.cosine_similarity(one.flatten(), other.flatten(), dim=0).item()


def rate_of(passes: list[Pass]) -> float | None:
    """How far the first step has moved the weights for each unit of their slope; None where that is not known."""
    steps = [(moved.norm().item(), slope.norm().item()) for moved, slope, _ in steps_between(passes)[:1]]
    return next((moved / slope for moved, slope in steps if slope > 0), None)


def piles_up(passes: list[Pass]) -> bool:
    """Whether slopes of an earlier pass are still there after a step, for any leaf."""
    for one, after in pairwise(passes):
        for old, new, left in zip(one.weights, after.weights, after.left, strict=False):
            if left and old.shape == new.shape and not torch.equal(old, new):
                return True
    return False
