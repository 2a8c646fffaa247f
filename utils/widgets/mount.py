"""Widgets that mount themselves on a line of text, which is what the notebook keeps when it is saved.

Jupyter saves an ordinary widget view as a number, and a learner who opens the notebook again reads "model not found".
Under a Jupyter server we show a line of text with the widget's key instead, the *mount point*: the widget's JavaScript
(`mount.js`) finds that line and draws the widget there. The line is what is saved, and it says which cells to run.
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
    """A widget with the traits `state` that mounts itself; making it closes the widgets of its cell's earlier runs.

    It has no `Layout`, which is a second widget that would be opened and closed with it: its mount point lays it out.
    """

    key = traitlets.Unicode().tag(sync=True)
    layout = None

    def __init__(self, **state: Any) -> None:
        close_earlier(get_ipython(), self)
        super().__init__(key=uuid4().hex, **state)


class Preload(anywidget.AnyWidget):
    """An empty widget: with the first widget of a notebook the browser loads the code that all widgets need."""

    _esm = "export default {};"
    layout = None


def preload() -> None:
    """Have the browser load the code that all widgets need now, while the learner reads, and not with a picture."""
    if SERVED in os.environ:
        Preload()


def bundle(widget: MountedWidget, sentence: str) -> dict[str, Any]:
    """The mime bundle of `widget`: `sentence` as its text, and its mount point or, without a server, a widget view."""
    data: dict[str, Any] = {"text/plain": sentence}
    if SERVED in os.environ:
        text = f"{escape(sentence)} <em>Run the cells down to here to see the picture and to move it.</em>"
        data["text/html"] = f'<div data-downhill="{widget.key}">{text}</div>'
    else:
        data[VIEW] = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return data
