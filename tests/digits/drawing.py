"""Threes and sevens drawn by a program, with random size, position, pen width and slant, as on the pad."""

from itertools import pairwise

import torch

from utils.digits.drawings import arc

# Points of a line, (across, down), in a square of 1 x 1.
THREE = arc((0.45, 0.26), (0.42, 0.26), -150, 90) + arc((0.45, 0.75), (0.48, 0.25), -90, 150)
SEVEN = [(0.0, 0.02), (1.0, 0.02), (0.35, 1.0)]


def drawn(shape, g):
    """`shape` as (28, 28) pixels in [0, 1], its size, position, pen width and slant chosen by the generator `g`."""

    def between(low, high):
        return low + (high - low) * torch.rand(1, generator=g).item()

    tall, pen, slant = between(10, 24), between(0.7, 1.7), between(-0.03, 0.15)
    wide = tall * between(0.55, 0.85)
    left = between(1, max(1, 27 - wide - abs(slant) * tall))
    top = between(1, 27 - tall)
    return strokes([(left + wide * x + slant * tall * (1 - y), top + tall * y) for x, y in shape], pen)


def strokes(points, pen):
    """A line through `points` (across, down), drawn with a round, soft-edged pen of radius `pen`, on (28, 28)."""
    down, across = torch.meshgrid(torch.arange(28) + 0.5, torch.arange(28) + 0.5, indexing="ij")
    ink = torch.zeros(28, 28)
    for (x, y), (to_x, to_y) in pairwise(points):
        dx, dy = to_x - x, to_y - y
        along = (((across - x) * dx + (down - y) * dy) / (dx * dx + dy * dy)).clamp(0, 1)
        ink = torch.maximum(ink, (pen + 0.5 - torch.hypot(across - x - along * dx, down - y - along * dy)).clamp(0, 1))
    return ink
