"""`as_mnist` sizes and centres a drawn digit as the digits of MNIST are."""

import pytest
import torch
from torch.nn.functional import interpolate

from utils.digits import load_digits
from utils.digits.centre import as_mnist
from utils.digits.drawings import painted


@pytest.fixture(scope="module")
def digits():
    """Every tenth of the 5,000, (500, 28, 28)."""
    x, _, x_valid, _ = load_digits(flat=False)
    return torch.cat([x, x_valid])[::10]


def test_a_digit_of_mnist_stays_as_it_is(digits):
    same = [torch.equal(as_mnist(image), image) for image in digits]
    assert sum(same) >= 490  # a few of MNIST's own have a longer side of less than 20


@pytest.mark.parametrize(("down", "right"), [(-3, 0), (2, -2), (0, 1)])
def test_a_moved_digit_is_moved_back(digits, down, right):
    room = torch.nn.functional.pad(digits, (8, 8, 8, 8)).roll((down, right), (1, 2))
    back = torch.stack([as_mnist(image) for image in room])
    assert torch.equal(back, torch.stack([as_mnist(image) for image in digits]))


def test_a_digit_twice_as_large_is_nearly_the_same_again(digits):
    large = interpolate(digits[:50, None], scale_factor=2, mode="nearest")[:, 0]
    back = torch.stack([as_mnist(image) for image in large])
    assert (back - digits[:50]).abs().mean() < 0.2 * digits[:50].mean()


@pytest.mark.parametrize("image", [torch.ones(3, 3), torch.eye(28), torch.ones(1, 9), torch.ones(40, 2).double()])
def test_the_ink_is_20_pixels_long_and_centred(image):
    centred = as_mnist(image)
    inked = centred.nonzero()
    size = inked.max(0).values - inked.min(0).values + 1
    assert (centred.shape, centred.dtype, size.max().item()) == ((28, 28), torch.float32, 20)
    centre = (inked * centred[centred > 0][:, None]).sum(0) / centred.sum()
    assert (centre - 14).abs().max() <= 0.501
    assert centred.max() <= 1.0001


@pytest.mark.parametrize("tall", [7, 9, 13, 19])
def test_the_strokes_of_a_small_drawing_are_thinner_than_if_it_were_only_enlarged(tall):
    small = painted([[(4.5, 4.5), (4.5 + tall / 2, 4.5), (4.5, 4.5 + tall)]])
    inked = small[small.any(1)][:, small.any(0)]
    size = [round(20 * side / max(inked.shape)) for side in inked.shape]
    enlarged = interpolate(inked[None, None], size=size, mode="bilinear", antialias=True)
    shrinks = as_mnist(small).sum() / enlarged.sum()
    assert shrinks < 0.97 if max(inked.shape) < 20 else shrinks == pytest.approx(1)


def test_a_digit_whose_centre_of_mass_is_near_its_edge_stays_inside():
    image = torch.zeros(20, 20)
    image[0, 0], image[19, 19] = 0.1, 1.0  # its centre of mass is so far down that centring would push it out above
    assert torch.equal(as_mnist(image)[:20, :20], image)


def test_a_blank_image_stays_blank():
    assert torch.equal(as_mnist(torch.zeros(28, 28)), torch.zeros(28, 28))


@pytest.mark.parametrize("image", [torch.zeros(784), torch.zeros(1, 28, 28), torch.full((28, 28), float("nan"))])
def test_another_shape_or_nan_is_refused(image):
    with pytest.raises(ValueError, match="one image of finite numbers"):
        as_mnist(image)


def test_the_given_image_is_not_changed():
    image = torch.eye(28)
    as_mnist(image)
    assert torch.equal(image, torch.eye(28))
