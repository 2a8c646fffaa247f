"""The exercises of lesson 8, a loss without a ceiling and a network with bends."""

import torch
from torch.nn.functional import relu

from utils.check.conditions import Between
from utils.check.exercises import Exercise, Wrong

THREE, SEVEN = torch.tensor(1.0), torch.tensor(0.0)


def scores_of(*values):
    return [torch.tensor(value) for value in values]


def given_to_the_truth(score, target):
    """The probability that the model gives to the right answer."""
    p = score.sigmoid()
    return p if target == 1 else 1 - p


def bce(score, target):
    return -given_to_the_truth(score, target).log()


def tensors(*shapes):
    """Random tensors of these shapes, the same at every import."""
    g = torch.Generator().manual_seed(0)
    return tuple(torch.randn(shape, generator=g) for shape in shapes)


def deeper_with(second):
    """A network of three layers whose second layer is `second(units, w2, b2)`."""

    def deeper(xb, w1, b1, w2, b2, w3, b3):
        units = relu(xb @ w1 + b1)
        return second(units, w2, b2) @ w3 + b3

    return deeper


def without_the_first(xb, w1, b1, w2, b2, w3, b3):
    return relu(xb @ w2 + b2) @ w3 + b3


BCE = Exercise(
    reference=bce,
    inputs=tuple((score, target) for target in (THREE, SEVEN) for score in scores_of(-3.0, -0.5, 2.0)),
    right="The right answer of a three has the probability sigmoid(score), that of a seven the rest up to 1.",
    hint="Take the sigmoid; for a seven take 1 minus it; then minus the logarithm of what you have.",
    wrong=(
        Wrong(
            lambda score, target: given_to_the_truth(score, target).log(),
            "The sign is turned round: the logarithm of a probability is below 0, so BCE has a minus in front.",
        ),
        Wrong(
            lambda score, target: -score.sigmoid().log(),
            "That takes every digit for a three: the right answer of a seven has the probability 1 - sigmoid(score).",
        ),
        Wrong(
            lambda score, target: -(1 - given_to_the_truth(score, target)).log(),
            "The two cases are swapped there: for a three the probability of the right answer is sigmoid(score).",
        ),
        Wrong(
            lambda score, target: 1 - given_to_the_truth(score, target),
            "That is the distance of mnist_loss: BCE takes minus the logarithm of the probability.",
        ),
        Wrong(
            given_to_the_truth,
            "That is the probability given to the right answer: now take minus its logarithm.",
        ),
        Wrong(
            lambda score, target: -(target * score.sigmoid().log()),
            "That makes every seven free: add what it costs, by the probability 1 - sigmoid(score).",
        ),
        Wrong(
            lambda score, target: -(score if target == 1 else 1 - score).log(),
            "The sigmoid is missing: a score is not a probability.",
        ),
        Wrong(
            lambda score, target: bce(score.sigmoid(), target),
            "The sigmoid is taken twice there: once makes a probability of the score.",
        ),
        Wrong(
            lambda score, target: -given_to_the_truth(score, target).log10(),
            "That is the logarithm of base 10: torch.log undoes exp.",
        ),
        Wrong(
            lambda score, target: -given_to_the_truth(score, target).log2(),
            "That is the logarithm of base 2: torch.log undoes exp.",
        ),
    ),
)

DEEPER = Exercise(
    reference=deeper_with(lambda units, w2, b2: relu(units @ w2 + b2)),
    inputs=(
        tensors((4, 6), (6, 5), (5,), (5, 5), (5,), (5, 1), (1,)),
        tensors((3, 2), (2, 4), (4,), (4, 4), (4,), (4, 1), (1,)),
        tensors((2, 6), (6, 6), (6,), (6, 6), (6,), (6, 1), (1,)),
    ),
    right="Each layer takes the results of the one before it, and between two layers there is a bend.",
    hint="Each layer multiplies by its weights and adds its bias; after the first and the second comes a ReLU.",
    wrong=(
        Wrong(
            deeper_with(lambda units, w2, b2: units @ w2 + b2),
            "There is no bend there, so the second layer and the third are one: send the sums through F.relu.",
        ),
        Wrong(
            deeper_with(lambda units, w2, b2: relu(units @ w2)),
            "The bias b2 is missing: add it before the ReLU.",
        ),
        Wrong(
            deeper_with(lambda units, w2, b2: relu(units @ w2) + b2),
            "The bias stands behind the ReLU: add it inside, so that it moves the bend.",
        ),
        Wrong(
            lambda xb, w1, b1, w2, b2, w3, b3: relu((xb @ w1 + b1) @ w2 + b2) @ w3 + b3,
            "There is no bend after the first layer, so it and the second are one: send its sums through F.relu.",
        ),
        Wrong(
            lambda xb, w1, b1, w2, b2, w3, b3: ((xb @ w1 + b1) @ w2 + b2) @ w3 + b3,
            "There is no bend at all, so the three layers are one weighted sum: send the sums of the first two "
            "through F.relu.",
        ),
        Wrong(
            lambda xb, w1, b1, w2, b2, w3, b3: relu(relu(relu(xb @ w1 + b1) @ w2 + b2) @ w3 + b3),
            "The last layer has a bend there: a logit may be below 0, so leave it as it is.",
        ),
        Wrong(
            lambda xb, w1, b1, w2, b2, w3, b3: (relu(relu(xb @ w1 + b1) @ w2 + b2) @ w3 + b3).sigmoid(),
            "That returns probabilities: leave the sigmoid out, because the loss takes it of the logits.",
        ),
        Wrong(
            deeper_with(lambda units, w2, b2: relu(units)),
            "w2 and b2 are not used: the second layer has weights of its own.",
        ),
        Wrong(
            without_the_first,
            "That takes the images again: the second layer takes the units of the first.",
            when=lambda given: all(isinstance(got, RuntimeError) and "mat1 and mat2" in str(got) for got in given[:2]),
        ),
        Wrong(
            deeper_with(lambda units, w2, b2: torch.sigmoid(units @ w2 + b2)),
            "A sigmoid is a nonlinearity, too, but here a ReLU is asked for.",
        ),
    ),
)

PIECES = Exercise(
    reference=31,
    right="Each ReLU adds one bend, and 30 bends cut a line into 31 straight pieces.",
    hint="One ReLU has one bend and so two pieces; two have two bends and three pieces.",
    wrong=(
        Wrong(30, "There are 30 bends: how many pieces do they cut a line into?"),
        Wrong(60, "Each ReLU has two pieces, but in a sum they share the line: count the bends."),
        Wrong(
            2**30,
            "In layers on top of each other pieces can multiply; side by side they add up.",
            when=Between(1001, 1e18),
        ),
        Wrong(3, "That is for two ReLUs: each further one adds a bend."),
    ),
)

EXERCISES = {"08-bce": BCE, "08-deeper": DEEPER, "08-pieces": PIECES}
