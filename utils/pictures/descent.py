"""Steps of gradient descent on a curve, at any learning rate. Serves lesson 3."""

import math

import numpy as np
from matplotlib.axes import Axes

from utils.look import GREY, PAPER, POINT, STEP, TEXT, figure, narrow, number, styled
from utils.pictures.descent_path import DescentPath, DescentPaths, Parabola, as_parabola
from utils.pictures.drawing import SAFE, draw_curve, limits, out_of_limits, set_points, show_problem
from utils.pictures.learner_function import Function, LearnerFunction
from utils.pictures.loss_panel import LossPanel
from utils.pictures.point_labels import label_point, set_background_over
from utils.pictures.rates import draw_regimes
from utils.pictures.trail import Trail

LABEL = {"parse_math": False, "zorder": 6}
HEADER = ("step", "x", "f(x)", "slope", "-lr * slope", "new x")
ROWS = 6  # always as many, so that the page below the table does not jump

Table = list[tuple[str, ...]]


@styled
class DescentPicture:
    """Gradient descent on the curve of `f`: its steps, the loss at each step, and what the learning rate does.

    `f` is any torch function of one number, shown from `low` to `high`; up to `longest` steps, and rates up to
    `highest` on the strip. `draw(lr, start, steps)` takes `steps` steps of learning rate `lr` from x = `start`, and
    returns a sentence and the rows of a table. For a parabola the picture also shows the factor of a step (1 - 2*lr for
    x**2), the closed form, and the learning rates at which the behaviour changes; not with `borders=False`, where the
    learner looks for them. Serves lesson 3.
    """

    labels = {"lr": "learning rate"}  # the texts that `explore` writes at the sliders

    def __init__(
        self,
        f: Function,
        low: float = -3.0,
        high: float = 3.0,
        longest: int = 30,
        highest: float = 1.2,
        borders: bool = True,
    ) -> None:
        self.f = LearnerFunction(f, low, high)
        grid = {"left": 0.09, "right": 0.97, "top": 0.93, "bottom": 0.115, "hspace": 0.72, "wspace": 0.36}
        grid |= {"height_ratios": [7, 1], "width_ratios": [3, 2]}
        self.fig, axes = figure(2, 2, figsize=(5.7, 4.7), gridspec_kw=grid)
        self.fig.set_layout_engine("none")  # the axes stay where they are at every stop
        self.ax, self.strip = axes[0, 0], axes[1, 0]
        axes[1, 1].remove()
        self.strip.set_subplotspec(self.strip.get_gridspec()[1, :])
        if self.f.problem:
            show_problem(self.fig, self.f.problem)
            return
        parabola = as_parabola(self.f)
        self.parabola = parabola if borders else None
        self._draw_fixed(axes[0, 1], longest, parabola)
        hidden = "what does each rate do? Try some"
        unknown = hidden if parabola else "the borders of x**2 do not hold here: try the rates"
        draw_regimes(self.strip, self.parabola, highest, unknown)
        self._create_moving()

    def _draw_fixed(self, beside: Axes, longest: int, parabola: Parabola | None) -> None:
        self.xs, self.ys, _ = draw_curve(self.ax, self.f, margin=0.04)
        self.ax.set_ylim(limits(self.ys, 0.2, 0.28))
        self.ax.set_title("f(x)", color=TEXT)
        self.ax.set_xlabel("x", labelpad=1)
        known = [self.f(parabola.bottom)[0]] if parabola and parabola.curvature > 0 else []
        self.lowest = np.nanmin([*self.ys, *known])
        above = "" if abs(self.lowest) < 1e-12 else " - lowest"
        self.losses = LossPanel(beside, np.nanmax(self.ys) - self.lowest, f"loss f(x){above}")
        self._lengthen(longest)

    def _lengthen(self, longest: int) -> None:
        """Make room for `longest` steps."""
        self.paths = DescentPaths(self.f, longest)
        self.losses.lengthen(longest)

    def _create_moving(self) -> None:
        self.trail = Trail(self.ax, STEP, zorder=3)
        (self.dots,) = self.ax.plot([], [], "o", color=STEP, markersize=4, zorder=4)
        (self.point,) = self.ax.plot([], [], "o", color=POINT, markersize=11, zorder=5)
        self.here = self.ax.text(0, 0, "", color=POINT, clip_on=True, **LABEL)
        # Below the curve, where no step goes.
        bottom = {"transform": self.ax.transAxes, "ha": "center", "va": "bottom", "bbox": PAPER}
        self.outside = self.ax.text(0.5, 0.02, "", **bottom, **LABEL)
        (self.rate,) = self.strip.plot([], [], "v", color=POINT, markersize=11, clip_on=False, zorder=5)
        above = {"transform": self.strip.transAxes, "va": "bottom", **LABEL}
        # What never changes is a text of its own: a frame with fewer glyphs to draw is cheaper.
        self.rule = self.strip.text(0, 2.2, self._rule(), ha="right", **above)
        ends = self.strip.transAxes.inverted().transform(self.rule.get_window_extent(self.fig.canvas.get_renderer()))
        length = np.ptp(ends[:, 0])
        self.rule.set_x(1.06 * length)  # some room, since at few pixels an inch glyphs are wider
        self.factor = self.strip.text(1.06 * length + 0.01, 2.2, "", ha="left", **above)
        self.closed = self.strip.text(0.06 * length, 1.55, "", ha="left", color=GREY, **above)

    def draw(self, lr: float = 0.1, start: float = -1.5, steps: int = 1) -> str | tuple[str, Table]:
        """Take `steps` steps of rate `lr` from `start`; returns the sentence and the table, or a problem alone."""
        if self.f.problem:
            return self.f.problem
        lr, start, steps = float(lr), float(start), max(int(steps), 0)
        if not math.isfinite(lr):
            self._clear()
            return f"A learning rate that is {number(lr)} takes no step."
        if steps > self.paths.longest:
            self._lengthen(steps)
        path = self.paths.path(lr, start)
        taken = min(steps, len(path.xs) - 1)
        self._move_rate(lr)
        if taken < 0:
            self._clear()
            return self._no_start(start)
        self._move_steps(path, taken)
        # A minimum may lie below all 241 points of the curve.
        self.losses.move(np.maximum(path.values[: taken + 1] - self.lowest, 0))
        self._move_formulas(path, lr, start, taken)
        outside = self._first_outside(path, taken)
        text = "" if outside is None else f"step {outside}: off the picture,\nx = {number(path.xs[outside])}"
        self.outside.set_text(text)
        end = path.end if steps > taken else ""
        return sentence(path, taken, lr, self.parabola, outside, end), table(path, lr, taken)

    def _no_start(self, start: float) -> str:
        """The sentence for a `start` without a finite value or slope."""
        here = f"At x = {number(start)}" if math.isfinite(start) else "At a start that is no number,"
        value = self.f(start)[0]
        if math.isnan(value) and (failure := self.f.failure(start)):
            return f"The descent cannot start at x = {number(start)}: {failure}"
        missing = " but it has no slope there" if math.isfinite(value) else ""
        return f"{here} f(x) is {number(value)}{',' if missing else ''}{missing}: the descent cannot start there."

    def _move_steps(self, path: DescentPath, taken: int) -> None:
        """Draw each step as a line across by the step, then down (or up) to the curve."""
        xs, values = (np.clip(these[: taken + 1], -SAFE, SAFE) for these in (path.xs, path.values))
        # From each place across, at the height of that place, and from there down or up to the curve.
        corners = [(xs[:-1], values[:-1]), (xs[1:], values[:-1]), (xs[1:], values[1:])]
        steps = np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)
        self.trail.move(steps)
        set_points(self.dots, xs, values)
        shown = not out_of_limits(self.ax, xs[-1], values[-1])  # at the edge half of the point would be seen
        set_points(self.point, *((xs[-1:], values[-1:]) if shown else ([], [])))
        words = f"x = {number(xs[-1], 3 if taken else 2)}"
        label_point(self.here, words, self.ax, (self.xs, self.ys), xs[-1], values[-1])
        set_background_over(self.here, np.concatenate([steps[:, :2], steps[:, 1:]]))

    def _move_rate(self, lr: float) -> None:
        low, high = self.strip.get_xlim()
        set_points(self.rate, [min(max(lr, low), high)], [1.2])

    def _move_formulas(self, path: DescentPath, lr: float, start: float, taken: int) -> None:
        """Write what one step does and, beside it, the closed form of all steps."""
        if self.parabola is None:
            x, _, slope = path.point(max(taken - 1, 0))
            last = f"last step: {x:.4g} - {lr:g} * {slope:.4g} = {x - lr * slope:.4g}"
            self.closed.set_text(last if taken else "")  # the learner predicts the step before it is taken
            return
        factor, bottom = self.parabola.factor(lr), self.parabola.bottom
        self.factor.set_text(f"{factor:.4g} * {distance(self.parabola)}")
        after, power = self.parabola.after(lr, start, taken) - bottom, f"{factor:.4g}"
        power = power if factor >= 0 else f"({power})"
        self.closed.set_text(f"after {taken}: {power}**{taken} * {start - bottom:.4g} = {after:.4g}")

    def _rule(self) -> str:
        """What a step does at any rate."""
        if self.parabola is None:
            return "each step: new x = x - lr * slope"
        factor, x = spaced(f"(1 {-2 * self.parabola.curvature:+g}*lr)"), distance(self.parabola)
        return f"{'each step: ' if x == 'x' else ''}new {x} = {factor} * {x} ="

    def _first_outside(self, path: DescentPath, taken: int) -> int | None:
        """The first step whose point is outside the limits of the picture, or None."""
        (left, right), (bottom, top) = self.ax.get_xlim(), self.ax.get_ylim()
        xs, values = path.xs[: taken + 1], path.values[: taken + 1]
        out = (xs < left) | (xs > right) | (values < bottom) | (values > top)
        return int(out.argmax()) if out.any() else None

    def _clear(self) -> None:
        self.trail.move(np.empty((0, 3, 2)))
        self.losses.clear()
        for line in (self.dots, self.point, self.rate):
            line.set_data([], [])
        for words in (self.here, self.outside, self.factor, self.closed):
            words.set_text("")


def table(path: DescentPath, lr: float, taken: int) -> Table:
    """HEADER and the last ROWS of the `taken` steps as rows of texts; rows are blank where there are fewer steps."""
    rows = [HEADER]
    for k in range(max(taken - ROWS, 0), taken):
        x, value, slope = path.point(k)
        numbers = (x, value, slope, -lr * slope, path.xs[k + 1])
        rows.append((str(k + 1), *(narrow(value) for value in numbers)))
    return rows + [("",) * len(HEADER)] * (ROWS + 1 - len(rows))


def sentence(path: DescentPath, taken: int, lr: float, parabola: Parabola | None, outside: int | None, end: str) -> str:
    """The sentence for `taken` steps of rate `lr`: the point, how it moves, and where the path left or `end`s."""
    x, value, _ = path.point(taken)
    at = f"x = {number(x, 3)} and f(x) = {number(value, 3)}"
    if taken == 0:
        return f"No step yet: {at}, and the learning rate is {lr:g}." + (f" {end}" if end else "")
    here = f"lr = {lr:g}, after {taken} step{'s' * (taken > 1)} from {number(path.xs[0])}: {at}."
    parts = [here, by_factor(parabola, lr) if parabola else by_path(path, taken)]
    if outside is not None:
        parts.append(f"It left the picture at step {outside}.")
    return " ".join([*parts, end]).strip()


def spaced(formula: str) -> str:
    """`formula` with a space after each sign."""
    return formula.replace("-", "- ").replace("+", "+ ")


def distance(parabola: Parabola) -> str:
    """The quantity that a step multiplies: x, or the distance of x to the bottom of `parabola`."""
    return "x" if parabola.bottom == 0 else spaced(f"(x {-parabola.bottom:+g})")


def by_factor(parabola: Parabola, lr: float) -> str:
    """The sentence for what rate `lr` does on `parabola`, from the factor of a step."""
    factor = parabola.factor(lr)
    each = f"Each step multiplies {distance(parabola)} by {factor:.4g}:"
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
    return f"{each} it bounces and {'settles' if factor > -1 else 'diverges, each time further out'}."


def by_path(path: DescentPath, taken: int) -> str:
    """The sentence for what the `taken` steps of `path` did, on a curve that has no closed form."""
    moves = np.diff(np.clip(path.xs[: taken + 1], -SAFE, SAFE))
    if not moves.any():
        return "It does not move."
    back_and_forth = taken > 2 and (np.sign(moves[:-1]) * np.sign(moves[1:]) < 0)[-3:].all()
    height = path.values[taken] - path.values[0]
    where = "lower than the start" if height < 0 else "higher than the start" if height > 0 else "as high as the start"
    if moves[-1] == 0:
        return f"It moves no more: it is {where}."
    if abs(moves[-1]) < 1e-3:
        return f"Its last step was {number(moves[-1], 4)}, hardly anything: it is {where}."
    return f"Its last steps go back and forth: it is {where}." if back_and_forth else f"It is {where}."
