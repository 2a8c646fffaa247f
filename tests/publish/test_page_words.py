"""The words of pages: what a lesson asks for that needs its cells says so there, and nothing else changes."""

import re
from itertools import pairwise

import nbformat
import pytest

from utils.check.find import find
from utils.publish.exercises import CALL
from utils.publish.notebooks import NOTEBOOK_ONLY, lesson_paths
from utils.publish.page_words import IN_NOTEBOOK, REWORDED, for_page

# Wider than what `for_page` looks for: a sentence that asks for a cell to be run, filled or changed, in any words.
ASKS = re.compile(
    r"`None`"
    r"|\b(?:run|rerun|execute|change|edit|fill|delete|replace|put|write|type|paste|copy)\b[^.:]*\bcells?\b"
    r"|(?-i:\b(?:Change|Replace|Delete) (?:it|them)\b)|\b(?:change|set) `|\binto `\w+`,"
    r"|\b(?:loss|function) of your own\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Run the cell once.", f"{IN_NOTEBOOK}Run the cell once."),
        ("1. Change `a`, then look.", f"1. {IN_NOTEBOOK}Change `a`, then look."),
        (
            "It runs.\n\n- See it in a new cell.\nThe end.",
            f"It runs.\n\n- {IN_NOTEBOOK}See it in a new cell.\nThe end.",
        ),
        ("Write it in place of `None`, with four decimals.", "Type it into the field, with four decimals."),
        ("The next cell prints both.", "The next cell prints both."),
        ("```python\n# run the cell\n```", "```python\n# run the cell\n```"),
    ],
)
def test_what_asks_for_a_cell_to_be_run_or_changed_says_that_it_is_in_the_notebook(said, shown):
    assert for_page(said) == shown


def asking(path):
    """The lines of the page of the lesson at `path` that ask for a cell without saying that it is in the notebook.

    Left out are the title, which says what a learner will be able to do, and what stands over an exercise that wants a
    function: the page says under it that it answers in the notebook.
    """
    cells = nbformat.read(path, as_version=4).cells
    cells = [cell for cell in cells if NOTEBOOK_ONLY not in cell.metadata.get("tags", [])]
    for cell, below in pairwise(cells[1:]):
        called = CALL.search(below.source)
        if cell.cell_type != "markdown" or (called and find(called[1])[0].inputs):
            continue
        prose = re.sub(r"^```.*?^```", "", for_page(cell.source), flags=re.DOTALL | re.MULTILINE)
        yield from (f"{cell.id}: {line}" for line in prose.split("\n") if ASKS.search(line) and IN_NOTEBOOK not in line)


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.stem)
def test_no_page_asks_for_a_cell_that_it_cannot_run(path):
    assert list(asking(path)) == []


@pytest.mark.parametrize("words", REWORDED)
def test_what_is_reworded_stands_in_a_lesson(words):
    cells = [cell for path in lesson_paths() for cell in nbformat.read(path, as_version=4).cells]
    assert any(words in cell.source for cell in cells if cell.cell_type == "markdown")


def test_a_page_whose_cells_run_sends_nobody_to_the_notebook():
    assert for_page("Write a function, and run that cell.", runs=True) == "Write a function, and run that cell."
