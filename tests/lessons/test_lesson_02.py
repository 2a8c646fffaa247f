"""Tests lesson 2 with its own cells: the numbers are true, the solutions are right, the mistakes on purpose happen."""

import math
import re

import pytest
import torch

from tests.lessons.lesson_code import assert_claim, cells, printed
from utils.check import check
from utils.look import STEP
from utils.pictures.gradient import CompassPicture, SlicesPicture

LESSON = "02_gradient"
CELLS = cells(LESSON)
EXERCISES = {  # the id of the cell; the exercise, and the name of the function in the cell
    "hole": ("02-cube", "cube_slope"),
    "exercise-gradient": ("02-gradient", "gradient"),
    "exercise-zero": ("02-zero", "two_slopes"),
}


def run(*names, **given):
    """Run the cells with the ids `names` in order, with the variables `given`; return all variables."""
    space = {"torch": torch, "check": check, **given}
    for name in names:
        exec(CELLS[name].source, space)
    return space


def solution(name):
    """The code of the solution in the cell with the id `name`."""
    return re.search(r"```python\n(.*?)```", CELLS[name].source, re.DOTALL)[1]


def test_the_numbers_of_the_lesson():
    assert run("three-nine-six")["x"].grad == 6
    three = run("three-numbers")
    assert three["loss"] == 125
    assert three["w"].grad.tolist() == [6, 8, 20]
    assert "x.grad is 12.0" in printed(LESSON, "error-twice")


def test_the_chain_of_the_exercise_gives_24_and_its_answer_says_so():
    x = torch.tensor(1.0).requires_grad_()
    u = 2 * x
    u.retain_grad()
    (u**3).backward()
    assert (u.item(), u.grad.item(), x.grad.item()) == (2, 12, 24)
    assert "u is 2" in CELLS["chain-turn-answer"].source
    assert "12 and arrives at u; times 2 it is 24" in CELLS["chain-turn-answer"].source


@pytest.mark.parametrize("b", [-2.0, -1.0, 0.0, 1.3, 2.0])
def test_in_the_bowl_the_slope_along_a_does_not_depend_on_b_and_in_the_other_it_does(b):
    bowl, mine = run("bowl")["bowl"], SlicesPicture(lambda a, b: (a + b) ** 2 + b**2)
    assert "def mine(a, b):\n    return (a + b) ** 2 + b**2" in CELLS["own-bowl"].source
    assert "Along a, with b held, the slope is 3.0;" in SlicesPicture(bowl).draw(a=1.5, b=b)
    slope = 2 * (1.5 + b)  # it grows with b
    assert f"Along a, with b held, the slope is {slope:.1f};" in mine.draw(a=1.5, b=b)


def test_against_the_gradient_is_lower_than_towards_the_cross_for_a_tiny_step():
    bowl, here = run("bowl")["bowl"], torch.tensor([1.5, -1.0])
    against, cross = torch.tensor([-3.0, 4.0]), torch.tensor([-1.5, 1.0])
    tiny = [here + 0.01 * way / way.norm() for way in (against, cross)]
    assert bowl(*tiny[0]) < bowl(*tiny[1]) < bowl(*here)
    assert bowl(*(here + cross)) == 0  # the best long walk
    assert CompassPicture(bowl).draw(turn=350).endswith("Of all 36 directions the lowest is at 180°.")


def test_the_sketch_has_the_loss_after_small_steps_and_no_code_above_it_gives_its_form_away():
    drawn = []
    given = {
        "CompassPicture": CompassPicture,
        "STEP": STEP,
        "Sketch": lambda truth, **axes: drawn.append((truth, axes)),
    }
    bowl = run("bowl", "compass-sketch", **given)["bowl"]
    change, axes = drawn[0]
    for turn in range(0, 361, 15):
        angle = math.atan2(-4, 3) + math.radians(turn)
        loss = bowl(1.5 + 0.01 * math.cos(angle), -1 + 0.01 * math.sin(angle))
        assert change(turn) == pytest.approx(loss - 4.25, abs=1e-9)
        assert axes["y"][0] < change(turn) < axes["y"][1]
    assert change(0) > 0 > change(180)
    assert abs(change(90)) + abs(change(270)) < 0.01 * change(0)  # across the gradient it hardly changes
    above = list(CELLS)[: list(CELLS).index("compass-sketch") + 1]
    words = re.compile(r"cos\b|steepest|[Aa]gainst the gradient")
    assert not [name for name in above if words.search(CELLS[name].source)]


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
@pytest.mark.parametrize("n", [1, 10, 785])
def test_nudging_costs_one_loss_more_than_there_are_weights_and_is_off_by_the_nudge(seed, n):
    space = run("nudging")
    weights = torch.randn(n, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    slopes, count = space["nudged_slopes"](weights)
    assert count == n + 1
    assert torch.allclose(slopes, 2 * weights + 0.001, atol=1e-8)
    called = []
    space["loss_of"] = lambda weights: called.append(1) or (weights**2).sum()
    space["nudged_slopes"](weights)
    assert len(called) == n + 1  # the count is that of the calls


def test_the_cost_was_measured_and_is_asserted_but_not_compared():
    assert "assert ratio >= 20, " in CELLS["cost"].source
    assert CELLS["cost"].metadata.get("tags") == ["nbval-ignore-output"]
    assert float(re.search(r"785 weights: nudging takes +([\d.]+)", printed(LESSON, "cost"))[1]) >= 20


@pytest.mark.parametrize("operation", ["x > 0", "torch.stack([x, 0 * x]).argmax()", "x.long()"])
def test_the_operations_that_have_no_slope_raise(operation):
    x = torch.tensor(0.7).requires_grad_()
    with pytest.raises(RuntimeError):
        eval(operation, {"x": x, "torch": torch}).backward()


@pytest.mark.parametrize("name", ["round", "floor"])
def test_stairs_have_the_slope_0(name):
    x = torch.tensor(0.7).requires_grad_()
    getattr(torch, name)(x).backward()
    assert x.grad == 0
    assert f"`torch.{name}`" in CELLS["any-limits"].source


def test_backward_and_a_nudge_agree_on_the_functions_of_the_lesson():
    lines = re.findall(r"backward (-?[\d.]+), nudge (-?[\d.]+)", printed(LESSON, "any"))
    assert len(lines) == 3
    assert all(backward == nudge for backward, nudge in lines)


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        ("recall-six", "C. 6", "three-nine-six", "the slope is 6.0"),
        (
            "predict-125",
            "C. 125, and three slopes: 6, 8 and 20",
            "three-numbers",
            "125.0  the slopes are [6.0, 8.0, 20.",
        ),
        ("count-words", "computes the loss 786 times", "count", "785 weights: 786 losses by nudging, 1 by backward"),
        ("not-told-words", "you end high on the other side", "not-told", "the loss is 4.25 here, and 20.25 there"),
        ("count-words", "is off by 0.001", "count", "the nudged slopes are off by 0.001"),
        ("error-twice-words", "B. 12, because", "error-twice", "x.grad is 6.0\nx.grad is 12.0"),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim(LESSON, prose, words, cell, numbers)


@pytest.mark.parametrize("name", ["error-vector"])
def test_the_mistake_on_purpose_shows_the_words_of_pytorch_and_nbval_does_not_compare_it(name, capsys):
    run(name)
    assert re.search(r"PyTorch says: \w+", capsys.readouterr().out)
    assert CELLS[name].metadata.get("tags") == ["nbval-ignore-output"]
    with pytest.raises(AssertionError, match="no slope"):
        exec(CELLS[name].source.replace("(w**2).backward()", "(w**2).sum().backward()"), {"torch": torch})


def test_the_page_of_errors_has_as_many_more_as_the_lesson_says():
    here = [name for name in CELLS if re.fullmatch(r"error-\w+-heading", name)]
    there = [name for name in cells("errors") if name.endswith("-heading")]
    assert here == ["error-twice-heading", "error-vector-heading"]
    assert len(there) == len(here) + 8
    assert "[What PyTorch says, and why](errors.ipynb) has these two and eight more" in CELLS["errors-words"].source


@pytest.mark.parametrize("name", EXERCISES)
def test_check_accepts_a_solution_and_says_not_yet_for_its_stub(name, capsys):
    exercise, function = EXERCISES[name]
    run(name)
    assert capsys.readouterr().out.startswith("Not yet")
    stub, fill = CELLS[name].source, solution(f"{name}-solution").strip()
    filled = fill if fill.startswith("def") else re.sub(r"(?m)^    x.* = \.\.\..*$", f"    {fill}", stub)
    exec(filled.split("\n\n\ncheck")[0], space := {"torch": torch, "check": check})
    check(exercise, space[function])
    assert capsys.readouterr().out.startswith("Right.")


def test_nothing_that_is_to_be_done_stands_below_what_may_be_left_out():
    headings = [cell.source for cell in CELLS.values() if cell.source.startswith("## ")]
    first = next(index for index, heading in enumerate(headings) if heading.startswith("## Further"))
    assert [heading for heading in headings[first:] if not heading.startswith("## Further")] == ["## What you saw"]


def test_check_accepts_the_answer_in_the_fold_of_the_chain(capsys):
    check("02-chain", 24)
    assert capsys.readouterr().out.startswith("Right.")


def test_the_nudge_grows_through_the_chain_as_the_slopes_of_its_operations_say():
    x = torch.tensor(1.0).requires_grad_()
    u = 3 * x
    u.retain_grad()
    (u**2).backward()
    assert (u.grad.item(), x.grad.item()) == (6, 18)
    assert "3 * 6 = 18 times" in CELLS["chain-name"].source
    assert "x + 0.01 gives u + 0.03, and that gives y + 0.18" in printed(LESSON, "chain-nudge")


def test_of_the_four_steps_all_are_as_long_and_the_one_straight_against_the_gradient_lowers_the_loss_most():
    number = r"([+-][\d.]+)"
    lines = re.findall(rf"a {number}, b {number}: the loss changes by about {number}", printed(LESSON, "shares"))
    steps = torch.tensor([[float(number) for number in line] for line in lines], dtype=torch.float64)
    assert torch.allclose(steps[:, :2].norm(dim=1), torch.tensor(0.01, dtype=torch.float64))
    assert torch.allclose(steps[-1, :2], torch.tensor([-0.006, 0.008], dtype=torch.float64))
    assert steps[:, 2].tolist() == pytest.approx([-0.03, -0.04, -0.048, -0.05])
    bowl = run("bowl")["bowl"]
    true = bowl(1.5 + steps[:, 0], -1 + steps[:, 1]) - bowl(1.5, -1)
    assert torch.allclose(true, steps[:, 2], atol=2.1e-4)  # the slopes change a little on the way


def cube_with_a_slip(number):
    x = torch.tensor(float(number)).requires_grad()  # the underscore of `requires_grad_` is missing
    return x


@pytest.mark.parametrize(
    ("exercise", "answer", "said"),
    [
        ("02-cube", cube_with_a_slip, "TypeError"),
        ("02-gradient", lambda f, w: f(w).backward(), "takes no notes"),
    ],
)
def test_check_names_the_error_that_an_answer_raises(exercise, answer, said, capsys):
    check(exercise, answer)
    assert said in capsys.readouterr().out
