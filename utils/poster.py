"""The still picture of a moving one: one to four states side by side, for pages where nothing runs."""

import io
import os

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

WIDTH = 1280  # pixels, of all states together at the most
LINE = "A still picture of one that moves: run this cell, then drag."
DPI = 100


def posters_wanted():
    """Whether the lessons are being published: posters take time that a learner's own run does not spend."""
    return os.environ.get("DOWNHILL_POSTERS") == "1"


def pixels(figure, dpi):
    """`figure` as an image, drawn by Agg at `dpi` pixels an inch."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=dpi)
    return Image.open(file).convert("RGB")


def line(width, dpi):
    """The strip under a poster that says what it is, `width` pixels wide."""
    strip = Figure(figsize=(width / dpi, 0.3))
    FigureCanvasAgg(strip)
    strip.text(0.5, 0.5, LINE, ha="center", va="center", fontsize=9, style="italic", color="0.35")
    return pixels(strip, dpi)


def poster_png(picture, states):
    """The PNG of `picture` drawn with each of `states`, one to four dicts of values, side by side."""
    if not 1 <= len(states) <= 4:
        raise ValueError(f"poster has {len(states)} states; one to four stand side by side.")
    inches = picture.fig.get_size_inches()[0]
    dpi = min(DPI, WIDTH / (len(states) * inches))
    images = []
    for values in states:
        picture.draw(**values)
        images.append(pixels(picture.fig, dpi))
    width, height = sum(image.width for image in images), images[0].height
    strip = line(width, DPI)
    poster = Image.new("RGB", (width, height + strip.height), "white")
    for index, image in enumerate(images):
        poster.paste(image, (index * images[0].width, 0))
    poster.paste(strip, (0, height))
    file = io.BytesIO()
    poster.quantize(128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()
