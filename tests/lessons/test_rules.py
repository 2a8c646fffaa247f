"""Tests that every notebook keeps the rules of rules.py, that every breach is found, and that the README is right."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.lessons import rules
from tests.lessons.lesson_code import cells
from utils.publish.notebooks import MOVED, lesson_paths

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LESSONS = lesson_paths()
ROW = re.compile(r"^\| *(\d+)\. \[(.+?)\]\(notebooks/(.+?)\) *\| *(\d+)&nbsp;min *\|", re.MULTILINE)

FIND_UTILS = 'sys.path.insert(0, "..")  # so that this notebook finds utils'
FIRST = f"import sys\nfrom pathlib import Path\n\n{rules.WHERE}\n{FIND_UTILS}"
TAUGHT = re.compile(r"^## (\d+)\. \[(.+)\]\((.+)\)\n\n- \*\*Minutes:\*\* (\d+)\b", re.MULTILINE)


def read(path):
    """The notebook at `path`."""
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", rules.EVERY, ids=lambda rule: rule.__name__)
def test_every_notebook_keeps_the_rule(rule, path):
    assert list(rule(read(path), path)) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", rules.LESSON, ids=lambda rule: rule.__name__)
def test_every_lesson_keeps_the_rule(rule, path):
    assert list(rule(read(path), path)) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_that_is_opened_alone_says_where_it_belongs(path, tmp_path, monkeypatch):
    alone = tmp_path / "downloads"
    alone.mkdir()
    monkeypatch.chdir(alone)
    with pytest.raises(AssertionError, match=r"^Get all of Downhill .* open this file in its folder notebooks\.$"):
        exec(rules.code(read(path))[0].source, {})


def test_the_table_of_the_readme_lists_the_lessons_in_the_folder():
    rows = [
        (file, f"# {number}. {question}", int(minutes))
        for number, question, file, minutes in ROW.findall((ROOT / "README.md").read_text("utf-8"))
    ]
    assert rows == [(path.name, rules.title(read(path)), rules.minutes(read(path))) for path in LESSONS]


def test_the_teaching_notes_have_the_titles_and_the_minutes_of_the_lessons():
    notes = (ROOT / "notebooks" / "teaching.md").read_text("utf-8")
    found = [(number, title, file, int(minutes)) for number, title, file, minutes in TAUGHT.findall(notes)]
    lessons = [(*rules.title(read(path))[2:].split(". ", 1), path.name, rules.minutes(read(path))) for path in LESSONS]
    assert found == lessons


GLOSSARY = (ROOT / "notebooks" / "glossary.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("word", "number"),
    rules.glossary(GLOSSARY),
    ids=lambda part: str(part).replace(" ", "-"),
)
def test_a_word_of_the_glossary_is_a_link_to_it_where_its_lesson_first_has_it_in_bold(word, number):
    assert list(rules.unexplained(read(LESSONS[number - 1]), word)) == []


def test_every_row_of_the_glossary_is_read():
    assert len(rules.glossary(GLOSSARY)) == GLOSSARY.count("\n| ") - 1  # the head of the table is not a word
    assert {number for _, number in rules.glossary(GLOSSARY)} == set(range(1, len(LESSONS) + 1))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("The [**losses**](glossary.md) fall, and the **loss**.", []),
        ("A **sum of squares** and a **loss**.", ["words: **loss** does not lead to glossary.md"]),
        ("Of `x**2` the [**loss**](glossary.md).", []),
        ("A [**loss**](01_slope.ipynb).", ["words: **loss** does not lead to glossary.md"]),
        ("A loss, and **what is this loss good for, in the end?**", ["loss is nowhere bold"]),
    ],
)
def test_a_bold_word_without_a_link_to_the_glossary_is_reported(source, said):
    assert list(rules.unexplained(new_notebook(cells=[new_markdown_cell(source, id="words")]), "loss")) == said


def picture(count, words="A point on a curve."):
    """A code cell whose output is a picture with the plain text `words`."""
    shown = new_output("display_data", {"image/png": "eA==", "text/plain": words})
    return new_code_cell(f"show({count})", id=f"picture-{count}", execution_count=count, outputs=[shown])


@pytest.fixture
def lesson(tmp_path):
    """A small lesson that keeps every rule, in a folder with its neighbours: (notebook, path)."""
    choices = "\n".join(
        f"<details><summary>{letter}. Is it {letter}?</summary>\n\nNo.\nFor `x. Y` it is not.\n</details>\n"
        for letter in "ABC"
    )
    ways = "Back: [1. Where?](01_slope.ipynb).\nNext: [3. How?](03_rate.ipynb)."
    links = f"Up [1. There](01_slope.ipynb#top), see [the web](https://a.b/c.md).\n\n{ways}"
    cells = [
        new_markdown_cell("# 2. Why?\n\n**One thing, e.g. This.**\nIt takes 12 minutes.", id="title"),
        new_markdown_cell("Run each cell.", id="how-to-run", metadata={"tags": [rules.NOTEBOOK_ONLY]}),
        new_code_cell(FIRST, id="imports", execution_count=1),
        new_markdown_cell("## Guess", id="guess-heading"),
        new_markdown_cell(f"1. Adjust $a. B$.\n\n```python\n# just. Code\n```\n\n{choices}", id="guess"),
        picture(2),
        picture(3),
        new_markdown_cell(links, id="next"),
    ]
    for name, words in (("01_slope", "# 1. Where?"), ("03_rate", "# 3. How?"), ("05_far", "# 5. Far?")):
        nbformat.write(new_notebook(cells=[new_markdown_cell(words, id="title")]), tmp_path / f"{name}.ipynb")
    path = tmp_path / "02_why.ipynb"
    book = new_notebook(cells=cells, metadata=rules.METADATA)
    nbformat.write(book, path)
    return nbformat.read(path, as_version=4), path


@pytest.mark.parametrize("rule", rules.EVERY + rules.LESSON, ids=lambda rule: rule.__name__)
def test_a_good_lesson_breaks_no_rule(lesson, rule):
    assert list(rule(*lesson)) == []


def text(source):
    """A change that adds a markdown cell with the text `source`."""
    return lambda book: book.cells.insert(4, new_markdown_cell(source, id="more"))


def result(**output):
    """A change that adds this output to the cell of the first picture."""
    return lambda book: book.cells[5].outputs.append(nbformat.from_dict({"metadata": {}, **output}))


def put(index, **values):
    """A change that sets these values in the cell at `index`."""
    return lambda book: book.cells[index].update(nbformat.from_dict(values))


def rename(book, there, wrong):
    """Change the title `there` of a lesson to `wrong` in the last cell of `book`."""
    book.cells[-1].source = book.cells[-1].source.replace(there, wrong)


def drop(index):
    """A change that removes the cell at `index`."""
    return lambda book: book.cells.pop(index)


@pytest.mark.parametrize(
    ("rule", "change", "said"),
    [
        ("counts", put(5, execution_count=7), "counts are"),
        ("counts", put(5, execution_count=None), "counts are"),
        ("metadata", lambda book: book.metadata.update(widgets={}), "widgets"),
        ("metadata", lambda book: book.metadata.language_info.update(version="3.11"), "3.11"),
        ("metadata", put(5, metadata={"tags": ["raises-exception"]}), "raises-exception"),
        ("metadata", put(5, metadata={"tags": ["nbval-ignore-output"]}), "assert"),
        ("metadata", put(0, metadata={"collapsed": True}), "collapsed"),
        ("metadata", put(5, metadata={"jupyter": {"outputs_hidden": False}}), "hidden"),
        ("metadata", put(5, metadata={"jupyter": {"source_hidden": True}}), "source_hidden"),
        ("metadata", put(4, metadata={"jupyter": {"outputs_hidden": True}}), "outputs_hidden"),
        ("metadata", put(5, source="explore(it)", metadata={"jupyter": {"outputs_hidden": True}}), "still picture"),
        ("metadata", put(3, source="assert", metadata={"tags": ["nbval-ignore-output"]}), "nbval-ignore-output"),
        ("metadata", put(5, metadata={"tags": ["notebook-only", "mine"]}), "mine"),
        ("posters", put(5, metadata={"poster": [{"k": 1}]}), "no moving picture"),
        ("posters", put(5, source="explore(it, k=[1])", metadata={"poster": [{"q": 1}]}), "to q"),
        ("posters", put(5, source="explore(it, k=[1])", metadata={"poster": []}), "one to four"),
        ("stills", put(5, source="explore(it, k=[1])", outputs=[]), "no still picture"),
        ("stills", put(5, source="Sketch(it)", outputs=[]), "no still picture"),
        ("stills", put(5, source="pad = Pad()\npad", outputs=[]), "no still picture"),
        ("posters", put(5, source="explore(it, k=[1])", metadata={"poster": [{"k": 1}] * 5}), "one to four"),
        ("posters", put(5, source="explore(it, k=[1])", metadata={"poster": {"k": 1}}), "one to four"),
        ("clean_outputs", result(output_type="error", ename="ValueError", evalue="", traceback=[]), "ValueError"),
        ("clean_outputs", result(output_type="stream", name="stderr", text="beware"), "beware"),
        ("clean_outputs", result(output_type="display_data", data={"text/html": "<b>"}), "text/html"),
        ("clean_outputs", result(output_type="stream", name="stdout", text="in /home/me/a.py"), "/home/me/a.py"),
        ("alt", put(5, outputs=picture(2, "[picture]").outputs), "[picture]"),
        ("alt", put(5, outputs=picture(2, "<Figure size 1 with 1 Axes>").outputs), "<Figure"),
        ("links", text("[there](04_none.ipynb)"), "04_none.ipynb"),
        ("links", text("![a picture](images/none.png)"), "images/none.png"),
        ("links", text('<img alt="a" src="images/none.png">'), "images/none.png"),
        ("words", text("It is Just so."), "Just"),
        ("words", text("This, of course, is so."), "of course"),
        ("wording", text("People say that it learns."), "name who says it"),
        ("wording", text("Set it to 0, for `backward()` adds."), "write because"),
        ("wording", text("One thing: the loss: it falls."), "one colon"),
        ("sentences", text("It is so. It is not."), "It is so. It is not."),
        ("sentences", text("- **Is it?** Yes."), "Yes"),
        ("sentences", text("2. It is 0. So it is."), "So"),
        ("headings", text("## Look\n\nThere."), "more"),
        ("headings", text("#### Look"), "level"),
        ("headings", text("# Look"), "level"),
        ("details", text("<details><summary>A</summary>\n\nNo."), "not closed"),
        ("details", text("<details><summary>A</summary>\nNo.</details>"), "blank line"),
        ("details", text("<details><summary>Is it `x`?</summary>\n\nNo.\n</details>"), "backtick"),
        ("first_code", put(2, source=rules.WHERE), "sys.path"),
        ("first_code", put(2, source=FIRST.replace("Get all", "Get")), "Get all of Downhill"),
        ("first_code", put(2, source=FIRST + "\nimport torch" * 13), "17 lines"),
        ("shape", put(0, source="# 3. Why?\n12 minutes"), "title"),
        ("shape", put(0, source="# 2. Because\n12 minutes"), "title"),
        ("shape", put(0, source="# 2. Why?"), "minutes"),
        ("shape", drop(1), "how to run it"),
        ("shape", drop(6), "1 pictures"),
        ("shape", drop(4), "0 <details>"),
        ("neighbours", put(7, source="Back: [1. Where?](01_slope.ipynb)."), "03_rate.ipynb"),
        ("neighbours", put(7, source="Next: [3. How?](03_rate.ipynb)."), "01_slope.ipynb"),
        ("neighbours", lambda book: rename(book, "3. How?", "3. How far?"), "3. How?"),
    ],
)
def test_a_breach_is_reported(lesson, rule, change, said):
    book, path = lesson
    change(book)
    (breach,) = getattr(rules, rule)(book, path)
    assert said in breach


def test_a_poster_of_a_moving_picture_is_allowed(lesson):
    book, path = lesson
    put(5, source="explore(it, k=[1, 2])", metadata={"poster": [{"k": 1}, {"k": 2}]})(book)
    assert [*rules.metadata(book, path), *rules.posters(book, path)] == []


@pytest.mark.parametrize("wrong", ["", '"id": "Two Words",', '"id": "title",'])
def test_an_id_that_is_missing_duplicated_or_not_a_word_is_reported(lesson, wrong):
    book, path = lesson
    path.write_text(path.read_text("utf-8").replace('"id": "guess",', wrong), "utf-8")
    assert list(rules.ids(book, path))


def test_a_notebook_that_is_too_large_is_reported(lesson):
    book, path = lesson
    path.write_text(path.read_text("utf-8") + " " * rules.BYTES, "utf-8")
    assert list(rules.size(book, path))


@pytest.mark.parametrize("name", sorted(MOVED))
def test_a_page_at_which_a_lesson_stood_links_to_where_it_stands_now(name):
    (cell,) = read(ROOT / "notebooks" / f"{name}.ipynb").cells
    targets = re.findall(r"\]\((.+?)\)", cell.source)
    assert targets
    assert set(targets) <= {path.name for path in LESSONS}


def test_all_lessons_say_alike_how_to_run_them_and_what_to_do_when_a_cell_or_the_kernel_fails():
    (text,) = {cells(path.stem)["how-to-run"].source for path in LESSONS}
    for menu in ("Run All Above Selected Cell", "Interrupt Kernel", "Restart Kernel", "Undo", "Download"):
        assert menu in text
