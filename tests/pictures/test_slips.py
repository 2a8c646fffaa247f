"""A learner's `f` with a slip of the pen, a mistake in one branch, or a result out of all measure: words come of it."""

import math
import re
import sys
import warnings

import numpy as np
import pytest
import torch

from utils.pictures.descent import DescentPicture
from utils.pictures.gradient import CompassPicture, SlicesPicture
from utils.pictures.learner_function import LearnerFunction
from utils.pictures.loss import PredictionsPicture
from utils.pictures.secant import SecantPicture
from utils.pictures.slope import DerivativePicture, SlopePicture
from utils.pictures.stairs import StairsPicture
from utils.pictures.two_weights import TwoWeightLoss
from utils.plots import plot_function


class Silent(Exception):
    """An exception that cannot say what it is."""

    def __str__(self):
        raise RuntimeError


def raises(error):
    def f(*arguments):
        raise error

    return f


def beyond(bad, border=1.0):
    """x**2, but what `bad` makes of x from `border` on."""

    def f(x):
        return bad(x) if x > border else x**2

    return f


ONE = (SlopePicture, DerivativePicture, SecantPicture, DescentPicture)
TWO = (SlicesPicture, CompassPicture)
IN_WORDS = re.compile(r"(?<!\w)-?(nan|inf)(?!\w)|\d{20,}|-0\.0+(?!\d)")
MISTAKES = {
    "None": lambda x: None,
    "two numbers": lambda x: torch.stack([x, x]),
    "a plain nan": lambda x: math.nan,
    "an int of 400 digits": lambda x: 10**400,
    "a constant": lambda x: torch.tensor(3.0),
    "no words": raises(Silent()),
    "exit": raises(SystemExit()),
    "interrupt": raises(KeyboardInterrupt()),
    "bfloat16": lambda x: x.bfloat16() ** 2,
    "another device": lambda x: x.to("meta"),
    "huge": lambda x: x * 1e200 * 1e200,
    "1e30": lambda x: x * 1e30,
}


def said(answer):
    """The sentence of what `draw` returned."""
    return answer[0] if isinstance(answer, tuple) else answer


@pytest.mark.parametrize("kind", ONE)
def test_a_power_written_with_a_caret_is_answered_with_how_python_writes_it(kind):
    assert "write x**2 for x squared, not x^2" in kind(lambda x: x ^ 2).draw()


@pytest.mark.parametrize("kind", TWO)
def test_a_caret_in_a_loss_of_two_weights_is_answered_too(kind):
    assert "write x**2 for x squared" in kind(lambda a, b: a ^ 2 + b ^ 2).draw()


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (lambda x: x.item() ^ 2, "not x^2"),
        (lambda x: x(x + 1), "wants a * to multiply"),
        (lambda x: (0, 5 * x), "Python writes 0.5 with a point, not 0,5"),
        (eval("lambda *, x: x"), "must take x without its name"),
        (lambda x: math.nan, "a plain number that is not finite"),
        (raises(SystemExit()), "f raised SystemExit at x = 2.64."),
        (
            raises(KeyboardInterrupt()),
            "interrupted before its picture was there (KeyboardInterrupt): run the cell again",
        ),
        (raises(Silent("x")), "f raised Silent at x = 2.64."),
    ],
)
def test_what_is_wrong_says_how_python_writes_it(f, words):
    assert words in LearnerFunction(f).problem


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (lambda x: x ^ 2, re.escape("write x**2 for x squared")),
        (lambda x: (0, 5 * x), "several values; Python writes 0.5"),
        (beyond(lambda x: no_such_name), r"NameError: name 'no_such_name' is not defined, at x = 1.03"),  # noqa: F821
        (raises(SystemExit()), "SystemExit"),
        (raises(Silent()), "Silent: no words"),
        (7, "give a function"),
    ],
)
def test_plot_function_says_it_in_its_error(f, words):
    with pytest.raises(ValueError, match=words):
        plot_function(f)


def test_plot_function_draws_bfloat16():
    assert plot_function(lambda x: x.bfloat16()).lines[0].get_ydata()[-1] == 3.0


def chatty(*numbers):
    print("at", numbers[0])
    return sum(number**2 for number in numbers)


@pytest.mark.parametrize("kind", [*ONE, *TWO, plot_function])
def test_what_f_prints_is_shown_once(kind, capsys):
    picture = kind(chatty)
    if kind is not plot_function:
        picture.draw()
    assert len(capsys.readouterr().out.splitlines()) == 1


broken = beyond(lambda x: x * no_such_name)  # noqa: F821


def test_a_mistake_in_one_branch_is_named_with_its_exception_and_its_place():
    name_error = "f raised NameError at x = {}: name 'no_such_name' is not defined."
    slope = SlopePicture(broken)
    assert slope.draw(-1.5) == "At x = -1.50, f(x) = 2.25 and the slope is -3.00: down is to the right."
    assert slope.draw(2.0) == name_error.format("2.00")
    assert name_error.format("1.50") in SecantPicture(broken, at=0.5).draw(1.0)
    assert name_error.format("2.00") in SecantPicture(broken, at=2.0).draw()
    descent = DescentPicture(broken)
    assert "cannot start at x = 2.00: " + name_error.format("2.00") == descent.draw(start=2.0)[12:]
    assert "At step 1, " + name_error.format("1.65") in said(descent.draw(lr=1.05, start=-1.5, steps=5))


@pytest.mark.parametrize("kind", TWO)
def test_a_mistake_in_one_branch_of_a_loss_is_named_with_both_weights(kind):
    picture = kind(lambda a, b: broken(a) + b**2)
    assert "At a = -1.0, b = 0.5" in picture.draw(-1.0, 0.5)
    assert picture.draw(1.5, -1.0) == "f raised NameError at a = 1.50, b = -1.00: name 'no_such_name' is not defined."


@pytest.mark.parametrize("kind", [*ONE, *TWO])
@pytest.mark.parametrize("border", [-9.0, 1.0, 2.9])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_result_of_f_is_a_traceback_a_warning_or_a_bare_nan(kind, mistake, border):
    f, two = beyond(MISTAKES[mistake], border), kind in TWO
    picture = kind((lambda a, b: f(a) + b**2) if two else f)
    stops = [{"a": a, "b": -1.0} for a in (-2.0, 1.5)] if two else [{}]
    stops = [{"x": x} for x in (-1.5, 1.5, 2.95)] if issubclass(kind, SlopePicture) else stops
    stops = [{"start": x, "steps": 9, "lr": 1.1} for x in (-1.5, 2.95)] if kind is DescentPicture else stops
    sentences = [said(picture.draw(**stop)) for stop in stops]
    assert not [sentence for sentence in sentences if IN_WORDS.search(sentence)]


@pytest.mark.parametrize("curvature", [2e-10, 1.4e-9, 1e-20, 1e30])
def test_a_parabola_of_any_size_has_its_own_factor(curvature):
    picture = DescentPicture(lambda x: curvature * x**2)
    assert picture.parabola.curvature == pytest.approx(curvature, rel=1e-9)
    assert "by 0.8: it slides" in said(picture.draw(lr=0.1 / curvature, steps=1))
    hidden = DescentPicture(lambda x: curvature * x**2, borders=False)
    assert "does not move" not in said(hidden.draw(lr=0.1 / curvature, steps=3))


@pytest.mark.parametrize("curvature", [1e-120, 1e-310, 1e120])
def test_a_parabola_out_of_all_measure_is_drawn_without_borders(curvature):
    assert DescentPicture(lambda x: curvature * x**2).parabola is None


FLAT = {
    "flat but for one side": lambda a, b: torch.relu(a - 3.9) + 0 * b,
    "flat but for one corner": lambda a, b: torch.relu(a - 3.9) * torch.relu(b - 3.9),
    "flat but for its digits": lambda a, b: 1 + 1e-16 * a * b,
    "level": lambda a, b: 0 * a * b + 7,
    "level at 1e30": lambda a, b: 1e30 + a * b,
    "steep": lambda a, b: 1e30 * a * b,
    "too steep": lambda a, b: 1e250 * a * b,
    "warns": lambda a, b: (warnings.warn("red", stacklevel=1), a * b)[1],
}


@pytest.mark.rare
@pytest.mark.parametrize("kind", TWO)
@pytest.mark.parametrize("name", FLAT)
def test_a_loss_flat_nearly_everywhere_or_too_steep_is_drawn_without_a_warning(kind, name, capsys, monkeypatch):
    monkeypatch.setattr(warnings, "showwarning", lambda message, *_: print(message, file=sys.stderr))
    with warnings.catch_warnings():
        warnings.simplefilter("always" if name == "warns" else "error")
        picture = kind(FLAT[name])
        sentences = [picture.draw(a, b) for a in (-2.0, 1.5) for b in (-0.04, 1.0)]
        picture.fig.canvas.draw()
    assert not [sentence for sentence in sentences if IN_WORDS.search(sentence)]
    assert capsys.readouterr().err == ""


def test_a_descent_from_a_point_without_a_slope_says_that_the_slope_is_missing():
    sentence = DescentPicture(lambda x: torch.sqrt(abs(x))).draw(start=0.0)
    assert sentence == "At x = 0.00 f(x) is 0.00, but it has no slope there: the descent cannot start there."


def test_a_function_whose_slopes_have_no_memory_of_their_own_is_drawn():
    function = LearnerFunction(torch.sgn)
    assert function.problem is None
    assert function(2.0) == (1.0, 0.0)


def test_a_level_curve_far_up_has_limits_around_it():
    low, high = SlopePicture(lambda x: 0 * x + 1e30).ax.get_ylim()
    assert low < 1e30 < high


@pytest.mark.parametrize("kind", TWO)
def test_a_loss_of_one_pair_at_a_time_is_called_at_most_400_times(kind):
    calls = []

    def slow(a, b):
        calls.append(a)
        return a**2 + b**2 if a > 0 else b**2 - a

    picture = kind(slow)
    assert len(calls) <= 400
    before = len(calls)
    picture.draw(0.5, 0.5)
    assert len(calls) - before <= 70
    assert TwoWeightLoss(lambda a, b: a**2 + b**2).map[1].shape == (51, 51)


@pytest.mark.parametrize("mistake", ["None", "a plain nan", "no words", "exit", "interrupt"])
@pytest.mark.parametrize("which", [0, 1])
def test_an_accuracy_or_a_loss_without_numbers_is_a_sentence(mistake, which):
    functions = [lambda weight: 0.5, lambda weight: weight**2]
    functions[which] = MISTAKES[mistake]
    picture = StairsPicture(*functions, count=800)
    assert picture.draw().endswith(".")
    assert picture.fig.texts[0].get_text().split() == picture.draw().split()


def test_a_loss_without_a_number_at_some_weights_has_a_gap_there_and_says_why():
    picture = StairsPicture(lambda weight: 0.5, lambda weight: weight**2 if weight < 1 else None, count=800)
    assert "loss 4.000" in picture.draw(-2.0, 10)
    sentence = picture.draw(3.0, 10)
    assert "loss not a number" in sentence
    assert sentence.endswith("the loss has no slope. loss returned None: its last line wants `return` in front.")
    picture.fig.canvas.draw()


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (lambda p, t: torch.log(p - p).mean(), "the loss is minus infinity."),
        (lambda p, t: torch.tensor(math.nan), "the loss is not a number."),
        (lambda p, t: torch.tensor(1e30), "the loss is 1.0e+30."),
        (lambda p, t: None, "loss returned None: its last line wants `return` in front."),
        (lambda p, t: p ^ t, "write x**2 for x squared"),
        (raises(ValueError("no luck")), "loss failed. ValueError: no luck."),
    ],
)
def test_three_predictions_with_any_loss_have_a_sentence(loss, words):
    assert words in PredictionsPicture(loss).draw()


def test_the_pictures_of_a_vectorised_f_keep_their_fine_grids():
    assert np.shape(SlopePicture(torch.sin).xs) == (241,)
    assert len(SlicesPicture(lambda a, b: a * b).f.line) == 51
