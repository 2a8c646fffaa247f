"""The trail of a walk: its steps are where they were taken, and an arrowhead is never longer than its arrow."""

import numpy as np
import pytest

from utils.look import figure
from utils.pictures.trail import FADING, HEAD, Trail


@pytest.fixture
def ax():
    fig, ax = figure(figsize=(6, 3), layout="none")
    ax.set(xlim=(-5, 5), ylim=(-100, 100))
    return fig.axes[0]


def steps(points):
    """The steps from each of `points` to the next one, (k, 2, 2)."""
    points = np.asarray(points, dtype=float)
    return np.stack([points[:-1], points[1:]], axis=1)


@pytest.mark.parametrize("seed", range(5))
def test_an_arrowhead_lies_on_its_step_and_is_never_longer(ax, seed):
    trail = Trail(ax, "C0")
    walk = np.random.default_rng(seed).normal(0, (1.5, 30), (9, 2)) * np.geomspace(1, 0.01, 9)[:, None]
    trail.move(steps(walk))
    lengths = {tuple(np.round(end, 6)): (start, end) for start, end in steps(ax.transData.transform(walk))}
    assert trail.heads.get_paths()
    for path in trail.heads.get_paths():
        tip, left, right = ax.transData.transform(path.vertices[:3])
        start, end = lengths[tuple(np.round(tip, 6))]
        base = (left + right) / 2
        length, whole = np.hypot(*(tip - base)), np.hypot(*(end - start))
        assert length <= min(whole, HEAD * ax.figure.dpi / 72) + 1e-6
        assert np.cross([*(tip - base), 0], [*(end - start), 0])[2] == pytest.approx(0, abs=1e-6)


def test_the_newest_steps_fade_and_the_older_ones_are_one_faint_line(ax):
    trail = Trail(ax, "C0")
    walk = np.column_stack([np.linspace(-4, 4, 30), np.zeros(30)])
    trail.move(steps(walk))
    np.testing.assert_allclose([line[-1] for line in trail.lines.get_segments()], walk[-len(FADING) :])
    assert trail.lines.get_colors()[:, 3] == pytest.approx(FADING)
    assert trail.old.get_xdata()[-1] == walk[-len(FADING) - 1, 0]
    trail.move(steps(walk[:3]))
    assert len(trail.lines.get_segments()) == 2
    assert trail.lines.get_colors()[-1, 3] == 1
    assert len(trail.old.get_xdata()) == 0


def test_a_walk_without_steps_draws_nothing(ax):
    trail = Trail(ax, "C0")
    trail.move(steps([(0, 0), (1, 1)]))
    trail.move(np.empty((0, 2, 2)))
    assert not trail.lines.get_segments()
    assert not trail.heads.get_paths()
    ax.figure.canvas.draw()
