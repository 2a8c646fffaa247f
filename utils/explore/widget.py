"""The widget behind `explore`: it draws the stops the browser asks for, records them, and sends what is new."""

import io
import json
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import traitlets
from matplotlib.axes import Axes
from PIL import Image

from utils.explore.controls import stops
from utils.explore.recording.figure_recorder import FigureRecorder, view
from utils.look import style
from utils.widgets import MountedWidget, bundle, joined

BROWSER = Path(__file__).parent / "browser"
SLICE = 0.03  # seconds of kernel time that one answer may take
DRAWING = threading.RLock()  # Matplotlib is not made for two threads: frames are drawn one at a time


class ExploreWidget(MountedWidget):
    """The widget that `explore` returns: `frame(**values)` draws any stop from Python, `still` makes an image of it."""

    _esm = joined(BROWSER / "view.js")
    _css = BROWSER / "explore.css"
    size = traitlets.List().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    drag = traitlets.List().tag(sync=True)
    play = traitlets.List().tag(sync=True)
    count = traitlets.Bool().tag(sync=True)
    first_packet = traitlets.Unicode().tag(sync=True)

    def __init__(self, picture, controls, drag, play, count):
        self._picture, self._controls = picture, controls
        self._dragged = [each for name in drag for each in controls if each.name == name]
        self._recorder, self._sent, self._defined, self._placed = FigureRecorder.of(picture.fig), set(), 0, (None, None)
        super().__init__(
            size=[self._recorder.renderer.width, self._recorder.renderer.height],
            controls=[
                {"name": c.name, "label": c.label, "texts": c.texts, "start": c.start, "kind": c.kind} for c in controls
            ],
            drag=drag,
            play=play,
            count=count,
        )
        self.on_msg(self._answer)
        self._begin()

    def _begin(self):
        """Draw the first frame; the widget is open by then, so that the browser gets ready for it meanwhile."""
        start = tuple(each.start for each in self._controls)
        with self._drawing():
            drawn = self._drawn(start)
            self.sentence = drawn["sentence"]
            self.first_packet = json.dumps(self._packet([start], drawn))

    @contextmanager
    def _drawing(self):
        """Draw alone, and with the settings that the picture asks for."""
        with DRAWING, style(getattr(self._picture, "style", {})):
            yield

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
        stop = tuple(each.index(values[each.name]) if each.name in values else each.start for each in self._controls)
        with self._drawing():
            return self._frame(stop)[0]

    def still(self, dpi=None, **values):
        """The picture at the stop with these `values` as Matplotlib draws it on paper, at `dpi` pixels an inch.

        Returns an RGB image and what `frame` says of that stop. What is shown in the browser stays as it is.
        """
        with self._drawing():
            frame, file = self.frame(**values), io.BytesIO()
            self._picture.fig.savefig(file, format="png", dpi=dpi or self._picture.fig.dpi)
        return Image.open(file).convert("RGB"), frame

    def packet(self, stops):
        """All that a browser needs to show `stops`, tuples of indices, if it has nothing yet."""
        with self._drawing():
            before = self._sent, self._defined
            self._sent, self._defined = set(), 0
            packet = self._packet(stops)
            self._sent, self._defined = before
        return packet

    def close(self):
        """Close the widget; its picture is let go."""
        super().close()
        self._picture = self._recorder = None

    def _drawn(self, stop):
        """What `draw` says at `stop`: a dict with "sentence", "rows" and perhaps "error"."""
        try:
            sentence, rows = told(self._picture.draw(**self.values(stop)))
        except Exception as error:  # whatever it is, the slider lives, and the learner reads what caused it
            return self._failed(stop, error)
        return {"sentence": sentence or self._named(stop), "rows": rows}

    def _named(self, stop):
        """The values at `stop` in words."""
        return ", ".join(f"{c.label} = {c.texts[i]}" for c, i in zip(self._controls, stop, strict=True))

    def _failed(self, stop, error):
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        said = f"At {self._named(stop)} the picture cannot be drawn: {what}"
        return {"sentence": said, "error": True}

    def _frame(self, stop, drawn=None):
        """The frame at `stop` for the browser, and the (number, ops) of its chunks."""
        frame, chunks = drawn or self._drawn(stop), []
        try:
            chunks = [] if "error" in frame else self._recorder.frame()
        except Exception as error:  # Matplotlib reads formulas and the like only when it draws
            frame = self._failed(stop, error)
        return {**frame, "chunks": [number for number, _ in chunks], "positions": self._places()}, chunks

    def _places(self):
        """The number of the definition of where the dragged controls' stops lie on the picture, or None."""
        ax = self._picture.ax if self._dragged else None
        if not isinstance(ax, Axes):
            return None
        if self._placed[0] != view(ax):
            self._placed = view(ax), self._recorder.renderer.define(self._lying(ax))
        return self._placed[1]

    def _lying(self, ax):
        """Where the dragged controls' stops lie on `ax`: pixels across, pixels down."""
        height, box, places = self._recorder.renderer.height, ax.bbox, []
        for axis, each in enumerate(self._dragged):
            middle = list(ax.transData.inverted().transform(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)))
            points = [[*middle[:axis], value, *middle[axis + 1 :]] for value in each.values]
            along = ax.transData.transform(points)[:, axis]
            places.append([round(float(p if axis == 0 else height - p), 1) for p in along])
        return places

    def _packet(self, asked, drawn=None, seconds=float("inf")):
        """As many of the frames `asked` for as fit into `seconds`, with what the browser has not had yet."""
        end = time.perf_counter() + seconds
        frames, chunks = {}, {}
        for stop in asked:
            frames[",".join(map(str, stop))], recorded = self._frame(stop, drawn)
            chunks |= {number: ops for number, ops in recorded if number not in self._sent}
            self._sent |= {number for number, _ in recorded}
            if time.perf_counter() > end:
                break
        new = dict(enumerate(self._recorder.renderer.definitions[self._defined :], self._defined))
        self._defined += len(new)
        return {"definitions": new, "chunks": chunks, "frames": frames}

    def _answer(self, _, message, buffers):
        """Answer what the browser sends: that it has come, what it forgot, which stops it asks for."""
        if self._picture is None:
            return
        with self._drawing():
            if message.get("hello"):
                self._sent, self._defined = set(), 0
            self._sent -= set(message.get("forget", ()))
            if "ask" in message:
                began = time.perf_counter()
                packet = self._packet([tuple(stop) for stop in message["ask"]], seconds=SLICE)
                spent = 1e3 * (time.perf_counter() - began)
                self.send({"answer": message["id"], "packet": packet, "spent": spent})

    def _repr_mimebundle_(self, **_):
        """The widget in its place."""
        return bundle(self, self.sentence), {}


def told(said):
    """The sentence and the table that `draw` returned; anything else, as `ax.hist` returns its bars, is neither."""
    if isinstance(said, tuple) and len(said) == 2 and isinstance(said[0], str):
        return said[0], table(said[1])
    return said if isinstance(said, str) else "", None


def table(rows):
    """`rows` as lists of strings, or None. Raises TypeError where they are no rows of texts and numbers."""
    if rows is None:
        return None
    try:
        return [[cell if isinstance(cell, str) else f"{cell:g}" for cell in row] for row in rows]
    except (TypeError, ValueError):
        raise TypeError(
            f"the rows of a table are lists of texts and numbers, the first its head, not {rows!r}"
        ) from None
