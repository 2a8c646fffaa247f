"""Whatever a learner's function does, `check` does not hang, and nothing is left running or spoilt."""
# ruff: noqa: F401, F811, SIM105 (fixtures come by import; a loop that swallows everything is a learner's own)

import builtins
import random
import signal
import sys
import threading
import time

import matplotlib
import numpy as np
import pytest
import torch

from tests.check.conftest import hurried, probe, said
from utils.check import check
from utils.check.exercises import lesson_03, lesson_07
from utils.check.sandbox import seed_all

weights = torch.tensor([1.0, 2.0], requires_grad=True)
weights.grad = torch.tensor([3.0, 4.0])
path = [1.0, 2.0]
history = {"loss": [torch.tensor(0.5)]}
table = np.array([1.0, 2.0])
count = 0


def right_step(x, lr):
    return x - lr * 2 * x


# Time


def endless(x, lr):
    while True:
        pass


def swallowing(x, lr):
    while True:
        try:
            x = x + lr
        except Exception:
            pass


def swallowing_all(x, lr):
    while True:
        try:
            x = x + lr
        except:  # noqa: E722 (that is the point)
            pass


def long_loop():
    for _ in range(10**8):
        pass


def swallowing_around_a_loop(x, lr):
    while True:
        try:
            long_loop()
        except BaseException:
            pass


def ending_never(x, lr):
    while True:
        try:
            long_loop()
        finally:
            continue  # noqa: B012


def asleep(x, lr):
    time.sleep(30)


def growing(x, lr):
    held = []
    while True:
        held.append(x)
        del held[:]


def processor_seconds(seconds):
    """How much of the processor all threads here use while this one sleeps."""
    before = time.process_time()
    time.sleep(seconds)
    return time.process_time() - before


TIMED = [endless, swallowing, swallowing_all, swallowing_around_a_loop, ending_never, asleep, growing]


@pytest.mark.parametrize("answer", TIMED)
def test_nothing_hangs_and_nothing_spins_on(answer, capsys, hurried):
    began = time.monotonic()
    text = said(capsys, "03-step", answer)
    assert text == "Not yet: stopped after 0.3 seconds for x = -1.5, lr = 0.1. Is there a loop that never ends?"
    assert time.monotonic() - began < 3
    assert processor_seconds(0.3) < 0.1


def test_two_seconds_are_the_limit(capsys):
    began = time.monotonic()
    assert "stopped after 2 seconds" in said(capsys, "03-step", endless)
    assert 1.9 < time.monotonic() - began < 3


def test_what_was_stopped_in_its_sleep_does_not_wake(capsys, hurried):
    class Seen:  # a class, for lists that the function closes over are put back
        threads, woken = (), False

    def dozes(x, lr):
        Seen.threads += (threading.get_ident(),)
        time.sleep(0.8)
        Seen.woken = True

    began = time.monotonic()
    said(capsys, "03-step", dozes)
    time.sleep(max(0, began + 1.5 - time.monotonic()))
    assert not Seen.woken
    assert Seen.threads[0] not in sys._current_frames()


def test_the_input_that_hangs_is_named(capsys, hurried):
    def hangs_at_two(x, lr):
        while x == 2:
            pass
        return x

    assert "for x = 2, lr = 0.25." in said(capsys, "03-step", hangs_at_two)


@pytest.mark.parametrize("answer", [right_step, endless])
def test_it_works_in_another_thread(answer, capsys, hurried):
    expected = said(capsys, "03-step", answer)
    thread = threading.Thread(target=check, args=("03-step", answer))
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert capsys.readouterr().out.strip() == expected


@pytest.fixture
def interruptible():
    """As in a kernel an interrupt raises; what a shell runs in the background is started with interrupts ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows sends no signals to threads")
def test_the_learner_may_interrupt_and_nothing_is_left_running(interruptible):
    def spoils_and_hangs(x, lr):
        torch.set_default_dtype(torch.float64)
        while True:
            pass

    main = threading.get_ident()
    threading.Timer(0.3, signal.pthread_kill, (main, signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        check("03-step", spoils_and_hangs)
    assert torch.get_default_dtype() is torch.float32
    assert processor_seconds(0.3) < 0.1


# Nothing spoilt


def test_inputs_are_copies(probe):
    def in_place(w):
        w.data.mul_(0)
        w.grad.zero_()
        return w

    given = torch.tensor([1.0, 2.0]).requires_grad_()
    given.grad = torch.tensor([3.0, 4.0])
    assert probe(in_place, lambda w: w + w.grad, (given,)).endswith("`in_place` gives tensor([0, 0]). Think.")
    assert given.tolist() == [1, 2]
    assert given.grad.tolist() == [3, 4]


def test_every_call_sees_fresh_copies(probe):
    values = torch.tensor([1.0, 2.0])

    def doubles(w):
        return w.mul_(2)

    assert probe(doubles, lambda w: w * 2, (values,), (values,)).startswith("Right.")


def test_seeds_and_random_numbers_are_as_before(capsys):
    def spends(x, lr):
        seed_all(1)
        draws()
        return x - lr * 2 * x

    def draws():
        return random.random(), np.random.rand(), torch.rand(1).item()  # noqa: NPY002 (a learner may)

    seed_all(5)
    expected = draws()
    seed_all(5)
    assert said(capsys, "03-step", spends).startswith("Right.")
    assert draws() == expected


def test_both_sides_get_the_same_random_numbers(probe):
    assert probe(lambda n: torch.randn(n) + 0, lambda n: torch.randn(n), (3,), (4,)).startswith("Right.")


def test_settings_are_as_before(capsys):
    def spoils(x, lr):
        matplotlib.rcParams["lines.linewidth"] = 77
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        builtins.input = None
        return x - lr * 2 * x

    width, asking = matplotlib.rcParams["lines.linewidth"], builtins.input
    assert said(capsys, "03-step", spoils).startswith("Right.")
    assert matplotlib.rcParams["lines.linewidth"] == width
    assert torch.get_default_dtype() is torch.float32
    assert torch.is_grad_enabled()
    assert builtins.input is asking


def test_the_learner_own_grad_mode_neither_matters_nor_changes(capsys):
    with torch.no_grad():
        assert said(capsys, "07-loss", lesson_07.LOSS.reference).startswith("Right.")
        assert not torch.is_grad_enabled()


def test_the_learner_own_variables_are_as_before(capsys):
    def spoils(x, lr):
        global count, weights, invented
        if count:
            return x - lr * 2 * x
        with torch.no_grad():
            weights -= 1
        weights.grad.zero_()
        weights.requires_grad_(False)
        history["loss"][0] += 1
        history["loss"].append(2)
        history["new"] = 3
        path.append(x)
        table[0] = 9
        count, weights, invented = 7, None, 8
        return x - lr * 2 * x

    kept, slopes = weights, weights.grad
    assert said(capsys, "03-step", spoils).startswith("Right.")
    assert weights is kept
    assert weights.grad is slopes
    assert weights.requires_grad
    assert (weights.tolist(), slopes.tolist()) == ([1, 2], [3, 4])
    assert (path, table.tolist(), count, "invented" in globals()) == ([1, 2], [1, 2], 0, False)
    assert history == {"loss": [torch.tensor(0.5)]}


def test_what_it_closes_over_and_its_defaults_are_as_before(capsys):
    closed, default = torch.zeros(2), torch.ones(2)
    model = torch.nn.Linear(2, 1)
    before = model.weight.detach().clone()

    def spoils(x, lr, held=default):
        closed.add_(1)
        held.mul_(5)
        model.weight.data.zero_()
        return x - lr * 2 * x

    assert said(capsys, "03-step", spoils).startswith("Right.")
    assert closed.tolist() == [0, 0]
    assert default.tolist() == [1, 1]
    assert torch.equal(model.weight, before)


def test_a_resized_or_newly_tracked_tensor_is_as_before(capsys):
    plain, needs = torch.zeros(2), torch.ones(2, requires_grad=True)

    def spoils(x, lr):
        plain.data = torch.ones(3)
        needs.grad = None
        (needs * 2).sum().backward()
        return x - lr * 2 * x

    said(capsys, "03-step", spoils)
    assert plain.tolist() == [0, 0]
    assert needs.grad is None


def test_two_runs_say_the_same(capsys):
    answers = [lambda x, lr: object(), lambda x, lr: x.nothing, lambda x, lr: {x, lr}]
    assert [said(capsys, "03-step", a) for a in answers] == [said(capsys, "03-step", a) for a in answers]
