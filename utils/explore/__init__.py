"""`explore(picture, lr=(0.02, 1.2, 0.02))`: any Matplotlib picture with sliders that move it without a delay.

The kernel draws nothing while you drag. It records what Matplotlib draws at each stop (`recording/`); the browser asks
for these frames in advance and replays them (`browser/`). `README.md` describes the messages that the two exchange.
"""

import inspect
import numbers
from collections.abc import Collection, Mapping
from typing import Any

from utils.explore.controls import Control, control, powers
from utils.explore.function_picture import FunctionPicture, remove_from_pyplot
from utils.explore.preloading import preload
from utils.explore.widget import ExploreWidget

__all__ = ["explore", "powers", "preload"]


def explore(
    picture: Any,
    *,
    first: Mapping[str, Any] | None = None,
    drag: str | Collection[str] | None = None,
    play: str | tuple[str, int] | None = None,
    count: bool = False,
    **controls: Any,
) -> ExploreWidget:
    """Show `picture` with one to three controls where the call stands in its cell, and return the widget.

    `picture` has `fig`, `ax` and `draw(**values)`, which moves its artists and returns a sentence or
    (sentence, rows); or it is a function `f(ax, **values)` that draws on an Axes.
    A control is given as in `interact`: `k=(min, max[, step])`, `k=[1, 2, 3]` or an array, `k={"sine": torch.sin}`,
    `k=True`, `k=powers(1, 1e-6)`.
    `first={"k": 2}` gives the first values of controls. A control that is not in it starts at the default of `draw`'s
    parameter or, where there is no default, at the middle stop.
    `drag="x"` or `drag=("x", "y")` names the controls that follow the pointer when it is dragged on the picture,
    `play="steps"` or `play=("batch", 13)` names the control that the Play button runs; `count=True` counts moves.
    Raises TypeError or ValueError with a sentence that names the keyword and says what is wrong with it.
    """
    if not controls or len(controls) > 3:
        raise TypeError(f"explore takes one to three controls, such as lr=(0.1, 1.0); it was given {len(controls)}.")
    picture = picture if hasattr(picture, "draw") else FunctionPicture(picture)
    remove_from_pyplot(picture.fig)
    defaults = check_names(picture, controls) | check_first(first or {}, controls)
    labels = getattr(picture, "labels", {})
    made = [control(name, given, defaults.get(name), labels.get(name)) for name, given in controls.items()]
    return ExploreWidget(picture, made, check_drag(drag, made), check_play(play, controls), bool(count), shown=True)


def check_names(picture: Any, controls: Collection[str]) -> dict[str, Any]:
    """Check the names of the controls and return the defaults of `picture`'s parameters.

    Raises TypeError where a control names no parameter, or where a parameter has neither a control nor a default.
    """
    function, first = (picture.f, 1) if isinstance(picture, FunctionPicture) else (picture.draw, 0)
    parameters = list(inspect.signature(function).parameters.values())
    if first and parameters and parameters[0].name in controls:
        names = ", ".join(("ax", *controls))
        raise TypeError(
            f"the function's first argument is the Axes that it draws on: make it f({names}), ax.plot(...)."
        )
    parameters = parameters[first:]
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return {}
    known = [p.name for p in parameters]
    for name in controls:
        if name not in known:
            raise TypeError(
                f"{name}=...: this picture has nothing called {name!r}; it has {', '.join(known) or 'nothing to move'}."
            )
    for p in parameters:
        if p.name not in controls and p.default is p.empty and p.kind is not p.VAR_POSITIONAL:
            raise TypeError(f"the picture also needs {p.name!r}: give it a control, such as {p.name}=(0.0, 1.0).")
    return {p.name: p.default for p in parameters if p.default is not p.empty}


def check_drag(drag: str | Collection[str] | None, controls: Collection[Control]) -> list[str]:
    """`drag` as a list of at most two names of controls over numbers. Raises ValueError where it is not that."""
    names = [drag] if isinstance(drag, str) else list(drag or ())
    values = {each.name: each.values for each in controls}
    for name in names:
        if name not in values:
            raise ValueError(f"drag={drag!r}: there is no control called {name!r}.")
        if odd := [value for value in values[name] if not isinstance(value, numbers.Real)]:
            raise ValueError(
                f"drag={drag!r}: a pointer moves along numbers, and {odd[0]!r} is none; leave {name!r} out of drag."
            )
    if len(names) > 2:
        raise ValueError(f"drag={drag!r}: a pointer moves two controls at the most, one across and one up.")
    return names


def check_play(play: str | tuple[str, int] | None, controls: Collection[str]) -> list[Any]:
    """`play` as [name, number of stops of the extra button or 0], or [] without a Play button."""
    if play is None:
        return []
    pair = (play, 0) if isinstance(play, str) else play
    if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[1], int) or pair[1] < 0:
        raise ValueError(f'play={play!r}: give a control, "steps", or a control and a number of stops, ("batch", 13).')
    if pair[0] not in controls:
        raise ValueError(f"play={play!r}: there is no control called {pair[0]!r}.")
    return [*pair]


def check_first(first: Mapping[str, Any], controls: Collection[str]) -> dict[str, Any]:
    """`first` as a dict. Raises ValueError where a name in it is not the name of a control."""
    for name in set(first) - set(controls):
        raise ValueError(f"first=...: there is no control called {name!r}; there is {', '.join(controls)}.")
    return dict(first)
