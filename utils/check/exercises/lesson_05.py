"""The exercises of lesson 5, a picture of weights."""

import torch

from utils.check.exercises import Exercise, Wrong

XB = torch.tensor([[0.0, 0.5, 1.0], [1.0, 0.0, 0.25]])
SQUARE = torch.tensor([[0.0, 0.5, 1.0], [1.0, 0.0, 0.25], [0.5, 0.5, 0.0]])
W = torch.tensor([9.0, 2.0, -3.0])
SCORES = torch.tensor([2.5, -1.0, 0.0, 0.25, -3.0])
Y = torch.tensor([1.0, 1.0, 0.0, 1.0, 0.0])
TIED, TRUTH = torch.tensor([1.0, 1.0, -2.0]), torch.tensor([1.0, 0.0, 1.0])


def accuracy(scores, y):
    return ((scores > 0) == (y == 1)).float().mean()


EXERCISES = {
    "05-scores": Exercise(
        reference=lambda xb, w, b: (xb * w).sum(1) + b,
        inputs=((XB, W, -5.0), (SQUARE, W, 0.5)),
        right="Dimension 1 counts the pixels of an image, so adding along it leaves one score for each image.",
        hint="Multiply each row by w, add along dimension 1, and add b once for each image.",
        wrong=(
            Wrong(lambda xb, w, b: (xb * w).sum(0) + b, "That adds up the images, pixel by pixel: add the pixels."),
            Wrong(lambda xb, w, b: (xb * w).sum() + b, "That is one number for all images: sum along one dimension."),
            Wrong(lambda xb, w, b: (xb * w).sum(1), "The bias is missing: without it a blank image always scores 0."),
            Wrong(
                lambda xb, w, b: (xb * w + b).sum(1), "There the bias is added at every pixel: add it once an image."
            ),
            Wrong(lambda xb, w, b: (xb * w).mean(1) + b, "That is the mean of the votes: the score is their sum."),
        ),
    ),
    "05-accuracy": Exercise(
        reference=accuracy,
        inputs=((SCORES, Y), (SCORES[:3], Y[:3]), (SCORES[:, None], Y[:, None]), (TIED, TRUTH)),
        right="It says 3 where the score is above 0, and the mean of right and wrong is the share of right ones.",
        hint="Compare scores > 0 with y == 1, and take the mean of that as floats.",
        wrong=(
            Wrong(lambda scores, y: 1 - accuracy(scores, y), "That is the share of wrong ones."),
            Wrong(
                lambda scores, y: ((scores > 0) == (y == 1)).float().sum(),
                "That counts the right ones: the share is their mean, by .float().mean().",
            ),
            Wrong(
                lambda scores, y: ((scores >= 0) == (y == 1)).float().mean(),
                "A score of exactly 0 counts as a seven: use > and not >=.",
            ),
            Wrong(
                lambda scores, y: (scores > 0).float().mean(),
                "That is the share of digits called a 3: compare it with y, which knows the truth.",
            ),
            Wrong(
                lambda scores, y: (scores == y).float().mean(),
                "A score is no label: ask whether it is above 0 before you compare.",
            ),
            Wrong(
                lambda scores, y: ((scores > 0.5) == (y == 1)).float().mean(),
                "The line between 3 and 7 is at a score of 0, not at 0.5.",
            ),
        ),
    ),
}
