"""Tests lesson 4: its loop comes close to the exact solution with several seeds; its solutions and its numbers."""

import re

import numpy as np
import pytest
import torch

from tests.lessons.lesson_code import cells, printed
from utils.check import check
from utils.plots.seven_steps import STEPS

LESSON = "04_many_weights"
CELLS = cells(LESSON)


@pytest.fixture(scope="module")
def lesson():
    """The variables of the lesson: the ride, the model, the loop, and the time raw, centred and standardised."""
    space = {"torch": torch, "np": np, "check": check}
    exec(CELLS["ride"].source.split("\n\n")[0], space)
    for name in ("model", "first-round", "loop", "condition", "standardise"):
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
    assert lesson["stretch"](lesson["t"]) == pytest.approx(218_450, rel=1e-4)
    assert lesson["stretch"](lesson["t"] / 19) > 400
    assert lesson["stretch"](lesson["t"] - 9.5) == pytest.approx(4483.9, rel=1e-4)
    assert lesson["stretch"](lesson["times"]["centred, then divided by 19"]) == pytest.approx(151.0, abs=0.05)
    assert lesson["stretch"](lesson["standardised"]) == pytest.approx(7.4, abs=0.05)


def test_centring_alone_converges_from_one_start_and_not_from_another(lesson):
    centred = lesson["times"]["centred"]
    assert lesson["train"](centred, 4.8e-4, 50, lesson["start"])[1][-1] < 10
    assert lesson["train"](centred, 4.8e-4, 50, lesson["higher"])[1][-1] > 500


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


def test_the_numbers_of_the_prose_are_those_printed():
    assert "218,450.6" in printed(LESSON, "condition")
    conditions = dict(re.findall(r"(?m)^(\S.*?) +([\d,]+\.\d) ", printed(LESSON, "standardise")))
    said = {"divided by 19": "436.2", "centred": "4,483.9", "centred, then divided by 19": "151.0"}
    said |= {"standardised": "7.4"}
    assert {name: conditions[name] for name in said} == said
    assert re.search(r"after 100 steps: +577\.9", printed(LESSON, "raw"))
    assert "standardised   lr  0.4: 5.92" in printed(LESSON, "largest")
    assert "e+" in printed(LESSON, "largest").split("lr  0.5: ")[1].split("\n")[0]
    assert printed(LESSON, "five-seeds").count("5.92") == 7
    first, second = re.search(r"13 weights +([\d.]+) +([\d.]+)", printed(LESSON, "second-ride")).groups()
    assert float(first) < 5.92 < float(second)


def test_the_seven_steps_are_named_in_their_order():
    found = re.findall(r"(?m)^\d\. \[?\*\*(\w+)\*\*", CELLS["seven-words"].source)
    assert found == list(STEPS)
    for name in ("first-round", "loop"):
        numbers = dict(re.findall(r"# (\d) (\w+)", CELLS[name].source))
        assert all(list(STEPS)[int(number) - 1] == step for number, step in numbers.items())
        assert len(numbers) >= 5


def solved(name):
    """The code of the exercise `name` with its gaps filled by the solution."""
    parts = re.findall(r"```python\n(.*?)```", CELLS[f"{name}-solution"].source, re.DOTALL)
    source = CELLS[name].source.split("\n\n\ncheck")[0]
    if parts[0].startswith("def"):
        return parts[0]
    for part in parts:
        source = re.sub(re.escape(part.split("=")[0].strip()) + r"= \.\.\..*", part.strip(), source)
        source = re.sub(re.escape(part.split("=")[0].strip()) + r" = \.\.\..*", part.strip(), source)
    return source


@pytest.mark.parametrize(
    ("name", "exercise", "function"),
    [
        ("exercise-round", "04-round", "one_round"),
        ("exercise-standardise", "04-standardise", "standardise"),
        ("exercise-train", "04-train", "my_train"),
    ],
)
def test_check_accepts_a_solution_and_says_not_yet_for_its_stub(lesson, name, exercise, function, capsys):
    exec(CELLS[name].source, dict(lesson))
    assert capsys.readouterr().out.startswith("Not yet")
    exec(solved(name), space := dict(lesson))
    check(exercise, space[function])
    assert capsys.readouterr().out.startswith("Right.")
