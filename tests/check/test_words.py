"""What is typed as on paper, and what gives None, is answered with how Python writes it and with a true reason."""

import numpy as np
import pytest
import torch

POWER = "Python writes a power with **: x**2, not x^2."
PRODUCT = "Python writes a product with *: 2*x, not 2(x)."
POINT = "Python writes decimals with a point: 2.5, not 2,5."


def multiplied(x, of):
    return of(x)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: 2 * x ^ 1, POWER),
        (lambda x: torch.tensor(x) ^ 2, POWER),
        (lambda x: np.array([x]) ^ 2, POWER),
        (lambda x: multiplied(x, 2), PRODUCT),
        (lambda x: multiplied(x, 0.5), PRODUCT),
        (lambda x: (0, 5) - x, POINT),
        (lambda x, half=(0, 5): half + x, POINT),
    ],
)
def test_an_exception_is_answered_with_how_python_writes_it(answer, words, check_says):
    text = check_says("01-slope", answer)
    assert "raised" in text
    assert text.endswith(f" for x = -1.5. {words}")


@pytest.mark.parametrize("answer", [lambda x: None + x, lambda x: (x, 1).grad, lambda x: [x] * x])
def test_other_exceptions_get_no_advice(answer, check_says):
    assert check_says("01-slope", answer).endswith(" for x = -1.5.")


def test_a_decimal_comma_is_answered_with_a_point(check_says):
    assert check_says("01-secant", -2, 9) == f"Not yet: check got two numbers. {POINT}"
    assert check_says("01-secant", (-2, 9)) == f"Not right yet. That is several values; wanted is one number. {POINT}"
    assert check_says("01-slope", lambda x: (2 * x + 0, 5)).endswith(POINT)
    assert check_says("06-better", lambda: [0.9, 0.3, 0, 45]) == f"Not right yet. Those are four numbers. {POINT}"
    assert check_says("01-sign", -2, 9).endswith('like this: check("01-sign", answer)')
    assert check_says("01-slope", -2, 9).endswith('like this: check("01-slope", answer)')


def returns_backward(number):
    x = torch.tensor(number).requires_grad_()
    return (x**3).backward()


def returns_the_result_s_grad(number):
    x = torch.tensor(number).requires_grad_()
    y = x**3
    y.backward()
    return y.grad


def forgets_backward(number):
    x = torch.tensor(number).requires_grad_()
    return x.grad


def returns_a_print(number):
    return print(number)


def returns_a_variable(number):
    slope = torch.tensor(number).requires_grad_().backward()
    return slope


def forgets_return(number):
    x = torch.tensor(number).requires_grad_()
    (x**3).backward()


def returns_early(number):
    if number > 100:
        return
    torch.tensor(number)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (returns_backward, "returns what backward() gives, which is None: the slopes are left in .grad"),
        (returns_the_result_s_grad, "returns a .grad that is None: call backward(), and take the .grad of the tensor"),
        (forgets_backward, "returns a .grad that is None: call backward(), and take the .grad of the tensor"),
        (returns_a_print, "returns None: what stands after its return gives nothing back"),
        (returns_a_variable, "returns None: what stands after its return gives nothing back"),
        (forgets_return, "gives nothing back. End it with return and the result."),
        (returns_early, "gives nothing back. End it with return and the result."),
    ],
)
def test_a_function_that_gives_none_gets_the_true_reason(answer, reason, check_says):
    assert check_says("02-cube", answer).startswith(f"Not yet: `{answer.__name__}` {reason}")


def test_backward_returned_for_weights_gets_its_reason_whether_or_not_the_given_ones_are_marked(check_says):
    def on_a_clone(f, w):
        return f(w.clone().requires_grad_()).backward()

    def on_the_given(f, w):
        return f(w.requires_grad_()).backward()

    for answer in (on_a_clone, on_the_given):
        assert "returns what backward() gives, which is None" in check_says("02-gradient", answer)


def test_a_wrong_gradient_is_shown_with_its_input(check_says):
    text = check_says("02-gradient", lambda f, w: w * 7)
    assert text.startswith("Not right yet. For f = the function squares, w = tensor([3, 4, 10]), your function gives")


# Wrong answers that were once taken


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("01-slope", lambda x: int(2 * x + 1)),
        ("01-slope", lambda x: round(2 * x + 1)),
        ("01-slope", lambda x: 2 * x + 1 if abs(x) <= 3 else 0),
        ("01-nudge", lambda f, x, h: round((f(x + h) - f(x)) / h, 2)),
        ("02-cube", lambda number: round(3 * number**2, 2)),
        ("02-zero", lambda number: (2 * number, round(3 * number**2, 2))),
        ("03-step", lambda x, lr: round(x - lr * 2 * x, 1)),
        ("03-step", lambda x, lr: round(x - lr * 2 * x, 2)),
        ("03-step", lambda x, lr: x - lr * 2 * x if abs(x) <= 3 else 0),
        ("03-descend", lambda x, lr, steps: round(x * (1 - 2 * lr) ** steps, 2)),
        ("06-better", lambda: 0.45),
        ("06-better", lambda: [[0.9, 0.3], 0.45]),
        ("06-better", lambda: "0.45"),
    ],
)
def test_a_nearly_right_answer_is_refused(name, answer, check_says):
    assert check_says(name, answer).startswith("Not right yet.")
