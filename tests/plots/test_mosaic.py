"""Digits and weights as pictures: each image where its title is, in the right colours, whatever shape it comes in."""

import numpy as np
import pytest
import torch

from tests.plots.looking import inside, pixels
from utils.plots import DIVERGING, figure, show_images, show_weights
from utils.plots.mosaic import corner, mosaic


def test_images_stand_in_rows_each_where_its_title_is():
    images = torch.rand(5, 784, generator=torch.Generator().manual_seed(0))
    ax = show_images(images, titles=range(5), columns=3)
    whole = ax.images[0].get_array()
    assert [text.get_text() for text in ax.texts] == ["0", "1", "2", "3", "4"]
    for image, text in zip(images.reshape(5, 28, 28), ax.texts, strict=True):
        left, top = round(text.get_position()[0] - 13.5), round(text.get_position()[1] + 1.5)
        np.testing.assert_allclose(whole[top : top + 28, left : left + 28], image)
    assert ax.images[0].get_clim() == (0, 1)
    assert inside(ax, ax.texts)


def test_ink_is_dark_and_paper_white():
    half = np.zeros((28, 28))
    half[:, 14:] = 1
    seen = pixels(show_images(half))
    rows, columns, _ = seen.shape
    assert seen[rows // 2, columns // 4].tolist() == [255, 255, 255]
    assert seen[rows // 2, 3 * columns // 4].tolist() == [0, 0, 0]


@pytest.mark.parametrize("shape", [(784,), (1, 784), (784, 1), (28, 28), (1, 28, 28)])
def test_one_image_comes_in_any_shape(shape):
    image = np.arange(784.0)
    assert (mosaic(image.reshape(shape)) == image.reshape(28, 28)).all()


def test_the_weights_of_ten_digits_are_ten_images():
    weights = np.random.default_rng(0).normal(size=(784, 10))
    np.testing.assert_array_equal(mosaic(weights, columns=5), mosaic(weights.T.reshape(10, 28, 28), columns=5))


def test_a_mosaic_is_blank_between_its_images():
    whole = mosaic(np.ones((3, 4, 6)), columns=2, headroom=5)
    assert whole.shape == (5 + 4 + 1 + 5 + 4, 6 + 1 + 6)
    assert np.nansum(whole) == 3 * 4 * 6
    top, left = corner(2, 2, 4, 6, headroom=5)
    assert (whole[top : top + 4, left : left + 6] == 1).all()


@pytest.mark.parametrize("given", [None, "own"])
def test_titles_of_two_lines_do_not_run_into_the_row_above(given):
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
def test_what_is_no_image_is_one_sentence(images, says):
    for draw in (show_images, show_weights):
        with pytest.raises(ValueError, match=says):
            draw(images)


@pytest.mark.parametrize("extra", [{"titles": ["one"]}, {"columns": 0}])
def test_titles_and_columns_must_fit(extra):
    with pytest.raises(ValueError, match="There are 2 images in"):
        show_images(np.ones((2, 784)), **extra)


def test_zero_is_exactly_white_and_the_signs_have_their_colours():
    assert DIVERGING(0.5) == (1, 1, 1, 1)
    weights = np.zeros((28, 28))
    weights[:, :9], weights[:, 19:] = -0.3, 0.1
    ax = show_weights(weights, bar=False)
    assert ax.images[0].get_clim() == (-0.3, 0.3)
    seen = pixels(ax)
    rows, columns, _ = seen.shape
    negative, zero, positive = (seen[rows // 2, round(columns * part)].astype(int) for part in (0.2, 0.5, 0.8))
    assert zero.tolist() == [255, 255, 255]
    assert negative[2] > negative[0]  # blue
    assert positive[0] > positive[2]  # orange


def test_weights_may_be_all_zero_carry_a_gradient_and_have_a_limit_of_their_own():
    weights = torch.zeros(784, 1, requires_grad=True)
    assert show_weights(weights).images[0].get_clim() == (-1, 1)
    ax = show_weights(weights, limit=0.5)
    assert ax.images[0].get_clim() == (-0.5, 0.5)
    assert len(ax.figure.axes) == 2
    with pytest.raises(ValueError, match="limit must be a number above 0, not -1"):
        show_weights(weights, limit=-1)
