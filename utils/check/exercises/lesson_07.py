"""The exercises of lesson 7, the digit classifier.

The loss is `mnist_loss` of logits, with the sigmoid inside; the usual wrong versions are in `training.py`.
"07-order" is about these seven lines:

    A   loss = mnist_loss(logits, yb)
    B   with torch.no_grad(): w -= lr * w.grad
    C   w = (torch.randn(784, 1) * 0.01).requires_grad_()
    D   w.grad.zero_()
    E   logits = xb @ w
    F   for xb, yb in batches:
    G   loss.backward()
"""

import torch

from utils.check.conditions import Between, NotAWord, NotEachOnce, StandsBefore
from utils.check.exercises import Exercise, Wrong, training


def random_tensor(*shape):
    """Random numbers of `shape`, the same at every import."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def some_logits(*values):
    return torch.tensor(values).view(-1, 1).requires_grad_()


def some_targets(*values):
    return torch.tensor(values).view(-1, 1)


LOSS = Exercise(
    reference=training.mnist_loss,
    inputs=(
        (some_logits(2.0, -1.0, 0.5), some_targets(1.0, 0.0, 1.0)),
        (some_logits(-3.0, 0.2), some_targets(1.0, 0.0)),
        (some_logits(0.0, 4.0, -2.0, 1.0), some_targets(0.0, 0.0, 1.0, 1.0)),
    ),
    right="Each prediction's distance from its target, between 0 and 1, and the mean of them all.",
    hint="Sigmoid first; then 1 - prediction where the target is 1, and the prediction where it is 0; then the mean.",
    wrong=(
        Wrong(
            training.each_distance,
            "That is one distance for each image: backward() needs one number, so take the mean.",
        ),
        Wrong(
            training.sum_of_distances,
            "That is the sum, which grows with the size of the batch: take the mean.",
        ),
        Wrong(
            training.reversed_loss,
            "That is small when the predictions are wrong: where the target is 1, the loss is 1 - prediction.",
        ),
        Wrong(
            lambda logits, yb: -training.mnist_loss(logits, yb),
            "The sign is turned round: a good prediction has a small loss.",
        ),
        Wrong(
            training.without_sigmoid,
            "The sigmoid is missing: logits are not between 0 and 1, and such a loss has no bottom.",
        ),
        Wrong(
            lambda logits, yb: training.mnist_loss(logits.sigmoid(), yb),
            "The sigmoid is taken twice, which squeezes all predictions between 0.5 and 0.73.",
        ),
        Wrong(
            training.broadcast_by_mistake,
            "Shapes (n, 1) and (n,) meet there and make an (n, n) table: every prediction against every target.",
        ),
        Wrong(training.error_rate, "That is the share of wrong answers, a metric: its slope is 0 nearly everywhere."),
        Wrong(training.squared, "Squared distances are a loss, too, but not this one: take the distances as they are."),
    ),
)


def after_step(result, w, lr):
    """The weights and their gradient; a gradient of None counts as zeros, since setting it to None zeroes it."""
    return w, torch.zeros_like(w) if w.grad is None else w.grad


def weights_with_gradient(w, gradient):
    w = torch.tensor(w).view(-1, 1).requires_grad_()
    w.grad = torch.tensor(gradient).view(-1, 1)
    return w


STEP = Exercise(
    reference=training.step,
    observe=after_step,
    inputs=(
        (weights_with_gradient([1.0, -2.0], [0.5, -0.25]), 0.1),
        (weights_with_gradient([0.0, 3.0, 1.0], [1.0, 2.0, -4.0]), 1.0),
        (weights_with_gradient([0.5], [3.0]), 0.01),
    ),
    right="The weights go against their gradient, and the gradient is 0 again, ready for the next batch.",
    hint="Inside torch.no_grad(), take lr * w.grad away from w in place; then zero the gradient.",
    wrong=(
        Wrong(
            training.step_without_zeroing,
            "The step is right, but the gradient stays: the next backward() adds to it, so zero it.",
        ),
        Wrong(training.step_uphill, "That walks uphill: the gradient points up, so the step needs a minus."),
        Wrong(training.step_without_rate, "The learning rate is missing: take lr times the gradient away."),
        Wrong(
            training.step_after_zeroing, "The gradient is zeroed before the step uses it, so the weights do not move."
        ),
        Wrong(
            training.step_with_history,
            "PyTorch refuses: a step must not be recorded, so take it inside torch.no_grad().",
        ),
        Wrong(
            training.step_on_new_name,
            "That makes a new tensor called w, which has no gradient: change w itself with -=.",
        ),
        Wrong(
            training.step_on_new_name_without_zeroing,
            "That makes a new tensor called w and leaves the old one as it was: use -=.",
        ),
    ),
)


def weights_and_batches(sizes, pixels):
    """Weights (pixels, 1), bias (1,) and one batch of random images (size, pixels) for each of `sizes`."""
    x = random_tensor(sum(sizes), pixels)
    y = (x.sum(1, keepdim=True) > 0).float()
    w = (random_tensor(pixels, 1) * 0.1).requires_grad_()
    batches = list(zip(x.split(sizes), y.split(sizes), strict=True))
    return w, torch.full((1,), 0.3).requires_grad_(), batches


EPOCH = Exercise(
    reference=training.epoch_with(training.mnist_loss, training.step),
    observe=lambda result, w, b, batches, lr: (w, b),
    inputs=((*weights_and_batches([4, 4, 3], 5), 1.0), (*weights_and_batches([6, 2], 3), 0.5)),
    right="Predict, loss, gradient, step and zero, once for each batch: that is an epoch.",
    hint="For each batch: logits, mnist_loss, backward(), a step of w and b in place, zero their gradients.",
    wrong=(
        Wrong(
            training.epoch_with(training.mnist_loss, training.step_without_zeroing),
            "The gradients are not zeroed, so each batch adds its own to all those before it.",
        ),
        Wrong(
            training.epoch_with(training.mnist_loss, training.step_uphill),
            "That walks uphill: the gradient points up, so the step needs a minus.",
        ),
        Wrong(training.epoch_accumulated, "The step stands after the loop: take one for each batch, inside it."),
        Wrong(training.epoch_of_one_step, "Only the last batch is learned from: the step belongs inside the loop."),
        Wrong(
            training.epoch_with(training.sum_of_distances, training.step),
            "The loss is a sum over the batch there: the mean keeps the step the same for any size.",
        ),
        Wrong(
            training.epoch_with(training.each_distance, training.step),
            "backward() needs one number: take the mean of the distances first.",
        ),
        Wrong(
            training.epoch_with(training.broadcast_by_mistake, training.step),
            "Shapes (n, 1) and (n,) meet there and make an (n, n) table: give yb the shape of the predictions.",
        ),
        Wrong(training.epoch_without_bias, "The weights are stepped, but the bias b is not."),
        Wrong(
            training.epoch_with_a_new_w,
            "w = w - ... makes a new tensor, which has no gradient: change w itself with -=, and b likewise.",
            when=lambda given: any(training.has_new_weights(got) for got in given),
        ),
        Wrong(
            training.epoch_without_backward,
            "A gradient is None there: call backward() before the step, on a loss that uses both w and b.",
            when=lambda given: any(isinstance(got, Exception) and "NoneType" in str(got) for got in given),
        ),
        Wrong(
            training.epoch_with(training.mnist_loss, training.step_with_history),
            "PyTorch refuses: a step must not be recorded, so take it inside torch.no_grad().",
        ),
        Wrong(
            training.epoch_with(training.mnist_loss, lambda weights, lr: None),
            "The weights have not moved: take the step in place, w -= lr * w.grad, after backward().",
        ),
    ),
)


ORDER = Exercise(
    reference="CFEAGBD",
    right="Initialise once; then for each batch: predict, loss, gradient, step, and zero for the next one.",
    hint="Weights first, once; then the loop; in it a prediction, its loss, the gradient of that, and a step.",
    wrong=(
        Wrong(
            3652174,
            'Write the seven letters as one text in quotes, like this: "ABCDEFG".',
            NotAWord(),
        ),
        Wrong(
            "CFEAGB",
            "Each of the seven letters stands there once.",
            NotEachOnce("ABCDEFG"),
        ),
        Wrong("FCEAGBD", "The weights would start afresh in each batch: initialise first.", StandsBefore("F", "C")),
        Wrong("CEFAGBD", "There is no xb yet: the prediction belongs inside the loop.", StandsBefore("E", "F")),
        Wrong("CFAEGBD", "The loss needs the predictions: predict first.", StandsBefore("A", "E")),
        Wrong("CFEGABD", "backward() starts from the loss: the loss comes before it.", StandsBefore("G", "A")),
        Wrong("CFEABGD", "The step uses the gradient: backward() comes before it.", StandsBefore("B", "G")),
        Wrong("CFEADGB", "In the first batch there is no gradient to zero yet: it is None.", StandsBefore("D", "G")),
        Wrong("CFEAGDB", "That wipes the gradient before the step has used it.", StandsBefore("D", "B")),
    ),
)

BATCHES = Exercise(
    reference=13,
    right="Twelve full batches make 768 images, and the last 32 are a batch of their own.",
    hint="800 images in batches of 64: divide, and count the short batch at the end.",
    wrong=(
        Wrong(12, "Twelve batches of 64 are 768 images: the last 32 want a batch, too."),
        Wrong(12.5, "The last batch is half full, but it is a batch: count it as one."),
        Wrong(800, "That is the number of images: each batch takes 64 of them."),
        Wrong(64, "That is the size of a batch, not how many there are."),
        Wrong(14, "That is one too many: thirteen batches hold up to 832 images."),
        Wrong(
            16,
            "That would be 1,000 images: the 200 that validate are not trained on.",
            when=Between(15, 16),
        ),
    ),
)

EXERCISES = {"07-loss": LOSS, "07-step": STEP, "07-epoch": EPOCH, "07-order": ORDER, "07-batches": BATCHES}
