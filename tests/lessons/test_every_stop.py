"""Tests the stops of every moving picture in every lesson: each has a picture, and a sentence that can be read aloud.

With `--all` it draws all stops that differ from the first stop in at most one control, and a sample of the others.
Without it, it draws the stops at which pictures fail first: the first stop, those of the poster, all ends of the
controls; and a small sample of the others.
What else needs every lesson run stands here too, so that the lessons run once for all of it; the last test runs their
cells again. Without `--all` the two lessons that train longest are left out.
"""

import gc
import itertools
import math
import random
import re

import numpy as np
import pytest

from tests.lessons.lesson_code import LESSONS, NOTEBOOKS, assert_none, cells
from tests.lessons.overlaps import Overlaps, crossing
from tests.lessons.run_again import cells_that_go_on, run_again, two_meanings, unrepeatable
from tests.lessons.running import first_run, moving_pictures
from tests.lessons.stop_links import links_to_no_stop
from utils.explore.recording.panels import panels

UNFIT = re.compile(r"\b(nan|inf|None)\b|\$|<|Traceback")
# The number of stops in the sample of the other stops. Most pictures take 1 to 10 ms for each stop.
OTHERS = 60
TRAINS = {"StoppingPicture": 20}  # fewer, because this picture trains a model for each stop, which takes 60 ms
STACKED = 573  # pixels: the page of a phone shows a figure up to this width as a whole
FEW = 15  # the size of the sample without `--all`
IN_PANELS = 12  # stops of each wider picture, chosen at random
TRAIN_LONG = ("08_bends", "09_library")  # left to `--all`: nbval runs them too, and they take as long as all others
each_lesson = pytest.mark.parametrize(
    "lesson", [pytest.param(name, marks=[pytest.mark.rare] * (name in TRAIN_LONG)) for name in LESSONS]
)


def likely_stops(widget, poster):
    """The first stop of `widget`, those of the states `poster`, all ends of controls, and a sample of the others."""
    first = {each.name: each.values[each.start] for each in widget._controls}
    states = [first | state for state in poster]
    shown = [tuple(each.index(state[each.name]) for each in widget._controls) for state in [first, *states]]
    ends = itertools.product(*({0, len(each) - 1} for each in widget._controls))
    stops = list(widget.stops())
    return dict.fromkeys([*shown, *ends, *random.Random(0).sample(stops, min(FEW, len(stops)))])


def most_stops(widget):
    """The stops that differ from the first stop in at most one control, and a sample of the other stops."""
    first, sizes = tuple(each.start for each in widget._controls), [len(each) for each in widget._controls]
    near = {first: None} | {(*first[:k], i, *first[k + 1 :]): None for k, size in enumerate(sizes) for i in range(size)}
    # Numbers are drawn, because a list of all stops, of which there may be a million, takes longer than to draw these.
    total, count = math.prod(sizes), TRAINS.get(type(widget._picture).__name__, OTHERS)
    numbers = random.Random(0).sample(range(total), min(count + len(near), total))
    drawn = zip(*(indices.tolist() for indices in np.unravel_index(numbers, sizes)), strict=True)
    return [*near, *[stop for stop in drawn if stop not in near][:count]]


def assert_fit(widget, stop):
    """Draw `stop`, and assert that it has a picture, and that its sentence and its table can be read aloud."""
    values = widget.values(stop)
    frame = widget.frame(**values)
    assert "error" not in frame, (values, frame["sentence"])
    assert len(frame["sentence"]) > 10, values
    assert not UNFIT.search(frame["sentence"]), (values, frame["sentence"])
    assert frame["chunks"], values
    assert not any(UNFIT.search(cell) for row in frame["rows"] or [] for cell in row), values


class Faults:
    """What cannot be read in the figure of `widget`, each fault once however many stops have it."""

    def __init__(self, widget):
        self.overlaps, self.found = Overlaps(widget._picture.fig), {}

    def note(self, values):
        """Note the faults of the figure as it is drawn now, at these `values` of its controls."""
        for artists, sentence in self.overlaps.faults():
            stops, *_ = self.found.get(artists, (0,))
            self.found[artists] = stops + 1, sentence, values

    def lines(self):
        """A line for each fault, with the values of the last stop that has it."""
        return [f"{sentence}, at {stops} stops, such as {values}" for stops, sentence, values in self.found.values()]


@each_lesson
def test_every_stop_has_a_picture_that_can_be_read_and_a_sentence(lesson, everything):
    breaches = []
    for cell, widget in moving_pictures(lesson):
        faults = Faults(widget)
        for stop in most_stops(widget) if everything else likely_stops(widget, poster(lesson, cell)):
            assert_fit(widget, stop)
            faults.note(widget.values(stop))
        breaches += [f"{cell}: {line}" for line in faults.lines()]
    assert_none(breaches)


@each_lesson
def test_nothing_crosses_from_one_panel_to_the_next(lesson):
    for _, widget in moving_pictures(lesson):
        figure, renderer = widget._picture.fig, widget._recorder.renderer
        if widget.size[0] <= STACKED:
            continue
        places, stops = panels(figure, renderer), list(widget.stops())
        for stop in random.Random(0).sample(stops, min(IN_PANELS, len(stops))):
            widget.frame(**widget.values(stop))
            assert list(crossing(figure, renderer, places)) == [], (widget.values(stop), places)


@each_lesson
def test_every_stop_link_leads_to_a_stop(lesson):
    pictures = [(name, widget.controls) for name, widget in moving_pictures(lesson)]
    assert list(links_to_no_stop(cells(lesson), pictures)) == []


def poster(lesson, name):
    """The states of the poster of the cell `name` of `lesson`; an empty one is the first stop."""
    return cells(lesson)[name].metadata.get("poster", [{}])


def predicted(lesson, name):
    """Whether a prediction stands between the code cell `name` of `lesson` and the code cell before it."""
    listed = list(cells(lesson).values())
    place = next(index for index, cell in enumerate(listed) if cell.id == name)
    texts = itertools.takewhile(lambda cell: cell.cell_type == "markdown", reversed(listed[:place]))
    return any("**Predict first" in cell.source for cell in texts)


@each_lesson
def test_a_still_picture_shows_the_result_where_no_prediction_forbids_it(lesson):
    breaches = []
    for name, widget in moving_pictures(lesson):
        first = widget.values([each["start"] for each in widget.controls])
        states = [first | state for state in poster(lesson, name)]
        if not predicted(lesson, name) and all(state == first for state in states):
            breaches.append(f"{name} shows only its first stop: give it a poster")
    assert_none(breaches)


@pytest.mark.rare
@pytest.mark.filterwarnings("ignore:Implicitly cleaning up")  # lesson 9's folder, which goes with the kernel
@each_lesson
def test_each_cell_can_be_run_again_and_no_name_means_two_things(lesson, monkeypatch):
    monkeypatch.chdir(NOTEBOOKS)
    run, printed, kinds, _ = first_run(lesson)
    again = run_again(run, printed, cells_that_go_on(lesson), unrepeatable(lesson))
    breaches = [*two_meanings(kinds), *again]
    gc.collect()  # so that a folder is deleted while its warning is ignored
    assert_none(breaches)
