"""Tests messages of the browser that are not as they should be, and texts that cannot be sent as they are."""

import json

import pytest

from tests.explore.point import Point
from tests.explore.test_widget import Browser
from utils.explore import explore
from utils.explore.protocol import sendable


@pytest.mark.parametrize(
    "stop", [[-1, 0], [True, 0], [5, 0], [0], [0, 0, 0], [0.0, 0], ["0", 0], [None, 0], None, 3, "01", {}]
)
def test_what_is_no_stop_is_ignored_and_the_stops_beside_it_are_drawn(monkeypatch, stop):
    monkeypatch.setattr("utils.explore.widget.ANSWER_SECONDS", 60)
    widget = explore(Point(), x=(-2, 2), y=(0, 1))
    browser = Browser(widget)
    widget._on_message(widget, {"ask": [[0, 0], stop, [1, 1]], "id": "q"}, [])
    assert list(browser.sent[-1]["packet"]["frames"]) == ["0,0", "1,1"]


@pytest.mark.parametrize("message", [None, [], "ask", {}, {"forget": 3}, {"forget": [[], "1", None, True]}])
def test_a_message_that_means_nothing_is_not_answered(message):
    widget = explore(Point(), x=(-2, 2))
    browser = Browser(widget)
    widget._on_message(widget, message, [])
    assert browser.sent == []
    assert set(browser.ask((2,))["packet"]["chunks"]).isdisjoint(json.loads(widget.first_packet)["chunks"])


@pytest.mark.parametrize("asked", [3, None, "ask", []])
def test_a_question_without_stops_is_answered_without_frames(asked):
    widget = explore(Point(), x=(-2, 2))
    browser = Browser(widget)
    widget._on_message(widget, {"ask": asked}, [])
    (answer,) = browser.sent
    assert (answer["answer"], answer["packet"]["frames"]) == (None, {})


def test_chunks_count_as_sent_only_when_they_have_been_sent():
    widget = explore(Point(), x=(-2, 2))
    browser = Browser(widget)

    def fail(content):
        raise OSError("the connection is broken")

    send, widget.send = widget.send, fail
    with pytest.raises(OSError, match="broken"):
        browser.ask((0,))
    widget.send = send
    packet = browser.ask((0,))["packet"]
    assert len(packet["chunks"]) == 1


def test_an_interrupt_of_an_answer_loses_nothing():
    picture = Point()
    widget = explore(picture, x=(-2, 2))
    browser = Browser(widget)
    record = widget._record

    def interrupted(stop):
        record(stop)
        widget._record = record
        raise KeyboardInterrupt  # as if the learner's Interrupt came in the thread that waits

    widget._record = interrupted
    assert browser.ask((0,))["packet"]["frames"] == {}
    packet = browser.ask((0,))["packet"]
    assert set(packet["frames"]["0"]["chunks"]) == set(packet["chunks"])


def test_a_widget_that_is_closed_while_it_answers_says_nothing():
    widget = explore(Point(), x=(-2, 2))
    browser = Browser(widget)
    draw = widget._picture.draw
    widget._picture.draw = lambda x: widget.close() or draw(x)
    browser.widget._on_message(widget, {"ask": [[0]], "id": "q"}, [])
    assert browser.sent == []


def test_half_a_surrogate_pair_is_replaced_wherever_a_picture_can_have_it():
    def draw(ax, k):
        if k == 2:
            raise ValueError("\udc00 wrong")
        return "half \ud83d of one, and \ud83d\ude00 whole", [["\ud800", k]]

    widget = explore(draw, k=(0, 2), first={"k": 0})
    frame = widget.frame(k=1)
    assert frame["sentence"] == "half \ufffd of one, and \U0001f600 whole"
    assert frame["rows"] == [["\ufffd", "1"]]
    assert widget.frame(k=2)["sentence"].endswith("ValueError: \ufffd wrong")
    json.dumps([widget.first_packet, frame], ensure_ascii=False).encode()


def test_half_a_surrogate_pair_in_a_label_is_replaced():
    widget = explore(lambda ax, word: None, word=["a", "\ud800"])
    json.dumps([widget.controls, widget.frame(word="\ud800")], ensure_ascii=False).encode()


@pytest.mark.parametrize("text", ["", "plain", "größer \U0001f600", "\x00"])
def test_other_texts_stay_as_they_are(text):
    assert sendable(text) == text
