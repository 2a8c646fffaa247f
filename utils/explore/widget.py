"""The widget that `explore` makes: it records the stops that the browser asks for, and sends what the browser lacks."""

import io
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from utils.explore.controls import Control, all_stops
from utils.explore.protocol import Chunk, Frame, Packet, Stop, Table
from utils.explore.recording.artists import axes_geometry
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.explore.recording.panels import panels
from utils.look import style
from utils.widgets import MountedWidget, bundle, joined

BROWSER = Path(__file__).parent / "browser"
ANSWER_SECONDS = 0.03  # the kernel begins no further stop of an answer after this time
# A widget can answer in another thread while a cell runs. Matplotlib and its font caches, which all pictures of the
# process share, are not thread-safe, so only one frame may be drawn at a time.
DRAWING_LOCK = threading.RLock()


class Picture(Protocol):
    """A picture that `explore` can show: a figure, the Axes for dragging, and a method that moves the artists."""

    fig: Figure
    ax: Any
    draw: Callable[..., Any]


@dataclass
class Received:
    """The numbers of the chunks, and the number of definitions, that a browser has received so far."""

    chunks: set[int] = field(default_factory=set)
    definitions: int = 0


class ExploreWidget(MountedWidget):
    """The widget that `explore` returns. `frame(**values)` draws any stop from Python, `still` makes an image of it."""

    _esm = joined(BROWSER / "widget.js")
    _css = BROWSER / "explore.css"
    size = traitlets.List(traitlets.Int()).tag(sync=True)
    panels = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True)
    controls = traitlets.List(traitlets.Dict()).tag(sync=True)
    drag = traitlets.List(traitlets.Unicode()).tag(sync=True)
    play = traitlets.List(traitlets.Any()).tag(sync=True)
    count = traitlets.Bool().tag(sync=True)
    first_packet = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, picture: Picture, controls: Sequence[Control], drag: list[str], play: list[Any], count: bool
    ) -> None:
        self._picture: Any = picture
        self._controls, self._received = controls, Received()
        self._dragged = [each for name in drag for each in controls if each.name == name]
        self._positions: tuple[Any, int | None] = None, None  # the Axes' geometry, and the definition's number
        renderer = self._recorder.renderer
        super().__init__(
            size=[renderer.width, renderer.height],
            controls=[each.state() for each in controls],
            drag=drag,
            play=play,
            count=count,
        )
        self.on_msg(self._on_message)
        # The first frame is drawn after the widget has been opened, so that the browser can prepare in the meantime.
        start = tuple(each.start for each in controls)
        with self._drawing():
            packet = self._packet([start], self._received)
        self.sentence = packet["frames"][key_of(start)]["sentence"]
        self.first_packet = json.dumps(packet)

    @property
    def _recorder(self) -> FigureRecorder:
        return FigureRecorder.of(self._picture.fig)

    @contextmanager
    def _drawing(self) -> Iterator[None]:
        """Hold the drawing lock, with the Matplotlib settings that the picture asks for."""
        with DRAWING_LOCK, style(getattr(self._picture, "style", {})):
            yield

    def values(self, stop: Stop) -> dict[str, Any]:
        """The values of the controls at `stop`, which is a tuple of one index for each control."""
        return {each.name: each.values[index] for each, index in zip(self._controls, stop, strict=True)}

    def stops(self) -> Iterator[Stop]:
        """All stops, each a tuple of indices."""
        return all_stops(self._controls)

    def frame(self, **values: Any) -> Frame:
        """Draw the stop with these `values` and return its frame; a control that is left out has its first value.

        Raises ValueError for a value that is not one of the control's stops.
        """
        stop = tuple(each.index(values[each.name]) if each.name in values else each.start for each in self._controls)
        with self._drawing():
            return self._record(stop)[0]

    def still(self, dpi: float | None = None, **values: Any) -> tuple[Image.Image, Frame]:
        """Draw the stop with these `values` with Matplotlib's `savefig`, at `dpi` pixels an inch.

        Returns an RGB image and the frame of that stop. The picture in the browser does not change.
        """
        with self._drawing():
            frame, file = self.frame(**values), io.BytesIO()
            self._picture.fig.savefig(file, format="png", dpi=dpi or self._picture.fig.dpi)
        return Image.open(file).convert("RGB"), frame

    def packet(self, stops: Iterable[Stop]) -> Packet:
        """A packet with all that a browser needs to show `stops` if it has received nothing before."""
        with self._drawing():
            return self._packet(stops, Received())

    def close(self) -> None:
        """Close the widget, and drop its picture so that it can be freed."""
        super().close()
        self._picture = None

    def find_panels(self) -> None:
        """Set `panels`. The browser needs them on a narrow page only, so the first picture does not wait for them."""
        with self._drawing():
            self.panels = self.panels or panels(self._picture.fig, self._recorder.renderer)

    def _packet(self, stops: Iterable[Stop], received: Received, seconds: float = float("inf")) -> Packet:
        """Draw `stops` until `seconds` have passed; return their frames and what they need that was not `received`."""
        end = time.perf_counter() + seconds
        packet: Packet = {"definitions": {}, "chunks": {}, "frames": {}}
        for stop in stops:
            packet["frames"][key_of(stop)], chunks = self._record(stop)
            packet["chunks"] |= {number: ops for number, ops in chunks if number not in received.chunks}
            received.chunks |= {number for number, _ in chunks}
            if time.perf_counter() > end:
                break
        new = self._recorder.renderer.definitions[received.definitions :]
        packet["definitions"] = dict(enumerate(new, received.definitions))
        received.definitions += len(new)
        return packet

    def _record(self, stop: Stop) -> tuple[Frame, list[Chunk]]:
        """Draw and record `stop`; return its frame, and the chunks of which it consists."""
        try:
            sentence, rows = sentence_and_rows(self._picture.draw(**self.values(stop)))
            chunks = self._recorder.frame()  # here too an error can arise: Matplotlib parses formulas only now
        except Exception as error:  # any error: the learner reads what caused it, and the sliders go on working
            what = f"{type(error).__name__}: {' '.join(str(error).split())}"
            said = f"At {self._in_words(stop)} the picture cannot be drawn: {what}"
            return {"sentence": said, "error": True, "chunks": [], "positions": self._positions_number()}, []
        return {
            "sentence": sentence or self._in_words(stop),
            "rows": rows,
            "chunks": [number for number, _ in chunks],
            "positions": self._positions_number(),
        }, chunks

    def _in_words(self, stop: Stop) -> str:
        """The labels and values of the controls at `stop`, such as "lr = 0.10, steps = 5"."""
        return ", ".join(f"{c.label} = {c.texts[index]}" for c, index in zip(self._controls, stop, strict=True))

    def _positions_number(self) -> int | None:
        """The number of the definition that holds the positions of the dragged controls' stops, or None."""
        ax = self._picture.ax if self._dragged else None
        if not isinstance(ax, Axes):
            return None
        geometry = axes_geometry(ax)
        if self._positions[0] != geometry:
            self._positions = geometry, self._recorder.renderer.define(self._stop_positions(ax))
        return self._positions[1]

    def _stop_positions(self, ax: Axes) -> list[list[float]]:
        """The positions on `ax` of the stops of each dragged control, pixels: x for the first, y for the second one."""
        height, area, positions = self._recorder.renderer.height, ax.bbox, []
        middle = ax.transData.inverted().transform(((area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2))
        for axis, control in enumerate(self._dragged):
            points = [[*middle[:axis], value, *middle[axis + 1 :]] for value in control.values]
            along = ax.transData.transform(points)[:, axis]
            positions.append([round(float(p if axis == 0 else height - p), 1) for p in along])
        return positions

    def _on_message(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        """Answer a message of the browser (`README.md` lists them)."""
        if self._picture is None:
            return
        with self._drawing():
            if message.get("hello"):
                self._received = Received()
                self.find_panels()
            self._received.chunks -= set(message.get("forget", ()))
            if "ask" in message:
                began = time.perf_counter()
                packet = self._packet(map(tuple, message["ask"]), self._received, ANSWER_SECONDS)
                spent = 1e3 * (time.perf_counter() - began)
                self.send({"answer": message["id"], "packet": packet, "spent": spent})

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return bundle(self, self.sentence), {}


def key_of(stop: Stop) -> str:
    """The key of the frame of `stop`."""
    return ",".join(map(str, stop))


def sentence_and_rows(returned: Any) -> tuple[str, Table | None]:
    """The sentence and the table that `draw` returned; any other result, such as the bars of `ax.hist`, is ignored."""
    if isinstance(returned, tuple) and len(returned) == 2 and isinstance(returned[0], str):
        return returned[0], table_of_texts(returned[1])
    return returned if isinstance(returned, str) else "", None


def table_of_texts(rows: Any) -> Table | None:
    """`rows` as lists of strings, or None. Raises TypeError where they are not rows of texts and numbers."""
    if rows is None:
        return None
    try:
        return [[cell if isinstance(cell, str) else f"{cell:g}" for cell in row] for row in rows]
    except (TypeError, ValueError):
        raise TypeError(
            f"the rows of a table are lists of texts and numbers, the first its head, not {rows!r}"
        ) from None
