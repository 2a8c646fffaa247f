"""One lesson as the HTML of a page: its text and code by nbconvert, its moving pictures by `templates/page.js`.

The head, the navigation and the footer around it are in `templates/page.html`, which `site.page` fills.

The raw HTML of a lesson stands on its page as it is, and runs there: what its author wrote in a Markdown cell (the
title too) or committed as an output in HTML, SVG, Markdown or JavaScript. Nothing else does: code, printed text and
the sentences of pictures are escaped.
"""

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import unquote

from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output

from utils.publish.exercises import with_field
from utils.publish.images import html_with_webp
from utils.publish.kernel_outputs import BAKED, LIGHT, PAD, SKETCH
from utils.publish.notebooks import NOTEBOOK_ONLY, LessonError, folded
from utils.publish.page_words import for_page
from utils.widgets.mount import VIEW
from utils.widgets.outputs import STILL

STOP_LINK = re.compile(r"\]\(<?#([^)\s>]*=[^)\s>]*)>?\)")  # what stands behind the # of a link that names a value
OLD = "This browser is too old to move this picture: a newer Firefox, Chrome, Edge or Safari does."
KINDS = {BAKED: "state", SKETCH: "sketch", PAD: "pad"}  # the attribute by which the page's script finds its element
NO_SCRIPTS = "Scripts are switched off in this browser, so this picture stands still: switch JavaScript on to drag it."


class Renderer(IPythonRenderer):
    """Markdown to HTML with formulas as MathML, which browsers draw by themselves, and links to pages."""

    def inline_math(self, body: str) -> str:
        """The formula `body` in a line of text."""
        return mathml(body)

    def block_math(self, body: str) -> str:
        """The formula `body` on a line of its own."""
        formula = mathml(body.strip(), "block")
        return f'<div class="formula" tabindex="0" role="group" aria-label="formula">{formula}</div>'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link that leads to a page where it would lead to a notebook."""
        return super().link(text, page_of(url), title)


class CellExporter(HTMLExporter):
    """A notebook's cells as HTML, without head, foot or prompts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True, **options)

    def default_filters(self) -> Any:
        """Those of nbconvert, with `markdown` in place of its own."""
        yield from super().default_filters()
        yield "markdown2html", markdown


def markdown(source: str) -> str:
    """Markdown as HTML; formulas also in a summary, where Markdown does not look. LessonError for a broken formula."""
    html = MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)
    return re.sub(r"<summary>.*?</summary>", lambda found: re.sub(r"\$([^$]+)\$", inline_formula, found[0]), html)


def inline_formula(found: re.Match[str]) -> str:
    """The MathML of the formula that a regular expression has `found`."""
    return mathml(found[1])


def mathml(formula: str, display: str = "inline") -> str:
    """The LaTeX `formula` as MathML. Raises LessonError when it is broken."""
    try:
        return convert(formula, display=display)
    except Exception as error:  # latex2mathml has a dozen kinds without a common one, and passes on its own slips
        what = f"{type(error).__name__} {error}".strip()
        raise LessonError(f"the formula ${' '.join(formula.split())}$ is broken LaTeX ({what}).") from error


def check_formulas(cells: Sequence[NotebookNode], name: str) -> None:
    """Raise LessonError, naming the cell, for the first of `cells` of the lesson `name` with a broken formula."""
    for cell in cells:
        outputs = [output.get("data", {}).get("text/markdown", "") for output in cell.get("outputs", [])]
        try:
            for text in [cell.source] if cell.cell_type == "markdown" else outputs:
                markdown(text)
        except LessonError as error:
            raise LessonError(f'{name}: cell "{cell.id}": {error}') from error


def page_of(url: str) -> str:
    """The page that stands for the lesson, or for the text beside the lessons, that a link leads to; others as is."""
    return re.sub(r"^(?:notebooks/)?(\w+)\.(?:ipynb|md)\b", r"\1.html", url)


def lesson_html(lesson: NotebookNode, executed: NotebookNode, runs: bool = False) -> tuple[str, int]:
    """The HTML of the notebook `lesson`, and how many pictures and exercises on it need the page's script.

    `executed` is the same notebook, run with its pictures baked; what cells printed and their still pictures are
    taken from `lesson`.
    `runs` says whether the cells of the page can be run.
    """
    pictures = answers = stills = 0
    for cell, ran in zip(lesson.cells, executed.cells, strict=True):
        for output in ran.get("outputs", []):
            data = output.get("data", {})
            if mime := next((mime for mime in (BAKED, SKETCH, PAD, VIEW) if mime in data), None):
                pictures += 1
                poster = still(cell, output)
                image = poster_html(poster, chosen="poster" in cell.metadata)
                shown = {**data, "text/plain": said(data, poster)}
                html = needs_kernel(data) if mime == VIEW else picture_html(shown, mime, image, pictures)
                replace_result(cell, data["text/plain"], html)
        stills += mark_stills(cell, ran)
        answers += with_field(cell)
        if cell.cell_type == "markdown":
            cell.source = for_page(cell.source, runs)
        if folded(cell):
            fold_outputs(cell)
    lesson.cells = [cell for cell in lesson.cells if NOTEBOOK_ONLY not in cell.metadata.get("tags", [])]
    html, _ = CellExporter().from_notebook_node(lesson)
    return html_with_webp(html), pictures + answers + stills


def fold_outputs(cell: NotebookNode) -> None:
    """Put the outputs of `cell`, which answer a prediction, behind a line that opens them."""
    inside, _ = CellExporter(exclude_input=True).from_notebook_node(new_notebook(cells=[cell]))
    html = f"<details><summary>What it shows, once you have predicted</summary>{inside}</details>"
    cell.outputs = [new_output("display_data", {"text/html": html})]


def mark_stills(cell: NotebookNode, ran: NotebookNode) -> int:
    """Note in the HTML of the still pictures of `cell` which of their areas are light on a dark page, as it `ran`.

    Returns how many still pictures there are. Those that a cell without outputs shows are not on the page.
    """
    areas = [output.data[LIGHT] for output in ran.get("outputs", []) if LIGHT in output.get("data", {})]
    stills = [output for output in cell.get("outputs", []) if output.get("data", {}).get("text/plain") == "[picture]"]
    pairs = [*zip(stills, areas, strict=False)]
    for output, light in pairs:
        more = {"data-light": json.dumps(light, separators=(",", ":"))}
        html = image_html(output.data["image/png"], output.metadata.get("image/png", {}), more)
        output.data = NotebookNode({"text/html": html})
    return len(pairs)


def still(cell: NotebookNode, shown: NotebookNode) -> tuple[str, dict[str, Any]] | None:
    """The poster of `shown`, an output of `cell` that moves, in base64, and its metadata.

    It was drawn with the picture, or it is the committed one, as that of a sketch.
    """
    for output in (shown, *cell.outputs):
        data = output.get("data", {})
        if "image/png" in data and data.get("text/plain") == shown.data["text/plain"]:
            return data["image/png"], output.metadata.get("image/png", {})
    return None


def replace_result(cell: NotebookNode, sentence: str, html: str) -> None:
    """Put `html` in place of the result of `cell` that says `sentence`; at its end if none does."""
    shown = new_output("display_data", {"text/html": html})
    for index, output in enumerate(cell.outputs):
        if output.output_type in ("execute_result", "display_data") and output.data.get("text/plain") == sentence:
            cell.outputs[index] = shown
            return
    cell.outputs.append(shown)


def poster_html(poster: tuple[str, dict[str, Any]] | None, chosen: bool = False) -> str:
    """The image of `poster`, its PNG in base64 and its metadata: "alt", in words, and "width", in pixels of the page.

    If `chosen`, the author chose the states that it shows, and it is printed in place of a picture that nobody moved.
    """
    return image_html(*poster, {"class": "chosen"} if chosen else {}) if poster else ""


def image_html(png: str, about: dict[str, Any], more: dict[str, str]) -> str:
    """The image of a PNG in base64 with its metadata `about`, and `more` attributes."""
    size = {name: about[name] for name in ("width", "height") if name in about}
    attributes = more | size | {"src": f"data:image/png;base64,{png.strip()}", "alt": about.get("alt", "")}
    written = "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
    return f"<img{written}>"


def said(data: dict[str, Any], poster: tuple[str, dict[str, Any]] | None) -> str:
    """What stands below `poster`: the sentences of the states that it shows; else the one of `data`, a picture's first.

    The first state is not always among those that the author chose for the poster.
    """
    _, about = poster or ("", {})
    return about.get("alt", data["text/plain"]).removeprefix(STILL).strip()


def picture_html(data: dict[str, Any], mime: str, image: str, number: int) -> str:
    """The element that a baked picture, a sketch or a pad is drawn into, and its state; until then it holds `image`."""
    state = json.dumps(data[mime], separators=(",", ":")).replace("<", "\\u003c")
    name = f"picture-{number}"
    return (
        f'<div data-{KINDS[mime]}="{name}">{image}<p>{escape(data["text/plain"])}</p>'
        f'<p class="needs" hidden>{OLD}</p>'
        f'<noscript><p class="needs">{NO_SCRIPTS}</p></noscript></div>'
        f'<script type="application/json" id="{name}">{state}</script>' + stops_here(data[mime])
    )


def stops_here(state: dict[str, Any]) -> str:
    """What stands under a picture with this `state` of which the page has not all stops; else nothing."""
    return f'<p class="needs">{escape(state["here"])}</p>' if state.get("here") else ""


def named_stops(lesson: NotebookNode) -> list[tuple[str, str]]:
    """The stops that the stop links of `lesson` name, `[try 0.9](#lr=0.9)`: pairs (control, value)."""
    text = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")
    pairs = [pair.split("=", 1) for link in STOP_LINK.findall(text) for pair in link.split("&")]
    return sorted({(pair[0], unquote(pair[1])) for pair in pairs if len(pair) == 2})


def needs_kernel(data: dict[str, Any]) -> str:
    """What stands where a widget that talks to Python would be."""
    what = escape(data["text/plain"])
    return f'<p class="needs">{what} It needs the notebook and its kernel: it is not on this page.</p>'
