"""`check` prints one sentence for every answer, and for a usual wrong answer its reason."""

import builtins
import sys

import numpy as np
import pytest
import torch

from utils.check.compare import SAME, WRONG_VALUE, compare
from utils.check.describe import describe
from utils.check.exercises import Wrong, lesson_03


def right_step(x, lr):
    return x - lr * 2 * x


# Names and arguments


def test_an_unknown_name_lists_the_exercises_of_its_lesson(check_says):
    text = check_says("03-stepp", right_step)
    assert text.startswith("There is no exercise '03-stepp'. check knows ")
    assert '"03-step"' in text
    assert '"07-loop"' not in text


@pytest.mark.parametrize("name", ["99-none", "", "step", 3, None, right_step, "../x"])
def test_a_name_of_no_lesson_lists_all_exercises(name, check_says):
    text = check_says(name, right_step)
    assert text.startswith("There is no exercise")
    assert '"03-step"' in text
    assert '"07-loop"' in text


@pytest.mark.parametrize("answers", [(), (1, 2)])
def test_no_answer_or_two_answers_are_explained(answers, check_says):
    assert check_says("03-step", *answers).endswith('like this: check("03-step", answer)')


def test_a_call_without_arguments_is_explained(check_says):
    assert "There is no exercise ''" in check_says()


# Not yet


def with_gap(x, lr):
    new_x = ...
    return new_x


def with_gap_used(x, lr):
    return x - lr * ...


def with_gap_in_loop(x, lr):
    while x != ...:
        x = x - lr
    return x


def with_error_left(x, lr):
    raise NotImplementedError


@pytest.mark.parametrize("stub", [with_gap, with_gap_used, with_gap_in_loop, with_error_left])
def test_a_function_with_a_gap_is_not_yet(stub, check_says, short_limit):
    assert check_says("03-step", stub) == "Not yet: fill in the ... and run this cell again."


def test_a_forgotten_return_is_not_a_stub(check_says):
    def forgets(x, lr):
        x = x - lr * 2 * x

    assert check_says("03-step", forgets) == "Not yet: `forgets` gives nothing back. End it with return and the result."


def test_a_function_that_returns_a_constant_is_an_answer(check_says):
    assert check_says("03-step", lambda x, lr: 0).startswith("Not right yet.")


@pytest.mark.parametrize("gap", [None, ..., "", " ", [], [None, ...], ()])
def test_an_empty_value_is_not_yet(gap, check_says):
    assert check_says("07-order", gap) == "Not yet: put your answer there and run this cell again."


# Function or value, and how many parameters


def test_a_result_in_place_of_the_function_is_explained(check_says):
    assert "wants the function itself, by its name alone, and got 1.2" in check_says("03-step", right_step(1.5, 0.1))


def test_a_function_in_place_of_a_value_is_explained(check_says):
    assert "wants a value" in check_says("03-diverge", right_step)


@pytest.mark.parametrize(
    ("answer", "has"), [(lambda: 1, "(nothing)"), (lambda x: x, "(x)"), (lambda x, lr, k: x, "(x, lr, k)")]
)
def test_a_wrong_number_of_parameters_is_explained(answer, has, check_says):
    text = check_says("03-step", answer)
    assert text == f"Not yet: your function takes {has}; the exercise calls it with (x, lr)."


@pytest.mark.parametrize("answer", [lambda x, lr=0.1: x - lr * 2 * x, lambda *both: both[0] * (1 - 2 * both[1])])
def test_default_and_star_parameters_are_allowed(answer, check_says):
    assert check_says("03-step", answer).startswith("Right.")


def test_a_built_in_function_without_a_signature_is_called(check_made_up):
    assert check_made_up(max, lambda a, b: max(a, b), (1, 2)).startswith("Right.")
    assert (
        check_made_up(min, lambda a, b: max(a, b), (1, 2)) == "Not right yet. For a = 1, b = 2, `min` gives 1. Think."
    )


# What form the answer has

A = torch.tensor([1.0, 2.0])


@pytest.mark.parametrize(
    ("answer", "reference", "sentence"),
    [
        (lambda x: x.view(2, 1), lambda x: x, "That has the shape (2, 1); wanted is (2,)."),
        (lambda x: x.int(), lambda x: x, "That holds torch.int32; wanted is torch.float32."),
        (lambda x: x.numpy()[:1], lambda x: x, "That is a NumPy array; wanted is a tensor of shape (2,)."),
        (lambda x: x.tolist() * 2, lambda x: x, "That is a list; wanted is a tensor of shape (2,)."),
        (lambda x: [1.0, [2.0, 3.0]], lambda x: x, "That is a list; wanted is a tensor of shape (2,)."),
        (
            lambda x: x.tolist(),
            lambda x: x.clone().requires_grad_(),
            "That is a list; wanted is a tensor of shape (2,).",
        ),
        (lambda x: x.clone().requires_grad_(), lambda x: x, "That tensor still needs its gradient"),
        (lambda x: x, lambda x: x.clone().requires_grad_(), "That tensor has lost its way back to the weights"),
        (lambda x: "3", lambda x: x.sum(), "That is a text; wanted is a tensor of shape ()."),
        (lambda x: x.sum().item(), lambda x: x.sum().requires_grad_(), "cannot start from it: leave out .item()."),
        (lambda x: x, lambda x: 3.0, "That is a tensor of shape (2,); wanted is one number."),
        (lambda x: "3", lambda x: 3.0, "That is a text; wanted is one number."),
        (lambda x: True, lambda x: 1.0, "That is True or False; wanted is one number."),
        (lambda x: 3.0, lambda x: [3.0], "That is a plain number; wanted is a list."),
        (lambda x: [3.0], lambda x: [3.0, 4.0], "That has 1 entries; wanted are 2."),
        (lambda x: [3.0, "4"], lambda x: [3.0, 4.0], "That is a text; wanted is one number."),
        (lambda x: 1, lambda x: True, "That is a plain number; wanted is True or False."),
        (lambda x: 1, lambda x: "one", "That is a plain number; wanted is a text in quotes."),
    ],
)
def test_a_wrong_form_is_explained(answer, reference, sentence, check_made_up):
    text = check_made_up(answer, reference, (A,))
    assert text.startswith("Not right yet. For x = tensor([1, 2]), your function gives")
    assert sentence in text


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (torch.tensor(2.0), 2.0),
        (np.float32(2.0), 2),
        (2, 2.0),
        (1.99999, 2.0),
        ((1, 2), [1.0, 2.0]),
        (np.array([1, 2]), [1, 2]),
        (torch.tensor([1, 2]), [1, 2]),
        (" Negative", "negative"),
        (float("nan"), float("nan")),
    ],
)
def test_equal_values_of_different_types_are_the_same(got, want):
    assert compare(got, want) == SAME


@pytest.mark.parametrize(("got", "want"), [(2.01, 2.0), (float("nan"), 2.0), ([1, 3], [1, 2]), ("up", "down")])
def test_a_wrong_value_of_the_right_form_gets_no_sentence(got, want):
    assert compare(got, want) == WRONG_VALUE


def test_tolerance_is_relative(check_made_up):
    assert check_made_up(0.33, 1 / 3, tolerance=0.011).startswith("Right.")
    assert check_made_up(0.32, 1 / 3, tolerance=0.011) == "Not right yet. Think."


# Usual wrong answers


def test_an_exception_is_a_usual_wrong_answer_too(check_made_up):
    wrong = (Wrong(lambda x: 1 / 0, "Never divide by nothing."),)

    def other(x):
        raise ZeroDivisionError("by other words")

    assert check_made_up(other, lambda x: x, (1.0,), wrong=wrong).startswith("Not yet: `other` raised Zero")
    assert check_made_up(lambda x: 2 / 0, lambda x: x, (1.0,), wrong=wrong) == "Not right yet. Never divide by nothing."


def test_a_condition_that_raises_does_not_fit(check_made_up):
    wrong = (Wrong(5, "Too much.", when=lambda given: given > 4),)
    assert check_made_up(7, 3, wrong=wrong) == "Not right yet. Too much."
    assert check_made_up("seven", 3, wrong=wrong) == "Not right yet. That is a text; wanted is one number."


def test_an_answer_must_be_right_on_every_input(check_says):
    assert check_says("03-step", lambda x, lr: x - 0.2 * x if lr == 0.1 else 0.0).startswith("Not right yet.")


# What the function does


def test_an_exception_is_named_with_its_input_and_line(check_says):
    def divides(x, lr):
        return 1 / (x - 2)

    with pytest.raises(ZeroDivisionError) as raised:
        divides(2.0, 0.25)
    text = check_says("03-step", divides)
    assert text.startswith(f"Not yet: `divides` raised ZeroDivisionError ({raised.value}) at `return 1 / (x - 2)`")
    assert text.endswith("for x = 2, lr = 0.25.")


@pytest.mark.parametrize(
    "error", [SystemExit, KeyboardInterrupt, GeneratorExit, RecursionError, MemoryError, AssertionError]
)
def test_any_exception_is_one_sentence(error, check_says):
    def raises(x, lr):
        raise error("because\nof that")

    assert f"`raises` raised {error.__name__} (because) at `" in check_says("03-step", raises)


def test_sys_exit_and_endless_recursion_are_named(check_says):
    def leaves(x, lr):
        sys.exit(3)

    def recurs(x, lr):
        return recurs(x, lr)

    assert "`leaves` raised SystemExit (3)" in check_says("03-step", leaves)
    assert "`recurs` raised RecursionError" in check_says("03-step", recurs)


def test_input_is_refused(check_says):
    assert "input() cannot be used here" in check_says("03-step", lambda x, lr: float(input("x?")))
    assert builtins.input.__name__ != "refuse_input"


def test_what_a_function_prints_is_discarded(check_says):
    def prints(x, lr):
        print("hello")
        print("trouble", file=sys.stderr)
        return x - lr * 2 * x

    assert check_says("03-step", prints) == f"Right. {lesson_03.STEP.right}"


def test_a_result_whose_repr_fails_is_one_sentence(check_made_up):
    class Odd:
        def __repr__(self):
            raise ValueError("no")

    assert (
        check_made_up(lambda x: Odd(), lambda x: x, (1.0,))
        == "Not right yet. Looking at your answer raised ValueError. Think."
    )


def test_long_inputs_are_described_by_kind_and_size(check_made_up):
    long = [torch.rand(3, 4), torch.rand(3, 4)]
    text = check_made_up(lambda w, batches: 1 / 0, lambda w, batches: w, (torch.linspace(0.123456, 1, 6), long))
    assert text.endswith("for w = a tensor of shape (6,), batches = a list of length 2.")


def test_observed_values_are_not_described_as_returned(check_made_up):
    text = check_made_up(lambda w: w.add_(1), lambda w: w.add_(2), (torch.zeros(2),), observe=lambda result, w: w)
    assert text == "Not right yet. Think."


def test_descriptions_are_short_and_without_addresses():
    assert describe(object()) == "<object object>"
    assert len(describe("long " * 100)) == 100
    assert describe(torch.zeros(784, 1)) == "a tensor of shape (784, 1)"


def test_a_model_is_described_as_a_model(check_says):
    assert "for model = a model (Linear), batches" in check_says("09-epoch", lambda model, batches, lr: model.nothing)


@pytest.mark.parametrize("given", [(lambda train, valid: train), (lambda train, valid: 4)])
def test_loaders_of_what_is_cut_into_no_batches_get_their_reason(given, check_says):
    from fastai.basics import DataLoaders

    text = check_says("09-loaders", lambda train, valid, bs: DataLoaders(given(train, valid), given(train, valid)))
    assert "Nothing cuts the lists into batches" in text
