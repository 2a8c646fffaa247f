"""The landscape of lesson 1: a walker who sees the ground at the feet, and fog everywhere else."""

import numpy as np
import pytest

from tests.plots.rendering import pixels
from utils.plots import figure, landscape
from utils.plots.landscape import BAND, HEIGHT, PIXELS, SHADES, WALKER, WIDTH, bands, hill, shades


def shade_at(x, y):
    """The shade of the landscape at (`x`, `y`): 0 is fog, 1 near ground."""
    return shades(np.array([x]), np.array([[y]]))[0, 0]


def test_the_ground_is_seen_under_the_feet_and_hidden_further_away():
    assert shade_at(WALKER, hill(WALKER) - 0.05) > 0.95
    for x in (0.3, 4.5, 6.0, 7.5):
        assert shade_at(x, hill(x) - 0.1) < 0.1


def test_the_fog_hides_the_ridges_much_more_than_the_ground_under_the_feet():
    across, heights = np.linspace(0, WIDTH, 400), np.linspace(HEIGHT, 0, 160)[:, None]
    above = heights > hill(across) + 0.02
    assert 0.1 < shades(across, heights)[above].max() < 0.25


def test_it_is_painted_in_bands_that_fit_each_other():
    ends = [(low, high) for low, high, _ in bands()]
    assert [low for low, _ in ends[:-1]] == pytest.approx([high for _, high in ends[1:]])
    assert (ends[0][1], ends[-1][0]) == pytest.approx((HEIGHT, 0))
    whole = np.concatenate([colours for *_, colours in bands()])
    assert whole.shape == (round(HEIGHT * PIXELS), round(WIDTH * PIXELS), 4)
    across = (np.arange(whole.shape[1]) + 0.5) / PIXELS
    for row in (0, BAND - 1, BAND, len(whole) - 1):
        height = HEIGHT - (row + 0.5) / PIXELS
        assert (whole[row] == SHADES(shades(across, np.array([[height]])), bytes=True)[0]).all()


def test_the_line_under_the_feet_has_the_slope_of_the_hill_and_goes_down_to_the_right():
    (x0, y0), (x1, y1) = landscape().lines[0].get_xydata()
    slope = (hill(WALKER + 1e-6) - hill(WALKER - 1e-6)) / 2e-6
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, rel=1e-6)
    assert slope < -0.2
    assert x0 < WALKER < x1


def test_the_line_keeps_its_colour_among_the_256_of_a_picture_and_the_fog_has_no_steps():
    picture = pixels(landscape()).astype(int)
    red = (np.abs(picture - [204, 51, 17]) < 12).all(axis=2)
    assert red.sum() > 500
    ground = picture[int((HEIGHT - hill(WALKER) + 0.1) * PIXELS) :, int(WALKER * PIXELS)]
    assert ground.mean(axis=1).max() - ground.mean(axis=1).min() > 120
    assert np.abs(np.diff(ground, axis=0)).max() < 12


def test_it_is_the_same_each_time_and_takes_a_given_axes():
    assert (pixels(landscape()) == pixels(landscape())).all()
    ax = figure(figsize=(8, 3.2))[1]
    assert landscape(ax) is ax
    assert not ax.axison
