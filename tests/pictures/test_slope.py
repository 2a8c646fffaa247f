"""The pictures of lesson 1: point, tangent and secant against autograd, and a sentence at every stop."""

import math

import numpy as np
import pytest
import torch
from matplotlib.path import Path
from matplotlib.text import Text

from utils.explore.controls import control, powers
from utils.look import number
from utils.pictures.secant import SecantPicture
from utils.pictures.slope import DerivativePicture, SlopePicture

CURVES = {
    "square": lambda x: x**2,
    "sine": torch.sin,
    "log, with a gap": torch.log,
    "a pole": lambda x: 1 / x,
    "level": lambda x: 0 * x + 3,
    "overflows": lambda x: torch.exp(300 * x),
    "steep": lambda x: 1e8 * x**3,
    "one at a time": lambda x: x**2 if x > 0 else -x,
}
XS = control("x", (-3.0, 3.0, 0.05)).values


def check_sentence(sentence):
    assert isinstance(sentence, str)
    assert sentence.endswith((".", "?", ")"))
    assert not {"nan", "inf"} & set(sentence.lower().split())


def paint(picture):
    """Draw `picture` in pixels; a warning of Matplotlib is an error here."""
    picture.fig.canvas.draw()


@pytest.mark.rare
@pytest.mark.parametrize("f", CURVES.values(), ids=CURVES)
@pytest.mark.parametrize("kind", [SlopePicture, DerivativePicture])
def test_every_stop_of_the_point_has_a_sentence_and_can_be_drawn(kind, f):
    picture = kind(f)
    for index, x in enumerate(XS):
        check_sentence(picture.draw(x=x))
        if index % 20 == 0:
            paint(picture)


@pytest.mark.parametrize("f", [CURVES["square"], CURVES["sine"], CURVES["one at a time"]])
def test_point_tangent_and_derivative_are_those_of_autograd(f):
    picture, corner = DerivativePicture(f), SlopePicture(f)
    for x in XS[3::17]:
        assert picture.draw(x=x) == corner.draw(x=x)
        at = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        value = f(at)
        value.backward()
        slope = at.grad.item()
        assert picture.point.get_xydata().tolist() == [[x, value.item()]]
        (left, low), (right, high) = picture.tangent.get_xydata()
        assert (high - low) / (right - left) == pytest.approx(slope, abs=1e-9)
        assert picture.trace.get_xydata()[-1].tolist() == [x, slope]
        assert picture.steepness.get_text() == f"slope {number(slope)}"
        assert corner.rise.get_text() == f"rise {number(slope)}"


def test_the_corner_goes_a_run_of_one_to_the_right_then_up_or_down_the_tangent_and_stays_within_the_picture():
    picture = SlopePicture(lambda x: x**2)
    left, right = picture.ax.get_xlim()
    bottom, top = picture.ax.get_ylim()
    for x in XS:
        picture.draw(x=x)
        (start, level), (end, _), (_, foot) = picture.corner.get_xydata()
        assert end - start == pytest.approx(1)
        assert foot - level == pytest.approx(2 * x)
        assert level == pytest.approx(x**2 + 2 * x * (start - x))  # it begins on the tangent, and so it ends there
        assert left < start < end < right
        assert bottom < min(level, foot) <= max(level, foot) < top


def test_the_derivative_picture_has_no_corner():
    picture = DerivativePicture(lambda x: x**2)
    picture.draw(x=-1.5)
    assert not len(picture.corner.get_xdata())
    assert picture.run.get_text() == picture.rise.get_text() == ""


def test_the_sentence_says_which_way_is_down():
    picture = SlopePicture(lambda x: x**2)
    assert picture.draw() == "At x = -1.50, f(x) = 2.25 and the slope is -3.00: down is to the right."
    assert "down is to the left" in picture.draw(x=2.0)
    assert "level" in picture.draw(x=0.0)
    assert "off to the right" in picture.draw(x=9.0)
    assert "no point" in SlopePicture(torch.log).draw(x=-1.0)


@pytest.mark.parametrize("f", [lambda x: 3.0, lambda x: x.detach(), "x**2", lambda x, y: x])
@pytest.mark.parametrize("kind", [SlopePicture, DerivativePicture, SecantPicture])
def test_a_problem_with_f_is_written_in_the_picture_and_returned(kind, f):
    picture = kind(f)
    sentence = picture.draw()
    check_sentence(sentence)
    assert sentence.split()[:3] == picture.fig.texts[0].get_text().split()[:3]
    assert not any(ax.axison for ax in picture.fig.axes)
    paint(picture)


@pytest.mark.parametrize("kind", [SlopePicture, DerivativePicture])
def test_the_same_value_gives_the_same_picture_whatever_was_drawn_before(kind):
    picture = kind(lambda x: x**2)
    picture.draw(x=1.0)
    paint(picture)
    first = np.asarray(picture.fig.canvas.buffer_rgba()).copy()
    for x in (-3.0, 3.0, 1.0):
        picture.draw(x=x)
    paint(picture)
    assert np.array_equal(first, np.asarray(picture.fig.canvas.buffer_rgba()))


def test_secants_are_computed_in_float64_and_are_zero_once_x_plus_h_is_rounded_to_x():
    picture = SecantPicture(lambda x: x**2)
    for h in powers(1, 1e-16):
        expected = ((-1.5 + h) ** 2 - (-1.5) ** 2) / h
        assert picture.measure(h)[0] == expected
        sentence = picture.draw(h=h)
        check_sentence(sentence)
        (left, low), (right, high) = picture.secant.get_xydata()
        assert (high - low) / (right - left) == pytest.approx(expected)
        paint(picture)
    assert "rounded to x itself" in sentence
    assert picture.measure(1e-16)[0] == 0.0


def test_a_nudge_of_a_tenth_measures_minus_two_point_nine():
    picture = SecantPicture(lambda x: x**2)
    assert picture.draw(h=0.1) == "h = 0.1: the nudge measures a slope of -2.9, off by 0.1. The slope is -3.00."
    assert picture.zoom.get_text() == "close up: 20 times larger"


@pytest.mark.parametrize(
    ("f", "word"), [(lambda x: x**2, "larger"), (lambda x: 0.001 * x, "larger"), (torch.cos, "wider")]
)
@pytest.mark.parametrize("h", [1, 0.5, 0.04, 0.001])
def test_the_close_up_is_as_many_times_larger_as_it_says(f, word, h):
    picture = SecantPicture(f)
    picture.draw(h=h)
    whole, near = (np.diff(ax.transData.transform([(0, 0), (1, 1)]), axis=0)[0] for ax in (picture.ax, picture.near))
    across, up = near / h / whole
    assert picture.zoom.get_text() == f"close up: {across:,.0f} times {word}"
    assert across == pytest.approx(round(across))
    assert (up == pytest.approx(across)) == (word == "larger")
    ends = picture.near.transAxes.inverted().transform(picture.near.transData.transform([(0, 0), (1, picture.slope)]))
    assert ((ends > 0.1) & (ends < 0.9)).all()  # both points have room


@pytest.mark.rare
@pytest.mark.parametrize("f", CURVES.values(), ids=CURVES)
@pytest.mark.parametrize("at", [-1.5, 0.0, 0.7])
def test_every_nudge_has_a_sentence_on_any_curve(f, at):
    picture = SecantPicture(f, at=at)
    for h in (*powers(1, 1e-16), 0.0, -0.1, math.nan):
        check_sentence(picture.draw(h=h))
    paint(picture)


@pytest.mark.parametrize("x", [-3.0, -1.5, -0.5, 0.0, 0.25, 0.5, 1.0, 2.0, 3.0])
def test_its_labels_are_near_what_they_name_and_clear_of_curve_and_tangent(x):
    picture = SlopePicture(lambda x: x**2)
    picture.fig.canvas.draw()
    picture.draw(x=x)
    inside, line = picture.ax.get_window_extent(), 0.06 * picture.ax.get_window_extent().height
    (_, level), _, (_, foot) = picture.ax.transData.transform(picture.corner.get_xydata())
    point, ends = max(level, foot) if x > 0 else level, sorted([level, foot])
    for words, low, high in ((picture.height, point, point), (picture.rise, *ends), (picture.run, level, level)):
        box = words.get_window_extent()
        assert inside.x0 <= box.x0 < box.x1 <= inside.x1
        assert inside.y0 < box.y0 < box.y1 < inside.y1
        assert low - 3 * line < (box.y0 + box.y1) / 2 < high + 3 * line, words.get_text()
        xs = np.linspace(*picture.ax.transData.inverted().transform([(box.x0, 0), (box.x1, 0)])[:, 0], 20)
        for heights in (xs**2, x**2 + 2 * x * (xs - x)):
            ys = picture.ax.transData.transform(np.column_stack([xs, heights]))[:, 1]
            assert words.get_bbox_patch() or not ((ys > box.y0 + 3) & (ys < box.y1 - 3)).any(), words.get_text()


@pytest.mark.parametrize("f", [lambda x: x**2, lambda x: torch.sin(2 * x) + 0.2 * x**2], ids=["square", "wavy"])
def test_labels_that_the_curve_crosses_have_a_white_background(f):
    picture = SlopePicture(f)
    picture.fig.canvas.draw()
    curve = Path(picture.ax.transData.transform(np.column_stack([picture.xs, picture.ys])))
    crossed = []
    for x in XS:
        picture.draw(x=x)
        for words in (picture.height, picture.run, picture.rise):
            box = Text.get_window_extent(words).padded(-2)
            if curve.intersects_bbox(box, filled=False) and not words.get_bbox_patch():
                crossed.append((x, words.get_text()))
    assert crossed == []


@pytest.mark.parametrize("f", [torch.sin, lambda x: x**2, lambda x: -3 * x**3, lambda x: torch.sin(2 * x) + x**2 / 8])
def test_no_label_is_cut_off_at_an_edge(f):
    picture = SlopePicture(f)
    renderer, left, right = picture.fig.canvas.get_renderer(), picture.ax.bbox.x0, picture.fig.bbox.x1
    for x in np.linspace(-3, 3, 25):
        picture.draw(x)
        for text in (picture.height, picture.rise):
            box = Text.get_window_extent(text, renderer)
            assert not text.get_text() or (left - 1 <= box.x0 and box.x1 <= right), (x, text)
