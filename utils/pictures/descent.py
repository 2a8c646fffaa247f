"""The moving picture of lesson 3: steps of gradient descent on a curve, from crawling to diverging."""

import math

import numpy as np

from utils.look import GREY, PAPER, figure, number
from utils.pictures.curve import SAFE, draw_curve, say_problem, words_beside
from utils.pictures.learner_function import Curve
from utils.pictures.path import Paths, parabola
from utils.pictures.rates import draw_regimes

WORDS = {"parse_math": False, "zorder": 6}
HEADER = ("step", "x", "f(x)", "slope", "-lr * slope", "new x")
ROWS = 6  # as many always, so that the page below does not jump


class DescentPicture:
    """Gradient descent on the curve of `f`: the steps, the loss at each on a log axis, the rate among its regimes.

    `f` is any torch function of one number, shown from `low` to `high`; up to `longest` steps. `draw(lr, start, steps)`
    takes `steps` steps of learning rate `lr` from x = `start`, and returns a sentence and the rows of a table. On a
    parabola the factor (1 - 2*lr for x**2), the closed form and the borders of the regimes stand beside it, unless
    `borders` is False: then they are left to be found. Serves lesson 3.
    """

    labels: dict = {"lr": "learning rate"}  # noqa: RUF012  (what `explore` writes at the slider)

    def __init__(self, f, low=-3.0, high=3.0, longest=30, borders=True):
        self.curve = Curve(f, low, high)
        place = {"left": 0.09, "right": 0.98, "top": 0.93, "bottom": 0.11, "hspace": 0.62, "wspace": 0.2}
        place |= {"height_ratios": [7, 1], "width_ratios": [3, 2]}
        self.fig, axes = figure(2, 2, figsize=(8.6, 5.2), gridspec_kw=place)
        self.fig.set_layout_engine("none")  # the same frame at every stop
        self.ax, self.losses, self.strip = axes[0, 0], axes[0, 1], axes[1, 0]
        axes[1, 1].remove()
        self.strip.set_subplotspec(self.strip.get_gridspec()[1, :])
        if self.curve.problem:
            say_problem(self.fig, self.curve.problem)
            return
        bowl = parabola(self.curve)
        self.parabola = bowl if borders else None
        self._still(longest, bowl)
        hidden = (
            "this curve has borders of its own: try the rates" if borders else "where are the borders? Try the rates"
        )
        draw_regimes(self.strip, self.parabola, hidden)
        self._moving()

    def _still(self, longest, bowl):
        self.xs, self.ys, _ = draw_curve(self.ax, self.curve, margin=0.2)
        self.ax.set(xlabel="x", ylabel="f(x)")
        known = [self.curve(bowl.bottom)[0]] if bowl and bowl.curvature > 0 else []
        self.lowest = np.nanmin([*self.ys, *known])
        top = 10.0 ** math.ceil(math.log10(max(np.nanmax(self.ys) - self.lowest, 1e-9)))
        self.floor, self.ceiling = top * 1e-7, top * 1e3
        self.losses.set(
            yscale="log",
            ylim=(self.floor / 3, self.ceiling * 3),
            yticks=[top * 10.0**power for power in (-6, -4, -2, 0, 2)],
        )
        above = "" if abs(self.lowest) < 1e-12 else ", above its lowest"
        self.losses.set(xlabel="step")
        self.losses.set_title(f"loss f(x){above}", color="#222222")
        self._lengthen(longest)

    def _lengthen(self, longest):
        """Room for `longest` steps, and for the words beside the last."""
        self.paths = Paths(self.curve, longest)
        self.losses.set(xlim=(-0.04 * longest, 1.45 * longest), xticks=[0, longest // 3, 2 * longest // 3, longest])

    def _moving(self):
        (self.stairs,) = self.ax.plot([], [], color="C1", linewidth=1, zorder=3)
        (self.last,) = self.ax.plot([], [], color="C1", linewidth=2.5, zorder=4)
        (self.dots,) = self.ax.plot([], [], "o", color="C1", markersize=5, zorder=4)
        (self.point,) = self.ax.plot([], [], "o", color="C1", markersize=11, zorder=5)
        self.here = self.ax.text(0, 0, "", color="C1", clip_on=True, **WORDS)
        self.left = self.ax.text(0.5, 0.97, "", transform=self.ax.transAxes, ha="center", va="top", bbox=PAPER, **WORDS)
        (self.fall,) = self.losses.plot([], [], "o", color="C1", markersize=4)
        (self.now,) = self.losses.plot([], [], "o", color="C1", markersize=9)
        self.loss = self.losses.text(0, 0, "", color="C1", va="center", **WORDS)
        (self.rate,) = self.strip.plot([], [], "v", color="black", markersize=11, clip_on=False, zorder=5)
        place = {"transform": self.strip.transAxes, "va": "bottom", **WORDS}
        # The part of the line that stands is drawn once: the fewer glyphs move, the cheaper a frame.
        self.rule = self.strip.text(0, 1.55, self._rule(), ha="right", **place)
        ends = self.strip.transAxes.inverted().transform(self.rule.get_window_extent(self.fig.canvas.get_renderer()))
        self.rule.set_x(1.06 * np.ptp(ends[:, 0]))  # with some room, for at few pixels an inch glyphs are wider
        self.factor = self.strip.text(self.rule.get_position()[0] + 0.01, 1.55, "", ha="left", **place)
        self.closed = self.strip.text(1, 1.55, "", ha="right", color=GREY, **place)

    def draw(self, lr=0.1, start=-1.5, steps=1):
        """Take `steps` steps of rate `lr` from `start`; returns the sentence that says what is seen, and the table."""
        if self.curve.problem:
            return self.curve.problem
        lr, start, steps = float(lr), float(start), max(int(steps), 0)
        if not math.isfinite(lr):
            self._clear()
            return f"A learning rate that is {number(lr)} takes no step."
        if steps > self.paths.longest:
            self._lengthen(steps)
        path = self.paths.walk(lr, start)
        taken = min(steps, len(path.xs) - 1)
        self._place_rate(lr)
        if taken < 0:
            self._clear()
            here = f"At x = {number(start)}" if math.isfinite(start) else "At a start that is no number,"
            return f"{here} f(x) is {number(self.curve(start)[0])}: the descent cannot start there."
        self._place_steps(path, taken)
        self._place_losses(path, taken)
        self._place_rule(path, lr, start, taken)
        left = self._first_out(path, taken)
        self.left.set_text("" if left is None else f"step {left}: off the picture, x = {number(path.xs[left])}")
        end = path.end if steps > taken else ""
        return sentence(path, taken, lr, self.parabola, left, end), table(path, lr, taken)

    def _place_steps(self, path, taken):
        """Across by the step, then down (or up) to the curve, once for every step."""
        xs, values = (np.clip(these[: taken + 1], -SAFE, SAFE) for these in (path.xs, path.values))
        across, down = np.repeat(xs, 2)[1:], np.repeat(values, 2)[:-1]
        self.stairs.set_data(across, down)
        self.last.set_data(across[-3:], down[-3:])
        self.dots.set_data(xs, values)
        self.point.set_data(xs[-1:], values[-1:])
        words = f"x = {number(xs[-1], 3 if taken else 2)}"
        words_beside(self.here, words, self.ax, (self.xs, self.ys), xs[-1], values[-1])

    def _place_losses(self, path, taken):
        """The loss at every step so far; zero and what is beyond the axis are drawn on its edge."""
        height = max(path.values[taken] - self.lowest, 0.0)  # a minimum between two points of the curve may be lower
        heights = np.clip(path.values[: taken + 1] - self.lowest, self.floor, self.ceiling)
        steps = np.arange(taken + 1)
        self.fall.set_data(steps, heights)
        self.now.set_data(steps[-1:], heights[-1:])
        beside = taken + 0.06 * self.paths.longest
        self.loss.set(text=number(height), x=beside, y=heights[-1])

    def _place_rate(self, lr):
        low, high = self.strip.get_xlim()
        place = min(max(lr, low), high)
        if list(self.rate.get_xdata()) != [place]:  # an artist that is left alone is not drawn again
            self.rate.set_data([place], [1.2])

    def _place_rule(self, path, lr, start, taken):
        """What one step does and, beside it, where all of them lead."""
        bowl = self.parabola
        if bowl is None:
            x, _, slope = path.point(max(taken - 1, 0))
            last = f"last step: {x:.4g} - {lr:g} * {slope:.4g} = {x - lr * slope:.4g}"
            self.closed.set_text(last if taken else "")  # a guess comes before a step
            return
        factor = bowl.factor(lr)
        self.factor.set_text(f"{factor:.4g} * {distance(bowl)}")
        after, power = bowl.after(lr, start, taken) - bowl.bottom, f"{factor:.4g}" if factor >= 0 else f"({factor:.4g})"
        self.closed.set_text(f"after {taken}: {power}**{taken} * {start - bowl.bottom:.4g} = {after:.4g}")

    def _rule(self):
        """What a step does, whatever the rate."""
        bowl = self.parabola
        if bowl is None:
            return "each step: new x = x - lr * slope"
        one, what = f"(1 {-2 * bowl.curvature:+g}*lr)".replace("-", "- ").replace("+", "+ "), distance(bowl)
        return f"{'each step: ' if what == 'x' else ''}new {what} = {one} * {what} ="

    def _first_out(self, path, taken):
        """The first step whose point the picture does not show, or None."""
        (left, right), (bottom, top) = self.ax.get_xlim(), self.ax.get_ylim()
        xs, values = path.xs[: taken + 1], path.values[: taken + 1]
        out = (xs < left) | (xs > right) | (values < bottom) | (values > top)
        return int(out.argmax()) if out.any() else None

    def _clear(self):
        for line in (self.stairs, self.last, self.dots, self.point, self.fall, self.now, self.rate):
            line.set_data([], [])
        for words in (self.here, self.left, self.loss, self.factor, self.closed):
            words.set_text("")


def table(path, lr, taken):
    """The newest steps as rows of words under HEADER, blank ones at the end: always ROWS of them."""
    rows = [HEADER]
    for k in range(max(taken - ROWS, 0), taken):
        x, value, slope = path.point(k)
        numbers = (x, value, slope, -lr * slope, path.xs[k + 1])
        rows.append((str(k + 1), *(number(value, 4) for value in numbers)))
    return rows + [("",) * len(HEADER)] * (ROWS + 1 - len(rows))


def sentence(path, taken, lr, bowl, left, end):
    """What is seen after `taken` steps of rate `lr`: where, how it moves, and what went wrong, if anything did."""
    x, value, _ = path.point(taken)
    at = f"x = {number(x, 3)} and f(x) = {number(value, 3)}"
    if taken == 0:
        return f"No step yet: {at}, and the learning rate is {lr:g}." + (f" {end}" if end else "")
    said = f"lr = {lr:g}, after {taken} step{'s' * (taken > 1)} from {number(path.xs[0])}: {at}."
    parts = [said, how(bowl, lr) if bowl else seen(path, taken)]
    if left is not None:
        parts.append(f"It left the picture at step {left}.")
    return " ".join([*parts, end]).strip()


def distance(bowl):
    """What a step multiplies: x, or x counted from the bottom of `bowl`."""
    return "x" if bowl.bottom == 0 else f"(x {-bowl.bottom:+g})".replace("-", "- ").replace("+", "+ ")


def how(bowl, lr):
    """The words for what rate `lr` does on the Parabola `bowl`, which its factor decides."""
    factor = bowl.factor(lr)
    each = f"Each step multiplies {distance(bowl)} by {factor:.4g}:"
    if lr == 0:
        return "A learning rate of 0 never moves."
    if lr < 0:
        return f"{each} a negative rate walks uphill."
    if factor > 1:
        return f"{each} it rolls off the hill, for ever down."
    if abs(factor) < 1e-9:
        return f"{each} it lands in one step."
    if factor > 0:
        return f"{each} it crawls." if factor > 0.9 else f"{each} it slides down one side."
    if abs(factor + 1) < 1e-9:
        return f"{each} it bounces for ever."
    return f"{each} it bounces and {'settles' if factor > -1 else 'lands further out each time: it diverges'}."


def seen(path, taken):
    """The words for the `taken` steps of a path on a curve that has no formula: only what is seen."""
    moves = np.diff(np.clip(path.xs[: taken + 1], -SAFE, SAFE))
    if not moves.any():
        return "It does not move."
    back_and_forth = taken > 2 and (np.sign(moves[:-1]) * np.sign(moves[1:]) < 0)[-3:].all()
    height = path.values[taken] - path.values[0]
    where = "lower than the start" if height < 0 else "higher than the start" if height > 0 else "as high as the start"
    if moves[-1] == 0:
        return f"It moves no more: it is {where}."
    if abs(moves[-1]) < 1e-3:
        return f"Its last step was {number(moves[-1], 4)}, hardly any: it is {where}."
    return f"Its last steps go back and forth: it is {where}." if back_and_forth else f"It is {where}."
