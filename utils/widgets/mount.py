"""Widgets that are drawn into a place in a notebook, beside what is saved with it.

Jupyter saves an ordinary widget view only as an id, so a learner who opens the notebook again reads "model not found".
Under a Jupyter server a view is therefore a place with the widget's key, which the widget's JavaScript (`mount.js`)
finds and fills, beside a still picture and a sentence that are saved (`outputs.py`).

The JavaScript tells the kernel whether it runs in a page that has such places. A page without them, which may show each
output in a frame of its own, gets the ordinary widget view. So does a page of which nothing has been heard a second
after the cell has run, unless it is JupyterLab or Notebook 7, which run the JavaScript of all widgets or of none. If
they have run that of one, such as the empty widget of `preload`, a silent page is only busy, and a learner may already
move a picture in it. If not, they have no anywidget, and the place says so.
"""

from pathlib import Path
from typing import Any
from uuid import uuid4

import anywidget
import traitlets
from IPython import get_ipython
from PIL import Image

from utils.widgets.earlier_runs import close_earlier, is_lab, present_run
from utils.widgets.idle import note_request, when_idle
from utils.widgets.modules import joined
from utils.widgets.outputs import NOT_HERE, ViewOutputs, place_of
from utils.widgets.server import served

HERE = Path(__file__).parent
VIEW = "application/vnd.jupyter.widget-view+json"
HEARD = "_downhill_heard"  # the attribute of IPython's shell that is True once a page has run a widget's JavaScript


class MountedWidget(anywidget.AnyWidget):
    """A widget that mounts itself; to make one closes the widgets that earlier runs of its cell made.

    `state` holds the values of its traits. It has no `Layout`, because that is a second widget, which would have to be
    opened and closed with it; the place determines its position and width instead.
    A subclass has its JavaScript and its CSS as the defaults of `code` and `css`, a `sentence` and, if it can be drawn
    without a browser, a method `present`. (anywidget's own `_esm` and `_css` are loaded anew for each widget.)
    """

    _esm = traitlets.Unicode(joined(HERE / "widget.js")).tag(sync=True)
    _anywidget_id = traitlets.Unicode("utils.widgets.MountedWidget").tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    css = traitlets.Unicode().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    layout = None
    sentence: str = ""  # what the widget shows first, in words

    def __init__(self, **state: Any) -> None:
        close_earlier(get_ipython(), self)
        super().__init__(key=uuid4().hex, **state)
        self.rested: Any = None  # what the browser sent with "rested": a stop, the sentence of a sketch, True of a pad
        self._outputs = ViewOutputs(self.key)
        self._shown_in: Any = None  # the run of a cell in which `show` was called last
        self._in_lab = False  # whether a JupyterLab or a Notebook 7 shows it
        # "places", or "views" once it has an ordinary one; "neither" where nothing is shown; None before
        self._page: str | None = None
        self.on_msg(self._hear)
        if self.comm is not None:
            self.comm.on_close(self._refused)

    def add_traits(self, **traits: Any) -> None:
        """Add those `traits` that the class lacks.

        anywidget adds its own to each widget, for which traitlets makes a new class: that takes 4 ms before each first
        picture. The class has these traits, so here nothing is added for anywidget.
        """
        if missing := {name: trait for name, trait in traits.items() if not self.has_trait(name)}:
            super().add_traits(**missing)

    def __repr__(self) -> str:
        return self.sentence

    def present(self) -> tuple[Image.Image | None, int, str]:
        """What the widget shows now: an image or None, its width in pixels of the page, and a sentence."""
        return None, 0, self.sentence

    def show(self) -> None:
        """Show a view in the cell that runs; outside IPython do nothing."""
        shell = get_ipython()
        if shell is None:
            return
        self._shown_in, self._in_lab = present_run(shell), is_lab(shell)
        if served():
            self._outputs.add(place_of(self.key))
            when_idle(shell, self._settle)
        else:  # by IPython's formatter, because `utils.publish.kernel_outputs` adds to what it returns
            shell.display_pub.publish(*shell.display_formatter.mimebundle_formatter(self))

    def _ipython_display_(self) -> None:
        """Show a view, but none for the last line of a cell that has called `show` already, as `explore` does."""
        shell = get_ipython()
        is_last_line = getattr(shell.displayhook, "msg", None) is not None
        if not is_last_line or self._shown_in != present_run(shell):
            self.show()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The ordinary widget view, and the sentence for pages that cannot show one."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"text/plain": self.sentence, VIEW: view}, {}

    def _settle(self) -> None:
        """Once the kernel rests: keep the first still, and do what a page needs that has not filled the place."""
        if self.comm is None or self._page == "views":
            return
        if self._page is None:
            self._await_page()
        if not self._outputs.words:
            self._outputs.keep(*self.present())
        if self._page == "neither":
            self._give_up()

    def _await_page(self) -> None:
        """Wait for the first word of the page, and try the ordinary view where the page may be unable to say it.

        A busy JupyterLab would draw that view where it has drawn the widget already, and then fill the place again: a
        stroke that the learner has begun would be lost, and the keyboard's focus.
        """
        if not self._in_lab:
            self._outputs.put(self._repr_mimebundle_()[0])
        when_idle(get_ipython(), self._give_up)

    def _only_busy(self) -> bool:
        """Whether the silent page is a JupyterLab that is known to run the JavaScript of widgets."""
        return self._in_lab and self._page is None and hasattr(get_ipython(), HEARD)

    def _give_up(self) -> None:
        """Say what the page lacks if it has shown the widget in no way.

        Other programs than JupyterLab may show an ordinary view only when it is scrolled to, so there it stays.
        """
        if self.comm is None or self._page not in (None, "neither") or self._only_busy():
            return
        self._page = "neither"
        if self._in_lab:
            self._outputs.put({})
        self._outputs.say(f"{self.sentence}\n\n{NOT_HERE}")

    def _hear(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        """Note what the browser says of its page, and keep a still when the learner has rested."""
        note_request(get_ipython())
        note_javascript(get_ipython())
        self._hear_of_page(message.get("page"))
        if "rested" in message and self._page != "views":
            self.rested = message["rested"]
            self._outputs.keep(*self.present())

    def _hear_of_page(self, page: str | None) -> None:
        """Show the widget in the way in which the `page` can show it; a page may change its word when a place comes."""
        if page == "places" != self._page:
            self._outputs.put(place_of(self.key))
            if self._page == "neither":
                self._outputs.say(self.sentence)
            if self._page == "views":  # for a moment the page had the ordinary view, beside which no still stands
                when_idle(get_ipython(), self._settle)
            self._page = page
        elif page == "views" and self._page != "places":
            self._page = page
            self._outputs.put(self._repr_mimebundle_()[0])
            self._outputs.keep(None, 0, "")  # a still would stand beside the view
        elif page == "nowhere" and self._page is None:
            self._outputs.put(self._repr_mimebundle_()[0])

    def _refused(self, _: Any) -> None:
        """Note that the page has closed the widget, because it has no part for widgets at all."""
        if self._page is None:
            self._page = "neither"


class Preload(anywidget.AnyWidget):
    """An empty widget, used because the browser loads the code for all widgets with a notebook's first widget.

    It also tells the kernel that its page runs such code, and makes the stop links of the notebook work, before there
    is a picture that they can move.
    """

    _esm = joined(HERE / "preload.js")
    layout = None

    def __init__(self) -> None:
        super().__init__()
        self.on_msg(lambda *_: note_javascript(get_ipython()))


def note_javascript(shell: Any) -> None:
    """Note in IPython's `shell` that a page has run the JavaScript of a widget: it has said something."""
    if shell is not None:
        setattr(shell, HEARD, True)


def preload() -> None:
    """Have the browser load the code for widgets now, while the learner reads, so that the first picture is faster."""
    if served():
        close_earlier(get_ipython(), Preload())
