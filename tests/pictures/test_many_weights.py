"""The pictures of lesson 4: the closed form of the loss against torch and polyfit, and every stop of the pictures."""

import numpy as np
import pytest
import torch

from utils.explore import explore
from utils.look import STEPS
from utils.pictures.many_weights import ByHandPicture, SevenStepsPicture, slope_words
from utils.pictures.ride import Ride


def start(seed):
    return torch.randn(3, generator=torch.Generator().manual_seed(seed))


def by_torch(time, speed, weights):
    """The loss and its slopes by autograd, in float64."""
    time, speed = time.double(), speed.double()
    a, b, c = weights = torch.tensor(weights, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.mse_loss(a * time**2 + b * time + c, speed)
    loss.backward()
    return loss.item(), weights.grad.numpy()


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", ["raw", "divided by 19", "standardised"])
def test_the_closed_form_has_torch_s_loss_and_slopes(times, speed, name, seed):
    ride = Ride(times[name], speed)
    for weights in np.random.default_rng(seed).normal(0, 10, (10, 3)):
        loss, slopes = by_torch(times[name], speed, weights)
        assert ride.loss(weights) == pytest.approx(loss)
        assert ride.slopes(weights) == pytest.approx(slopes, rel=1e-6, abs=1e-6)


def test_the_best_weights_are_those_of_polyfit_in_every_unit_of_time(times, speed):
    for time in times.values():
        ride = Ride(time, speed)
        assert ride.best == pytest.approx(np.polyfit(time.numpy().astype(float), speed.numpy(), 2), rel=1e-5)
        assert ride.least == pytest.approx(5.921, abs=0.001)


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_the_descent_is_that_of_a_loop_in_torch(times, speed, seed):
    time = times["standardised"].double()
    weights = start(seed).double().requires_grad_()
    for _ in range(30):
        torch.nn.functional.mse_loss(weights[0] * time**2 + weights[1] * time + weights[2], speed.double()).backward()
        with torch.no_grad():
            weights -= 0.2 * weights.grad
        weights.grad = None
    path = Ride(time, speed).descend(start(seed).double(), 0.2, 30)
    assert path.shape == (31, 3)
    assert path[-1] == pytest.approx(weights.detach().numpy(), rel=1e-6)


def test_a_diverging_path_ends_while_it_is_finite(t, speed):
    ride = Ride(t, speed)
    path = ride.descend(start(1), 0.8, 100)
    assert len(path) < 5
    assert np.isfinite(path).all()


def test_the_sentence_has_the_loss_and_the_table_the_directions_that_lower_it(t, speed):
    picture = ByHandPicture(t, speed)
    for a, b, c in [(0.0, 0.0, 0.0), (0.7, -13.0, 64.0), (1.5, 5.0, 80.0), (0.0, -20.0, -20.0)]:
        sentence, rows = picture.draw(a=a, b=b, c=c)
        loss = by_torch(t, speed, (a, b, c))[0]
        shown = float(sentence.split("the loss is ")[1].split()[0].rstrip(".").replace(",", ""))
        assert shown == pytest.approx(loss, rel=0.01)
        for k, row in enumerate(rows[1:]):
            nudge = np.eye(3)[k] * 1e-4 * (1 if row[3].startswith("larger") else -1)
            assert by_torch(t, speed, np.array([a, b, c]) + nudge)[0] < loss


def test_the_sentence_says_when_the_curve_is_outside(t, speed):
    picture = ByHandPicture(t, speed)
    assert "outside" not in picture.draw(a=0.7, b=-13.0, c=64.0)[0]
    assert "Part of the curve is outside" in picture.draw(a=1.5, b=5.0, c=80.0)[0]


def test_slopes_have_about_three_digits_and_their_sign():
    assert [slope_words(x) for x in (29876.4, -115.2, -8.16, 0.0, 2e9)] == [
        "+29,876",
        "-115",
        "-8.2",
        "0.0",
        "+2.0e+09",
    ]


def test_a_loss_below_the_goal_of_50_can_be_reached_by_hand(t, speed):
    assert "the loss is 6.31" in ByHandPicture(t, speed).draw(a=0.7, b=-13.0, c=64.0)[0]


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4])
def test_raw_time_stays_above_500_and_standardised_comes_within_a_hundredth_of_polyfit(times, speed, seed):
    raw, standard = Ride(times["raw"], speed), Ride(times["standardised"], speed)
    for lr in (1e-6, 1e-5, 3e-5):
        assert raw.loss(raw.descend(start(seed), lr, 100)[-1]) > 500
    assert standard.loss(standard.descend(start(seed), 0.2, 50)[-1]) < 1.01 * standard.least


def test_the_seven_steps_come_in_their_order_and_are_highlighted(t, speed):
    picture = SevenStepsPicture(t, speed, start(1), lr=1e-5, rounds=4)
    assert len(picture.moments) == 21
    assert picture.moments[:6] == [name for name in STEPS if name != "stop"]
    assert picture.moments[-1] == "stop"
    for moment, name in enumerate(picture.moments):
        sentence, rows = picture.draw(moment=moment)
        assert sentence.startswith(name)
        assert picture.diagram.running == name
        assert picture.misses.get_visible() == (name in ("loss", "gradient"))
        assert [row[0] for row in rows] == ["", "weight", "its slope"]


def test_only_the_step_changes_the_weights(t, speed):
    picture = SevenStepsPicture(t, speed, start(1), lr=1e-5, rounds=4)
    weights = [picture.draw(moment=moment)[1][1] for moment in range(21)]
    changed = [picture.moments[k] for k in range(1, 21) if weights[k] != weights[k - 1]]
    assert set(changed) == {"step"}
    assert len(changed) == 4


def test_it_says_that_the_curve_is_old_after_a_step_and_that_the_number_of_rounds_ends_the_loop(t, speed):
    picture = SevenStepsPicture(t, speed, start(1), lr=1e-5, rounds=4)
    for moment, name in enumerate(picture.moments):
        sentence, _ = picture.draw(moment=moment)
        assert ("old curve" in picture.title.get_text()) == (name in ("step", "repeat"))
        assert "enough" not in sentence
    assert "the 4 rounds that were asked for are done, good or not; the loss is now 588." in sentence


def test_the_curves_of_earlier_rounds_stay_in_the_picture(t, speed):
    picture = SevenStepsPicture(t, speed, start(1), lr=1e-5, rounds=4)
    counts = []
    for moment in (0, 1, 5, 6, 16, 20):
        picture.draw(moment=moment)
        counts.append(sum(line.get_visible() for line in picture.earlier))
    assert counts == [0, 0, 0, 1, 3, 4]
    assert picture.earlier[1].get_ydata()[-1] == pytest.approx(picture.ride.predict(picture.path[1])[-1])


def test_a_rate_that_diverges_is_named_in_the_error(t, speed):
    with pytest.raises(ValueError, match=r"lr=0\.5"):
        SevenStepsPicture(t, speed, start(1), lr=0.5)


def test_explore_records_them_with_the_controls_of_the_lesson(t, speed):
    hand = explore(ByHandPicture(t, speed), a=(0.0, 1.5, 0.05), b=(-20.0, 5.0, 0.5), c=(-20.0, 80.0, 1.0), count=True)
    seven = explore(SevenStepsPicture(t, speed, start(1), lr=1e-5, rounds=4), moment=(0, 20), play="moment")
    assert hand.frame(a=0.7, b=-13.0, c=64.0)["rows"][0][0] == "weight"
    for widget, values in [(hand, {"a": 1.5}), (seven, {"moment": 20})]:
        assert not widget.frame(**values).get("error")
        widget.close()


def test_the_number_on_the_bar_is_clear_of_the_line_of_the_goal(t, speed):
    picture = ByHandPicture(t, speed)
    picture.fig.canvas.draw()
    line = picture.gauge.transData.transform((0, 50))[1]
    for c in np.arange(1.0, 9.0, 0.5):
        for b in (-14.2, -14.25, -14.5):
            picture.draw(a=0.75, b=b, c=69.0 + c)
            box = picture.number.get_window_extent()
            assert not box.y0 < line < box.y1, picture.number.get_text()
