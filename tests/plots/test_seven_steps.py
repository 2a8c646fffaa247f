"""The diagram of the seven steps: numbers, arrows that close the loop, and one highlighted box at a time."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

from tests.plots.rendering import pixels
from utils.plots import figure, seven_steps
from utils.plots.seven_steps import STEPS, SevenSteps

GOES_TO = {
    "initialise": {"predict"},
    "predict": {"loss"},
    "loss": {"gradient"},
    "gradient": {"step"},
    "step": {"repeat"},
    "repeat": {"predict", "stop"},
    "stop": set(),
}


def nearest_box(steps, point):
    """The name of the box of `steps` whose edge is nearest to `point`, in the units of the diagram."""
    x, y = point
    distances = {}
    for name, (box, *_) in steps.boxes.items():
        left, bottom = box.get_x(), box.get_y()
        aside = max(left - x, x - left - box.get_width(), 0), max(bottom - y, y - bottom - box.get_height(), 0)
        distances[name] = np.hypot(*aside)
    return min(distances, key=distances.get)


def test_the_drawn_arrows_lead_from_each_step_to_the_next_and_close_the_loop():
    steps = SevenSteps(figure()[1])
    steps.ax.figure.canvas.draw()
    arrows = [patch for patch in steps.ax.patches if isinstance(patch, FancyArrowPatch)]
    drawn = {name: set() for name in GOES_TO}
    for arrow in arrows:
        path = arrow.get_path()
        vertices = path.vertices[path.codes != Path.CLOSEPOLY]  # the point of a CLOSEPOLY has no meaning
        tail = vertices[0]
        tip = max(vertices, key=lambda vertex: np.hypot(*(vertex - tail)))
        drawn[nearest_box(steps, tail)].add(nearest_box(steps, tip))
    assert drawn == GOES_TO


def test_the_boxes_are_numbered_in_the_order_of_the_arrows():
    boxes = SevenSteps(figure()[1]).boxes
    numbers = {name: int(title.get_text().split()[0]) for name, (_, title, _) in boxes.items()}
    assert sorted(numbers.values()) == list(range(1, 8))
    assert all(name in title.get_text() for name, (_, title, _) in boxes.items())
    for start, ends in GOES_TO.items():
        assert not ends or numbers[start] + 1 in {numbers[end] for end in ends}


@pytest.mark.rare
def test_each_highlighted_step_looks_different_from_the_others():
    pictures = [pixels(seven_steps(name)) for name in [*STEPS, None]]
    fills = {tuple(to_rgb(SevenSteps(figure()[1]).boxes[name][0].get_edgecolor())) for name in STEPS}
    assert len(fills) == 7
    assert len({picture.tobytes() for picture in pictures}) == 8


@pytest.mark.parametrize("size", [(6.4, 2.8), (3.6, 1.7)])
def test_every_text_fits_into_its_box(size):
    steps = SevenSteps(figure(figsize=size)[1], words=size[0] > 4, fontsize=12 if size[0] > 4 else 9)
    steps.ax.figure.canvas.draw()
    for box, *texts in steps.boxes.values():
        around = box.get_window_extent()
        for text in filter(lambda text: text.get_text(), texts):
            words = text.get_window_extent()
            assert around.x0 <= words.x0
            assert words.x1 <= around.x1
            assert around.y0 <= words.y0
            assert words.y1 <= around.y1


def lit(steps):
    """The names of the boxes of `steps` that are filled with their full colour."""
    return [name for name, (box, *_) in steps.boxes.items() if box.get_facecolor() == box.get_edgecolor()]


def test_highlighting_a_step_changes_its_box_and_the_previous_one_and_no_other():
    steps = SevenSteps(figure()[1])
    assert lit(steps) == []
    previous = set()
    for running in [*STEPS, None]:
        steps.ax.figure.canvas.draw()
        steps.light(running)
        assert lit(steps) == ([running] if running else [])
        changed = {name for name, (box, *_) in steps.boxes.items() if box.stale}
        assert changed == previous | ({running} - {None})
        previous = {running} - {None}


def test_a_step_that_is_highlighted_already_is_not_drawn_again():
    steps = SevenSteps(figure()[1])
    for running in ("loss", None):
        steps.light(running)
        steps.ax.figure.canvas.draw()
        steps.light(running)
        assert not steps.ax.stale


def test_the_texts_in_every_box_have_a_contrast_of_three_at_least():
    def luminance(colour):
        channels = [c / 12.92 if c <= 0.04 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return np.dot(channels, (0.2126, 0.7152, 0.0722)) + 0.05

    steps = SevenSteps(figure()[1])
    for name, (box, title, _) in steps.boxes.items():
        for running in (None, name):
            steps.light(running)
            pair = luminance(box.get_facecolor()), luminance(title.get_color())
            assert max(pair) / min(pair) >= 3, (name, running)


def test_seven_steps_draws_on_given_axes():
    _, ax = figure()
    assert seven_steps("loss", ax, words=False) is ax
    assert isinstance(seven_steps(), Axes)


def test_an_unknown_step_is_named_in_the_error():
    with pytest.raises(ValueError, match=r"The seven steps are initialise, predict, .*; 'jump' is none of them"):
        seven_steps("jump")
