"""The widget that `explore` makes: it records the stops that the browser asks for, and sends what the browser lacks."""

import io
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from utils.explore.controls import Control, all_stops
from utils.explore.drawing_lock import DRAWING_LOCK
from utils.explore.messages import (
    Interrupted,
    Received,
    asked_stops,
    empty_answer,
    forgotten_chunks,
    is_stop,
    sentence_and_rows,
    words_of_error,
)
from utils.explore.protocol import Chunk, Frame, Packet, Slow, Stop, sendable
from utils.explore.recording.artists import axes_geometry
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.explore.recording.panels import panels
from utils.look import release_pixels, settings
from utils.time_limit import TimeIsUp
from utils.widgets import MountedWidget, joined, served, stylesheet
from utils.widgets.outputs import STILL_DENSITY

BROWSER = Path(__file__).parent / "browser"
FAR = 1e6  # pixels, further from the pointer than any stop that has a position
ANSWER_SECONDS = 0.03  # the kernel begins no further stop of an answer after this time
SLOW_SECONDS = 2  # after this time the browser is told that a stop is slow


class Picture(Protocol):
    """A picture that `explore` can show: a figure, the Axes for dragging, and a method that moves the artists."""

    fig: Figure
    ax: Any
    draw: Callable[..., Any]


class ExploreWidget(MountedWidget):
    """The widget that `explore` returns. `frame(**values)` draws any stop from Python, `still` makes an image of it."""

    code = traitlets.Unicode(joined(BROWSER / "widget.js")).tag(sync=True)
    css = traitlets.Unicode(stylesheet(BROWSER / "explore.css")).tag(sync=True)
    size = traitlets.List(traitlets.Int()).tag(sync=True)
    panels = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True)
    controls = traitlets.List(traitlets.Dict()).tag(sync=True)
    drag = traitlets.List(traitlets.Unicode()).tag(sync=True)
    play = traitlets.List(traitlets.Any()).tag(sync=True)
    count = traitlets.Bool().tag(sync=True)
    first_packet = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        picture: Picture,
        controls: Sequence[Control],
        drag: list[str],
        play: list[Any],
        count: bool,
        shown: bool = False,
    ) -> None:
        self._picture: Any = picture
        self._controls, self._received = controls, Received()
        self._dragged = [each for name in drag for each in controls if each.name == name]
        self._positions: tuple[Any, int | None] = None, None  # the Axes' geometry, and the definition's number
        self._given_up: dict[Stop, str] = {}  # the stops whose drawing was given up, and the sentence that says so
        self._slow: Stop | None = None  # the stop of which the browser has been told last that it is slow
        renderer = self._recorder.renderer
        super().__init__(
            size=[renderer.width, renderer.height],
            controls=[each.state() for each in controls],
            drag=drag,
            play=play,
            count=count,
        )
        self.on_msg(self._on_message)
        # The browser prepares the widget and its place while the first frame is drawn. Where there is no page, what is
        # shown needs the sentence of that frame.
        early = shown and served()
        if early:
            self.show()
        self._begin(tuple(each.start for each in controls))
        if shown and not early:
            self.show()

    def _begin(self, start: Stop) -> None:
        """Draw the stop `start` as the first one; if the learner interrupts this, leave no widget."""
        try:
            self._draw_first(start)
        except KeyboardInterrupt:
            self.close()
            self._outputs.put({})
            said = f"the picture at {self._in_words(start)} was not finished. Run the cell again to draw it."
            raise Interrupted(said) from None

    def _draw_first(self, start: Stop) -> None:
        with DRAWING_LOCK.turn():
            packet = self._packet([start], self._received)
            self._received.add(packet)
        self.sentence = packet["frames"][key_of(start)]["sentence"]
        self.first_packet = json.dumps(packet)

    @property
    def _recorder(self) -> FigureRecorder:
        return FigureRecorder.of(self._picture.fig)

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
        with DRAWING_LOCK.turn():
            return self._record(stop)[0]

    def still(self, dpi: float | None = None, **values: Any) -> tuple[Image.Image | None, Frame]:
        """Draw the stop with these `values` with Matplotlib's `savefig`, at `dpi` pixels an inch.

        Returns an RGB image, or None where the stop cannot be drawn, and the frame of that stop. The picture in the
        browser does not change.
        """
        with DRAWING_LOCK.turn():
            frame, file, fig = self.frame(**values), io.BytesIO(), self._picture.fig
            if "error" in frame:
                return None, frame
            with settings(getattr(fig, "settings", {})):
                fig.savefig(file, format="png", dpi=dpi or fig.dpi)
            release_pixels(fig)
        return Image.open(file).convert("RGB"), frame

    def present(self) -> tuple[Image.Image | None, int, str]:
        """The image and the sentence of the stop at which the learner rested last, or of the first stop."""
        values = self.values(tuple(self.rested)) if is_stop(self.rested, self._controls) else {}
        dpi = STILL_DENSITY * self._recorder.renderer.dpi  # not the figure's: another thread may be drawing a still
        image, frame = self.still(dpi, **values)
        return image, self.size[0], frame["sentence"]

    def packet(self, stops: Iterable[Stop]) -> Packet:
        """A packet with all that a browser needs to show `stops` if it has received nothing before."""
        with DRAWING_LOCK.turn():
            return self._packet(stops, Received())

    def with_stops(self, stops: Mapping[str, Sequence[int]]) -> "ExploreWidget":
        """A widget of the same picture whose controls have only the `stops`, indices by the name of the control."""
        controls = [each.only(stops[each.name]) for each in self._controls]
        return ExploreWidget(self._picture, controls, self.drag, self.play, self.count)

    def close(self) -> None:
        """Close the widget, and drop its picture so that it can be freed."""
        super().close()
        self._picture = None

    def find_panels(self) -> None:
        """Set `panels`. The browser needs them on a narrow page only, so the first picture does not wait for them."""
        with DRAWING_LOCK.turn():
            self.panels = self.panels or panels(self._picture.fig, self._recorder.renderer)

    def _packet(self, stops: Iterable[Stop], received: Received, seconds: float = float("inf")) -> Packet:
        """Draw `stops` until `seconds` have passed; return their frames and what they need that was not `received`."""
        end = time.perf_counter() + seconds
        packet: Packet = {"definitions": {}, "chunks": {}, "frames": {}}
        for stop in stops:
            packet["frames"][key_of(stop)], chunks = self._record(stop)
            packet["chunks"] |= {number: ops for number, ops in chunks if number not in received.chunks}
            if time.perf_counter() > end:
                break
        new = self._recorder.renderer.definitions[received.definitions :]
        packet["definitions"] = dict(enumerate(new, received.definitions))
        return packet

    def _record(self, stop: Stop) -> tuple[Frame, list[Chunk]]:
        """Draw and record `stop`; return its frame, and the chunks of which it consists.

        A stop whose drawing was given up is not drawn again: a mended function makes a new widget.
        """
        began = time.monotonic()
        try:
            if stop not in self._given_up:
                return DRAWING_LOCK.call(partial(self._draw, stop), partial(self._say_slow, stop))
        except TimeoutError:
            self._give_up_stop(stop, f"was given up after {time.monotonic() - began:.0f} seconds")
        except KeyboardInterrupt:  # the learner's own: one that `draw` raises is handled in the thread that draws
            if self._slow == stop:
                self._give_up_stop(stop, f"was interrupted after {time.monotonic() - began:.0f} seconds")
            raise
        finally:
            self._slow = None
        return {**self._failed(self._given_up[stop]), "given_up": True}, []

    def _give_up_stop(self, stop: Stop, how: str) -> None:
        self._given_up[stop] = (
            f"At {self._in_words(stop)} drawing {how}. Is there a loop that never ends? "
            "Change the function, and run its cell and this one again."
        )

    def _say_slow(self, stop: Stop, seconds: float) -> None:
        """Tell the browser that `stop` is slow, once its drawing has taken some seconds."""
        if seconds >= SLOW_SECONDS:
            self._slow = stop
            said: Slow = {"drawing": key_of(stop), "seconds": int(seconds)}
            self.send(said)

    def _draw(self, stop: Stop) -> tuple[Frame, list[Chunk]]:
        """Do what `_record` says, in the thread that draws, without a time limit."""
        try:
            sentence, rows = sentence_and_rows(self._picture.draw(**self.values(stop)))
            chunks = self._recorder.frame()  # here too an error can arise: Matplotlib parses formulas only now
            positions = self._positions_number()
        except TimeIsUp:
            raise
        except BaseException as error:  # any, also SystemExit: the learner reads it, and the sliders go on working
            with suppress(Exception):
                self._positions_number()
            said = f"At {self._in_words(stop)} the picture cannot be drawn: {words_of_error(error)}"
            return self._failed(said), []
        return {
            "sentence": sendable(sentence) or self._in_words(stop),
            "rows": rows,
            "chunks": [number for number, _ in chunks],
            "positions": positions,
        }, chunks

    def _failed(self, sentence: str) -> Frame:
        """The frame of a stop that has no picture."""
        return {"sentence": sentence, "error": True, "chunks": [], "positions": self._positions[1]}

    def _in_words(self, stop: Stop) -> str:
        """The labels and values of the controls at `stop`, such as "lr = 0.10, steps = 5"."""
        shown = zip(self._controls, stop, strict=True)
        return sendable(", ".join(f"{each.label} = {each.texts[index]}" for each, index in shown))

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
            positions.append([rounded(p if axis == 0 else height - p) for p in along])
        return positions

    def _on_message(self, _: Any, message: Any, buffers: Any) -> None:
        """Answer a message of the browser (`README.md` lists them)."""
        if self._picture is None or not isinstance(message, dict):
            return
        try:
            with DRAWING_LOCK.turn():
                self._answer(message)
        except KeyboardInterrupt:  # the learner's, while no cell runs. The browser asks again for what it misses
            self._received = Received()
            self.send(empty_answer(message))
        except Exception:
            if self._picture is not None:  # else the widget has been closed in the meantime
                raise

    def _answer(self, message: dict[str, Any]) -> None:
        if message.get("hello"):
            self._received = Received()
            self.find_panels()
        self._received.chunks -= forgotten_chunks(message)
        if "ask" in message:
            began = time.perf_counter()
            packet = self._packet(self._to_draw(asked_stops(message, self._controls)), self._received, ANSWER_SECONDS)
            answer = empty_answer(message)
            answer["packet"], answer["spent"] = packet, 1e3 * (time.perf_counter() - began)
            self.send(answer)
            self._received.add(packet)

    def _to_draw(self, asked: list[Stop]) -> list[Stop]:
        """Those of the stops `asked` for that are drawn.

        Once a stop has been given up, others of the picture may never end either. The browser then asks for one stop
        at a time, at which the learner is; a question for more stops comes from a page that does not know it yet.
        """
        return [*self._given_up] if self._given_up and len(asked) > 1 else asked


def rounded(pixels: float) -> float:
    """A position on the picture; far outside for a stop without one, such as infinity, or 0 on a logarithmic axis."""
    return round(float(pixels), 1) if abs(pixels) < FAR else -FAR


def key_of(stop: Stop) -> str:
    """The key of the frame of `stop`."""
    return ",".join(map(str, stop))
