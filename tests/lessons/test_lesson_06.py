"""Tests lesson 6: no nudge changes the accuracy, the losses agree with torch, the walk gets as far as the means."""

import re

import pytest
import torch
from torch.nn import functional

from tests.lessons.lesson_code import assert_claim, functions, printed, sources
from utils.check import check
from utils.digits import load_threes_and_sevens
from utils.pictures.loss import SigmoidPicture

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
    """The variables of the lesson after its walk, without those of the pictures."""
    return run("hand-made", "nudge-all", "distance-loss", "loss-of-scores", "walk")


def walked(lesson, seed, steps):
    """The loss and the accuracy after each of `steps`, from weights of `seed`."""
    start = torch.randn(784, 1, generator=torch.Generator().manual_seed(seed)) * 0.01
    for count in steps:
        w, b = lesson["walk_down"](start, count)
        scores, y = lesson["x"] @ w + b, lesson["y"]
        yield lesson["mnist_loss"](scores, y).item(), lesson["accuracy"](scores, y)


@pytest.mark.parametrize("sign", [1, -1])
def test_no_small_nudge_changes_the_accuracy_of_the_difference_of_the_means(lesson, sign):
    for nudge in (0.0001, 0.01):
        assert not lesson["digits_won"](lesson["w"], lesson["b"], sign * nudge).any()
    words = f"nudge {sign * 0.0001}: 0 of 784 weights change"
    assert_claim(LESSON, "nudge-explain", "Not one, with a nudge of 0.0001 up or down", "nudge-all", words)
    assert float(re.search(r"nearest to 0 is (\S+) away", printed(LESSON, "nudge-all"))[1]) > 100 * 0.0001
    assert lesson["x"].max() == 1  # so a nudge moves no score by more than itself


def test_a_large_nudge_measures_the_few_digits_nearest_to_0(lesson):
    nudge, changed, most = 0.5, 184, 2
    won = lesson["digits_won"](lesson["w"], lesson["b"], nudge)
    scores, y = lesson["x"] @ lesson["w"] + lesson["b"], lesson["y"]
    for i in (408, 0):
        plain = ((scores + nudge * lesson["x"][:, [i]] > 0) == (y == 1)).sum() - ((scores > 0) == (y == 1)).sum()
        assert won[i] == plain
    assert ((won != 0).sum(), won.abs().max()) == (changed, most)
    words = f"a quarter of the weights, by {most} digits of 800 at most"
    line = f"nudge {nudge}: {changed} of 784 weights change the accuracy, by {most} digits at most"
    assert_claim(LESSON, "nudge-explain", words, "nudge-all", line)


@pytest.mark.rare
@pytest.mark.parametrize("seed", range(5))
def test_no_nudged_weight_changes_the_accuracy_of_trained_weights(lesson, seed):
    start = torch.randn(784, 1, generator=torch.Generator().manual_seed(seed)) * 0.01
    assert not lesson["digits_won"](*lesson["walk_down"](start, 50), 0.0001).any()


@pytest.mark.parametrize("seed", range(10))
def test_the_loss_falls_at_each_step_and_the_accuracy_does_not_follow_at_the_second(lesson, seed):
    steps = (0, 1, 2, 4, 8, 50)
    losses, accuracies = zip(*walked(lesson, seed, steps), strict=True)
    assert losses == tuple(sorted(losses, reverse=True))
    assert accuracies[2] < accuracies[1] < accuracies[-1]
    scores = lesson["x"] @ lesson["w"] + lesson["b"]
    assert accuracies[3] < lesson["accuracy"](scores, lesson["y"]) < accuracies[4]  # passed at step 5 to 8
    assert "5 to 8" in CELLS["walk-explain"]
    assert accuracies[4] < 0.98  # about as many, as the last words say
    assert losses[4] > 1.5 * lesson["mnist_loss"](scores, lesson["y"]).item()


def test_the_walk_leaves_the_exam_and_its_best_accuracy_to_lesson_7():
    assert "x_valid" not in CELLS["walk"]
    assert "0.98" not in printed(LESSON, "walk") + CELLS["walk-explain"]
    assert "the exam of lesson 7" in CELLS["walk-explain"]


@pytest.mark.rare
@pytest.mark.parametrize("seed", range(3))
def test_from_200_to_500_steps_the_loss_falls_and_the_accuracy_stays(lesson, seed):
    losses, accuracies = zip(*walked(lesson, seed, (12, 200, 500)), strict=True)
    assert losses[0] > losses[1] > losses[2] + 0.002
    assert accuracies[0] < accuracies[1] == accuracies[2]
    assert "after 500 steps it is the same as after 200" in CELLS["walk-explain"]


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        ("walk-words", "0.970", "hand-made", "accuracy 0.970"),
        ("walk-explain", "After 8 steps it passes 0.970", "walk", "after step  8: loss 0.067, accuracy 0.971"),
        ("by-hand-solution", "0.4333", "distance-loss", "0.4333"),
        ("stairs-words", "number 408", "one-weight", "row 14, column 16: inked in 653 of 800 digits"),
        ("rank-solution", "0.183", "rank-table", "D: loss 0.183"),
        ("saw", "0 of 784", "nudge-all", "0.0001: 0 of 784"),
        ("walk-explain", "still above the 0.034", "loss-of-scores", "loss 0.034, accuracy 0.970"),
        ("saw", "get about as many digits right", "walk", "after step  8: loss 0.067, accuracy 0.971"),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim(LESSON, prose, words, cell, numbers)


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
    assert printed(LESSON, "distance-loss") == "0.4333\n0.2333 when the third says 0.8\n"


def test_no_function_changes_its_meaning_so_that_an_earlier_cell_can_be_run_again():
    defined = re.findall(r"^def (\w+)", "\n".join(CELLS.values()), re.MULTILINE)
    assert {"distance_loss", "mnist_loss", "accuracy"} <= set(defined)
    assert not [name for name in set(defined) - {"better", "loss_of"} if defined.count(name) > 1]


def test_the_slope_of_the_sigmoid_is_a_quarter_at_most():
    scores = torch.linspace(-20, 20, 401, requires_grad=True)
    scores.sigmoid().sum().backward()
    assert scores.grad.max() == 0.25
    assert "0.25 at most, and at 11 it is 0.000017" in CELLS["sigmoid-explain"]
    assert SigmoidPicture().draw(11.0).endswith("its slope is 0.000017.")
    (slope,) = functions(LESSON, "slope_of_sigmoid")
    assert [slope(score.item()) for score in scores] == pytest.approx(scores.grad.tolist())


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
    assert space["y"][space["mixed"][0]] == 0  # the first digit of the picture is a seven, as the question says


def test_one_step_from_zero_makes_the_difference_of_the_means():
    assert printed(LESSON, "first-step").startswith("equal: True\n")


def test_the_pixel_of_the_weight_on_the_slider_has_ink_and_a_corner_has_none(lesson):
    space = run("one-weight", **lesson)
    assert (lesson["x"][:, 408] > 0).sum() > 600
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


@pytest.mark.parametrize(("cell", "answer"), [("by-hand", 0.4333), ("rank", "B D A C")])
def test_the_answers_are_right(cell, answer, capsys):
    check(f"06-{cell}", answer)
    assert capsys.readouterr().out.startswith("Right.")
