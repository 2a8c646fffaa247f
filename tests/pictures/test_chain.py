"""The chain of lesson 2: its numbers against PyTorch, and which boxes are lit at which step."""

import pytest
import torch

from utils.explore import explore
from utils.pictures.chain import BACKWARD, DARK, FORWARD, ChainPicture


@pytest.mark.parametrize("x", [-3.0, -0.5, 0.0, 1.0, 2.5])
def test_the_numbers_are_those_of_pytorch(x):
    picture = ChainPicture()
    leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    u = 3 * leaf
    u.retain_grad()
    (u**2).backward()
    assert f"{9 * x * x:g}." in picture.draw(x=x, step=2)
    assert picture.draw(x=x, step=3).endswith(f"2*u = {u.grad.item() + 0.0:g}.")
    assert f"which is {leaf.grad.item() + 0.0:g}." in picture.draw(x=x, step=4)
    assert [box.value.get_text() for box in picture.boxes] == [f"{value + 0.0:g}" for value in (x, 3 * x, 9 * x * x)]
    assert picture.boxes[0].slope.get_text() == f"slope {leaf.grad.item() + 0.0:g}"
    assert picture.boxes[1].slope.get_text() == f"slope {u.grad.item() + 0.0:g}"


def test_the_boxes_light_up_forward_and_then_backward():
    picture = ChainPicture()
    lit = []
    for step in range(5):
        picture.draw(x=1.0, step=step)
        lit.append([tuple(box.frame.get_facecolor()[:3]) for box in picture.boxes])
        assert [link.arrow.get_visible() for link in picture.links] == [k < step for k in range(4)]
    assert lit == [
        [FORWARD, DARK, DARK],
        [FORWARD, FORWARD, DARK],
        [FORWARD, FORWARD, FORWARD],
        [FORWARD, BACKWARD, FORWARD],
        [BACKWARD, BACKWARD, FORWARD],
    ]


def test_a_number_is_shown_only_once_it_has_been_computed():
    picture = ChainPicture()
    picture.draw(x=1.0, step=4)
    picture.draw(x=1.0, step=1)
    assert [box.value.get_text() for box in picture.boxes] == ["1", "3", ""]
    assert [box.slope.get_text() for box in picture.boxes] == ["", "", ""]
    assert [link.words.get_text() for link in picture.links] == ["times 3", "", "", ""]


def test_every_stop_has_its_own_sentence_and_no_text_leaves_its_place():
    picture = ChainPicture()
    widget = explore(picture, x=(-3.0, 3.0, 0.5), step=(0, 4), play="step")
    picture.fig.canvas.draw()
    sentences = set()
    for k in range(13):
        for step in range(5):
            sentences.add(picture.draw(x=k / 2 - 3, step=step))
            for box in picture.boxes:
                frame = box.frame.get_window_extent()
                for text in (box.value, box.slope):
                    assert not text.get_text() or frame.contains(text.get_window_extent().x0, frame.y0 + 1)
            for link, (left, right) in zip(picture.links, ((0, 1), (1, 2), (1, 2), (0, 1)), strict=True):
                words = link.words.get_window_extent()
                assert not link.words.get_text() or words.x0 > picture.boxes[left].frame.get_window_extent().x1
                assert not link.words.get_text() or words.x1 < picture.boxes[right].frame.get_window_extent().x0
    assert len(sentences) == 13 * 5 - 6  # at step 2 the values y = u**2 are the same for x and -x
    widget.close()
