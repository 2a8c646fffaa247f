"""The exercise "07-loop": what `check` says of a whole training loop, and what it watches to say so."""

import dataclasses
import re

import pytest
import torch

from tests.check.right_ways.lesson_07 import RIGHT
from utils.check import judge
from utils.check.exercises import lesson_07, loop, training
from utils.check.exercises.loop import LoopWatch, digits
from utils.check.progress import Progress
from utils.check.watch import Watch, rows_of
from utils.digits import load_threes_and_sevens

X, Y = digits()[0]


@pytest.fixture(autouse=True)
def one_core():
    """As in the lesson: matrices this small are done sooner by one core."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def shuffles_once(x, y):
    order = torch.randperm(len(x))
    return training.loop(order=torch.arange)(x[order], y[order])


def shuffles_batches(x, y):
    w, b = training.start()
    batches = list(zip(x.split(64), y.split(64), strict=True))
    for _ in range(10):
        for number in torch.randperm(len(batches)):
            xb, yb = batches[number]
            training.mnist_loss(xb @ w + b, yb).backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad = b.grad = None
    return w, b


def reason(name):
    """The reason that the fault called `name` gets."""
    return next(w.reason for w in lesson_07.LOOP.wrong if w.when([dataclasses.make_dataclass("T", ["fault"])(name)]))


def test_the_loop_gets_sorted_digits_and_is_judged_on_digits_that_it_does_not_get():
    (x, y), (unseen, labels) = digits()
    assert (tuple(x.shape), tuple(y.shape), tuple(unseen.shape)) == ((800, 784), (800, 1), (200, 784))
    assert y[:400].all()
    assert not y[400:].any()
    assert int(labels.sum()) == 100
    known = {tuple(image) for image in x.tolist()}
    assert not any(tuple(image) in known for image in unseen.tolist())
    assert not torch.equal(x, load_threes_and_sevens()[0])


def test_the_accuracy_that_is_reached_is_said(check_says):
    found = re.search(r"200 digits that it has not seen: (0\.\d{3})\.$", check_says("07-loop", training.loop()))
    assert float(found[1]) >= 0.95


@pytest.mark.rare
@pytest.mark.parametrize("seed", range(10))
def test_plain_loops_pass_from_any_start(seed, check_says):
    def my_training(x, y):
        torch.manual_seed(seed)
        return training.loop()(x, y)

    assert check_says("07-loop", my_training).startswith("Right.")


def test_sorted_images_are_found_out_whatever_the_accuracy(check_says):
    for answer in (training.loop(order=torch.arange, lr=0.1, epochs=60), shuffles_batches):
        text = check_says("07-loop", answer)
        assert reason("sorted") in text
    assert float(re.search(r"not seen: (0\.\d{3})\.", text)[1]) >= 0.95


def test_a_sorted_loop_that_reaches_the_accuracy_is_told_that_it_was_late(check_says):
    assert check_says("07-loop", training.loop(order=torch.arange, lr=0.1, epochs=60)).endswith(loop.LATE)
    assert loop.LATE not in check_says("07-loop", training.loop(order=torch.arange, epochs=3))


@pytest.mark.parametrize(
    ("answer", "order"),
    [
        (training.loop(size=800, epochs=100), "whole"),
        (training.loop(size=800, epochs=100, order=torch.arange), "whole"),
        (shuffles_once, "once"),
        (training.loop(), ""),
    ],
)
def test_a_right_loop_is_told_what_there_is_to_say_of_the_order_of_its_images(answer, order, check_says):
    text = check_says("07-loop", answer)
    assert text.startswith("Right.")
    assert text.endswith(loop.ABOUT_ORDER[order] or ".")
    assert not any(words in text for name, words in loop.ABOUT_ORDER.items() if words and name != order)


def measured_with_slopes(x, y):
    """Sorted, and with an accuracy that PyTorch records: its images are those of no step."""
    w, b = torch.randn(784, 1).mul_(0.01).requires_grad_(), torch.zeros(1, requires_grad=True)
    for _ in range(10):
        for rows in torch.arange(len(x)).split(64):
            training.mnist_loss(x[rows] @ w + b, y[rows]).backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
            w.grad = b.grad = None
            (x @ w + b > 0).float().mean()
    return w, b


def starts_afresh_in_each_batch(x, y):
    for _ in range(3):
        for rows in torch.randperm(len(x)).split(64):
            w, b = training.start()
            training.mnist_loss(x[rows] @ w + b, y[rows]).backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
    return w, b


def never_stops(x, y):
    while True:
        training.loop(epochs=1)(x, y)


def forgets_return(x, y):
    w, b = training.loop()(x, y)
    print(w.shape, b.shape)


def multiplies_labels(x, y):
    return x @ y


def swaps(x, y):
    return training.loop()(x, y)[::-1]


def marks_too_early(x, y):
    w, b = torch.randn(784, 1, requires_grad=True) * 0.01, torch.zeros(1, requires_grad=True)
    for rows in torch.randperm(len(x)).split(64):
        training.mnist_loss(x[rows] @ w + b, y[rows]).backward()
        with torch.no_grad():
            w -= w.grad
            b -= b.grad


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (measured_with_slopes, "sorted"),
        (training.loop(zeroed="w"), "zero"),
        (training.loop(zeroed="b"), "zero"),
        (training.loop(lr=0.0), "still"),
        (training.loop(stepped="b"), "still"),
        (starts_afresh_in_each_batch, "afresh"),
        (training.loop(order=lambda n: torch.arange(n).flip(0)), "sorted"),
        (training.loop(order=lambda n: torch.randperm(64)), "one batch"),
        (training.loop(order=lambda n: torch.randperm(64), epochs=1), "one batch"),
        (training.loop(lr=1e4), "too large"),
        (training.loop(lr=-0.01, epochs=2), "uphill"),
        (marks_too_early, "replaced"),
        (swaps, "form"),
        (lambda x, y: 3, "form"),
        (lambda x, y: lambda images: "three", "form"),
    ],
)
def test_other_slips_get_their_reason_too(answer, fault, check_says):
    assert check_says("07-loop", answer).startswith(f"Not right yet. {reason(fault)}")


def test_a_loop_that_never_stops_is_told_of_step_seven(check_says, monkeypatch):
    monkeypatch.setitem(lesson_07.EXERCISES, "07-loop", dataclasses.replace(lesson_07.LOOP, seconds=0.5))
    text = check_says("07-loop", never_stops)
    assert text.startswith("Not yet: stopped after 0.5 seconds")
    assert text.endswith("Step 7 is missing: stop after a number of epochs, such as 10.")


def test_a_loop_has_half_a_minute():
    assert lesson_07.LOOP.seconds == 30
    assert judge.CHECK_SECONDS == 2


def test_a_loop_that_gives_nothing_back_and_one_that_fails_are_told_so(check_says):
    assert check_says("07-loop", forgets_return).startswith("Not yet: `forgets_return` gives nothing back.")
    text = check_says("07-loop", multiplies_labels)
    assert text.startswith("Not yet: `multiplies_labels` raised RuntimeError")
    assert "at `return x @ y`" in text


# What is watched


def test_the_images_before_each_step_are_known_however_they_were_made():
    rows = torch.randperm(800)[:100]
    for made in (X, X * 255, X - X.mean(), (X - X.mean(0)) / (X.std(0) + 1e-3), X + 0.02 * torch.rand_like(X)):
        assert torch.equal(rows_of(made[rows], X), rows)
    assert (rows_of(torch.randn(5, 784), X) == -1).all()


@pytest.mark.rare
@pytest.mark.parametrize("way", range(len(RIGHT["07-loop"])))
def test_nearly_every_image_that_a_loop_uses_is_recognised(way):
    torch.manual_seed(0)
    watch = LoopWatch(X, Y)
    with watch:
        RIGHT["07-loop"][way](X.clone(), Y.clone())
    met = sum(map(len, watch.batches or watch.loose))
    assert met >= 1600
    assert len(watch.rows) > 0.97 * met
    assert len(watch.rows.unique()) > 700


def test_a_watch_notes_the_images_weights_and_slopes_of_each_pass():
    w = torch.ones(784, 1, requires_grad=True)
    with Watch(X) as watch:
        for first in (0, 10):
            (X[first : first + 5] @ w).mean().backward()
    assert watch.sizes == [5, 5]
    assert torch.equal(torch.cat(watch.batches), X[[0, 1, 2, 3, 4, 10, 11, 12, 13, 14]])
    assert [one.left for one in watch.passes] == [[False], [True]]
    assert torch.allclose(watch.passes[0].slopes[0][:, 0], X[:5].mean(0))
    assert watch.leaves[0] is w


# The bar


class Publisher:
    """Takes what a kernel would send to the page."""

    def __init__(self):
        self.sent = []

    def publish(self, data, metadata, transient, update):
        self.sent.append((data.get("text/plain"), update))


def test_the_bar_fills_and_goes_away(monkeypatch):
    publisher = Publisher()
    shell = type("Shell", (), {"display_pub": publisher})
    monkeypatch.setattr("utils.check.progress.get_ipython", lambda: shell)
    with Progress(30) as bar:
        bar(3.0)
        bar(15.0)
    shown = [text for text, _ in publisher.sent]
    assert [update for _, update in publisher.sent] == [False, True, True]
    assert shown[0].endswith("3 of at most 30 seconds")
    assert [text.count("\N{FULL BLOCK}") for text in shown[:2]] == [3, 15]
    assert shown[2] is None


def test_a_short_check_shows_no_bar(monkeypatch):
    publisher = Publisher()
    monkeypatch.setattr("utils.check.progress.get_ipython", lambda: type("Shell", (), {"display_pub": publisher}))
    with Progress(30):
        pass
    assert publisher.sent == []
