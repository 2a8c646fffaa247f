"""The still picture that a page without Python shows in place of one that moves."""

import io

import numpy as np
import pytest
from PIL import Image

from utils.explore import explore
from utils.pictures.descent import DescentPicture
from utils.plots import figure
from utils.publish.poster import COLUMN, SHARP, SMALLEST, poster


@pytest.fixture(autouse=True)
def published(monkeypatch):
    monkeypatch.setenv("DOWNHILL_POSTERS", "1")


class Block:
    """A bar as wide as the picture, up to `height`; with `wide`, the figure's inches."""

    labels = {"height": "how high"}  # noqa: RUF012

    def __init__(self, wide=6.4):
        self.fig, self.ax = figure(figsize=(wide, 4), layout="none")
        self.ax.set_position((0, 0, 1, 1))
        self.ax.set(ylim=(0, 4))
        self.ax.set_axis_off()
        (self.bar,) = self.ax.bar([0], [1], color="C1")

    def draw(self, height=1):
        self.bar.set_height(height)
        return f"The bar is {height} high."


def made(widget):
    """The poster of `widget` as an array, and its metadata."""
    data, about = widget._repr_mimebundle_()
    return np.asarray(Image.open(io.BytesIO(data["image/png"])).convert("RGB")), about["image/png"]


def shares(image, count):
    """How much of each of the `count` states of `image`, side by side, is the bar."""
    orange = np.all(np.abs(image.astype(int) - (213, 94, 0)) < 12, axis=2)
    height = 4 * image.shape[1] / count / 6.4  # of the drawing; words stand below it
    return [part[: round(height)].mean() / 0.909 for part in np.array_split(orange, count, axis=1)]


@pytest.mark.parametrize("heights", [[1], [1, 3]])
def test_the_states_stand_side_by_side(heights):
    image, about = made(explore(Block(), height=(0, 4), poster=[{"height": h} for h in heights]))
    assert shares(image, len(heights)) == pytest.approx([h / 4 for h in heights], abs=0.02)
    assert about["width"] == min(640 * len(heights), COLUMN)
    assert image.shape[1] == SHARP * about["width"]


def test_two_wide_states_stand_one_below_the_other():
    image, about = made(explore(Block(8.6), height=(0, 4), poster=[{"height": 1}, {"height": 3}]))
    assert about["width"] == 860
    assert image.shape[0] > image.shape[1] * 4 / 8.6 * 2


def test_what_would_be_too_small_to_read_goes_into_a_second_row():
    image, _ = made(explore(Block(), height=(0, 4), poster=[{"height": h} for h in (1, 2, 3, 4)]))
    top, bottom = np.array_split(image, 2)
    assert shares(top, 2) == pytest.approx([0.25, 0.5], abs=0.02)
    assert image.shape[0] > image.shape[1] / 2
    assert bottom.std() > 10


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("wide", [3, 4.2, 6.4, 9])
def test_no_state_is_drawn_smaller_than_can_be_read(wide, count):
    picture, drawn = Block(wide), []
    picture.fig.savefig = lambda file, dpi, **more: (
        drawn.append(dpi),
        type(picture.fig).savefig(picture.fig, file, dpi=dpi),
    )
    poster(picture, [{"height": 1}] * count, [""] * count)
    assert min(drawn) >= SMALLEST * SHARP * 100
    assert len(drawn) == count


def test_without_states_it_shows_the_first_value():
    image, _ = made(explore(Block(), height=(0, 4)))
    assert shares(image, 1) == pytest.approx([0.25], abs=0.02)


def test_it_says_in_words_what_is_seen():
    _, about = made(explore(Block(), height=(0, 4), poster=[{"height": 1}, {"height": 3}]))
    assert about["alt"] == "A still picture. The bar is 1 high. The bar is 3 high."
    _, about = made(explore(lambda ax, k: ax.plot([0, k]) and None, k=[1, 2]))
    assert about["alt"] == "A still picture. k = 2"


def test_a_line_says_that_it_is_still_and_each_state_has_its_name():
    def words(image):
        """How many of the last rows of forty pixels have something dark on them, upwards until one has not."""
        dark = (image.min(axis=2) < 150).any(axis=1)[::-1]
        return sum(dark[start : start + 40].any() for start in (6, 58))

    empty, _ = made(explore(Block(), height=[0], poster=[{}]))
    named, _ = made(explore(Block(), height=[0], poster=[{"height": 0}]))
    assert [words(empty), words(named)] == [1, 2]


def test_only_the_command_that_publishes_draws_it(monkeypatch):
    monkeypatch.delenv("DOWNHILL_POSTERS")
    data, about = explore(Block(), height=(0, 4))._repr_mimebundle_()
    assert "image/png" not in data
    assert about == {}
    assert data["text/plain"] == "The bar is 1 high."


def test_it_is_small_and_the_same_each_time_and_leaves_the_frames_alone():
    picture = DescentPicture(lambda x: x**2)
    states = [{"lr": 0.1, "steps": 9}, {"lr": 0.5, "steps": 1}, {"lr": 0.9, "steps": 9}, {"lr": 1.06, "steps": 6}]
    widget = explore(picture, lr=(0.02, 1.2, 0.02), steps=(0, 20), poster=states)
    before = widget.frame(lr=0.3, steps=3)
    (data, about), (again, _) = widget._repr_mimebundle_(), widget._repr_mimebundle_()
    print(f"four states of lesson 3: {len(data['image/png']) / 1000:.0f} kB")
    assert len(data["image/png"]) < 100_000
    assert data["image/png"] == again["image/png"]
    assert about["image/png"]["width"] == COLUMN
    assert widget.frame(lr=0.3, steps=3) == before


@pytest.mark.parametrize("count", [0, 5])
def test_one_to_four_states(count):
    with pytest.raises(ValueError, match=f"has {count} states"):
        poster(Block(), [{}] * count, [""] * count)
