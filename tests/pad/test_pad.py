"""Tests the Python side of the pad: its value, its callback, the data that it sends to the browser, and its errors."""

import numpy as np
import pytest
import torch

from utils.pad import Pad


def paint(pad, pixels):
    """Set the pixels as a message from the browser does: as bytes in a memoryview."""
    pad.set_state({"_pixels": memoryview(np.asarray(pixels, "<f4").tobytes())})


def test_a_new_pad_is_empty():
    assert torch.equal(Pad().value, torch.zeros(28, 28))
    assert Pad().value.dtype == torch.float32


@pytest.mark.parametrize("kind", [torch.tensor, np.asarray, np.ndarray.tolist])
def test_a_value_is_read_as_it_was_set(kind):
    weights = np.linspace(-1, 1, 784, dtype=np.float32)
    pad = Pad(signed=True)
    pad.value = kind(weights)
    assert np.array_equal(pad.value.numpy().ravel(), weights)
    pad.clear()
    assert not pad.value.any()


def test_weights_that_are_being_trained_can_be_shown():
    pad = Pad(signed=True)
    pad.value = torch.ones(784, 1, requires_grad=True)
    assert pad.value.sum() == 784
    assert not pad.value.requires_grad


def test_a_value_is_a_copy():
    pad = Pad()
    pad.value[0, 0] = 1
    assert not pad.value.any()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.zeros(27, 28), r"shape \(27, 28\)"),
        (np.full((28, 28), np.nan), "784 of them NaN or infinite"),
        ([[1.0, 2.0]], r"shape \(1, 2\)"),
        ("seven", "'seven'"),
    ],
)
def test_a_value_that_does_not_fit_raises_an_error_and_the_old_one_stays(value, words):
    pad = Pad()
    pad.value = torch.ones(28, 28)
    with pytest.raises(ValueError, match=f"28 x 28 finite numbers.*{words}"):
        pad.value = value
    assert pad.value.all()


@pytest.mark.parametrize(
    "pixels", [np.full(784, np.nan), np.full(784, np.inf), np.ones(783), np.ones(0), np.ones(1568)]
)
def test_what_the_page_sends_amiss_changes_nothing_and_blames_no_callback(pixels):
    pad, calls = Pad(), []
    pad.on_change(calls.append)
    paint(pad, np.ones(784))
    paint(pad, pixels)
    assert pad.value.all()
    assert len(calls) == 1
    assert "The page sent" in pad.message


@pytest.mark.parametrize("cut", [1, 3])
def test_bytes_that_are_no_whole_numbers_are_refused_too(cut):
    pad = Pad()
    pad.set_state({"_pixels": memoryview(bytes(4 * 784 - cut))})
    assert "The page sent" in pad.message


def test_strokes_in_the_browser_reach_the_callback():
    pad, seen = Pad(), []
    pad.on_change(seen.append)
    stroke = np.zeros((28, 28))
    stroke[3, 4:9] = 1
    paint(pad, stroke)
    assert len(seen) == 1
    assert np.array_equal(seen[0].numpy(), stroke)
    assert torch.equal(pad.value, seen[0])


def test_changes_by_python_reach_the_callback_and_a_newer_callback_replaces_it():
    pad, old, new = Pad(), [], []
    pad.on_change(old.append)
    pad.value = torch.ones(784)
    assert pad.on_change(new.append) == new.append  # it returns the callback, so that it can be used as a decorator
    pad.clear()
    assert (len(old), len(new)) == (1, 1)


def test_an_error_in_the_callback_is_shown_as_one_sentence_below_the_pad(capsys):
    pad = Pad()
    pad.on_change(lambda value: value @ torch.ones(3))
    paint(pad, np.ones(784))
    assert pad.message.startswith("Your on_change function raised RuntimeError: ")
    assert "\n" not in pad.message
    assert pad.value.all()
    assert capsys.readouterr() == ("", "")


def test_a_callback_that_sets_the_value_endlessly_ends_with_an_error():
    pad = Pad()
    pad.on_change(lambda value: setattr(pad, "value", value + 1))
    paint(pad, np.ones(784))
    assert "RecursionError" in pad.message


def test_a_callback_must_be_a_function():
    with pytest.raises(TypeError, match=r"on_change wants a function.*'seven'"):
        Pad().on_change("seven")


def test_say_shows_plain_text():
    pad = Pad()
    pad.say(7)
    assert pad.message == "7"


def test_a_second_image_goes_to_the_browser_under_its_caption():
    pad = Pad()
    pad.show_image(torch.full((28, 28), 0.5), "what the model sees")
    assert (pad._caption, pad._image) == ("what the model sees", np.full(784, 0.5, "<f4").tobytes())
    with pytest.raises(ValueError, match="28 x 28 finite numbers"):
        pad.show_image(torch.zeros(27, 28), "too small")
    assert not pad.value.any()


def test_the_evidence_goes_to_the_browser_with_its_largest_number_at_full_colour():
    pad = Pad()
    products = torch.zeros(1, 784, requires_grad=True) + torch.linspace(-0.5, 0.25, 784)
    pad.show_evidence(products, "for 5 (red) or for 3 (blue)")
    assert pad._evidence_caption == "for 5 (red) or for 3 (blue)"
    shown = np.frombuffer(pad._evidence, "<f4")
    assert (shown[0], shown[-1]) == (-1, 0.5)
    pad.show_evidence(np.zeros((28, 28)), "blank paper")
    assert not np.frombuffer(pad._evidence, "<f4").any()
    with pytest.raises(ValueError, match=r"28 x 28 finite numbers.*shape \(10,\)"):
        pad.show_evidence(torch.zeros(10), "too few")


def test_bars_go_to_the_browser_with_their_names():
    pad = Pad()
    pad.show_bars(torch.tensor([[0.25, 0.75]], requires_grad=True))
    assert pad._bars == [["0", 0.25], ["1", 0.75]]
    pad.show_bars([0.123456, 1], names=("3", 7))
    assert pad._bars == [["3", 0.1235], ["7", 1.0]]


@pytest.mark.parametrize(
    ("bars", "names", "words"),
    [
        ([0.5, 1.5], None, r"from 0 to 1.*shape \(2,\)"),
        ([0.5, float("nan")], None, "1 of them NaN"),
        ([], None, r"from 0 to 1.*shape \(0,\)"),
        ("seven", None, "'seven'"),
        ([0.5, 0.5], "3", "each of 2 bars.*1 names"),
    ],
)
def test_bars_that_cannot_be_shown_raise_an_error_and_the_old_ones_stay(bars, names, words):
    pad = Pad()
    pad.show_bars([0.25, 0.75])
    with pytest.raises(ValueError, match=words):
        pad.show_bars(bars, names)
    assert pad._bars == [["0", 0.25], ["1", 0.75]]


def test_scores_go_to_the_browser_in_two_named_groups():
    pad = Pad(signed=True)
    pad.show_scores(threes=torch.tensor([[1.5], [-0.00001]], requires_grad=True), sevens=np.zeros(2))
    assert pad._scores == [["threes", [1.5, -1e-05]], ["sevens", [0.0, 0.0]]]


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ({"threes": [1.0]}, "two groups.*1: threes"),
        ({"threes": [1.0], "sevens": [float("nan")]}, "sevens.*1 of them NaN"),
    ],
)
def test_scores_that_cannot_be_shown_raise_an_error(groups, words):
    with pytest.raises(ValueError, match=words):
        Pad(signed=True).show_scores(**groups)


def test_the_pad_is_an_ordinary_widget_view_with_its_name_as_text():
    pad = Pad(signed=True)
    shown, _ = pad._repr_mimebundle_()
    assert shown["application/vnd.jupyter.widget-view+json"]["model_id"] == pad.model_id
    assert shown["text/plain"] == "A pad to paint weights on." == repr(pad)


@pytest.mark.parametrize(("signed", "positive"), [(True, (204, 51, 17)), (False, (0, 0, 0))])
def test_what_a_saved_notebook_keeps_is_what_is_painted_and_said(signed, positive):
    pad = Pad(signed=signed)
    pixels = torch.zeros(28, 28)
    pixels[3, 5], pixels[27, 0] = 1.0, -1.0 if signed else 0.5
    pad.value = pixels
    pad.say("It says 3.")
    image, width, sentence = pad.present()
    assert sentence.endswith(". It says 3.")
    assert width == 310
    assert image.size == (465, 465)  # one and a half pixels for one of the page
    places = [(1.5 * (1 + 11 * column + 5), 1.5 * (1 + 11 * row + 5)) for row, column in [(3, 5), (27, 0), (5, 3)]]
    colours = [image.getpixel(tuple(map(round, place))) for place in places]
    assert colours == [positive, (0, 114, 178) if signed else (128, 128, 128), (255, 255, 255)]


def test_a_saved_notebook_keeps_the_images_beside_the_pad_and_their_captions():
    pad = Pad()
    pad.say("The network says 5 (0.93).")
    pad.show_image(torch.ones(28, 28), "what the network sees")
    pad.show_evidence(-torch.ones(28, 28), "red: for 5; blue: for 3")
    image, sentence = pad.still()
    assert sentence["sentence"] == (
        "A pad to draw a digit on. The network says 5 (0.93). "
        "Beside it, what the network sees. Beside it, red: for 5; blue: for 3."
    )
    assert image.size == pad.size == (646, 310)
    ink, blue, paper = (image.getpixel((across, 90)) for across in (310 + 16 + 70, 646 - 70, 150))
    assert (ink, blue, paper) == ((0, 0, 0), (0, 114, 178), (255, 255, 255))
    caption = np.asarray(image)[:24, 326:478].min(axis=2)
    assert caption.min() < 100  # letters
    assert caption[:, -2:].min() > 200  # the longest caption of the lessons fits


def test_a_saved_notebook_keeps_the_bars_each_as_long_as_its_probability():
    pad = Pad()
    pad.show_bars([0.25, 0.75])
    bars = np.asarray(pad.still()[0])[:52, 344:466]  # from their beginning to before their numbers
    greys = [(row == grey).all(axis=1).sum() for row, grey in ((bars[13], 153), (bars[39], 34))]
    assert greys[1] == pytest.approx(3 * greys[0], abs=3)
    assert greys[0] > 20


def test_a_saved_notebook_keeps_the_dots_of_the_scores_at_their_sides_and_how_many_are_above_0():
    pad = Pad(signed=True)
    pad.show_scores(threes=[4.0, 3.0, -1.0], sevens=[-5.0, -4.0, -3.0])
    image, sentence = pad.still()
    assert sentence["sentence"].endswith("threes: 2 above 0. sevens: 0 above 0.")
    red, blue = (
        np.abs(np.asarray(image)[20:270, 326:].astype(int) - colour).sum(axis=2) < 120
        for colour in ((214, 92, 65), (51, 142, 193))
    )
    assert not red[140:].any()
    assert not blue[:130].any()
    assert [red[:, :170].any(), red[:, 170:].any()] == [True, True]
    assert [blue[:, :170].any(), blue[:, 170:].any()] == [True, False]
