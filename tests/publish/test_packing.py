"""Packing: what the browser unpacks of a baked picture is the packet that was recorded, in fewer bytes."""

import base64
import json
import zlib

import numpy as np

from tests.test_javascript import run
from utils.explore import explore
from utils.pictures.descent import DescentPicture
from utils.plots import figure
from utils.publish.packing import packed


class Everything:
    """Text, a line, markers, an image and, at k = 1, nothing: all kinds of ops, and frames of different lengths."""

    def __init__(self):
        self.fig, self.ax = figure()
        self.image = self.ax.imshow(np.eye(4), extent=(0, 1, 0, 1))
        (self.line,) = self.ax.plot([], [], "o-")
        self.title = self.ax.set_title(" ")

    def draw(self, k=0):
        if k == 1:
            raise ArithmeticError("one")
        self.line.set_data(range(k), range(k))
        self.image.set_data(np.eye(4) * k)
        self.title.set_text(f"{k} points")
        return f"k is {k}."


def packets():
    """The packets of two pictures, as their widgets give them."""
    descent = explore(DescentPicture(lambda x: x**2), lr=[0.1, 1.1], steps=(0, 9), play="steps")
    return [each.packet(each.stops()) for each in (explore(Everything(), k=(0, 4)), descent)]


def halves(packet):
    """The keys of the frames of `packet` in two parts, the last ones first."""
    keys = [*packet["frames"]]
    return keys[len(keys) // 2 :], keys[: len(keys) // 2]


def paintings(packet):
    """What each frame of `packet`, as JSON, paints: its sentence and table, and its chunks in their order."""
    return {
        key: {**frame, "chunks": [packet["chunks"][str(number)] for number in frame["chunks"]]}
        for key, frame in packet["frames"].items()
    }


def test_the_browser_unpacks_what_was_recorded():
    given = packets()
    texts = [base64.b64encode(packed(packet, halves(packet))).decode() for packet in given]
    unpacked = json.loads(run("tests/publish/unpack_all.js", source=json.dumps(texts)))
    for before, after in zip(json.loads(json.dumps(given)), unpacked, strict=True):
        assert paintings(after) == paintings(before)
        assert after["definitions"] == before["definitions"]


def test_differences_take_a_tenth_less_than_the_packet_itself():
    packet = packets()[1]
    plain = zlib.compress(json.dumps(packet, separators=(",", ":")).encode(), 9)
    assert len(packed(packet, [[*packet["frames"]]])) < 0.9 * len(plain)
