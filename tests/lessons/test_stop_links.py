"""Tests that a stop link that leads to no stop is found; `test_every_stop.py` looks at the links of the lessons."""

import nbformat
import pytest

from tests.lessons.stop_links import links_to_no_stop

LR = {"name": "lr", "kind": "range", "texts": ("0.10", "0.90")}
START = {"name": "start", "kind": "range", "texts": ("-1.5", "1.5")}
LOSS = {"name": "loss", "kind": "select", "texts": ("mse", "bce with logits")}
SHUFFLED = {"name": "shuffled", "kind": "check", "texts": ("False", "True")}


def breaches(*parts):
    """The lines about a notebook of `parts`: texts, and lists of controls for cells with a picture."""
    made, pictures = {}, []
    for number, part in enumerate(parts):
        name = f"cell-{number}"
        made[name] = nbformat.v4.new_markdown_cell(part) if isinstance(part, str) else nbformat.v4.new_code_cell()
        if not isinstance(part, str):
            pictures.append((name, part))
    return list(links_to_no_stop(made, pictures))


@pytest.mark.parametrize(
    "text",
    [
        "[try 0.9](#lr=0.9)",
        "[both](#start=-1.5&lr=0.10)",
        "[words](#loss=bce%20with%20logits) and [a box](#shuffled=true)",
        "[a heading](#What-you-saw), [a lesson](02_gradient.ipynb#lr=7), `lr=7`",
    ],
)
def test_a_link_to_a_stop_is_no_breach(text):
    controls = [LR, START, LOSS, SHUFFLED]
    assert breaches(controls, text) == breaches(text, controls) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[try](#lr=0.95)", "cell-1: #lr=0.95: lr has no stop 0.95; it has 0.10, 0.90"),
        ("[try](#lr=fast)", "lr has no stop fast"),
        ("[try](#rate=0.9)", "no picture has rate"),
        ("[try](#loss=bce)", "loss has no stop bce"),
        ("[try](#shuffled=yes)", "shuffled has no stop yes"),
        ("[try](#lr=)", "is not of the form #name=value"),
        ("[try](#lr=0.9&start)", "is not of the form #name=value"),
    ],
)
def test_a_link_to_nowhere_is_named(text, words):
    (line,) = breaches([LR, START, LOSS, SHUFFLED], text)
    assert words in line


def test_the_picture_before_a_link_comes_first_and_then_the_next_one():
    other = {**LR, "texts": ("0.5",)}
    assert breaches([LR], "[try](#lr=0.9)", [other]) == []
    assert len(breaches([LR], [other], "[try](#lr=0.9)", [LR])) == 1
    assert breaches("[try](#lr=0.9)", [LR], [other]) == []
    assert breaches([LR, START], [other], "[both](#lr=0.9&start=1.5)") == []
