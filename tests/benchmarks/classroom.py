"""Measures ten learners on one machine with a JupyterHub: each runs lessons 3 and 7 and moves a slider in both.

    pip install "jupyterhub>=5,<7" && npm install configurable-http-proxy
    python -m tests.benchmarks.classroom --proxy node_modules/.bin/configurable-http-proxy
    python -m tests.benchmarks.classroom --proxy ... --learners 3

Linux only; it takes ten minutes at most. The hub listens on 127.0.0.1 and accepts any user name. One learner uses a
real Chromium; the others send to their kernels, through the hub's proxy, the messages that JupyterLab and the browser
part of `explore` would send. All begin in the same second, which is the worst case for the machine. A *move* is the
time from an `ask` message for twelve stops, as `frames.js` sends it when none of their frames has arrived, to its
answer. Memory is the proportional set size of a learner's server and kernel.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
import time
import uuid
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from playwright.sync_api import sync_playwright
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.benchmarks.cells import lesson
from tests.benchmarks.hub import Hub
from tests.benchmarks.report import heading, line, machine, median, percentile
from tests.browser.chromium import launch
from tests.browser.open_notebook import WRONG, OpenNotebook, move_one_stop, pictures

LESSONS, MINUTES = (3, 7), 30 + 25  # the minutes that a learner needs for both lessons
MOVES, BATCH = 20, 12
BOUND = 600  # seconds: the limit for all learners together


class Kernel:
    """The kernel of one learner for one notebook; messages to it go through the hub."""

    @classmethod
    async def begin(cls, hub, name, path):
        """Start the kernel of the learner `name` for the notebook `path` as JupyterLab does, and open its channels."""
        self = cls()
        self.hub, self.pictures = hub, []
        self.base = f"/user/{name}/api"
        wanted = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        self.session = await hub.ask("POST", f"{self.base}/sessions", wanted)
        url = f"{hub.url}{self.base}/kernels/{self.session['kernel']['id']}/channels".replace("http:", "ws:")
        request = HTTPRequest(url, headers={"Authorization": f"token {hub.token}"})
        self.socket = await websocket_connect(request, max_message_size=2**30)
        return self

    async def send(self, kind, content):
        """Send a message of type `kind` on the shell channel; return its id."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "session": "class", "username": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await self.socket.write_message(json.dumps(message))
        return number

    async def hear(self):
        """Receive the next message and return it; if it opens a moving picture, add this to `pictures`."""
        raw = await self.socket.read_message()
        if raw is None:
            raise ConnectionError("the kernel's line was cut")
        message = deserialize_binary_message(raw) if isinstance(raw, bytes) else json.loads(raw)
        state = message["content"].get("data", {}).get("state", {}) if message["msg_type"] == "comm_open" else {}
        if "controls" in state:
            self.pictures.append((message["content"]["comm_id"], state["controls"]))
        return message

    async def run(self, code):
        """Run `code`; return the seconds until the kernel is idle again. Raises RuntimeError if the code fails."""
        began = time.perf_counter()
        number = await self.send("execute_request", {"code": code, "silent": False, "store_history": True})
        while True:
            message = await self.hear()
            if message["parent_header"].get("msg_id") != number:
                continue
            if message["msg_type"] == "error":
                raise RuntimeError(f"{message['content']['ename']}: {message['content']['evalue']}")
            if message["content"].get("execution_state") == "idle":
                return time.perf_counter() - began

    async def tell(self, comm, content):
        """Send the message that the JavaScript of the widget `comm` would send."""
        await self.send("comm_msg", {"comm_id": comm, "data": {"method": "custom", "content": content}})

    async def move(self, comm, stops, number):
        """Ask for `stops`; return the seconds until the answer. Raises RuntimeError if a frame could not be drawn."""
        began = time.perf_counter()
        await self.tell(comm, {"ask": stops, "id": number})
        while True:
            message = await self.hear()
            answer = message["content"].get("data", {}).get("content", {}) if message["msg_type"] == "comm_msg" else {}
            if answer.get("answer") == number:
                if any("error" in frame for frame in answer["packet"]["frames"].values()):
                    raise RuntimeError(f"{stops}: {answer['packet']['frames']}")
                return time.perf_counter() - began

    async def slide(self):
        """Move the first slider of the first picture back and forth; return the seconds of each move."""
        comm, controls = self.pictures[0]
        await self.tell(comm, {"hello": True})
        start, count, times = [each["start"] for each in controls], len(controls[0]["texts"]), []
        for index in range(MOVES):
            stops = [[(index * 17 + i) % count, *start[1:]] for i in range(BATCH)]
            times.append(await self.move(comm, stops, f"class-{index}"))
        return times

    async def end(self):
        """Close the notebook and end its kernel, which the settings of Binder's image do for a closed notebook."""
        self.socket.close()
        await self.hub.ask("DELETE", f"{self.base}/sessions/{self.session['id']}")


async def learner(hub, name, found):
    """Run the lessons and move a slider in each, with messages to the kernel only; add the measurements to `found`."""
    for number in LESSONS:
        path = lesson(number)
        kernel = await Kernel.begin(hub, name, f"notebooks/{path.name}")
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                found["cells"].append(await kernel.run(cell.source))
        found["moves"] += await kernel.slide()
        found["memory"].append(memory(hub, name))
        await kernel.end()


class LearnerServer:
    """The server of a learner in the role of the lab and of the browser of an `OpenNotebook`.

    `page` is the address of a notebook; `new_page` opens a page on which the learner has logged in.
    """

    def __init__(self, hub, name, browser):
        self.hub, self.name, self.browser = hub, name, browser

    def page(self, name):
        return f"{self.hub.url}/user/{self.name}/lab/tree/notebooks/{name}?reset"

    def new_page(self, **options):
        page = self.browser.new_page(**options)
        page.goto(f"{self.hub.url}/hub/login", timeout=120_000)
        page.fill("#username_input", self.name)
        page.fill("#password_input", "any")
        page.click("#login_submit")
        page.wait_for_url(f"**/user/{self.name}/**", timeout=120_000, wait_until="commit")
        return page


def watched(hub, name, found):
    """Do the same as `learner` in a real Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        server = LearnerServer(hub, name, browser)
        for number in LESSONS:
            notebook = OpenNotebook(server, server, lesson(number).name)
            began = time.perf_counter()
            notebook.run_all()
            found["browser"].append(time.perf_counter() - began)
            widget = next(pictures(notebook))
            widget.settled()
            before = widget.caption()
            move_one_stop(widget)
            widget.settled()
            if notebook.page.evaluate(WRONG) or notebook.errors or widget.caption() == before:
                raise RuntimeError(f"{notebook.name}: {notebook.page.evaluate(WRONG)} {notebook.errors} {before}")
            found["memory"].append(memory(hub, name))
            notebook.close()
        browser.close()


def memory(hub, name):
    """The memory that the processes of the learner `name` use now, MB."""
    return sum(process.memory_full_info().pss for process in hub.processes(name)) / 1e6


def spent(hub, name):
    """The CPU seconds that the learner's server and its kernels have used, including kernels that have ended."""
    times = [process.cpu_times() for process in hub.processes(name)]
    return sum(sum(time[:2]) for time in times) + sum(times[0][2:4])


async def one(hub, index, found):
    """Start one learner's server and run the lessons; the first learner uses a real browser.

    A failure is added to `found` and not raised.
    """
    name = f"learner{index}"
    try:
        found["starts"].append(await hub.spawn(name))
        if index == 0:
            await asyncio.to_thread(watched, hub, name, found)
        else:
            await learner(hub, name, found)
        found["cores"].append(spent(hub, name))
    except Exception as error:  # any error: the other learners must go on
        found["failures"].append(f"{name}: {type(error).__name__}: {error}")


def report(found, learners, seconds):
    """Print the measurements, and how many learners in all the machine could serve."""
    each, core = max(found["memory"], default=float("nan")), median(found["cores"])
    heading(f"{learners} learners at once, {seconds:.0f} s")
    line("failures", len(found["failures"]), "", most=0)
    for failure in found["failures"]:
        print(f"    {failure}")
    for what, unit in (("starts", "s"), ("cells", "s"), ("moves", "s"), ("memory", "MB"), ("browser", "s")):
        line(f"{what}: median", median(found[what]), unit)
        line(f"{what}: p95", percentile(found[what], 95), unit)
        line(f"{what}: most", max(found[what], default=float("nan")), unit)
    line("seconds of a core a learner, both lessons", core, "s")
    line("cores used meanwhile by the learners, on average", sum(found["cores"]) / seconds)
    heading("How many learners in all")
    cores = psutil.cpu_count()
    line(f"by {cores} cores half used, at {MINUTES} minutes for both lessons", 0.5 * cores * 60 * MINUTES / core)
    line("by the memory of this machine", found["room"] / each)
    line("by memory, for every 4 GB", 4000 / each)


async def main(proxy, learners):
    """Start the hub and the class, and print the report."""
    found = {name: [] for name in ("starts", "cells", "moves", "memory", "browser", "cores", "failures")}
    found["room"] = psutil.virtual_memory().available / 1e6
    with tempfile.TemporaryDirectory(prefix="class-", ignore_cleanup_errors=True) as folder:
        hub = Hub(folder, [str(Path(shutil.which(proxy) or proxy).absolute())])
        try:
            await hub.ready()
            began = time.perf_counter()
            with suppress(TimeoutError):
                async with asyncio.timeout(BOUND):
                    await asyncio.gather(*[one(hub, index, found) for index in range(learners)])
            missing = learners - len(found["cores"]) - len(found["failures"])
            found["failures"] += ["not through in time"] * missing
            report(found, learners, time.perf_counter() - began)
            machine()
        finally:
            hub.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--proxy", default="configurable-http-proxy", help="the proxy's command")
    parser.add_argument("--learners", type=int, default=10)
    given = parser.parse_args()
    asyncio.run(main(given.proxy, given.learners))
