"""The poster of a pad shows an example with the answer of the pad's function, and leaves the pad as it was."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from tests.publish import test_pads
from tests.publish.test_pads import no_digit, read_ten, read_two, score_digits
from utils.pad import Pad
from utils.publish.pad_poster import pad_poster


def pad_with(monkeypatch, function, signed=False):
    """A pad on which `function` answers, as in a lesson."""
    pad = Pad(signed=signed, label="Draw")
    monkeypatch.setattr(test_pads, "pad", pad)
    pad.on_change(function)
    pad._answer(None)
    return pad


@pytest.mark.parametrize(
    ("function", "signed", "width", "words"),
    [
        (score_digits, True, 666, "accuracy on the 800 digits: 0.704. threes: 395 above 0. sevens: 232 above 0."),
        (read_two, False, 478, "it says"),
        (read_ten, False, 862, "The network says"),
    ],
    ids=["lesson 5", "lesson 7", "lesson 9"],
)
def test_it_shows_an_example_and_its_answer(monkeypatch, function, signed, width, words):
    pad = pad_with(monkeypatch, function, signed)
    before = pad.message
    image, about = pad_poster(pad)
    assert words in about["alt"]
    assert before not in about["alt"]
    assert about["width"] == width
    pixels = np.asarray(Image.open(io.BytesIO(image)).convert("RGB"))
    assert pixels.shape[1] == 2 * width
    on_the_pad = pixels[4:612, 4:612].reshape(-1, 3)
    assert (on_the_pad == ((204, 51, 17) if signed else (0, 0, 0))).all(axis=1).mean() > 0.005
    assert not pad.value.any()
    assert pad.message == before
    assert len(image) < 30_000


def test_what_an_author_has_put_on_the_pad_stays_there(monkeypatch):
    pad = pad_with(monkeypatch, score_digits, signed=True)
    pad.value = -torch.eye(28)
    _, about = pad_poster(pad)
    assert pad.message in about["alt"]
    assert torch.equal(pad.value, -torch.eye(28))


def test_a_pad_that_nothing_answers_has_a_poster_of_the_drawing_alone():
    _, about = pad_poster(Pad(label="Draw"))
    assert about == {"width": 310, "alt": "A still picture. Draw."}


def test_a_function_that_fails_is_told_to_the_author(monkeypatch):
    with pytest.raises(ValueError, match=r"Your on_change function raised ArithmeticError: none"):
        pad_poster(pad_with(monkeypatch, no_digit))
