"""Whatever a learner's function does, `check` ends, no thread goes on running, and settings are restored."""
# ruff: noqa: SIM105 (a learner does not know contextlib.suppress)

import builtins
import random
import signal
import threading
import time
import warnings

import matplotlib
import numpy as np
import pytest
import torch
from PIL import Image

from utils.check import check
from utils.check.exercises import lesson_03, lesson_06
from utils.check.sandbox import seed_all
from utils.time_limit import Worker


def right_step(x, lr):
    return x - lr * 2 * x


# Time limit


def endless(x, lr):
    while True:
        pass


def catching(x, lr):
    while True:
        try:
            x = x + lr
        except Exception:
            pass


def catching_all(x, lr):
    while True:
        try:
            x = x + lr
        except:  # noqa: E722 (that is the point)
            pass


def long_loop():
    for _ in range(10**8):
        pass


def catching_around_a_loop(x, lr):
    while True:
        try:
            long_loop()
        except BaseException:
            pass


def continuing_in_finally(x, lr):
    while True:
        try:
            long_loop()
        finally:
            continue  # noqa: B012


def sleeping(x, lr):
    time.sleep(30)


def allocating(x, lr):
    held = []
    while True:
        held.append(x)
        del held[:]


@pytest.fixture
def all_ended():
    """`all_ended()` waits until every thread that was started since has ended or is blocked for good."""
    before = set(threading.enumerate())

    def is_blocked(thread):
        return isinstance(thread, Worker) and thread.blocked

    def running():
        return set(threading.enumerate()) - before

    def wait(seconds=20):
        end = time.monotonic() + seconds
        while not all(map(is_blocked, running())):
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    return wait


@pytest.mark.rare
@pytest.mark.parametrize(
    "answer", [endless, catching, catching_all, catching_around_a_loop, continuing_in_finally, allocating]
)
def test_a_function_that_never_ends_is_stopped_and_its_thread_does_not_run_on(
    answer, check_says, short_limit, all_ended
):
    text = check_says("03-step", answer)
    assert text == "Not yet: stopped after 0.3 seconds for x = -1.5, lr = 0.1. Is there a loop that never ends?"
    assert all_ended()


def test_a_long_sleep_is_not_waited_for(check_says, short_limit):
    began = time.monotonic()
    assert "stopped after 0.3 seconds" in check_says("03-step", sleeping)
    assert time.monotonic() - began < 20


def test_the_limit_is_two_seconds(check_says):
    began = time.monotonic()
    assert "stopped after 2 seconds" in check_says("03-step", endless)
    assert time.monotonic() - began > 1.9


def test_a_function_stopped_inside_one_long_call_does_not_go_on_after_it(check_says, short_limit, all_ended):
    long_call, went_on = threading.Lock(), []
    long_call.acquire()

    def waits(x, lr):
        long_call.acquire()
        went_on.append(True)

    check_says("03-step", waits)
    long_call.release()
    assert all_ended()
    assert not went_on


def test_the_input_at_which_it_hangs_is_named(check_says, short_limit):
    def hangs_at_two(x, lr):
        while x == 2:
            pass
        return x

    assert "for x = 2, lr = 0.25." in check_says("03-step", hangs_at_two)


@pytest.mark.rare
@pytest.mark.parametrize("answer", [right_step, endless])
def test_it_works_in_another_thread(answer, check_says, short_limit, capsys):
    expected = check_says("03-step", answer)
    thread = threading.Thread(target=check, args=("03-step", answer))
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert capsys.readouterr().out.strip() == expected


@pytest.fixture
def interruptible():
    """An interrupt raises KeyboardInterrupt, as in a kernel; a process in the background of a shell may ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows sends no signals to threads")
def test_a_learner_may_interrupt_check_and_no_thread_runs_on(interruptible, all_ended):
    def changes_a_setting_and_hangs(x, lr):
        torch.set_default_dtype(torch.float64)
        while True:
            pass

    main = threading.get_ident()
    threading.Timer(0.3, signal.pthread_kill, (main, signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        check("03-step", changes_a_setting_and_hangs)
    assert torch.get_default_dtype() is torch.float32
    assert all_ended()


# Copies and settings


def test_inputs_are_copies(check_made_up):
    def in_place(w):
        w.data.mul_(0)
        w.grad.zero_()
        return w

    given = torch.tensor([1.0, 2.0]).requires_grad_()
    given.grad = torch.tensor([3.0, 4.0])
    assert check_made_up(in_place, lambda w: w + w.grad, (given,)).endswith("`in_place` gives tensor([0, 0]). Think.")
    assert given.tolist() == [1, 2]
    assert given.grad.tolist() == [3, 4]


def test_every_call_sees_fresh_copies(check_made_up):
    values = torch.tensor([1.0, 2.0])

    def doubles(w):
        return w.mul_(2)

    assert check_made_up(doubles, lambda w: w * 2, (values,), (values,)).startswith("Right.")


def test_random_states_are_restored(check_says):
    def spends(x, lr):
        seed_all(1)
        draws()
        return x - lr * 2 * x

    def draws():
        return random.random(), np.random.rand(), torch.rand(1).item()  # noqa: NPY002 (a learner may)

    seed_all(5)
    expected = draws()
    seed_all(5)
    assert check_says("03-step", spends).startswith("Right.")
    assert draws() == expected


def test_answer_and_reference_get_the_same_random_numbers(check_made_up):
    assert check_made_up(lambda n: torch.randn(n) + 0, lambda n: torch.randn(n), (3,), (4,)).startswith("Right.")


def test_settings_are_restored(check_says):
    def changes_settings(x, lr):
        matplotlib.rcParams["lines.linewidth"] = 77
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        builtins.input = None
        return x - lr * 2 * x

    width, original_input = matplotlib.rcParams["lines.linewidth"], builtins.input
    assert check_says("03-step", changes_settings).startswith("Right.")
    assert matplotlib.rcParams["lines.linewidth"] == width
    assert torch.get_default_dtype() is torch.float32
    assert torch.is_grad_enabled()
    assert builtins.input is original_input


def test_the_notebook_s_own_grad_mode_neither_matters_nor_changes(check_says):
    with torch.no_grad():
        assert check_says("06-loss", lesson_06.EXERCISES["06-loss"].reference).startswith("Right.")
        assert not torch.is_grad_enabled()


def test_a_function_that_changes_variables_of_the_notebook_changes_them_as_any_call_does(check_says):
    weights, losses = torch.ones(2), []

    def changes(x, lr, held=weights):
        held.zero_()
        losses.append(x)
        return x - lr * 2 * x

    assert check_says("03-step", changes).startswith("Right.")
    assert weights.tolist() == [0, 0]
    assert losses[0] == -1.5


def nested_tensor():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch calls nested tensors a prototype
        return torch.nested.nested_tensor([torch.ones(1), torch.ones(2)])


# Values that cannot be copied or written to, as a learner's notebook may hold them.
ODD_VALUES = {
    "read-only view": lambda: np.broadcast_to(np.ones(1), 5),
    "read-only pixels": lambda: np.asarray(Image.new("L", (28, 28))),
    "read-only bytes": lambda: np.frombuffer(b"abcd", dtype=np.uint8),
    "expanded tensor": lambda: torch.ones(1).expand(5),
    "lazy module": lambda: torch.nn.LazyLinear(2),
    "nested tensor": nested_tensor,
}


@pytest.mark.parametrize("kind", ODD_VALUES)
def test_a_right_answer_is_right_whatever_else_the_notebook_holds(kind, check_says, monkeypatch):
    odd = ODD_VALUES[kind]()

    def closes_over_it(x, lr, held=odd):
        return x - lr * 2 * x if held is odd else None

    monkeypatch.setitem(globals(), "odd", odd)
    assert check_says("03-step", right_step).startswith("Right.")
    assert check_says("03-step", closes_over_it).startswith("Right.")
    assert check_says("03-step", lambda x, lr: x + lr * 2 * x) == f"Not right yet. {lesson_03.STEP.wrong[0].reason}"
    assert globals()["odd"] is odd


def test_two_checks_of_one_answer_say_the_same(check_says):
    answers = [lambda x, lr: object(), lambda x, lr: x.nothing, lambda x, lr: {x, lr}]
    assert [check_says("03-step", a) for a in answers] == [check_says("03-step", a) for a in answers]
