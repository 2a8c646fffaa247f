"""Tests the index of errors: each mistake is made, said in PyTorch's words, mended, and listed in the table."""

import re

import pytest
import torch

from tests.lessons.lesson_code import cells, code, printed

CELLS, CODE = cells("errors"), code("errors")
ROWS = re.findall(r"^\| (.+?) \| (\d+) \|$", CELLS["title"].source, re.MULTILINE)
NAMES = [name for name in CODE if name != "imports"]
MENDED = {  # the code with the mistake, and the code without it
    "vector": ("    (w**2).backward()", "    (w**2).sum().backward()"),
    "integer": ("whole = torch.tensor(3) ", "whole = torch.tensor(3.)"),
    "leaf": ("    w -= 0.1 * w.grad\nexcept", "    w.data = w - 0.1 * w.grad\nexcept"),
    "lost": ("w = w - 0.1 * w.grad ", "w = (w - 0.1 * w.grad).detach().requires_grad_() "),
    "numpy": ("array = w.numpy()", "array = w.detach().numpy()"),
    "notes": ("w = torch.tensor(3.0) ", "w = torch.tensor(3.0).requires_grad_() "),
    "again": ("    loss.backward()\nexcept", "    (w**2).backward()\nexcept"),
    "none": ("    step = 0.1 * w.grad", "    (w**2).backward()\n    step = 0.1 * w.grad"),
    "shapes": ("torch.ones(3), torch.ones(4)", "torch.ones(3), torch.ones(3)"),
}


def run(source):
    """Run the code `source` after the imports of the notebook; return all variables."""
    space = {"torch": torch}
    exec(CODE["imports"] + "\n" + source, space)
    return space


def test_the_table_lists_the_sections_in_their_order():
    headings = [cell.source for name, cell in CELLS.items() if name.endswith("-heading")]
    assert [int(number) for _, number in ROWS] == [int(re.match(r"## (\d+)\. ", each)[1]) for each in headings]
    assert len(ROWS) == len(NAMES) == 10


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_words_of_the_table_are_what_the_section_printed(name):
    words, _ = ROWS[NAMES.index(name)]
    said = re.search(r"(?:PyTorch|Python) (?:says|warns): (.*)", printed("errors", name))[1]
    assert said.startswith(words)


@pytest.mark.parametrize("name", NAMES)
def test_each_section_says_why_and_what_to_do(name):
    assert "**Why:** " in CELLS[f"{name}-why"].source
    assert "**What to do:** " in CELLS[f"{name}-why"].source


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_mistake_is_caught_and_its_words_are_not_compared(name, capsys, recwarn):
    run(CODE[name])
    said = capsys.readouterr()
    assert re.search(r"(PyTorch|Python) (says|warns): \w+", said.out)
    assert said.err == ""
    assert not recwarn.list
    assert CELLS[name].metadata.get("tags") == ["nbval-ignore-output"]


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_assertion_of_a_mistake_fails_without_the_mistake(name):
    mistake, mended = MENDED[name]
    assert mistake in CODE[name]
    with pytest.raises(AssertionError, match=r"\w+ \w+"):
        run(CODE[name].replace(mistake, mended))


def test_the_silent_mistakes_give_the_numbers_of_the_prose():
    assert "so 6 becomes 12" in CELLS["twice-why"].source
    assert "x.grad is 6.0\nx.grad is 12.0\nafter clearing it, x.grad is 6.0" in printed("errors", "twice")
    assert tuple(run(CODE["shapes"])["table"].shape) == (3, 3)
