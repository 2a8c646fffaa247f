"""Tests lesson 9: loop by hand and library agree, wrong labels are memorised, a network beats a linear model."""

import re

import pytest
import torch

from tests.lessons.lesson_code import functions, printed, source
from utils.digits import load_threes_and_sevens
from utils.pictures.early_stopping import StoppingPicture, stopping

LESSON = "09_library"
bce = torch.nn.functional.binary_cross_entropy_with_logits


def functions_with(*names, **scope):
    """The lesson's functions `names`, with the variables `scope` among their globals."""
    found = functions(LESSON, *names)
    found[0].__globals__.update(scope, bce=bce)
    return found


@pytest.mark.parametrize("seed", range(10))
def test_the_loop_by_hand_and_the_optimizer_give_the_same_weights(seed):
    g = torch.Generator().manual_seed(seed)
    x, y, x_valid, y_valid = load_threes_and_sevens()
    order = torch.randperm(len(x), generator=g)
    batches = list(zip(x[order].split(64), y[order].split(64), strict=True))
    w_start = torch.randn(784, 1, generator=g) * 0.01
    w, b = w_start.clone().requires_grad_(), torch.zeros(1, requires_grad=True)
    for xb, yb in batches:
        for weight, slope in zip((w, b), torch.autograd.grad(bce(xb @ w + b, yb), (w, b)), strict=True):
            weight.data -= slope
    scope = {"batches": batches, "w_start": w_start, "y_valid": y_valid, "x_valid": x_valid}
    fresh_model, train, _, _ = functions_with("fresh_model", "train", "measure", "accuracy", **scope)
    model = fresh_model()
    ((loss, right),) = train(model, torch.optim.SGD(model.parameters(), lr=1.0), epochs=1)
    assert torch.allclose(model.weight, w.T, atol=1e-6)
    assert torch.allclose(model.bias, b, atol=1e-6)
    assert loss == pytest.approx(bce(x_valid @ w + b, y_valid).item(), abs=1e-6)
    assert right == pytest.approx(((x_valid @ w + b > 0) == (y_valid == 1)).float().mean().item())


def test_wrong_labels_are_memorised_with_ten_seeds():
    x, y, x_valid, y_valid = load_threes_and_sevens()
    fit, *_ = functions_with("fit", "measure", "accuracy", x=x, y=y, x_valid=x_valid, y_valid=y_valid)
    overfitted = 0
    for seed in range(10):
        history = fit(40, 0.5, seed=seed)
        best = history["valid"].index(min(history["valid"]))
        end, right = history["valid"][-1], [history["accuracy"][step] for step in (best, -1)]
        print(f"seed {seed}: lowest {min(history['valid']):.2f} at step {best}, then {end:.2f}; accuracy {right}")
        overfitted += end > 2 * min(history["valid"]) and best < 60 and right[1] < right[0]
    assert overfitted >= 8


def test_little_patience_gives_up_before_the_best_step_when_the_loss_bounces():
    x, y, x_valid, y_valid = load_threes_and_sevens()
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))  # as the lesson shuffles them
    scope = {"x": x[order], "y": y[order], "x_valid": x_valid, "y_valid": y_valid}
    fit, *_ = functions_with("fit", "measure", "accuracy", **scope)
    losses = fit(40, 0.5)["valid"]
    lowest = losses.index(min(losses))
    assert [stopping(losses, patience)[0] == lowest for patience in (1, 2, 5, 10, 20)] == [False] * 3 + [True] * 2


def test_without_wrong_labels_there_is_little_to_stop_for():
    x, y, x_valid, y_valid = load_threes_and_sevens()
    fit, *_ = functions_with("fit", "measure", "accuracy", x=x, y=y, x_valid=x_valid, y_valid=y_valid)
    history = fit(0, 0.1)
    assert history["valid"][-1] < 1.5 * min(history["valid"])


@pytest.mark.parametrize("flipped", [40, 60])
def test_every_loss_at_the_higher_rate_is_inside_the_picture(flipped):
    x, y, x_valid, y_valid = load_threes_and_sevens()
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))  # as the lesson shuffles them
    fit, *_ = functions_with("fit", "measure", "accuracy", x=x[order], y=y[order], x_valid=x_valid, y_valid=y_valid)
    history = fit(flipped, 0.5, steps=60)
    assert max(history["train"] + history["valid"]) < StoppingPicture.HIGHER


@pytest.mark.parametrize("patience", [1, 2, 5, 100])
def test_the_solutions_agree_with_the_picture(patience):
    g = torch.Generator().manual_seed(patience)
    losses = (torch.linspace(-1, 2, 60) ** 2 + 0.3 * torch.rand(60, generator=g)).tolist()
    best, stop = stopping(losses, patience)
    upto = losses[: stop + 1]
    assert upto.index(min(upto)) == best
    assert stop == len(losses) - 1 or stop - best == patience
    assert all(step - losses.index(min(losses[: step + 1])) < patience for step in range(stop))


def test_the_three_printed_accuracies_rise():
    similarity, linear, network = climb()
    assert similarity < 0.7 < linear < network
    assert 0.85 < linear < 0.92
    assert network > 0.9


def climb():
    """The three accuracies that the lesson printed for all ten digits."""
    first = printed(LESSON, "ten-run").splitlines()[0]
    return [float(part.split()[-1]) for part in first.split(",")]


def test_the_four_ways_of_writing_print_the_same_numbers():
    assert "Four ways of writing, one computation." in source(LESSON, "side-by-side-words")
    rows = re.findall(r"(?m)^ +\d" + 4 * r" +(\d\.\d{3} \d\.\d{3})" + "$", printed(LESSON, "side-by-side"))
    assert len(rows) == 5
    assert all(len(set(row)) == 1 for row in rows)
