"""Tests what a view leaves in the notebook, on pages that fill places and on others, and what is kept of a widget."""

import pytest
import traitlets
from PIL import Image

from tests.widgets.fake_shell import Shell
from utils.widgets import MountedWidget, mount, outputs, preload

VIEW = "application/vnd.jupyter.widget-view+json"


class Counter(MountedWidget):
    """A widget whose image and sentence show a number."""

    sentence = "It is 0."

    def present(self):
        """A dark image for a large number."""
        number = self.rested or 0
        return Image.new("RGB", (30, 20), (255 - number,) * 3), 20, f"It is {number}."


@pytest.fixture
def shell(monkeypatch):
    """A kernel under a Jupyter server; `shell.rest()` calls what waits next until the kernel rests."""
    shell, waiting = Shell(), []
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    monkeypatch.setattr(mount, "get_ipython", lambda: shell)
    monkeypatch.setattr(outputs, "get_ipython", lambda: shell)
    monkeypatch.setattr(mount, "when_idle", lambda shell, act: waiting.append(act))
    shell.rest = lambda: waiting.pop(0)()
    return shell


@pytest.fixture
def opened(monkeypatch):
    """The widgets that `preload` opens."""
    widgets = []
    monkeypatch.setattr(mount.Preload, "open", lambda self: widgets.append(self))
    return widgets


def hear(widget, **message):
    """Deliver a message of the browser."""
    widget._handle_custom_msg(message, [])


def place(widget):
    """The output that a page with places shows."""
    return {"text/html": f'<div data-downhill="{widget.key}"><em>{outputs.RUN}</em></div>'}


def test_a_view_is_a_place_under_two_empty_outputs_until_the_kernel_rests(shell):
    widget = Counter()
    widget.show()
    assert shell.shown() == [{}, {}, place(widget)]
    hear(widget, page="places")
    shell.rest()
    still, words, at = shell.shown()
    assert sorted(still) == ["image/png", "text/plain"]
    assert still["text/plain"] == words["text/plain"] == "It is 0."
    assert at == place(widget)


def test_where_the_learner_rests_is_kept_and_no_still_is_made_twice(shell):
    widget = Counter()
    widget.show()
    hear(widget, page="places")
    hear(widget, rested=7)
    before = shell.shown()
    assert before[1] == {"text/plain": "It is 7."}
    shell.rest()
    assert shell.shown() == before
    hear(widget, rested=200)
    assert shell.shown()[0] != before[0]
    assert shell.shown()[1] == {"text/plain": "It is 200."}


def test_a_second_view_has_a_place_of_its_own_and_the_same_still(shell):
    widget = Counter()
    widget.show()
    hear(widget, page="places")
    hear(widget, rested=7)
    widget.show()
    names = [name for _, name, _ in shell.outputs]
    assert shell.outputs[-3][0] == shell.shown()[0]
    assert shell.outputs[-3][1:] == (names[0], False)
    assert len({name for name in names if "place" in name}) == 2


def test_a_lab_that_has_run_the_javascript_of_preload_keeps_the_place_however_long_it_is_silent(shell, opened):
    preload()
    hear(*opened, page="runs")
    widget = Counter()
    widget.show()
    shell.rest()
    shell.rest()
    hear(widget, page="places")
    assert shell.outputs_named("place") == [place(widget)]
    assert shell.shown()[1] == {"text/plain": "It is 0."}


def test_a_lab_that_has_run_the_javascript_of_another_widget_keeps_the_place_too(shell):
    hear(Counter(), page="places")
    widget = Counter()
    widget.show()
    shell.rest()
    shell.rest()
    assert shell.outputs_named("place") == [place(widget)]


def test_where_no_widget_has_been_heard_of_a_lab_is_given_up_although_preload_has_run(shell, opened):
    preload()
    widget = Counter()
    widget.show()
    shell.rest()
    shell.rest()
    assert "anywidget" in shell.shown()[1]["text/plain"]
    assert shell.shown()[2] == {}


def test_another_program_is_given_up_even_if_it_has_run_the_javascript_of_a_widget(shell):
    shell.from_lab = False
    hear(Counter(), page="views")
    widget = Counter()
    widget.show()
    shell.rest()
    assert VIEW in shell.shown()[2]
    shell.rest()
    assert "anywidget" in shell.shown()[1]["text/plain"]


def test_a_lab_whose_outputs_are_elsewhere_gets_the_ordinary_view_as_soon_as_it_says_so(shell):
    widget = Counter()
    widget.show()
    hear(widget, page="nowhere")
    assert VIEW in shell.shown()[2]
    hear(widget, page="views")
    shell.rest()
    assert VIEW in shell.shown()[2]
    assert shell.shown()[:2] == [{}, {}]


def test_where_nobody_fills_places_the_ordinary_view_comes_and_then_stands_alone(shell):
    shell.from_lab = False
    widget = Counter()
    widget.show()
    shell.rest()
    assert VIEW in shell.shown()[2]
    hear(widget, page="views")
    shell.rest()
    still, words, view = shell.shown()
    assert (still, words) == ({}, {})
    assert view[VIEW]["model_id"] == widget.model_id
    hear(widget, rested=3)
    assert shell.shown()[:2] == [{}, {}]


@pytest.mark.parametrize("from_lab", [True, False])
def test_a_page_that_answers_too_late_gets_its_place_back(shell, from_lab):
    shell.from_lab = from_lab
    widget = Counter()
    widget.show()
    shell.rest()
    shell.rest()
    assert "anywidget" in shell.shown()[1]["text/plain"]
    hear(widget, page="places")
    assert shell.shown()[1:] == [{"text/plain": "It is 0."}, place(widget)]
    hear(widget, page="views")  # the ordinary view that the page was given before
    assert shell.shown()[2] == place(widget)


def test_a_page_that_had_the_ordinary_view_before_it_found_its_place_gets_its_still_again(shell):
    shell.from_lab = False
    widget = Counter()
    widget.show()
    shell.rest()
    hear(widget, page="views")
    hear(widget, page="places")
    shell.rest()
    shell.rest()
    still, words, at = shell.shown()
    assert "image/png" in still
    assert (words, at) == ({"text/plain": "It is 0."}, place(widget))


@pytest.mark.parametrize(("from_lab", "left"), [(True, False), (False, True)])
def test_a_page_that_cannot_show_the_widget_says_so_to_learner_and_teacher(shell, from_lab, left):
    shell.from_lab = from_lab
    widget = Counter()
    widget.show()
    shell.rest()
    shell.rest()
    still, words, view = shell.shown()
    assert "image/png" in still
    sentence, _, learner, after, _, teacher = words["text/plain"].splitlines()
    assert sentence == "It is 0."
    assert "stands still" in learner + after
    assert teacher.startswith("For your teacher: ")
    assert "pip install anywidget" in teacher
    assert (VIEW in view) == left


def test_a_page_without_widgets_closes_the_widget_and_says_so_at_once(shell):
    widget = Counter()
    widget.show()
    widget._refused({})
    shell.rest()
    assert "For your teacher" in shell.shown()[1]["text/plain"]
    assert shell.shown()[2] == {}


def test_a_closed_widget_keeps_nothing(shell):
    widget = Counter()
    widget.show()
    widget.close()
    shell.rest()
    assert shell.shown()[:2] == [{}, {}]


def test_a_widget_that_is_closed_while_it_waits_for_the_page_says_nothing_of_the_page(shell):
    widget = Counter()
    widget.show()
    shell.rest()
    widget.close()
    shell.rest()
    assert shell.shown()[1] == {"text/plain": "It is 0."}


def test_without_a_server_an_ordinary_widget_view_is_shown(shell, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME")
    widget = Counter()
    widget.show()
    (data,) = shell.shown()
    assert data == {"text/plain": "It is 0.", VIEW: data[VIEW]}
    assert data[VIEW]["model_id"] == widget.model_id


def test_two_widgets_have_different_keys_and_no_layout_widget():
    one, two = Counter(), Counter()
    assert len(one.key) == 32
    assert one.key != two.key
    assert one.layout is None


def test_preload_opens_one_empty_widget_under_a_server(monkeypatch, opened):
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    preload()
    assert len(opened) == 1
    monkeypatch.delenv("JPY_SESSION_NAME")
    preload()
    assert len(opened) == 1


def test_widgets_of_a_class_share_it_and_send_the_browser_the_module_that_draws_them():
    first, second = Counter(), Counter()
    assert type(first) is type(second) is Counter
    state = first.get_state()
    assert state["_esm"] == second.get_state()["_esm"]
    assert "export default" in state["_esm"]
    assert state["_anywidget_id"]


def test_a_trait_that_a_widget_lacks_can_be_added_to_it():
    widget = Counter()
    widget.add_traits(extra=traitlets.Int(3).tag(sync=True))
    assert widget.get_state()["extra"] == 3
