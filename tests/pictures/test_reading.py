"""What a network answers to an image, and why: held against numbers computed otherwise."""

import numpy as np
import pytest
import torch

from utils.pictures.reading import EvidencePicture

WEIGHTS = torch.randn(784, 10, generator=torch.Generator().manual_seed(0)) * 0.1
IMAGES = torch.rand(3, 28, 28, generator=torch.Generator().manual_seed(1))


def probabilities(image):
    return (image.reshape(1, 784) @ WEIGHTS).softmax(1)


def evidence(image, winner, rival):
    return image.ravel() * (WEIGHTS[:, winner] - WEIGHTS[:, rival])


FIRST, SECOND, THIRD = probabilities(IMAGES[0])[0].topk(3).indices.tolist()


@pytest.fixture
def picture():
    return EvidencePicture(IMAGES, [FIRST, 3, 4], probabilities, evidence)


@pytest.mark.parametrize(
    ("digit", "rival", "words"), [(FIRST, SECOND, "rightly; next comes"), (THIRD, THIRD, "wrongly; right is")]
)
def test_the_winner_is_held_against_the_right_digit_or_where_it_is_right_against_the_second(digit, rival, words):
    p, products = probabilities(IMAGES[0])[0], evidence(IMAGES[0], FIRST, rival)
    picture = EvidencePicture(IMAGES[:1], [digit], probabilities, evidence)
    sentence = picture.draw(image=1)
    assert f"says {FIRST} ({p[FIRST]:.2f}), {words} {rival} ({p[rival]:.2f})." in sentence
    plus, minus = products.clamp(min=0).sum(), -products.clamp(max=0).sum()
    assert f"the lead of {FIRST} over {rival} red pixels add {plus:.1f}, blue pixels take {minus:.1f}, " in sentence
    lead = IMAGES[0].ravel() @ WEIGHTS[:, FIRST] - IMAGES[0].ravel() @ WEIGHTS[:, rival]
    assert plus - minus == pytest.approx(lead.item(), abs=1e-4)  # a linear model without a bias has no rest
    assert picture.why.get_text() == f"red: for {FIRST}; blue: for {'the right ' if rival == digit else ''}{rival}"


def test_the_bars_are_the_probabilities_and_only_the_longest_is_bold(picture):
    for number in (2, 1):
        picture.draw(image=number)
        p = probabilities(IMAGES[number - 1])[0]
        np.testing.assert_allclose([bar.get_width() for bar in picture.bars], p, atol=5e-4)
        assert [text.get_text() for text in picture.numbers] == [f"{each:.2f}" for each in p]
        bold = [k for k, text in enumerate(picture.names) if text.get_fontweight() == "bold"]
        assert bold == [int(p.argmax())]


def test_a_bar_is_drawn_again_only_where_a_change_is_seen(picture):
    picture.draw(image=1)
    artists = [*picture.bars, *picture.names, *picture.numbers]
    for artist in artists:
        artist.stale = False
    picture.draw(image=1)
    assert not any(artist.stale for artist in artists)
    picture.draw(image=2)
    assert any(artist.stale for artist in artists)


def test_the_strongest_pixel_has_the_full_colour_whatever_the_scale(picture):
    picture.draw(image=2)
    shown = picture.evidence.get_array()
    assert np.abs(shown).max() == pytest.approx(1.0)
    products = evidence(IMAGES[1], *picture.pairs[1]).reshape(28, 28)
    np.testing.assert_allclose(shown * float(products.abs().max()), products, atol=1e-6)


def test_blank_paper_has_an_answer_and_no_evidence():
    picture = EvidencePicture(torch.zeros(1, 784), [0], probabilities, evidence)
    assert "red pixels add 0.0, blue pixels take 0.0" in picture.draw()
    assert not picture.evidence.get_array().any()


def test_an_explanation_that_is_no_image_is_refused():
    with pytest.raises(ValueError, match="Images are"):
        EvidencePicture(IMAGES, [1, 2, 3], probabilities, lambda image, winner, rival: torch.ones(5))
