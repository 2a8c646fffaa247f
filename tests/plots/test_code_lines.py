"""The lines of a training loop: which are shown, and which are highlighted at each step."""

import pytest

from utils.look import STEPS, figure
from utils.plots.code_lines import CodeLines, lines_of


def train(epochs):
    w = 0  # 1 initialise
    history = {"loss": []}
    for _ in range(epochs):  # 6 repeat
        scores = w + 1  # 2 predict
        loss = scores**2  # 3 loss
        slope = 2 * scores  # 4 gradient
        w -= slope  # 5 step
        w -= 0  # 5 step
        history["loss"].append(loss)
    return w, history  # 7 stop


LINES = [
    ("initialise", "w = 0"),
    ("repeat", "for _ in range(epochs):"),
    ("predict", "    scores = w + 1"),
    ("loss", "    loss = scores**2"),
    ("gradient", "    slope = 2 * scores"),
    ("step", "    w -= slope"),
    ("step", "    w -= 0"),
    ("stop", "return w"),
]


def test_the_lines_are_those_of_the_function_without_comments_blank_lines_and_history():
    assert lines_of(train) == LINES


def test_a_function_whose_steps_have_no_names_is_explained():
    def unnamed(x):
        return x  # 7 stop

    with pytest.raises(ValueError, match="No line of unnamed has a comment with the step initialise, predict"):
        lines_of(unnamed)


@pytest.mark.parametrize("function", [len, eval("lambda x: x")])
def test_a_function_without_a_source_is_explained(function):
    with pytest.raises(ValueError, match="define it in a cell of this notebook"):
        lines_of(function)


def test_each_step_highlights_its_own_lines_and_no_others():
    code = CodeLines(figure()[1], LINES)
    for running in [*STEPS, None]:
        code.light(running)
        lit = {row for bands in code.bands.values() for row in bands if row.get_visible()}
        assert sorted(int(band.get_y()) for band in lit) == [k for k, (step, _) in enumerate(LINES) if step == running]


def test_one_line_of_a_step_can_be_highlighted_alone():
    code = CodeLines(figure()[1], LINES)
    for line, row in ((0, 5), (-1, 6), (0, 5)):
        code.light("step", line)
        assert [int(band.get_y()) for band in code.bands["step"] if band.get_visible()] == [row]
    code.light("loss")
    assert not any(band.get_visible() for band in code.bands["step"])


def test_a_step_that_is_highlighted_already_is_not_drawn_again():
    code = CodeLines(figure()[1], LINES)
    code.light("step")
    code.bands["step"][0].axes.figure.canvas.draw()
    code.light("step")
    assert not code.bands["step"][0].stale
