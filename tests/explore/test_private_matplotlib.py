"""Tests the private attributes of Matplotlib that we use; a failure names the attribute that a new version changed."""

import ast
import re
from pathlib import Path

import matplotlib.textpath
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from packaging.version import Version

import utils.explore
from utils.explore.recording import private_matplotlib
from utils.explore.recording.renderer import RecordingRenderer

PRIVATE = re.compile(r"^_[a-z]")


def private_attributes(path):
    """The private attributes in the module at `path` that are not attributes of `self` or `cls`."""
    return {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and PRIVATE.match(node.attr)
        if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    }


def test_each_private_attribute_exists_and_does_what_we_expect():
    text_to_path = matplotlib.textpath.text_to_path
    assert hasattr(text_to_path, "_get_font"), "matplotlib.textpath.TextToPath._get_font is gone"
    font = private_matplotlib.font_of(FontProperties(family=["DejaVu Sans"]))
    assert Path(font.fname).name == "DejaVuSans.ttf", "TextToPath._get_font finds another font"
    _, outlines, _ = text_to_path.get_glyphs_with_font(font, "M")
    ((vertices, _),) = outlines.values()
    height = vertices[:, 1].max() / text_to_path.FONT_SCALE
    assert 0.6 < height < 0.9, "TextToPath._get_font gives the font another size than FONT_SCALE"


def test_the_titles_of_an_axes_are_those_in_the_middle_at_the_left_and_at_the_right():
    ax = Figure().add_subplot()
    for loc in ("center", "left", "right"):
        ax.set_title(loc, loc=loc)
    assert [title.get_text() for title in private_matplotlib.titles_of(ax)] == ["center", "left", "right"]


def test_a_colour_bar_knows_whose_colours_it_explains():
    figure = Figure()
    image = figure.add_subplot().imshow([[0, 1]])
    assert private_matplotlib.mappable_of(figure.colorbar(image).ax) is image
    assert private_matplotlib.mappable_of(image.axes) is None


@pytest.mark.skipif(Version(matplotlib.__version__) < Version("3.11"), reason="Matplotlib does not ask before 3.11")
def test_matplotlib_asks_the_renderer_for_the_heights_of_a_font(monkeypatch):
    asked = []
    monkeypatch.setattr(RecordingRenderer, "font_heights", lambda *_: asked.append(1) or (9, 3, 0))
    fig = Figure()
    fig.text(0, 0, "text").get_window_extent(RecordingRenderer(640, 480, fig.dpi))
    assert asked, "Matplotlib asks for the heights of a font in another way: texts are laid out more slowly"


def test_no_other_file_of_the_engine_uses_a_private_attribute():
    folder = Path(utils.explore.__file__).parent
    used = {path.name: private_attributes(path) for path in folder.rglob("*.py") if private_attributes(path)}
    assert used == {"private_matplotlib.py": {"_colorbar", "_get_font", "_left_title", "_right_title"}}
