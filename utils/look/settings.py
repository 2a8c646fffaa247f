"""Matplotlib's settings (rcParams) for what one thread draws, while all other threads find those of the notebook."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from matplotlib import RcParams, rcParams


class ThreadSettings(threading.local):
    """The settings of the present thread. A drawing reads thousands, so the defaults are attributes of the class."""

    settings: dict[str, Any] = {}  # those that hold inside `settings`
    given: Mapping[str, Any] | None = None  # the argument of the innermost `settings`


_thread = ThreadSettings()


class ThreadParams(RcParams):
    """Matplotlib's `rcParams`, with values of its own in a thread that is inside `settings`.

    Matplotlib has one dictionary of settings for the whole process, and frames are drawn in a thread beside the
    learner's cell. If the style were set in that dictionary, it would change what the cell draws at that time.
    """

    def __getitem__(self, name: str) -> Any:
        own = _thread.settings
        return own[name] if name in own and self is rcParams else RcParams.__getitem__(self, name)

    def copy(self) -> RcParams:
        """A copy of the values that hold in this thread; `rc_context` begins with it."""
        copied = super().copy()
        if self is rcParams:
            dict.update(copied, _thread.settings)
        return copied

    def _update_raw(self, other: Any) -> None:  # `rc_context` ends with it
        own, given = _thread.settings if self is rcParams else {}, dict(dict.items(other))
        own |= {name: value for name, value in given.items() if name in own}
        super()._update_raw({name: value for name, value in given.items() if name not in own})

    def __setitem__(self, name: str, value: Any) -> None:
        own = _thread.settings
        if name in own and self is rcParams:
            own |= dict(RcParams({name: value}))  # checked by Matplotlib, and gone at the end of `settings`
        else:
            super().__setitem__(name, value)


rcParams.__class__ = ThreadParams  # Matplotlib's modules hold this very dictionary, so another cannot take its place


@contextmanager
def settings(values: Mapping[str, Any]) -> Iterator[None]:
    """Have Matplotlib find `values`, which it does not check, in this thread, inside the `with` block."""
    before, given = _thread.settings, _thread.given
    if values is not given:  # else they hold already, as in a method that a method of the style calls
        _thread.settings, _thread.given = {**before, **values}, values
    try:
        yield
    finally:
        _thread.settings, _thread.given = before, given
