"""Tests lesson 2 with its own cells: the errors on purpose occur, the solutions are right, the numbers are true."""

import re

import pytest
import torch

from tests.lessons.lesson_code import cells, printed
from utils.check import check

LESSON = "02_gradient"
CELLS = cells(LESSON)
ERRORS = ["error-vector", "error-integer", "error-inplace", "error-lost", "error-numpy"]
MENDED = {  # the code with the mistake, and the code without it
    "error-vector": ("(x**2).backward()", "(x**2).sum().backward()"),
    "error-integer": ("x = torch.tensor(3)", "x = torch.tensor(3.)"),
    "error-inplace": ("    w -= 0.1 * w.grad\nexcept", "    w = w - 0.1 * w.grad\nexcept"),
    "error-lost": ("w = w - 0.1 * w.grad", "w = (w - 0.1 * w.grad).detach().requires_grad_()"),
    "error-numpy": ("array = w.numpy()", "array = w.detach().numpy()"),
}


def run(*names, **given):
    """Run the cells with the ids `names` in order, with the variables `given`; return all variables."""
    space = {"torch": torch, **given}
    for name in names:
        exec(CELLS[name].source, space)
    return space


def solution(name):
    """The code of the solution in the cell with the id `name`."""
    return re.search(r"```python\n(.*?)```", CELLS[name].source, re.DOTALL)[1]


def test_the_numbers_of_the_lesson(capsys):
    assert run("three-nine-six")["x"].grad == 6
    three = run("three-numbers")
    assert three["y"] == 125
    assert three["x"].grad.tolist() == [6, 8, 20]
    bowl = run("bowl")
    assert (bowl["a"].grad, bowl["b"].grad) == (3, -4)
    assert "x.grad is 12.0" in printed(LESSON, "error-twice")


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
@pytest.mark.parametrize("n", [1, 10, 785])
def test_nudging_costs_n_plus_one_evaluations_and_is_off_by_h(seed, n):
    space = run("nudging")
    weights = torch.randn(n, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    nudged = space["nudged_gradient"](weights)
    assert len(space["calls"]) == n + 1
    exact = space["backward_gradient"](weights)
    assert len(space["calls"]) == n + 2
    assert torch.allclose(exact, 2 * weights)
    assert torch.allclose(nudged, exact + 0.001, atol=1e-8)


def test_it_prints_786_evaluations_for_785_weights():
    assert "785 weights: 786 evaluations by nudging, 1 by backward" in printed(LESSON, "count")


def test_the_cost_was_measured_and_is_asserted_but_not_compared():
    assert "assert ratios[-1] >= 20" in CELLS["cost"].source
    assert CELLS["cost"].metadata.get("tags") == ["nbval-ignore-output"]
    assert float(re.search(r"785 weights: nudging takes +([\d.]+)", printed(LESSON, "cost"))[1]) >= 20


def test_a_step_against_the_gradient_goes_down_and_a_step_along_it_goes_up():
    space = run("bowl", "step-with-minus")
    here, tiny, bowl = space["here"], space["tiny"], space["bowl"]
    assert tiny.norm() == pytest.approx(0.01)
    assert bowl(*(here - tiny)) < bowl(*here) < bowl(*(here + tiny))


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_on_purpose_shows_the_message_of_pytorch_and_nbval_does_not_compare_it(name, capsys, recwarn):
    run(name)
    said = capsys.readouterr()
    assert re.search(r"PyTorch (says|warns): \w+", said.out)
    assert said.err == ""
    assert not recwarn.list
    assert CELLS[name].metadata.get("tags") == ["nbval-ignore-output"]


@pytest.mark.parametrize("name", ERRORS)
def test_the_assertion_of_an_error_on_purpose_fails_without_the_mistake(name):
    mistake, mended = MENDED[name]
    assert mistake in CELLS[name].source
    with pytest.raises(AssertionError):
        exec(CELLS[name].source.replace(mistake, mended), {"torch": torch})


@pytest.mark.parametrize(
    ("name", "exercise"),
    [("hole", "cube_slope"), ("exercise-gradient", "gradient"), ("exercise-zero", "two_slopes")],
)
def test_check_accepts_a_solution_and_says_not_yet_for_its_stub(name, exercise, capsys):
    run(name, check=check)
    assert capsys.readouterr().out.startswith("Not yet")
    stub, fill = CELLS[name].source, solution(f"{name}-solution").strip()
    filled = fill if fill.startswith("def") else re.sub(r"(?m)^    x.* = \.\.\..*$", f"    {fill}", stub)
    exec(filled.split("\n\n\ncheck")[0], space := {"torch": torch, "check": check})
    check({"hole": "02-cube", "exercise-gradient": "02-gradient", "exercise-zero": "02-zero"}[name], space[exercise])
    assert capsys.readouterr().out.startswith("Right.")


def cube_with_a_slip(number):
    x = torch.tensor(float(number)).requires_grad()  # the underscore of `requires_grad_` is missing
    return x


@pytest.mark.parametrize(
    ("exercise", "answer", "said"),
    [
        ("02-cube", cube_with_a_slip, "TypeError"),
        ("02-gradient", lambda f, w: f(w).backward(), "keeps no notes"),
    ],
)
def test_check_names_the_error_that_an_answer_raises(exercise, answer, said, capsys):
    check(exercise, answer)
    assert said in capsys.readouterr().out
