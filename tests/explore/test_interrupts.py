"""Interrupts a real kernel at the worst moments, and asks it for stops that never end, with and without a subshell."""

import os
import queue
import re
import signal
import time

import pytest

from tests.explore.kernel import run_cell, started_kernel

SETUP = """
import sys, os, time
sys.path.insert(0, "..")
from utils.explore import drawing_lock, explore, widget

def draw(ax, k):
    while k == 3:
        pass
    if k == 4:
        raise SystemExit
    ax.plot([0, k])

widget.SLOW_SECONDS = 0.4
print(os.getpid())
"""
# Lets an interrupt reach what the widget does for a message, and nothing else. Of one that comes while ipykernel 7 sets
# the signal's handler back, ipykernel never does so, and the next one then ends its loop: the kernel hears no more.
# Nor does it reach the callback of a weak reference, as of a task of asyncio that is freed meanwhile: whatever runs
# then, Python prints and loses what such a callback raises.
SPARE_IPYKERNEL = """
import signal
def interrupt(number, frame):
    if frame.f_code.co_filename.endswith("_weakrefset.py"):
        return
    while frame is not None:
        if frame.f_code is widget.ExploreWidget._on_message.__code__:
            raise KeyboardInterrupt
        frame = frame.f_back
kernel = get_ipython().kernel
kernel.pre_handler_hook = lambda: signal.signal(signal.SIGINT, interrupt)
kernel.post_handler_hook = lambda: None
"""
USUAL = "del kernel.pre_handler_hook, kernel.post_handler_hook"
# The limits of the engine, by the clock and of a processor: none that an interrupt could come too late for,
# and one that a test can wait for, but after the pulse at which the browser is told that a stop is slow.
NEVER, SOON = (
    f"drawing_lock.SECONDS, drawing_lock.PROCESSOR_SECONDS = {seconds}" for seconds in ((1e6, 1e6), (1e6, 2.0))
)
PATIENCE = 300  # seconds until a test gives up, which is never as long as a busy machine takes
PICTURE = "w = explore(draw, k=(0, 9), first={'k': 0})"
pytestmark = [
    pytest.mark.rare,
    pytest.mark.skipif(os.name == "nt", reason="Windows interrupts a kernel without a signal"),
]


class Kernel:
    """A kernel as a front end sees it: it runs cells, takes messages to a widget, and can be interrupted."""

    def __init__(self, client):
        self.client = client
        self.process = int(run_cell(client, SETUP, "setup"))

    def interrupt(self):
        os.kill(self.process, signal.SIGINT)

    def open(self, limits=NEVER):
        """Make a new widget in a cell; its frames but the first have not been asked for."""
        self.seen, self.subshell = [], None
        run_cell(self.client, limits, "limits")
        run_cell(self.client, PICTURE, "picture")
        self.comm = run_cell(self.client, "print(w.comm.comm_id)", "comm").strip()

    def use_subshell(self):
        """Send messages to the widget over a subshell from now on, as JupyterLab does."""
        asked = self.client.kernel_info()
        replies = iter(lambda: self.client.get_shell_msg(timeout=PATIENCE), None)  # those to earlier cells too
        info = next(each["content"] for each in replies if each["parent_header"].get("msg_id") == asked)
        if "kernel subshells" not in info.get("supported_features", []):
            pytest.skip("this version of ipykernel has no subshells")
        request = self.client.session.msg("create_subshell_request", {})
        self.client.control_channel.send(request)
        self.subshell = self.client.control_channel.get_msg(timeout=PATIENCE)["content"]["subshell_id"]

    def send(self, **content):
        """Send a message to the widget."""
        data = {"method": "custom", "content": content}
        message = self.client.session.msg("comm_msg", {"comm_id": self.comm, "data": data})
        message["header"]["subshell_id"] = self.subshell
        self.client.shell_channel.send(message)

    def until(self, wanted, seconds=PATIENCE):
        """The first message of the widget for which `wanted` is true; keeps in `seen` all that the kernel publishes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                continue
            self.seen.append(message)
            content = message["content"].get("data", {}).get("content", {})
            if message["msg_type"] == "comm_msg" and wanted(content):
                return content
        raise AssertionError("no such message")

    def answer(self, name):
        return self.until(lambda content: content.get("answer") == name)["packet"]["frames"]

    def complaints(self):
        """The errors and warnings that a learner has read so far."""
        return [each["content"] for each in self.seen if each["msg_type"] in ("error", "stream", "display_data")]


@pytest.fixture(scope="module")
def kernel(request):
    with started_kernel(request.config.rootpath / "notebooks") as client:
        yield Kernel(client)


@pytest.fixture
def spared(kernel):
    """The kernel while interrupts reach nothing but the widget."""
    run_cell(kernel.client, SPARE_IPYKERNEL, "spare")
    yield kernel
    run_cell(kernel.client, USUAL, "usual")


def test_an_interrupt_of_a_stop_that_never_ends_frees_the_kernel_without_a_traceback(kernel):
    kernel.open()
    kernel.send(ask=[[3], [5]], id="a")
    kernel.send(ask=[[6], [7]], id="b")
    kernel.until(lambda content: content.get("drawing") == "3")
    kernel.interrupt()
    assert kernel.answer("a") == {}  # the browser asks again
    said = r"At k = 3 drawing was interrupted after \d+ seconds\. Is there .*"
    assert re.fullmatch(said, kernel.answer("b")["3"]["sentence"])
    kernel.send(ask=[[6]], id="c")
    assert kernel.answer("c")["6"]["sentence"] == "k = 6"
    assert kernel.complaints() == []


def test_a_hundred_interrupts_of_quick_answers_break_nothing(spared):
    spared.open()
    for i in range(100):
        spared.send(ask=[[i % 3]], id=f"{i}")
        time.sleep(0.001 * (i % 13))
        spared.interrupt()
    spared.send(hello=True)
    spared.send(ask=[[1]], id="last")
    packet = spared.until(lambda content: content.get("answer") == "last")["packet"]
    assert set(map(str, packet["frames"]["1"]["chunks"])) == set(packet["chunks"])
    assert spared.complaints() == []
    spared.open()  # and a cell can make another picture


def test_an_interrupt_of_the_first_frame_ends_the_cell_with_one_line(kernel):
    kernel.open()
    request = kernel.client.execute("explore(draw, k=(0, 9), first={'k': 3})")
    kernel.until(lambda content: content.get("drawing") == "3")
    kernel.interrupt()
    while True:
        message = kernel.client.get_iopub_msg(timeout=PATIENCE)
        if message["msg_type"] == "error" and message["parent_header"]["msg_id"] == request:
            break
    said = "KeyboardInterrupt: the picture at k = 3 was not finished. Run the cell again to draw it."
    assert message["content"]["traceback"] == [said]
    kernel.open()
    kernel.send(ask=[[5]], id="a")
    assert kernel.answer("a")["5"]["sentence"] == "k = 5"


@pytest.mark.parametrize("over_subshell", [False, True], ids=["main", "subshell"])
def test_a_stop_that_never_ends_is_given_up_and_the_kernel_goes_on(kernel, over_subshell):
    kernel.open(SOON)
    if over_subshell:
        kernel.use_subshell()
    kernel.send(ask=[[3], [5]], id="a")
    kernel.until(lambda content: content.get("drawing") == "3")
    run_cell(kernel.client, "print(explore(draw, k=(0, 9), first={'k': 1}).sentence)", "another")
    kernel.send(ask=[[4]], id="c")
    assert "SystemExit" in kernel.answer("c")["4"]["sentence"]
    kernel.send(ask=[[3]], id="d")
    assert "was given up after" in kernel.answer("d")["3"]["sentence"]
    kernel.send(ask=[[5]], id="e")
    assert kernel.answer("e")["5"]["sentence"] == "k = 5"
    assert kernel.complaints() == []
