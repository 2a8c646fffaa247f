"""The exercises of lesson 5, a picture of weights."""

import torch

from utils.check.exercises import Exercise, Wrong

XB = torch.tensor([[0.0, 0.5, 1.0], [1.0, 0.0, 0.25]])
SQUARE = torch.tensor([[0.0, 0.5, 1.0], [1.0, 0.0, 0.25], [0.5, 0.5, 0.0]])
W = torch.tensor([[9.0], [2.0], [-3.0]])
SCORES = torch.tensor([[2.5], [-1.0], [0.0], [0.25], [-3.0]])
Y = torch.tensor([[1.0], [1.0], [0.0], [1.0], [0.0]])
TIED, TRUTH = torch.tensor([[1.0], [1.0], [-2.0]]), torch.tensor([[1.0], [0.0], [1.0]])


def accuracy(scores, y):
    return ((scores > 0) == (y == 1)).float().mean()


EXERCISES = {
    "05-scores": Exercise(
        reference=lambda xb, w, b: xb @ w + b,
        inputs=((XB, W, -5.0), (SQUARE, W, 0.5)),
        right="Each row of xb meets the column w and leaves one score, and the bias is added to every score.",
        hint="xb @ w multiplies each row by the weights and adds up; then add b.",
        wrong=(
            Wrong(lambda xb, w, b: xb @ w, "The bias is missing: without it a blank image always scores 0."),
            Wrong(lambda xb, w, b: xb @ w - b, "The bias is added to the sum, not taken away."),
            Wrong(lambda xb, w, b: xb @ (w + b), "There the bias is added to every weight: add it once to each score."),
            Wrong(
                lambda xb, w, b: (xb @ w + b).squeeze(1),
                "These are the right scores in one row: y is a column, so leave them in a column.",
            ),
            Wrong(
                lambda xb, w, b: (xb @ w).sum() + b,
                "That is one number for all images: xb @ w has already added up the pixels of each.",
            ),
            Wrong(
                lambda xb, w, b: xb * w.T + b,
                "Those are the votes of the pixels: xb @ w also adds them up to a score for each image.",
            ),
            Wrong(
                lambda xb, w, b: (xb * w.T).sum(0)[:, None] + b,
                "That adds up the images, pixel by pixel: add up the pixels of each image.",
            ),
            Wrong(
                lambda xb, w, b: (xb * w.T).mean(1, keepdim=True) + b,
                "That is the mean of the votes: the score is their sum.",
            ),
            Wrong(
                lambda xb, w, b: xb * w + b,
                "Use @, which also adds up; with * a row of pixels does not meet the column of weights.",
            ),
        ),
    ),
    "05-accuracy": Exercise(
        reference=accuracy,
        inputs=((SCORES, Y), (SCORES[:3], Y[:3]), (TIED, TRUTH)),
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
            Wrong(
                lambda scores, y: ((scores[:, 0] > 0) == (y == 1)).float().mean(),
                "That compares every score with every label, since a row meets a column: leave both in columns.",
            ),
        ),
    ),
}
