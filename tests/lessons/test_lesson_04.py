"""Tests lesson 4: its loop comes close to the exact solution with several seeds; its solutions and its numbers."""

import re

import numpy as np
import pytest
import torch

from tests.lessons.lesson_code import assert_claim, cells, printed
from utils.check import check
from utils.look import LOSS, STEPS

LESSON = "04_many_weights"
CELLS = cells(LESSON)
TIMES = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1, 1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 10)  # a rate times these: others


@pytest.fixture(scope="module")
def lesson():
    """The variables of the lesson: the ride, the model, the loop, and the time raw, standardised and centred."""
    space = {"torch": torch, "np": np, "check": check}
    exec(CELLS["ride"].source.split("\n\n")[0], space)
    for name in ("model", "first-round", "loop", "clocks", "standardise", "condition", "centred"):
        exec(CELLS[name].source, space)
    return space


def start(seed):
    return torch.randn(3, generator=torch.Generator().manual_seed(seed))


def best_loss(lesson):
    """The loss of the quadratic that numpy.polyfit fits."""
    t, speed = lesson["t"].numpy().astype(float), lesson["speed"].numpy()
    return np.mean((np.polyval(np.polyfit(t, speed, 2), t) - speed) ** 2)


def test_the_ride_is_the_same_on_every_machine(lesson):
    torch.manual_seed(0)
    assert torch.equal(lesson["speed"], torch.randn(20) * 3 + 0.75 * (torch.arange(20.0) - 9.5) ** 2 + 1)


@pytest.mark.parametrize("seed", range(6))
def test_standardised_is_within_a_hundredth_of_polyfit_in_50_steps(lesson, seed):
    weights, losses = lesson["train"](lesson["standardised"], 0.2, 50, start(seed))
    assert len(losses) == 51
    assert losses[-1] < 1.01 * best_loss(lesson)
    exact = np.polyfit(lesson["standardised"].numpy(), lesson["speed"].numpy(), 2)
    assert weights.numpy() == pytest.approx(exact, abs=0.05)


@pytest.mark.parametrize("seed", range(6))
def test_raw_time_is_above_500_after_100_steps_at_every_rate_that_does_not_diverge(lesson, seed):
    for lr in (1e-6, 1e-5, 3e-5, 3.5e-5):
        assert lesson["train"](lesson["t"], lr, 100, start(seed))[1][-1] > 500


@pytest.mark.parametrize("seed", range(3))
def test_dividing_by_19_alone_is_not_enough_at_any_rate(lesson, seed):
    ends = [lesson["train"](lesson["t"] / 19, lr, 50, start(seed))[1][-1] for lr in np.arange(0.5, 0.7, 0.02)]
    assert 240 < min(ends) < 310


def test_the_condition_numbers(lesson):
    condition = lesson["condition"]
    assert condition(lesson["t"]) == pytest.approx(218_450, rel=1e-4)
    assert condition(lesson["t"] / 19) == pytest.approx(436, rel=1e-3)
    assert condition(lesson["centred"]) == pytest.approx(4483.9, rel=1e-4)
    assert condition(lesson["standardised"]) == pytest.approx(7.4, abs=0.05)


@pytest.mark.parametrize("seed", range(10))
def test_raw_time_falls_in_a_few_steps_and_then_hardly_moves(lesson, seed):
    losses = lesson["train"](lesson["t"], 1e-5, 100, start(seed))[1]
    assert 500 < losses[100] < losses[10] < 1.1 * losses[100]


@pytest.mark.parametrize("seed", range(10))
def test_ten_times_the_rate_diverges_from_every_start(lesson, seed):
    losses = lesson["train"](lesson["t"], 1e-4, 5, start(seed))[1]
    assert losses[5] > 1e4 * losses[0]


def test_moving_one_slider_at_a_time_gets_stuck_in_the_hundreds_and_there_is_a_place_far_below(lesson):
    sliders = [np.arange(0, 1.501, 0.05), np.arange(-20, 5.01, 0.5), np.arange(-20, 80.1, 1.0)]

    def loss(weights):
        return lesson["mse"](lesson["curve"](lesson["t"], weights), lesson["speed"]).item()

    weights, before = [0.0, 0.0, 0.0], np.inf
    while loss(weights) < before:
        before = loss(weights)
        moves = [[*weights[:k], x, *weights[k + 1 :]] for k, stops in enumerate(sliders) for x in stops]
        weights = min(moves, key=loss)
    assert weights == pytest.approx([0.05, -0.5, 26])
    assert loss(weights) == pytest.approx(402, abs=0.5)
    moves = [[*weights[:k], weights[k] + h, *weights[k + 1 :]] for k in range(3) for h in (-0.001, 0.001)]
    assert min(map(loss, moves)) < loss(weights)  # with finer stops the loss goes on falling
    assert loss((0.7, -13, 64)) == pytest.approx(6.3, abs=0.05)


def test_on_new_rides_13_weights_are_worse_than_3_whatever_the_noise(lesson):
    worse = 0
    for seed in range(10):
        generator = torch.Generator().manual_seed(seed)
        speed, *new = (torch.randn(20, generator=generator) * 3 + lesson["true_speed"] for _ in range(101))
        time, losses = lesson["standardised"].numpy(), []
        for weights in (3, 13):
            fitted = np.polyval(np.polyfit(time, speed.numpy(), weights - 1), time)
            losses.append(np.mean((fitted - torch.stack(new).numpy()) ** 2))
        worse += losses[1] > losses[0]
    assert worse >= 9


@pytest.mark.parametrize("seed", range(4))
def test_one_round_of_the_loop_has_autograd_s_slopes_checked_by_nudging(lesson, seed):
    weights, h = start(seed).double() * 5, 1e-6
    time, speed = lesson["standardised"].double(), lesson["speed"].double()

    def loss(w):
        return lesson["mse"](lesson["curve"](time, w), speed)

    moved, _ = lesson["train"](time, 0.01, 1, weights)
    slopes = (weights - moved) / 0.01
    nudged = torch.stack([(loss(weights + h * e) - loss(weights - h * e)) / (2 * h) for e in torch.eye(3).double()])
    assert torch.allclose(slopes, nudged, atol=1e-4)


def test_mse_is_that_of_torch(lesson):
    predictions, measured = torch.randn(2, 7, generator=torch.Generator().manual_seed(3))
    assert lesson["mse"](predictions, measured) == pytest.approx(
        torch.nn.functional.mse_loss(predictions, measured).item()
    )


def test_zeros_are_fatal_for_two_layers_and_random_values_are_not(lesson):
    exec(CELLS["two-layers"].source, lesson)
    assert lesson["first"].grad.abs().max() == lesson["second"].grad.abs().max() == 0
    exec(CELLS["two-layers"].source.replace("torch.tensor(0.0)", "torch.tensor(0.5)"), lesson)
    assert lesson["first"].grad.abs().max() > 0


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        (
            "gorge-predict",
            "At 0.04 or less, each step leaves a with more than nine tenths",
            "gorge-numbers",
            "gorge, lr = 0.04: after ten steps a = -2.17",
        ),
        (
            "gorge-predict",
            "a then loses only a twenty-fifth",
            "gorge-numbers",
            "lr = 0.02: after ten steps a = -3.32, b = 0.00",
        ),
        (
            "gorge-explain",
            "even then a is only at -2.17 after ten steps",
            "gorge-numbers",
            "lr = 0.04: after ten steps a = -2.17, b = 1.00",
        ),
        (
            "gorge-predict",
            "above 0.04 each step ends further out",
            "gorge-numbers",
            "lr = 0.042: after ten steps a = -2.08, b = 2.59",
        ),
        ("gorge-explain", "and its loss is 0.00", "gorge-numbers", "b = 0.00, loss 0.00"),
        ("gorge-explain", "its loss is still 5.90", "gorge-numbers", "a = -2.37, b = 0.11, loss 5.90"),
        ("predict-raw", "The loss starts at 8510", "raw", "after   0 rounds: 8510"),
        ("predict-raw", "the best quadratic has a loss of about 6", "standardise", "a quadratic can have: 5.92"),
        (
            "raw-explain",
            "The loss falls for a few rounds and then hardly moves.",
            "raw",
            "after   5 rounds:  580\nafter 100 rounds:  578",
        ),
        ("raw-explain", "Ten thousand rounds at three times the rate end at 496", "raw", "after 10,000 rounds: 496"),
        ("raw-explain", "at ten times the rate the loss diverges", "raw", "after 5 rounds: 3.7e+10"),
        ("raw-explain", "`t**2`, which goes up to 361", "clocks", "0.00 to 19.00, t**2 up to 361.00"),
        (
            "mend-explain",
            "50 rounds reach what `polyfit` computes",
            "standardise",
            "0.2    loss after 50 rounds   5.92",
        ),
        ("undone-what", "by a quarter at most", "undone", "divided by 19  the curve moves by up to 0.25"),
        ("undone-what", "up to 4.18: b cannot", "undone", "standardised   the curve moves by up to 4.18"),
        ("undone-what", "a long floor is left", "standardise", "0.68   loss after 50 rounds 290.67"),
        ("walk-words", "falls from 218,451 to 436, and then to 7.4", "condition", "218,450.6"),
        ("centred-what", "come far closer to 5.92 than raw ones", "centred", "4,483.9   loss after 50 rounds"),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim(LESSON, prose, words, cell, numbers)


def test_all_starts_end_at_the_bottom_and_the_flexible_curve_is_better_on_one_ride_alone():
    assert printed(LESSON, "starts").count("to 5.92") == 6
    found = re.findall(r"weights: loss +([\d.]+) on your ride, +([\d.]+) on new ones", printed(LESSON, "flexible"))
    (three, three_new), (thirteen, thirteen_new) = (map(float, pair) for pair in found)
    found = re.search(r"without noise: loss ([\d.]+) on your ride, ([\d.]+)", printed(LESSON, "flexible"))
    true, true_new = map(float, found.groups())
    assert thirteen < three < true
    assert true_new < three_new < thirteen_new


def test_the_seven_steps_are_named_in_their_order():
    found = re.findall(r"(?m)^\d\. \[?\*\*(\w+)\*\*", CELLS["seven-words"].source)
    assert found == list(STEPS)
    for name in ("first-round", "loop"):
        numbers = dict(re.findall(r"# (\d) (\w+)", CELLS[name].source))
        assert all(list(STEPS)[int(number) - 1] == step for number, step in numbers.items())
        assert len(numbers) >= 5


@pytest.mark.parametrize(
    ("name", "exercise", "function"),
    [
        ("exercise-standardise", "04-standardise", "standardise"),
        ("exercise-train", "04-train", "my_train"),
    ],
)
def test_check_accepts_a_solution_and_says_not_yet_for_its_stub(lesson, name, exercise, function, capsys):
    exec(CELLS[name].source, dict(lesson))
    assert capsys.readouterr().out.startswith("Not yet")
    (solution,) = re.findall(r"```python\n(.*?)```", CELLS[f"{name}-solution"].source, re.DOTALL)
    exec(solution, space := dict(lesson))
    check(exercise, space[function])
    assert capsys.readouterr().out.startswith("Right.")


def test_the_sketch_has_the_losses_of_raw_time_and_no_cell_above_it_shows_them(lesson):
    drawn = []
    exec(CELLS["raw-sketch"].source, lesson | {"LOSS": LOSS, "Sketch": lambda truth, **axes: drawn.append(truth)})
    rounds, losses = drawn[0]
    assert list(rounds) == list(range(101))
    assert losses == lesson["train"](lesson["t"], 1e-5, 100, lesson["start"])[1]
    above = list(CELLS)[: list(CELLS).index("raw-sketch")]
    assert not [name for name in above if re.search(r"= train\(", CELLS[name].source)]
    assert not [name for name in above if CELLS[name].cell_type == "code" and "578" in printed(LESSON, name)]


def test_a_larger_and_b_smaller_by_one_moves_the_curve_least_with_times_divided_by_19(lesson):
    moves = {name: (time**2 - time).abs().max().item() for name, time in lesson["clocks"].items()}
    assert moves["raw"] == 342
    assert moves["divided by 19"] <= 0.25
    assert moves["standardised"] == pytest.approx(4.2, abs=0.05)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("clock", ["raw", "divided by 19", "standardised"])
def test_on_no_clock_another_rate_gets_noticeably_lower_in_50_rounds(lesson, clock, seed):
    lr = float(re.search(rf'"{clock}", ([\d.e-]+)\)', CELLS["standardise"].source)[1])
    ends = [lesson["train"](lesson["clocks"][clock], lr * times, 50, start(seed))[1][-1] for times in TIMES]
    assert np.nanmin(ends) > 0.99 * ends[TIMES.index(1)]


@pytest.mark.parametrize("seed", range(6))
def test_centred_times_are_between_raw_and_standardised_ones(lesson, seed):
    end = lesson["train"](lesson["centred"], 4e-4, 50, start(seed))[1][-1]
    assert 1.01 * best_loss(lesson) < end < 50


@pytest.mark.parametrize("seed", range(10))
def test_all_weights_together_do_no_better_on_raw_time_than_the_sliders_by_hand(lesson, seed):
    assert lesson["train"](lesson["t"], 3e-5, 1000, start(seed))[1][-1] > 402
