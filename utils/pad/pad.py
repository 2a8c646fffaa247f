"""A 28x28 pad to paint weights on (lesson 5) and to draw digits on (lesson 7). Knows nobody else here but its `place`.

    pad = Pad(signed=True)  # weights: paint +1, -1 or 0; without `signed`, ink from 0 to 1
    pad.on_change(lambda w: pad.say(f"the weights add up to {w.sum():.1f}"))
    pad                     # last in a cell: shows it
    pad.value               # what is on it: a float32 tensor (28, 28)

Why not ipycanvas: there Python draws, so each stroke travels to the kernel and its drawing back, and on Binder the line
would trail the pen by a round trip of 150 ms and more, or wait for a busy cell. Here the browser paints within a frame,
whatever the kernel does (measured: 10 ms in the median). The pixels follow, at most every 50 ms and the last ones for
sure; what Python answers is a sentence and some scores, which may come later.
"""

from pathlib import Path

import numpy as np
import torch
import traitlets

from utils.widgets import MountedWidget, bundle, joined

HERE = Path(__file__).parent
SIDE = 28


class Pad(MountedWidget):
    """A pad of 28 x 28 cells for mouse, pen, finger and keyboard; `label` is its name for a screen reader.

    `value` is a float32 tensor (28, 28), a fresh copy each time: in [-1, 1] as painted when `signed`, else in [0, 1].
    It can be set to any 784 finite numbers (tensor, array or lists); others raise ValueError. `message` is the line
    below the pad, plain text.
    """

    _esm = joined(HERE / "pad.js")
    _css = HERE / "pad.css"
    # The browser is not told what it has told us: an echo would come a round trip late, in the middle of a stroke.
    _pixels = traitlets.Bytes().tag(sync=True, echo_update=False, from_json=lambda data, _: bytes(data))
    _scores = traitlets.List().tag(sync=True)
    _seen = traitlets.Bytes().tag(sync=True)
    _caption = traitlets.Unicode().tag(sync=True)
    signed = traitlets.Bool().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)

    def __init__(self, signed=False, label=None):
        label = label or ("A pad to paint weights on" if signed else "A pad to draw a digit on")
        super().__init__(signed=signed, label=label, _pixels=bytes(4 * SIDE * SIDE))
        self._callback = None
        self.observe(self._answer, "_pixels")

    def __repr__(self):
        return f"{self.label}."

    def _repr_mimebundle_(self, **_):
        return bundle(self, repr(self))

    @property
    def value(self):
        return torch.from_numpy(np.frombuffer(self._pixels, "<f4").reshape(SIDE, SIDE).astype(np.float32))

    @value.setter
    def value(self, value):
        self._pixels = self._bytes(value)

    @staticmethod
    def _bytes(value):
        pixels = floats(value)
        if pixels is None or pixels.size != SIDE * SIDE or not np.isfinite(pixels).all():
            raise ValueError(f"a pad holds 28 x 28 finite numbers, and this is {describe(value)}")
        return pixels.tobytes()

    def clear(self):
        """Empty the pad."""
        self.value = np.zeros((SIDE, SIDE))

    def on_change(self, callback):
        """Call `callback(value)` whenever the pad changes; it takes the place of the one before. Returns `callback`.

        An error in it is told below the pad, in one sentence, and the pad stays as it is.
        """
        if not callable(callback):
            raise TypeError(f"on_change wants a function of the 28 x 28 value, and this is {callback!r}")
        self._callback = callback
        return callback

    def say(self, sentence):
        """Show `sentence` below the pad; a screen reader speaks it."""
        self.message = str(sentence)

    def show_image(self, image, caption):
        """Show a second `image` beside the pad, 784 finite numbers, under `caption`, which is also its words."""
        self._caption, self._seen = str(caption), self._bytes(image)

    def show_scores(self, **groups):
        """Show one dot for each score beside the pad: two groups, `show_scores(threes=s3, sevens=s7)`.

        Each group is any number of finite scores, of any shape. The first stands on the line of scores in the colour
        of positive weights, the second hangs below it in that of negative ones. ValueError for anything else.
        """
        if len(groups) != 2:
            raise ValueError(f"show_scores wants two groups of scores, and this is {len(groups)}: {', '.join(groups)}")
        self._scores = [[name, self._floats(name, scores)] for name, scores in groups.items()]

    @staticmethod
    def _floats(name, scores):
        array = floats(scores)
        if array is None or not np.isfinite(array).all():
            raise ValueError(f"scores must be finite numbers, and those of {name} are {describe(scores)}")
        return [float(f"{score:.6g}") for score in array.ravel()]  # short on the wire, and never 0 by rounding

    def _answer(self, _):
        if self._callback is None:
            return
        try:
            self._callback(self.value)
        except Exception as error:  # whatever a learner's function raises, the pad lives on
            self.say(f"Your on_change function raised {type(error).__name__}: {' '.join(str(error).split())}")


def floats(value):
    """`value` as a float32 array, or None when it is no array of numbers."""
    try:
        return np.asarray(value.detach() if isinstance(value, torch.Tensor) else value, "<f4")
    except (TypeError, ValueError):
        return None


def describe(value):
    """A few words on what `value` is, for an error's sentence."""
    array = floats(value)
    if array is None:
        return repr(value)[:60]
    odd = np.count_nonzero(~np.isfinite(array))
    return f"an array of shape {array.shape}" + (f" with {odd} of them NaN or infinite" if odd else "")
