"""Tests the widget that `explore` makes: its frames, its answers to messages, and its still images."""

import json
import math
import threading
import time

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from tests.explore.point import Point
from utils.explore import explore
from utils.explore.widget import ExploreWidget
from utils.widgets.outputs import STILL_DENSITY


class Browser:
    """Takes the place of the browser: `sent` holds the messages that the widget has sent."""

    def __init__(self, widget):
        self.widget, self.sent = widget, []
        widget.send = lambda content, buffers=None: self.sent.append(content)

    def ask(self, *stops):
        """The widget's answer to an `ask` message for `stops`."""
        self.widget._on_message(self.widget, {"ask": [list(stop) for stop in stops], "id": "q"}, [])
        return self.sent[-1]


def test_the_first_packet_holds_the_frame_of_the_first_values():
    widget = explore(Point(), x=(-2, 2), y=(-1.0, 1.0, 0.5))
    first = json.loads(widget.first_packet)
    assert list(first["frames"]) == ["3,2"]
    assert first["frames"]["3,2"]["sentence"] == "At 1, 0.0." == widget.sentence
    assert first["frames"]["3,2"]["rows"] == [["x", "y"], ["1", "0"]]
    assert [each["label"] for each in widget.controls] == ["position", "y"]
    assert set(map(str, first["frames"]["3,2"]["chunks"])) == set(map(str, first["chunks"]))


def test_an_answer_holds_only_the_chunks_that_changed(monkeypatch):
    monkeypatch.setattr("utils.explore.widget.ANSWER_SECONDS", 60)  # so both stops are in one answer
    widget = explore(Point(), x=(-2, 2))
    browser = Browser(widget)
    first = json.loads(widget.first_packet)["chunks"]
    packet = browser.ask((0,), (1,))["packet"]
    assert list(packet["frames"]) == ["0", "1"]
    assert len(packet["chunks"]) == 2
    assert not set(map(int, first)) & set(packet["chunks"])
    assert browser.ask((0,))["packet"]["chunks"] == {}


def test_a_forgotten_chunk_is_sent_again_and_after_hello_everything_is():
    widget = explore(Point(), x=(-2, 2))
    browser = Browser(widget)
    (number,) = browser.ask((0,))["packet"]["chunks"]
    widget._on_message(widget, {"forget": [number]}, [])
    assert list(browser.ask((0,))["packet"]["chunks"]) == [number]
    widget._on_message(widget, {"hello": True}, [])
    packet = browser.ask((0,))["packet"]
    assert set(packet["frames"]["0"]["chunks"]) == set(packet["chunks"])
    assert min(packet["definitions"]) == 0


def test_an_answer_ends_with_the_first_stop_after_its_time_is_over(monkeypatch):
    monkeypatch.setattr("utils.explore.widget.ANSWER_SECONDS", 0)
    assert len(Browser(explore(Point(), x=(-2, 2))).ask((0,), (1,), (2,))["packet"]["frames"]) == 1


def test_two_widgets_can_show_one_picture():
    picture = Point()
    one, two = (Browser(explore(picture, x=(-2, 2))) for _ in range(2))
    chunks = [browser.ask((0,))["packet"]["chunks"] for browser in (one, two)]
    assert chunks[0] == chunks[1] != {}


def test_an_error_in_draw_names_the_values_and_the_next_frame_is_drawn():
    widget = explore(Point(), x=(-2, 3), y=(0, 1))
    frame = widget.frame(x=3)
    assert frame["error"]
    assert frame["sentence"] == "At position = 3, y = 0 the picture cannot be drawn: ArithmeticError: too far"
    assert widget.frame(x=2)["sentence"] == "At 2, 0."


@pytest.mark.parametrize("rows", [5, [1, 2], [[None]]])
def test_rows_that_are_not_a_table_make_the_sentence_an_error_message(rows):
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


@pytest.mark.rare
def test_frames_drawn_in_many_threads_equal_those_drawn_in_one():
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


def test_the_widget_is_opened_before_its_first_frame_is_drawn(monkeypatch):
    opened = []
    monkeypatch.setattr(ExploreWidget, "open", lambda self: opened.append(self.first_packet))
    picture = Point()
    picture.draw = lambda x: f"opened {len(opened)}"
    widget = explore(picture, x=(0, 1))
    assert opened == [""]
    assert json.loads(widget.first_packet)["frames"]["1"]["sentence"] == "opened 1"


def test_a_packet_holds_all_that_a_page_needs_and_does_not_change_what_the_notebook_received():
    widget = explore(Point(), x=(-2, 2))
    browser = Browser(widget)
    browser.ask((0,))
    packet = widget.packet([(0,), (1,)])
    assert list(packet["frames"]) == ["0", "1"]
    assert set(packet["chunks"]) == {number for frame in packet["frames"].values() for number in frame["chunks"]}
    assert min(packet["definitions"]) == 0
    assert browser.ask((0,))["packet"]["chunks"] == {}


def test_a_still_is_an_image_of_the_stop_and_changes_no_frame():
    widget = explore(Point(), x=(-2, 2))
    before = widget.frame(x=1)
    image, frame = widget.still(dpi=50, x=-2)
    assert image.mode == "RGB"
    assert image.size == tuple(size // 2 for size in widget.size)
    assert frame["sentence"] == "At -2, 0."
    assert np.asarray(image).tobytes() != np.asarray(widget.still(dpi=50, x=1)[0]).tobytes()
    assert widget.frame(x=1) == before


def test_what_a_widget_shows_has_its_density_while_another_thread_draws_a_still():
    widget = explore(Point(), x=(-2, 2))
    drawing, asked, images = threading.Event(), threading.Event(), []

    def wait(event):
        drawing.set()
        asked.wait(10)

    connection = widget._picture.fig.canvas.mpl_connect("draw_event", wait)
    still = threading.Thread(target=widget.still, args=[250])
    still.start()
    drawing.wait(10)
    present = threading.Thread(target=lambda: images.append(widget.present()[0]))
    present.start()
    time.sleep(0.2)  # so that `present` has come to where it waits for the still
    widget._picture.fig.canvas.mpl_disconnect(connection)
    asked.set()
    still.join()
    present.join()
    assert images[0].size == tuple(STILL_DENSITY * size for size in widget.size)


def test_a_still_leaves_no_pixels_in_memory():
    widget = explore(Point(), x=(-2, 2))
    widget.still(dpi=50, x=-2)
    fig = widget._picture.fig
    assert not hasattr(fig.canvas, "renderer")
    assert not any(isinstance(text._renderer, RendererAgg) for text in fig.findobj(Text))


def test_the_error_for_a_formula_that_cannot_be_parsed_names_the_values():
    picture = Point()
    picture.draw = lambda x: picture.ax.set_title("$\\nonsense$" if x else "fine") and None
    widget = explore(picture, x=(0, 1), first={"x": 0})
    frame = widget.frame(x=1)
    assert frame["error"]
    assert frame["sentence"].startswith("At position = 1 the picture cannot be drawn: ")
    assert widget.frame(x=0)["chunks"]


def test_the_text_of_the_widget_is_the_sentence_of_its_first_frame():
    widget = explore(Point(), x=(0, 2))
    assert widget._repr_mimebundle_()[0]["text/plain"] == "At 1, 0." == repr(widget)


def test_what_a_saved_notebook_keeps_is_the_stop_at_which_the_learner_rested():
    widget = explore(Point(), x=(-2, 2), y=(-1.0, 1.0, 0.5))
    image, width, sentence = widget.present()
    assert (width, sentence) == (widget.size[0], "At 1, 0.0.")
    widget.rested = [0, 4]
    moved, _, sentence = widget.present()
    assert sentence == "At -2, 1.0."
    assert moved.size == image.size == (width * 3 / 2, widget.size[1] * 3 / 2)
    assert moved.tobytes() != image.tobytes()


def test_a_stop_that_cannot_be_drawn_keeps_its_words_without_an_image():
    picture = Point()
    picture.draw = lambda x: f"{1 / x:.0f}"
    widget = explore(picture, x=(0, 1), first={"x": 1})
    widget.rested = [0]
    image, _, sentence = widget.present()
    assert image is None
    assert "cannot be drawn: ZeroDivisionError" in sentence


def test_a_formula_that_cannot_be_drawn_leaves_no_image_either():
    widget = explore(lambda ax, k: ax.set_title(r"$\frac{1}$" if k else "one"), k=(0, 1), first={"k": 0})
    widget.rested = [1]
    image, _, sentence = widget.present()
    assert image is None
    assert "cannot be drawn" in sentence


@pytest.mark.parametrize("rested", [[9], [-1], "0", [True]])
def test_where_the_browser_names_no_stop_the_first_one_is_kept(rested):
    widget = explore(Point(), x=(-2, 2))
    widget.rested = rested
    assert widget.present()[2] == "At 1, 0."


@pytest.mark.parametrize(("scale", "odd"), [("linear", math.inf), ("linear", math.nan), ("log", -1.0), ("logit", 1.0)])
def test_a_stop_without_a_position_on_the_axis_is_further_from_the_pointer_than_all_others(scale, odd):
    def draw(ax, x):
        ax.set(xscale=scale, xlim=(0.1, 0.9))

    widget = explore(draw, x=[0.2, odd, 0.8], drag="x", first={"x": 0.2})
    packet = json.loads(widget.first_packet, parse_constant=pytest.fail)  # JSON has no Infinity and no NaN
    (frame,) = packet["frames"].values()
    left, far, right = packet["definitions"][str(frame["positions"])][0]
    assert 0 < left < right < 640
    assert far < -1000


def test_positions_of_the_dragged_controls_follow_the_limits():
    picture = Point()
    widget = explore(picture, x=(-2, 2), y=(-1, 1), drag=("x", "y"))
    definitions = widget._recorder.renderer.definitions
    across, down = definitions[widget.frame(x=0)["positions"]]
    wanted = [picture.ax.transData.transform((x, 0))[0] for x in range(-2, 3)]
    assert across == pytest.approx(wanted, abs=0.1)
    assert down == sorted(down, reverse=True)
    picture.ax.set_xlim(-9, 9)
    assert definitions[widget.frame(x=0)["positions"]][0][0] > across[0]
    assert explore(Point(), x=(0, 1)).frame()["positions"] is None
