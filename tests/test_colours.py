"""Tests the colours by meaning: a quantity has one colour in all lessons, and the colour-blind tell it from others."""

import ast
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex, to_rgb

from tests.plots.test_code_lines import train as training_loop
from utils import look
from utils.pictures.chain import ChainPicture
from utils.pictures.descent import DescentPicture
from utils.pictures.early_stopping import StoppingPicture
from utils.pictures.fit import FitPicture
from utils.pictures.gradient import CompassPicture
from utils.pictures.loss import PredictionsPicture, SigmoidPicture
from utils.pictures.many_weights import ByHandPicture
from utils.pictures.pixels import ThresholdPicture
from utils.pictures.relus import TwoBendsPicture
from utils.pictures.retraining import OrderPicture, RetrainPicture
from utils.pictures.secant import SecantPicture
from utils.pictures.slope import DerivativePicture
from utils.pictures.stairs import StairsPicture
from utils.pictures.training import TrainingPicture
from utils.pictures.walk import WalkPicture

ROOT = Path(__file__).parents[1]
HUES = ("BLUE", "RED", "GREEN", "PURPLE", "ORANGE", "SKY", "BLACK")
# The meanings that are one quantity under two names, so that a picture may have both.
SAME = ({"CURVE", "PREDICTION"}, {"LOSS", "TRAINING"}, {"THREE", "POSITIVE"}, {"SEVEN", "NEGATIVE"})
OTHERS = ("POINT", "GRADIENT", "MEASURED", "STEP", "VALIDATION", "ACCURACY", "DATA", "LENS")
MEANINGS = (*sorted(set().union(*SAME)), *OTHERS)
MODULES = sorted(path for room in ("pictures", "plots") for path in (ROOT / "utils" / room).glob("*.py"))
# How eyes without one of the three kinds of cones see linear RGB (Machado, Oliveira and Fernandes, 2009).
EYES = {
    "all cones": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(colour, eyes):
    """`colour` in CIELAB, as `eyes` see it: a distance of 2 is seen beside each other, one of 15 across a picture."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(eyes @ linear, 0, 1) / to_xyz.sum(1)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def dark_twins():
    """The table of `utils/widgets/dark.js`: a dict from the colours on white paper to those on dark paper, and that."""
    source = (ROOT / "utils" / "widgets" / "dark.js").read_text(encoding="utf-8")
    paper = re.search('PAPER = "(#[0-9a-f]{6})"', source)[1]
    rows = re.findall('"(#[0-9a-f]{6})": ("#[0-9a-f]{6}"|PAPER),', source)
    return {colour: paper if twin == "PAPER" else twin.strip('"') for colour, twin in rows}, paper


TWINS, DARK_PAPER = dark_twins()
# The paper of the pages, of JupyterLab's dark notebook and of VS Code's: a rounded corner or an own axes may show it.
DARK_GROUNDS = (DARK_PAPER, "#111111", "#1f1f1f")


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("page", ["light", "dark"])
def test_the_colour_blind_tell_every_two_colours_apart(eyes, page):
    colours = [*(getattr(look, hue) for hue in HUES), look.GREY]
    shown = colours if page == "light" else [TWINS[colour.lower()] for colour in colours]
    for one, other in combinations(shown, 2):
        assert np.linalg.norm(lab(one, np.array(EYES[eyes])) - lab(other, np.array(EYES[eyes]))) > 15, (one, other)


def contrast(one, other):
    """The contrast of two colours by WCAG, 1 to 21."""
    channels = np.array([to_rgb(one), to_rgb(other)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    low, high = sorted(linear @ [0.2126, 0.7152, 0.0722] + 0.05)
    return high / low


def named_colours():
    """All colours to which `utils/look` gives a name, without the paper, and those of the style's settings."""
    named = {value for value in vars(look).values() if isinstance(value, str) and re.fullmatch("#[0-9A-F]{6}", value)}
    set_up = {value for value in look.STYLE.values() if isinstance(value, str) and value.startswith("#")}
    return named | set_up


def test_every_colour_of_the_look_has_a_dark_twin_and_so_has_its_ink():
    assert TWINS[to_hex(look.PAPER["facecolor"])] == DARK_PAPER
    assert {colour.lower() for colour in named_colours()} <= set(TWINS)
    for hue in HUES:
        colour = getattr(look, hue)
        assert TWINS[to_hex(look.ink(colour))] == TWINS[colour.lower()], hue  # a label has the colour of its curve


def test_dark_twins_can_be_read_and_seen_on_every_dark_ground():
    for ground in DARK_GROUNDS:
        for colour in {colour.lower() for colour in named_colours()} - {look.ON_COLOUR}:
            least = 3 if colour in (look.FRAME, look.LIGHT_GREY) else 4.5  # lines only; all others are of texts too
            assert contrast(TWINS[colour], ground) >= least, (colour, ground)


def test_a_text_on_a_bright_box_can_be_read_on_a_dark_page_too():
    for colour in look.STEPS.values():
        light, dark = max((look.ON_COLOUR, "#ffffff"), key=lambda text: contrast(text, colour)), TWINS[colour.lower()]
        assert contrast(TWINS[light], dark) >= 4.5, colour


def train(*_, **__):
    """Stands in for every training: two epochs of two batches."""
    histories = {key: [0.6, 0.5, 0.4] for key in ("accuracy", "train", "valid")}
    return histories | {"loss": [0.9, 0.7, 0.5, 0.4], "alive": 20}


def drawn_quantities():
    """Artists of plots and pictures, each with the quantity that it shows."""
    descent, slope, secant = DescentPicture(lambda x: x**2), DerivativePicture(torch.sin), SecantPicture(torch.sin)
    yield from [(descent.trail.lines, "STEP"), (descent.losses.dots, "LOSS"), (descent.losses.now, "LOSS")]
    yield from [(slope.tangent, "GRADIENT"), (slope.trace, "GRADIENT"), (slope.ax.lines[0], "CURVE")]
    yield from [
        (descent.point, "POINT"),
        (slope.point, "POINT"),
        (secant.secant, "MEASURED"),
        (secant.points, "MEASURED"),
    ]
    compass, box = CompassPicture(lambda a, b: a**2 + b**2), ChainPicture().boxes[0]
    yield from [(compass.gradient, "GRADIENT"), (compass.direction, "STEP")]
    yield from [(box.value, "PREDICTION"), (box.slope, "GRADIENT")]
    time, speed = np.arange(5.0), np.array([4.0, 1.0, 0.0, 1.0, 4.0])
    by_hand, times = ByHandPicture(time, speed), {"raw": time}
    fit, walk = FitPicture(times, speed, (0, 0, 0)), WalkPicture(times, speed, (0, 0, 0))
    yield from [(fit.curve, "PREDICTION"), (fit.losses.dots, "LOSS")]
    yield from [(by_hand.misses, "LOSS"), (by_hand.bar, "LOSS"), (by_hand.curve, "PREDICTION")]
    yield from [(by_hand.ax.lines[0], "DATA"), (walk.trail.lines, "STEP"), (walk.point, "POINT")]
    predictions = PredictionsPicture(lambda p, y: (p - y).abs().mean())
    sigmoid, stairs = SigmoidPicture(), StairsPicture(lambda w: 0.5, lambda w: w**2, 8)
    yield from [(predictions.gaps, "LOSS"), (predictions.dots[0], "ACCURACY"), (sigmoid.tangent, "GRADIENT")]
    yield from [(stairs.rows[0]["line"], "ACCURACY"), (stairs.rows[1]["line"], "LOSS")]
    threshold = ThresholdPicture([2.0, -1.5], [1.0, 0.0])
    yield from [(threshold.ax.patches[0], "THREE"), (threshold.ax.patches[1], "SEVEN")]
    training = TrainingPicture(training_loop, {"loss": [0.9, 0.5], "accuracy": [0.5, 0.9]})
    order = OrderPicture(train, epochs=2)
    yield training.line, "LOSS"
    yield from [(order.losses, "LOSS"), (order.accuracies, "ACCURACY")]
    retrain, bends = RetrainPicture(train, [0.1], {}, batches=2), TwoBendsPicture()
    yield from [(retrain.losses, "LOSS"), (retrain.points[0], "POINT"), (retrain.alive, "DATA")]
    yield from [(bends.misses, "LOSS"), (bends.sum, "PREDICTION"), (bends.ax.lines[1], "DATA")]
    yield from zip(StoppingPicture(train, np.zeros((1, 784)), [[1.0]]).lines, ("TRAINING", "VALIDATION"), strict=True)


def colour_of(artist):
    """The colour of a line, of a patch or of a collection, in hex."""
    colour = artist.get_color() if hasattr(artist, "get_color") else artist.get_facecolor()
    return to_hex(colour if isinstance(colour, str) else np.ravel(colour)[:3]).upper()


def test_each_quantity_is_drawn_in_its_colour():
    for artist, meaning in drawn_quantities():
        assert colour_of(artist) == getattr(look, meaning), (artist, meaning)


def imported(tree):
    """The names that the module `tree` imports from utils.look."""
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "utils.look")
    return {alias.name for node in froms for alias in node.names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_plots_and_pictures_name_meanings_and_no_colours(path):
    assert not imported(ast.parse(path.read_text(encoding="utf-8"))) & set(HUES)
    assert not re.search(r"[\"']C\d[-\"']", path.read_text(encoding="utf-8"))


def used_names():
    """The names that each class and each function of the plots and the pictures uses, as a dict from its own name."""
    nodes = [node for path in MODULES for node in ast.parse(path.read_text(encoding="utf-8")).body]
    named = [node for node in nodes if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    return {node.name: {name.id for name in ast.walk(node) if isinstance(name, ast.Name)} for node in named}


def test_no_picture_has_two_meanings_of_one_colour():
    used = used_names()
    for drawer, names in used.items():
        # What a picture calls draws into it too, and the seven steps have colours of meanings among theirs.
        names = names.union(*(used.get(name, set()) for name in names))
        names |= {"PREDICTION", "LOSS", "GRADIENT", "STEP"} if "STEPS" in names or "SevenSteps" in names else set()
        for pair in combinations(sorted(names & set(MEANINGS)), 2):
            one, other = (getattr(look, meaning) for meaning in pair)
            assert one != other or set(pair) in SAME, (drawer, pair)


def test_the_page_for_contributors_repeats_the_table():
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[A-Z]+`(?:, `[A-Z]+`)*) \| ([^|]+) \|", page, re.MULTILINE)
    published = {
        name: tuple(re.findall("#[0-9A-F]{6}", colours))
        for names, colours in rows
        for name in re.findall("[A-Z]+", names)
    }
    apart = {"COMPARED": look.COMPARED, "PROBLEM": (look.PROBLEM,), "STEPS": ()}
    assert published == {meaning: (getattr(look, meaning),) for meaning in MEANINGS} | apart
