"""What a network answers to an image, and why: held against numbers computed otherwise."""

import numpy as np
import pytest
import torch

from utils.pictures.reading import EvidencePicture

WEIGHTS = torch.randn(784, 10, generator=torch.Generator().manual_seed(0)) * 0.1
IMAGES = torch.rand(3, 28, 28, generator=torch.Generator().manual_seed(1))


def explain(image):
    logits = image.reshape(1, 784) @ WEIGHTS
    first, second = logits[0].topk(2).indices
    return logits.softmax(1), image.ravel() * (WEIGHTS[:, first] - WEIGHTS[:, second])


@pytest.fixture
def picture():
    return EvidencePicture(IMAGES, [int(explain(IMAGES[0])[0].argmax()), 3, 4], explain)


def test_the_sentence_names_the_answer_the_next_one_and_what_the_lead_is_made_of(picture):
    p, products = explain(IMAGES[0])
    first, second = p[0].topk(2).indices.tolist()
    sentence = picture.draw(image=1)
    assert f"says {first} ({p[0, first]:.2f}), rightly; next comes {second} ({p[0, second]:.2f})." in sentence
    plus, minus = products.clamp(min=0).sum(), -products.clamp(max=0).sum()
    assert f"over {second} red pixels add {plus:.1f}, blue pixels take {minus:.1f}, " in sentence
    (lead,) = (IMAGES[0].reshape(1, 784) @ (WEIGHTS[:, first] - WEIGHTS[:, second])).tolist()
    assert plus - minus == pytest.approx(lead, abs=1e-4)  # a linear model without a bias has no rest


def test_the_bars_are_the_probabilities_and_only_the_longest_is_bold(picture):
    for number in (2, 1):
        picture.draw(image=number)
        p = explain(IMAGES[number - 1])[0][0]
        np.testing.assert_allclose([bar.get_width() for bar in picture.bars], p, rtol=1e-6)
        assert [text.get_text() for text in picture.numbers] == [f"{each:.2f}" for each in p]
        bold = [k for k, text in enumerate(picture.names) if text.get_fontweight() == "bold"]
        assert bold == [int(p.argmax())]


def test_the_strongest_pixel_has_the_full_colour_whatever_the_scale(picture):
    picture.draw(image=2)
    shown = picture.evidence.get_array()
    assert np.abs(shown).max() == pytest.approx(1.0)
    products = explain(IMAGES[1])[1].reshape(28, 28)
    np.testing.assert_allclose(shown * float(products.abs().max()), products, atol=1e-6)


def test_blank_paper_has_an_answer_and_no_evidence():
    picture = EvidencePicture(torch.zeros(1, 784), [0], explain)
    assert "red pixels add 0.0, blue pixels take 0.0" in picture.draw()
    assert not picture.evidence.get_array().any()


def test_an_explanation_that_is_no_image_is_refused():
    with pytest.raises(ValueError, match="Images are"):
        EvidencePicture(IMAGES, [1, 2, 3], lambda image: (torch.ones(10) / 10, torch.ones(5)))
