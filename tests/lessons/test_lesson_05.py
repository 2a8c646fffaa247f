"""Tests lesson 5: its sums agree with simple loops; its trap, its solutions, its pad, and the numbers in its prose."""

import re

import pytest
import torch

from tests.lessons.lesson_code import assert_claim, cells, printed, source
from tests.lessons.running import LessonRun
from utils.check import check
from utils.pictures.pixels import ScorePicture, ThresholdPicture

LESSON = "05_pixels"
CELLS = cells(LESSON)


@pytest.fixture(scope="module")
def lesson():
    """The variables of the lesson after all its cells have run: the digits, the means, the weights, the scores."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        run = LessonRun(LESSON, monkeypatch)
        for name in run.sources:
            run.run(name)
    return run.scope


def plainly_nearer_three(image, threes, sevens):
    """Whether `image` is nearer to the mean `threes` than to the mean `sevens`; all are lists, added in a loop."""
    distances = [0.0, 0.0]
    for pixel, three, seven in zip(image, threes, sevens, strict=True):
        distances[0] += abs(pixel - three)
        distances[1] += abs(pixel - seven)
    return distances[0] < distances[1]


def plain_accuracy(scores, labels):
    """The share of right answers, counted in a loop; both are lists of numbers."""
    return sum((score > 0) == (label == 1) for score, label in zip(scores, labels, strict=True)) / len(labels)


def test_pixel_similarity_by_a_plainer_sum(lesson):
    x, x_valid = lesson["x"].double(), lesson["x_valid"].double()
    threes, sevens = ((sum(x[k] for k in rows) / 400).tolist() for rows in (range(400), range(400, 800)))
    said = [plainly_nearer_three(image, threes, sevens) for image in x_valid.tolist()]
    assert said == lesson["called3"].tolist()
    assert (sum(said[:100]), 100 - sum(said[100:])) == (82, 100)
    assert_claim(LESSON, "similarity-words", "the number to beat is 0.910", "similarity", "pixel similarity: 0.910\n")
    assert "right: 82 of 100 threes and 100 of 100 sevens" in printed(LESSON, "similarity")
    assert "misses 18 of the 100 threes" in source(LESSON, "thin-words")


def test_labels_scores_and_weights_are_columns(lesson):
    assert lesson["y"].shape == lesson["scores"].shape == (800, 1)
    assert lesson["y_valid"].shape == (200, 1)
    assert lesson["w"].shape == lesson["painted"].shape == (784, 1)


@pytest.mark.parametrize("seed", range(5))
def test_a_score_is_a_sum_of_products_and_a_blank_image_scores_0(lesson, seed):
    generator = torch.Generator().manual_seed(seed)
    image, w = torch.rand(784, generator=generator), torch.randn(784, generator=generator)
    plain = sum(pixel * weight for pixel, weight in zip(image.tolist(), w.tolist(), strict=True))
    assert lesson["score_three"](image, w).item() == pytest.approx(plain, abs=1e-3)
    assert lesson["score_three"](torch.zeros(784), w) == 0


@pytest.mark.parametrize("seed", range(5))
def test_the_accuracy_is_the_share_that_a_loop_counts(lesson, seed):
    generator = torch.Generator().manual_seed(seed)
    scores, y = torch.randn(50, 1, generator=generator), torch.randint(2, (50, 1), generator=generator).float()
    said = lesson["accuracy"](scores, y)
    assert isinstance(said, float)
    assert said == pytest.approx(plain_accuracy(scores.ravel().tolist(), y.ravel().tolist()))


@pytest.mark.parametrize("seed", range(5))
def test_in_a_row_any_scores_have_an_accuracy_of_one_half(lesson, seed):
    scores = torch.randn(200, generator=torch.Generator().manual_seed(seed))
    assert lesson["accuracy"](scores, lesson["y_valid"]) == 0.5
    assert (
        "(200,) compared with (200, 1) makes (200, 200)\naccuracy 0.500, and with a column of scores 0.950\n"
        in printed(LESSON, "trap")
    )


def test_the_digits_with_a_wrong_sign_are_those_of_the_answer(lesson):
    x_valid, y_valid = lesson["x_valid"], lesson["y_valid"]
    scores = [lesson["score_three"](image, lesson["difference"]).item() for image in x_valid]
    wrong = [k for k, score in enumerate(scores) if (score > 0) != (y_valid[k] == 1)]
    assert len(wrong) == 10
    assert {50, 195} <= set(wrong)
    picture = ScorePicture(x_valid, lesson["difference"], ["three"] * 100 + ["seven"] * 100)
    assert "a three" in (sentence := picture.draw(50))
    assert "-6.4: it says seven, wrongly" in sentence
    assert "+6.6: it says three, wrongly" in picture.draw(195)
    words = source(LESSON, "four-explain")
    assert "Ten digits have a score with the wrong sign, and nine of these are sevens" in words
    assert sum(k >= 100 for k in wrong) == 9
    assert "a score of -6.4" in words
    assert "with +6.6" in words


def test_the_numbers_of_the_prose_are_printed():
    assert printed(LESSON, "score-three") == "-2.0\n"
    assert_claim(
        LESSON, "all-scores-words", "0.950 of them right, which beats 0.910", "all-scores", "held-out digits: 0.950\n"
    )
    assert "with -w: 0.050\nwith the mean 3 alone: 0.500\n" in printed(LESSON, "all-scores")
    assert_claim(LESSON, "draw-words", "between -18.2 and 37.1", "all-scores", "between -18.2 and 37.1\n")
    assert_claim(LESSON, "with-bias-words", "0.950 and 0.960", "with-bias", "accuracy 0.9500, with b 0.9600")


def test_the_accuracy_is_highest_at_the_threshold_that_becomes_the_bias(lesson):
    picture = ThresholdPicture(lesson["scores"], lesson["y"])
    wrong = {}
    for threshold in range(-18, 38):
        picture.draw(float(threshold))
        wrong[threshold] = [int(re.search(r"\d+(?= wrong)", text.get_text())[0]) for text in picture.words]
    assert min(wrong, key=lambda threshold: sum(wrong[threshold])) == -lesson["b"] == 5
    assert wrong[0] == [4, 30]
    assert "30 of the 400 sevens and 4 of the 400 threes" in source(LESSON, "bias-words")
    assert "[At 5](#threshold=5.0) the accuracy is highest" in source(LESSON, "at-five")
    assert {"threshold": 5} not in CELLS["threshold"].metadata["poster"], "the still gives the answer away"
    assert "5" not in source(LESSON, "draw-answer").replace("0.5", ""), "the drawing's answer gives the threshold away"


def test_the_drawn_prediction_is_compared_with_the_accuracy_at_each_threshold(lesson, monkeypatch):
    run, kept = LessonRun(LESSON, monkeypatch), []
    run.scope = {**lesson, "Sketch": lambda truth, **keywords: kept.extend(truth)}
    run.run("draw")
    thresholds, accuracies = kept
    scores, labels = (lesson[name].ravel().tolist() for name in ("scores", "y"))
    expected = [plain_accuracy([score - threshold for score in scores], labels) for threshold in thresholds]
    assert accuracies == pytest.approx(expected)
    assert accuracies[0] == accuracies[-1] == 0.5


def test_pixel_similarity_by_squares_is_a_linear_model():
    agree, accuracy = printed(LESSON, "squares-check").splitlines()
    assert agree == "b = -5.77, and the two agree on 200 of 200 digits"
    assert accuracy == "accuracy on the held-out digits: 0.960"
    assert "the accuracy is 0.960, as it was with -5" in source(LESSON, "squares-explain")
    names = list(CELLS)
    core = [*names[: names.index("squares-heading")], "saw"]
    assert not any("by squares" in CELLS[name].source for name in core), "told to those who read the core alone"


def test_the_threes_that_are_missed_have_less_ink():
    numbers = re.findall(r"\b\d{2,3}\b(?=\n|,)", printed(LESSON, "thin-threes"))
    mean3, mean7, right, missed = map(int, numbers)
    assert missed < 0.9 * right
    assert mean7 < mean3


def test_the_pad_answers_with_the_accuracy_of_the_painted_weights(lesson):
    pad = lesson["pad"]
    assert pad.message == "accuracy on the 800 digits: 0.500"
    pad.value = lesson["painted"]
    scores = dict(pad._scores)
    assert [len(scores["threes"]), len(scores["sevens"])] == [400, 400]
    right = sum(s > 0 for s in scores["threes"]) + sum(s <= 0 for s in scores["sevens"])
    assert pad.message.endswith(f"accuracy on the 800 digits: {right / 800:.3f}")
    held_out = plain_accuracy((lesson["x_valid"] @ lesson["painted"]).ravel().tolist(), [1] * 100 + [0] * 100)
    assert printed(LESSON, "painted").startswith(f"painted, on the held-out digits: {held_out:.3f}\n")
    assert f"These weights get {held_out:.3f} of the held-out digits right" in source(LESSON, "paint-solution")
    assert held_out == pytest.approx(0.960 + 1 / 200)  # one image more than with `w` and `b`


def test_the_held_out_digits_are_asked_for_the_painted_weights_once_there_are_any(lesson, capsys):
    lesson["pad"].clear()
    exec(source(LESSON, "paint-check"), lesson)
    untouched = "your weights on the held-out digits: paint first\n"
    assert capsys.readouterr().out == untouched == printed(LESSON, "paint-check")
    lesson["pad"].value = lesson["painted"]
    exec(source(LESSON, "paint-check"), lesson)
    assert capsys.readouterr().out == "your weights on the held-out digits: 0.965\n"


@pytest.mark.parametrize("cell", ["scores", "accuracy"])
def test_the_solutions_are_right(cell, capsys):
    solution = re.search(r"```python\n(.*?)```", source(LESSON, f"{cell}-solution"), re.DOTALL)[1]
    space = {"torch": torch, "check": check}
    exec(solution + source(LESSON, f"{cell}-code").split("\n\n")[-1], space)
    assert capsys.readouterr().out.startswith("Right.")
