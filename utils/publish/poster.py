"""The poster of a moving picture: one to four of its states in one still image, for pages where nothing runs."""

import io
import math
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from utils.look import StyledFigure
from utils.widgets.outputs import STILL, png

COLUMN = 880  # pixels, about the width that GitHub gives a notebook
SMALLEST = 0.5  # the smallest scale at which a state can still be read
PAIR = 0.6  # for two states: below this scale they stand one below the other
POSTER_DENSITY = 2  # pixels of the image to one of the page
LETTER = 6  # pixels of the page that a letter of a strip takes, a little more than the mean
MOVES = {  # what moves one control of a kind, and several
    "range": ("move its slider", "move its sliders"),
    "check": ("tick its box", "tick its boxes"),
    "select": ("choose from its list", "choose from its lists"),
}


def poster(widget: Any, states: Sequence[dict[str, Any]]) -> tuple[bytes, dict[str, Any]]:
    """The PNG of `widget`, a moving picture, a sketch or a pad, in each of `states`, and the metadata of that output.

    `states` are one to four dicts of values; a control that a state leaves out is at its first value, and the values
    named stand under the state. The states stand side by side, in several rows where they would be too small to read.
    The metadata are "width", in pixels of the page, and "alt", what the states show in words.
    Raises ValueError for states that cannot be drawn.
    """
    if not isinstance(states, Sequence) or not 1 <= len(states) <= 4:
        raise ValueError(f"its poster is {states!r}; it takes a list of one to four states.")
    columns, width = layout(widget.size[0], len(states))
    cells, sentences = drawn(widget, states, width / columns)
    whole = stacked([*in_rows(cells, columns), strip(note(widget), width * POSTER_DENSITY, style="italic")])
    return as_output(whole, width, sentences)


def page_poster(widget: Any, states: Sequence[dict[str, Any]]) -> tuple[bytes, dict[str, Any]]:
    """The same for a page: each state as large as the picture, one below the other, to be read when it is printed.

    It has no note, because no cell can be run there.
    """
    cells, sentences = drawn(widget, states, widget.size[0])
    return as_output(stacked(cells), widget.size[0], sentences)


def drawn(widget: Any, states: Sequence[dict[str, Any]], width: float) -> tuple[list[Image.Image], list[str]]:
    """The image of each of `states`, `width` pixels of the page wide, with its caption; and their sentences."""
    inches = widget._picture.fig.get_figwidth() if hasattr(widget, "_picture") else widget.size[0] / 100  # of others
    cells, sentences = [], []
    for state in states:
        image, frame = widget.still(POSTER_DENSITY * width / inches, **state)
        if "error" in frame:
            raise ValueError(frame["sentence"])
        words = caption(widget, state) or getattr(widget, "message", "")  # of a pad: the line below it
        sentences.append(frame["sentence"])
        cells.append(stacked([image, strip(words, image.width)] if words else [image]))
    return cells, sentences


def as_output(whole: Image.Image, width: int, sentences: Sequence[str]) -> tuple[bytes, dict[str, Any]]:
    """The PNG of `whole`, and the metadata of that output."""
    # Other methods and fewer colours tint the grey rims of a digit, and beside coloured weights a tint has a meaning.
    image = png(whole, Image.Quantize.MAXCOVERAGE, colours=256, optimize=True)
    return image, {"width": width, "alt": " ".join([STILL, *sentences])}


def note(widget: Any) -> str:
    """What can be done with `widget` once its cell has run: its own note, or the ways in which its controls move it."""
    return getattr(widget, "note", None) or f"A still picture: run the cells down to here, then {ways(widget)}."


def ways(widget: Any) -> str:
    """How the controls of `widget` move it: "drag on it, move its sliders or press Play"."""
    kinds = [each["kind"] for each in widget.controls if each["name"] not in widget.drag]
    found = ["drag on it"] if widget.drag else []
    found += [words[kinds.count(kind) > 1] for kind, words in MOVES.items() if kind in kinds]
    found += ["press Play"] if widget.play else []
    *first, last = found
    return f"{', '.join(first)} or {last}" if first else last


def caption(widget: Any, state: dict[str, Any]) -> str:
    """The values of `state` in the words of the controls. Raises ValueError for a name that is no control's."""
    start = tuple(each["start"] for each in widget.controls)
    named = {}
    for number, control in enumerate(widget.controls):
        for index, text in enumerate(control["texts"]):
            value = widget.values((*start[:number], index, *start[number + 1 :]))[control["name"]]
            if control["name"] in state and value == state[control["name"]]:
                named[control["name"]] = f"{control['label']} = {text}"
    if unknown := set(state) - set(named):
        known = ", ".join(each["name"] for each in widget.controls)
        raise ValueError(f"its poster names {', '.join(sorted(unknown))}, which is no control; there is {known}.")
    return ", ".join(named.values())


def layout(own: int, count: int) -> tuple[int, int]:
    """How many of `count` states, each `own` pixels wide, stand side by side, and the width of all on the page."""
    smallest = PAIR if count == 2 else SMALLEST
    columns = max(1, min(count, int(COLUMN / (own * smallest))))
    return columns, round(min(columns * own, COLUMN))


def strip(words: str, width: int, **kwargs: Any) -> Image.Image:
    """A strip `width` pixels wide with `words` in its middle, as large as the words of a page, in lines that fit."""
    dpi = 72 * POSTER_DENSITY  # a point of type is a pixel of the page
    lines = textwrap.wrap(words, width // (POSTER_DENSITY * LETTER))
    figure = StyledFigure(figsize=(width / dpi, 0.13 + 0.23 * len(lines)))
    FigureCanvasAgg(figure)
    look = {"ha": "center", "va": "center", "fontsize": 12, "color": "0.35", "parse_math": False}
    figure.text(0.5, 0.5, "\n".join(lines), **look, **kwargs)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=dpi)
    return Image.open(file).convert("RGB")


def in_rows(images: Sequence[Image.Image], columns: int) -> Iterator[Image.Image]:
    """The `images` side by side, in rows of `columns`."""
    for start in range(0, len(images), columns):
        row = images[start : start + columns]
        whole = Image.new("RGB", (sum(each.width for each in row), max(each.height for each in row)), "white")
        for index, each in enumerate(row):
            whole.paste(each, (index * row[0].width, 0))
        yield whole


def stacked(images: Sequence[Image.Image]) -> Image.Image:
    """The `images` one below the other, each in the middle."""
    whole = Image.new("RGB", (max(each.width for each in images), sum(each.height for each in images)), "white")
    top = 0
    for each in images:
        whole.paste(each, (math.floor((whole.width - each.width) / 2), top))
        top += each.height
    return whole
