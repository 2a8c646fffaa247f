"""Tests stops that take too long or never end: they are given up, and everything else goes on."""

import re
import threading
import time

import pytest

from tests.explore.point import Point
from tests.explore.test_widget import Browser
from utils import time_limit
from utils.explore import drawing_lock, explore, widget


@pytest.fixture(autouse=True)
def short_limits(monkeypatch):
    """Limits that a test can wait for."""
    explore(Point(), x=(-2, 2))  # Matplotlib reads its fonts for the first picture, which would reach these limits
    monkeypatch.setattr(time_limit, "PULSE", 0.1)
    monkeypatch.setattr(drawing_lock, "SECONDS", 3.0)
    monkeypatch.setattr(drawing_lock, "PROCESSOR_SECONDS", 0.4)
    monkeypatch.setattr(widget, "SLOW_SECONDS", 0.1)


def endless(k):
    while k == 3:
        pass


def swallowing(k):
    while k == 3:
        try:  # noqa: SIM105 (a learner does not know contextlib.suppress)
            endless(k)
        except BaseException:
            pass


def sleeping(k):
    time.sleep(30 if k == 3 else 0)


def picture_of(function):
    """A function of an Axes that calls `function(k)`, which never ends if k is 3."""

    def draw(ax, k):
        drawn.append(k)
        function(k)
        ax.plot([0, k])

    drawn = []
    draw.drawn = drawn
    return draw


@pytest.mark.parametrize("function", [endless, swallowing, sleeping])
def test_a_stop_that_never_ends_is_given_up_and_its_sentence_says_what_to_do(function):
    shown = explore(picture_of(function), k=(1, 4), first={"k": 1})
    frame = shown.frame(k=3)
    assert frame["error"]
    assert frame["given_up"]
    assert re.fullmatch(
        r"At k = 3 drawing was given up after \d+ seconds\. Is there a loop that never ends\? "
        r"Change the function, and run its cell and this one again\.",
        frame["sentence"],
    )
    assert shown.frame(k=4)["sentence"] == "k = 4"
    assert explore(picture_of(function), k=(1, 2), first={"k": 1}).sentence == "k = 1"


def test_a_stop_that_was_given_up_is_not_drawn_again_but_a_new_widget_draws_it():
    picture = picture_of(endless)
    shown = explore(picture, k=(1, 4), first={"k": 1})
    frames = [shown.frame(k=3) for _ in range(3)]
    assert frames[0] == frames[1] == frames[2]
    assert picture.drawn.count(3) == 1
    assert explore(picture_of(lambda k: None), k=(1, 4), first={"k": 3}).sentence == "k = 3"


def test_the_first_stop_is_given_up_too_and_the_others_can_be_seen():
    shown = explore(picture_of(endless), k=(1, 5))
    assert shown.sentence.startswith("At k = 3 drawing was given up")
    assert shown.frame(k=4)["sentence"] == "k = 4"


def test_the_browser_is_told_that_a_stop_is_slow_and_gets_an_answer_to_each_question():
    browser = Browser(explore(picture_of(endless), k=(1, 4), first={"k": 1}))
    answer = browser.ask((2,))
    *slow, last = browser.sent
    assert {each["drawing"] for each in slow} == {"2"}
    assert last is answer
    assert answer["packet"]["frames"]["2"]["given_up"]


def test_once_a_stop_was_given_up_only_a_question_for_one_stop_is_drawn():
    picture = picture_of(endless)
    browser = Browser(explore(picture, k=(1, 9), first={"k": 1}))
    browser.ask((2,))
    assert list(browser.ask((7,), (8,))["packet"]["frames"]) == ["2"]  # from a page that does not know it yet
    assert list(browser.ask((7,))["packet"]["frames"]) == ["7"]
    assert picture.drawn == [1, 3, 8]


def test_while_another_thread_draws_a_stop_that_never_ends_a_cell_can_make_a_picture():
    picture = picture_of(swallowing)
    shown = explore(picture, k=(1, 4), first={"k": 1})
    thread = threading.Thread(target=lambda: shown.frame(k=3))
    thread.start()
    while 3 not in picture.drawn:
        time.sleep(0.01)
    began = time.monotonic()
    assert explore(Point(), x=(-2, 2)).sentence == "At 1, 0."
    assert time.monotonic() - began < 20
    thread.join(20)
    assert not thread.is_alive()


def test_a_picture_that_shows_another_one_in_its_drawing_does_not_wait_for_itself():
    inner = explore(Point(), x=(-2, 2))
    outer = explore(lambda ax, k: inner.frame(x=k)["sentence"], k=(-1, 1))
    assert outer.frame(k=-1)["sentence"] == "At -1, 0."
    assert explore(lambda ax, k: explore(Point(), x=(-2, k)).sentence, k=(0, 2)).frame(k=2)["sentence"] == "At 1, 0."


def test_a_slow_stop_below_the_limits_is_drawn():
    shown = explore(picture_of(lambda k: time.sleep(0.6)), k=(1, 4))
    assert shown.frame(k=4)["sentence"] == "k = 4"


@pytest.mark.parametrize(
    "error", [SystemExit(3), KeyboardInterrupt(), GeneratorExit("x"), BaseException("base"), TimeoutError("mine")]
)
def test_any_exception_in_draw_is_a_sentence(error):
    def draw(ax, k):
        if k == 3:
            raise error

    frame = explore(draw, k=(1, 4), first={"k": 1}).frame(k=3)
    words = f"{type(error).__name__}: {error}".removesuffix(": ")
    assert frame["sentence"] == f"At k = 3 the picture cannot be drawn: {words}"
    assert "given_up" not in frame
    assert explore(draw, k=(1, 5)).sentence.startswith("At k = 3 the picture cannot be drawn: ")


def test_an_error_without_a_readable_message_is_named():
    class Unreadable(Exception):
        def __str__(self):
            raise RuntimeError("no message")

    def draw(ax, k):
        raise Unreadable

    sentence = explore(draw, k=(1, 4)).sentence
    assert sentence.endswith("cannot be drawn: Unreadable: its message cannot be read (RuntimeError)")


def test_an_error_message_that_never_ends_is_given_up():
    class Endless(Exception):
        def __str__(self):
            endless(3)

    def draw(ax, k):
        raise Endless

    assert explore(draw, k=(1, 4)).sentence.startswith("At k = 3 drawing was given up")
