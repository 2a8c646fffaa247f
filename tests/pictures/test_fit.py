"""The losses of lesson 4's rounds and the curves that they fit, against the descent itself, and every sentence."""

import numpy as np
import pytest

from tests.pictures.test_many_weights import start
from utils.pictures.fit import EARLIER, FitPicture
from utils.pictures.many_weights import FLOOR

RATES = [1e-5, 3e-5, 1e-4, 0.01, 0.1, 0.2, 0.4, 0.5, 0.6, 0.68, 0.8]
CLOCKS = ["raw", "divided by 19", "standardised"]


@pytest.fixture(scope="module")
def fit(times, speed):
    return FitPicture(times, speed, start(1))


def test_the_losses_and_the_curves_are_those_of_the_descent(fit):
    fit.draw(lr=0.2, rounds=5, time="standardised")
    ride = fit.rides["standardised"]
    path = ride.descend(fit.start, 0.2, 5)
    rounds, losses = fit.losses.dots.get_data()
    assert list(rounds) == [0, 1, 2, 3, 4, 5]
    np.testing.assert_allclose(losses, [ride.loss(weights) for weights in path])
    assert fit.curve.get_ydata()[[0, -1]] == pytest.approx(ride.predict(path[-1])[[0, -1]])
    shown = [step for step, line in zip(EARLIER, fit.earlier, strict=True) if len(line.get_xdata())]
    assert shown == [0, 1, 2, 4]
    assert fit.earlier[2].get_ydata()[0] == pytest.approx(ride.predict(path[2])[0])


def test_the_loss_stands_above_the_picture(fit):
    fit.draw(lr=1e-5, rounds=1, time="raw")
    assert fit.losses.ax.get_title(loc="left") == "loss after 1 round: 2,079"


def test_it_says_that_the_loss_diverges_and_draws_no_curve(fit):
    assert "it diverges" in fit.draw(lr=0.2, rounds=100, time="raw")
    assert len(fit.losses.above.get_xdata())
    assert not (fit.curve.get_ydata() > FLOOR).any()
    assert "(the best curve has 5.92)" in fit.draw(lr=0.2, rounds=50, time="standardised")
    assert (fit.curve.get_ydata() > FLOOR).all()


def test_every_stop_has_a_finite_sentence(fit):
    sentences = {fit.draw(lr=lr, rounds=n, time=time) for time in CLOCKS for lr in RATES for n in range(0, 101, 20)}
    assert len(sentences) > 100
    for sentence in sentences:
        assert sentence.endswith((".", ").")), sentence
        assert "nan" not in sentence, sentence
        assert "inf" not in sentence, sentence
