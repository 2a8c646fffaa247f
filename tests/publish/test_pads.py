"""A pad on a page answers each drawing as the notebook's own function does, or says what needs the notebook."""

import json
import re

import numpy as np
import pytest
import torch

from tests.digits.test_centre_js import scribbles
from tests.test_javascript import run
from utils.digits import as_mnist, load_drawings, load_threes_and_sevens
from utils.pad import Pad
from utils.publish.pads import NEEDED, page_state, sentence

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
chance = torch.Generator().manual_seed(1)
w, b = torch.randn(784, 1, generator=chance) * 0.2, torch.tensor([0.3])
torch.manual_seed(2)
net = torch.nn.Sequential(torch.nn.Linear(784, 30), torch.nn.ReLU(), torch.nn.Linear(30, 10))
for parameter in net.parameters():
    parameter.data *= 4
x, y, _, _ = load_threes_and_sevens()
pad = Pad()


def read_two(drawing):
    """As in lesson 7."""
    seen = as_mnist(drawing)
    pad.show_image(seen, "what the model sees")
    score = (seen.view(1, 784) @ w + b).item()
    pad.say(f"Score {score:.1f}: it says {3 if score > 0 else 7}." if drawing.any() else "Draw something.")


def probabilities(image):
    return net(image.reshape(784)).softmax(0).detach()


def evidence(image, winner, rival):
    pixels = image.reshape(784).clone().requires_grad_()
    logits = net(pixels)
    (logits[winner] - logits[rival]).backward()
    return (pixels * pixels.grad).detach()


def read_ten(drawing):
    """As in lesson 9."""
    seen = as_mnist(drawing)
    p = probabilities(seen)
    first, second = p.topk(2).indices.tolist()
    pad.show_image(seen, "what the network sees")
    pad.show_bars(p)
    pad.show_evidence(evidence(seen, first, second), f"red: for {first}; blue: for {second}")
    verdict = f"The network says {first} ({p[first]:.2f}); next comes {second} ({p[second]:.2f})."
    pad.say(verdict if drawing.any() else "Draw a digit.")


def score_digits(painted):
    """As in lesson 5."""
    scores = x @ painted.reshape(784, 1)
    pad.show_scores(threes=scores[:400], sevens=scores[400:])
    pad.say(f"accuracy on the 800 digits: {((scores > 0) == (y == 1)).float().mean().item():.3f}")


def seven_times(drawing):
    pad.say(f"Ink: {7 * drawing.sum():.1f}")


def no_digit(drawing):
    raise ArithmeticError("none")


def state_of(function, signed=False):
    """The state of a page's pad on which `function` answers."""
    global pad
    pad = Pad(signed=signed, label="Draw")
    function(pad.value)
    pad.on_change(function)
    return json.loads(json.dumps(page_state(pad)))


def shown_in_python(drawings):
    """What the pad shows for each of `drawings`."""
    for drawing in drawings:
        pad._callback(drawing)
        numbers = {name: np.frombuffer(getattr(pad, name), "<f4") for name in ("_image", "_evidence")}
        yield pad.message, pad._caption, pad._evidence_caption, numbers, dict(pad._bars), pad._scores


def same_words(ours, theirs, near):
    """Whether two sentences differ in nothing but their numbers, and in these by no more than `near`."""
    numbers = [list(map(float, NUMBER.findall(each))) for each in (ours, theirs)]
    return NUMBER.sub("", ours) == NUMBER.sub("", theirs) and numbers[0] == pytest.approx(numbers[1], abs=near)


@pytest.mark.rare
@pytest.mark.parametrize(("function", "bars"), [(read_two, 0), (read_ten, 10)])
def test_a_page_answers_every_drawing_as_python_does(function, bars):
    state = state_of(function)
    drawings = torch.stack([torch.zeros(28, 28), *load_drawings()[0], *scribbles(60)])
    given = json.dumps({"state": state, "drawings": drawings.flatten(1).tolist()})
    pages = json.loads(run("tests/publish/read_all.js", source=given))
    for page, (message, caption, evidence, numbers, probabilities, _) in zip(
        pages, shown_in_python(drawings), strict=True
    ):
        assert same_words(page["message"], message, near=0.11 if "Score" in message else 0.011)
        assert page["_caption"] == caption
        assert page.get("_evidence_caption", "") == evidence
        assert page["_image"] == pytest.approx(numbers["_image"], abs=1e-4)
        assert page.get("_evidence", []) == pytest.approx(numbers["_evidence"], abs=2e-3)
        assert dict(page.get("_bars", [])) == pytest.approx(probabilities, abs=2e-3)
        assert len(probabilities) == bars
    assert pages[0]["message"].startswith("Draw")
    assert len({page["message"] for page in pages}) > 60
    assert len(json.dumps(state)) < (70_000 if bars else 3_000)


def test_a_page_scores_painted_weights_as_python_does():
    state = state_of(score_digits, signed=True)
    paintings = [(x[:400].mean(0) - x[400:].mean(0)).view(28, 28), torch.zeros(28, 28), -torch.eye(28)]
    given = json.dumps({"state": state, "drawings": [each.flatten().tolist() for each in paintings]})
    pages = json.loads(run("tests/publish/read_all.js", source=given))
    for page, (message, *_, scores) in zip(pages, shown_in_python(paintings), strict=True):
        assert same_words(page["message"], message, near=0.0051)  # the page's digits have 12 greys
        for (name, ours), (wanted, theirs) in zip(page["_scores"], scores, strict=True):
            assert name == wanted
            assert ours == pytest.approx(theirs, abs=0.5)
    assert pages[0]["message"] > "accuracy on the 800 digits: 0.9"
    assert len(json.dumps(state)) < 95_000


@pytest.mark.parametrize("function", [seven_times, no_digit])
@pytest.mark.parametrize("signed", [False, True])
def test_a_pad_whose_answers_a_page_cannot_repeat_says_what_needs_the_notebook(function, signed):
    state = state_of(lambda drawing: None)
    assert state == {"signed": False, "label": "Draw", "message": NEEDED}
    pad.on_change(function)
    assert page_state(pad) == state
    assert page_state(Pad(signed=signed))["message"] == NEEDED


def test_publishing_leaves_a_pad_as_it_was():
    state_of(read_two)
    pad.value = torch.eye(28)
    said = pad.message
    page_state(pad)
    assert (pad.message, pad.value.sum()) == (said, 28)


def test_a_number_in_a_sentence_is_a_value_or_always_the_same():
    values = [{"digit": 3, "p": 0.126}, {"digit": 7, "p": 0.5}]
    said = ["Of 2 it is 3 (0.13)", "Of 2 it is 7 (0.50)"]
    assert sentence(said, values) == ["Of ", "2", " it is ", ["digit", 0], " (", ["p", 2], ")"]
    for other in (["it is 1", "it is 2"], ["a 3", "b 7"]):
        with pytest.raises(ValueError, match="cannot repeat"):
            sentence(other, values)
