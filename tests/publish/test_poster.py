"""The poster: the still picture that a page without Python shows in place of one that moves."""

import io

import numpy as np
import pytest
from PIL import Image

from utils.digits import load_threes_and_sevens
from utils.explore import explore
from utils.pad import Sketch
from utils.pictures.descent import DescentPicture
from utils.pictures.pixels import ScorePicture
from utils.plots import figure
from utils.publish.poster import COLUMN, POSTER_DENSITY, SMALLEST, note, poster, strip


class Block:
    """A bar as wide as the picture, up to `height`; `wide` is the figure's width in inches."""

    labels = {"height": "how high"}

    def __init__(self, wide=6.4):
        self.fig, self.ax = figure(figsize=(wide, 4), layout="none")
        self.ax.set_position((0, 0, 1, 1))
        self.ax.set(ylim=(0, 4))
        self.ax.set_axis_off()
        (self.bar,) = self.ax.bar([0], [1], color="C1")

    def draw(self, height=1):
        if height > 4:
            raise ArithmeticError("too high")
        self.bar.set_height(height)
        return f"The bar is {height} high."


def drawn(widget, *states):
    """The poster of `widget` as an array, and its metadata."""
    image, metadata = poster(widget, states)
    return np.asarray(Image.open(io.BytesIO(image)).convert("RGB")), metadata


def block(wide=6.4, height=(0, 4)):
    """The widget of a Block."""
    return explore(Block(wide), height=height)


def shares_of_the_bar(image, count):
    """How much of each of the `count` states of `image`, side by side, is the bar."""
    red = np.all(np.abs(image.astype(int) - (204, 51, 17)) < 12, axis=2)
    height = 4 * image.shape[1] / count / 6.4  # of the drawing; words stand below it
    return [part[: round(height)].mean() / 0.909 for part in np.array_split(red, count, axis=1)]


@pytest.mark.parametrize("heights", [[1], [1, 3]])
def test_the_states_stand_side_by_side(heights):
    image, metadata = drawn(block(), *({"height": height} for height in heights))
    assert shares_of_the_bar(image, len(heights)) == pytest.approx([height / 4 for height in heights], abs=0.02)
    assert metadata["width"] == min(640 * len(heights), COLUMN)
    assert image.shape[1] == POSTER_DENSITY * metadata["width"]


def test_two_wide_states_stand_one_below_the_other():
    image, metadata = drawn(block(8.6), {"height": 1}, {"height": 3})
    assert metadata["width"] == 860
    assert image.shape[0] > image.shape[1] * 4 / 8.6 * 2


def test_what_would_be_too_small_to_read_goes_into_a_second_row():
    image, _ = drawn(block(), *({"height": height} for height in (1, 2, 3, 4)))
    top, bottom = np.array_split(image, 2)
    assert shares_of_the_bar(top, 2) == pytest.approx([0.25, 0.5], abs=0.02)
    assert image.shape[0] > image.shape[1] / 2
    assert bottom.std() > 10


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("wide", [3, 4.2, 6.4, 9])
def test_no_state_is_drawn_smaller_than_can_be_read(wide, count):
    picture, resolutions = Block(wide), []
    picture.fig.savefig = lambda file, dpi, **more: (
        resolutions.append(dpi),
        type(picture.fig).savefig(picture.fig, file, dpi=dpi),
    )
    poster(explore(picture, height=(0, 4)), [{"height": 1}] * count)
    assert min(resolutions) >= SMALLEST * POSTER_DENSITY * 100
    assert len(resolutions) == count


def test_an_empty_state_is_the_first_value():
    image, _ = drawn(block(), {})
    assert shares_of_the_bar(image, 1) == pytest.approx([0.25], abs=0.02)


def test_the_alternative_text_is_the_sentence_of_each_state():
    _, metadata = drawn(block(), {"height": 1}, {"height": 3})
    assert metadata["alt"] == "A still picture. The bar is 1 high. The bar is 3 high."
    _, metadata = drawn(explore(lambda ax, k: ax.plot([0, k]) and None, k=[1, 2]), {})
    assert metadata["alt"] == "A still picture. k = 2"


def test_a_line_says_that_it_is_still_and_each_state_has_its_values():
    def lines_of_text(image):
        """How many of the last two strips of forty pixels, above one another, have something dark on them."""
        dark = (image.min(axis=2) < 150).any(axis=1)[::-1]
        return sum(dark[start : start + 40].any() for start in (6, 58))

    empty, _ = drawn(block(height=[0]), {})
    named, _ = drawn(block(height=[0]), {"height": 0})
    assert [lines_of_text(empty), lines_of_text(named)] == [1, 2]


class Grid(Block):
    """A Block with more to move."""

    def draw(self, height=1, shift=0, filled=True):
        self.bar.set_x(shift - 0.4)
        self.bar.set_fill(filled)
        return super().draw(height)


@pytest.mark.parametrize(
    ("controls", "given", "words"),
    [
        ({"height": (0, 4)}, {}, "move its slider"),
        ({"height": (0, 4)}, {"drag": "height"}, "drag on it"),
        ({"height": (0, 4)}, {"play": "height"}, "move its slider or press Play"),
        ({"height": (0, 4), "shift": (0, 1)}, {}, "move its sliders"),
        ({"height": (0, 4), "shift": (0, 1)}, {"drag": ("height", "shift")}, "drag on it"),
        ({"height": (0, 4), "filled": True}, {}, "move its slider or tick its box"),
        ({"height": {"low": 1, "high": 3}}, {}, "choose from its list"),
        (
            {"height": {"low": 1, "high": 3}, "shift": (0, 1), "filled": True},
            {"drag": "shift", "play": ("shift", 1)},
            "drag on it, tick its box, choose from its list or press Play",
        ),
    ],
)
def test_the_note_names_what_moves_that_picture_and_nothing_else(controls, given, words):
    widget = explore(Grid(), **controls, **given)
    assert note(widget) == f"A still picture: run the cells down to here, then {words}."


@pytest.mark.parametrize("width", [300, 420, 570, 880])
def test_a_strip_shows_its_words_whole_in_as_many_lines_as_they_need(width):
    words = "A still picture: run the cells down to here, then drag on it, move its sliders or press Play."
    dark = np.asarray(strip(words, width * POSTER_DENSITY, style="italic")).min(axis=2) < 200
    margins = [dark[:4], dark[-4:], dark.T[:4], dark.T[-4:]]
    assert dark.any()
    assert not any(margin.any() for margin in margins)


def test_it_is_small_and_the_same_each_time_and_leaves_the_frames_alone():
    picture = DescentPicture(lambda x: x**2)
    states = [{"lr": 0.1, "steps": 9}, {"lr": 0.5, "steps": 1}, {"lr": 0.9, "steps": 9}, {"lr": 1.06, "steps": 6}]
    widget = explore(picture, lr=(0.02, 1.2, 0.02), steps=(0, 20))
    before = widget.frame(lr=0.3, steps=3)
    (image, metadata), (second, _) = poster(widget, states), poster(widget, states)
    print(f"four states of lesson 3: {len(image) / 1000:.0f} kB")
    assert len(image) < 100_000
    assert image == second
    assert metadata["width"] == COLUMN
    assert widget.frame(lr=0.3, steps=3) == before


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([], "its poster is []; it takes a list of one to four states"),
        ([{}] * 5, "it takes a list of one to four states"),
        (3, "its poster is 3"),
        ([{"width": 1}], "names width, which is no control; there is height"),
        ([{"height": 1.5}], "height=1.5 is not one of its stops: 0, 1, 2, 3, 4, 5"),
        ([{"height": 1}, {"height": 5}], "ArithmeticError: too high"),
    ],
)
def test_a_state_that_cannot_be_drawn_gets_a_sentence(states, words):
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        poster(block(height=(0, 5)), states)
    assert words in str(refused.value)


def test_a_sketch_has_a_poster_of_empty_axes_that_says_to_draw():
    truth = Sketch((range(4), range(4)), y=(0, 5), ylabel="loss")
    image, metadata = poster(truth, [{}])
    assert metadata["alt"] == "A still picture. Axes to draw on: x from 0 to 3, loss from 0 to 5."
    assert metadata["width"] == 640
    assert note(truth).endswith("then draw.")
    other, _ = poster(Sketch((range(4), [0, 0, 0, 0]), y=(0, 5), ylabel="loss"), [{}])
    assert image == other


def test_the_rims_of_a_digit_stay_grey_beside_coloured_weights():
    x = load_threes_and_sevens()[0]
    picture = ScorePicture(x, x[:400].mean(0) - x[400:].mean(0), ["three"] * 800)
    image, _ = drawn(explore(picture, digit=(0, 799)), {"digit": 0}, {"digit": 400})
    first_panel = image[100 : image.shape[0] // 2 - 100, :340].astype(int)
    assert len(np.unique(first_panel.reshape(-1, 3), axis=0)) > 20
    assert (first_panel.max(2) - first_panel.min(2)).max() <= 3
