"""Tests the output that a widget leaves in the notebook, and when a page loads the code for widgets."""

import pytest

from utils.widgets import MountedWidget, bundle, mount, preload

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def served(monkeypatch):
    """The environment of a kernel under a Jupyter server."""
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")


class Empty(MountedWidget):
    """A widget that shows nothing."""

    _esm = "export default {};"


def test_a_notebook_gets_a_line_that_says_what_to_run_and_shows_markup_as_text(served):
    widget = Empty()
    data = bundle(widget, "<b>$1</b>")
    assert set(data) == {"text/plain", "text/html"}
    assert data["text/plain"] == "<b>$1</b>"
    assert f'data-downhill="{widget.key}">&lt;b&gt;$1&lt;/b&gt; <em>Run the cells down to here' in data["text/html"]


def test_without_a_server_an_ordinary_widget_view_is_shown():
    widget = Empty()
    data = bundle(widget, "A sentence.")
    assert set(data) == {"text/plain", VIEW}
    assert data[VIEW]["model_id"] == widget.model_id


def test_two_widgets_have_different_keys_and_no_layout_widget():
    one, two = Empty(), Empty()
    assert len(one.key) == 32
    assert one.key != two.key
    assert one.layout is None


@pytest.mark.usefixtures("served")
def test_preload_opens_one_empty_widget_under_a_server(monkeypatch):
    opened = []
    monkeypatch.setattr(mount.Preload, "open", lambda self: opened.append(self))
    preload()
    assert len(opened) == 1
    monkeypatch.delenv("JPY_SESSION_NAME")
    preload()
    assert len(opened) == 1
