"""The outputs that the views of a widget leave in a notebook: its place, and two that stand for it when it is gone.

    a still picture       image/png, empty at first
    its sentence          text/plain, empty at first
    the place of a view   text/html, which the browser fills with the widget (`mount.js`)

While a view is in its place the browser hides the two before it. So they can be changed at any time without being seen,
and a notebook that has been saved shows them wherever there is no widget: on GitHub, in what nbconvert makes, and in
JupyterLab on another day.
"""

import io
from base64 import b64encode
from typing import Any

from IPython import get_ipython
from PIL import Image

RUN = "Run the cells down to here to move this picture."
STILL_DENSITY = 1.5  # pixels of this picture to one of the page: sharp in print, and small in the saved notebook
STILL = "A still picture."  # how the text alternative of each begins
NOT_HERE = (
    "This picture stands still: the program that shows this notebook has no part for moving pictures.\n"
    "Read on without moving it, and show your teacher the next line.\n\n"
    "For your teacher: the part is anywidget, which this kernel has; install it into the environment that JupyterLab "
    "runs in too (python -m pip install anywidget), start JupyterLab again, and load this page again."
)

Bundle = dict[str, Any]


class ViewOutputs:
    """The outputs of all views of the widget with this `key`; every view has the same still picture and sentence."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.still: tuple[Bundle, Bundle] = {}, {}
        self.words: Bundle = {}
        self.views = 0
        self.place: Bundle = {}

    def add(self, place: Bundle) -> None:
        """Publish the outputs of one more view, with `place` for its place."""
        self.views, self.place = self.views + 1, place
        self._publish("still", self.still)
        self._publish("words", (self.words, {}))
        self._publish(f"place-{self.views}", (place, {}))

    def keep(self, image: Image.Image | None, width: int, sentence: str) -> None:
        """Put `image`, which is `width` pixels of the page wide, and `sentence` in place of those before."""
        about = {"image/png": {"width": width, "alt": f"{STILL} {sentence}"}}  # as a poster has
        self.still = ({"image/png": encoded(image), "text/plain": sentence}, about) if image else ({}, {})
        self.say(sentence)
        self._publish("still", self.still, update=True)

    def say(self, words: str) -> None:
        """Put `words` in place of the sentence; no output at all if there are none."""
        self.words = {"text/plain": words} if words else {}
        self._publish("words", (self.words, {}), update=True)

    def put(self, place: Bundle) -> None:
        """Show `place` in the place of every view, if something else is there."""
        if place == self.place:
            return
        self.place = place
        for view in range(1, self.views + 1):
            self._publish(f"place-{view}", (place, {}), update=True)

    def _publish(self, part: str, content: tuple[Bundle, Bundle], update: bool = False) -> None:
        get_ipython().display_pub.publish(*content, transient={"display_id": f"{self.key}-{part}"}, update=update)


def place_of(key: str) -> Bundle:
    """The place of a view of the widget with this `key`: what stands in it is read when nothing fills it."""
    return {"text/html": f'<div data-downhill="{key}"><em>{RUN}</em></div>'}


def png(
    image: Image.Image, method: Image.Quantize = Image.Quantize.FASTOCTREE, colours: int = 128, **options: Any
) -> bytes:
    """`image` as a small PNG: 128 `colours` are enough for most drawings. `options` are those of Pillow's `save`."""
    file = io.BytesIO()
    image.quantize(colours, method=method, dither=Image.Dither.NONE).save(file, "PNG", **options)
    return file.getvalue()


def encoded(image: Image.Image) -> str:
    """`image` as Jupyter keeps it: a PNG in base64."""
    return b64encode(png(image)).decode()
