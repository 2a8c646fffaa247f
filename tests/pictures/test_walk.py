"""The walk of lesson 4: its map against the loss itself, and a sentence at every stop."""

import numpy as np
import pytest

from tests.pictures.test_many_weights import start
from tests.pictures.test_trail import drawn
from utils.pictures.walk import LEVELS, WalkPicture

RATES = [1e-5, 3e-5, 1e-4, 0.01, 0.1, 0.2, 0.4, 0.5, 0.6, 0.68, 0.8]
CLOCKS = ["raw", "divided by 19", "standardised"]


@pytest.fixture(scope="module")
def walk(times, speed):
    return WalkPicture(times, speed, start(1))


@pytest.mark.parametrize("name", CLOCKS)
def test_a_ring_of_the_map_runs_where_the_loss_has_its_level(walk, name):
    walk.draw(lr=1e-6, rounds=0, time=name)
    ride, ways = walk.rides[name], walk.maps[name][1]
    assert ways @ ways.T == pytest.approx(np.eye(2), abs=1e-9)
    for ring, level in zip(walk.levels.rings, LEVELS, strict=True):
        for place in ((ring.width / 2, 0), (0, ring.height / 2)):
            assert ride.loss(ride.best + np.array(place) @ ways) == pytest.approx(level, rel=1e-6)


@pytest.mark.parametrize("name", CLOCKS)
def test_the_map_has_one_scale_and_the_start_at_its_upper_left(walk, name):
    walk.draw(lr=1e-6, rounds=0, time=name)
    unit = walk.ax.transData.transform([(1, 0), (0, 1)]) - walk.ax.transData.transform((0, 0))
    assert unit[0, 0] == pytest.approx(unit[1, 1], rel=0.01)
    ((along, across),) = walk.point.get_xydata()
    assert walk.ax.get_xlim()[0] < along < 0 < across < walk.ax.get_ylim()[1]


def test_what_the_map_leaves_out_makes_next_to_no_difference(walk):
    for name, ride in walk.rides.items():
        ways = walk.maps[name][1]
        shown = ride.best + (walk.start - ride.best) @ ways.T @ ways
        assert ride.loss(shown) == pytest.approx(ride.loss(walk.start), rel=0.01), name


def test_the_trail_is_that_of_the_descent(walk):
    walk.draw(lr=0.2, rounds=5, time="standardised")
    ride = walk.rides["standardised"]
    path = ride.descend(walk.start, 0.2, 5)
    places = (path - ride.best) @ walk.maps["standardised"][1].T
    np.testing.assert_allclose(drawn(walk.trail)[1::2], places[1:])


def test_it_says_that_the_walk_diverges_and_writes_the_loss_above_the_map(walk):
    assert "it diverges" in walk.draw(lr=0.2, rounds=100, time="raw")
    assert walk.gone.get_text() == "step 1 left the map"
    assert "(at the star it is 5.92)" in walk.draw(lr=0.2, rounds=20, time="standardised")
    assert walk.ax.get_title(loc="left") == "time standardised: loss 6.15"
    assert not walk.gone.get_text()


def test_every_stop_has_a_finite_sentence(walk):
    sentences = {walk.draw(lr=lr, rounds=n, time=time) for time in CLOCKS for lr in RATES for n in range(0, 101, 10)}
    assert len(sentences) > 200
    for sentence in sentences:
        assert sentence.endswith((".", ").")), sentence
        assert "nan" not in sentence, sentence
        assert "inf" not in sentence, sentence
