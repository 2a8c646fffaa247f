"""`explore` from Python: what it takes, what it records, what it sends, and what it leaves behind."""

import gc
import json
import threading
import weakref

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.events import EventManager
from matplotlib.figure import Figure

from utils.explore import explore
from utils.explore.widget import ExploreWidget
from utils.plots import figure
from utils.widgets import mount as place


class Point:
    """A point at (x, y); beyond 2 it cannot be drawn."""

    labels = {"x": "place"}  # noqa: RUF012

    def __init__(self):
        self.fig, self.ax = figure()
        self.ax.set(xlim=(-3, 3), ylim=(-3, 3))
        (self.point,) = self.ax.plot([], [], "o")

    def draw(self, x=1, y=0):
        if x > 2:
            raise ArithmeticError("too far")
        self.point.set_data([x], [y])
        return f"At {x}, {y}.", [["x", "y"], [x, y / 2]]


class Wire:
    """Stands at the browser's end: what the widget sends is in `sent`."""

    def __init__(self, widget):
        self.widget, self.sent = widget, []
        widget.send = lambda content, buffers=None: self.sent.append(content)

    def ask(self, *stops):
        """The answer to a question for `stops`."""
        self.widget._answer(self.widget, {"ask": [list(stop) for stop in stops], "id": "q"}, [])
        return self.sent[-1]


def test_the_widget_begins_with_the_first_value_and_its_frame():
    widget = explore(Point(), x=(-2, 2), y=(-1.0, 1.0, 0.5))
    first = json.loads(widget.first)
    assert list(first["frames"]) == ["3,2"]
    assert first["frames"]["3,2"]["sentence"] == "At 1, 0.0." == widget.sentence
    assert first["frames"]["3,2"]["rows"] == [["x", "y"], ["1", "0"]]
    assert [each["label"] for each in widget.controls] == ["place", "y"]
    assert set(map(str, first["frames"]["3,2"]["chunks"])) == set(map(str, first["chunks"]))


def test_first_says_where_to_begin():
    assert explore(Point(), x=(-2, 2), y=(-1.0, 1.0, 0.5), first={"x": -2}).sentence == "At -2, 0.0."


def test_an_answer_carries_only_what_moved(monkeypatch):
    monkeypatch.setattr("utils.explore.widget.SLICE", 60)  # both stops in one answer, however busy the machine
    widget = explore(Point(), x=(-2, 2))
    wire = Wire(widget)
    still = json.loads(widget.first)["chunks"]
    packet = wire.ask((0,), (1,))["packet"]
    assert list(packet["frames"]) == ["0", "1"]
    assert len(packet["chunks"]) == 2
    assert not set(map(int, still)) & set(packet["chunks"])
    assert wire.ask((0,))["packet"]["chunks"] == {}


def test_what_the_browser_forgot_is_sent_again_and_after_hello_everything():
    widget = explore(Point(), x=(-2, 2))
    wire = Wire(widget)
    (number,) = wire.ask((0,))["packet"]["chunks"]
    widget._answer(widget, {"forget": [number]}, [])
    assert list(wire.ask((0,))["packet"]["chunks"]) == [number]
    widget._answer(widget, {"hello": True}, [])
    packet = wire.ask((0,))["packet"]
    assert set(packet["frames"]["0"]["chunks"]) == set(packet["chunks"])
    assert min(packet["definitions"]) == 0


def test_an_answer_takes_a_bounded_slice_of_time(monkeypatch):
    monkeypatch.setattr("utils.explore.widget.SLICE", 0)
    assert len(Wire(explore(Point(), x=(-2, 2))).ask((0,), (1,), (2,))["packet"]["frames"]) == 1


def test_two_widgets_may_show_one_picture():
    picture = Point()
    one, two = (Wire(explore(picture, x=(-2, 2))) for _ in range(2))
    chunks = [wire.ask((0,))["packet"]["chunks"] for wire in (one, two)]
    assert chunks[0] == chunks[1] != {}


def test_an_error_in_draw_names_the_values_and_the_next_frame_is_drawn():
    widget = explore(Point(), x=(-2, 3), y=(0, 1))
    frame = widget.frame(x=3)
    assert frame["error"]
    assert frame["sentence"] == "At place = 3, y = 0 the picture cannot be drawn: ArithmeticError: too far"
    assert widget.frame(x=2)["sentence"] == "At 2, 0."


def test_a_function_of_an_axes_is_drawn_whole_and_says_its_values():
    widget = explore(lambda ax, k: ax.plot([0, 1], [0, k]), k=[1, 2, 3])
    assert widget.sentence == "k = 2"
    assert widget.frame(k=3)["chunks"] != widget.frame(k=1)["chunks"]
    assert explore(lambda ax, k: "So it is.", k=[1, 2]).sentence == "So it is."


@pytest.mark.parametrize("draw", ["hist", "bar", "errorbar", "pie"])
def test_what_matplotlib_returns_is_no_sentence(draw):
    given = {"hist": ([1, 2, 2],), "bar": ([1, 2], [3, 4]), "errorbar": ([1, 2], [3, 4]), "pie": ([1, 2],)}
    frame = explore(lambda ax, k: getattr(ax, draw)(*given[draw]), k=[1, 2]).frame(k=2)
    assert (frame["sentence"], frame["rows"]) == ("k = 2", None)


def coloured(ax, k):
    ax.figure.colorbar(ax.imshow([[0, 1000**k]]))


def twinned(ax, k):
    ax.twinx().plot([0, 1], [k, 0])


def lettered(ax, k):
    ax.plot([0, 1000**k], label="line")
    ax.figure.suptitle(f"k = {k}")
    ax.figure.legend()


@pytest.mark.parametrize("draw", [coloured, twinned, lettered])
def test_a_function_finds_an_empty_figure_at_each_stop_and_its_axes_do_not_shift(draw):
    widget, seen = explore(draw, k=[1, 2, 3]), set()
    for k in (1, 2, 3, 1):
        chunks = len(widget.frame(k=k)["chunks"])
        fig = widget._picture.fig
        seen.add((chunks, len(fig.legends), *(ax.get_position().bounds for ax in fig.axes)))
    assert len(seen) == 1


def test_axes_that_come_at_a_later_stop_get_room_of_their_own():
    def draw(ax, k):
        image = ax.imshow([[0, 1]], aspect="auto")
        if k > 1:
            ax.figure.colorbar(image)

    widget = explore(draw, k=[1, 2], first={"k": 1})
    widget.frame(k=2)
    picture, bar = (ax.get_position() for ax in widget._picture.fig.axes)
    assert picture.x1 < bar.x0


@pytest.mark.parametrize("rows", [5, [1, 2], [[None]]])
def test_rows_that_are_none_are_told_in_place_of_the_sentence(rows):
    frame = explore(lambda ax, k: ("Here they are.", rows), k=[1, 2]).frame(k=2)
    assert frame["error"]
    assert frame["sentence"].endswith(f"the first its head, not {rows}")


def test_moved_limits_move_the_axis_and_everything_on_it():
    def draw(k):
        picture.ax.set_xlim(-k, k)

    picture = Point()
    picture.point.set_data([0.5], [0.5])
    picture.draw = draw
    widget = explore(picture, k=[2, 3, 4])
    assert len(set(widget.frame(k=3)["chunks"]) - set(widget.frame(k=4)["chunks"])) >= 2
    assert widget.frame(k=3)["chunks"] == widget.frame(k=3)["chunks"]


@pytest.mark.parametrize(
    ("keywords", "error", "words"),
    [
        ({}, TypeError, "one to three controls"),
        ({"x": (0, 1), "y": (0, 1), "z": (0, 1), "u": (0, 1)}, TypeError, "it was given 4"),
        ({"z": (0, 1)}, TypeError, "nothing called 'z'; it has x, y"),
        ({"x": (1, 0)}, ValueError, "upside down"),
        ({"x": (0, 1), "drag": "y"}, ValueError, "no control called 'y'"),
        ({"x": (0, 1), "drag": ("x", "x", "x")}, ValueError, "at the most"),
        ({"x": (0, 1), "play": "steps"}, ValueError, "no control called 'steps'"),
        ({"x": (0, 1), "play": ("x", 0, 1)}, ValueError, "play="),
        ({"x": (0, 1), "play": ("x", -3)}, ValueError, "play="),
        ({"x": (0, 1), "poster": [{"q": 1}]}, ValueError, "poster="),
        ({"x": (0, 1), "first": {"q": 1}}, ValueError, "first=...: there is no control called 'q'; there is x"),
        ({"x": (0, 1), "poster": [{}] * 5}, ValueError, "poster="),
    ],
)
def test_what_cannot_be_is_a_sentence_when_the_cell_runs(keywords, error, words):
    with pytest.raises(error) as caught:
        explore(Point(), **keywords)
    assert words in str(caught.value)


def test_a_parameter_without_value_or_control_is_named():
    with pytest.raises(TypeError, match="also needs 'b'"):
        explore(lambda ax, a, b: None, a=(0, 1))
    with pytest.raises(TypeError, match=r"make it f\(ax, a\)"):  # as for `interact`
        explore(lambda a: plt.plot([0, a]), a=(0, 1))
    with pytest.raises(TypeError, match="neither"):
        explore(3, a=(0, 1))


def test_a_function_that_draws_with_pyplot_is_told_to_draw_on_the_axes():
    own = plt.figure()
    widget = explore(lambda ax, k: plt.figure().add_subplot().plot([0, k]), k=[1, 2])
    for k in (2, 1):
        assert widget.frame(k=k)["sentence"].endswith("make it ax.plot, not plt.plot")
    assert plt.get_fignums() == [own.number]
    plt.close(own)


def test_a_figure_that_a_cell_makes_while_a_frame_is_drawn_beside_it_stays():
    def draw(ax, k):
        if k == 2:
            made.append(plt.figure())  # as the cell's own thread would

    widget, made, frames = explore(draw, k=[1, 2], first={"k": 1}), [], []
    thread = threading.Thread(target=lambda: frames.append(widget.frame(k=2)))
    thread.start()
    thread.join()
    assert frames[0]["sentence"] == "k = 2"
    assert plt.get_fignums() == [made[0].number]
    plt.close(made[0])


def test_a_figure_of_pyplot_is_not_shown_a_second_time():
    class Learners:
        def __init__(self):
            self.fig, self.ax = plt.subplots()

        def draw(self, k=1):
            self.ax.set_title(f"{k}")

    widget = explore(Learners(), k=[1, 2])
    assert plt.get_fignums() == []
    assert widget.frame(k=2)["sentence"] == "k = 2"


def test_frames_drawn_in_many_threads_are_those_drawn_in_one():
    widget = explore(Point(), x=(-2, 2), y=(-1.0, 1.0, 0.1))
    alone = {stop: widget.frame(**widget.values(stop)) for stop in widget.stops()}
    failed = []

    def walk():
        for stop in widget.stops():
            fig = Figure()
            fig.subplots().plot(np.arange(3))
            if widget.frame(**widget.values(stop)) != alone[stop]:
                failed.append(stop)

    threads = [threading.Thread(target=walk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_the_line_in_a_notebook_says_what_to_run_and_shows_markup_as_text(monkeypatch):
    picture = Point()
    picture.draw = lambda x: "<b>$1</b>"
    widget = explore(picture, x=(0, 2))
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    data = widget._repr_mimebundle_()[0]
    assert data["text/plain"] == "<b>$1</b>"
    assert f'data-downhill="{widget.key}">&lt;b&gt;$1&lt;/b&gt; <em>Run the cells down to here' in data["text/html"]
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert set(widget._repr_mimebundle_()[0]) == {"text/plain", "application/vnd.jupyter.widget-view+json"}


class Shell:
    """Stands for IPython in a kernel, which knows the cell that runs and the run."""

    def __init__(self):
        self.cell, self.run, self.user_ns = "a", 0, {}
        self.events = EventManager(self, {"post_execute": lambda: None})

    def get_parent(self):
        """The request that is being answered."""
        return {"metadata": {"cellId": self.cell}, "header": {"msg_id": self.run}}


@pytest.fixture
def shell(monkeypatch):
    """A kernel in which no cell has run yet."""
    shell = Shell()
    monkeypatch.setattr(place, "get_ipython", lambda: shell)
    monkeypatch.setattr(place, "_made", {})
    return shell


def test_a_cell_run_again_closes_what_it_made_and_lets_it_go(shell):
    pictures = []
    for shell.run in range(20):
        picture = Point()
        explore(picture, x=(0, 1))
        widget = explore(picture, x=(0, 1))
        shell.events.trigger("post_execute")
        pictures.append(weakref.ref(picture))
        del picture
    gc.collect()
    assert sum(each() is not None for each in pictures) == 1
    shell.cell = "b"
    explore(Point(), x=(0, 1))
    shell.events.trigger("post_execute")
    assert widget.comm is not None
    assert plt.get_fignums() == []


def test_what_an_earlier_run_made_is_closed_once_the_new_picture_has_been_sent(shell):
    earlier = explore(Point(), x=(0, 1))
    shell.events.trigger("post_execute")
    shell.run = 1
    explore(Point(), x=(0, 1))
    assert earlier.comm is not None
    shell.events.trigger("post_execute")
    assert earlier.comm is None


def test_the_widget_is_opened_before_its_first_frame_is_drawn(monkeypatch):
    opened = []
    monkeypatch.setattr(ExploreWidget, "open", lambda self: opened.append(self.first))
    picture = Point()
    picture.draw = lambda x: f"opened {len(opened)}"
    widget = explore(picture, x=(0, 1))
    assert opened == [""]
    assert json.loads(widget.first)["frames"]["1"]["sentence"] == "opened 1"
