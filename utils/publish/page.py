"""One lesson as a page that needs nothing else: its text and code by nbconvert, its pictures by `explore.js`."""

import json
import re
from html import escape

from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_notebook, new_output

from utils.explore.widget import STATE
from utils.publish.execute import folded

WIDGET = "application/vnd.jupyter.widget-view+json"
# Of the first cell, what only a reader in JupyterLab needs: how to run the lesson, and how to keep it.
IN_JUPYTERLAB = re.compile(r"^(?:Run each cell|Keep your copy).*?(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)


class Renderer(IPythonRenderer):
    """Markdown to HTML with formulas as MathML, which browsers draw by themselves, and links to pages."""

    def inline_math(self, body):
        return convert(body)

    def block_math(self, body):
        formula = convert(body.strip(), display="block")
        return f'<div class="formula" tabindex="0" role="group" aria-label="formula">{formula}</div>'

    def link(self, text, url, title=None):
        return super().link(text, page_of(url), title)


class Body(HTMLExporter):
    """A notebook's cells as HTML, without head, foot or prompts."""

    def __init__(self, **options):
        super().__init__(template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True, **options)

    def default_filters(self):
        yield from super().default_filters()
        yield "markdown2html", markdown


def markdown(source):
    """Markdown as HTML; formulas also in a summary, where Markdown does not look."""
    html = MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)
    return re.sub(r"<summary>.*?</summary>", lambda found: re.sub(r"\$([^$]+)\$", formula, found[0]), html)


def formula(found):
    return convert(found[1])


def page_of(url):
    """The page that stands for the lesson, or for the text beside the lessons, that a link leads to; others as is."""
    return re.sub(r"^(?:notebooks/)?(\w+)\.(?:ipynb|md)\b", r"\1.html", url)


def body(lesson, run):
    """The HTML of the notebook `lesson`, its pictures taken from `run`, the same notebook just executed and baked.

    What its cells printed is what is committed; a cell whose widget cannot be baked says that it needs the notebook.
    """
    pictures = 0
    lesson.cells[0].source = IN_JUPYTERLAB.sub("", lesson.cells[0].source)
    for cell, again in zip(lesson.cells, run.cells, strict=True):
        for output in again.get("outputs", []):
            data = output.get("data", {})
            if STATE in data or WIDGET in data:
                pictures += 1
                html = place(data, poster(cell), f"picture-{pictures}") if STATE in data else needs(data)
                replace(cell, data["text/plain"], html)
        if folded(cell.metadata):
            fold(cell)
    html, _ = Body().from_notebook_node(lesson)
    return html, pictures


def fold(cell):
    """Put the outputs of `cell`, which answer a prediction, behind a line that opens them."""
    inside, _ = Body(exclude_input=True).from_notebook_node(new_notebook(cells=[cell]))
    html = f"<details><summary>What it shows, once you have predicted</summary>{inside}</details>"
    cell.outputs = [new_output("display_data", {"text/html": html})]


def poster(cell):
    """The committed still picture of a moving one and what is seen on it, or None."""
    for output in cell.outputs:
        if "image/png" in output.get("data", {}) and output.output_type == "execute_result":
            return output.data["image/png"], output.metadata.get("image/png", {}).get("alt", "")
    return None


def replace(cell, sentence, html):
    """Put `html` in place of the result of `cell` that says `sentence`; at its end if none does."""
    shown = {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}
    for index, output in enumerate(cell.outputs):
        if output.output_type in ("execute_result", "display_data") and output.data.get("text/plain") == sentence:
            cell.outputs[index] = type(output)(shown)
            return
    cell.outputs.append(type(cell)(shown))


def place(data, still, name):
    """Where a baked picture goes: its still picture, until the browser has put it there, and all it needs."""
    image = f'<img src="data:image/png;base64,{still[0].strip()}" alt="{escape(still[1])}">' if still else ""
    state = json.dumps(data[STATE], separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<div data-state="{name}">{image}<p>{escape(data["text/plain"])}</p></div>'
        f'<script type="application/json" id="{name}">{state}</script>'
    )


def needs(data):
    """What stands in the place of a widget that talks to Python."""
    what = escape(data["text/plain"])
    return f'<p class="needs">{what} It needs the notebook and its kernel: it is not on this page.</p>'
