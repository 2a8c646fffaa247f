"""Pictures that stand still: their data and labels, nothing shown twice, and clear sentences for bad input."""

import gc
import math
import weakref
from itertools import pairwise
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from nbclient import NotebookClient

from tests.plots.rendering import inside, pixels
from utils.plots import figure, plot_function, show
from utils.plots.display import png
from utils.plots.end_labels import label_end

ROOT = Path(__file__).parents[2]


def square(x):
    """The function that the lessons begin with."""
    return x**2


@pytest.fixture(scope="module")
def cells():
    """The outputs of six cells, run in one kernel."""
    sources = [
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom utils.plots import figure, show, plot_function",
        "fig, ax = figure()\nax.plot([1, 2])\nshow(ax, 'A line goes up.')",
        "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(1, 2)\nshow(axes, 'Two empty boxes.')",
        "show(fig, 'The figure again.')",
        "fig, ax = figure()",
        "plot_function(lambda x: x**2);",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return [cell.outputs for cell in notebook.cells]


# Figure and show


def test_pyplot_does_not_hold_a_figure_and_keywords_reach_matplotlib():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    fig, axes = figure(2, 3, figsize=(5, 2), sharex=True, width_ratios=[1, 2, 3])
    assert axes.shape == (2, 3)
    assert tuple(fig.get_size_inches()) == (5, 2)
    assert axes[0, 0].get_shared_x_axes().joined(axes[0, 0], axes[1, 2])
    assert isinstance(figure()[1], Axes)
    assert plt.get_fignums() == before


def test_show_gives_one_picture_with_its_sentence_under_it_and_as_alt_text(cells):
    picture, printed = cells[1]
    assert picture.output_type == "display_data"
    assert picture.data["text/plain"] == "[picture]"
    assert picture.metadata["image/png"] == {"alt": "A line goes up.", "width": 560, "height": 350}
    assert (printed.name, printed.text) == ("stdout", "A line goes up.\n")


def test_a_figure_made_by_pyplot_is_shown_once_and_can_be_shown_again(cells):
    for outputs in cells[2:4]:
        assert [output.output_type for output in outputs] == ["display_data", "stream"]
        assert "image/png" in outputs[0].data


def test_a_figure_that_is_not_shown_makes_no_output(cells):
    assert cells[0] == cells[4] == cells[5] == []


def test_show_prints_the_sentence_outside_a_notebook(capsys):
    fig, axes = figure(1, 2)
    for ax in (fig, axes, axes[0], fig.subfigures(1, 2)[0]):
        assert show(ax, "Two boxes.") is None
    assert capsys.readouterr().out == "Two boxes.\n" * 4


@pytest.mark.parametrize("sentence", ["", "  ", None, 3])
def test_show_raises_where_the_sentence_is_no_text(sentence):
    with pytest.raises(ValueError, match="show needs a sentence"):
        show(figure()[1], sentence)


@pytest.mark.parametrize("ax", [3, None, "ax", [], np.array([])])
def test_show_raises_where_it_gets_no_axes(ax):
    with pytest.raises(TypeError, match="show needs an Axes"):
        show(ax, "A sentence.")


def test_a_picture_has_two_pixels_for_one_of_the_screen_and_is_the_same_each_time():
    ax = plot_function(square)
    assert pixels(ax).shape == (700, 1120, 3)
    assert png(ax.figure) == png(plot_function(square).figure)
    assert (pixels(ax)[:4] == 255).all()


@pytest.mark.rare
def test_a_figure_that_was_shown_keeps_no_pixels_in_memory():
    fig = plot_function(square).figure
    gc.collect()
    before = drawings_kept()
    first = png(fig)
    assert drawings_kept() == before  # without waiting for a collection of garbage
    assert png(fig) == first


def test_a_figure_that_was_shown_is_freed_when_the_next_one_is_shown(monkeypatch):
    monkeypatch.setattr("utils.plots.display.get_ipython", object)
    monkeypatch.setattr("utils.plots.display.display", lambda *_, **__: None)
    ax = plot_function(square)
    figure_shown = weakref.ref(ax.figure)
    gc.disable()
    try:
        show(ax, "A bowl.")
        del ax
        assert figure_shown()  # a circle of references keeps it
        show(plot_function(square), "Another bowl.")
        assert figure_shown() is None
    finally:
        gc.enable()


@pytest.mark.rare
def test_a_figure_of_pyplot_that_was_shown_keeps_no_pixels_in_memory():
    fig = pyplot.figure()
    fig.subplots().set_title("with a text")
    gc.collect()
    before = drawings_kept()
    png(fig)
    assert drawings_kept() == before
    pyplot.close(fig)


def drawings_kept():
    """How many sets of pixels that Agg has drawn are in memory."""
    return sum(type(each) is RendererAgg for each in gc.get_objects())


# Functions and tangents


@pytest.mark.parametrize(
    ("f", "at_minus_3"),
    [
        (square, 9),
        (torch.sin, math.sin(-3)),
        (np.sin, math.sin(-3)),
        (np.exp, math.exp(-3)),
        (math.sin, math.sin(-3)),
        (lambda x: x if x > 0 else -2 * x, 6),
        (lambda x: 4.0, 4),
        (lambda x: torch.tensor(2.0, requires_grad=True) * x, -6),
        (lambda x: (x**2).sum(), 9),
    ],
)
def test_a_function_in_torch_numpy_or_plain_python_is_drawn_in_float64(f, at_minus_3):
    (line,) = plot_function(f).lines
    assert line.get_xdata()[[0, -1]].tolist() == [-3, 3]
    assert line.get_ydata()[0] == pytest.approx(at_minus_3, abs=1e-12)  # float32 would differ by 1e-7


def test_a_curve_has_a_gap_where_the_function_has_no_value_and_nothing_warns():
    y = plot_function(np.log).lines[0].get_ydata()
    assert np.isnan(y[0])
    assert y[-1] == pytest.approx(math.log(3))


def test_plot_function_draws_on_given_axes_and_keywords_reach_matplotlib():
    _, ax = figure()
    assert plot_function(square, 0, 2, ax=ax, color="C3", linestyle="--") is ax
    (line,) = ax.lines
    assert (line.get_color(), line.get_linestyle(), line.get_xdata()[-1]) == ("C3", "--", 2)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x", "f(x)")


@pytest.mark.parametrize("ends", [(3, -3), (1, 1), (math.nan, 1), (0, math.inf)])
def test_low_and_high_in_the_wrong_order_are_named_in_the_error(ends):
    with pytest.raises(ValueError, match=f"low = {ends[0]} and high = {ends[1]}"):
        plot_function(square, *ends)


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (lambda x: x * math.nan, "nowhere a finite number between -3.0 and 3.0"),
        (lambda x: None, "is its return missing"),
        (lambda x: [3 * x], "f must turn a number into a number"),
        (lambda: 3, "f must turn a number into a number. TypeError"),
        (lambda x: torch.ones(3) * x, "f must turn a number into a number"),
        (lambda x: x.cube(), "cube"),
        ("x**2", "f must turn a number into a number"),
    ],
)
def test_a_function_that_cannot_be_drawn_raises_one_sentence(f, says):
    with pytest.raises(ValueError, match=says) as caught:
        plot_function(f)
    assert "\n" not in str(caught.value)


# Losses


def labels(ax):
    """The texts on `ax`."""
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("width", [3.6, 6.4])
def test_end_labels_neither_overlap_nor_are_cut_off(width):
    _, ax = figure(figsize=(width, 3))
    for name, values in {
        "one": [0.9, 0.97],
        "two": [0.8, 0.971],
        "three": [0.7, 0.972],
        "four": [0.969, 0.969],
    }.items():
        label_end(ax.plot(values)[0], name)
    assert inside(ax, ax.texts)
    boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
    assert all(lower.y1 <= upper.y0 + 1 for lower, upper in pairwise(boxes))


def test_a_single_end_label_is_level_with_the_last_finite_point():
    (line,) = figure()[1].plot([0, 1, 2], [3, 5, np.nan])
    label = label_end(line, "here")
    assert label.xy == (1, 5)
    assert label.get_position() == (6, 0)
