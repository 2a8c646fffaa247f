"""Tests lesson 7 with ten seeds: its loop agrees with torch's SGD, and each claim in its prose is true."""

import ast
import re
from functools import cache

import pytest
import torch

from tests.digits.drawing import SEVEN, THREE, drawn
from tests.lessons.lesson_code import assert_claim, code, functions, printed, sources
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
def test_one_epoch_is_about_as_good_as_the_weights_made_by_hand_and_ten_are_better(trained, seed):
    accuracies = trained(seed)["accuracy"]
    assert hits(accuracies[10]) >= 195 > hits(0.960)
    assert abs(hits(accuracies[1]) - hits(0.960)) <= 5
    assert 0.3 < accuracies[0] < 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_all_images_at_once_get_there_too_in_about_forty_steps_and_batches_in_few_epochs(trained, seed):
    small, whole = trained(seed), trained(seed, size=800, epochs=45)
    assert (len(small["loss"]), len(whole["loss"])) == (130, 45)
    first, steps = (
        next(k for k, right in enumerate(past["accuracy"]) if hits(right) == 197) for past in (small, whole)
    )
    assert 3 <= first <= 7
    assert 34 <= steps <= 42


@pytest.mark.parametrize("seed", SEEDS)
def test_sorted_images_leave_it_guessing_and_a_small_rate_hides_that(lesson, trained, seed):
    w, b, _ = lesson.train(lesson.x, lesson.y, epochs=1, shuffle=False, seed=seed)
    assert (lesson.x_valid @ w + b).min() > 2  # it predicts 3 for every image
    accuracies = trained(seed, shuffle=False)["accuracy"]
    assert "it takes more than half of the ten" in CELLS["order-explain"]
    assert accuracies[1:7] == [0.5] * 6
    ends = [lesson.train(lesson.x, lesson.y, epochs=epochs, shuffle=False, seed=seed)[:2] for epochs in (1, 3, 5)]
    first, third, fifth = ((lesson.x_valid[100:] @ w + b).mean().item() for w, b in ends)
    assert first > third > fifth > 5  # the sevens lower their scores, and only a little, as order-explain says
    assert 0.92 < accuracies[10] < 0.95
    assert 0.65 < trained(seed, lr=0.1, epochs=1, shuffle=False)["accuracy"][1] < 0.85
    assert trained(seed, lr=0.1, epochs=1)["accuracy"][1] >= 0.93
    assert trained(seed, lr=0.1, shuffle=False)["accuracy"][10] >= trained(seed, lr=0.1)["accuracy"][10] - 0.011


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
def test_moving_the_exam_costs_most_upwards_and_least_sideways_and_centring_mends_it(lesson, seed):
    w, b, _ = lesson.train(lesson.x, lesson.y, seed=seed)
    square = lesson.x_valid.view(-1, 28, 28)
    up, down, left, right = (
        lesson.accuracy(square.roll(by, along).reshape(-1, 784) @ w + b, lesson.y_valid)
        for by, along in ((-3, 1), (3, 1), (-3, 2), (3, 2))
    )
    assert up < 0.4 < 0.5 < down < 0.55
    assert 0.75 < left < right < 0.9
    back = torch.stack([as_mnist(image) for image in square.roll(-3, 1)]).reshape(-1, 784)
    assert lesson.accuracy(back @ w + b, lesson.y_valid) == lesson.accuracy(lesson.x_valid @ w + b, lesson.y_valid)


@pytest.mark.parametrize("seed", SEEDS)
def test_three_are_wrong_and_the_worst_is_a_three_whose_upper_bow_lies_on_the_stem_of_a_seven(lesson, seed):
    w, b, _ = lesson.train(lesson.x, lesson.y, seed=seed)
    scores = lesson.x_valid @ w + b
    right_by = torch.where(lesson.y_valid == 1, scores, -scores)[:, 0]
    worst = right_by.argmin()
    assert (right_by <= 0).sum() == 3
    assert lesson.y_valid[worst] == 1
    votes = (lesson.x_valid[worst] * w[:, 0]).view(28, 28)
    assert -8.5 < votes[8:20].sum() < -7
    assert 1 < votes[20:25].sum() < 2
    ink, sevens = lesson.x_valid[worst].view(28, 28)[8:20], lesson.x[400:].mean(0).view(28, 28)[8:20]
    assert (ink * sevens).sum() / ink.sum() > 0.45  # where its ink is, the mean seven has nearly its darkest: 0.7


def test_of_the_three_that_are_wrong_two_are_threes(lesson):
    w, b, _ = lesson.train(lesson.x, lesson.y)
    wrong = ((lesson.x_valid @ w + b > 0) != (lesson.y_valid == 1))[:, 0]
    assert lesson.y_valid[wrong].sum() == 2
    assert wrong.sum() == 3


def test_in_each_fold_the_trained_weights_are_ahead_of_those_made_by_hand():
    assert "in all five exams, by one image to six" in CELLS["sure-explain"]
    folds = re.findall(r"trained (\S+), by hand (\S+)", printed(LESSON, "sure"))
    ahead = [hits(float(trained)) - hits(float(by_hand)) for trained, by_hand in folds]
    assert (len(ahead), min(ahead), max(ahead)) == (5, 1, 6)


@pytest.mark.parametrize("way", ["nothing", "weights", "flat weights", "function"])
def test_the_pad_reads_with_what_the_learner_has_trained_or_with_the_weights_of_the_lesson(lesson, way):
    w, b, _ = lesson.train(lesson.x, lesson.y, epochs=1)
    given = {"nothing": None, "weights": (-w, -b, []), "flat weights": (-w[:, 0], -b), "function": lambda x: -x @ w - b}
    space = {"w_trained": w, "b_trained": b, "my_training": lambda x, y: given[way], "accuracy": lesson.accuracy}
    space |= {"x": lesson.x, "y": lesson.y, "x_valid": lesson.x_valid, "y_valid": lesson.y_valid}
    exec(CELLS["use"], space)
    scores = space["scores_of"](lesson.x_valid).reshape(-1, 1)
    torch.testing.assert_close(scores, (1 if way == "nothing" else -1) * (lesson.x_valid @ w + b))


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
        ("repeat-words", "after 13 rounds", "predict", "13 batches; the first has 64 images, 32 of them threes"),
        ("loss-words", "off by about one half", "loss", "loss: 0.50"),
        ("train-question", "0.960 is the number to beat", "digits", "made by hand: 0.960"),
        ("train-explain", "After one epoch, 13 steps", "train-run", "after epoch  1: accuracy 0.965"),
        ("train-explain", "gets five more of the 200 right", "train-run", "after epoch 10: accuracy 0.985"),
        ("why-question", "take four epochs to 0.985", "train-run", "after epoch  4: accuracy 0.985"),
        (
            "why-explain",
            "about 40 of them",
            "why",
            "800: 30 epochs, 30 steps, accuracy 0.975\nbatches of 800: 40 epochs, 40",
        ),
        ("order-question", "A. 0.5", "rate", "rate 1.0, sorted  : accuracy 0.500"),
        ("misled-words", "The first three, two threes and a seven", "worst", "3 of 200 are wrong"),
        ("misled-explain", "votes for a 7", "misled", "rows 8 to 19 vote -7.9"),
        ("misled-explain", "votes for a 3, and is too weak", "misled", "rows 20 to 24 vote +1.5"),
        ("rate-explain", "lifts the scores to about 11", "rate", "the mean score of the exam is 11"),
        ("moved-words", "read worse than by guessing; moved down, hardly better", "moved", "up: accuracy 0.305"),
        ("moved-words", "sideways less is lost", "moved", "left: accuracy 0.780\nright: accuracy 0.855"),
        ("moved-words", "read as before", "moved", "up, then centred: accuracy 0.985"),
        ("rate-explain", "the harm is smaller", "rate", "rate 0.1, sorted  : accuracy 0.750"),
        ("sure-heading", "how sure is the 0.985?", "train-run", "after epoch 10: accuracy 0.985"),
        (
            "sure-explain",
            "between 0.970 and 0.995",
            "sure",
            "fold 1: trained 0.970, by hand 0.940\nfold 2: trained 0.995",
        ),
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
