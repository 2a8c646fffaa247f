"""What runs in the kernels that publishing starts: moving pictures are shown with what a page without Python needs.

A learner's kernel imports nothing of this. The lesson's own cells are the first to import the widget and Matplotlib.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from IPython import get_ipython

BAKED = "application/vnd.downhill+json"  # the mime type of a picture with all its stops
SKETCH = "application/vnd.downhill.sketch+json"  # of axes to draw on, which need nothing from Python
PAD = "application/vnd.downhill.pad+json"  # of a pad, with what answers there in place of Python
LIGHT = "application/vnd.downhill.light+json"  # of a still picture: its areas that are light on a dark page too
PROBLEM = "application/vnd.downhill.problem"  # of a sentence that says why a picture cannot be published

# Of a widget or of a still picture: data and metadata, by their mime types.
Addition = Callable[[Any], tuple[dict[str, Any], dict[str, Any]]]
WIDGET = "utils.widgets.mount", "MountedWidget"
STILL = "utils.plots.display", "Still"


def show_posters(states: Sequence[dict[str, Any]] = ({},)) -> None:
    """Show each moving picture with its poster, drawn with each of `states`; a pad with an example on it."""

    def with_poster(widget: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        from utils.publish.poster import poster  # only now: it imports Matplotlib

        if hasattr(widget, "on_change"):
            from utils.publish.pad_poster import pad_poster

            image, metadata = pad_poster(widget)
        else:
            image, metadata = poster(widget, states)
        return {"image/png": image}, {"image/png": metadata}

    register(WIDGET, with_poster)


def show_baked(named: Collection[tuple[str, str]], states: Sequence[dict[str, Any]], most: int) -> None:
    """Show each moving picture, each sketch and each pad with all that a page needs to move it or to answer.

    A still picture is shown with its areas that stay light on a dark page.

    `named` are the stops that the links of the lesson name, pairs (control, value); the poster shows `states`. A page
    has at most about `most` stops of a picture.
    """

    def with_stops(widget: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        if hasattr(widget, "page_state"):
            return {SKETCH: widget.page_state()}, {}
        if hasattr(widget, "on_change"):
            from utils.publish import pads

            return {PAD: pads.page_state(widget)}, {}
        from utils.publish.baking import bake
        from utils.publish.poster import page_poster

        image, metadata = page_poster(widget, states)
        return {BAKED: bake(widget, named, most), "image/png": image}, {"image/png": metadata}

    def with_light_areas(still: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        from utils.explore.recording.figure_recorder import light_areas

        return {LIGHT: light_areas(still.fig)}, {}

    register(WIDGET, with_stops)
    register(STILL, with_light_areas)


def register(kind: tuple[str, str], addition: Addition) -> None:
    """Have IPython show each object of `kind`, the module and the name of its class, with what `addition` returns.

    A ValueError of `addition` is told to the publishing process: IPython would write a traceback into the lesson.
    """

    def bundle(shown: Any) -> Any:
        data, metadata = shown._repr_mimebundle_()
        try:
            added, about = addition(shown)
        except ValueError as error:
            added, about = {PROBLEM: str(error)}, {}
        return data | added, metadata | about

    # By the name of the base class: anywidget gives each widget a class of its own, all of the name `ExploreWidget`,
    # and of classes with one name IPython finds the first.
    formatter = get_ipython().display_formatter.mimebundle_formatter
    formatter.pop(".".join(kind), None)
    formatter.for_type_by_name(*kind, bundle)
