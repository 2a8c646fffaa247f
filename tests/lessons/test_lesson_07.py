"""Tests lesson 7 with ten seeds: its loop agrees with torch's SGD, and each claim in its prose is true."""

import ast
from functools import cache

import pytest
import torch

from tests.digits.drawing import SEVEN, THREE, drawn
from tests.lessons.lesson_code import assert_claim, code, functions, sources
from utils.check import check
from utils.check.exercises import lesson_07
from utils.digits import load_threes_and_sevens
from utils.digits.centre import as_mnist

LESSON = "07_seven_steps"
CELLS = sources(LESSON)
SEEDS = range(10)


class Lesson:
    """Has as attributes the lesson's digits, and its functions `accuracy`, `mnist_loss` and `train`."""

    def __init__(self):
        self.x, self.y, self.x_valid, self.y_valid = load_threes_and_sevens()
        self.accuracy, self.mnist_loss, self.train = functions(LESSON, "accuracy", "mnist_loss", "train")
        self.train.__globals__.update(x_valid=self.x_valid, y_valid=self.y_valid)


@pytest.fixture(scope="module")
def lesson():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as the lesson does
    yield Lesson()
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def trained(lesson):
    """`trained(seed, **settings)`: the history of the lesson's `train` on its digits, which is cached."""
    return cache(lambda seed, **settings: lesson.train(lesson.x, lesson.y, seed=seed, **settings)[2])


def hits(accuracy):
    """The number of right answers of 200, rounded, because 0.94 in float32 is a little less than 0.94."""
    return round(200 * accuracy)


def test_there_is_one_loop():
    nodes = [node for cell in code(LESSON).values() for node in ast.parse(cell).body]
    loops = [node for node in nodes if isinstance(node, ast.FunctionDef) and "backward" in ast.unparse(node)]
    assert [loop.name for loop in loops] == ["train"]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hand_written_loop_is_torchs_sgd(lesson, seed):
    w, b, history = lesson.train(lesson.x, lesson.y, lr=0.7, epochs=2, seed=seed)
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


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loss_is_torchs_distance_and_so_is_its_slope(lesson, seed):
    g = torch.Generator().manual_seed(seed)
    scores = torch.randn(64, 1, generator=g).requires_grad_()
    targets = (torch.rand(64, 1, generator=g) < 0.5).float()
    loss, theirs = lesson.mnist_loss(scores, targets), torch.nn.functional.l1_loss(scores.sigmoid(), targets)
    torch.testing.assert_close(loss, theirs)
    torch.testing.assert_close(torch.autograd.grad(loss, scores), torch.autograd.grad(theirs, scores))


@pytest.mark.parametrize("seed", SEEDS)
def test_one_epoch_beats_the_weights_made_by_hand_or_nearly_and_ten_beat_them_all(trained, seed):
    accuracies = trained(seed)["accuracy"]
    assert hits(accuracies[10]) >= 195 > hits(0.95)
    assert hits(accuracies[1]) >= 188 > hits(0.91)
    assert 0.3 < accuracies[0] < 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_batches_are_ahead_of_all_images_at_once_after_the_same_epochs(trained, seed):
    small, whole = trained(seed), trained(seed, size=800)
    assert (len(small["loss"]), len(whole["loss"])) == (130, 10)
    assert hits(small["accuracy"][-1]) == 197
    assert 192 <= hits(whole["accuracy"][-1]) <= 193


@pytest.mark.parametrize("seed", SEEDS)
def test_sorted_images_leave_it_guessing_and_a_small_rate_hides_that(lesson, trained, seed):
    w, b, history = lesson.train(lesson.x, lesson.y, epochs=4, shuffle=False, seed=seed)
    assert history["accuracy"][1:] == [0.5] * 4
    assert (lesson.x_valid @ w + b).min() > 0  # it predicts 3 for every image
    assert 0.65 < trained(seed, lr=0.1, epochs=1, shuffle=False)["accuracy"][1] < 0.85
    assert trained(seed, lr=0.1, epochs=1)["accuracy"][1] >= 0.93


@pytest.mark.parametrize("seed", SEEDS)
def test_one_batch_of_threes_lifts_the_scores_of_all_images_to_where_the_sigmoid_is_flat(lesson, seed):
    w, b, _ = lesson.train(lesson.x[:64], lesson.y[:64], epochs=1, seed=seed)
    scores = lesson.x_valid @ w + b
    assert scores.min() > 0
    assert 8 < scores.mean() < 14


def test_in_one_batch_the_order_makes_no_difference(trained):
    losses = [trained(0, size=800, shuffle=shuffle)["loss"] for shuffle in (True, False)]
    assert losses[0] == pytest.approx(losses[1], abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weights_of_blank_pixels_never_move_and_the_others_do(lesson, trained, seed):
    weights = trained(seed)["weights"]
    still = (weights[-1] == weights[0])[:, 0]
    assert torch.equal(still, (lesson.x == 0).all(0))
    assert still.sum() == 225


@pytest.mark.parametrize("seed", SEEDS)
def test_after_an_epoch_the_weights_are_like_those_made_by_hand_and_later_less_so(lesson, trained, seed):
    by_hand = lesson.x[:400].mean(0) - lesson.x[400:].mean(0)
    alike = [torch.cosine_similarity(w[:, 0], by_hand, dim=0).item() for w in trained(seed)["weights"]]
    assert abs(alike[0]) < 0.2
    assert alike[1] > 0.93
    assert 0.8 < alike[10] < 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_without_zeroing_the_accuracy_would_pass_and_the_weights_are_thirty_times_as_large(trained, seed):
    kept, piled = trained(seed), trained(seed, zero=False)
    assert 0.94 < piled["accuracy"][-1] < kept["accuracy"][-1]
    assert piled["weights"][-1].abs().max() > 30 * kept["weights"][-1].abs().max()


@pytest.mark.parametrize("seed", SEEDS)
def test_an_exam_that_is_moved_up_is_worse_than_guessing_and_centring_mends_it(lesson, seed):
    w, b, _ = lesson.train(lesson.x, lesson.y, seed=seed)
    moved = lesson.x_valid.view(-1, 28, 28).roll(-3, 1)
    back = torch.stack([as_mnist(image) for image in moved]).reshape(-1, 784)
    assert lesson.accuracy(moved.reshape(-1, 784) @ w + b, lesson.y_valid) < 0.4
    assert lesson.accuracy(back @ w + b, lesson.y_valid) == lesson.accuracy(lesson.x_valid @ w + b, lesson.y_valid)


def test_digits_drawn_in_any_size_and_place_are_classified(lesson):
    w, b, _ = lesson.train(lesson.x, lesson.y)
    for shape, sign in ((THREE, 1), (SEVEN, -1)):
        g = torch.Generator().manual_seed(0)
        seen = torch.stack([as_mnist(drawn(shape, g)) for _ in range(20)]).view(20, 784)
        assert (sign * (seen @ w + b) > 0).sum() >= 17


@pytest.mark.parametrize(
    ("prose", "words", "cell", "numbers"),
    [
        ("title", "how do 784 weights and a bias", "initialise", "weights and bias: 785 numbers"),
        ("steps-words", "785 numbers", "initialise", "785 numbers"),
        ("repeat-words", "after 13 steps", "predict", "13 batches; the first has 64 images, 32 of them threes"),
        ("loss-words", "half a mistake", "loss", "loss: 0.50"),
        ("train-question", "0.910 and 0.950 are the numbers to beat", "digits", "0.910"),
        ("train-question", "0.910 and 0.950 are the numbers to beat", "digits", "0.950"),
        ("train-explain", "One epoch, 13 steps, beats", "train-run", "after epoch  1: accuracy 0.965"),
        ("why-explain", "130 rough steps end at 0.985", "why", "batches of 64: 130 steps, accuracy 0.985"),
        ("why-explain", "10 exact ones at 0.965", "why", "batches of 800: 10 steps, accuracy 0.965"),
        ("order-question", "A. 0.5", "order-numbers", "[0.5, 0.5, 0.5, 0.5]"),
        ("order-question", "At a rate of 0.1 it would be 0.75.", "rate", "rate 0.1, sorted  : accuracy 0.750"),
        ("rate-explain", "lifts the scores to about 11", "rate", "the mean score of the exam is 11"),
        ("moved-words", "Guessing would be better.", "moved", "moved up by three: accuracy 0.305"),
        ("rate-explain", "The harm is smaller", "rate", "rate 0.1, sorted  : accuracy 0.750"),
        ("average-explain", "The last batch has 8 digits", "average", "'8 of 8'"),
        ("sure-heading", "how sure is the 0.985?", "train-run", "after epoch 10: accuracy 0.985"),
        ("sure-explain", "between 0.970 and 0.995", "sure", "fold 1: accuracy 0.970\nfold 2: accuracy 0.995"),
        (
            "zero-explain",
            "more than thirty times as large",
            "zero",
            "largest weight 0.5\nwithout: accuracy 0.960, largest weight 18.5",
        ),
    ],
)
def test_the_numbers_of_the_prose_are_printed(prose, words, cell, numbers):
    assert_claim(LESSON, prose, words, cell, numbers)


def test_the_seven_lines_to_be_ordered_are_those_that_check_knows():
    lines = [line.strip() for line in CELLS["yours-order"].split("```")[1].splitlines()[1:]]
    assert all(line in lesson_07.__doc__ for line in lines)
    assert len(lines) == 7


@pytest.mark.parametrize(
    ("name", "cell", "function"),
    [("07-shuffle", "shuffle-solution", "shuffled_batches"), ("07-loop", "loop-solution", "my_training")],
)
def test_the_solutions_are_right(lesson, capsys, name, cell, function):
    space = {"torch": torch, "mnist_loss": lesson.mnist_loss}
    exec(CELLS[cell].split("```python\n")[1].split("```")[0], space)
    check(name, space[function])
    assert capsys.readouterr().out.startswith("Right.")


@pytest.mark.parametrize(("name", "cell"), [("07-batches", "batches-solution"), ("07-order", "order-solution")])
def test_the_solutions_name_the_right_value(name, cell):
    assert str(lesson_07.EXERCISES[name].reference) in CELLS[cell]


@pytest.mark.parametrize("order", ["3651724", 3651724, [3, 6, 5, 1, 7, 2, 4]])
def test_check_says_that_an_order_must_be_one_text_of_letters(order, capsys):
    check("07-order", order)
    assert "one text in quotes" in capsys.readouterr().out


@pytest.mark.parametrize("order", ["CFEAGBD", " cfeagbd ", "C, F, E, A, G, B, D", list("CFEAGBD")])
def test_the_order_may_be_in_lower_case_with_commas_or_a_list(order, capsys):
    check("07-order", order)
    assert capsys.readouterr().out.startswith("Right.")
