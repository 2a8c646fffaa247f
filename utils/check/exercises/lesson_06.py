"""The exercises of lesson 6, a loss you can walk down."""

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from utils.check.conditions import NotEachOnce
from utils.check.exercises import Exercise, Wrong
from utils.check.values import POINT, number_of

SCORES = torch.tensor([[2.0], [-1.0], [0.5], [-3.0]])
TARGETS = torch.tensor([[1.0], [0.0], [0.0], [1.0]])
WANTED = torch.tensor([1.0, 0.0, 1.0])


def distances(predictions, targets):
    return torch.where(targets == 1, 1 - predictions, predictions)


def loss(scores, targets):
    return distances(scores.sigmoid(), targets).mean()


def summary(predictions):
    """What is compared of three `predictions` for WANTED: are they valid, how many are right, is the loss low."""
    if isinstance(predictions, list | tuple) and any(one is ... for one in predictions):
        return ...  # a prediction is still to be filled in
    if isinstance(predictions, torch.Tensor | np.ndarray):
        predictions = predictions.reshape(-1).tolist()
    numbers = list(map(number_of, predictions)) if isinstance(predictions, list | tuple) else []
    if len(numbers) != 3 or None in numbers:
        return "four numbers" if len(numbers) == 4 else "not three numbers"
    predictions = torch.tensor(numbers)
    if ((predictions < 0) | (predictions > 1)).any():
        return "not between 0 and 1"
    right = ((predictions > 0.5) == (WANTED == 1)).sum().item()
    return f"{right} right, loss {'below' if distances(predictions, WANTED).mean() < 0.35 else 'not below'} 0.35"


EXERCISES = {
    "06-by-hand": Exercise(
        reference=0.4333,
        tolerance=2e-3,
        right="The distances are 0.1, 0.4 and 0.8, and their mean is 0.4333.",
        hint="Take the distance of each prediction to its target, and the mean of the three.",
        wrong=(
            Wrong(1.3, "That is the sum of the distances: the loss is their mean."),
            Wrong(0.43, "Very near: give it with four decimals."),
            Wrong(
                0.5,
                "The threes are off by 0.1 and 0.8, and the seven, whose target is 0, by 0.4: take the mean of these.",
            ),
            Wrong(0.5667, "There you took how near each is: the loss says how far off."),
            Wrong(0.6667, "That is the accuracy, two of three: the loss is the mean distance."),
            Wrong(0.3333, "That is the share of wrong ones: the loss is the mean distance."),
            Wrong(0.27, "That is the mean of the squares: here the distances are not squared."),
        ),
    ),
    "06-rank": Exercise(
        reference="BDAC",
        right="B is off by 0.1 each time, D by 0.183 in the mean, A by 0.4 and C by 0.6.",
        hint="For each model take the three distances to 1, 0 and 1, and their mean.",
        wrong=(
            Wrong(
                "BDA",
                "Write each of the four letters once, and nothing else.",
                when=NotEachOnce("ABCD"),
            ),
            Wrong("CADB", "That is the highest loss first: begin with the lowest."),
            Wrong(
                "BADC", "That ranks by the number of right ones first: D is off by 0, 0 and 0.55, which is less than A."
            ),
            Wrong("BDCA", "A is off by 0.4 each time, and C by 0.6: so A comes before C."),
            Wrong("DBAC", "D is off by 0, 0 and 0.55, which is 0.183 in the mean: B is off by 0.1 only."),
        ),
    ),
    "06-better": Exercise(
        reference=lambda: [0.9, 0.3, 0.45],
        inputs=((),),
        observe=summary,
        right="Two of three are right, as before, and the loss is lower: the two are not the same thing.",
        hint="Give three numbers from 0 to 1, two of them on the right side of 0.5, with a mean distance below 0.35.",
        wrong=(
            Wrong(
                lambda: [0.9, 0.3, 0.2],
                "Two of three are right, but the loss is not below 0.35 yet: move the third up.",
            ),
            Wrong(
                lambda: [0.9, 0.3, 0.8],
                "All three are right now: keep the third at 0.5 or below, so that it stays wrong.",
            ),
            Wrong(lambda: [0.9, 0.3, 1.5], "A prediction lies between 0 and 1."),
            Wrong(lambda: 0.45, "Return all three predictions in a list, like this: [0.9, 0.3, third]."),
            Wrong(lambda: [0.9, 0.3, 0, 45], f"Those are four numbers. {POINT}"),
        ),
    ),
    "06-loss": Exercise(
        reference=loss,
        inputs=((SCORES, TARGETS), (SCORES[:3], TARGETS[:3])),
        right="The sigmoid makes predictions of the scores, and the loss is their mean distance to the targets.",
        hint="Take the sigmoid of the scores, then 1 - prediction where the target is 1 and the prediction elsewhere.",
        wrong=(
            Wrong(lambda s, t: distances(s, t).mean(), "The sigmoid is missing: scores are not between 0 and 1."),
            Wrong(lambda s, t: distances(s.sigmoid(), t).sum(), "That is the sum of the distances: take their mean."),
            Wrong(lambda s, t: distances(s.sigmoid(), t), "Those are the distances, one a digit: take their mean."),
            Wrong(
                lambda s, t: distances(1 - s.sigmoid(), t).mean(),
                "There the two cases are swapped: it is 1 - prediction where the target is 1.",
            ),
            Wrong(
                lambda s, t: ((s > 0) != (t == 1)).float().mean(),
                "That is the share of wrong ones, which is flat: measure how far off each prediction is.",
            ),
            Wrong(
                lambda s, t: ((s > 0) == (t == 1)).float().mean(),
                "That is the accuracy, which is flat: measure how far off each prediction is.",
            ),
            Wrong(
                lambda s, t: ((s.sigmoid() - t) ** 2).mean(),
                "There the distances are squared: this loss takes them as they are.",
            ),
            Wrong(
                lambda s, t: s.sigmoid().mean(), "That is the mean prediction: it has to be compared with the targets."
            ),
            Wrong(lambda s, t: loss(s.sigmoid(), t), "There the sigmoid is taken twice: once is enough."),
            Wrong(
                lambda s, t: distances(s.sigmoid(), s > 0).mean(),
                "There the scores decide which distance is taken: that is for the targets to say.",
            ),
            Wrong(
                lambda s, t: (s.sigmoid() - t).mean(),
                "There distances to both sides cancel: take them without their signs, by torch.where or abs().",
            ),
            Wrong(
                lambda s, t: (t - s.sigmoid()).mean(),
                "There a distance below 0 cancels one above 0: take both without their signs, by torch.where or abs().",
            ),
            Wrong(
                lambda s, t: (s[:, 0].sigmoid() - t).abs().mean(),
                "There a row meets a column, so each prediction is compared with every target: keep both columns.",
            ),
            Wrong(
                lambda s, t: 1 - s.sigmoid() if t == 1 else s.sigmoid(),
                "`if` asks one question, and here is one for each digit: use torch.where.",
            ),
            Wrong(
                lambda s, t: torch.where(t, 1 - s.sigmoid(), s.sigmoid()).mean(),
                "torch.where wants a condition, such as targets == 1.",
            ),
            Wrong(
                binary_cross_entropy_with_logits,
                "That is a loss of lesson 8: here the loss is the mean distance to the targets.",
            ),
        ),
    ),
}
