"""Cuts a figure into panels: the parts that the browser can stack where a page is too narrow to show them in a row."""

from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch
from matplotlib.transforms import Bbox

from utils.explore.recording.renderer import RecordingRenderer

Span = tuple[float, float]  # from, to; pixels
Rectangle = tuple[Span, Span]  # across, and down from the top of the figure
NARROWEST = 150  # pixels: what is narrower, such as a colour bar, stays beside its neighbour
ACROSS, DOWN = 0, 1


def panels(figure: Figure, renderer: RecordingRenderer) -> list[list[int]]:
    """The panels of `figure` in reading order, each as [x, y, width, height] in pixels; together they fill the figure.

    A cut passes between the Axes, with their labels, and crosses none of them and no text of the figure itself.
    A part is cut only where this makes panels narrower: Axes one below the other are one panel.
    """
    whole = (0.0, float(renderer.width)), (0.0, float(renderer.height))
    found = [whole] if len(figure.axes) < 2 else cut(whole, rectangles(figure, renderer))
    return [[int(each) for each in (x[0], y[0], x[1] - x[0], y[1] - y[0])] for x, y in found]


def rectangles(figure: Figure, renderer: RecordingRenderer) -> list[Rectangle]:
    """What each Axes with its labels, and each other artist of `figure`, covers; and the two Axes that a line joins."""
    boxes = [artist.get_tightbbox(renderer) for artist in figure.get_children() if artist is not figure.patch]
    lines = figure.findobj(ConnectionPatch)
    boxes += [Bbox.union([ax.bbox for ax in (line.axesA, line.axesB) if ax is not None]) for line in lines]
    height = renderer.height
    return [((box.x0, box.x1), (height - box.y1, height - box.y0)) for box in boxes if box and box.width and box.height]


def cut(area: Rectangle, inside: Sequence[Rectangle]) -> list[Rectangle]:
    """The panels of `area`, which holds the rectangles `inside`: columns, or rows of which one consists of columns."""
    columns = list(parts(area, inside, ACROSS))
    if len(columns) > 1:
        return [panel for column in columns for panel in cut(*column)]
    rows = list(parts(area, inside, DOWN))
    panels_of_rows = [cut(*row) for row in rows] if len(rows) > 1 else []
    return [panel for row in panels_of_rows for panel in row] if any(len(row) > 1 for row in panels_of_rows) else [area]


def parts(area: Rectangle, inside: Sequence[Rectangle], axis: int) -> Iterator[tuple[Rectangle, list[Rectangle]]]:
    """Cut `area` across or down, in the middle of each gap between the rectangles; each part with its rectangles."""
    ordered = sorted(inside, key=lambda rectangle: rectangle[axis])
    (start, end), group = area[axis], []
    for index, rectangle in enumerate(ordered):
        group.append(rectangle)
        reach = max(each[axis][1] for each in group)
        following = ordered[index + 1][axis][0] if index + 1 < len(ordered) else None
        middle = end if following is None else round((reach + following) / 2)
        if following is None or (reach <= following and wide_enough(axis, start, middle, end)):
            yield with_span(area, axis, (start, middle)), group
            start, group = middle, []


def wide_enough(axis: int, start: float, middle: float, end: float) -> bool:
    """Whether a cut at `middle` leaves no column that is too narrow to stand alone."""
    return axis == DOWN or min(middle - start, end - middle) >= NARROWEST


def with_span(area: Rectangle, axis: int, span: Span) -> Rectangle:
    """`area` with another `span` along one axis."""
    return (span, area[DOWN]) if axis == ACROSS else (area[ACROSS], span)
