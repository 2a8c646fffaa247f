"""Baking: which stops of a picture a page without Python is given, and all that its state holds."""

import base64
import json
import zlib

import pytest

from utils.explore import explore, powers
from utils.pictures.descent import DescentPicture
from utils.plots import figure
from utils.publish import baking
from utils.publish.baking import (
    MOST,
    bake,
    chosen_stops,
    controls_that_fit,
    essential_stops,
    page_widget,
    parts,
    spread,
    which_stops,
)


def unpacked(state):
    """What is baked into the parts of `state`: definitions, chunks, and the frames by their keys."""
    packet = {"definitions": {}, "chunks": [], "frames": {}}
    for line in zlib.decompress(base64.b64decode(state["baked"])).splitlines():
        part = json.loads(line)
        assert part["first"] == len(packet["chunks"])
        packet["definitions"] |= part["definitions"]
        packet["chunks"] += part["chunks"]
        packet["frames"] |= dict(part["frames"])
    return packet


class Point:
    """A point at (x, y) under the number z; x = 2 cannot be drawn, and z = 3 is a formula that Matplotlib refuses."""

    def __init__(self):
        self.fig, self.ax = figure()
        (self.point,) = self.ax.plot([], [], "o")
        self.title = self.ax.set_title(" ")

    def draw(self, x=0, y=0, z=0):
        if x == 2:
            raise ArithmeticError("two")
        self.point.set_data([x], [y])
        self.title.set_text("$\\nonsense$" if z == 3 else f"{z}")
        return f"{x}, {y}, {z}"


def point(**controls):
    return explore(Point(), **controls)


def test_a_page_of_lesson_3_has_every_learning_rate_and_step_and_three_starts():
    sliders = {"lr": (0.02, 1.2, 0.02), "start": (-2.0, 2.0, 0.05), "steps": (0, 20)}
    widget = explore(DescentPicture(lambda x: x**2), **sliders, drag="start", play="steps")
    page, _ = page_widget(widget, controls_that_fit(widget.controls, "steps"), [("lr", "0.9")])
    counts = [len(each["texts"]) for each in page.controls]
    assert counts == [60, 3, 21]  # together 3780
    assert {"0.02", "0.90", "1.20"} <= set(page.controls[0]["texts"])


def test_every_chosen_stop_is_there_with_its_own_sentence_and_its_chunks():
    widget = explore(Point(), x=(-3, 1), y=(0, 2000), z=(0, 1))  # x and z fit, y does not
    state = bake(widget, [("y", "7"), ("y", "2001"), ("x", "-2"), ("size", "7")])
    packet = unpacked(state)
    texts = [each["texts"] for each in state["controls"]]
    assert texts == [("-3", "-2", "-1", "0", "1"), ("0", "7", "2000"), ("0", "1")]
    assert [each["start"] for each in state["controls"]] == [3, 0, 0]
    assert state["here"] == ("On this page y has 0, 7 and 2000. The notebook has them all.")
    assert set(packet["frames"]) == {f"{x},{y},{z}" for x in range(5) for y in range(3) for z in range(2)}
    for key, frame in packet["frames"].items():
        indices = [int(index) for index in key.split(",")]
        values = {name: int(own[index]) for name, own, index in zip("xyz", texts, indices, strict=True)}
        assert frame["sentence"] == widget.frame(**values)["sentence"]
    used = {op[0] for ops in packet["chunks"] for op in ops}
    assert {str(number) for number in used} <= set(packet["definitions"])


def test_the_first_control_named_varies_fastest_and_one_that_is_not_named_most_slowly():
    controls = point(x=(-3, 1), y=(0, 2), z=(0, 1)).controls
    assert chosen_stops(controls, ["z", "x"])[:4] == [(0, 0, 0), (0, 0, 1), (1, 0, 0), (1, 0, 1)]
    assert chosen_stops(controls, ["x", "z"])[:2] == [(0, 0, 0), (1, 0, 0)]
    assert chosen_stops(controls, ["z", "y"])[:3] == [(0, 0, 0), (0, 0, 1), (0, 1, 0)]


def test_the_first_part_has_the_lines_through_the_first_values_and_the_others_have_the_rest(monkeypatch):
    monkeypatch.setattr(baking, "PART", 3)
    stops = chosen_stops(point(x=(0, 2), y=(0, 2), z=(0, 1)).controls, ["x", "y", "z"])
    near, *rest = parts(stops, [1, 1, 0])
    assert near == ["1,0,0", "0,1,0", "1,1,0", "2,1,0", "1,2,0", "1,1,1"]
    assert [len(part) for part in rest] == [3, 3, 3, 3]
    assert sorted(sum(rest, near)) == sorted(",".join(map(str, stop)) for stop in stops)


def answer(widget, **message):
    """The packet that `widget` sends when the browser asks for the stops 0 and 1, its `message` said before."""
    sent = []
    widget.send = lambda content, buffers=None: sent.append(content)
    for content in (message, {"ask": [[0], [1]], "id": "q"}):
        widget._handle_custom_msg(content, [])  # as ipywidgets does with what the browser sends
    return sent[0]["packet"]


@pytest.mark.parametrize("message", [{}, {"hello": True}])
def test_a_live_widget_answers_as_if_it_had_not_been_baked(monkeypatch, message):
    monkeypatch.setattr("utils.explore.widget.ANSWER_SECONDS", 60)  # so both stops are in one answer
    baked = point(x=(-3, 1))
    bake(baked)
    packet = answer(baked, **message)
    assert packet == answer(point(x=(-3, 1)), **message)
    assert set(packet["frames"]) == {"0", "1"}
    assert bool(packet["definitions"]) == ("hello" in message)


def test_as_many_controls_as_fit_are_chosen_the_played_one_first():
    controls = point(x=(0.0, 9.0, 0.1), y=(-60, 60), z=powers(1, 1e-9)).controls
    assert controls_that_fit(controls) == ["x", "z"]
    assert controls_that_fit(controls, "y") == ["y", "z"]
    many = point(**{name: [float(k) for k in range(2000)] for name in "xyz"}).controls
    assert controls_that_fit(many) == ["x"]
    assert MOST < 2000 * 2000


def test_a_picture_that_packs_too_large_has_fewer_stops_but_never_of_the_played_control(monkeypatch):
    widget = explore(Point(), x=(-9, 1), y=(0, 8), z=(0, 1), play="y")
    monkeypatch.setattr(baking, "LARGE", 0)
    state = bake(widget)
    assert [len(each["texts"]) for each in state["controls"]] == [3, 9, 2]
    assert "x has -9, 0 and 1." in state["here"]


def test_a_page_can_have_fewer_stops_than_it_might_and_says_so():
    widget = explore(Point(), x=(-3, 1), y=(0, 300))
    counts = {most: [len(each["texts"]) for each in bake(widget, most=most)["controls"]] for most in (2000, 100)}
    assert counts == {2000: [5, 301], 100: [5, 3]}
    alone = bake(explore(Point(), y=(0, 300)), most=100)
    assert [len(each["texts"]) for each in alone["controls"]] == [100]
    assert alone["here"] == "On this page y has 100 of its 301 stops. The notebook has them all."


def test_a_widget_is_as_it_was_after_it_was_baked_with_fewer_stops():
    widget = explore(Point(), x=(-3, 1), y=(0, 2000), z=(0, 1))
    first = widget.first_packet
    bake(widget)
    assert widget.first_packet == first
    assert [len(each["texts"]) for each in widget.controls] == [5, 2001, 2]
    assert widget.frame(y=1234)["sentence"] == "0, 1234, 0"


def test_stops_are_spread_over_the_widest_gaps_and_long_lists_are_counted():
    assert spread(81, 5, [0, 80]) == [0, 20, 40, 60, 80]
    assert spread(4, 9, [0, 3]) == [0, 1, 2, 3]
    controls = point(x=(0, 100)).controls
    assert which_stops(controls, {"x": [*range(20)]}) == (
        "On this page x has 20 of its 101 stops. The notebook has them all."
    )
    texts = [f"{k / 10:.2f}" for k in range(20)]
    assert essential_stops({"name": "x", "start": 1, "texts": texts}, [("x", "0.5"), ("y", "0.6")]) == [0, 1, 5, 19]
    assert essential_stops({"name": "x", "start": 1, "texts": texts[:9]}, []) == [*range(9)]


def test_a_stop_that_fails_is_baked_with_what_went_wrong():
    frames = unpacked(bake(point(x=(0, 2), z=(0, 3))))["frames"]
    assert frames["2,0"]["error"]
    assert frames["2,0"]["sentence"].endswith("ArithmeticError: two")
    assert frames["0,3"]["error"]  # said by Matplotlib, when it draws
    assert "nonsense" in frames["0,3"]["sentence"]
    assert "\n" not in frames["0,3"]["sentence"]
    assert frames["1,1"]["sentence"] == "1, 0, 1"
    assert not frames["1,1"].get("error")


def test_the_state_holds_all_that_the_browser_reads_and_its_longest_sentence():
    widget = point(x=(-3, 1), y=(0, 2))
    state = json.loads(json.dumps(bake(widget)))
    assert state["longest"] == "-3, 0, 0"
    assert json.loads(state["first_packet"])["frames"]["3,0"]["sentence"] == "0, 0, 0"
    assert {name: state[name] for name in ("key", "size", "drag", "play", "count")} == {
        name: getattr(widget, name) for name in ("key", "size", "drag", "play", "count")
    }
    assert [each["name"] for each in state["controls"]] == ["x", "y"]


def test_the_longest_sentence_is_not_that_of_a_failure():
    assert bake(point(x=(0, 2)))["longest"] == "0, 0, 0"


@pytest.mark.parametrize("play", [None, ("y", 13)])
def test_the_played_control_is_named_by_the_widget(play):
    state = bake(explore(Point(), x=(-3, 1), y=(0, 2), play=play))
    assert state["play"] == ([*play] if play else [])
