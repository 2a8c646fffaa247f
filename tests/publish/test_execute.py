"""The command that runs the lessons: what it writes back, and what it says when it cannot."""

import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from utils.publish import execute

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


@pytest.fixture(autouse=True)
def here(monkeypatch, tmp_path):
    """Kernels that keep no history in the reader's home, and an environment that is put back as it was."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("DOWNHILL_POSTERS", "")


def lesson(folder, *sources):
    """A notebook of a title and the code cells `sources`, as a careless editor leaves it."""
    cells = [new_markdown_cell("# 1. Down?", id="title")]
    cells += [new_code_cell(source, id=f"cell-{i}", metadata={"scrolled": True}) for i, source in enumerate(sources)]
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


@pytest.mark.parametrize(("hidden", "kept"), [(True, execute.FOLDED), (False, {})])
def test_an_output_that_answers_a_prediction_stays_folded(tmp_path, hidden, kept):
    path = lesson(tmp_path, "1")
    book = nbformat.read(path, as_version=4)
    book.cells[1].metadata = {"jupyter": {"outputs_hidden": hidden, "source_hidden": False}}
    assert execute.clean(book).cells[1].metadata == kept


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


def test_a_cell_that_hangs_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "SECONDS", 1)
    path = lesson(tmp_path, "import time; time.sleep(60)")
    with pytest.raises(execute.LessonError, match=r'cell \[1\] "cell-0" failed: it was not done after 1 seconds'):
        execute.execute(path)


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
    ("text", "words"),
    [
        ("", "is not a notebook"),
        ('{"cells": [', "is not a notebook"),
        ("{}", "is not a notebook"),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}', "has no cell ids"),
    ],
)
def test_a_file_that_is_no_notebook_is_said_to_be_none(tmp_path, text, words):
    path = tmp_path / "01_down.ipynb"
    path.write_text(text)
    with pytest.raises(execute.LessonError, match=f"01_down.ipynb {words}"):
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
    monkeypatch.chdir(execute.NOTEBOOKS.parent)
    with pytest.raises(SystemExit, match="2"):
        execute.main([argument])
    assert words in capsys.readouterr().err
