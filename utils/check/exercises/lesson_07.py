"""The exercises of lesson 7, the digit classifier.

The loops are in `training.py`, and `loop.py` judges them. "07-order" is about these seven lines:

    A   loss = mnist_loss(scores, yb)
    B   with torch.no_grad(): w -= lr * w.grad
    C   w = (torch.randn(784, 1) * 0.01).requires_grad_()
    D   w.grad.zero_()
    E   scores = xb @ w
    F   for xb, yb in batches:
    G   loss.backward()
"""

import torch

from utils.check.conditions import NotAWord, NotEachOnce, StandsBefore
from utils.check.exercises import Exercise, Wrong, loop, training
from utils.check.exercises.training import loop as loop_with

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
            "Use each letter once.",
            NotEachOnce("ABCDEFG"),
        ),
        Wrong("FCEAGBD", "The weights would start afresh in each batch: initialise first.", StandsBefore("F", "C")),
        Wrong("CEFAGBD", "There is no xb yet: the prediction belongs inside the loop.", StandsBefore("E", "F")),
        Wrong("CFAEGBD", "The loss needs the predictions: predict first.", StandsBefore("A", "E")),
        Wrong("CFEGABD", "backward() starts from the loss: the loss comes before it.", StandsBefore("G", "A")),
        Wrong("CFEABGD", "The step uses the gradient: backward() comes before it.", StandsBefore("B", "G")),
        Wrong("CFEADGB", "In the first batch there is no gradient to zero yet: it is None.", StandsBefore("D", "G")),
        Wrong(
            "CFEAGDB",
            "That wipes the gradient before the step has used it.",
            StandsBefore("D", "B"),
        ),
    ),
)

BATCHES = Exercise(
    reference=16,
    right="Fifteen full batches make 960 images, and the last 40 are a batch of their own.",
    hint="1,000 images in batches of 64: divide, and count the short batch at the end.",
    wrong=(
        Wrong(15, "Fifteen batches of 64 are 960 images: the last 40 want a batch, too."),
        Wrong(15.625, "The last batch is not full, but it is a batch: count it as one."),
        Wrong(1000, "That is the number of images: each batch takes 64 of them."),
        Wrong(64, "That is the size of a batch, not how many there are."),
        Wrong(17, "That is one too many: sixteen batches hold up to 1,024 images."),
        Wrong(13, "That is so for 800 images: here there are 1,000."),
        Wrong(160, "That is ten epochs: how many batches has one?"),
    ),
)

IMAGES = torch.arange(10.0)[:, None] * torch.ones(10, 3)  # image k has the number k in all its pixels
LABELS = torch.arange(10.0)[:, None]  # the label of image k is k, so that pairs can be told


def shuffled_batches(x, y, size):
    batches = []
    order = torch.randperm(len(x))
    for rows in order.split(size):
        batches.append((x[rows], y[rows]))
    return batches


def batches_in(order, order_of_labels=None):
    """A function that makes batches of rows in the order `order(n)`; `order_of_labels(n)` is another for the labels."""

    def batches(x, y, size):
        rows = order(len(x))
        labels = order_of_labels(len(x)) if order_of_labels else rows
        return list(zip(x[rows].split(size), y[labels].split(size), strict=False))

    return batches


def about_batches(result, x, y, size):
    """What is compared of the batches: one word for what is wrong with them, "" for nothing."""
    try:
        pairs = list(result)  # once, because a DataLoader shuffles anew each time
        images = [xb[:, 0].tolist() for xb, _ in pairs]
        labels = [yb.reshape(-1).tolist() for _, yb in pairs]
    except Exception:  # whatever a learner may return
        return None if result is None else "form"
    numbers = [number for batch in images for number in batch]
    if sorted(numbers) != x[:, 0].tolist():
        return "images"
    if images != labels:
        return "pairs"
    if numbers == sorted(numbers):
        return "sorted"
    return "" if max(map(len, images)) == size and len(images) == -(-len(x) // size) else "sizes"


SHUFFLE = Exercise(
    reference=shuffled_batches,
    inputs=((IMAGES, LABELS, 4), (IMAGES, LABELS, 3)),
    observe=about_batches,
    right="Every image once, in a new order, and each with its own label: that is an epoch of batches.",
    hint="Shuffle all row numbers with torch.randperm, split them, and take the same rows of x and of y.",
    wrong=(
        Wrong(
            batches_in(torch.arange),
            "The images stand in their old order: torch.randperm(len(x)) shuffles their numbers.",
        ),
        Wrong(
            batches_in(torch.randperm, order_of_labels=torch.randperm),
            "Images and labels no longer belong together: take the same rows of x and of y.",
        ),
        Wrong(
            batches_in(lambda n: torch.randperm(n)[: n - n % 2 - 2]),
            "Not every image has its turn once: shuffle len(x) numbers, and use all of them.",
        ),
        Wrong(
            lambda x, y, size: batches_in(torch.randperm)(x, y, size + 1),
            "The batches have another size than was asked for: split(size) makes them.",
        ),
        Wrong(lambda x, y, size: x, "Return a list of pairs (images, labels), one pair for each batch."),
    ),
)


def fault(name, answer, reason):
    """The `Wrong` of a loop that has the fault called `name` in `loop.py`."""
    return Wrong(answer, reason, when=lambda given: given[0].fault == name)


LOOP = Exercise(
    reference=loop_with(),
    inputs=(loop.digits()[0],),
    watch=loop.LoopWatch,
    remark=loop.accuracy_words,
    seconds=30,
    endless="Step 7 is missing: stop after a number of epochs, such as 10.",
    right="Initialise, predict, loss, gradient, step, repeat, stop: your loop has learned to read.",
    hint="All parts are there: give it more epochs, or try another learning rate.",
    wrong=(
        fault("backward", loop_with(back=False), "There is no gradient: call loss.backward() before the step."),
        fault(
            "replaced",
            training.makes_a_new_w,
            "A gradient is missing, because w or b is a new tensor: change both in place with -=, and mark them with "
            "requires_grad_() last.",
        ),
        fault(
            "unmarked",
            loop_with(begin=lambda: (torch.zeros(784, 1), torch.zeros(1))),
            "PyTorch does not know that w and b want slopes: mark both with requires_grad_().",
        ),
        fault(
            "afresh",
            training.starts_afresh_in_each_epoch,
            "The weights start afresh again and again: initialise once, before the loops.",
        ),
        fault("recorded", training.steps_on_record, "A step must not be recorded: take it inside torch.no_grad()."),
        fault(
            "stale", training.predicts_once, "Weights that have moved need a new prediction: predict inside the loop."
        ),
        fault(
            "number",
            training.zeroes_by_a_number,
            "A gradient is a tensor, so it cannot become a number: zero it with w.grad.zero_(), or set it to None.",
        ),
        fault(
            "no mean",
            loop_with(training.each_distance),
            "backward() starts from one number: take the mean of the losses.",
        ),
        fault(
            "form",
            training.returns_accuracy,
            "Return the pair (w, b), w with 784 weights, or a function that gives the scores of images.",
        ),
        fault(
            "broadcast",
            loop_with(training.with_a_table),
            "Shapes (n, 1) and (n,) meet in the loss and make a table: keep scores and labels both as columns.",
        ),
        fault(
            "squeezed",
            loop_with(training.with_two_sigmoids),
            "The sigmoid is taken twice: the loss takes scores and has the sigmoid inside.",
        ),
        fault(
            "still",
            training.zeroes_before_the_step,
            "The weights never move: take the step after backward(), and zero the gradient after the step.",
        ),
        fault(
            "one batch",
            loop_with(order=None),
            "Only a part of the images is ever used: in each epoch, go through the batches of all of them.",
        ),
        fault("uphill", loop_with(lr=-1.0), "That walks uphill: the gradient points up, so the step needs a minus."),
        fault("zero", loop_with(zeroed=""), "Slopes pile up: zero the gradients of w and of b after each step."),
        fault("bias", loop_with(stepped="w"), "The bias never moves: it needs a step, too."),
        fault(
            "one epoch",
            loop_with(epochs=1),
            "Each image has had one turn: repeat that for several epochs, with a loop around the loop.",
        ),
        fault(
            "sorted",
            loop_with(order=torch.arange),
            "The images come in the order of x, threes first: shuffle their numbers anew in each epoch.",
        ),
        fault(
            "sum",
            loop_with(training.summed),
            "The loss is a sum, so a batch steps as far as all its images together: take the mean.",
        ),
        fault("too large", loop_with(lr=1000.0), "The weights are huge: the learning rate is far too large, try 1."),
        fault(
            "too small",
            loop_with(lr=0.001),
            "The weights have hardly moved: the learning rate is far too small, try 1.",
        ),
        fault(
            "probabilities", training.returns_probabilities, "Return scores, above 0 for a three, without a sigmoid."
        ),
        fault(
            "pairs",
            training.shuffles_x_alone,
            "Do images and labels still belong together? Take the same rows of x and of y.",
        ),
    ),
)

EXERCISES = {"07-batches": BATCHES, "07-order": ORDER, "07-shuffle": SHUFFLE, "07-loop": LOOP}
