"""Where a widget stands in a notebook: a place that the browser fills, and that says what to run if it cannot.

An ordinary widget view is saved as a number, and a learner who reopens the notebook tomorrow reads "model not found".
Under a Jupyter server we show a line of text with the widget's key instead; the widget's JavaScript (`mount.js`) finds
that line and puts the widget there. What is saved is the line, and it says what to run.
"""

import os
from html import escape
from typing import Any
from uuid import uuid4

import anywidget
import traitlets
from IPython import get_ipython

from utils.widgets.earlier_runs import close_earlier

SERVED = "JPY_SESSION_NAME"  # the environment variable that a Jupyter server sets for its kernels
VIEW = "application/vnd.jupyter.widget-view+json"


class MountedWidget(anywidget.AnyWidget):
    """A widget in a place of its own: it opens with the traits `state`, and closes what earlier runs of its cell made.

    It has no `Layout`: a second widget for each would be opened and closed with it, and its place lays it out.
    """

    key = traitlets.Unicode().tag(sync=True)
    layout = None

    def __init__(self, **state: Any) -> None:
        close_earlier(get_ipython(), self)
        super().__init__(key=uuid4().hex, **state)


class Preload(anywidget.AnyWidget):
    """An empty widget: with the first widget of a notebook the browser loads what all of them need."""

    _esm = "export default {};"
    layout = None


def preload() -> None:
    """Have the browser load what widgets need now, while the learner reads, and not with the first picture."""
    if SERVED in os.environ:
        Preload()


def bundle(widget: MountedWidget, sentence: str) -> dict[str, Any]:
    """The mime bundle of `widget`: `sentence` as its text, and its place in a notebook or, elsewhere, a widget view."""
    data: dict[str, Any] = {"text/plain": sentence}
    if SERVED in os.environ:
        text = f"{escape(sentence)} <em>Run the cells down to here to see the picture and to move it.</em>"
        data["text/html"] = f'<div data-downhill="{widget.key}">{text}</div>'
    else:
        data[VIEW] = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return data
