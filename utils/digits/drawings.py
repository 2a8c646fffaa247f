"""Twenty drawings of each digit, as strokes on the pad: several ways to write it, and other sizes, places and slants.

They were committed before any network had seen them, and are not changed after: a test holds that. Serves lesson 9.
"""

import math
from random import Random

import numpy as np
import torch

Point = tuple[float, float]  # (across, down): in a square of 1 x 1, or in cells of the pad
Stroke = list[Point]

EACH = 20  # drawings of each digit
SMALL, LARGE = 13.0, 24.5  # cells: the height of the smallest and of the largest drawing; the pad has 28
EDGE = 1.4  # cells: no point is nearer to the edge of the pad
REACH = 1.8  # cells from the middle of the brush to the end of its soft rim; as in `utils/pad/painting.js`


def line(*points: Point) -> Stroke:
    """A stroke that is straight from point to point."""
    return list(points)


def arc(middle: Point, radii: Point, start: float, end: float, parts: int = 12) -> Stroke:
    """A stroke along an ellipse about `middle` from the angle `start` to `end`, in degrees."""
    turns = [math.radians(start + (end - start) * k / parts) for k in range(parts + 1)]
    return [(middle[0] + radii[0] * math.cos(turn), middle[1] + radii[1] * math.sin(turn)) for turn in turns]


def curve(*points: Point, parts: int = 8) -> Stroke:
    """A round stroke through the points: a Catmull-Rom spline."""
    ends = [points[0], *points, points[-1]]
    stroke = [points[0]]
    for k in range(len(points) - 1):
        stroke += [_between(ends[k : k + 4], step / parts) for step in range(1, parts + 1)]
    return stroke


def _between(four: list[Point], t: float) -> Point:
    """The point of the spline at the share `t` of the way from the second of four points to the third."""
    weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3)
    x, y = (sum(w * point[axis] for w, point in zip(weights, four, strict=True)) / 2 for axis in (0, 1))
    return x, y


# For each digit the ways to write it: the width (the height is 1), and the strokes.
WAYS = {
    0: [
        (0.70, [arc((0.5, 0.5), (0.5, 0.5), -90, 270, 32)]),  # closed
        (0.52, [arc((0.5, 0.5), (0.5, 0.5), -60, -435, 32)]),  # narrow, its end beyond its beginning
        (0.88, [arc((0.5, 0.5), (0.5, 0.5), -105, 240, 32)]),  # round, with a gap
        (0.62, [curve((0.6, 0), (0.2, 0.15), (0, 0.55), (0.3, 0.97), (0.75, 0.9), (1, 0.5), (0.8, 0.1), (0.4, 0.06))]),
    ],
    1: [
        (0.30, [line((0.5, 0), (0.5, 1))]),  # a stroke
        (0.35, [line((0.9, 0), (0.1, 1))]),  # leaning
        (0.36, [line((0, 0.28), (0.9, 0), (0.9, 1))]),  # with a serif
        (0.50, [line((0.1, 0.24), (0.5, 0), (0.5, 1)), line((0, 1), (1, 1))]),  # with a serif and a base
    ],
    2: [
        (0.68, [arc((0.5, 0.28), (0.45, 0.28), -170, 40) + line((0, 1), (1, 1))]),  # a plain one
        (0.75, [curve((0.08, 0.25), (0.3, 0.02), (0.7, 0.03), (0.88, 0.25), (0.7, 0.55), (0.35, 0.85), (0.12, 0.98),
                      (0.02, 0.88), (0.2, 0.78), (0.5, 0.9), (0.75, 1), (1, 0.9))]),  # with a loop
        (0.65, [line((0.05, 0.14), (0.5, 0), (0.95, 0.2), (0, 1), (1, 1))]),  # with corners
        (0.72, [curve((0.05, 0.22), (0.35, 0), (0.8, 0.08), (0.85, 0.35), (0.5, 0.68), (0, 0.98))
                + curve((0, 0.98), (0.3, 0.9), (0.65, 1), (1, 0.92))]),  # with a wave for its base
    ],
    3: [
        (0.62, [curve((0.05, 0.15), (0.4, 0), (0.85, 0.12), (0.8, 0.36), (0.4, 0.48))
                + curve((0.4, 0.48), (0.9, 0.58), (0.98, 0.8), (0.6, 1), (0.2, 0.98), (0, 0.84))]),
        (0.62, [line((0.05, 0.02), (0.9, 0.02), (0.45, 0.42))
                + curve((0.45, 0.42), (0.85, 0.5), (1, 0.72), (0.75, 0.96), (0.3, 1), (0, 0.86))]),  # with a flat top
        (0.60, [arc((0.45, 0.26), (0.42, 0.26), -150, 90) + arc((0.45, 0.75), (0.48, 0.25), -90, 150)]),  # two arcs
        (0.66, [curve((0.02, 0.12), (0.4, 0), (0.82, 0.14), (0.7, 0.38), (0.4, 0.5), (0.28, 0.44), (0.42, 0.4),
                      (0.65, 0.48), (1, 0.72), (0.7, 0.98), (0.2, 1), (0, 0.88))]),  # with a loop in its middle
    ],
    4: [
        (0.68, [line((0.12, 0), (0.02, 0.58), (1, 0.58)), line((0.75, 0.2), (0.72, 1))]),  # open
        (0.72, [line((0.7, 0), (0, 0.68), (1, 0.68)), line((0.7, 0), (0.7, 1))]),  # closed
        (0.66, [curve((0.1, 0.02), (0.06, 0.35), (0.2, 0.52), (0.55, 0.52), (0.85, 0.42)),
                line((0.95, 0), (0.8, 1))]),  # open and round
        (0.60, [line((0.75, 1), (0.75, 0.02), (0.02, 0.62), (1, 0.62))]),  # closed, in one stroke
    ],
    5: [
        (0.65, [line((0.12, 0.04), (0.08, 0.45)) + curve((0.08, 0.45), (0.5, 0.38), (0.95, 0.62), (0.75, 0.95),
                                                         (0.3, 1), (0, 0.88)),
                line((0.12, 0.04), (0.9, 0.02))]),  # its bar last
        (0.62, [line((0.92, 0), (0.2, 0.02), (0.1, 0.44))
                + curve((0.1, 0.44), (0.55, 0.36), (1, 0.64), (0.7, 0.98), (0, 0.94))]),  # in one stroke
        (0.60, [curve((0.92, 0.02), (0.4, 0.03), (0.12, 0.2), (0.2, 0.42), (0.65, 0.5), (0.95, 0.7), (0.7, 0.97),
                      (0.25, 1), (0, 0.9))]),  # round as an S
        (0.70, [line((0.95, 0.03), (0.15, 0.03), (0.15, 0.42))
                + curve((0.15, 0.42), (0.6, 0.4), (0.9, 0.6), (0.85, 0.85), (0.5, 1), (0.05, 0.9))]),  # with corners
    ],
    6: [
        (0.60, [curve((0.8, 0.02), (0.4, 0.2), (0.08, 0.55), (0.1, 0.85), (0.5, 1), (0.9, 0.85), (0.88, 0.62),
                      (0.5, 0.5), (0.15, 0.65))]),
        (0.58, [line((0.6, 0), (0.1, 0.65)) + curve((0.1, 0.65), (0.15, 0.95), (0.55, 1), (0.9, 0.8), (0.7, 0.56),
                                                    (0.3, 0.6), (0.1, 0.75))]),  # with a straight stem
        (0.70, [curve((0.95, 0.1), (0.6, 0), (0.2, 0.2), (0.02, 0.6), (0.2, 0.95), (0.6, 1), (0.95, 0.8), (0.85, 0.5),
                      (0.5, 0.4), (0.12, 0.58))]),  # with a large loop
        (0.60, [curve((0.7, 0), (0.3, 0.25), (0.05, 0.65), (0.15, 0.95), (0.5, 1), (0.75, 0.85), (0.6, 0.65),
                      (0.3, 0.68), (0.1, 0.82))]),  # with a small loop
    ],
    7: [
        (0.68, [line((0, 0.03), (1, 0.03), (0.4, 1))]),  # plain
        (0.70, [line((0, 0.03), (1, 0.03), (0.4, 1)), line((0.3, 0.52), (0.95, 0.5))]),  # crossed
        (0.62, [line((0.02, 0.2), (0.05, 0.02), (0.98, 0.02), (0.5, 1))]),  # with a serif
        (0.66, [line((0, 0.06), (0.98, 0.02)) + curve((0.98, 0.02), (0.65, 0.38), (0.45, 0.7), (0.4, 1))]),  # round
    ],
    8: [
        (0.58, [curve((0.85, 0.15), (0.5, 0), (0.12, 0.18), (0.4, 0.45), (0.85, 0.65), (0.9, 0.88), (0.5, 1),
                      (0.08, 0.85), (0.2, 0.62), (0.6, 0.42), (0.88, 0.22), (0.85, 0.15))]),  # in one stroke
        (0.58, [arc((0.5, 0.24), (0.36, 0.24), -90, 270, 24), arc((0.5, 0.74), (0.5, 0.26), -90, 270, 24)]),  # rings
        (0.60, [curve((0.9, 0.12), (0.5, 0), (0.1, 0.2), (0.5, 0.47), (0.9, 0.75), (0.5, 1), (0.1, 0.78), (0.45, 0.5),
                      (0.8, 0.25), (0.75, 0.05))]),  # with an open end
        (0.48, [arc((0.5, 0.25), (0.45, 0.25), -90, 270, 24), arc((0.5, 0.75), (0.5, 0.25), -90, 270, 24)]),  # narrow
    ],
    9: [
        (0.58, [curve((0.9, 0.25), (0.55, 0), (0.08, 0.15), (0.1, 0.42), (0.5, 0.52), (0.9, 0.25))
                + line((0.9, 0.25), (0.85, 1))]),  # with a straight stem
        (0.60, [curve((0.92, 0.2), (0.5, 0), (0.05, 0.2), (0.3, 0.5), (0.75, 0.45), (0.93, 0.2))
                + curve((0.93, 0.2), (0.95, 0.6), (0.8, 0.92), (0.4, 1), (0.1, 0.9))]),  # with a round tail
        (0.60, [arc((0.5, 0.27), (0.45, 0.27), 0, -360, 24) + line((0.95, 0.27), (0.55, 1))]),  # with a leaning stem
        (0.58, [curve((0.85, 0.1), (0.45, 0), (0.05, 0.22), (0.3, 0.5), (0.8, 0.4), (0.92, 0.05))
                + line((0.92, 0.05), (0.88, 1))]),  # open above
    ],
}  # fmt: skip


def load_drawings() -> tuple[torch.Tensor, torch.Tensor]:
    """The drawings as a pad holds them: `(images, digits)`, from the zeros to the nines, the same at every call.

    `images` is (200, 28, 28) float32, 0.0 for paper and 1.0 for ink, anywhere on the pad; `digits` is (200,) int64.
    """
    both = [(drawing(digit, number), digit) for digit in WAYS for number in range(EACH)]
    return torch.stack([painted(strokes) for strokes, _ in both]), torch.tensor([digit for _, digit in both])


def drawing(digit: int, number: int) -> list[Stroke]:
    """The strokes of drawing `number` (0 to 19) of `digit`, in cells of the pad."""
    chance = Random(1000 * digit + number)
    ways = WAYS[digit]
    width, strokes = ways[number % len(ways)]
    slant, turn = chance.uniform(-0.12, 0.32), math.radians(chance.uniform(-6, 6))
    wide, bend = width * chance.uniform(0.85, 1.2), [chance.uniform(0, 2 * math.pi) for _ in range(2)]
    shaped = [[_placed(point, wide, slant, turn, bend) for point in stroke] for stroke in strokes]
    tall = SMALL + (LARGE - SMALL) * (7 * number % EACH) / (EACH - 1)
    return _on_the_pad(shaped, tall, chance)


def _placed(point: Point, wide: float, slant: float, turn: float, bend: list[float]) -> Point:
    """The point of a way to write a digit, as this drawing's hand writes it: a little wavy, slanted and turned."""
    x = point[0] + 0.03 * math.sin(5 * point[1] + bend[0])
    y = point[1] + 0.03 * math.sin(5 * point[0] + bend[1])
    x, y = wide * x + slant * (1 - y), y
    return x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)


def _on_the_pad(strokes: list[Stroke], tall: float, chance: Random) -> list[Stroke]:
    """The strokes `tall` cells high, or as high as their width lets them be, somewhere on the pad."""
    across, down = ([point[axis] for stroke in strokes for point in stroke] for axis in (0, 1))
    room = 28 - 2 * EDGE
    scale = min(tall / (max(down) - min(down)), room / (max(across) - min(across)))
    left = EDGE + chance.random() * (room - scale * (max(across) - min(across))) - scale * min(across)
    top = EDGE + chance.random() * (room - scale * (max(down) - min(down))) - scale * min(down)
    return [[(round(left + scale * x, 2), round(top + scale * y, 2)) for x, y in stroke] for stroke in strokes]


def painted(strokes: list[Stroke]) -> torch.Tensor:
    """What the pad holds after `strokes`, float32 (28, 28): the same as `Painting` of `utils/pad/painting.js`."""
    pixels = np.zeros((28, 28))
    for stroke in strokes:
        pixels += _covered(np.array(stroke)) * (1 - pixels)
    return torch.tensor(pixels, dtype=torch.float32)


def _covered(points: np.ndarray) -> np.ndarray:
    """How much of each cell a stroke through `points` (n, 2) covers, (28, 28): the brush is round, its rim soft."""
    down, across = np.mgrid[:28, :28] + 0.5
    x, y = points[:-1].T[:, :, None, None]
    dx, dy = np.diff(points, axis=0).T[:, :, None, None]
    along = np.clip(((across - x) * dx + (down - y) * dy) / np.maximum(dx**2 + dy**2, 1e-9), 0, 1)
    return np.clip(REACH - np.hypot(across - x - along * dx, down - y - along * dy).min(0), 0, 1)
