"""`bake`: which stops a picture takes along for pages without Python, and what it refuses to."""

import base64
import json
import zlib

import pytest

from utils.explore import explore, powers
from utils.explore.widget import STATE
from utils.pictures.descent import DescentPicture
from utils.plots import figure
from utils.publish.baking import BOX, box


def unpacked(widget):
    return json.loads(zlib.decompress(widget.baked))


class Point:
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


def test_the_flagship_is_baked_in_two_megabytes():
    sliders = {"lr": (0.02, 1.2, 0.02), "start": (-2.0, 2.0, 0.05), "steps": (0, 20)}
    widget = explore(DescentPicture(lambda x: x**2), **sliders, drag="start", play="steps").bake(over=("lr", "steps"))
    assert widget.box == ["lr", "steps"]
    assert len(unpacked(widget)["frames"]) == 60 * 21
    print(f"learning rate x steps: {len(widget.baked) / 1e6:.2f} MB packed")
    assert len(widget.baked) < 2e6


def test_every_stop_of_the_box_is_there_with_its_own_sentence_and_its_chunks():
    widget = point(x=(-3, 1), y=(0, 2), z=(0, 1)).bake(over=("x", "z"))
    packet = unpacked(widget)
    assert set(packet["frames"]) == {f"{x},0,{z}" for x in range(5) for z in range(2)}
    for key, frame in packet["frames"].items():
        values = widget.values([int(index) for index in key.split(",")])
        assert frame["sentence"] == widget.frame(**values)["sentence"]
        assert {str(number) for number in frame["chunks"]} <= set(packet["chunks"])
    used = {op[0] for ops in packet["chunks"].values() for op in ops}
    assert {str(number) for number in used} <= set(packet["definitions"])


def test_the_first_control_named_varies_fastest():
    controls = point(x=(-3, 1), y=(0, 2), z=(0, 1))._controls
    assert box(controls, ["z", "x"])[:4] == [(0, 0, 0), (0, 0, 1), (1, 0, 0), (1, 0, 1)]
    assert box(controls, ["x", "z"])[:2] == [(0, 0, 0), (1, 0, 0)]


def test_a_live_widget_answers_as_before_it_was_baked():
    widget, sent = point(x=(-3, 1)), []
    widget.send = lambda content, buffers=None: sent.append(content)
    widget.bake(over="x")
    widget._answer(widget, {"ask": [[0], [1]], "id": "q"}, [])
    assert set(sent[0]["packet"]["frames"]) == {"0", "1"}
    assert sent[0]["packet"]["definitions"]


@pytest.mark.parametrize(
    ("over", "error", "words"),
    [
        ("q", ValueError, "no control called 'q'; there is x, y"),
        (["x", "q"], ValueError, "no control called 'q'"),
        (3, TypeError, "bake(over=3): name a control or several, such as over=('x', 'y')"),
        (("x", "y"), ValueError, f"asks for 10,201 stops; {BOX:,} is the most"),
    ],
)
def test_an_impossible_box_is_refused_in_a_sentence(over, error, words):
    widget = point(x=(0.0, 1.0, 0.01), y=(0.0, 1.0, 0.01))
    with pytest.raises(error) as refused:
        widget.bake(over=over)
    assert words in str(refused.value)
    assert widget.box == []
    assert widget.baked == b""


def test_a_box_of_billions_is_refused_at_once():
    many = [float(k) for k in range(2000)]
    with pytest.raises(ValueError, match="8,000,000,000 stops"):
        point(x=many, y=many, z=many).bake(over=("x", "y", "z"))


def test_without_a_word_as_many_controls_as_fit_are_baked_the_played_one_first():
    sliders = {"x": (0.0, 9.0, 0.1), "y": (-60, 60), "z": powers(1, 1e-9)}
    assert explore(Point(), **sliders).bake().box == ["x", "z"]
    assert explore(Point(), **sliders, play="y").bake().box == ["y", "z"]


def test_a_stop_that_fails_is_baked_with_what_went_wrong():
    frames = unpacked(point(x=(0, 2), z=(0, 3)).bake())["frames"]
    assert frames["2,0"]["error"]
    assert frames["2,0"]["sentence"].endswith("ArithmeticError: two")
    assert frames["0,3"]["error"]  # said by Matplotlib, when it draws
    assert "nonsense" in frames["0,3"]["sentence"]
    assert "\n" not in frames["0,3"]["sentence"]
    assert frames["1,1"]["sentence"] == "1, 0, 1"
    assert not frames["1,1"].get("error")


def test_a_page_is_given_all_it_needs_only_when_pages_are_made(monkeypatch):
    widget = point(x=(-3, 1), y=(0, 2))
    monkeypatch.delenv("DOWNHILL_BAKE", raising=False)
    assert STATE not in widget._repr_mimebundle_()[0]
    assert widget.baked == b""
    monkeypatch.setenv("DOWNHILL_BAKE", "1")
    state = json.loads(json.dumps(widget._repr_mimebundle_()[0][STATE]))
    assert state["box"] == ["x", "y"]
    assert state["longest"] == "-3, 0, 0"
    assert base64.b64decode(state["baked"]) == widget.baked
    assert json.loads(state["first"])["frames"]["3,0"]["sentence"] == "0, 0, 0"
    assert {"key", "size", "controls", "drag", "play", "count"} <= set(state)


def test_what_the_lesson_baked_is_left_as_it_is(monkeypatch):
    monkeypatch.setenv("DOWNHILL_BAKE", "1")
    widget = point(x=(-3, 1), y=(0, 2)).bake(over="y")
    assert widget._repr_mimebundle_()[0][STATE]["box"] == ["y"]
