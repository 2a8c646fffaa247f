"""The exercises of lesson 3, how far to step: all on `x**2`, except "03-diverge", which is on `3*x**2`."""

from utils.check.conditions import Between
from utils.check.exercises import Exercise, Wrong


def step(x, lr):
    return x - lr * 2 * x


def descend(x, lr, steps):
    for _ in range(steps):
        x = x - lr * 2 * x
    return x


def descend_by_first_slope(x, lr, steps):
    return x - steps * lr * 2 * x


def descend_uphill(x, lr, steps):
    for _ in range(steps):
        x = x + lr * 2 * x
    return x


def counting(far):
    """A function that counts the steps for as long as `far(x)`."""

    def count(x, lr):
        steps = 0
        while far(x):
            x = step(x, lr)
            steps += 1
        return steps

    return count


count = counting(lambda x: abs(x) >= 0.01)


STEP = Exercise(
    reference=step,
    inputs=((-1.5, 0.1), (2.0, 0.25), (0.5, 0.9), (3.0, 0.3), (1.37, 0.15), (-7.3, 0.035)),
    right="The slope 2*x points uphill, so the minus takes you down, by the learning rate times the slope.",
    hint="The new x is the old x, minus the learning rate times the slope 2*x.",
    wrong=(
        Wrong(lambda x, lr: x + lr * 2 * x, "That walks uphill: the slope points up, so the step needs a minus."),
        Wrong(lambda x, lr: x - lr * x, "The slope of x**2 is 2*x: a factor of 2 is missing."),
        Wrong(lambda x, lr: x - 2 * x, "That takes the whole slope as the step: multiply it by the learning rate."),
        Wrong(lambda x, lr: x - lr, "Every step is as long as lr there: multiply lr by the slope 2*x."),
        Wrong(lambda x, lr: x - lr * x**2, "That multiplies lr by the height x**2: the step goes by the slope 2*x."),
        Wrong(lambda x, lr: -lr * 2 * x, "That is the step alone: add it to x to get the new x."),
        Wrong(lambda x, lr: lr * 2 * x, "That is lr times the slope alone: take it away from x to get the new x."),
        Wrong(lambda x, lr: x, "That stays where it is: nothing is taken away from x."),
    ),
)

DESCEND = Exercise(
    reference=descend,
    inputs=((-1.5, 0.1, 3), (2.0, 0.25, 5), (1.0, 0.9, 2), (-1.0, 0.2, 0), (-7.3, 0.035, 4)),
    right="Each step starts where the last one ended, with the slope of that place.",
    hint="Repeat x = x - lr * 2 * x as often as `steps` says, and return x after the loop.",
    wrong=(
        Wrong(
            lambda x, lr, steps: step(x, lr), "That is one step: repeat it `steps` times, and return after the loop."
        ),
        Wrong(
            lambda x, lr, steps: step(x, lr) if steps else None,
            "That is one step: the return stands inside the loop, so the first round ends it.",
        ),
        Wrong(descend_by_first_slope, "The slope of the first place is used for all steps: work it out anew in each."),
        Wrong(descend_uphill, "That walks uphill: the slope points up, so each step needs a minus."),
        Wrong(lambda x, lr, steps: descend(x, lr, steps + 1), "That is one step too many."),
        Wrong(lambda x, lr, steps: descend(x, lr, max(steps - 1, 0)), "That is one step too few."),
        Wrong(lambda x, lr, steps: descend(x, lr / 2, steps), "The slope of x**2 is 2*x: a factor of 2 is missing."),
    ),
)

COUNT = Exercise(
    reference=count,
    inputs=((-1.5, 0.1), (1.5, 0.9), (-1.5, 0.5), (1.0, 0.3), (0.005, 0.1), (-40.0, 0.05)),
    right="Rates of 0.1 and 0.9 need 23 steps from 1.5 or -1.5, and 0.5 needs one.",
    hint="Step and count for as long as abs(x) is 0.01 or more, and return the count.",
    wrong=(
        Wrong(counting(lambda x: x >= 0.01), "Left of 0 every x is below 0.01: compare its size, abs(x)."),
        Wrong(counting(lambda x: x**2 >= 0.01), "That compares the loss x**2 with 0.01: compare the distance abs(x)."),
        Wrong(lambda x, lr: count(x, lr) + 1, "That is one too many: count a step only when you take one."),
        Wrong(lambda x, lr: max(count(x, lr) - 1, 0), "That is one too few: the last step counts, too."),
    ),
)

DIVERGE = Exercise(
    reference=1 / 3,
    tolerance=0.011,  # 0.33 is as good as 1/3
    right="The slope of 3*x**2 is 6*x, a step is x_new = (1 - 6*lr)*x, and 1 - 6*lr is -1 at lr = 1/3.",
    hint="The slope is 6*x, so a step is x_new = (1 - 6*lr)*x: for which lr is 1 - 6*lr equal to -1?",
    wrong=(
        Wrong(1.0, "That is where x**2 begins to diverge; 3*x**2 is three times as steep."),
        Wrong(3.0, "Three times as steep needs a smaller rate, not a larger one."),
        Wrong(1 / 6, "There it lands in one step, because 1 - 6*lr is 0; it diverges where 1 - 6*lr passes -1."),
        Wrong(2 / 3, "The slope of 3*x**2 is 6*x, not 3*x: the factor of 2 is missing."),
        Wrong(0.34, "Close: work it out from 1 - 6*lr = -1.", when=Between(1 / 3 - 0.04, 1 / 3 + 0.04)),
    ),
)

EXERCISES = {"03-step": STEP, "03-descend": DESCEND, "03-count": COUNT, "03-diverge": DIVERGE}
