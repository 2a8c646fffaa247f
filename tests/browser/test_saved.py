"""Tests what a learner hands in: a notebook that was run, moved and saved, as a file, as HTML and in other programs."""

import re

import nbformat
import pytest
from nbconvert import HTMLExporter, LatexExporter

from tests.browser.open_notebook import OFTEN, OpenNotebook, Widget, kept

SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
LINE = """from utils.explore import explore
from utils.pad import Pad

def line(ax, k):
    ax.plot([0, 1], [0, k])
    return f"The line rises to {k}."
"""
TEXT = "print('line\\n' * 60)"
# What is seen of the outputs in each frame: the number of visible images, and the height of the whole output.
WATCH = """() => { window.seen = new Set(); const area = document.querySelector('.jp-OutputArea');
    const look = () => { const images = [...area.querySelectorAll('img')].filter(each => each.offsetHeight);
        window.seen.add(`${images.length} images, ${area.offsetHeight} px`); requestAnimationFrame(look); };
    look(); }"""

LAST_STILL = """() => jupyterapp.shell.currentWidget.content.widgets.flatMap(cell => cell.model.outputs?.toJSON() ?? [])
    .map(output => output.data?.['image/png']).filter(Boolean).pop()"""


def saved(notebook):
    """Save `notebook` and read its file."""
    notebook.page.evaluate(SAVE)
    return nbformat.read(notebook.lab.root / "notebooks" / notebook.name, as_version=4)


def stills(book):
    """The (image, sentence) of each still in the notebook `book`, and the sentences below them, in order."""
    data = [output.data for cell in book.cells for output in cell.outputs if "data" in output]
    images = [(each["image/png"], each["text/plain"]) for each in data if "image/png" in each]
    return images, [each["text/plain"] for each in data if list(each) == ["text/plain"]]


def says(notebook, sentence):
    """Wait until `notebook` holds a still with this sentence."""
    script = """sentence => jupyterapp.shell.currentWidget.content.widgets.flatMap(cell => cell.model.outputs.toJSON())
        .some(output => output.data?.['image/png'] && output.data['text/plain'] === sentence)"""
    notebook.page.wait_for_function(script, arg=sentence, polling=OFTEN)


@pytest.fixture(scope="module")
def handed_in(lab, browser):
    """A notebook with two pictures and a pad, run, moved and saved; what was seen meanwhile is checked."""
    cells = [LINE + "explore(line, k=(1, 9))", "explore(line, k=(1, 5))\nprint('below')", "pad = Pad(signed=True)\npad"]
    notebook = OpenNotebook(lab, browser, "handed_in.ipynb", cells)
    notebook.run_all()
    kept(notebook, 3)
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.content.scrollToItem(0, 'start')")
    first = Widget(notebook.page)
    notebook.page.evaluate(WATCH)
    first.slider("k").press("End")
    says(notebook, "The line rises to 9.")
    (seen,) = notebook.page.evaluate("() => [...window.seen]")
    assert seen.startswith("0 images")
    before = notebook.page.evaluate(LAST_STILL)
    notebook.page.locator(".downhill-sheet").press("Space")
    changed = f"before => ({LAST_STILL})() !== before"
    notebook.page.wait_for_function(changed, arg=before, polling=OFTEN)
    book = saved(notebook)
    assert notebook.errors == []
    notebook.close()
    return book


def test_a_saved_notebook_holds_each_picture_as_it_last_stood(handed_in):
    images, sentences = stills(handed_in)
    assert sentences == ["The line rises to 9.", "The line rises to 3.", "A pad to paint weights on."]
    assert [sentence for _, sentence in images] == sentences
    assert len({image for image, _ in images}) == 3
    for cell in handed_in.cells:
        assert cell.outputs[0].metadata["image/png"]["alt"].removeprefix("A still picture. ") in sentences
        assert "widget-view" not in str(cell.outputs)


@pytest.mark.filterwarnings("ignore:Your element")  # LaTeX leaves out the place, which is HTML alone
def test_html_and_latex_show_the_pictures_with_their_sentences(handed_in):
    html, _ = HTMLExporter().from_notebook_node(handed_in)
    latex, resources = LatexExporter().from_notebook_node(handed_in)
    assert html.count('src="data:image/png') == 3
    assert len(re.findall(r"\\adjustimage{.*}{output_\d_0\.png}", latex)) == len(resources["outputs"]) == 3
    for text in (html, latex):
        assert "The line rises to 9." in text
        assert "The line rises to 3." in text
    assert len(re.findall("Run the cells down to here to move this picture", html)) == 3


def test_reopened_it_says_what_to_run_beside_the_still_and_moves_when_run_again(lab, browser, handed_in):
    notebook = OpenNotebook(lab, browser, "handed_in.ipynb")
    area = notebook.page.locator(".jp-OutputArea").first
    assert area.locator("img").is_visible()
    assert area.inner_text().split("\n")[-2:] == [
        "The line rises to 9.",
        "Run the cells down to here to move this picture.",
    ]
    notebook.run_all()
    widget = Widget(notebook.page)
    widget.settled()
    assert widget.caption() == "The line rises to 5."
    assert not area.locator("img").is_visible()
    notebook.close()


def test_pictures_that_nobody_has_scrolled_to_are_kept_too(in_window):
    cells = [LINE, *[TEXT, "explore(line, k=(1, 3))"] * 8]
    notebook = in_window("eight.ipynb", cells)
    notebook.run_all()
    kept(notebook, 8)
    images, sentences = stills(saved(notebook))
    assert len(images) == 8
    assert sentences == ["The line rises to 2."] * 8
    assert "widget-view" not in str(saved(notebook))


def test_two_views_share_a_still_and_a_cell_run_again_starts_anew(in_window):
    notebook = in_window("views.ipynb", [LINE + "w = explore(line, k=(1, 9))", "w"])
    notebook.run_all()
    second = Widget(notebook.page, 1)
    second.settled()
    second.slider("k").press("End")
    says(notebook, "The line rises to 9.")
    assert stills(saved(notebook))[1] == ["The line rises to 9."] * 2
    notebook.run_all()
    says(notebook, "The line rises to 5.")
    assert stills(saved(notebook))[1] == ["The line rises to 5."] * 2
