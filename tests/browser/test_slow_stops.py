"""Tests in JupyterLab what a learner sees of stops that are slow or never end, and of an interrupted kernel."""

import re

import pytest

from tests.browser.open_notebook import OFTEN, WRONG, Widget

SHORT = "from utils.explore import drawing_lock, explore\ndrawing_lock.PROCESSOR_SECONDS = 3.0"
DRAW = """def draw(ax, lr):
    while {}:
        pass
    ax.plot([0, lr])"""
NEVER_ENDS = "explore(draw, lr=(0.1, 1.2, 0.1), first={'lr': 0.1})"
QUICK = "explore(lambda ax, k: ax.plot([0, k]), k=(0, 40))"
GIVEN_UP = r"At lr = 1\.0 drawing was given up after (\d+) seconds\. Is there a loop that never ends\?"


@pytest.fixture
def notebook(in_window):
    """A notebook with a picture that never ends at lr = 1.0, and a quick one."""
    opened = in_window("never.ipynb", [SHORT, DRAW.format("lr == 1.0"), NEVER_ENDS, QUICK])
    opened.run_all()
    return opened


def wait_for_note(widget, pattern):
    """Wait until the note of `widget` matches `pattern`."""
    widget.page.wait_for_function(
        "([el, pattern]) => new RegExp(pattern).test(el.querySelector('.downhill-note').textContent)",
        arg=[widget.root.element_handle(), pattern],
        polling=OFTEN,
    )


def test_a_stop_that_never_ends_is_announced_and_given_up_and_every_other_picture_goes_on(notebook):
    widget, quick = Widget(notebook.page, 0), Widget(notebook.page, 1)
    widget.move_to("lr", 9)
    wait_for_note(widget, r"^drawing lr = 1\.0 has taken \d+ seconds \.\.\.$")
    assert widget.caption() != ""
    wait_for_note(widget, "^$")
    assert int(re.match(GIVEN_UP, widget.caption())[1]) <= 65  # a stop has at most sixty by the clock
    quick.move_to("k", 33)
    quick.says("k = 33")
    for index, text in [(10, "lr = 1.1"), (2, "lr = 0.3")]:
        widget.move_to("lr", index)
        widget.says(text)
    notebook.run("1 + 1")  # the kernel is free


def test_a_slow_first_stop_has_its_place_and_a_note_from_the_start(in_window):
    slow = "import time\nexplore(lambda ax, k: time.sleep(6 * (k == 0)), k=(0, 3), first={'k': 0})"
    opened = in_window("slow_first.ipynb", [SHORT, slow])
    opened.page.evaluate("() => void jupyterapp.commands.execute('notebook:run-all-cells')")
    widget = Widget(opened.page)
    wait_for_note(widget, r"^drawing k = 0 has taken \d+ seconds \.\.\.$")
    assert widget.caption() == ""
    widget.says("k = 0")
    wait_for_note(widget, "^$")
    widget.move_to("k", 3)
    widget.says("k = 3")


def test_a_mended_cell_works_at_once(notebook):
    widget = Widget(notebook.page, 0)
    widget.move_to("lr", 9)
    wait_for_note(widget, "has taken")
    notebook.write([SHORT, DRAW.format("lr == 2.0"), NEVER_ENDS, QUICK])
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.context.revert()")
    notebook.page.wait_for_function(
        "() => jupyterapp.shell.currentWidget.content.widgets[1].model.sharedModel.getSource().includes('2.0')",
        polling=OFTEN,
    )
    notebook.run_all()
    mended = Widget(notebook.page, 0)
    mended.move_to("lr", 9)
    mended.says("lr = 1.0")
    assert "given up" not in mended.caption()


@pytest.mark.parametrize("subshells", ["perCommTarget", "disabled"])
def test_interrupts_while_pictures_fetch_their_frames_lose_no_stop(in_window, subshells):
    cells = [SHORT, *[QUICK.replace("40", f"{60 + i}") for i in range(3)]]
    opened = in_window("interrupted.ipynb", cells)
    kernel = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    opened.page.evaluate(f"() => {{ {kernel}.commsOverSubshells = '{subshells}'; }}")
    opened.run_all()
    for _ in range(20):
        opened.page.evaluate(f"() => {kernel}.interrupt()")
        opened.page.wait_for_timeout(30)
    for index in range(3):
        widget = Widget(opened.page, index)
        for stop in range(0, 60, 7):
            widget.move_to("k", stop)
            widget.says(f"k = {stop}")
    assert opened.page.evaluate(WRONG) == []


def test_code_that_keeps_pythons_lock_gets_a_note_that_names_the_menu(in_window):
    # C code that keeps Python's lock as a long sum does, and leaves the processor to the other tests
    blocks = "import ctypes\ndef draw(ax, k):\n    k == 3 and ctypes.PyDLL(None).sleep(9)\n    ax.plot([0, k])"
    opened = in_window("lock.ipynb", [SHORT, blocks, "explore(draw, k=(0, 9), first={'k': 0})"])
    opened.run_all()
    widget = Widget(opened.page)
    widget.move_to("k", 3)
    wait_for_note(
        widget, "no answer from the kernel: it is busy, or has stopped. If this lasts, choose Kernel → Restart"
    )
    wait_for_note(widget, "^$")  # it ends after all
