"""Tests lesson 9: loop by hand and library agree, wrong labels are learned by heart, and a network reads ten digits."""

import math
import re

import pytest
import torch

from tests.lessons.lesson_code import NOTEBOOKS, cells, printed, source
from tests.lessons.running import LessonRun
from utils.digits import load_digits, load_threes_and_sevens
from utils.pictures.early_stopping import stopping

LESSON = "09_library"
bce = torch.nn.functional.binary_cross_entropy_with_logits
pytestmark = pytest.mark.rare  # it trains the networks of the lesson on ten seeds


@pytest.fixture(scope="module")
def lesson():
    """The variables of the lesson after the cells that define what is tested here."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        run = LessonRun(LESSON, monkeypatch)
        for name in ("imports", "digits", "own-optimizer", "train", "fit"):
            run.run(name)
        return run.scope


@pytest.fixture(scope="module")
def noisy(lesson):
    """The histories of ten starts with 40 wrong labels."""
    return [lesson["fit_noisy"](40, seed) for seed in range(10)]


def best_of(history):
    """The epoch of the lowest validation loss."""
    return history["valid"].index(min(history["valid"]))


@pytest.mark.parametrize("seed", range(10))
def test_the_optimizer_of_ten_lines_gives_the_weights_of_the_loop_by_hand_and_of_torch(lesson, seed):
    torch.manual_seed(seed)
    mine, theirs = torch.nn.Linear(784, 1), torch.nn.Linear(784, 1)
    theirs.load_state_dict(mine.state_dict())
    w, b = mine.weight.detach().clone(), mine.bias.detach().clone()
    for _ in range(5):
        for xb, yb in lesson["batches"]:
            w.requires_grad_(), b.requires_grad_()
            slopes = torch.autograd.grad(bce(xb @ w.T + b, yb), (w, b))
            w, b = w.detach() - slopes[0], b.detach() - slopes[1]
    by_hand = lesson["train"](mine, lesson["MySGD"](mine.parameters(), lr=1.0))
    with_torch = lesson["train"](theirs, torch.optim.SGD(theirs.parameters(), lr=1.0))
    assert torch.allclose(mine.weight, w, atol=1e-5)
    assert torch.allclose(mine.bias, b, atol=1e-5)
    assert torch.allclose(torch.tensor(by_hand), torch.tensor(with_torch), atol=1e-5)
    _, _, x_valid, y_valid = load_threes_and_sevens()
    assert by_hand[-1][0] == pytest.approx(bce(x_valid @ w.T + b, y_valid).item(), abs=1e-5)


def test_the_optimizer_has_ten_lines():
    assert len([line for line in source(LESSON, "own-optimizer").splitlines() if line.strip()]) == 10


def test_the_three_ways_of_writing_print_the_same_numbers():
    assert "three ways of writing, one computation" in source(LESSON, "side-by-side-words")
    *lines, weights = printed(LESSON, "side-by-side").splitlines()
    rows = [line[12:].split() for line in lines]
    assert len(rows) == 3
    assert weights == "The Learner ends at the same 784 weights, too: True"
    assert len(rows[0]) == 10
    assert rows[0] == rows[1] == rows[2]


def test_cross_entropy_refuses_a_column_of_class_numbers():
    assert "refuses a column" in source(LESSON, "ten-words")
    with pytest.raises(RuntimeError, match="multi-target"):
        torch.nn.functional.cross_entropy(torch.zeros(3, 10), torch.zeros(3, 1, dtype=torch.int64))


def test_softmax_and_cross_entropy_by_hand_are_those_of_pytorch_as_printed():
    exps, by_hand, theirs, loss = printed(LESSON, "class-numbers").splitlines()
    p = [float(each) for each in re.findall(r"\d\.\d+", by_hand)]
    assert re.findall(r"\d\.\d+", exps) == ["7.3891", "2.7183", "1.0000"]
    assert sum(p) == pytest.approx(1, abs=1e-3)
    assert re.findall(r"\d\.\d+", theirs) == re.findall(r"\d\.\d+", by_hand)
    assert re.findall(r"\d\.\d+", loss) == [f"{-math.log(p[1]):.3f}"] * 2


def test_there_are_as_many_digits_as_the_question_says():
    assert "4,000 images train, and 1,000 are held out, 100 of each digit" in source(LESSON, "ten-question")
    x, _, x_valid, y_valid = load_digits()
    assert (len(x), len(x_valid)) == (4000, 1000)
    assert y_valid.bincount().tolist() == [100] * 10


def test_the_three_printed_accuracies_of_ten_digits_rise():
    similarity, linear, network = (float(line.split()[-1]) for line in printed(LESSON, "ten-run").splitlines())
    assert similarity == 0.63
    assert 0.87 <= linear <= 0.90
    assert linear + 0.02 <= network <= 0.93


def test_with_wrong_labels_ten_starts_of_ten_learn_them_by_heart_and_lose_on_new_digits(noisy):
    for history in noisy:
        assert history["learned"] >= 0.99
        assert history["train"][-1] < 0.1
        assert history["valid"][-1] > 1.3 * min(history["valid"])
        assert history["accuracy"][best_of(history)] - history["accuracy"][-1] > 0.05
    said = [float(number) for number in re.findall(r"\d\.\d+", printed(LESSON, "ten-starts"))]
    times = [history["valid"][-1] / min(history["valid"]) for history in noisy]
    assert said[1:3] == pytest.approx([min(times), max(times)], abs=0.051)


def test_the_losses_have_small_bumps_only_so_that_the_sketch_shows_a_fall_and_a_rise(noisy, lesson):
    for history in [*noisy, lesson["fit_noisy"](40)]:
        valid, train = (torch.tensor(history[name]) for name in ("valid", "train"))
        assert train.diff().max() < 0.08
        assert valid.diff().max() < 0.2
        assert valid[0] > valid.min() + 0.3


def test_the_start_of_the_picture_ends_nearly_where_it_began_with_the_accuracies_of_the_prose(lesson):
    history = lesson["fit_noisy"](40)
    assert history["valid"][-1] == pytest.approx(history["valid"][0], abs=0.05)
    kept = [history["accuracy"][stopping(history["valid"], patience)[0]] for patience in (100, 1)]
    said = re.findall(r"\b0\.\d+", source(LESSON, "stop-explain"))
    end = history["accuracy"][-1]
    assert said == [f"{each:.3f}" for each in (kept[0], end, kept[1], end)]
    for patience in (2, 3, 5, 10, 20):
        assert history["accuracy"][stopping(history["valid"], patience)[0]] > end + 0.1


def test_what_the_stop_links_promise_of_the_drawn_start(lesson):
    losses = lesson["fit_noisy"](40)["valid"]
    bests, stops = zip(*[stopping(losses, patience) for patience in (1, 3, 20, 100)], strict=True)
    assert bests[0] < bests[1] == bests[2] == bests[3]
    assert stops[0] == bests[0] + 1
    assert stops[2] < stops[3] == 100


def test_without_wrong_labels_there_is_little_to_stop_for(lesson):
    for seed in range(10):
        history = lesson["fit_noisy"](0, seed)
        assert history["valid"][-1] < 0.2
        assert history["accuracy"][best_of(history)] - history["accuracy"][-1] < 0.016


def test_every_loss_of_the_picture_is_inside_it_and_the_sketch_can_be_drawn(lesson):
    for flipped in (0, 20, 40):
        history = lesson["fit_noisy"](flipped)
        assert max(history["train"] + history["valid"]) < 1.2


def test_fastai_stops_early_and_keeps_the_best():
    said = printed(LESSON, "early")
    assert "Better model found at epoch" in said
    assert said.rstrip().endswith("early stopping")
    assert not (NOTEBOOKS / "models").exists()


@pytest.mark.parametrize("patience", [1, 2, 5, 100])
def test_the_functions_of_the_lesson_agree_with_the_picture(patience):
    scope = {"torch": torch}
    exec(source(LESSON, "patience-seeds").split("\n\n\n")[0], scope)
    exec(re.search(r"```python\n(.*)```", source(LESSON, "patience-solution"), re.DOTALL)[1], scope)
    losses = (
        torch.linspace(-1, 2, 60) ** 2 + 0.3 * torch.rand(60, generator=torch.Generator().manual_seed(1))
    ).tolist()
    best, stop = stopping(losses, patience)
    assert scope["stop_epoch"](losses, patience) == stop
    assert scope["kept"]({"valid": losses, "accuracy": losses}, patience).tolist() == pytest.approx(
        [stop, losses[best], losses[best]]
    )


def test_more_patience_finds_a_lower_loss_as_printed():
    rows = re.findall(r"(\d+) wrong, patience +(\d+).*loss (\S+), accuracy (\S+)", printed(LESSON, "patience-seeds"))
    loss, right = ({(int(f), int(p)): float(row[at]) for f, p, *row in rows} for at in (0, 1))
    assert loss[40, 1] > loss[40, 5] >= loss[40, 20]
    assert loss[0, 1] > loss[0, 5] >= loss[0, 20]
    for wrong in (0, 40):
        assert loss[wrong, 1] - loss[wrong, 5] > 5 * (loss[wrong, 5] - loss[wrong, 20])
        three = [right[wrong, patience] for patience in (1, 5, 20)]
        assert max(three) - min(three) <= 3 / 200


def test_one_cycle_is_at_no_rate_better_than_the_fixed_rate_by_more_than_chance():
    numbers = re.findall(
        r"rate (\S+):.*fixed (\S+) \(worst (\S+)\).*cycle (\S+) \(worst (\S+)\)", printed(LESSON, "cycle")
    )
    table = {float(lr): tuple(map(float, row)) for lr, *row in numbers}
    assert sorted(table) == [0.1, 1.0, 10.0]
    assert all(table[lr][0] < table[lr][2] for lr in (0.1, 1.0))
    assert table[10.0][0] == pytest.approx(table[10.0][2], rel=0.1)
    assert min(table[10.0]) > 3 * table[1.0][0]


def test_the_suggested_rate_is_far_below_the_best():
    rows = re.findall(r"rate +(\S+): .* loss (\S+), accuracy", printed(LESSON, "finder-table"))
    losses = {float(lr): float(loss) for lr, loss in rows}
    suggested = min(losses)
    assert 1.0 / suggested > 20
    assert min(losses, key=losses.get) == 1.0


def test_the_network_reads_at_least_sixteen_of_twenty_drawings_of_each_digit_but_the_one():
    counts = {int(digit): int(right) for digit, right in re.findall(r"(\d): (\d+)", printed(LESSON, "drawings"))}
    assert sorted(counts) == list(range(10))
    assert min(right for digit, right in counts.items() if digit != 1) >= 18
    assert counts[1] == 13
    assert "at least 18 times of 20, and the 1 only 13 times" in source(LESSON, "drawings-explain")


def test_the_core_ends_with_the_finale_and_the_lesson_with_the_page_on_what_one_can_do():
    headings = [cell.source for cell in cells(LESSON).values() if cell.source.startswith("## ")]
    further = [number for number, heading in enumerate(headings) if heading.startswith("## Further")]
    assert headings[further[0] - 1] == "## The finale: draw any digit"
    assert headings[further[-1] + 1 :] == ["## What you saw"]
    assert "(what_you_can_do.md)" in source(LESSON, "saw")
