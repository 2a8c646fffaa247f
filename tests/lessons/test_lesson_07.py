"""Tests lesson 7 with ten seeds: its loop agrees with torch's SGD, and each claim in its prose is true."""

import ast
from functools import cache

import pytest
import torch

from tests.digits.drawing import SEVEN, THREE, drawn
from tests.lessons.lesson_code import assert_claim, sources
from utils.check import check
from utils.check.exercises import lesson_07
from utils.digits.centre import as_mnist

LESSON = "07_seven_steps"
CELLS = sources(LESSON)
SEEDS = range(10)
KEPT = (ast.Import, ast.ImportFrom, ast.Assign, ast.FunctionDef)


class Lesson:
    """Has as attributes what the lesson's own cells define: the digits, and the functions that train and measure."""

    def __init__(self):
        space = vars(self)
        space["torch"] = torch
        for name in (
            "imports",
            "digits",
            "baseline",
            "predict",
            "loss",
            "accuracy",
            "train-plain",
            "train",
            "bce",
            "net",
        ):
            kept = [node for node in ast.parse(CELLS[name]).body if isinstance(node, KEPT)]
            if name in ("predict", "loss"):  # leave out the worked example beside the function
                kept = [node for node in kept if isinstance(node, ast.FunctionDef)]
            kept = kept[:1] if name == "bce" else kept  # leave out the picture of the function
            exec(compile(ast.Module(kept, []), name, "exec"), space)


@pytest.fixture(scope="module")
def lesson():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as the lesson does
    yield Lesson()
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def linear(lesson):
    """`linear(seed, **settings)`: the history of the lesson's `train`, which is cached."""
    return cache(lambda seed, **settings: lesson.train(seed=seed, **settings)[2])


@pytest.fixture(scope="module")
def network(lesson):
    """`network(seed, lr)`: the history of the lesson's `train_net`, which is cached."""
    return cache(lambda seed, lr: lesson.train_net(lr, seed=seed))


def hits(accuracy):
    """The number of right answers of 200, rounded, because 0.94 in float32 is a little less than 0.94."""
    return round(200 * accuracy)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hand_written_loop_is_torchs_sgd(lesson, seed):
    w, b, history = lesson.train(lr=0.7, epochs=2, seed=seed)
    g = torch.Generator().manual_seed(seed)
    weight = (torch.randn(784, 1, generator=g) * 0.01).requires_grad_()
    bias = torch.zeros(1, requires_grad=True)
    sgd, losses = torch.optim.SGD([weight, bias], lr=0.7), []
    for _ in range(2):
        for rows in torch.randperm(800, generator=g).split(64):
            chance = torch.sigmoid(torch.nn.functional.linear(lesson.x[rows], weight.T, bias))
            loss = torch.nn.functional.l1_loss(chance, lesson.y[rows])
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            losses.append(loss.item())
    torch.testing.assert_close(w, weight.detach())
    torch.testing.assert_close(b, bias.detach())
    torch.testing.assert_close(history["loss"], losses, rtol=1e-4, atol=1e-6)


def test_the_short_loop_and_the_loop_with_more_parameters_give_the_same_weights(lesson):
    plain, chosen = lesson.train_plain(lesson.x, lesson.y, epochs=2), lesson.train(epochs=2)[:2]
    torch.testing.assert_close(plain, chosen, rtol=0, atol=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loss_is_torchs_distance_and_so_is_its_slope(lesson, seed):
    g = torch.Generator().manual_seed(seed)
    logits = torch.randn(64, 1, generator=g).requires_grad_()
    yb = (torch.rand(64, 1, generator=g) < 0.5).float()
    loss, theirs = lesson.mnist_loss(logits, yb), torch.nn.functional.l1_loss(logits.sigmoid(), yb)
    torch.testing.assert_close(loss, theirs)
    torch.testing.assert_close(torch.autograd.grad(loss, logits), torch.autograd.grad(theirs, logits))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_networks_loop_is_torchs_sgd(lesson, network, seed):
    g = torch.Generator().manual_seed(seed)
    net = torch.nn.Sequential(torch.nn.Linear(784, 30), torch.nn.ReLU(), torch.nn.Linear(30, 1))
    with torch.no_grad():
        net[0].weight.copy_(torch.randn(784, 30, generator=g).T * 0.01)
        net[2].weight.copy_(torch.randn(30, 1, generator=g).T * 0.1)
        net[0].bias.zero_()
        net[2].bias.zero_()
    sgd, losses = torch.optim.SGD(net.parameters(), lr=0.1), []
    for rows in torch.randperm(800, generator=g).split(64):
        sgd.zero_grad()
        loss = torch.nn.BCEWithLogitsLoss()(net(lesson.x[rows]), lesson.y[rows])
        loss.backward()
        sgd.step()
        losses.append(loss.item())
    torch.testing.assert_close(network(seed, 0.1)["loss"][:13], losses, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_ten_epochs_beat_the_baseline_and_one_epoch_is_nearly_as_good(lesson, linear, seed):
    accuracies = linear(seed)["accuracy"]
    assert lesson.baseline == pytest.approx(0.910)
    assert hits(accuracies[10]) >= 195
    assert hits(accuracies[1]) >= 188
    assert 0.3 < accuracies[0] < 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_sorted_images_leave_it_guessing_and_a_small_rate_hides_that(lesson, linear, seed):
    w, b, history = lesson.train(epochs=4, shuffle=False, seed=seed)
    assert max(history["accuracy"][1:]) <= 0.55
    assert lesson.predict(lesson.x_valid, w, b).min() > 0  # it predicts 3 for every image
    assert 0.65 < linear(seed, lr=0.1, epochs=1, shuffle=False)["accuracy"][1] < 0.85
    assert linear(seed, lr=0.1, epochs=1)["accuracy"][1] >= 0.93


def test_in_one_batch_the_order_makes_no_difference(linear):
    assert [linear(0, size=800, shuffle=s)["accuracy"][-1] for s in (True, False)] == pytest.approx(
        [0.96] * 2, abs=0.02
    )
    losses = [linear(0, size=800, shuffle=s)["loss"] for s in (True, False)]
    assert losses[0] == pytest.approx(losses[1], abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weights_of_blank_pixels_never_move_and_the_others_do(lesson, linear, seed):
    weights = linear(seed)["weights"]
    still = (weights[-1] == weights[0])[:, 0]
    assert torch.equal(still, (lesson.x == 0).all(0))
    assert still.sum() == 225


def holds_for_eight(claim):
    """Whether `claim(seed)` is true for at least eight of the ten seeds; the ten results are printed."""
    found = [bool(claim(seed)) for seed in SEEDS]
    print(found)
    return sum(found) >= 8


def last_loss(history):
    return sum(history["loss"][-13:]) / 13


@pytest.mark.parametrize(
    ("lr", "low", "high"), [(0.001, 0.84, 0.98), (0.1, 0.955, 0.98), (10.0, 0.965, 1), (1000.0, 0.8, 1)]
)
def test_the_linear_model_with_mnist_loss_hides_a_rate_that_is_too_large(linear, lr, low, high):
    assert holds_for_eight(lambda seed: low <= linear(seed, lr=lr)["accuracy"][-1] <= high)
    assert holds_for_eight(lambda seed: last_loss(linear(seed, lr=lr)) < (0.5 if lr < 0.01 else 0.2))


@pytest.mark.parametrize(
    ("lr", "low", "loss"),
    [(0.001, 0.92, (0.4, 0.6)), (0.1, 0.965, (0.05, 0.12)), (1.0, 0.97, (0, 0.08)), (1000.0, 0.95, (2, 90))],
)
def test_with_bce_the_loss_shows_a_wrong_rate_and_the_accuracy_does_not(lesson, linear, lr, low, loss):
    run = {seed: linear(seed, lr=lr, loss_of=lesson.bce) for seed in SEEDS}
    assert holds_for_eight(lambda seed: run[seed]["accuracy"][-1] >= low)
    assert holds_for_eight(lambda seed: loss[0] < last_loss(run[seed]) < loss[1])


@pytest.mark.parametrize(
    ("lr", "low", "high"), [(0.001, 0.5, 0.92), (0.01, 0.92, 0.97), (0.1, 0.965, 0.99), (1.0, 0.95, 1)]
)
def test_the_accuracy_of_the_network_at_each_rate(network, lr, low, high):
    assert holds_for_eight(lambda seed: low <= network(seed, lr)["accuracy"][-1] <= high)
    assert holds_for_eight(lambda seed: network(seed, lr)["alive"] >= 1)


def test_at_a_rate_of_three_the_network_dies_from_most_starts(network):
    """With some initial weights it keeps a unit alive, and with a few of these it learns."""
    dead = [seed for seed in range(40) if network(seed, 3.0)["alive"] == 0]
    assert 32 <= len(dead) < 40
    assert all(network(seed, 3.0)["accuracy"][-1] == 0.5 for seed in dead)
    assert holds_for_eight(lambda seed: sum(network(seed, 3.0)["loss"][:13]) / 13 > 1)


@pytest.mark.parametrize(("lr", "first"), [(10.0, 5), (1000.0, 1e6)])
@pytest.mark.parametrize("seed", SEEDS)
def test_from_a_rate_of_ten_on_the_network_dies_from_every_start_but_for_stray_units(network, lr, first, seed):
    history = network(seed, lr)
    assert history["alive"] <= 2
    assert history["accuracy"][-1] == 0.5
    assert sum(history["loss"][:13]) / 13 > first


def test_all_zeros_are_fine_for_a_linear_model_and_fatal_for_two_layers(lesson, linear):
    assert hits(linear(0, start=0.0)["accuracy"][-1]) >= 195
    for lr in (0.1, 1.0):
        history = lesson.train_net(lr, start=0.0)
        assert (history["accuracy"][-1], history["alive"]) == (0.5, 0)


def test_digits_drawn_in_any_size_and_place_are_classified(lesson):
    w, b, _ = lesson.train()
    for shape, sign in ((THREE, 1), (SEVEN, -1)):
        g = torch.Generator().manual_seed(0)
        seen = torch.stack([as_mnist(drawn(shape, g)) for _ in range(20)]).view(20, 784)
        assert (sign * lesson.predict(seen, w, b) > 0).sum() >= 17


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        ("train-question", "The baseline is at 0.910.", "baseline", "0.910"),
        ("rate-words", "on 784 weights and a bias", "initialise", "together: 785"),
        ("predict-loss", "B. 0.5<", "loss", "loss: 0.50"),
        ("watch-explain", "the button *13 steps* is one epoch", "batches", "13 batches"),
        ("sure-words", "0.985 against 0.910", "train-run", "above 0.975: True   trained in under five seconds: True"),
        ("weights-question", "225 pixels without a slope", "blank", "225\nthe same ones: True"),
        (
            "folds-after",
            "two models that differ by one or two images of 200",
            "margin",
            "one image is 0.005; at an accuracy near 0.985 the standard error is 0.009",
        ),
        (
            "order-table-words",
            "carries every score so far up",
            "order-table",
            "mean score after one batch of threes: 11",
        ),
        ("order-question", "At a rate of 0.1 it would be 0.75.", "order-table", "sorted   accuracy 0.750"),
        ("average-words", "The last batch holds 8 digits", "average", "'8 of 8'"),
        ("rate-linear-explain", "from 0.50 to 0.45", "rate-linear", "rate 0.001: accuracy 0.860, loss 0.45"),
        ("rate-linear-question", "B. A few hundredths lower.", "rate-linear", "rate 1000: accuracy 0.945, loss 0.04"),
        ("bce-question", "`mnist_loss` makes that 1.00.", "bce", "a three that scores -10 costs 1.00 and 10.00"),
        ("bce-explain", "Keep the 0.69 in mind", "bce", "one that scores 0 costs 0.50 and 0.69"),
        ("rate-bce-explain", "ten times what guessing costs", "rate-bce", "rate 1000: accuracy 0.985, loss 7.07"),
        ("relu-question", "B. 0.<", "relu", "score -3.0: the ReLU gives 0.0, its slope is 0"),
        ("rate-explain", "at 1 a few units are dead already", "rate-table", "27 of its 30 units alive"),
        (
            "rate-explain",
            "below zero for every image",
            "rate-table",
            "rate 3: accuracy 0.500, 0 of its 30 units alive\nrate 1000",
        ),
        ("starts-explain", "fatal for two layers", "starts", "the network stays at 0.500"),
        ("draw-question", "What becomes of the 0.985?", "moved", "in place: accuracy 0.985\n"),
        ("draw-question", "B. It drops below guessing.", "moved", "moved up by three: accuracy 0.305"),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim(LESSON, prose, words, cell, numbers)


def test_the_seven_lines_to_be_ordered_are_those_that_check_knows():
    lines = [line.strip() for line in CELLS["yours-order"].split("```")[1].splitlines()[1:]]
    assert all(line in lesson_07.__doc__ for line in lines)
    assert len(lines) == 7


@pytest.mark.parametrize(("name", "cell"), [("07-step", "yours-step-solution"), ("07-epoch", "yours-epoch-solution")])
def test_the_solutions_are_right(lesson, capsys, name, cell):
    space = dict(vars(lesson))
    exec(CELLS[cell].split("```python\n")[1].split("```")[0], space)
    check(name, space["step" if name == "07-step" else "train_epoch"])
    assert capsys.readouterr().out.startswith("Right.")


@pytest.mark.parametrize("order", ["3651724", 3651724, [3, 6, 5, 1, 7, 2, 4]])
def test_check_says_that_an_order_must_be_one_text_of_letters(order, capsys):
    check("07-order", order)
    assert "one text in quotes" in capsys.readouterr().out


@pytest.mark.parametrize("order", ["CFEAGBD", " cfeagbd ", "C, F, E, A, G, B, D", list("CFEAGBD")])
def test_the_order_may_be_in_lower_case_with_commas_or_a_list(order, capsys):
    check("07-order", order)
    assert capsys.readouterr().out.startswith("Right.")
