"""The widget behind `explore`: it records the stops that the browser asks for, and sends what is new to the browser."""

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
from utils.look import style
from utils.widgets import MountedWidget, bundle, joined

BROWSER = Path(__file__).parent / "browser"
ANSWER_SECONDS = 0.03  # kernel time that one answer may take; the stop that is being drawn then is still finished
# Matplotlib and its caches of fonts are shared by all pictures of the process and not made for two threads: widgets
# answer on a thread of their own while a cell runs, so frames are drawn one at a time.
DRAWING_LOCK = threading.RLock()


class Picture(Protocol):
    """What `explore` shows: a figure, the Axes that is dragged on, and a method that moves the artists."""

    fig: Figure
    ax: Any
    draw: Callable[..., Any]


@dataclass
class Received:
    """What a browser has received so far: the numbers of its chunks, and how many definitions."""

    chunks: set[int] = field(default_factory=set)
    definitions: int = 0


class ExploreWidget(MountedWidget):
    """The widget that `explore` returns: `frame(**values)` draws any stop from Python, `still` makes an image of it."""

    _esm = joined(BROWSER / "widget.js")
    _css = BROWSER / "explore.css"
    size = traitlets.List(traitlets.Int()).tag(sync=True)
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
        self._positions: tuple[Any, int | None] = None, None  # the geometry of the Axes, and its stops' definition
        renderer = self._recorder.renderer
        super().__init__(
            size=[renderer.width, renderer.height],
            controls=[each.state() for each in controls],
            drag=drag,
            play=play,
            count=count,
        )
        self.on_msg(self._on_message)
        # The first frame is drawn once the widget is open, so that the browser gets ready for it meanwhile.
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
        """Draw alone, and with the Matplotlib settings that the picture asks for."""
        with DRAWING_LOCK, style(getattr(self._picture, "style", {})):
            yield

    def values(self, stop: Stop) -> dict[str, Any]:
        """The values of the controls at `stop`, a tuple of their indices."""
        return {each.name: each.values[index] for each, index in zip(self._controls, stop, strict=True)}

    def stops(self) -> Iterator[Stop]:
        """All stops, each a tuple of indices."""
        return all_stops(self._controls)

    def frame(self, **values: Any) -> Frame:
        """Draw the stop with these `values`; a control that is left out keeps its first one.

        Raises ValueError for a value that is not one of the control's stops.
        """
        stop = tuple(each.index(values[each.name]) if each.name in values else each.start for each in self._controls)
        with self._drawing():
            return self._record(stop)[0]

    def still(self, dpi: float | None = None, **values: Any) -> tuple[Image.Image, Frame]:
        """The picture at the stop with these `values` as Matplotlib draws it on paper, at `dpi` pixels an inch.

        Returns an RGB image and the frame of that stop. What the browser shows does not change.
        """
        with self._drawing():
            frame, file = self.frame(**values), io.BytesIO()
            self._picture.fig.savefig(file, format="png", dpi=dpi or self._picture.fig.dpi)
        return Image.open(file).convert("RGB"), frame

    def packet(self, stops: Iterable[Stop]) -> Packet:
        """All that a browser needs to show `stops` if it has received nothing yet."""
        with self._drawing():
            return self._packet(stops, Received())

    def close(self) -> None:
        """Close the widget and let its picture go."""
        super().close()
        self._picture = None

    def _packet(self, stops: Iterable[Stop], received: Received, seconds: float = float("inf")) -> Packet:
        """The frames of as many `stops` as fit into `seconds`, with what the browser has not `received` yet."""
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
        """Draw and record `stop`: its frame, and the chunks that it consists of."""
        try:
            sentence, rows = sentence_and_rows(self._picture.draw(**self.values(stop)))
            chunks = self._recorder.frame()  # only now does Matplotlib read formulas and the like
        except Exception as error:  # whatever the error, the sliders go on working and the learner reads what caused it
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
        """The values of the controls at `stop` in words."""
        return ", ".join(f"{c.label} = {c.texts[index]}" for c, index in zip(self._controls, stop, strict=True))

    def _positions_number(self) -> int | None:
        """The number of the definition with the positions of the dragged controls' stops, or None."""
        ax = self._picture.ax if self._dragged else None
        if not isinstance(ax, Axes):
            return None
        geometry = axes_geometry(ax)
        if self._positions[0] != geometry:
            self._positions = geometry, self._recorder.renderer.define(self._stop_positions(ax))
        return self._positions[1]

    def _stop_positions(self, ax: Axes) -> list[list[float]]:
        """The positions of each dragged control's stops on `ax`: pixels across for the first, down for the second."""
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
    """The sentence and the table that `draw` returned; anything else, as the bars of `ax.hist`, is neither of them."""
    if isinstance(returned, tuple) and len(returned) == 2 and isinstance(returned[0], str):
        return returned[0], table_of_texts(returned[1])
    return returned if isinstance(returned, str) else "", None


def table_of_texts(rows: Any) -> Table | None:
    """`rows` as lists of strings, or None. Raises TypeError where they are no rows of texts and numbers."""
    if rows is None:
        return None
    try:
        return [[cell if isinstance(cell, str) else f"{cell:g}" for cell in row] for row in rows]
    except (TypeError, ValueError):
        raise TypeError(
            f"the rows of a table are lists of texts and numbers, the first its head, not {rows!r}"
        ) from None
