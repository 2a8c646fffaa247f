"""Lets a function draw with pyplot (`plt.plot`, `plt.xticks`, ...) on the figure of its picture."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from matplotlib.figure import Figure

_thread = threading.local()
MARK = "_downhill_current_figure"  # the attribute of those functions of pyplot that have been replaced


@contextmanager
def current_figure(fig: Figure) -> Iterator[None]:
    """Inside the `with` block, have pyplot draw on `fig` in this thread.

    Pyplot has one current figure for all threads, and a cell may use it while another thread draws a picture. So the
    two functions through which pyplot finds or makes its figure are replaced by ones that look which thread calls.
    """
    pyplot = sys.modules.get("matplotlib.pyplot")
    for name in ("gcf", "figure"):
        if pyplot and not hasattr(getattr(pyplot, name), MARK):
            setattr(pyplot, name, _for_each_thread(getattr(pyplot, name)))
    before, _thread.figure = getattr(_thread, "figure", None), fig
    try:
        yield
    finally:
        _thread.figure = before


def _for_each_thread(original: Callable[..., Figure]) -> Callable[..., Figure]:
    @wraps(original)
    def found(*arguments: Any, **keywords: Any) -> Figure:
        fig = getattr(_thread, "figure", None)
        if fig is None:
            return original(*arguments, **keywords)
        if keywords.get("figsize") is not None:
            fig.set_size_inches(keywords["figsize"])
        return fig

    setattr(found, MARK, True)
    return found
