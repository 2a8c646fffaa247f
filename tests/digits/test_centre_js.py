"""`centre.js`, which pages without Python run, makes of a drawing what `as_mnist` makes of it."""

import json
from random import Random

import torch

from tests.test_javascript import run
from utils.digits import as_mnist, load_digits, load_drawings
from utils.digits.drawings import painted


def scribbles(count, seed=0):
    """Random strokes on the pad: `count` drawings of one to three strokes, some of them a dot, some along an edge."""
    chance = Random(seed)
    for number in range(count):
        room = 28 if number % 2 else 6 + number % 20
        points = [[(chance.uniform(0, room), chance.uniform(0, 28)) for _ in range(2 + number % 4)] for _ in range(3)]
        yield painted([stroke * 2 if number % 5 == 0 else stroke for stroke in points[: 1 + number % 3]])


def in_javascript(drawings):
    """What `asMnist` makes of each of `drawings`, a tensor (n, 28, 28)."""
    given = json.dumps([drawing.flatten().tolist() for drawing in drawings])
    return torch.tensor(json.loads(run("tests/digits/centre_all.js", source=given))).view(-1, 28, 28)


def test_a_page_centres_every_drawing_as_python_does():
    dots = [painted([[(column + 0.5, row + 0.5)] * 2]) for column, row in ((0, 0), (14, 14), (27, 9))]
    bars = [torch.zeros(28, 28).index_fill(axis, torch.tensor([3, 4]), 1.0) for axis in (0, 1)]
    odd = torch.stack([torch.zeros(28, 28), torch.ones(28, 28), torch.eye(28), *dots, *bars, *scribbles(300)])
    drawings = torch.cat([load_drawings()[0], odd, load_digits(flat=False)[0][::40]])
    wanted = torch.stack([as_mnist(drawing) for drawing in drawings])
    difference = (in_javascript(drawings) - wanted).abs().amax((1, 2))
    assert difference.max() < 1e-5, difference.topk(5)
    assert len(drawings) > 500
