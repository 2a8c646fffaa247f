"""Widgets that are drawn in place of a line of text, which is saved with the notebook.

Jupyter saves an ordinary widget view only as an id, so a learner who opens the notebook again reads "model not found".
Under a Jupyter server the output is therefore a line of text with the widget's key, the *mount point*: the widget's
JavaScript (`mount.js`) finds that line and draws the widget there. The saved line says which cells to run.
"""

import os
from html import escape
from pathlib import Path
from typing import Any
from uuid import uuid4

import anywidget
import traitlets
from IPython import get_ipython

from utils.widgets.earlier_runs import close_earlier
from utils.widgets.modules import joined

SERVED = "JPY_SESSION_NAME"  # the environment variable that a Jupyter server sets for its kernels
VIEW = "application/vnd.jupyter.widget-view+json"


class MountedWidget(anywidget.AnyWidget):
    """A widget that mounts itself; to make one closes the widgets that earlier runs of its cell made.

    `state` holds the values of its traits. It has no `Layout`, because that is a second widget, which would have to be
    opened and closed with it; the mount point determines its place and width instead.
    """

    key = traitlets.Unicode().tag(sync=True)
    layout = None

    def __init__(self, **state: Any) -> None:
        close_earlier(get_ipython(), self)
        super().__init__(key=uuid4().hex, **state)


class Preload(anywidget.AnyWidget):
    """An empty widget, used because the browser loads the code for all widgets with a notebook's first widget.

    It also makes the stop links of the notebook work, before there is a picture that they can move.
    """

    _esm = joined(Path(__file__).parent / "preload.js")
    layout = None


def preload() -> None:
    """Have the browser load the code for widgets now, while the learner reads, so that the first picture is faster."""
    if SERVED in os.environ:
        Preload()


def bundle(widget: MountedWidget, sentence: str) -> dict[str, Any]:
    """The MIME bundle of `widget`: `sentence` as text, and the mount point or, without a server, a widget view."""
    data: dict[str, Any] = {"text/plain": sentence}
    if SERVED in os.environ:
        text = f"{escape(sentence)} <em>Run the cells down to here to see the picture and to move it.</em>"
        data["text/html"] = f'<div data-downhill="{widget.key}">{text}</div>'
    else:
        data[VIEW] = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return data
