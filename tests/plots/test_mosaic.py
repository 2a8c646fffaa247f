"""Digits and weights as images: each under its title, in the right colours, from any accepted shape."""

import numpy as np
import pytest
import torch

from tests.plots.rendering import inside, pixels
from utils.look import DIVERGING
from utils.plots import figure, show_images, show_weights
from utils.plots.mosaic import corner, mosaic


def test_images_are_in_rows_each_under_its_title():
    images = torch.rand(5, 784, generator=torch.Generator().manual_seed(0))
    ax = show_images(images, titles=range(5), columns=3)
    whole = ax.images[0].get_array()
    assert [text.get_text() for text in ax.texts] == ["0", "1", "2", "3", "4"]
    for image, text in zip(images.reshape(5, 28, 28), ax.texts, strict=True):
        left, top = round(text.get_position()[0] - 13.5), round(text.get_position()[1] + 1.5)
        np.testing.assert_allclose(whole[top : top + 28, left : left + 28], image)
    assert ax.images[0].get_clim() == (0, 1)
    assert inside(ax, ax.texts)


def test_a_pixel_of_1_is_black_and_a_pixel_of_0_white():
    half = np.zeros((28, 28))
    half[:, 14:] = 1
    shown = pixels(show_images(half))
    rows, columns, _ = shown.shape
    assert shown[rows // 2, columns // 4].tolist() == [255, 255, 255]
    assert shown[rows // 2, 3 * columns // 4].tolist() == [0, 0, 0]


@pytest.mark.parametrize("shape", [(784,), (1, 784), (784, 1), (28, 28), (1, 28, 28)])
def test_one_image_is_accepted_in_any_shape_of_784_numbers(shape):
    image = np.arange(784.0)
    assert (mosaic(image.reshape(shape)) == image.reshape(28, 28)).all()


def test_columns_of_weights_are_images_as_rows_are():
    weights = np.random.default_rng(0).normal(size=(784, 10))
    np.testing.assert_array_equal(mosaic(weights, columns=5), mosaic(weights.T.reshape(10, 28, 28), columns=5))


def test_a_mosaic_is_empty_between_its_images():
    whole = mosaic(np.ones((3, 4, 6)), columns=2, headroom=5)
    assert whole.shape == (5 + 4 + 1 + 5 + 4, 6 + 1 + 6)
    assert np.nansum(whole) == 3 * 4 * 6
    top, left = corner(2, 2, 4, 6, headroom=5)
    assert (whole[top : top + 4, left : left + 6] == 1).all()


@pytest.mark.parametrize("given", [None, "own"])
def test_titles_of_two_lines_do_not_cover_the_row_above(given):
    ax = figure(figsize=(3, 3))[1] if given else None
    ax = show_images(np.ones((4, 784)), titles=["3\nsays 7"] * 4, columns=2, ax=ax)
    ax.figure.canvas.draw()
    upper, lower = ax.texts[0], ax.texts[2]
    bottom = ax.transData.transform((0, round(upper.get_position()[1] + 1.5) + 27.5))[1]
    assert lower.get_window_extent().y1 <= bottom


@pytest.mark.parametrize(
    ("images", "says"),
    [
        (np.ones(5), r"these are \(5,\)"),
        (np.ones((2, 3, 4, 5)), r"these are \(2, 3, 4, 5\)"),
        (np.ones((0, 784)), r"these are \(0, 28, 28\)"),
        (3.0, r"these are \(\)"),
        (np.full((1, 784), np.nan), "784 of the 784 pixels are NaN or infinite"),
    ],
)
def test_what_is_no_image_raises_a_sentence_with_its_shape(images, says):
    for draw in (show_images, show_weights):
        with pytest.raises(ValueError, match=says):
            draw(images)


@pytest.mark.parametrize("extra", [{"titles": ["one"]}, {"columns": 0}])
def test_a_wrong_number_of_titles_or_columns_raises_a_sentence(extra):
    with pytest.raises(ValueError, match="There are 2 images in"):
        show_images(np.ones((2, 784)), **extra)


def test_zero_is_exactly_white_negative_blue_and_positive_orange():
    assert DIVERGING(0.5) == (1, 1, 1, 1)
    weights = np.zeros((28, 28))
    weights[:, :9], weights[:, 19:] = -0.3, 0.1
    ax = show_weights(weights, bar=False)
    assert ax.images[0].get_clim() == (-0.3, 0.3)
    shown = pixels(ax)
    rows, columns, _ = shown.shape
    negative, zero, positive = (shown[rows // 2, round(columns * part)].astype(int) for part in (0.2, 0.5, 0.8))
    assert zero.tolist() == [255, 255, 255]
    assert negative[2] > negative[0]  # blue
    assert positive[0] > positive[2]  # orange


def test_weights_may_be_all_zero_and_have_a_gradient_and_the_limit_may_be_given():
    weights = torch.zeros(784, 1, requires_grad=True)
    assert show_weights(weights).images[0].get_clim() == (-1, 1)
    ax = show_weights(weights, limit=0.5)
    assert ax.images[0].get_clim() == (-0.5, 0.5)
    assert len(ax.figure.axes) == 2
    with pytest.raises(ValueError, match="limit must be a number above 0, not -1"):
        show_weights(weights, limit=-1)
