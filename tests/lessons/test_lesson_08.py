"""Tests lesson 8 with ten seeds: its loop agrees with torch's SGD, and each claim in its prose is true."""

from functools import cache
from types import SimpleNamespace

import pytest
import torch

from tests.lessons.lesson_code import assert_claim, source
from tests.lessons.running import first_run
from utils.check import check

LESSON = "08_bends"
SEEDS = range(10)
pytestmark = pytest.mark.rare  # it trains the networks of the lesson on ten seeds


@pytest.fixture(scope="module")
def lesson():
    """What the lesson's own cells define, as attributes."""
    threads = torch.get_num_threads()
    yield SimpleNamespace(**first_run(LESSON)[0].scope)
    torch.set_num_threads(threads)  # the lesson sets them to 1


@pytest.fixture(scope="module")
def linear(lesson):
    """`linear(seed, lr, loss_of, data)`: parameters and history of the lesson's linear model, cached."""
    return cache(
        lambda seed, lr, loss_of=lesson.bce, data=lesson.ink: lesson.train(
            lesson.linear, lesson.start_linear, lr, loss_of, data, seed=seed
        )
    )


@pytest.fixture(scope="module")
def network(lesson):
    """`network(seed, lr)`: the history of the lesson's `train_network`, cached."""
    return cache(lambda seed, lr: lesson.train_network(lr, seed))


def module_of(parameters):
    """Torch's own model with the weights and the biases `parameters` of the lesson's linear model or network."""
    layers = []
    for w, b in zip(parameters[::2], parameters[1::2], strict=True):
        layer = torch.nn.Linear(*w.shape)
        with torch.no_grad():
            layer.weight.copy_(w.T)
            layer.bias.copy_(b)
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1]).double()  # as the lesson's pixels


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["linear", "network"])
def test_the_hand_written_loop_is_torchs_sgd(lesson, kind, seed):
    model, start = getattr(lesson, kind), getattr(lesson, f"start_{kind}")
    _, history = lesson.train(model, start, 0.1, lesson.bce, epochs=1, seed=seed)
    g = torch.Generator().manual_seed(seed)
    theirs = module_of(start(g))
    sgd, losses = torch.optim.SGD(theirs.parameters(), lr=0.1), []
    for rows in torch.randperm(800, generator=g).split(64):
        sgd.zero_grad()
        loss = torch.nn.BCEWithLogitsLoss()(theirs(lesson.x[rows]), lesson.y[rows])
        loss.backward()
        sgd.step()
        losses.append(loss.item())
    torch.testing.assert_close(history["loss"], losses, rtol=1e-4, atol=1e-6)
    logits = theirs(lesson.x_valid)
    right = ((logits.sigmoid() > 0.5) == lesson.y_valid.bool()).float().mean().item()
    assert history["accuracy"][-1] == pytest.approx(right)
    assert history["valid"][-1] == pytest.approx(torch.nn.BCEWithLogitsLoss()(logits, lesson.y_valid).item(), rel=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_mnist_loss_is_torchs_distance(lesson, seed):
    g = torch.Generator().manual_seed(seed)
    logits, targets = torch.randn(64, 1, generator=g), (torch.rand(64, 1, generator=g) < 0.5).float()
    theirs = torch.nn.functional.l1_loss(logits.sigmoid(), targets)
    torch.testing.assert_close(lesson.mnist_loss(logits, targets), theirs)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_model_of_ink_is_worse_than_guessing_in_chalk_and_sure_of_it(lesson, linear, seed):
    parameters, history = linear(seed, 1.0, lesson.mnist_loss)
    logits = lesson.linear(lesson.chalk_valid, parameters)
    assert history["accuracy"][-1] >= 0.975
    assert lesson.accuracy(logits, lesson.y_valid) < 0.35
    assert logits[100].item() > 10  # the first seven


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lr", [0.01, 0.1, 1.0])
def test_a_weighted_sum_cannot_read_ink_and_chalk(lesson, linear, seed, lr):
    parameters, history = linear(seed, lr, data=lesson.both)
    assert 0.4 < history["accuracy"][-1] < 0.6
    sums = lesson.linear(lesson.x_valid, parameters) + lesson.linear(lesson.chalk_valid, parameters)
    w, b = parameters
    torch.testing.assert_close(sums, (w.sum() + 2 * b).expand(200, 1), rtol=1e-3, atol=1e-3)
    assert linear(seed, lr, lesson.mnist_loss, lesson.both)[1]["accuracy"][-1] <= 0.75


@pytest.mark.parametrize("seed", SEEDS)
def test_on_both_bce_says_the_same_to_nearly_all_and_mnist_loss_gives_up_a_quarter(lesson, linear, seed):
    *_, digits, labels = lesson.both
    says_3 = lesson.linear(digits, linear(seed, 0.1, data=lesson.both)[0]) > 0
    assert min(says_3.sum(), 400 - says_3.sum()) <= 10
    right = (lesson.linear(digits, linear(seed, 0.1, lesson.mnist_loss, lesson.both)[0]) > 0) == (labels == 1)
    quarters = right.view(4, 100).float().mean(1)  # threes and sevens in ink, threes and sevens in chalk
    assert sorted(quarters > 0.9) == [False, True, True, True]
    assert quarters.min() < 0.1


def test_whether_the_two_logits_of_a_digit_add_up_to_more_than_0_is_chance(lesson, linear):
    assert "another start gives others, above 0 or below" in source(LESSON, "both-explain")
    for loss_of in (lesson.bce, lesson.mnist_loss):
        ends = [linear(seed, 0.1, loss_of, lesson.both)[0] for seed in SEEDS]
        assert len({(w.sum() + 2 * b > 0).item() for w, b in ends}) == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_by_bce_the_sum_of_the_two_logits_should_be_0_and_only_small_steps_come_near_it(lesson, linear, seed):
    losses, sums = {}, {}
    for lr in (0.1, 0.01):
        (w, b), history = linear(seed, lr, data=lesson.both)
        losses[lr], sums[lr] = history["valid"][-1], abs((w.sum() + 2 * b).item())
    assert losses[0.1] > 2 * 0.69 > losses[0.01] + 0.66  # guessing costs 0.69
    assert sums[0.1] > 4 > 1 > sums[0.01]


@pytest.mark.parametrize("logit_sum", [-3.0, 0.0, 4.0])
def test_by_bce_two_equal_logits_of_a_digit_cost_least(lesson, logit_sum):
    in_ink = torch.linspace(-10, 10, 201)[:, None]
    three, seven = torch.ones_like(in_ink), torch.zeros_like(in_ink)
    for target in (three, seven):
        costs = [
            lesson.bce(logits, target, reduction="none")
            for logits in (in_ink, torch.full_like(in_ink, logit_sum) - in_ink)
        ]
        assert in_ink[sum(costs).argmin()].item() == pytest.approx(logit_sum / 2, abs=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_network_can_read_ink_and_chalk(lesson, seed):
    _, history = lesson.train(lesson.network, lesson.start_network, 0.1, lesson.bce, lesson.both, seed=seed)
    assert history["accuracy"][-1] >= 0.93


@pytest.mark.parametrize("seed", SEEDS)
def test_few_units_vote_on_a_digit_both_in_ink_and_in_chalk(lesson, seed):
    (w1, b1, *_), _ = lesson.train(lesson.network, lesson.start_network, 0.1, lesson.bce, lesson.both, seed=seed)
    ink, chalk = (images @ w1 + b1 > 0 for images in (lesson.x_valid, lesson.chalk_valid))
    assert (ink & chalk).float().sum(1).mean() < 0.25 * ink.float().sum(1).mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_on_ink_alone_the_bend_buys_next_to_nothing(linear, network, seed):
    assert abs(network(seed, 0.1)["accuracy"][-1] - linear(seed, 0.1)[1]["accuracy"][-1]) < 0.02


@pytest.mark.parametrize("seed", SEEDS)
def test_mnist_loss_hides_a_rate_that_is_too_high_and_bce_shows_it_in_the_loss(lesson, linear, seed):
    runs = {
        (name, lr): linear(seed, lr, getattr(lesson, name))[1]
        for name in ("mnist_loss", "bce")
        for lr in (1.0, 10.0, 1000.0)
    }
    assert runs["mnist_loss", 10.0]["valid"][-1] < 0.04
    assert all(runs[name, 10.0]["accuracy"][-1] >= 0.955 for name in ("mnist_loss", "bce"))
    assert runs["bce", 10.0]["valid"][-1] > 1.5 * runs["bce", 1.0]["valid"][-1]
    assert runs["mnist_loss", 1000.0]["valid"][-1] < 0.12
    assert 0.85 < runs["mnist_loss", 1000.0]["accuracy"][-1] < 0.975
    assert runs["bce", 1000.0]["accuracy"][-1] > 0.9
    assert runs["bce", 1000.0]["valid"][-1] > 15 * 0.69  # many times what guessing costs


@pytest.mark.parametrize(("lr", "low", "high"), [(0.001, 0.5, 0.92), (0.1, 0.965, 0.99), (1.0, 0.95, 1)])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_network_crawls_at_a_low_rate_and_arrives_up_to_one(network, lr, low, high, seed):
    history = network(seed, lr)
    assert low <= history["accuracy"][-1] <= high
    assert (history["valid"][-1] > 0.6) == (lr == 0.001)  # guessing costs 0.69


def test_the_start_of_the_slider_is_an_ordinary_one_and_at_the_lowest_rate_most_images_are_right(lesson, network):
    alive = sorted(network(seed, 1.0)["alive"] for seed in range(20))
    assert alive[7] <= lesson.train_network(1.0)["alive"] <= alive[12]
    assert lesson.train_network(3.0)["alive"] == 0
    assert 0.75 < lesson.train_network(0.001)["accuracy"][-1] < 0.9


def test_at_one_a_part_of_the_units_is_dead_and_at_three_the_network_is_from_most_starts(lesson, network):
    assert 14 <= sorted(network(seed, 1.0)["alive"] for seed in range(20))[10] <= 22
    assert [lesson.train_network(lr)["alive"] for lr in (0.1, 0.3)] == [30, 30]  # at 1 the first have died
    dead = [seed for seed in range(40) if network(seed, 3.0)["alive"] == 0]
    assert 32 <= len(dead) < 40
    assert {network(seed, 3.0)["accuracy"][-1] for seed in dead} == {0.5}
    ends = [lesson.train(lesson.network, lesson.start_network, 3.0, lesson.bce, seed=seed)[0] for seed in dead]
    different = sorted(len(lesson.network(lesson.x_valid, parameters).unique()) for parameters in ends)
    assert different[len(dead) // 2] == 1
    assert different[-1] <= 3  # from some starts a held-out image wakes a unit that is dead for all training images


@pytest.mark.parametrize("seed", SEEDS)
def test_at_three_most_units_die_in_the_first_epoch(lesson, seed):
    assert "most of them in the first epoch" in source(LESSON, "rate-explain")
    assert lesson.train_network(3.0, seed, epochs=1)["alive"] <= 10


def test_of_a_dead_network_only_the_last_bias_moves(lesson):
    early, late = (
        lesson.train(lesson.network, lesson.start_network, 3.0, lesson.bce, epochs=epochs)[0] for epochs in (9, 10)
    )
    assert [torch.equal(a, b) for a, b in zip(early, late, strict=True)] == [True, True, True, False]


@pytest.mark.parametrize("lr", [10.0, 1000.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_from_ten_on_the_network_dies_from_every_start_but_for_stray_units(network, lr, seed):
    history = network(seed, lr)
    assert history["alive"] <= 2
    assert history["accuracy"][-1] == 0.5


@pytest.mark.parametrize("lr", [0.1, 1.0])
def test_all_zeros_are_fine_for_a_linear_model_and_fatal_for_two_layers(lesson, lr):
    assert lesson.train(lesson.linear, lesson.zeros_linear, lr, lesson.bce)[1]["accuracy"][-1] >= 0.97
    assert set(lesson.train(lesson.network, lesson.zeros_network, lr, lesson.bce)[1]["accuracy"]) == {0.5}


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        ("linear-explain", "the seven gets 18.0", "linear", "accuracy 0.185, logit of the first seven 18.0"),
        ("bce-explain", "Keep 0.69 in mind", "logarithm", "probability   0.5 given to the right answer: BCE 0.69"),
        ("bce-explain", "by 1 for each 1", "two-losses", "BCE        charges 10.00 at -10, and 9.00 at -9"),
        ("sketch-words", "charges nearly 1 on the left", "two-losses", "mnist_loss charges 1.00 at -10, and 1.00 at"),
        ("chalk-question", "gets 0.985 of", "linear", "ink  : accuracy 0.985"),
        ("both-question", "B. About three quarters", "both", "mnist_loss: accuracy 0.735"),
        ("both-explain", "it is 13.22", "both", "13.22 to 13.22"),
        ("both-explain", "with BCE 6.71", "both", "6.71 to 6.71"),
        ("both-explain", "BCE stays at 0.500", "both", "BCE       : accuracy 0.500"),
        ("half-explain", "says the same to nearly all", "half", "BCE at 0.1: says 3 to 400 of 400"),
        ("half-explain", "the loss, 1.82", "half", "add up to 6.71, loss 1.82"),
        ("half-explain", "the loss at 0.70", "half", "add up to 0.29, loss 0.70"),
        ("half-explain", "0.13 + 2.13", "half", "logit 2, -2, 0: 0.13 2.13 0.69"),
        ("network-explain", "Work out the 23,581 parameters", "network", "parameters: 23,581"),
        (
            "network-explain",
            "from 0.500 with this loss, and 3/4 at most with any, to 0.975",
            "network",
            "linear        0.980       0.500 ",
        ),
        ("network-explain", "one digit more of 200", "network", "network       0.985       0.975 "),
        (
            "starts-explain",
            "In one run a single unit is left, which is too few, and in another two",
            "starts",
            "rate 3.0:  1 of 20 learn; units alive: " + "0 " * 18 + "1 2",
        ),
        (
            "starts-explain",
            "after one epoch no run has more than 7 of its 30 units",
            "starts",
            "rate 3.0, one epoch; units alive: 0 1 1 1 1 1 2 2 2 2 3 3 3 3 4 4 4 5 5 7\n",
        ),
        (
            "starts-explain",
            "17 units or fewer",
            "starts",
            "rate 1.0: 20 of 20 learn; units alive: 7 9 9 10 12 14 14 15 16 17 17",
        ),
        ("units-explain", "Of the 17 units", "units", "17 of the 30 units vote on a digit in ink"),
        ("units-explain", "about one votes", "units", " 1 of the 30 units vote on a digit in both"),
        ("far-explain", "still looks good", "far-table", "1000.0, linear, mnist_loss: accuracy 0.950, loss 0.05"),
        ("far-explain", "as good as ever", "far-table", "rate 1000.0, linear, BCE       : accuracy 0.985, loss 24.30"),
        (
            "far-explain",
            "none of ten starts learns",
            "far-table",
            "rate   10.0, network           : 0 of 10 starts learn",
        ),
        ("far-explain", "and none at 1000", "far-table", "rate 1000.0, network           : 0 of 10 starts learn"),
        ("zeros-explain", "fatal for two layers", "zeros", "network: from all zeros the accuracy ends at 0.500"),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim(LESSON, prose, words, cell, numbers)


def test_the_answer_adds_the_parameters_of_the_network_up(lesson):
    sizes = [p.numel() for p in lesson.start_network(torch.Generator())]
    assert sizes == [784 * 30, 30, 30, 1]
    assert "784 * 30 weights and 30 biases" in source(LESSON, "network-explain")


@pytest.mark.parametrize(
    ("name", "cell", "function"), [("08-bce", "bce-solution", "cost"), ("08-deeper", "deeper-solution", "deeper")]
)
def test_the_solutions_are_right(lesson, capsys, name, cell, function):
    space = dict(vars(lesson))
    exec(source(LESSON, cell).split("```python\n")[1].split("```")[0], space)
    check(name, space[function])
    assert capsys.readouterr().out.startswith("Right.")
