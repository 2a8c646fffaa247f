"""Tests that our pictures look the same whatever the notebook's settings are, and that these stay as they are."""

import importlib
import subprocess
import sys
import threading

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import rc_context, rcParams, rcParamsDefault
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import fontManager

from tests.plots.rendering import pixels
from tests.test_colours import MODULES, ROOT, drawn_quantities
from utils import look, pictures, plots
from utils.explore import explore
from utils.explore.recording.figure_recorder import FigureRecorder

OWN = {
    "font.size": 20,
    "font.family": ["serif", "DejaVu Sans Mono"],
    "axes.unicode_minus": False,
    "axes.prop_cycle": plt.cycler("color", ["pink"]),
    "axes.formatter.limits": (0, 0),
    "text.usetex": True,
    "text.color": "pink",
    "figure.dpi": 200,
    "savefig.dpi": 30,
    "savefig.facecolor": "pink",
    "patch.linewidth": 5,
    "xtick.direction": "in",
    "xtick.major.size": 12,
    "mathtext.default": "rm",
    "image.cmap": "hot",
}
# The style that changes most settings, and those of Matplotlib, each of which changes fewer.
STYLES = [
    "own",
    *(pytest.param(name, marks=pytest.mark.rare) for name in ("dark_background", "seaborn-v0_8-darkgrid", "xkcd")),
]


def test_a_method_that_only_asks_does_not_look_for_the_settings_which_takes_longer():
    fig, ax = look.figure()
    for artist in (fig, ax):
        assert type(artist).contains is super(type(artist), type(artist)).contains
    assert type(ax).contains_point is Axes.contains_point
    assert type(ax).text is not Axes.text


@pytest.fixture
def chosen(request):
    """Set the style that is named by the parameter in the notebook, and all settings back in the end."""
    with plt.rc_context():
        rcParams.update(rcParamsDefault | {"backend": "agg"})
        if request.param == "xkcd":
            plt.xkcd()
        elif request.param == "own":
            plt.style.use("dark_background")
            rcParams.update(OWN)
        elif request.param is not None:
            plt.style.use(request.param)
        yield


def own_cell():
    """A picture that a lesson's cell draws with Matplotlib's own methods on an Axes of ours."""
    _, axes = plots.figure(1, 2, figsize=(6, 3))
    axes[0].plot([-1.5, 2], [3, -4], "o-")
    axes[0].set(title="a title", xlabel=r"$x^2$", ylabel="y")
    axes[0].annotate("here", (0, 0), (0.5, 2), arrowprops={"arrowstyle": "->"})
    axes[0].legend(["line"])
    axes[1].bar([0, 1], [-2, 1])
    axes[1].twinx().hist([1, 2, 2])
    return axes[0]


def drawn():
    """All figures of our plots and pictures: their pixels, and what the browser gets of them."""
    figures = {id(artist.figure): artist.figure.figure for artist, _ in drawn_quantities()}
    figures["cell"] = own_cell().figure
    for fig in figures.values():
        recorder = FigureRecorder.of(fig)
        chunks = recorder.frame()
        canvas = FigureCanvasAgg(fig)
        canvas.draw()
        yield np.asarray(canvas.buffer_rgba()), chunks, recorder.renderer.definitions
    yield pixels(own_cell()), [], []  # as `show` saves it


@pytest.fixture(scope="module")
def expected():
    """The same under the settings that Matplotlib comes with."""
    with plt.rc_context():
        rcParams.update(rcParamsDefault | {"backend": "agg"})
        return list(drawn())


@pytest.mark.rare
@pytest.mark.parametrize("chosen", STYLES, indirect=True)
def test_every_picture_is_the_same_under_a_style_of_the_notebook(chosen, expected):
    for number, (found, wanted) in enumerate(zip(drawn(), expected, strict=True)):
        np.testing.assert_array_equal(found[0], wanted[0], err_msg=f"figure {number}")
        assert found[1:] == wanted[1:], number


@pytest.mark.parametrize("chosen", STYLES, indirect=True)
def test_our_pictures_leave_the_settings_of_the_notebook_alone(chosen):
    before = dict(rcParams)
    own_cell()
    explore(lambda ax, k: ax.plot([0, k]), k=[1, 2])
    plots.show(plots.plot_function(lambda x: x**2), "A curve.")
    assert dict(rcParams) == before


def drawers():
    """The classes of the pictures that move, and the functions and classes that draw still ones."""
    for path in MODULES:
        module = importlib.import_module(f"utils.{path.parent.name}.{path.stem}".removesuffix(".__init__"))
        own = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
        yield from (each for each in own if hasattr(each, "draw") or each.__name__ in ("SevenSteps", *plots.__all__))


def test_whatever_draws_says_that_it_does_so_in_the_style():
    makers = {each.__name__: each.__init__ if isinstance(each, type) else each for each in drawers()}
    assert len(makers) > 20
    assert {name for name, make in makers.items() if not hasattr(make, "__wrapped__")} <= {"show"}


@pytest.mark.rare
def test_importing_our_packages_changes_no_setting():
    names = ", ".join(module.__name__ for module in (look, plots, pictures))
    code = f"import matplotlib as m; before = dict(m.rcParams); import utils.explore, utils.pictures.slope, {names}; "
    code += "print([name for name in before if m.rcParams[name] != before[name]])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("chosen", ["dark_background"], indirect=True)
def test_a_learners_own_picture_keeps_their_style_also_after_it_has_changed(chosen):
    widget = explore(lambda ax, k: ax.plot([0, k]), k=[1, 2, 3], first={"k": 1})
    plt.style.use("default")
    image, _ = widget.still(k=2)
    assert np.asarray(image)[0, 0].tolist() == [0, 0, 0]
    lines = widget._picture.ax.lines
    assert lines[0].get_color() == "#8dd3c7"


@pytest.mark.parametrize("chosen", [None], indirect=True)
def test_a_learners_own_picture_has_our_style_where_the_notebook_has_none(chosen):
    widget = explore(lambda ax, k: ax.plot([0, k]), k=[1, 2])
    assert widget._picture.ax.lines[0].get_color() == look.CURVE
    assert widget._picture.ax.lines[0].get_linewidth() == look.STYLE["lines.linewidth"]


@pytest.mark.parametrize("chosen", [None], indirect=True)
def test_a_learners_own_picture_is_drawn_without_latex_where_there_is_none(chosen, monkeypatch):
    monkeypatch.setenv("PATH", "")
    rcParams["text.usetex"] = True
    assert "error" not in explore(lambda ax, k: ax.set_title(f"k is {k}"), k=[1, 2]).frame(k=2)


@pytest.mark.parametrize("chosen", [None], indirect=True)
def test_the_fonts_of_the_notebook_draw_the_characters_that_ours_lacks(chosen):
    other = next(name for name in sorted({font.name for font in fontManager.ttflist}) if name.startswith("STIX"))
    rcParams["font.sans-serif"] = [other, "Missing Sans", *rcParams["font.sans-serif"]]
    _, ax = plots.figure()
    assert ax.text(0, 0, "3").get_fontfamily() == ["DejaVu Sans", other]


def test_what_a_thread_draws_in_the_style_changes_nothing_for_other_threads():
    inside, done, found = threading.Event(), threading.Event(), []

    @look.styled
    def draw():
        found.append(rcParams["lines.linewidth"])
        rcParams["lines.linewidth"] = 9  # as a learner's function may, for its own picture
        found.append(rcParams["lines.linewidth"])
        inside.set()
        done.wait(10)

    before = rcParams["lines.linewidth"]
    thread = threading.Thread(target=draw)
    thread.start()
    inside.wait(10)
    seen = rcParams["lines.linewidth"]
    done.set()
    thread.join()
    assert found == [look.STYLE["lines.linewidth"], 9]
    assert seen == rcParams["lines.linewidth"] == before


def test_settings_that_a_learners_picture_sets_for_a_while_end_and_leave_those_of_the_notebook():
    before = rcParams["lines.linewidth"]
    with look.settings({"lines.linewidth": 2.0}):
        with rc_context({"lines.linewidth": 8}):
            assert rcParams["lines.linewidth"] == 8
        assert rcParams["lines.linewidth"] == 2.0
    assert rcParams["lines.linewidth"] == before


def test_a_setting_in_the_style_is_checked_as_matplotlib_checks_it():
    with look.settings({"lines.linewidth": 2.0}):
        with pytest.raises(ValueError, match=r"lines\.linewidth"):
            rcParams["lines.linewidth"] = "thick"
        rcParams["lines.linewidth"] = "3"
        assert rcParams["lines.linewidth"] == 3


def test_axes_of_another_projection_can_be_asked_for():
    _, ax = plots.figure(subplot_kw={"projection": "polar"})
    assert ax.name == "polar"
    FigureCanvasAgg(ax.figure).draw()
