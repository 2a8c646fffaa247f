"""The picture of lesson 3 against torch.optim.SGD and the closed form, and a sentence at every stop."""

import itertools
import math
import random

import numpy as np
import pytest
import torch

from utils.explore.controls import control
from utils.look import figure
from utils.pictures.descent import HEADER, ROWS, DescentPicture
from utils.pictures.descent_path import DescentPaths, as_parabola
from utils.pictures.learner_function import LearnerFunction
from utils.pictures.loss_panel import LossPanel

FUNCTIONS = {
    "square": lambda x: x**2,
    "steep": lambda x: 10 * x**2,
    "aside": lambda x: 3 * (x - 1) ** 2 + 2,
    "hill": lambda x: -(x**2),
    "distance": torch.abs,
    "plain": lambda x: 1 - torch.exp(-(x**2)),
    "quartic": lambda x: x**4 - 2 * x**2,
    "log": torch.log,
    "level": lambda x: 0 * x + 3,
    "overflows": lambda x: torch.exp(300 * x),
    "one at a time": lambda x: x**2 if x > 0 else -x,
}
WORDS = ("crawls", "slides", "lands", "bounces, settles", "diverges")
STOPS = {
    "lr": control("lr", (0.02, 1.2, 0.02)).values,
    "start": control("start", (-2.0, 2.0, 0.05)).values,
    "steps": control("steps", (0, 30)).values,
}


def sgd(f, lr, start, steps):
    """The x before the first step of torch.optim.SGD and after each of them."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=lr)
    xs = [x.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        f(x).backward()
        optimizer.step()
        xs.append(x.item())
    return xs


def check_answer(answer):
    """Check that `answer` is a sentence without nan or inf, and a table of the same shape as always; the sentence."""
    sentence, rows = answer if isinstance(answer, tuple) else (answer, None)
    words = sentence.lower().replace(",", " ").split()
    assert sentence.endswith(".")
    assert not {"nan", "inf", "-inf"} & set(words)
    if rows is not None:
        assert rows[0] == HEADER
        assert len(rows) == ROWS + 1
        assert {len(row) for row in rows} == {len(HEADER)}
        numbers = [text for row in rows[1:] for text in row if text[-1:].isdigit()]
        assert all(len(text) <= 9 for text in numbers)  # else the table beside the picture is too wide
    return sentence


@pytest.mark.parametrize("name", ["square", "steep", "aside", "distance", "plain", "quartic", "one at a time"])
@pytest.mark.parametrize(("lr", "start"), [(0.02, -1.5), (0.1, 1.3), (0.04, 0.25)])
def test_the_path_is_that_of_torch_optim_sgd(name, lr, start):
    picture = DescentPicture(FUNCTIONS[name])
    expected = sgd(FUNCTIONS[name], lr, start, 12)
    picture.draw(lr=lr, start=start, steps=12)
    np.testing.assert_allclose(picture.dots.get_xdata(), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_the_closed_form_is_the_path(seed):
    generator = random.Random(seed)
    bend, bottom = generator.uniform(0.2, 3), generator.uniform(-1, 1)
    function = LearnerFunction(lambda x: bend * (x - bottom) ** 2 + 1)
    paths, lr, start = DescentPaths(function, 20), generator.uniform(0, 1), generator.uniform(-2, 2)
    assert paths.parabola == pytest.approx((bend, bottom), abs=1e-8)
    for step, x in enumerate(paths.path(lr, start).xs):
        assert x == pytest.approx(paths.parabola.after(lr, start, step), rel=1e-6, abs=1e-6)


def test_only_parabolas_are_recognised_as_parabolas():
    found = [name for name, f in FUNCTIONS.items() if as_parabola(LearnerFunction(f))]
    assert found == ["square", "steep", "aside", "hill"]
    assert as_parabola(LearnerFunction(FUNCTIONS["square"])) == (1.0, 0.0)
    # A parabola within the picture, but not outside it, where paths may go.
    assert as_parabola(LearnerFunction(lambda x: torch.where(x.abs() < 5, x**2, 10 * x.abs() - 25))) is None


@pytest.mark.rare
def test_every_stop_along_each_control_and_100_at_random():
    picture = DescentPicture(FUNCTIONS["square"])
    at = {"lr": 0.1, "start": -1.5, "steps": 5}
    stops = [at | {name: value} for name, values in STOPS.items() for value in values]
    generator = random.Random(0)
    stops += [{name: generator.choice(values) for name, values in STOPS.items()} for _ in range(100)]
    for index, stop in enumerate(stops):
        check_answer(picture.draw(**stop))
        if index % 40 == 0:
            picture.fig.canvas.draw()


@pytest.mark.rare
@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
@pytest.mark.parametrize("borders", [True, False])
def test_any_function_has_a_sentence_at_any_learning_rate(f, borders):
    picture = DescentPicture(f, borders=borders)
    for lr in (0.0, 1e-9, 0.1, 0.5, 1.0, 1.2, 40.0, 1e30, 1e308, -0.3, math.nan, math.inf, -math.inf):
        for start in (-2.0, 0.0, 1.5, 1e200, math.nan):
            for steps in (0, 1, 7, 30):
                check_answer(picture.draw(lr=lr, start=start, steps=steps))
    picture.fig.canvas.draw()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"lr": 0.02}, "by 0.96: it crawls"),
        ({"lr": 0.1}, "by 0.8: it slides"),
        ({"lr": 0.5}, "by 0: it lands"),
        ({"lr": 0.9}, "by -0.8: it bounces and settles"),
        ({"lr": 1.0}, "by -1: it bounces for ever"),
        ({"lr": 1.06}, "diverges"),
        ({"lr": 1.06, "steps": 9}, "left the picture at step 7"),
        ({"lr": 1e60, "steps": 30}, "overflows"),
        ({"lr": 0.0}, "never moves"),
        ({"lr": -0.1}, "uphill"),
        ({"lr": math.nan}, "not a number"),
        ({"start": math.nan}, "cannot start"),
        ({"steps": 0}, "No step yet: x = -1.500 and f(x) = 2.250, and the learning rate is 0.1."),
    ],
)
def test_the_sentence_names_what_the_rate_does(values, words):
    assert words in check_answer(DescentPicture(FUNCTIONS["square"]).draw(**values))


def test_the_sentence_names_the_step_at_which_a_path_is_not_finite():
    sentence = check_answer(DescentPicture(torch.log).draw(lr=0.4, start=2.0, steps=30))
    assert "after 5 steps" in sentence
    assert "At step 6, x = -0.00314 and f(x) is not a number" in sentence


def test_without_a_closed_form_the_sentence_describes_the_path():
    hops = DescentPicture(torch.abs).draw(lr=0.4, start=-1.5, steps=12)[0]
    assert "back and forth" in hops
    assert "Each step multiplies" not in hops
    hidden = DescentPicture(FUNCTIONS["square"], borders=False)
    assert "multiplies" not in hidden.draw(lr=0.1, steps=5)[0]
    assert "1 - 2*lr" not in hidden.rule.get_text()


def test_the_factor_and_the_closed_form_are_on_the_picture():
    picture = DescentPicture(FUNCTIONS["square"])
    picture.draw(lr=0.9, start=-1.5, steps=10)
    assert f"{picture.rule.get_text()} {picture.factor.get_text()}" == "each step: new x = (1 - 2*lr) * x = -0.8 * x"
    assert picture.closed.get_text() == "after 10: (-0.8)**10 * -1.5 = -0.1611"
    aside = DescentPicture(FUNCTIONS["aside"])
    aside.draw(lr=0.1, start=0.0, steps=1)
    assert f"{aside.rule.get_text()} {aside.factor.get_text()}" == "new (x - 1) = (1 - 6*lr) * (x - 1) = 0.4 * (x - 1)"


def test_the_rows_are_the_newest_steps():
    _, rows = DescentPicture(FUNCTIONS["square"]).draw(lr=0.1, start=-1.5, steps=2)
    assert rows[1] == ("1", "-1.5000", "2.2500", "-3.0000", "0.3000", "-1.2000")
    assert rows[2] == ("2", "-1.2000", "1.4400", "-2.4000", "0.2400", "-0.9600")
    assert rows[3] == ("",) * len(HEADER)
    _, rows = DescentPicture(FUNCTIONS["square"]).draw(lr=0.1, start=-1.5, steps=20)
    assert [row[0] for row in rows[1:]] == ["15", "16", "17", "18", "19", "20"]


def test_more_steps_than_the_longest_path_are_taken_too():
    picture = DescentPicture(FUNCTIONS["square"], longest=5)
    sentence, _ = picture.draw(lr=0.1, start=-1.5, steps=23)
    assert "after 23 steps" in sentence
    assert abs(picture.point.get_xdata()[0]) < 0.01


@pytest.mark.parametrize("f", [lambda x: 3.0, lambda x: x.detach(), "x**2", lambda x, y: x])
def test_a_problem_with_f_is_written_in_the_picture_and_returned(f):
    picture = DescentPicture(f)
    sentence = picture.draw()
    assert sentence.endswith((".", ")"))
    assert sentence.split()[:3] == picture.fig.texts[0].get_text().split()[:3]
    picture.fig.canvas.draw()


def test_the_words_for_a_step_off_the_picture_stand_below_the_curve_and_hide_no_step():
    picture = DescentPicture(FUNCTIONS["square"])
    picture.draw(lr=1.06, start=-1.5, steps=7)
    assert picture.outside.get_text().startswith("step 7: off the picture")
    box = picture.outside.get_window_extent(picture.fig.canvas.get_renderer())
    assert picture.ax.transData.inverted().transform((0, box.y1))[1] < min(picture.ys)


def test_losses_outside_the_axis_are_triangles_at_its_edge_and_no_dots():
    panel = LossPanel(figure()[1], 9.0, "loss")
    panel.lengthen(10)
    panel.move(np.array([1.0, 1e9, 2.0, 0.0, 1e-30, 3.0]))
    assert panel.dots.get_xdata().tolist() == [0, 2, 5]
    assert panel.dots.get_ydata().tolist() == [1, 2, 3]
    assert panel.above.get_xydata().tolist() == [[1, panel.high]]
    assert panel.below.get_xydata().tolist() == [[3, panel.low], [4, panel.low]]
    assert panel.now.get_marker() == "o"
    panel.move(np.array([1.0, 2.6e-42]))
    assert panel.now.get_marker() == "v"
    assert panel.words.get_text() == "2.6e-42"


@pytest.mark.parametrize(("lr", "steps"), [(1.2, 20), (0.6, 30), (0.9, 10)])
def test_a_dot_of_the_loss_panel_stands_at_the_loss_itself(lr, steps):
    picture = DescentPicture(FUNCTIONS["square"])
    picture.draw(lr=lr, start=-1.5, steps=steps)
    losses = np.square(sgd(FUNCTIONS["square"], lr, -1.5, steps))
    dots = picture.losses.dots.get_xydata()
    assert len(dots) > 3
    np.testing.assert_allclose(dots[:, 1], losses[dots[:, 0].astype(int)])
    low, high = picture.losses.ax.get_ylim()
    assert ((dots[:, 1] > low) & (dots[:, 1] < high)).all()


@pytest.mark.parametrize(("curvature", "highest"), [(1, 1.2), (3, 0.4), (10, 1.2), (1, 0.3)])
def test_the_strip_ends_where_the_slider_ends_and_its_words_stand_on_it(curvature, highest):
    picture = DescentPicture(lambda x: curvature * x**2, highest=highest)
    assert picture.strip.get_xlim() == (0, highest)
    renderer = picture.fig.canvas.get_renderer()
    picture.fig.canvas.draw()
    edges = picture.strip.get_window_extent(renderer)
    words = [text for text in picture.strip.texts if text.get_text() in WORDS]
    boxes = sorted((text.get_window_extent(renderer) for text in words), key=lambda box: box.x0)
    assert boxes
    assert all(edges.x0 < box.x0 and box.x1 < edges.x1 for box in boxes)
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


@pytest.mark.parametrize("borders", [True, False])
def test_a_strip_without_borders_promises_none(borders):
    picture = DescentPicture(torch.abs, borders=borders)
    (words,) = picture.strip.texts[:1]
    assert words.get_text() == "the borders of x**2 do not hold here: try the rates"
    picture.fig.canvas.draw()
    assert words.get_window_extent().width < picture.strip.get_window_extent().width


def test_a_path_that_does_not_move_is_described_so_and_no_cell_is_minus_zero():
    sentence, rows = DescentPicture(FUNCTIONS["quartic"]).draw(lr=0.1, start=0.0, steps=3)
    assert "It does not move." in sentence
    assert not any(cell.startswith("-0.0000") for row in rows[1:] for cell in row)
    sentence, _ = DescentPicture(lambda x: torch.where(x > 1, x, 0 * x)).draw(lr=0.9, start=1.5, steps=5)
    assert "It moves no more: it is lower than the start." in sentence
