"""The command that runs the lessons: what it writes back, and what it says when it cannot."""

import base64
import io
import json
import os
import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image

from utils.publish import execute, notebooks
from utils.publish.notebooks import FOLDED, ROOT, LessonError

PICTURE = """
import base64, sys
from IPython.display import display
print("one")
print("two")
display({"image/png": base64.b64encode(b"x").decode(), "text/html": "<b>no</b>", "text/plain": "A picture.",
         "application/vnd.jupyter.widget-view+json": {"model_id": "0"}},
        metadata={"image/png": {"alt": "A picture."}, "text/html": {"isolated": True}}, raw=True)
print("three")
"""


IMPORTS = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom utils.explore import explore"
MOVING = "explore(lambda ax, k: ax.plot([0, k]) and f'k is {k}.', k=[1, 2, 3])"


@pytest.fixture(autouse=True)
def no_history(monkeypatch, tmp_path):
    """Kernels that keep no history in the reader's home."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


def lesson(folder, *sources, **poster):
    """A notebook of a title and the code cells `sources`, as a careless editor leaves it.

    `poster={"cell-1": states}` puts states of a poster into the metadata of cells.
    """
    cells = [new_markdown_cell("# 1. Down?", id="title")]
    cells += [new_code_cell(source, id=f"cell-{i}", metadata={"scrolled": True}) for i, source in enumerate(sources)]
    for name, states in poster.get("poster", {}).items():
        cells[1 + int(name.removeprefix("cell-"))].metadata["poster"] = states
    path = folder / "01_down.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"widgets": {"state": {}}, "authors": []}), path)
    return path


def test_a_lesson_is_written_back_run_and_cleaned(tmp_path):
    path = lesson(tmp_path, "x = 2", PICTURE, "x**2")
    execute.execute(path)
    back = nbformat.read(path, as_version=4)
    assert back.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [cell.id for cell in back.cells] == ["title", "cell-0", "cell-1", "cell-2"]
    assert [cell.execution_count for cell in back.cells[1:]] == [1, 2, 3]
    assert all(cell.metadata == {} for cell in back.cells)
    before, picture, after = back.cells[2].outputs
    assert (before.text, after.text) == ("one\ntwo\n", "three\n")
    assert sorted(picture.data) == ["image/png", "text/plain"]
    assert picture.metadata == {"image/png": {"alt": "A picture."}}
    assert back.cells[3].outputs[0].data == {"text/plain": "4"}
    assert sorted(entry.name for entry in tmp_path.glob("*.ipynb*")) == [path.name]


def test_tags_are_kept(tmp_path):
    path = lesson(tmp_path)
    book = nbformat.read(path, as_version=4)
    book.cells.append(new_code_cell("1", id="timed", metadata={"tags": ["nbval-ignore-output"], "collapsed": False}))
    assert execute.clean(book).cells[1].metadata == {"tags": ["nbval-ignore-output"]}


@pytest.mark.parametrize(("hidden", "kept"), [(True, FOLDED), (False, {})])
def test_an_output_that_answers_a_prediction_stays_folded(tmp_path, hidden, kept):
    path = lesson(tmp_path, "1")
    book = nbformat.read(path, as_version=4)
    book.cells[1].metadata = {"jupyter": {"outputs_hidden": hidden, "source_hidden": False}}
    assert execute.clean(book).cells[1].metadata == kept


def test_the_states_of_a_poster_are_kept(tmp_path):
    book = nbformat.read(lesson(tmp_path, MOVING, poster={"cell-0": [{"k": 1.0, "h": 0.5}]}), as_version=4)
    kept = execute.clean(book).cells[1].metadata
    assert json.dumps(kept) == '{"poster": [{"h": 0.5, "k": 1}]}'  # 1 for 1.0, as JupyterLab writes it


def shown(path):
    """The result of each code cell of the notebook at `path` that has one."""
    cells = nbformat.read(path, as_version=4).cells[1:]
    return {cell.id: output for cell in cells for output in cell.outputs if "data" in output}


@pytest.mark.rare
def test_a_moving_picture_is_written_back_as_its_poster_with_the_states_of_its_cell(tmp_path):
    path = lesson(tmp_path, IMPORTS, MOVING, MOVING, MOVING, poster={"cell-1": [{"k": 1}, {"k": 3}]})
    execute.execute(path)
    pictures = shown(path)
    assert {name: picture.metadata["image/png"]["alt"] for name, picture in pictures.items()} == {
        "cell-1": "A still picture. k is 1. k is 3.",
        "cell-2": "A still picture. k is 2.",
        "cell-3": "A still picture. k is 2.",
    }
    assert all(sorted(picture.data) == ["image/png", "text/plain"] for picture in pictures.values())
    assert pictures["cell-2"].data == pictures["cell-3"].data
    image = Image.open(io.BytesIO(base64.b64decode(pictures["cell-1"].data["image/png"])))
    assert image.width == 2 * pictures["cell-1"].metadata["image/png"]["width"]


@pytest.mark.rare
def test_a_pad_is_written_back_with_an_example_on_it_and_its_sentence_is_that_of_the_empty_pad(tmp_path):
    answers = "pad.on_change(lambda drawing: pad.say(f'Ink: {drawing.sum():.0f}'))"
    pad = f"from utils.pad import Pad\npad = Pad()\n{answers}\npad"
    path = lesson(tmp_path, IMPORTS, pad, "bool(pad.value.any()), pad.message")
    execute.execute(path)
    results = shown(path)
    assert results["cell-1"].data["text/plain"] == "A pad to draw a digit on."
    assert re.search(r"Ink: [1-9]\d+\.$", results["cell-1"].metadata["image/png"]["alt"])
    assert results["cell-2"].data["text/plain"] == "(False, 'Ink: 0')"


def run_by_a_learner(path):
    """The result of each code cell of the notebook at `path` in a kernel that does not publish."""
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, kernel_name="python3").execute()
    nbformat.write(book, path)
    return shown(path)


@pytest.mark.rare
def test_a_kernel_of_a_learner_draws_no_poster(tmp_path):
    results = run_by_a_learner(lesson(tmp_path, IMPORTS, MOVING, "[name for name in sys.modules if 'publish' in name]"))
    assert "image/png" not in results["cell-1"].data
    assert results["cell-2"].data == {"text/plain": "[]"}


@pytest.mark.rare
def test_publishing_leaves_the_names_and_the_imports_to_the_lesson(tmp_path):
    code = "sorted(globals()), 'matplotlib.figure' in __import__('sys').modules"
    path = lesson(tmp_path, code, "1", code)
    execute.execute(path)
    published = shown(path)
    assert published == run_by_a_learner(path)
    assert "False" in published["cell-2"].data["text/plain"]


@pytest.mark.rare
@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([{"q": 1}], "its poster names q, which is no control; there is k."),
        ([{"k": 4}], "k=4 is not one of its stops: 1, 2, 3."),
        ([], "its poster is []; it takes a list of one to four states."),
    ],
)
def test_a_poster_that_cannot_be_drawn_is_named_and_the_lesson_left_alone(tmp_path, capsys, states, words):
    path = lesson(tmp_path, IMPORTS, MOVING, poster={"cell-1": states})
    before = path.read_bytes()
    assert execute.main([str(path)]) == 1
    assert capsys.readouterr().err == (
        f'01_down.ipynb: the picture of cell [2] "cell-1" cannot be published: {words} The lesson is left as it was.\n'
    )
    assert path.read_bytes() == before


@pytest.mark.rare
def test_a_lesson_runs_twice_to_the_same_bytes(tmp_path):
    path = lesson(tmp_path, PICTURE)
    execute.execute(path)
    first = path.read_bytes()
    execute.execute(path)
    assert path.read_bytes() == first


def test_pieces_of_one_stream_are_put_together_but_not_across_another():
    pieces = [("stdout", "a"), ("stdout", "b"), ("stderr", "!"), ("stdout", "c")]
    outputs = [{"output_type": "stream", "name": name, "text": text} for name, text in pieces]
    assert [output["text"] for output in execute.merged(outputs)] == ["ab", "!", "c"]


@pytest.mark.parametrize(
    ("source", "words"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("import os; os._exit(3)", "its kernel died")],
)
def test_a_failing_cell_is_named_and_the_lesson_left_alone(tmp_path, capsys, source, words):
    path = lesson(tmp_path, "x = 2", source, "x")
    before = path.read_bytes()
    assert execute.main([str(path)]) == 1
    assert capsys.readouterr().err == (
        f'01_down.ipynb: cell [2] "cell-1" failed: {words}. The lesson is left as it was.\n'
    )
    assert path.read_bytes() == before


@pytest.mark.rare
def test_a_cell_that_hangs_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "CELL_SECONDS", 1)
    path = lesson(tmp_path, "import time; time.sleep(60)")
    with pytest.raises(LessonError, match=r'cell \[1\] "cell-0" failed: it was not done after 1 seconds'):
        execute.execute(path)


@pytest.mark.rare
def test_the_next_lesson_is_run_all_the_same(tmp_path, capsys):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    bad, good = lesson(tmp_path / "a", "no"), lesson(tmp_path / "b", "6 * 7")
    assert execute.main([str(bad), str(good)]) == 1
    assert capsys.readouterr().out.startswith("01_down.ipynb: run and written back, ")
    assert nbformat.read(good, as_version=4).cells[1].outputs[0].data == {"text/plain": "42"}


def test_a_write_that_is_cut_off_leaves_the_lesson_whole(tmp_path, monkeypatch):
    path = lesson(tmp_path, "1")
    before = path.read_bytes()

    def half(notebook, target):
        target.write_text('{"cells"')
        raise OSError("no space left on device")

    monkeypatch.setattr(nbformat, "write", half)
    with pytest.raises(OSError, match="no space"):
        execute.write(new_notebook(), path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a notebook"),
        (b"\xff", "is not a notebook"),
        (b'{"cells": [', "is not a notebook"),
        (b"{}", "is not a notebook"),
        (b'{"cells": 1}', "is not a notebook"),
        (b'{"cells": [], "metadata": {}, "nbformat": 9, "nbformat_minor": 5}', "is not a notebook"),
        (b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}', "has no cell ids"),
    ],
)
def test_a_file_that_is_no_notebook_is_said_to_be_none(tmp_path, content, words):
    path = tmp_path / "01_down.ipynb"
    path.write_bytes(content)
    with pytest.raises(LessonError, match=f"01_down.ipynb {words}"):
        execute.execute(path)


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("notebooks/99_none.ipynb", "there is no file notebooks/99_none.ipynb."),
        ("notebooks", "notebooks is not a notebook (a file that ends in .ipynb)."),
        (__file__, "is not a notebook"),
        ("--all", "unrecognized arguments: --all"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(argument, words, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit, match="2"):
        execute.main([argument])
    assert words in capsys.readouterr().err
