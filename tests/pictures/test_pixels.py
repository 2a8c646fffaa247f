"""The pictures of lesson 5: what they draw and their sentences, against sums in plain loops."""

import numpy as np
import pytest
import torch

from tests.plots.rendering import inside
from utils.look import ACCURACY, ink
from utils.pictures.pixels import LensPicture, ScorePicture, ThresholdPicture


@pytest.fixture
def images():
    """Five images of noise, and a blank one."""
    noise = torch.rand(5, 784, generator=torch.Generator().manual_seed(0))
    return torch.cat([noise, torch.zeros(1, 784)])


def weights(seed):
    return torch.randn(784, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("column", "row"), [(2, 2), (25, 25), (14, 7)])
def test_the_lens_shows_the_pixels_around_its_middle(images, column, row):
    picture = LensPicture(images)
    sentence = picture.draw(column=column, row=row, digit=3)
    image = images[3].reshape(28, 28)
    shown = [float(text.get_text()) for text in picture.texts]
    expected = [image[row + i, column + j].item() for i in range(-2, 3) for j in range(-2, 3)]
    assert shown == pytest.approx(expected, abs=0.005)
    assert f"Row {row}, column {column} of digit 3 holds {expected[12]:.2f}: grey." == sentence
    assert inside(picture.ax, picture.texts)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0.00: blank paper."),
        (0.004, "0.00: blank paper."),
        (0.02, "0.02: nearly blank paper."),
        (0.25, "0.25: grey."),
        (0.83, "0.83: grey."),
        (0.98, "0.98: nearly full ink."),
        (0.99, "0.99: full ink."),
        (1, "1.00: full ink."),
    ],
)
def test_the_sentence_calls_a_pixel_what_it_looks_like(value, words):
    assert LensPicture(torch.full((1, 784), float(value))).draw().endswith(f" holds {words}")


@pytest.mark.rare
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("b", [0.0, -5.8])
def test_the_bars_add_up_to_the_score(images, seed, b):
    w = weights(seed)
    picture = ScorePicture(images, w, ["three", "seven"] * 3, b=b)
    for digit in range(6):
        sentence = picture.draw(digit)
        score = sum(float(pixel) * float(weight) for pixel, weight in zip(images[digit], w, strict=True)) + b
        assert sum(bar.get_height() for bar in picture.bars) == pytest.approx(score, abs=1e-3)
        assert float(picture.score.get_text()) == pytest.approx(score, abs=0.051)
        answer = "three" if score > 0 else "seven"
        assert f"it says {answer}, {'rightly' if answer == ['three', 'seven'][digit % 2] else 'wrongly'}." in sentence
        assert inside(picture.ax, [picture.score, *picture.amounts])


def test_the_score_of_a_blank_image_without_a_bias_is_zero(images):
    assert "The score is 0.0: it says seven" in ScorePicture(images, weights(0), ["seven"] * 6).draw(5)


def test_the_products_are_the_pixels_times_the_weights(images):
    picture = ScorePicture(images, weights(0), ["three"] * 6)
    picture.draw(2)
    shown = np.asarray(picture.product.get_array())
    assert shown == pytest.approx((images[2] * weights(0)).reshape(28, 28).numpy(), abs=1e-6)
    low, high = picture.product.get_clim()
    assert low == -high  # so that zero is white


def test_weights_that_are_all_zero_can_be_shown(images):
    assert "The score is 0.0" in ScorePicture(images, torch.zeros(784), ["three"] * 6).draw(0)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("threshold", [-100.0, -1.5, 0.0, 0.7, 100.0])
def test_the_right_answers_are_those_that_a_plain_loop_counts(seed, threshold):
    generator = torch.Generator().manual_seed(seed)
    y = (torch.rand(60, 1, generator=generator) > 0.4).float()
    scores = torch.randn(60, 1, generator=generator) + 2 * y - 1
    picture = ThresholdPicture(scores, y)
    right = [0, 0]
    for score, truth in zip(scores.ravel().tolist(), y.ravel().tolist(), strict=True):
        right[int(truth)] += (score > threshold) == (truth == 1)
    threes = int(y.sum())
    sentence = picture.draw(threshold)
    assert f"{right[1]} of {threes} threes score above it, {right[0]} of {60 - threes} sevens do not" in sentence
    assert f"Accuracy {sum(right) / 60:.4f}." in sentence
    assert picture.title.get_text() == f"accuracy {sum(right) / 60:.4f}"
    assert picture.title.get_color() == ink(ACCURACY)
    assert picture.missed.get_data().values.sum() == threes - right[1]
    assert -picture.false.get_data().values.sum() == 60 - threes - right[0]


@pytest.mark.parametrize("threshold", [-3, 0, 1, 4])
def test_no_bar_lies_on_both_sides_of_a_whole_threshold(threshold):
    scores = torch.tensor([-2.5, -0.1, 0.0, 0.2, 1.0, 1.3, 3.9, 4.0, -1.0, 0.0, 2.2, -2.4])
    picture = ThresholdPicture(scores, torch.tensor([1.0] * 8 + [0.0] * 4))
    picture.draw(float(threshold))
    assert set(picture.edges) >= {-2.0, 0.0, 4.0}
    left = picture.edges[1:] <= threshold  # the bars that end at the threshold or before it
    for bars, sign, these in (
        (picture.missed, 1, scores[:8] <= threshold),
        (picture.false, -1, scores[8:] > threshold),
    ):
        counts = sign * bars.get_data().values
        assert counts.sum() == these.sum()
        assert not counts[~left if sign == 1 else left].any()
    assert picture._counts(scores.numpy())[left].sum() == (scores <= threshold).sum()


@pytest.mark.parametrize("threshold", [-19.0, -10.0, 0.0, 30.0, 37.0])
def test_the_texts_beside_the_threshold_are_not_cut_off_and_the_others_are_clear_of_it(threshold):
    scores = torch.cat([torch.linspace(-12.6, 37.1, 400), torch.linspace(-18.2, 13.7, 400)])
    picture = ThresholdPicture(scores, torch.cat([torch.ones(400), torch.zeros(400)]))
    picture.draw(threshold)
    assert inside(picture.ax, [picture.left, picture.right, *picture.words])
    at = picture.ax.transData.transform((threshold, 0))[0]
    for text in (picture.left, picture.right):
        assert picture.ax.bbox.x0 <= text.get_window_extent().x0
        assert text.get_window_extent().x1 <= picture.ax.bbox.x1
    assert not any(text.get_window_extent().x0 <= at <= text.get_window_extent().x1 for text in picture.words)


def test_a_score_at_the_threshold_is_not_above_it():
    picture = ThresholdPicture(torch.tensor([0.0, 1.0, -1.0]), torch.tensor([1.0, 1.0, 0.0]))
    assert "1 of 2 threes score above it" in picture.draw(0.0)


def test_the_scale_beside_the_bars_counts_digits_in_both_directions():
    picture = ThresholdPicture(torch.cat([torch.full((9,), 2.5), torch.full((6,), -2.5)]), torch.arange(15) < 9)
    picture.fig.draw_without_rendering()
    ticks = picture.ax.get_yticks()
    assert min(ticks) < 0 < max(ticks)
    assert [label.get_text() for label in picture.ax.get_yticklabels()] == [f"{abs(tick):g}" for tick in ticks]
