"""How a lesson becomes a page: its text, its formulas, its pictures, and what the command says when that fails."""

import base64
import io
import json
import re

import nbformat
import pytest
from PIL import Image

from tests.publish.lessons import notebook
from utils.publish import pads, site
from utils.publish.images import webp
from utils.publish.notebooks import FOLDED, NOTEBOOK_ONLY, ROOT, LessonError
from utils.publish.page import markdown, page_of

IMPORTS = f"""import sys
sys.path.insert(0, {str(ROOT)!r})
from utils.explore import explore
from utils.pad import Pad, Sketch
print("committed")
"""
MOVING = "explore(lambda ax, k: ax.plot([0, k]) and f'<b>{k}</b> times', k=[1, 2, 3])"
SKETCH = "Sketch(lambda x: x, x=(0, 1), y=(0, 1))"
STILL = """from utils.plots import figure, show
fig, ax = figure(figsize=(2, 1), layout="none")
ax.set_position((0.25, 0, 0.5, 0.5))
ax.imshow([[0, 1]], aspect="auto")
show(ax, "Two pixels.")"""
AXES = "Axes to draw on: x from 0 to 1, y from 0 to 1."
HOW_TO_RUN = "Run each cell.\nThen *look*.\n\nKeep your copy."


def png_of(colour):
    """A PNG of one pixel of this `colour`, in base64."""
    file = io.BytesIO()
    Image.new("RGB", (1, 1), colour).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def source_of(colour):
    """The source of that image on a page."""
    return f"data:image/webp;base64,{webp(png_of(colour))}"


def committed_still(sentence, png):
    """An output of a picture that moves, as a lesson is committed."""
    still = nbformat.v4.new_output("display_data", {"image/png": png, "text/plain": sentence})
    still.metadata = {"image/png": {"alt": f"A still picture. {sentence} <drawn>", "width": 640}}
    return still


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    """The page of a lesson with a picture and a pad; its committed text differs from what a run prints."""
    folder = tmp_path_factory.mktemp("lesson")
    cells, title = (IMPORTS, MOVING, "Pad()", "print('the answer')", SKETCH, STILL), "# 4. How far?\n\nAbout 5 minutes."
    path = notebook(folder, "04_far.ipynb", *cells, title=title)
    lesson = nbformat.read(path, as_version=4)
    lesson.cells[1].outputs = [nbformat.v4.new_output("stream", text="as committed\n")]
    other = nbformat.v4.new_output("display_data", {"image/png": png_of("white"), "text/plain": "<Figure>"})
    lesson.cells[2].outputs = [other, committed_still("<b>2</b> times", png_of("blue"))]
    lesson.cells[2].metadata = {"poster": [{"k": 1}, {"k": 3}]}
    lesson.cells[5].outputs = [committed_still(AXES, png_of("green") + "\n")]
    lesson.cells[6].outputs = [committed_still("[picture]", png_of("red"))]
    lesson.cells[4].metadata = dict(FOLDED)
    lesson.cells[4].outputs = [nbformat.v4.new_output("stream", text="the <answer>\n")]
    tag = {"tags": [NOTEBOOK_ONLY]}
    lesson.cells.insert(1, nbformat.v4.new_markdown_cell(HOW_TO_RUN, id="how-to-run", metadata=tag))
    lesson.cells.append(nbformat.v4.new_code_cell("not_here = 1", id="only-there", metadata=tag))
    lesson.cells.append(nbformat.v4.new_markdown_cell("Run the cell again.", id="again"))
    nbformat.write(lesson, path)
    here = site.lesson_of(path)
    return site.lesson_page(path, [here], {"04": "https://mybinder.org/v2/gh/you/downhill/HEAD?urlpath=lab"})


@pytest.mark.rare
def test_what_a_cell_printed_is_what_is_committed(html):
    assert "as committed" in html
    assert ">committed" not in html


def test_a_page_leaves_out_what_only_the_notebook_needs_and_names_the_notebook_where_it_asks_for_a_cell(html):
    assert "About 5 minutes." in html
    assert not re.search("Run each cell|<em>look|Keep your copy|not_here", html)
    assert '<p><span class="needs">In the notebook:</span> Run the cell again.</p>' in html


def test_what_answers_a_prediction_is_behind_a_line_that_opens_it(html):
    ((summary, inside),) = re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", html, re.DOTALL)
    assert summary == "What it shows, once you have predicted"
    assert "the &lt;answer&gt;" in inside
    assert html.count("the &lt;answer&gt;") == 1
    assert "print" not in inside


def test_a_picture_carries_all_its_stops_and_a_poster_drawn_for_the_page(html):
    (state,) = re.findall(r'<script[^>]*id="picture-1"[^>]*>(.*?)</script>', html)
    state = json.loads(state)
    assert state["controls"][0]["texts"] == ["1", "2", "3"]
    assert json.loads(state["first_packet"])["frames"]["1"]["sentence"] == "<b>2</b> times"
    (mount_point,) = re.findall(r'<div data-state="picture-1">(.*?)</div>', html)
    (image,) = re.findall(r"<img[^>]*>", mount_point)
    assert "A still picture. &lt;b&gt;1&lt;/b&gt; times &lt;b&gt;3&lt;/b&gt; times" in image
    assert 'class="chosen"' in image
    picture = Image.open(io.BytesIO(base64.b64decode(re.search(r"base64,([^\"]+)", image)[1])))
    wide, high = state["size"]
    assert f'width="{wide}"' in image
    assert picture.width == 2 * wide
    assert picture.height > 4 * high  # one state below the other
    assert "<p>&lt;b&gt;1&lt;/b&gt; times &lt;b&gt;3&lt;/b&gt; times</p>" in mount_point  # what that poster shows
    assert source_of("blue") not in html
    (without_scripts,) = re.findall(r"<noscript>(.*?)</noscript>", mount_point)
    assert "this picture stands still: switch JavaScript on to drag it." in without_scripts


def test_a_still_picture_is_the_committed_one_and_carries_the_areas_that_are_light_on_a_dark_page(html):
    (image,) = re.findall(rf"<img[^>]*{re.escape(source_of('red'))}[^>]*>", html)
    assert 'alt="A still picture. [picture] &lt;drawn&gt;"' in image
    assert 'width="640"' in image
    assert json.loads(re.search(r'data-light="([^"]*)"', image)[1]) == [[50, 50, 150, 100]]


def test_a_sketch_carries_its_truth_and_needs_no_kernel(html):
    (state,) = re.findall(r'<script[^>]*id="picture-3"[^>]*>(.*?)</script>', html)
    assert json.loads(state)["truth"][-1] == 1
    (mount_point,) = re.findall(r'<div data-sketch="picture-3">(.*?)</div>', html)
    assert f"<p>{AXES} &lt;drawn&gt;</p>" in mount_point
    assert f'src="{source_of("green")}"' in mount_point  # the committed poster
    assert f'alt="A still picture. {AXES} &lt;drawn&gt;"' in mount_point
    assert "renderSketch({" in html
    assert ".downhill-sketch" in html


def test_a_pad_that_nothing_answers_can_be_drawn_on_and_says_what_needs_the_notebook(html):
    (state,) = re.findall(r'<script[^>]*id="picture-2"[^>]*>(.*?)</script>', html)
    assert json.loads(state) == {"signed": False, "label": "A pad to draw a digit on", "message": pads.NEEDED}
    assert '<div data-pad="picture-2"><p>A pad to draw a digit on.</p>' in html
    assert "renderPad({" in html
    assert ".downhill-pad" in html


def test_a_page_is_whole_and_loads_nothing(html):
    assert "<title>4. How far?</title>" in html
    assert 'href="https://mybinder.org/v2/gh/you/downhill/HEAD?urlpath=lab"' in html
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"', html)
    assert all(address.startswith("data:") for address in loaded)
    (script,) = re.findall(r'<script type="module">(.*?)</script>', html, re.DOTALL)
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    assert "In&nbsp;[" not in html


def test_a_page_that_is_too_large_is_refused_with_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "LARGEST_PAGE", 1000)
    path = notebook(tmp_path, "04_far.ipynb", "1", title="# 4. How far?")
    with pytest.raises(LessonError, match=r"04_far.ipynb: its page has 0.0 MB, more than 0; give the controls"):
        site.lesson_page(path, [site.lesson_of(path)], {})


@pytest.mark.rare
def test_a_notebook_beside_the_lessons_is_a_page_without_a_number_and_without_neighbours(lessons):
    path = notebook(lessons[0].path.parent, "errors.ipynb", "1", title="# What it says, and why")
    here = site.lesson_of(path)
    assert here.number == ""
    html = site.lesson_page(path, lessons, {"01": "https://mybinder.org", "00": "https://mybinder.org/0"})
    assert "<title>What it says, and why</title>" in html
    assert 'href="01_slope.html"' in html  # the lessons, in the head of the page
    assert not re.search(r"<footer>|rel=\"(prev|next)\"|mybinder|aria-current=", html)
    pages = site.contents([*(lesson.path for lesson in lessons), path])
    assert {"01_slope.html", "10_far.html", "errors.html", "index.html"} <= set(pages)
    assert "What it says" not in pages["index.html"]().split("<main")[1].split("<table>")[1]


def test_a_text_beside_the_lessons_is_a_page_with_its_heading_for_a_title():
    html = site.contents([])["what_you_can_do.html"]()
    assert "<title>What you can now do</title>" in html
    assert html.count("<details>") == 30
    assert 'href="09_library.html"' in html


def test_formulas_are_mathml_wherever_they_stand():
    html = markdown("So $x^2$ and\n\n$$\\frac{a}{b}$$\n\n<details><summary>A. $\\eta$</summary>\n\n`$y$`\n\n</details>")
    assert html.count("<math") == 3
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html
    assert "<mfrac>" in html
    assert "<code>$y$</code>" in html
    assert "$$" not in html


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("02_gradient.ipynb", "02_gradient.html"),
        ("02_gradient.ipynb#top", "02_gradient.html#top"),
        ("notebooks/02_gradient.ipynb", "02_gradient.html"),
        ("glossary.md#loss", "glossary.html#loss"),
        ("https://example.org/a.ipynb", "https://example.org/a.ipynb"),
    ],
)
def test_links_to_lessons_lead_to_their_pages(link, page):
    assert page_of(link) == page
    assert f'href="{page}"' in markdown(f"[there]({link})")


README = """
[pages]: https://OWNER.github.io/REPO/
[01]: https://mybinder.org/v2/gh/OWNER/REPO/HEAD
[class]: https://HUB/hub
"""


@pytest.fixture
def lessons(tmp_path):
    """Two lessons of the site."""
    first = notebook(tmp_path, "01_slope.ipynb", title="# 1. Which way?\n\nAbout 12 minutes.")
    return [site.lesson_of(path) for path in (first, notebook(tmp_path, "10_far.ipynb", title="# 10. How far?"))]


def test_the_index_has_the_lessons_with_their_minutes(lessons, small_flagship):
    html = site.index_page(lessons, site.binder_links(README))
    assert '<td>1. <a href="01_slope.html">Which way?</a></td>\n  <td>12\xa0min</td>' in html
    assert '<td>10. <a href="10_far.html">How far?</a></td>' in html
    assert "Binder" not in html
    assert "OWNER" not in html


def test_the_index_leads_to_binder_once_the_readme_says_where(lessons, small_flagship):
    links = site.binder_links(README.replace("OWNER", "you").replace("REPO", "downhill"))
    html = site.index_page(lessons[:1], links)
    assert links == {"01": "https://mybinder.org/v2/gh/you/downhill/HEAD"}
    assert '<td><a href="https://mybinder.org/v2/gh/you/downhill/HEAD">open</a></td>' in html


def test_the_index_introduces_the_lessons_in_the_words_of_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8").replace("notebooks/", "")
    introduction, film = ((site.TEMPLATES / name).read_text("utf-8") for name in ("index.md", "film.html"))
    for line in introduction.split("| lesson |")[0].replace("{{ picture }}", film).splitlines():
        assert line in readme.splitlines()
