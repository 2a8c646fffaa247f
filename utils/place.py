"""Where a picture of ours stands in a notebook: a place that the browser fills, and that says what to run if it cannot.

An ordinary widget view is saved as a number, and a learner who reopens the notebook tomorrow reads "model not found".
Under a Jupyter server we show a line of text with the widget's key instead; the widget's module (`place.js`) finds
the line and puts the picture there. What is saved is the line, and it says what to run.
"""

import os
from html import escape
from pathlib import Path
from uuid import uuid4

import anywidget
import traitlets
from IPython import get_ipython

HERE = Path(__file__).parent
SERVED = "JPY_SESSION_NAME"  # set for the kernels that a Jupyter server starts


def module(*names):
    """The one ES module made of the files `names` of this folder, which share their top level."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


class Placed(anywidget.AnyWidget):
    """A widget in a place of its own: it opens with the traits `state`, and closes what earlier runs of its cell made.

    It has no `Layout`: a second widget for each would be opened and closed with it, and its place lays it out.
    """

    key = traitlets.Unicode().tag(sync=True)
    layout = None

    def __init__(self, **state):
        close_earlier(self)
        super().__init__(key=uuid4().hex, **state)


class Herald(anywidget.AnyWidget):
    """An empty widget, sent ahead: with the first widget of a notebook the browser loads what all of them need."""

    _esm = "export default {};"
    layout = None


def bundle(widget, sentence):
    """The mime bundle of `widget`: `sentence` as its text, and its place in a notebook or, elsewhere, a widget view."""
    data = {"text/plain": sentence}
    if SERVED in os.environ:
        text = f"{escape(sentence)} <em>Run the cells down to here to see the picture and to move it.</em>"
        data["text/html"] = f'<div data-downhill="{widget.key}">{text}</div>'
    else:
        view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
        data["application/vnd.jupyter.widget-view+json"] = view
    return data


_made = {}  # cell -> the run that made widgets in it, and those widgets


def close_earlier(widget):
    """Note `widget` as made by the present run of its cell; what earlier runs made is closed when this one has ended.

    Not before: the new picture would have to wait for it.
    """
    shell = get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return
    parent = shell.get_parent()
    cell = parent.get("metadata", {}).get("cellId") or shell.user_ns.get("_i", "")
    run, widgets = _made.get(cell, (None, []))
    if run != parent.get("header", {}).get("msg_id"):
        at_the_end(shell, [earlier.close for earlier in widgets])
        widgets = []
    _made[cell] = parent.get("header", {}).get("msg_id"), [*widgets, widget]


def at_the_end(shell, acts):
    """Do all `acts` once, when the present cell has run and what it shows has been sent."""

    def end():
        shell.events.unregister("post_execute", end)
        for act in acts:
            act()

    if acts:
        shell.events.register("post_execute", end)


if SERVED in os.environ and hasattr(get_ipython(), "kernel"):  # the browser gets ready while the learner reads
    Herald()
