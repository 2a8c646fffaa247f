"""Tests lesson 6: the accuracy is flat with several seeds, sigmoid and loss agree with torch; solutions and numbers."""

import re

import pytest
import torch
from torch.nn import functional

from tests.lessons.lesson_code import functions, printed, sources
from utils.check import check
from utils.digits import load_threes_and_sevens

LESSON = "06_loss"
CELLS = sources(LESSON)
(distance_loss, sigmoid) = functions(LESSON, "distance_loss", "sigmoid")


def run(*names, **space):
    """Run the lesson's cells `names`, with the variables `space` defined before; return all variables."""
    space |= {"torch": torch, "load_threes_and_sevens": load_threes_and_sevens}
    for name in names:
        exec(CELLS[name], space)
    return space


@pytest.fixture(scope="module")
def lesson():
    return run("trained", "accuracy", "mnist-loss", "loss-of-scores")


@pytest.mark.parametrize("seed", range(5))
def test_no_nudged_weight_changes_the_accuracy_of_trained_weights(seed, capsys, monkeypatch):
    monkeypatch.setitem(CELLS, "trained", CELLS["trained"].replace("manual_seed(0)", f"manual_seed({seed})"))
    trained = run("trained", "accuracy", "nudge-all")
    assert trained["accuracy"](trained["x_valid"] @ trained["w"] + trained["b"], trained["y_valid"]) > 0.97
    assert capsys.readouterr().out.endswith("0 of 784 nudged weights change the accuracy\n")


def test_a_nudge_a_hundred_thousand_times_larger_changes_the_accuracy(lesson, capsys, monkeypatch):
    monkeypatch.setitem(CELLS, "nudge-all", CELLS["nudge-all"].replace("1 / 10_000", "10"))
    run("nudge-all", **lesson)
    assert int(capsys.readouterr().out.split()[0]) > 100


@pytest.mark.parametrize("seed", range(5))
def test_the_loss_and_the_sigmoid_equal_those_of_torch(lesson, seed):
    generator = torch.Generator().manual_seed(seed)
    scores, targets = 5 * torch.randn(50, 1, generator=generator), torch.rand(50, 1, generator=generator).round()
    predictions = scores.sigmoid()
    torch.testing.assert_close(distance_loss(predictions, targets), functional.l1_loss(predictions, targets))
    torch.testing.assert_close(lesson["mnist_loss"](scores, targets), functional.l1_loss(predictions, targets))
    torch.testing.assert_close(sigmoid(scores), torch.sigmoid(scores))


def test_the_worked_example():
    targets = torch.tensor([1.0, 0.0, 1.0])
    losses = [distance_loss(torch.tensor([0.9, 0.4, third]), targets).item() for third in (0.2, 0.8)]
    assert losses == pytest.approx([0.4333, 0.2333], abs=5e-5)
    assert printed(LESSON, "mnist-loss") == "0.4333\n0.2333 when the third says 0.8\n"


def test_no_function_changes_its_meaning_so_that_an_earlier_cell_can_be_run_again():
    defined = re.findall(r"^def (\w+)", "\n".join(CELLS.values()), re.MULTILINE)
    assert {"distance_loss", "mnist_loss", "accuracy"} <= set(defined)
    assert not [name for name in set(defined) - {"better", "loss_of"} if defined.count(name) > 1]


def test_the_slope_of_the_sigmoid():
    assert printed(LESSON, "sigmoid-slope") == "score  0.0: slope 0.25\nscore 11.0: slope 1.7e-05\n"
    scores = torch.linspace(-20, 20, 401, requires_grad=True)
    scores.sigmoid().sum().backward()
    assert scores.grad.max() == 0.25


def test_the_gradients_are_exactly_zero_where_no_digit_has_ink(lesson):
    space = run("gradient", **lesson)
    blank = (lesson["x"] == 0).all(0)
    assert torch.equal(space["gradient"](lesson["x"], lesson["y"])[:, 0] == 0, blank)
    assert blank.sum() == 225
    assert "225 pixels" in CELLS["gradient-explain"]


def test_the_gradient_of_one_digit_is_the_digit(lesson):
    space = run("gradient", **lesson)
    for k, sign in ((0, -1), (400, 1)):  # a three, a seven
        slopes = space["gradient"](lesson["x"][[k]], lesson["y"][[k]])[:, 0]
        torch.testing.assert_close(slopes / slopes.abs().max(), sign * lesson["x"][k] / lesson["x"][k].max())


def test_one_step_from_zero_is_the_stencil_of_lesson_5():
    assert printed(LESSON, "first-step").startswith("the same: True\n")


def test_the_pixel_of_the_weight_on_the_slider_has_ink_and_a_corner_has_none(lesson):
    space = run("one-weight", **lesson)
    assert (lesson["x"][:, 408] > 0).sum() > 600
    assert printed(LESSON, "one-weight").startswith("row 14, column 16: inked in 653 of 800 digits\n")
    assert space["accuracy_at"](space["w"][408]) == lesson["accuracy"](
        lesson["x"] @ lesson["w"] + lesson["b"], lesson["y"]
    )
    assert not lesson["x"][:, 0].any()


def test_the_order_of_the_four_models():
    losses = dict(re.findall(r"([A-D]): loss (\S+),", printed(LESSON, "rank-table")))
    assert "".join(sorted(losses, key=losses.get)) == "BDAC"
    assert losses == {"A": "0.400", "B": "0.100", "C": "0.600", "D": "0.183"}


@pytest.mark.parametrize("cell", ["hole", "blank"])
def test_the_solutions_are_right(cell, capsys):
    solution = re.search(r"```python\n(.*?)```", CELLS[f"{cell}-solution"], re.DOTALL)[1]
    exec(solution + CELLS[f"{cell}-code"].split("\n\n")[-1], {"torch": torch, "check": check})
    assert capsys.readouterr().out.startswith("Right.")


@pytest.mark.parametrize(("cell", "answer"), [("by-hand", 0.4333), ("rank", "bdac")])
def test_the_answers_are_right(cell, answer, capsys):
    check(f"06-{cell}", answer)
    assert capsys.readouterr().out.startswith("Right.")
