"""Tests that nothing in a picture crosses from one panel to the next: a narrow page shows them one below the other."""

import random

import pytest
from matplotlib.figure import Figure

from tests.lessons.lesson_code import LESSONS
from tests.lessons.running import moving_pictures
from utils.explore.recording.artists import painted_artists
from utils.explore.recording.figure_recorder import FigureRecorder
from utils.explore.recording.panels import panels

STACKED = 573  # pixels: the page of a phone shows a figure up to this width as a whole
STOPS = 12  # of each picture, chosen at random
SLACK = 1.5  # pixels


def crossing(figure, renderer, places):
    """The artists of `figure` that lie in none of `places` as a whole."""
    for artist in painted_artists(figure, renderer):
        box = artist.get_tightbbox(renderer)
        if artist is figure.patch or box is None or not (box.width or box.height):
            continue
        left, right, top, bottom = box.x0, box.x1, renderer.height - box.y1, renderer.height - box.y0
        if not any(
            x - SLACK <= left and right <= x + w + SLACK and y - SLACK <= top and bottom <= y + h + SLACK
            for x, y, w, h in places
        ):
            yield artist, (left, top, right, bottom)


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_crosses_from_one_panel_to_the_next(lesson, monkeypatch):
    for _, widget in moving_pictures(lesson, monkeypatch):
        figure, renderer = widget._picture.fig, widget._recorder.renderer
        if widget.size[0] <= STACKED:
            continue
        places, stops = panels(figure, renderer), list(widget.stops())
        for stop in random.Random(0).sample(stops, min(STOPS, len(stops))):
            widget.frame(**widget.values(stop))
            assert list(crossing(figure, renderer, places)) == [], (widget.values(stop), places)


def test_what_crosses_is_found():
    figure = Figure(figsize=(8, 4), dpi=100, layout="constrained")
    left, _ = figure.subplots(1, 2)
    text = left.text(0.9, 0.5, "a text that is longer than the gap")
    renderer = FigureRecorder.of(figure).renderer
    figure.draw_without_rendering()
    assert [artist for artist, _ in crossing(figure, renderer, [[0, 0, 400, 400], [400, 0, 400, 400]])] == [text]
