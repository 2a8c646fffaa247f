"""The two hundred drawings: which they are, that the pad would hold the same, and how many a network reads."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
import torch

from utils.digits import as_mnist, load_digits, load_drawings
from utils.digits.drawings import EACH, drawing, painted

ROOT = Path(__file__).parents[2]
# Painting, in Node, with the strokes that come in: prints the pixels of each drawing.
PAINT = """
import { Painting } from "./utils/pad/painting.js";
let text = "";
for await (const part of process.stdin) text += part;
const painted = JSON.parse(text).map(strokes => {
  const painting = new Painting(new Float32Array(784), () => {});
  for (const [first, ...others] of strokes) {
    painting.begin(1, first, 1);
    for (const point of others) painting.extend(point);
    painting.end();
  }
  return [...painting.pixels];
});
console.log(JSON.stringify(painted));
"""


@pytest.fixture(scope="module")
def seen():
    """The drawings as the network gets them, (200, 784), and their digits."""
    images, digits = load_drawings()
    return torch.stack([as_mnist(image) for image in images]).view(-1, 784), digits


def test_the_drawings_are_those_that_were_committed_before_a_network_had_seen_them():
    strokes = [drawing(digit, number) for digit in range(10) for number in range(EACH)]
    assert hashlib.sha256(repr(strokes).encode()).hexdigest()[:16] == "2001f1c164d2f46b"


def test_they_lie_on_the_pad_in_all_sizes_from_half_of_it_to_the_whole():
    images, digits = load_drawings()
    assert digits.bincount().tolist() == [EACH] * 10
    heights = images.amax(2).gt(0.5).sum(1)
    for digit in range(10):
        of_digit = heights[digits == digit]
        assert of_digit.min() <= 17
        assert of_digit.max() >= 25
    assert not images[:, [0, -1]].gt(0.99).any()  # no stroke is cut off by an edge
    assert not images[:, :, [0, -1]].gt(0.99).any()


@pytest.mark.skipif(not shutil.which("node"), reason="the pad's own code needs Node.js")
def test_the_pad_would_hold_the_same_pixels():
    strokes = [drawing(digit, number) for digit in range(10) for number in range(EACH)]
    command = ["node", "--input-type=module", "--eval", PAINT]
    run = subprocess.run(command, input=json.dumps(strokes), capture_output=True, text=True, check=True, cwd=ROOT)
    assert (torch.tensor(json.loads(run.stdout)).view(-1, 28, 28) - load_drawings()[0]).abs().max() < 1e-5


def test_centred_they_hold_as_much_ink_as_the_real_digits(seen):
    x, y, *_ = load_digits()
    for digit in range(10):
        ratio = seen[0][seen[1] == digit].sum(1).mean() / x[y == digit].sum(1).mean()
        assert 0.75 < ratio < 1.1, digit


@pytest.fixture(scope="module")
def net():
    """A network of 30 units, trained by the plain loop on the 4,000 real digits."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as the lessons do
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(784, 30), torch.nn.ReLU(), torch.nn.Linear(30, 10))
    x, y, *_ = load_digits()
    g, optimizer = torch.Generator().manual_seed(0), torch.optim.SGD(net.parameters(), lr=0.5)
    for _ in range(20):
        for rows in torch.randperm(len(x), generator=g).split(64):
            torch.nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()
            optimizer.zero_grad()
    yield net
    torch.set_num_threads(threads)


def test_a_network_reads_at_least_sixteen_of_twenty_of_each_digit_but_the_one(net, seen):
    right = (net(seen[0]).argmax(1) == seen[1]).view(10, EACH)
    figures = right.sum(1).tolist()
    assert min(figures[:1] + figures[2:]) >= 16, figures
    assert figures[1] >= 10, figures
    plain = right[1].view(5, 4)[:, :2]  # the first two ways to write a one: a stroke, and a leaning one
    assert plain.all()  # what is misread has a serif, or a serif and a base


def foot(one):
    """By how many pixels the last rows of `one`, (28, 28), are wider than its middle: a base makes them wide."""
    rows = one[one.gt(0.5).any(1)].gt(0.5).sum(1)
    middle = len(rows) // 2
    return int(rows[-4:].max() - rows[middle - 3 : middle + 4].median())


def test_two_of_the_four_hundred_ones_to_learn_from_have_a_base_as_lesson_9_says(seen):
    assert all(foot(one.view(28, 28)) >= 6 for one in seen[0][seen[1] == 1][3::4])  # those that are drawn with a base
    x, y, *_ = load_digits()
    assert sum(foot(one.view(28, 28)) >= 6 for one in x[y == 1]) == 2


def nine_cells_high(strokes):
    """`strokes` as they would be if somebody had drawn them 9 cells high in the middle of the pad."""
    downs = [down for stroke in strokes for _, down in stroke]
    scale = 9 / (max(downs) - min(downs))
    return [[(14 + scale * (across - 14), 14 + scale * (down - 14)) for across, down in stroke] for stroke in strokes]


def test_it_reads_them_a_third_of_the_pad_high_too(net):
    small = [painted(nine_cells_high(drawing(digit, number))) for digit in range(10) for number in range(EACH)]
    images = torch.stack([as_mnist(image) for image in small]).view(-1, 784)
    assert (net(images).argmax(1) == load_drawings()[1]).float().mean() > 0.88
