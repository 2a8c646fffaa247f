"""The trail of a walk: its steps are where they were taken, and an arrowhead is never longer than its arrow."""

import numpy as np
import pytest

from utils.look import figure
from utils.pictures.trail import GROUPS, HEAD, SHORTEST, Trail


@pytest.fixture
def ax():
    fig, ax = figure(figsize=(6, 3), layout="none")
    ax.set(xlim=(-5, 5), ylim=(-100, 100))
    return fig.axes[0]


def steps(points):
    """The steps from each of `points` to the next one, (k, 2, 2)."""
    points = np.asarray(points, dtype=float)
    return np.stack([points[:-1], points[1:]], axis=1)


def drawn(trail):
    """The points of all lines of `trail`, (n, 2): two for each step of two points."""
    return np.concatenate([path.vertices for path in trail.lines.get_paths() if len(path.vertices)])


@pytest.mark.parametrize("seed", range(5))
def test_an_arrowhead_lies_on_its_step_and_is_never_longer(ax, seed):
    trail = Trail(ax, "C0")
    walk = np.random.default_rng(seed).normal(0, (1.5, 30), (14, 2)) * np.geomspace(1, 0.05, 14)[:, None]
    walk = walk.cumsum(axis=0)  # so that no arrow ends where another does
    trail.move(steps(walk))
    arrows = {tuple(np.round(tip, 6)): (tail, tip) for tail, tip in steps(ax.transData.transform(walk))}
    heads = np.concatenate([path.vertices.reshape(-1, 4, 2) for path in trail.heads.get_paths()])
    assert 3 < len(heads) < 13  # the shortest have none
    for head in heads:
        tip, left, right, _ = ax.transData.transform(head)
        tail, end = arrows[tuple(np.round(tip, 6))]
        along, whole = tip - (left + right) / 2, end - tail
        assert np.hypot(*along) <= min(np.hypot(*whole), HEAD * ax.figure.dpi / 72) + 1e-6
        assert along[0] * whole[1] == pytest.approx(along[1] * whole[0], abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_where_steps_end_in_one_place_the_longest_of_them_has_the_arrowhead(ax, seed):
    trail, point = Trail(ax, "C0"), ax.figure.dpi / 72
    walk = np.random.default_rng(seed).normal(-2, (0.3, 12), (60, 2))
    trail.move(steps(walk))
    heads = ax.transData.transform(np.concatenate([path.vertices[::4] for path in trail.heads.get_paths()]))
    assert 3 < len(heads) < 40
    away = np.linalg.norm(heads[:, None] - heads, axis=2)
    assert away[~np.eye(len(heads), dtype=bool)].min() >= HEAD * point
    tails, tips = np.moveaxis(steps(ax.transData.transform(walk)), 1, 0)
    lengths = np.linalg.norm(tips - tails, axis=1)
    near = np.linalg.norm(tips[:, None] - heads, axis=2) < HEAD * point  # (steps, heads)
    of_heads = np.array([lengths[np.argmin(away)] for away in np.linalg.norm(tips - heads[:, None], axis=2)])
    for beside, length in zip(near, lengths, strict=True):  # where a longer step ends nearby, it has the head
        assert length <= max(of_heads[beside], default=SHORTEST * point) + 1


def test_of_steps_to_and_fro_the_newest_two_have_the_arrowheads(ax):
    trail = Trail(ax, "C0")
    trail.move(steps([(-3, 0), (3, 0)] * 10))
    assert [len(path.vertices) // 4 for path in trail.heads.get_paths()] == [0, 0, 1, 1]


def test_the_newest_steps_are_the_most_opaque_and_every_step_is_drawn(ax):
    trail = Trail(ax, "C0")
    walk = np.column_stack([np.linspace(-4, 4, 30), np.zeros(30)])
    trail.move(steps(walk))
    assert [len(line) // 2 for line in trail.lines.get_segments()] == [20, 5, 3, 1]
    np.testing.assert_allclose(drawn(trail)[1::2], walk[1:])
    assert trail.lines.get_colors()[:, 3].tolist() == list(GROUPS)
    trail.move(steps(walk[:3]))
    np.testing.assert_allclose(trail.lines.get_segments()[-1], walk[1:3])


def test_a_walk_without_steps_draws_nothing(ax):
    trail = Trail(ax, "C0")
    trail.move(steps([(0, 0), (1, 1)]))
    trail.move(np.empty((0, 2, 2)))
    assert not any(map(len, trail.lines.get_segments()))
    assert not any(len(path.vertices) for path in trail.heads.get_paths())
    ax.figure.canvas.draw()


def test_what_has_nothing_to_draw_is_hidden_and_comes_back(ax):
    trail, short = Trail(ax, "C0"), ax.transData.inverted().transform([(100, 100), (100 + SHORTEST * 0.5, 100)])
    for walk, lines, heads in [([(0, 0)], False, False), ([(0, 0), (3, 9)], True, True), (short, True, False)]:
        trail.move(steps(walk))
        assert (trail.lines.get_visible(), trail.heads.get_visible()) == (lines, heads)
