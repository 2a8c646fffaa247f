"""The still picture of a moving one: one to four states side by side, for pages where nothing runs."""

import io
import math
import os

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

COLUMN = 880  # pixels, about the width that GitHub gives a notebook
SMALLEST = 0.5  # of its own size: what is drawn smaller than that cannot be read
PAIR = 0.6  # two may as well stand one below the other; three or four would be a tower
SHARP = 2  # pixels of the image to one of the page
LINE = "A still picture of one that moves: run the cells down to here, then drag."


def posters_wanted():
    """Whether the lessons are being published: posters take time that a learner's own run does not spend."""
    return os.environ.get("DOWNHILL_POSTERS") == "1"


def poster(picture, states, names):
    """The PNG of `picture` drawn with each of `states`, its width on a page in pixels, and what `draw` said of each.

    `states` are one to four dicts of values, `names` what stands under each ("" for nothing). They stand side by
    side, in another row where they would become too small to read. Raises ValueError for more or none of them.
    """
    if not 1 <= len(states) <= 4:
        raise ValueError(f"poster has {len(states)} states; one to four stand side by side.")
    dpi = picture.fig.dpi
    own = picture.fig.get_size_inches()[0] * dpi
    smallest = PAIR if len(states) == 2 else SMALLEST
    columns = max(1, min(len(states), int(COLUMN / (own * smallest))))
    width = round(min(columns * own, COLUMN))
    cells, sentences = [], []
    for values, name in zip(states, names, strict=True):
        said = picture.draw(**values)
        sentences.append(str((said[0] if isinstance(said, tuple) else said) or name))
        drawn = pixels(picture.fig, dpi * SHARP * width / columns / own)
        cells.append(stacked([drawn, line(name, drawn.width)] if name else [drawn]))
    whole = stacked([*rows(cells, columns), line(LINE, width * SHARP, style="italic")])
    return png(whole), width, sentences


def pixels(figure, dpi):
    """`figure` as an image, drawn by Agg at `dpi` pixels an inch."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=dpi)
    return Image.open(file).convert("RGB")


def line(text, width, **kwargs):
    """A strip `width` pixels wide with `text` in its middle, as large as the words of a page."""
    dpi = 72 * SHARP  # a point of type is a pixel of the page
    strip = Figure(figsize=(width / dpi, 0.36), facecolor="white")
    FigureCanvasAgg(strip)
    strip.text(0.5, 0.5, text, ha="center", va="center", fontsize=12, color="0.35", parse_math=False, **kwargs)
    return pixels(strip, dpi)


def rows(cells, columns):
    """The images `cells` in rows of `columns`."""
    for start in range(0, len(cells), columns):
        row = cells[start : start + columns]
        image = Image.new("RGB", (sum(cell.width for cell in row), max(cell.height for cell in row)), "white")
        for index, cell in enumerate(row):
            image.paste(cell, (index * row[0].width, 0))
        yield image


def stacked(images):
    """`images` one below the other, each in the middle."""
    whole = Image.new("RGB", (max(image.width for image in images), sum(image.height for image in images)), "white")
    top = 0
    for image in images:
        whole.paste(image, (math.floor((whole.width - image.width) / 2), top))
        top += image.height
    return whole


def png(image):
    """`image` as a small PNG: 128 colours are enough for a drawing."""
    file = io.BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()
