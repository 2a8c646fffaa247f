"""The exercises of lesson 3, how far to step."""

from utils.exercises import Exercise, Wrong


def step(x, lr):
    return x - lr * 2 * x


EXERCISES = {
    "03-step": Exercise(
        reference=step,
        inputs=((-1.5, 0.1), (2.0, 0.25), (0.5, 0.9), (0.0, 0.3)),
        right="The slope of x**2 is 2*x and points uphill, so the minus takes you down, by lr times the slope.",
        hint="The new x is the old x, minus the learning rate times the slope 2*x.",
        wrong=(
            Wrong(lambda x, lr: x + lr * 2 * x, "That walks uphill: the slope points up, so the step needs a minus."),
        ),
    ),
}
