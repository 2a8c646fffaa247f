"""A pad on a page without Python: what answers there as the notebook's `on_change` function does.

A lesson says nothing about its page. Publishing calls that function with drawings of which it can do the sums itself,
and finds in the answers which tensors of the lesson were used and which number stands where in the sentences. A pad
whose answers it cannot repeat can be drawn on, and says what needs the notebook.
"""

import base64
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any

import torch

from utils.digits import as_mnist, load_drawings
from utils.pad.pad import FAILED

NEEDED = "You can draw here; what answers a drawing needs the notebook and its kernel."
NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)")
EACH = 4  # every fourth of the 200 drawings is read
FULL = 11  # the number for full ink in the digits that painted weights score: 256 greys would take 75 kB more
PAINTINGS = 5  # paintings of random weights that are tried

Values = dict[str, float]
Sentence = list[Any]  # texts, and between them [the name of a value, its decimals]


def page_state(pad: Any) -> dict[str, Any]:
    """What a page needs of `pad`: "reading" or "painting" where it can answer, else a message that says why not."""
    state = {"signed": pad.signed, "label": pad.label, "message": NEEDED}
    if pad._callback is None:
        return state
    before = pad.value
    try:
        found = {"painting": painting(pad)} if pad.signed else {"reading": reading(pad)}
    except ValueError:
        return state
    finally:
        pad.value = before
        pad._answer(None)
    return {**state, **found, "message": ""}


def reading(pad: Any) -> dict[str, Any]:
    """How `pad` reads drawings. Raises ValueError where a trained model and `as_mnist` do not explain its answers."""
    layers = layers_of([*named_by(pad._callback)])
    drawings = load_drawings()[0][::EACH]
    answers = [answer(pad, drawing) for drawing in [torch.zeros(28, 28), *drawings]]
    blank = answers.pop(0)
    seen = [as_mnist(drawing) for drawing in drawings]
    logits = [logits_of(layers, image) for image in seen]
    values = [values_of(each) for each in logits]
    for each, image, scores in zip(answers, seen, logits, strict=True):
        check(not each["_image"] or close(each["_image"], image))
        check(not each["_bars"] or close([p for _, p in each["_bars"]], scores.softmax(0)))
        check(not each["_evidence"] or close(each["_evidence"], evidence_of(layers, image)))
    return {
        "layers": [[packed(weights), packed(biases)] for weights, biases in layers],
        "says": sentence([each["message"] for each in answers], values),
        "blank": blank["message"],
        "image": blank["_caption"],
        "bars": bool(blank["_bars"]),
        "evidence": sentence([each["_evidence_caption"] for each in answers], values) if blank["_evidence"] else None,
    }


def painting(pad: Any) -> dict[str, Any]:
    """How `pad` scores painted weights. Raises ValueError where sums over the lesson's digits do not explain it."""
    chance = torch.Generator().manual_seed(0)
    paintings = [torch.randn(28, 28, generator=chance).sign() for _ in range(PAINTINGS)]
    answers = [answer(pad, weights) for weights in paintings]
    check(all(len(each["_scores"]) == 2 for each in answers))
    groups = [(name, len(scores)) for name, scores in answers[0]["_scores"]]
    count = sum(number for _, number in groups)
    digits = [each for each in named_by(pad._callback) if getattr(each, "shape", None) == (count, 28 * 28)]
    check(digits)
    grey = (digits[0] * FULL).round()
    is_first = torch.arange(count) < groups[0][1]
    values = []
    for weights, each in zip(paintings, answers, strict=True):
        exact = torch.tensor([score for _, scores in each["_scores"] for score in scores])
        check((exact - digits[0] @ weights.flatten()).abs().max() < 0.01)
        values.append({"accuracy": (((grey @ weights.flatten()) > 0) == is_first).float().mean().item()})
    return {
        "digits": base64.b64encode(zlib.compress(grey.to(torch.uint8).numpy().tobytes(), 9)).decode(),
        "full": FULL,
        "groups": groups,
        "says": sentence([each["message"] for each in answers], values, near=0.01),
    }


def check(holds: object) -> None:
    """Raise ValueError unless what is expected of an answer `holds`."""
    if not holds:
        raise ValueError("the page cannot repeat this answer")


def answer(pad: Any, value: torch.Tensor) -> dict[str, Any]:
    """What `pad` shows once `value` is on it. Raises ValueError where its function fails."""
    pad.value = value
    pad._answer(None)  # also where the value is the same as before
    check(not pad.message.startswith(FAILED))
    names = ("message", "_image", "_caption", "_bars", "_evidence", "_evidence_caption", "_scores")
    return {name: getattr(pad, name) for name in names}


def named_by(function: Callable[..., Any]) -> Iterator[Any]:
    """What of a lesson `function` names, in its order; the lesson's functions and tuples are looked into."""
    globals_ = getattr(function, "__globals__", {})
    for name in getattr(getattr(function, "__code__", None), "co_names", ()):
        value = globals_.get(name)
        if isinstance(value, FunctionType) and value.__globals__ is globals_ and value is not function:
            yield from named_by(value)
        elif isinstance(value, tuple):
            yield from value
        else:
            yield value


def layers_of(named: Sequence[Any]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """The weights, one row for each input, and the biases of the layers among what is `named`: a network's or tensors.

    Raises ValueError where there are none that fit a digit.
    """
    networks = [each for each in named if isinstance(each, torch.nn.Module)]
    if networks:
        linear = [each for each in networks[0].modules() if isinstance(each, torch.nn.Linear)]
        layers = [(each.weight.detach().T, each.bias.detach()) for each in linear]
    else:
        tensors = [each.detach() for each in named if isinstance(each, torch.Tensor)]
        layers = [(weights, biases) for weights, biases in zip(tensors[::2], tensors[1::2], strict=False)]
    check(layers and layers[0][0].dim() == 2 and layers[0][0].shape[0] == 28 * 28)
    check(all(weights.shape[-1:] == biases.shape for weights, biases in layers))
    return layers


def logits_of(layers: Sequence[tuple[torch.Tensor, torch.Tensor]], image: torch.Tensor) -> torch.Tensor:
    """The outputs of `layers`, with a ReLU between each two, for `image` (28, 28); as `templates/network.js` does."""
    outputs = image.flatten()
    for index, (weights, biases) in enumerate(layers):
        outputs = (outputs.relu() if index else outputs) @ weights + biases
    return outputs


def evidence_of(layers: Sequence[tuple[torch.Tensor, torch.Tensor]], image: torch.Tensor) -> torch.Tensor:
    """The slopes of the lead of the first output over the second, times the ink of `image`; the largest is 1 or -1."""
    pixels = image.flatten().requires_grad_()
    first, second = logits_of(layers, pixels).topk(2).values
    (slopes,) = torch.autograd.grad(first - second, pixels)
    products = (slopes * pixels).detach()
    return products / (products.abs().max() or 1)


def values_of(logits: torch.Tensor) -> Values:
    """What a sentence may name of `logits`; as `templates/network.js` does."""
    if len(logits) == 1:
        score = logits.item()
        return {"score": score, "probability": logits.sigmoid().item(), "digit": 3 if score > 0 else 7}
    probabilities, places = logits.softmax(0).topk(2)
    (p_first, p_second), (first, second) = probabilities.tolist(), places.tolist()
    return {"first": first, "second": second, "p_first": p_first, "p_second": p_second}


def sentence(said: Sequence[str], values: Sequence[Values], near: float = 1e-3) -> Sentence:
    """What is `said` to each of some drawings, with the names of the `values` in place of their numbers.

    A number is a value if it is this value, rounded, each time; `near` is by how much the value itself may be off.
    Raises ValueError where the texts between the numbers differ, or a number that changes is none of the values.
    """
    split = [NUMBER.split(each) for each in said]
    check(all(each[::2] == split[0][::2] for each in split))
    parts: Sentence = [split[0][0]]
    for numbers, text in zip(list(zip(*split, strict=True))[1::2], split[0][2::2], strict=True):
        parts += [slot(numbers, values, near), text]
    return parts


def slot(numbers: Sequence[str], values: Sequence[Values], near: float) -> Any:
    """[name, decimals] of the value that `numbers` are, or the number itself where it is always the same."""
    decimals = len(numbers[0].partition(".")[2])
    reach = 0.5 * 10**-decimals + near
    for name in values[0]:
        if all(abs(float(number) - each[name]) <= reach for number, each in zip(numbers, values, strict=True)):
            return [name, decimals]
    check(len(set(numbers)) == 1)
    return numbers[0]


def packed(tensor: torch.Tensor) -> dict[str, Any]:
    """`tensor` in 16 bits a number, base64; its rounding is a 65,000th of its largest number."""
    scale = tensor.abs().max().item() / 32767 or 1.0
    data = (tensor / scale).round().to(torch.int16).contiguous().numpy().astype("<i2").tobytes()
    return {"scale": scale, "data": base64.b64encode(data).decode()}


def close(shown: bytes | Sequence[float], wanted: torch.Tensor) -> bool:
    """Whether the numbers `shown`, of 32 bits where they are bytes, are the `wanted` ones to three decimals."""
    as_bytes = isinstance(shown, bytes)
    numbers = torch.frombuffer(bytearray(shown), dtype=torch.float32) if as_bytes else torch.tensor(shown)
    return numbers.shape == wanted.flatten().shape and bool((numbers - wanted.flatten()).abs().max() < 1e-3)
