"""The diagram of the seven steps: in their one order, the loop closed, one box lit at a time."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from utils.plots import figure, seven_steps
from utils.plots.seven_steps import ARROWS, STEPS, SevenSteps


def test_the_steps_are_seven_in_the_one_order_each_with_its_own_colour():
    assert list(STEPS) == ["initialise", "predict", "loss", "gradient", "step", "repeat", "stop"]
    assert len(set(STEPS.values())) == 7
    names = [title.get_text() for _, title, _ in SevenSteps(figure()[1]).boxes.values()]
    assert names == [f"{number} {name}" for number, name in enumerate(STEPS, 1)]


def test_the_loop_leads_back_to_predict():
    after = {start: end for start, end, _ in ARROWS if end != "stop"}
    walk = ["predict"]
    for _ in range(5):
        walk.append(after[walk[-1]])
    assert walk == ["predict", "loss", "gradient", "step", "repeat", "predict"]


@pytest.mark.parametrize("size", [(6.4, 2.8), (3.6, 1.7)])
def test_every_word_fits_its_box(size):
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
    """The names of the boxes of `steps` that are filled with their colour in full."""
    return [name for name, (box, *_) in steps.boxes.items() if box.get_facecolor() == box.get_edgecolor()]


def test_lighting_a_step_changes_that_box_and_the_one_lit_before_and_no_other():
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


def test_a_step_that_is_lit_already_is_left_alone():
    steps = SevenSteps(figure()[1])
    for running in ("loss", None):
        steps.light(running)
        steps.ax.figure.canvas.draw()
        steps.light(running)
        assert not steps.ax.stale


def test_what_is_written_in_a_lit_box_can_be_read():
    def light(colour):
        channels = [c / 12.92 if c <= 0.04 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return np.dot(channels, (0.2126, 0.7152, 0.0722)) + 0.05

    steps = SevenSteps(figure()[1])
    for name, (box, title, _) in steps.boxes.items():
        for running in (None, name):
            steps.light(running)
            pair = light(box.get_facecolor()), light(title.get_color())
            assert max(pair) / min(pair) >= 3, (name, running)


def test_seven_steps_draws_on_the_axes_it_is_given():
    _, ax = figure()
    assert seven_steps("loss", ax, words=False) is ax
    assert isinstance(seven_steps(), Axes)


def test_an_unknown_step_is_named():
    with pytest.raises(ValueError, match=r"The seven steps are initialise, predict, .*; 'jump' is none of them"):
        seven_steps("jump")
