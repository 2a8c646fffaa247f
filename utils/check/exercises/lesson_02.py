"""The exercises of lesson 2, letting PyTorch find the slope."""

import torch

from utils.check.exercises import Exercise, Wrong


def cube_slope(number):
    x = torch.tensor(number).requires_grad_()
    (x**3).backward()
    return x.grad


def gradient(f, w):
    w = w.clone().requires_grad_()
    f(w).backward()
    return w.grad


def gradient_of_the_given(f, w):
    w.requires_grad_()
    f(w).backward()
    return w.grad


def unless_marked(result, f, w):
    """The `result`, or a sentence where the given `w` requires gradients after the call."""
    return "notes are taken on the given w" if w.requires_grad and result is not None else result


def nudged(f, w, h=0.01):
    slopes = []
    for i in range(len(w)):
        moved = w.clone()
        moved[i] += h
        slopes.append((f(moved) - f(w)) / h)
    return torch.stack(slopes)


def two_slopes(number):
    return 2 * number, 3 * number**2


def squares(w):
    return (w**2).sum()


def entangled(w):
    return ((w[:-1] - 2 * w[1:]) ** 3).mean()


EXERCISES = {
    "02-chain": Exercise(
        reference=24,
        right="Forward u is 2; backward 3*u**2 = 12 arrives at u, and 2 times 12 = 24 at x.",
        hint="Go forward to u first. Then go back: 3*u**2 arrives at u, and x gets that times the slope of 2*x.",
        wrong=(
            Wrong(12, "That is what arrives at u; one more operation, u = 2*x, lies between u and x."),
            Wrong(14, "12 and 2 are the right slopes, but on the way back they are multiplied, not added."),
            Wrong(6, "The slope of u**3 is wanted at u = 2, where it is 3*u**2 = 12; you took u to be 1."),
            Wrong(3, "That is 3*u**2 for u = 1: go forward first, and u is 2."),
            Wrong(8, "That is y, the value that arrives forward; what comes back is its slope."),
            Wrong(16, "That multiplies the value y = 8 by 2: on the way back slopes are multiplied, not values."),
            Wrong(48, "The factor 2 is in it twice: u is 2 already, and 3*u**2 is 12."),
        ),
    ),
    "02-cube": Exercise(
        reference=cube_slope,
        inputs=((2.0,), (-1.5,), (0.5,), (-4.21,), (0.37,)),
        right="The notes begin at x, so backward leaves the slope, 3*x**2, in x.grad.",
        hint="Make a tensor of `number`, and ask for notes on it with requires_grad_().",
        wrong=(
            Wrong(
                lambda number: (torch.tensor(number) ** 3).backward(),
                "PyTorch takes no notes on that x, so it cannot go back to it: ask for them with requires_grad_().",
            ),
            Wrong(
                lambda number: torch.tensor(3.0).requires_grad_() * 0 + 3 * 3.0**2,
                "The slope is wanted at `number`, whatever it is, so put `number` into the tensor.",
                when=lambda given: len({one.item() for one in given}) == 1,  # exceptions have no item()
            ),
        ),
    ),
    "02-gradient": Exercise(
        reference=gradient,
        inputs=(
            (squares, torch.tensor([3.0, 4.0, 10.0])),
            (entangled, torch.tensor([1.0, -0.5, 2.0, 0.25])),
            (torch.prod, torch.tensor([2.0, -3.0])),
        ),
        observe=unless_marked,
        shows_result=True,
        right="One evaluation and one walk back give all the slopes at once, in the shape of the weights.",
        hint="Clone w, ask for notes on the clone, go backward from f of it, and return the .grad of the clone.",
        wrong=(
            Wrong(
                lambda f, w: f(w).backward(),
                "PyTorch takes no notes on that w: clone it, and ask for notes on the clone with requires_grad_().",
            ),
            Wrong(
                gradient_of_the_given,
                "The w that you were given must stay as it was: call requires_grad_() on a clone of it, w.clone().",
            ),
            Wrong(lambda f, w: -gradient(f, w), "The minus belongs to the step; the gradient itself points uphill."),
            Wrong(nudged, "Those are nudged slopes, close but not exact: use backward, which needs no h."),
            Wrong(lambda f, w: 2 * w, "Twice w is right for the sum of squares alone; let f and backward do the work."),
            Wrong(
                lambda f, w: gradient(f, w).sum(),
                "That is the sum of the slopes; every weight keeps its own.",
                when=lambda given: (
                    all(isinstance(one, torch.Tensor) and one.dim() == 0 for one in given)
                    and abs(given[0].item() - 34) < 1e-3
                ),
            ),
            Wrong(lambda f, w: f(w), "That is the loss itself; the slopes are left in the .grad of your clone."),
        ),
    ),
    "02-zero": Exercise(
        reference=two_slopes,
        inputs=((2.0,), (-1.0,), (0.5,), (-4.21,), (0.37,)),
        right="backward adds to what is in .grad, so it was zeroed in between.",
        hint="The second slope must start from an empty .grad.",
        wrong=(
            Wrong(
                lambda number: (2 * number, 2 * number + 3 * number**2),
                "The second slope still has the first one in it: backward adds, so zero x.grad in between.",
            ),
            Wrong(
                lambda number: (2 * number, 1 + 3 * number**2),
                "The second slope is too large by what you put into x.grad: nothing at all should be in it.",
            ),
        ),
    ),
}
