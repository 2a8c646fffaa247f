"""Gets the browser and the kernel ready for the first picture, while the learner reads."""

import gc
import string

from IPython import get_ipython

from utils import widgets
from utils.explore.drawing_lock import DRAWING_LOCK
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.look import figure
from utils.widgets.idle import when_idle


def preload() -> None:
    """Have the browser load the code for widgets now, and the kernel load its fonts once it is idle.

    From now on, garbage collections pass over the objects that are there already, most of them made by imports.
    """
    freeze_imports()
    widgets.preload()
    if widgets.served():
        when_idle(get_ipython(), record_sample)


def freeze_imports() -> None:
    """Exempt all present objects from garbage collections, but only the first time in a process.

    The imports of a lesson make 300,000 objects. A collection that looks through them all takes up to 0.2 seconds, in
    which the kernel draws nothing; it happened once in about fifty frames, and before each still picture. A second time
    would exempt the learner's own pictures too, and they would never be freed.
    """
    if not gc.get_freeze_count():
        gc.freeze()


def record_sample() -> None:
    """Record a picture that nobody sees: what Matplotlib and the recorder do for the first one only is done then."""
    fig, ax = figure()
    ax.plot([-1, 1], [0, 0.5], "o-")
    ax.set(title=string.digits, xlabel=string.ascii_letters, ylabel="y = 0.50")
    with DRAWING_LOCK.turn():
        FigureRecorder.of(fig).frame()
