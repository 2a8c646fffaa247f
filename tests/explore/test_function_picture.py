"""Tests pictures made from functions of an Axes: their figure, its layout, and the figures that pyplot keeps."""

import json
import threading

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.text import Text

from utils.explore import explore
from utils.explore.recording.artists import title_may_move
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.explore.recording.private_matplotlib import titles_of
from utils.look import figure


def test_if_a_function_returns_no_sentence_its_values_are_the_caption():
    widget = explore(lambda ax, k: ax.plot([0, 1], [0, k]), k=[1, 2, 3])
    assert widget.sentence == "k = 2"
    assert widget.frame(k=3)["chunks"] != widget.frame(k=1)["chunks"]
    assert explore(lambda ax, k: "So it is.", k=[1, 2]).sentence == "So it is."


@pytest.mark.parametrize("draw", ["hist", "bar", "errorbar", "pie"])
def test_artists_that_a_function_returns_are_not_used_as_a_sentence(draw):
    given = {"hist": ([1, 2, 2],), "bar": ([1, 2], [3, 4]), "errorbar": ([1, 2], [3, 4]), "pie": ([1, 2],)}
    frame = explore(lambda ax, k: getattr(ax, draw)(*given[draw]), k=[1, 2]).frame(k=2)
    assert (frame["sentence"], frame["rows"]) == ("k = 2", None)


def with_colour_bar(ax, k):
    ax.figure.colorbar(ax.imshow([[0, 1000**k]]))


def with_second_axis(ax, k):
    ax.twinx().plot([0, 1], [k, 0])


def with_legend_and_title(ax, k):
    ax.plot([0, 1000**k], label="line")
    ax.figure.suptitle(f"k = {k}")
    ax.figure.legend()


@pytest.mark.parametrize("draw", [with_colour_bar, with_second_axis, with_legend_and_title])
def test_each_stop_begins_with_an_empty_figure_and_the_axes_do_not_shift(draw):
    widget, seen = explore(draw, k=[1, 2, 3]), set()
    for k in (1, 2, 3, 1):
        chunks = len(widget.frame(k=k)["chunks"])
        fig = widget._picture.fig
        seen.add((chunks, len(fig.legends), *(ax.get_position().bounds for ax in fig.axes)))
    assert len(seen) == 1


def test_axes_added_at_a_later_stop_get_a_position_of_their_own():
    def draw(ax, k):
        image = ax.imshow([[0, 1]], aspect="auto")
        if k > 1:
            ax.figure.colorbar(image)

    widget = explore(draw, k=[1, 2], first={"k": 1})
    widget.frame(k=2)
    picture, bar = (ax.get_position() for ax in widget._picture.fig.axes)
    assert picture.x1 < bar.x0


def colour_bar_by_pyplot(ax, k):
    plt.colorbar(ax.imshow([[0, k]]), ax=ax)
    plt.xticks([0, 1])
    plt.grid(True)
    plt.tight_layout()


def colour_bar_by_axes(ax, k):
    ax.figure.colorbar(ax.imshow([[0, k]]), ax=ax)
    ax.set_xticks([0, 1])
    ax.grid(True)


def line_by_pyplot(ax, k):
    plt.plot([0, k])
    plt.title(f"k = {k}")


def line_by_axes(ax, k):
    ax.plot([0, k])
    ax.set_title(f"k = {k}")


def subplots_by_pyplot(ax, k):
    _, (left, right) = plt.subplots(1, 2)
    left.plot([0, k])
    right.plot([k, 0])


def subplots_by_axes(ax, k):
    fig = ax.figure
    ax.remove()
    left, right = fig.subplots(1, 2)
    left.plot([0, k])
    right.plot([k, 0])


PAIRS = [
    (colour_bar_by_pyplot, colour_bar_by_axes),
    (line_by_pyplot, line_by_axes),
    (subplots_by_pyplot, subplots_by_axes),
]


@pytest.mark.parametrize(("by_pyplot", "by_axes"), PAIRS)
def test_what_a_function_draws_with_pyplot_is_drawn_on_its_picture(by_pyplot, by_axes):
    own = plt.figure()
    found, wanted = (explore(f, k=[1, 2, 3]) for f in (by_pyplot, by_axes))
    for k in (2, 1, 3, 2):
        assert found.frame(k=k)["sentence"] == f"k = {k}"
        images = [np.asarray(widget.still(k=k)[0]) for widget in (found, wanted)]
        np.testing.assert_array_equal(*images)
    assert plt.get_fignums() == [own.number]
    assert not own.axes
    plt.close(own)


def test_pyplot_in_another_thread_keeps_its_own_figure_while_a_function_draws():
    def draw(ax, k):
        plt.plot([0, k])
        inside.set()
        done.wait(10)

    inside, done, own = threading.Event(), threading.Event(), plt.figure()
    done.set()
    widget = explore(draw, k=[1, 2])
    done.clear()
    inside.clear()
    thread = threading.Thread(target=lambda: widget.frame(k=1))
    thread.start()
    inside.wait(10)
    plt.plot([1, 2])  # stands for the learner's next cell
    done.set()
    thread.join()
    assert len(own.gca().lines) == len(widget._picture.ax.lines) == 1
    plt.close(own)


@pytest.mark.parametrize("change", ["set_size_inches", "set_dpi", "figsize"])
def test_a_function_that_changes_the_size_is_drawn_in_the_old_one_and_told_so(change):
    def draw(ax, k):
        if k > 1:
            plt.figure(figsize=(2, 9)) if change == "figsize" else getattr(ax.figure, change)(
                (3, 9) if change == "set_size_inches" else 30
            )
        ax.plot([0, k])
        return f"It ends at {k}."

    widget = explore(draw, k=[1, 2, 3], first={"k": 1})
    size = widget._picture.fig.bbox.size.tolist()
    assert widget.frame(k=1)["sentence"] == "It ends at 1."
    assert "keeps its size" in widget.frame(k=2)["sentence"]
    assert widget._picture.fig.bbox.size.tolist() == size
    assert widget.frame(k=2)["sentence"].startswith("It ends at 2.")


def test_a_figure_made_with_pyplot_is_not_shown_a_second_time():
    class Learners:
        def __init__(self):
            self.fig, self.ax = plt.subplots()

        def draw(self, k=1):
            self.ax.set_title(f"{k}")

    widget = explore(Learners(), k=[1, 2])
    assert plt.get_fignums() == []
    assert widget.frame(k=2)["sentence"] == "k = 2"


def with_top_axis(ax, k):
    ax.twiny().set_xlabel("above")
    ax.set_title(f"title {k}")


def with_second_scale(ax, k):
    ax.secondary_xaxis("top").set_xlabel("above")
    ax.set_title(f"title {k}", loc="center")


def with_tall_formula(ax, k):
    ax.set_title(rf"$\sum_{{i=1}}^{{n}} \frac{{{k}}}{{\frac{{x^2}}{{2}}}}$")


def with_power_of_ten(ax, k):
    ax.plot([0, k], [0, 1e7])
    ax.set_title("above 1e7", loc="left")


def with_power_of_ten_of_a_twin(ax, k):
    ax.twinx().plot([0, k], [0, 1e7])
    ax.set_title("above 1e7", loc="right")


def with_two_titles_and_a_power_of_ten(ax, k):
    with_power_of_ten(ax, k)
    ax.set_title("in the middle", loc="center")


def with_labels_at_the_top(ax, k):
    ax.tick_params(top=True, labeltop=True)
    ax.set_title(f"title {k}")


def with_an_inset_above(ax, k):
    ax.inset_axes([0, 1.05, 1, 0.2])
    ax.set_title(f"title {k}")


def with_a_title_too_low(ax, k):
    ax.set_title(f"gypsy {k}", pad=-14)


DRAWINGS = [with_top_axis, with_second_scale, with_tall_formula, with_power_of_ten, with_power_of_ten_of_a_twin]
DRAWINGS += [with_two_titles_and_a_power_of_ten, with_labels_at_the_top, with_an_inset_above, with_a_title_too_low]


# With the style's settings the figure is laid out; with settings of the notebook's own, as these, it is not.
@pytest.mark.parametrize("own", [{}, {"axes.titlesize": 13}], ids=["laid out", "not laid out"])
@pytest.mark.parametrize("draw", DRAWINGS)
def test_a_title_stands_where_matplotlib_puts_it_at_every_stop(draw, own):
    with plt.rc_context(own):
        widget = explore(draw, k=[1, 2, 3], first={"k": 1})
    frames = [widget.frame(k=k)["chunks"] for k in (1, 2, 3, 2, 1)]
    assert frames[0] == frames[4] == next(iter(json.loads(widget.first_packet)["frames"].values()))["chunks"]
    assert frames[1] == frames[3]
    fig = widget._picture.fig
    titles = [title for title in titles_of(widget._picture.ax) if title.get_text()]
    drawn = [title.get_position() for title in titles]
    fig.canvas.draw()
    assert drawn == [pytest.approx(title.get_position(), abs=2e-3) for title in titles]
    assert drawn[0][1] > 1


def test_a_title_well_above_its_axes_is_not_laid_out_to_find_its_place(monkeypatch):
    fig, ax = figure()
    ax.set_title("title")
    renderer = FigureRecorder.of(fig).renderer
    monkeypatch.delattr(Text, "get_window_extent")
    assert not title_may_move(ax, renderer)
    ax.tick_params(labelbottom=False)  # as on the upper one of two Axes that share their numbers
    assert not title_may_move(ax, renderer)
    ax.tick_params(labeltop=True)
    assert title_may_move(ax, renderer)


def test_a_title_comes_down_again_after_a_tall_formula():
    class Titled:
        def __init__(self):
            self.fig, self.ax = figure()

        def draw(self, tall=False):
            self.ax.set_title(r"$\frac{\frac{x^2}{2}}{\frac{x^2}{2}}$" if tall else "low")

    widget = explore(Titled(), tall=False)
    low, tall, again = (widget.frame(tall=tall)["chunks"] for tall in (False, True, False))
    assert low == again != tall
