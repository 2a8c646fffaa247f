"""A pad of 28 x 28 cells to paint weights on (lesson 5) and to draw digits on (lessons 7 and 9).

    pad = Pad(signed=True)  # for weights: paint +1, -1 or 0; without `signed` for ink from 0 to 1
    pad.on_change(lambda w: pad.say(f"the weights add up to {w.sum():.1f}"))
    pad                     # as the last line of a cell, this shows the pad
    pad.value               # its pixels: a float32 tensor (28, 28)

This is not ipycanvas, because with ipycanvas Python draws: each stroke is sent to the kernel, and its drawing is sent
back. On Binder the line would appear a round trip of 150 ms or more after the pen, or only after a busy cell has ended.
Here the browser paints within one frame even if the kernel is busy (median measured: 10 ms). It sends the pixels at
most every 50 ms, and always sends the last ones. Python answers with a sentence, images, bars and scores, which may
arrive later.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import traitlets
from PIL import Image

from utils.pad.still import Part, bars_part, in_a_row, pixels_part, scores_part, width_of
from utils.widgets import MountedWidget, joined, stylesheet
from utils.widgets.outputs import STILL_DENSITY

HERE = Path(__file__).parent
SIDE = 28
FAILED = "Your on_change function raised"  # the beginning of the line below a pad whose function fails


class Pad(MountedWidget):
    """A pad of 28 x 28 cells for mouse, pen, finger and keyboard; a screen reader speaks `label` as its name.

    `value` is a float32 tensor (28, 28), a new copy each time it is read. The values that the learner paints are in
    [-1, 1] if the pad is `signed`, else in [0, 1]. It can be set to any 784 finite numbers (tensor, array or lists);
    anything else raises ValueError.
    `message` is the line below the pad, as plain text.
    """

    code = traitlets.Unicode(joined(HERE / "pad.js")).tag(sync=True)
    css = traitlets.Unicode(stylesheet(HERE / "pad.css")).tag(sync=True)
    # Not echoed to the browser: the echo would arrive a round trip later and might replace a stroke being painted.
    _pixels = traitlets.Bytes().tag(sync=True, echo_update=False, from_json=lambda data, pad: pad._from_page(data))
    _scores = traitlets.List().tag(sync=True)
    _bars = traitlets.List().tag(sync=True)
    _image = traitlets.Bytes().tag(sync=True)
    _caption = traitlets.Unicode().tag(sync=True)
    _evidence = traitlets.Bytes().tag(sync=True)
    _evidence_caption = traitlets.Unicode().tag(sync=True)
    signed = traitlets.Bool().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)

    controls = ()  # a still picture of a pad has one state
    note = "A still picture with an example: run the cells down to here, then draw."

    def __init__(self, signed: bool = False, label: str | None = None) -> None:
        label = label or ("A pad to paint weights on" if signed else "A pad to draw a digit on")
        super().__init__(signed=signed, label=label, _pixels=bytes(4 * SIDE * SIDE))
        self.sentence = f"{label}."
        self._callback: Callable[[torch.Tensor], object] | None = None
        self.observe(self._answer, "_pixels")

    def present(self) -> tuple[Image.Image | None, int, str]:
        """An image of what is painted and of what stands beside it, and what the line below the pad and they say."""
        image, about = self.still(STILL_DENSITY * 100)
        return image, self.size[0], about["sentence"]

    def still(self, dpi: float = 100) -> tuple[Image.Image, dict[str, str]]:
        """An RGB image of the pad and of what stands beside it, at `dpi` pixels an inch, and all that they say."""
        said = [self.sentence, self.message and f"{self.message.rstrip('.')}."]
        said += [f"{name}: {sum(score > 0 for score in scores)} above 0." for name, scores in self._scores]
        said += [f"Beside it, {caption}." for _, _, caption in self._images()]
        return in_a_row(self._parts(), dpi), {"sentence": " ".join(filter(None, said))}

    @property
    def size(self) -> tuple[int, int]:
        """The width and the height of the still picture, in pixels of the page."""
        parts = self._parts()
        return width_of(parts), max(part.top + part.height for part in parts)

    def _parts(self) -> list[Part]:
        """The pad and what stands beside it, from left to right."""
        parts = [pixels_part(self.value.numpy(), self.signed)]
        parts += [bars_part(self._bars)] if self._bars else []
        parts += [scores_part(self._scores)] if self._scores else []
        return parts + [pixels_part(*each) for each in self._images()]

    def _images(self) -> list[tuple[np.ndarray, bool, str]]:
        """The images beside the pad: their pixels, whether these are signed, and their captions."""
        both = ((self._image, self.signed, self._caption), (self._evidence, True, self._evidence_caption))
        return [(as_pixels(pixels), signed, caption) for pixels, signed, caption in both if pixels]

    @property
    def value(self) -> torch.Tensor:
        return torch.from_numpy(as_pixels(self._pixels))

    @value.setter
    def value(self, value: Any) -> None:
        self._pixels = self._bytes(value)

    def _from_page(self, sent: Any) -> bytes:
        """The pixels that the page `sent`; the old ones where it is no picture, for which no callback is to blame."""
        pixels = bytes(sent)
        if len(pixels) == 4 * SIDE * SIDE and np.isfinite(np.frombuffer(pixels, "<f4")).all():
            return pixels
        self.say("The page sent something that is no picture of 28 x 28 numbers: clear the pad and begin again.")
        return self._pixels

    @staticmethod
    def _bytes(value: Any) -> bytes:
        pixels = floats(value)
        if pixels is None or pixels.size != SIDE * SIDE or not np.isfinite(pixels).all():
            raise ValueError(f"a pad holds 28 x 28 finite numbers, and this is {describe(value)}")
        return pixels.tobytes()

    def clear(self) -> None:
        """Empty the pad."""
        self.value = np.zeros((SIDE, SIDE))

    def on_change(self, callback: Callable[[torch.Tensor], object]) -> Callable[[torch.Tensor], object]:
        """Call `callback(value)` whenever the pad changes. It replaces an earlier callback. Returns `callback`.

        An error that the callback raises is shown below the pad in one sentence, and the pad keeps its value.
        Raises TypeError if `callback` is not a function.
        """
        if not callable(callback):
            raise TypeError(f"on_change wants a function of the 28 x 28 value, and this is {callback!r}")
        self._callback = callback
        return callback

    def say(self, sentence: object) -> None:
        """Show `sentence` below the pad; a screen reader speaks it."""
        self.message = str(sentence)

    def show_image(self, image: Any, caption: object) -> None:
        """Show a second `image` (784 finite numbers) beside the pad; `caption` is also its text alternative.

        Raises ValueError for any other image.
        """
        self._caption, self._image = str(caption), self._bytes(image)

    def show_evidence(self, products: Any, caption: object) -> None:
        """Show beside the pad what speaks for an answer and what against it; `caption` is also its text alternative.

        `products` holds a finite number for each of the 784 pixels, such as ink times slope: red above 0, blue below,
        white at 0; the largest has the full colour. Raises ValueError for anything else.
        """
        self._evidence_caption, self._evidence = str(caption), self._full_scale(products)

    @classmethod
    def _full_scale(cls, products: Any) -> bytes:
        """The bytes of `products`, scaled so that the largest of them is 1 or -1."""
        array = np.frombuffer(cls._bytes(products), "<f4")
        return (array / (np.abs(array).max() or 1)).astype("<f4").tobytes()

    def show_bars(self, probabilities: Any, names: Iterable[object] | None = None) -> None:
        """Show beside the pad a bar for each of `probabilities`, which are from 0 to 1; the largest is in bold.

        The bars are called 0, 1, 2, ... or by `names`, one for each. Raises ValueError for anything else.
        """
        array = floats(probabilities)
        if array is None or not array.size or not ((array >= 0) & (array <= 1)).all():
            raise ValueError(f"show_bars wants numbers from 0 to 1, and this is {describe(probabilities)}")
        called = [str(name) for name in (range(array.size) if names is None else names)]
        if len(called) != array.size:
            raise ValueError(f"show_bars wants a name for each of {array.size} bars, and these are {len(called)} names")
        self._bars = [[name, round(float(p), 4)] for name, p in zip(called, array.ravel(), strict=True)]

    def show_scores(self, **groups: Any) -> None:
        """Show two groups of scores beside the pad, one dot for each score: `show_scores(threes=s3, sevens=s7)`.

        A group holds any number of finite scores, in any shape. The dots of the first group are above the axis, in
        the colour of positive weights; the dots of the second are below it, in the colour of negative weights.
        Raises ValueError for anything else.
        """
        if len(groups) != 2:
            raise ValueError(f"show_scores wants two groups of scores, and this is {len(groups)}: {', '.join(groups)}")
        self._scores = [[name, self._floats(name, scores)] for name, scores in groups.items()]

    @staticmethod
    def _floats(name: str, scores: Any) -> list[float]:
        array = floats(scores)
        if array is None or not np.isfinite(array).all():
            raise ValueError(f"scores must be finite numbers, and those of {name} are {describe(scores)}")
        return [float(f"{score:.6g}") for score in array.ravel()]  # short to send, and no score becomes 0

    def _answer(self, _: object) -> None:
        if self._callback is None:
            return
        try:
            self._callback(self.value)
        except Exception as error:  # any error of a learner's function: the pad goes on working
            self.say(f"{FAILED} {type(error).__name__}: {' '.join(str(error).split())}")


def as_pixels(sent: bytes) -> np.ndarray:
    """The pixels (28, 28), float32, that the bytes `sent` hold: a new array."""
    return np.frombuffer(sent, "<f4").reshape(SIDE, SIDE).astype(np.float32)


def floats(value: Any) -> np.ndarray | None:
    """`value` as a float32 array, or None where it cannot be converted to an array of numbers."""
    try:
        return np.asarray(value.detach() if isinstance(value, torch.Tensor) else value, "<f4")
    except (TypeError, ValueError):
        return None


def describe(value: Any) -> str:
    """A short description of `value` for an error message."""
    array = floats(value)
    if array is None:
        return repr(value)[:60]
    odd = np.count_nonzero(~np.isfinite(array))
    return f"an array of shape {array.shape}" + (f" with {odd} of them NaN or infinite" if odd else "")
