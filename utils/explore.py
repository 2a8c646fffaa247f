"""`explore(picture, lr=(0.02, 1.2, 0.02))`: any Matplotlib picture under sliders, moving at the speed of the hand.

The kernel draws nothing while you drag: it records what Matplotlib draws at each stop (`recorder.py`), and the
browser, which asks for the frames beforehand, replays them (`explore.js`).
"""

import inspect
import json
import sys
import threading
import time
import zlib

import anywidget
import traitlets
from IPython import get_ipython
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg

from utils.controls import control, powers, stops
from utils.place import HERE, bundle, module
from utils.plots import figure
from utils.poster import poster_png, posters_wanted
from utils.recorder import Tape

__all__ = ["explore", "powers"]

SLICE = 0.03  # seconds of kernel time that one answer may take
BOX = 5000  # stops that may be baked
DRAWING = threading.RLock()  # Matplotlib is not made for two threads: frames are drawn one at a time


def explore(picture, *, drag=None, play=None, count=False, poster=None, **controls):
    """Show `picture` under one to three controls and return the widget.

    `picture` has `fig`, `ax` and `draw(**values)`, which moves its artists and returns a sentence or
    (sentence, rows); or it is a function `f(ax, **values)` that draws on an Axes.
    A control is given as in `interact`: `k=(min, max[, step])`, `k=[1, 2, 3]`, `k=True`, `k=powers(1, 1e-6)`.
    `drag="x"` or `drag=("x", "y")` names the controls that follow the pointer on the picture itself,
    `play="steps"` or `play=("batch", 13)` the one that runs; `count=True` counts moves;
    `poster=[{...}, ...]` are the states of the still picture that a page without Python shows.
    Raises TypeError or ValueError, in a sentence that names the keyword, where one of them cannot be.
    """
    if not controls or len(controls) > 3:
        raise TypeError(f"explore takes one to three controls, such as lr=(0.1, 1.0); it was given {len(controls)}.")
    picture = picture if hasattr(picture, "draw") else Drawn(picture)
    defaults = check_names(picture, controls)
    labels = getattr(picture, "labels", {})
    made = [control(name, given, defaults.get(name), labels.get(name)) for name, given in controls.items()]
    return Explore(picture, made, check_drag(drag, controls), check_play(play, controls), bool(count), poster)


class Drawn:
    """A picture made of a function `f(ax, **values)`: cleared and drawn whole at each stop."""

    def __init__(self, f):
        if not callable(f):
            raise TypeError(f"explore takes a picture, or a function that draws on an Axes; {f!r} is neither.")
        self.f = f
        self.fig, self.ax = figure()

    def draw(self, **values):
        """Clear the Axes and have the function draw on it; its sentence, if it returns one."""
        self.ax.clear()
        said = self.f(self.ax, **values)
        return said if isinstance(said, (str, tuple)) else None


def check_names(picture, controls):
    """The defaults of `picture`'s parameters, once every control names one and every parameter has a value."""
    function, first = (picture.f, 1) if isinstance(picture, Drawn) else (picture.draw, 0)
    parameters = list(inspect.signature(function).parameters.values())[first:]
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return {}
    known = [p.name for p in parameters]
    for name in controls:
        if name not in known:
            raise TypeError(
                f"{name}=...: this picture has nothing called {name!r}; it has {', '.join(known) or 'nothing to move'}."
            )
    for p in parameters:
        if p.name not in controls and p.default is p.empty and p.kind is not p.VAR_POSITIONAL:
            raise TypeError(f"the picture also needs {p.name!r}: give it a control, such as {p.name}=(0.0, 1.0).")
    return {p.name: p.default for p in parameters if p.default is not p.empty}


def check_drag(drag, controls):
    """`drag` as a list of one or two control names."""
    names = [drag] if isinstance(drag, str) else list(drag or ())
    for name in names:
        if name not in controls:
            raise ValueError(f"drag={drag!r}: there is no control called {name!r}.")
    if len(names) > 2:
        raise ValueError(f"drag={drag!r}: a pointer moves two controls at the most, one across and one up.")
    return names


def check_play(play, controls):
    """`play` as [name, stops of the extra button or 0], or []."""
    if play is None:
        return []
    name, leap = (play, 0) if isinstance(play, str) else play
    if name not in controls:
        raise ValueError(f"play={play!r}: there is no control called {name!r}.")
    return [name, leap]


class Explore(anywidget.AnyWidget):
    """The widget that `explore` returns. `frame(**values)` draws any stop from Python; `bake` keeps a box of them."""

    _esm = module("replay.js", "place.js", "fetch.js", "explore.js")
    _css = HERE / "explore.css"
    key = traitlets.Unicode().tag(sync=True)
    size = traitlets.List().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    drag = traitlets.List().tag(sync=True)
    play = traitlets.List().tag(sync=True)
    count = traitlets.Bool().tag(sync=True)
    first = traitlets.Unicode().tag(sync=True)
    baked = traitlets.Bytes().tag(sync=True)
    box = traitlets.List().tag(sync=True)

    def __init__(self, picture, controls, drag, play, count, poster):
        close_earlier(self)
        self._picture, self._controls, self._poster = picture, controls, poster
        self._sent, self._defined = set(), 0
        keep_from_pyplot(picture.fig)
        with DRAWING:
            start = tuple(each.start for each in controls)
            drawn = self._drawn(start)
            self._tape = Tape.of(picture.fig)
            self.sentence = drawn["sentence"]
            first = self._packet([start], drawn)
        super().__init__(
            size=[self._tape.recorder.width, self._tape.recorder.height],
            controls=[
                {"name": c.name, "label": c.label, "texts": c.texts, "start": c.start, "kind": c.kind} for c in controls
            ],
            drag=drag,
            play=play,
            count=count,
            first=json.dumps(first),
        )
        self.key = self.model_id or ""
        self.on_msg(self._answer)

    def values(self, stop):
        """The values of the controls at `stop`, a tuple of their indices."""
        return {each.name: each.values[index] for each, index in zip(self._controls, stop, strict=True)}

    def stops(self):
        """An iterator over all stops, each a tuple of indices: what the tests walk."""
        return stops(self._controls)

    def frame(self, **values):
        """Draw the stop with these `values` (a control left out keeps its first one).

        Returns a dict with "sentence", "rows" (or None), "chunks" (numbers), and "error" where `draw` failed.
        """
        stop = tuple(
            each.start if each.name not in values else each.values.index(values[each.name]) for each in self._controls
        )
        with DRAWING:
            return self._frame(stop)[0]

    def bake(self, over):
        """Record all stops of the controls named in `over` into the widget, for pages without Python; returns it.

        The other controls stay at their first value. Raises ValueError where the box has more than BOX stops.
        """
        over = [over] if isinstance(over, str) else list(over)
        unknown = [name for name in over if name not in [each.name for each in self._controls]]
        if unknown:
            raise ValueError(f"bake(over={over!r}): there is no control called {unknown[0]!r}.")
        box = [
            s
            for s in self.stops()
            if all(i == c.start or c.name in over for i, c in zip(s, self._controls, strict=True))
        ]
        if len(box) > BOX:
            raise ValueError(
                f"bake(over={over!r}) asks for {len(box):,} stops; {BOX:,} is the most. Name fewer controls."
            )
        with DRAWING:
            self._sent, self._defined = set(), 0
            self.baked = zlib.compress(json.dumps(self._packet(box)).encode(), 9)
            self._sent, self._defined = set(), 0
        self.box = over
        return self

    def close(self):
        """Close the widget; its picture is let go."""
        super().close()
        self._picture = self._tape = None

    def _drawn(self, stop):
        """What `draw` says at `stop`: a dict with "sentence", "rows" and perhaps "error"."""
        values = self.values(stop)
        named = ", ".join(f"{c.label} = {c.texts[i]}" for c, i in zip(self._controls, stop, strict=True))
        try:
            said = self._picture.draw(**values)
        except Exception as error:  # whatever it is, the slider lives, and the learner reads what caused it
            return {
                "sentence": f"At {named} the picture cannot be drawn: {type(error).__name__}: {error}",
                "error": True,
            }
        sentence, rows = said if isinstance(said, tuple) else (said, None)
        return {"sentence": str(sentence) if sentence else named, "rows": table(rows)}

    def _frame(self, stop, drawn=None):
        """The frame at `stop` for the browser, and the (number, ops) of its chunks."""
        frame = drawn or self._drawn(stop)
        chunks = [] if "error" in frame else self._tape.frame()
        return {**frame, "chunks": [number for number, _ in chunks], "at": self._places()}, chunks

    def _places(self):
        """Pixel places of the dragged controls' stops, from the left and the top; the box they lie in."""
        ax = self._picture.ax
        if not self._drag_controls() or not isinstance(ax, Axes):
            return None
        height, box = self._tape.recorder.height, ax.bbox
        places = [[round(box.x0), round(height - box.y1), round(box.width), round(box.height)]]
        for axis, each in enumerate(self._drag_controls()):
            middle = list(ax.transData.inverted().transform(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)))
            points = [[*middle[:axis], value, *middle[axis + 1 :]] for value in each.values]
            along = ax.transData.transform(points)[:, axis]
            places.append([round(float(p if axis == 0 else height - p), 1) for p in along])
        return places

    def _drag_controls(self):
        return [each for name in self.drag for each in self._controls if each.name == name]

    def _packet(self, asked, drawn=None, seconds=None):
        """As many of the frames `asked` for as fit into `seconds`, with what the browser has not had yet."""
        end = time.perf_counter() + (seconds or float("inf"))
        frames, chunks = {}, {}
        for stop in asked:
            frames[",".join(map(str, stop))], recorded = self._frame(stop, drawn)
            chunks |= {number: ops for number, ops in recorded if number not in self._sent}
            self._sent |= {number for number, _ in recorded}
            if time.perf_counter() > end:
                break
        new = dict(enumerate(self._tape.recorder.definitions[self._defined :], self._defined))
        self._defined += len(new)
        return {"definitions": new, "chunks": chunks, "frames": frames}

    def _answer(self, _, message, buffers):
        """Answer what the browser sends: that it has come, what it forgot, which stops it asks for."""
        if self._picture is None:
            return
        with DRAWING:
            if message.get("hello"):
                self._sent, self._defined = set(), 0
            self._sent -= set(message.get("forget", ()))
            if "ask" in message:
                began = time.perf_counter()
                packet = self._packet([tuple(stop) for stop in message["ask"]], seconds=SLICE)
                spent = 1e3 * (time.perf_counter() - began)
                self.send({"answer": message["id"], "packet": packet, "spent": spent})

    def _repr_mimebundle_(self, **_):
        """The widget in its place and, while the lessons are being published, its poster."""
        data = bundle(self, self.sentence)
        if posters_wanted():
            first = self.values([each.start for each in self._controls])
            with DRAWING:
                data["image/png"] = poster_png(self._picture, [first | state for state in self._poster or [{}]])
        return data


def table(rows):
    """`rows` as lists of strings, or None."""
    return None if rows is None else [[cell if isinstance(cell, str) else f"{cell:g}" for cell in row] for row in rows]


def keep_from_pyplot(fig):
    """Take a figure made with pyplot off its list, so that it is not shown a second time nor kept for ever."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and any(manager.canvas.figure is fig for manager in pyplot._pylab_helpers.Gcf.figs.values()):
        pyplot.close(fig)
        FigureCanvasAgg(fig)


_made = {}


def close_earlier(widget):
    """Close what an earlier run of the present cell made, and note `widget` as made by this run."""
    shell = get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return
    parent = shell.get_parent()
    cell = parent.get("metadata", {}).get("cellId") or shell.user_ns.get("_i", "")
    run, widgets = _made.get(cell, (None, []))
    if run != parent.get("header", {}).get("msg_id"):
        for earlier in widgets:
            earlier.close()
        widgets = []
    _made[cell] = parent.get("header", {}).get("msg_id"), [*widgets, widget]
