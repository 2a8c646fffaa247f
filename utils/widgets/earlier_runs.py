"""Closes the widgets that earlier runs of a cell made once the cell has run again, so that they use no more memory."""

from collections.abc import Callable
from typing import Any, Protocol

RUNS = "_downhill_runs"  # the attribute of IPython's shell that keeps the widgets of each cell


class Closable(Protocol):
    """An object that can be closed."""

    def close(self) -> None:
        """Free what the object holds."""


def close_earlier(shell: Any, widget: Closable) -> None:
    """Note `widget` for the present run of a cell, and close the widgets that earlier runs of the cell made.

    The earlier widgets are closed after the cell has run and its output has been sent, because to close them takes
    time, and the new picture must not wait for it. A cell is identified by the `cellId` that the front end sends, or
    else by its source. `shell` is IPython's shell; outside a kernel (`shell` is None or belongs to a terminal) nothing
    is noted and nothing is closed.
    """
    if shell is None or not hasattr(shell, "get_parent"):
        return
    cell = shell.get_parent().get("metadata", {}).get("cellId") or shell.user_ns["_ih"][-1]
    present = present_run(shell)
    runs = vars(shell).setdefault(RUNS, {})  # cell -> the run that made widgets in it, and those widgets
    run, widgets = runs.get(cell, (None, []))
    if run != present:
        after_the_cell(shell, [earlier.close for earlier in widgets])
        widgets = []
    runs[cell] = present, [*widgets, widget]


def present_run(shell: Any) -> Any:
    """What tells the present run of a cell from others: the id of its request; None outside a kernel."""
    return shell.get_parent().get("header", {}).get("msg_id") if hasattr(shell, "get_parent") else None


def is_lab(shell: Any) -> bool:
    """Whether JupyterLab or Notebook 7 runs the present cell: they alone say which cells have been deleted."""
    return hasattr(shell, "get_parent") and "deletedCells" in shell.get_parent().get("metadata", {})


def after_the_cell(shell: Any, acts: list[Callable[[], None]]) -> None:
    """Call all `acts` once, after the present cell has run and its output has been sent."""

    def end() -> None:
        shell.events.unregister("post_execute", end)
        for act in acts:
            act()

    if acts:
        shell.events.register("post_execute", end)
