"""Tests lesson 5: its sums agree with simple loops; its solutions, its pad, and the numbers in its prose."""

import re

import pytest
import torch

from tests.lessons.lesson_code import code, printed, sources
from utils.check import check
from utils.digits import load_threes_and_sevens
from utils.pad import Pad
from utils.pictures.pixels import ThresholdPicture

LESSON = "05_pixels"
CELLS = sources(LESSON)
PROSE = "\n".join(CELLS[name] for name in CELLS if name not in code(LESSON))


@pytest.fixture(scope="module")
def lesson():
    """The variables of the lesson's own cells: the digits, the means, the baseline, the weights, the scores."""
    x, y, x_valid, y_valid = load_threes_and_sevens()
    space = {"torch": torch, "Pad": Pad, "x": x, "y": y, "x_valid": x_valid, "y_valid": y_valid}
    for name in ("means", "similarity", "score-three", "stencil", "all-scores", "with-bias"):
        exec(re.sub(r"^show\(.*?\n\)$|^show\(.*$", "", CELLS[name], flags=re.MULTILINE | re.DOTALL), space)
    return space


def plainly_nearer_three(image, threes, sevens):
    """Whether `image` is nearer to the mean `threes` than to the mean `sevens`; all are lists, added in a loop."""
    distances = [0.0, 0.0]
    for pixel, three, seven in zip(image, threes, sevens, strict=True):
        distances[0] += abs(pixel - three)
        distances[1] += abs(pixel - seven)
    return distances[0] < distances[1]


def test_pixel_similarity_by_a_plainer_sum(lesson):
    x, x_valid = lesson["x"].double(), lesson["x_valid"].double()
    threes, sevens = ((sum(x[k] for k in rows) / 400).tolist() for rows in (range(400), range(400, 800)))
    said = [plainly_nearer_three(image, threes, sevens) for image in x_valid.tolist()]
    assert said == lesson["is_three"](lesson["x_valid"])[:, 0].tolist()
    right = sum(said[:100]) / 100, 1 - sum(said[100:]) / 100
    assert right == (0.82, 1.0)
    assert printed(LESSON, "similarity") == "pixel similarity: 0.910\non threes 0.82, on sevens 1.00\n"


@pytest.mark.parametrize("seed", range(5))
def test_a_score_is_a_sum_of_products_and_a_blank_image_scores_0(lesson, seed):
    generator = torch.Generator().manual_seed(seed)
    image, w = torch.rand(784, generator=generator), torch.randn(784, generator=generator)
    plain = sum(pixel * weight for pixel, weight in zip(image.tolist(), w.tolist(), strict=True))
    assert lesson["score_three"](image, w).item() == pytest.approx(plain, abs=1e-3)
    assert lesson["score_three"](torch.zeros(784), w) == 0


def test_the_numbers_of_the_prose_are_true(lesson):
    assert printed(LESSON, "score-three") == "tensor(-2.)\n"
    assert printed(LESSON, "always") == "always 3: 0.500\n"
    picture = ThresholdPicture(lesson["scores"], lesson["y"])
    picture.draw(0.0)
    assert [text.get_text() for text in picture.words] == ["threes:\n4 wrong", "sevens:\n30 wrong"]
    assert "30 wrong sevens and 4 wrong threes" in PROSE
    assert "387 of 400 threes score above it, 389 of 400 sevens do not" in picture.draw(5.0)
    assert "0.9500, with b 0.9600" in printed(LESSON, "with-bias")
    assert "accuracy 0.500" in printed(LESSON, "flip")
    assert printed(LESSON, "squares-check") == "b = -5.77, and the two agree on 200 of 200 digits\n"


def test_the_threes_that_are_misclassified_have_less_ink():
    right, wrong = map(int, re.findall(r": +(\d+)", printed(LESSON, "thin-threes")))
    assert wrong < 0.9 * right


def test_the_pad_answers_with_the_accuracy_of_the_painted_weights(lesson):
    space = dict(lesson)
    exec(CELLS["paint"], space)
    pad, w = space["pad"], lesson["w"]
    assert pad.message == "0 threes and 400 sevens are right: accuracy 0.500"
    pad.value = (w > 0.2).float() - (w < -0.2).float()
    scores = dict(pad._scores)
    assert [len(scores["threes"]), len(scores["sevens"])] == [400, 400]
    right = sum(s > 0 for s in scores["threes"]) + sum(s <= 0 for s in scores["sevens"])
    assert pad.message.endswith(f"accuracy {right / 800:.3f}")
    assert right > 750  # the weights are those of the lesson's solution


@pytest.mark.parametrize("cell", ["hole", "blank"])
def test_the_solutions_are_right(cell, capsys):
    solution = re.search(r"```python\n(.*?)```", CELLS[f"{cell}-solution"], re.DOTALL)[1]
    space = {"torch": torch, "check": check}
    exec(solution + CELLS[f"{cell}-code"].split("\n\n")[-1], space)
    assert capsys.readouterr().out.startswith("Right.")
