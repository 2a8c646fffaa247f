"""The exercises of lesson 1, which way is down: on `x**2`, but "01-nudge" (any curve) and "01-slope" (`x**2 + x`)."""

from utils.check.exercises import Exercise, Wrong


def slope(x):
    return 2 * x + 1


def nudge(f, x, h):
    return (f(x + h) - f(x)) / h


def square(x):
    return x**2


def square_plus_x(x):
    return x**2 + x


def cube(x):
    return x**3


def nearly_the_slope(given):
    """Whether all of `given` are within 0.2 of the slopes, as results of a nudge of 0.1 or less are."""
    return all(abs(got - slope(x)) < 0.2 for got, (x,) in zip(given, SLOPES, strict=True))


SLOPES = ((-1.5,), (-2.0,), (0.0,), (0.5,), (3.0,), (0.3,), (7.25,), (-12.6,))  # inputs; not all slopes are whole

SIGN = Exercise(
    reference="negative",
    right="Left of 0 the curve falls as x grows, so its slope is negative and down is to the right.",
    hint='Walk to the right from x = -1.5: does the curve rise or fall? Answer "positive", "negative" or "zero".',
    wrong=(
        Wrong("positive", "A positive slope rises to the right; left of 0 the curve falls to the right."),
        Wrong("zero", "The slope is 0 at the lowest point alone, at x = 0."),
    ),
)

SECANT = Exercise(
    reference=-2.9,
    right="The height goes from 2.25 to 1.96, which is -0.29 on a run of 0.1.",
    hint="Take the height at -1.4, minus the height at -1.5, and divide by the run of 0.1.",
    wrong=(
        Wrong(
            2.9, "The size is right, the sign is not: take the new height minus the old one, and the curve falls here."
        ),
        Wrong(-0.29, "That is the rise alone: divide it by the run h = 0.1."),
        Wrong(0.29, "That is the size of the rise alone: it is a fall, and is still to be divided by the run h = 0.1."),
        Wrong(
            -3.0, "That is the slope of the tangent: the line through two points with h = 0.1 is a little less steep."
        ),
        Wrong(-3.1, "That nudge goes to the left, to -1.6: this one goes to the right, to -1.4."),
    ),
)

SLOPE = Exercise(
    reference=slope,
    inputs=SLOPES,
    right="x**2 has the slope 2*x, and the road x adds 1 everywhere: level is now at -0.5.",
    hint="Put x + h into x**2 + x, take away x**2 + x, divide by h, and make h smaller and smaller.",
    wrong=(
        Wrong(lambda x: 2 * x, "That is the slope of x**2 alone: the + x climbs, too."),
        Wrong(lambda x: 2 * x - 1, "The road x climbs to the right, so it adds to the slope."),
        Wrong(lambda x: -2 * x - 1, "The size is right, the sign is not: far to the right the curve rises."),
        Wrong(lambda x: abs(2 * x + 1), "The sign is lost: far to the left the curve falls."),
        Wrong(lambda x: 3 * x, "The slope of the road x is 1 everywhere, it does not grow with x."),
        Wrong(lambda x: x + 1, "The + 1 is right, but x**2 is twice as steep as that: a factor is missing."),
        Wrong(lambda x: x**2 + x, "That is the height of the curve; its slope is another function."),
        Wrong(lambda x: x**2 + 1, "The + 1 is right, but x**2 is the height of that part, not its slope."),
        Wrong(
            lambda x: round(2 * x + 1),
            "A slope need not be a whole number: leave out int() and round().",
            when=lambda given: all(
                abs(got - slope(x)) < 1 and got == int(got) for got, (x,) in zip(given, SLOPES, strict=True)
            ),
        ),
        Wrong(
            lambda x: nudge(square_plus_x, x, 0.01),
            "Close: that is the slope of a line through two points; the exact slope needs no nudge.",
            when=nearly_the_slope,
        ),
    ),
)

NUDGE = Exercise(
    reference=nudge,
    inputs=((square, -1.5, 0.1), (square, 2.0, 0.5), (cube, 1.0, 0.1), (cube, -4.3, 0.25), (cube, 0.37, 0.25)),
    right="Rise over run: how much the height changes, divided by how far you nudged x.",
    hint="Rise over run: the height at x + h, minus the height at x, all of it divided by h.",
    wrong=(
        Wrong(lambda f, x, h: f(x + h) - f(x), "That is the rise alone: divide it by the run h."),
        Wrong(lambda f, x, h: (f(x) - f(x + h)) / h, "The sign is wrong: take the new height minus the old one."),
        Wrong(
            lambda f, x, h: f(x + h) - f(x) / h, "Only f(x) is divided by h there: put brackets round the whole rise."
        ),
        Wrong(lambda f, x, h: (f(x + h) - f(x)) / x, "The run is h, how far you nudged; x is where you stand."),
        Wrong(
            lambda f, x, h: (f(x) - f(x - h)) / h, "That nudge goes to the left; this one goes to the right, to x + h."
        ),
        Wrong(
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
            "Nudging to both sides is a closer answer than the one asked for: here nudge to the right alone.",
        ),
        Wrong(lambda f, x, h: nudge(square, x, h), "That is right for x**2 alone: call the f that you are given."),
    ),
)

WHERE = Exercise(
    reference=-2.0,
    right="The slope is 2*x, and 2 times -2 is -4.",
    hint="The slope at x is 2*x: which x makes that -4?",
    wrong=(
        Wrong(2.0, "There the slope is +4: the size is right, but that side goes uphill."),
        Wrong(-4.0, "There the slope is -8: -4 is the slope you look for, not the place."),
        Wrong(-8.0, "That doubles -4: the slope is twice x, so x is half the slope."),
        Wrong(4.0, "There the slope is 8; at the place you look for, 4 is the height."),
    ),
)

PREDICT = Exercise(
    reference=1.95,
    right="2.25 + (-3) * 0.1 is 1.95; the curve itself is at 1.96, because it bends away from its tangent by 0.01.",
    hint="Start at the height 2.25 and add the slope -3 times the nudge 0.1.",
    wrong=(
        Wrong(1.96, "That is the true height at -1.4: the tangent, which does not bend, predicts a little less."),
        Wrong(2.55, "The sign is wrong: the slope is -3, so a nudge to the right lowers the height."),
        Wrong(-0.3, "That is the change alone: add it to the height 2.25."),
        Wrong(-0.75, "That is a whole run of 1: multiply the slope by the nudge 0.1 first."),
    ),
)

EXERCISES = {
    "01-sign": SIGN,
    "01-secant": SECANT,
    "01-nudge": NUDGE,
    "01-slope": SLOPE,
    "01-where": WHERE,
    "01-predict": PREDICT,
}
