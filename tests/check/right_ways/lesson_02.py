"""Right answers to the exercises of lesson 2, written in ways that learners write them."""

import torch

from tests.check.right_ways.lesson_01 import numbers


def cube_by_grad(number):
    x = torch.tensor(float(number), requires_grad=True)
    return torch.autograd.grad(x**3, x)[0]


def cube_in_a_list(number):
    x = torch.tensor([number], requires_grad=True)
    y = x**3
    y.backward()
    return x.grad


def cube_by_item(number):
    x = torch.tensor(number).requires_grad_()
    (x * x * x).backward()
    return x.grad.item()


def cube_in_double(number):
    x = torch.tensor(number, dtype=torch.float64, requires_grad=True)
    (x**3).backward()
    return x.grad


def cube_with_history(number):
    x = torch.tensor(number, requires_grad=True)
    (x**3).backward(create_graph=True)
    return x.grad


def cube_by_sum(number):
    x = torch.full((1, 1), number).requires_grad_()
    (x**3).sum().backward()
    return x.grad


def cube_by_numpy(number):
    x = torch.tensor(number).requires_grad_()
    (x**3).backward()
    return x.grad.numpy()


def cube_by_clone(number):
    x = torch.tensor(number).clone().requires_grad_(True)
    torch.pow(x, 3).backward()
    return x.grad.clone()


def gradient_of_detached(f, w):
    w = w.detach().clone().requires_grad_(True)
    f(w).backward()
    return w.grad


def gradient_by_new_name(f, w):
    twin = w.clone()
    twin.requires_grad = True
    loss = f(twin)
    loss.backward()
    return twin.grad


def gradient_by_grad(f, w):
    w = w.clone().requires_grad_()
    return torch.autograd.grad(f(w), w)[0]


def gradient_in_double(f, w):
    w = w.double().requires_grad_()
    f(w).backward()
    return w.grad


def gradient_by_sum(f, w):
    w = torch.clone(w).requires_grad_()
    f(w).sum().backward()
    return w.grad.clone()


def gradient_by_tensor(f, w):
    w = torch.tensor(w.tolist(), requires_grad=True)
    f(w).backward()
    return w.grad


def gradient_as_list(f, w):
    w = w.clone().requires_grad_()
    f(w).backward()
    return [one.item() for one in w.grad]


def gradient_as_array(f, w):
    w = w.clone().requires_grad_()
    f(w).backward()
    return w.grad.numpy()


def gradient_unmarked_again(f, w):
    w.requires_grad_()
    f(w).backward()
    w.requires_grad_(False)
    return w.grad


def two_slopes(empty, read):
    """Two slopes by one tensor whose gradient is emptied in between by `empty`; `read` reads a gradient."""

    def slopes(number):
        x = torch.tensor(float(number)).requires_grad_()
        (x**2).backward()
        first = read(x.grad)
        empty(x)
        (x**3).backward()
        return first, read(x.grad)

    return slopes


def of_two_tensors(number):
    slopes = []
    for power in (2, 3):
        x = torch.tensor(number, requires_grad=True)
        (x**power).backward()
        slopes.append(x.grad)
    return slopes


def set_none(x):
    x.grad = None


def set_zero(x):
    x.grad = torch.tensor(0.0)


def multiply(x):
    x.grad *= 0


RIGHT = {
    "02-chain": [*numbers(24.0), 24, 3 * 2**2 * 2, 2 * 12, "24", "24.0", torch.tensor(24)],
    "02-cube": [
        lambda number: torch.func.grad(lambda x: x**3)(torch.tensor(number)),
        lambda number: torch.autograd.functional.jacobian(lambda x: x**3, torch.tensor(number)),
        cube_by_grad,
        cube_in_a_list,
        cube_by_item,
        cube_in_double,
        cube_with_history,
        cube_by_sum,
        cube_by_numpy,
        cube_by_clone,
    ],
    "02-gradient": [
        lambda f, w: torch.func.grad(f)(w),
        lambda f, w: torch.autograd.functional.jacobian(f, w),
        gradient_of_detached,
        gradient_by_new_name,
        gradient_by_grad,
        gradient_in_double,
        gradient_by_sum,
        gradient_by_tensor,
        gradient_as_list,
        gradient_as_array,
        gradient_unmarked_again,
    ],
    "02-zero": [
        two_slopes(set_none, lambda grad: grad.item()),
        two_slopes(set_none, float),
        two_slopes(set_none, lambda grad: grad.clone()),
        two_slopes(set_none, lambda grad: grad),
        two_slopes(set_zero, lambda grad: grad.item()),
        two_slopes(multiply, lambda grad: grad.item()),
        two_slopes(lambda x: x.grad.zero_(), lambda grad: grad.item()),
        two_slopes(lambda x: x.grad.fill_(0), lambda grad: grad.numpy().copy()),
        lambda number: [2 * number, 3 * number**2],
        lambda number: torch.tensor([2 * number, 3 * number**2]),
        of_two_tensors,
    ],
}
