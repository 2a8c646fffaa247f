"""Measures each lesson on a small machine: the time on one core, and the memory compared with the 1 GB of Binder.

    python -m tests.benchmarks.small                # all lessons, then all eight in turn; about six minutes; Linux only
    python -m tests.benchmarks.small 3 7            # lessons 3 and 7, each alone

JupyterLab has the settings of Binder's image. JupyterLab and its kernels run on one core; Chromium does not, because it
runs on the learner's machine. Memory is the proportional set size (memory that processes share is counted once), summed
over the server and all processes that it started, and measured four times a second. "In turn" means that each lesson is
opened by the link at the end of the one before it. This is measured twice: each lesson is closed when the next is open,
and no lesson is closed.
"""

import os
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress

import psutil
from playwright.sync_api import sync_playwright

from tests.benchmarks.cells import lesson
from tests.benchmarks.report import heading, line, machine
from tests.browser.chromium import launch
from tests.browser.lab import BINDER, Lab
from tests.browser.open_notebook import WRONG, OpenNotebook
from utils.publish.notebooks import lesson_paths

GRANTED, ALL = 1000, 2000  # MB
THREADS = """async () => {
    const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const ask = { code: '', user_expressions: { n: '__import__("torch").get_num_threads()' } };
    const { content } = await kernel.requestExecute(ask).done;
    return content.user_expressions.n.data['text/plain'];
}"""


class Memory(threading.Thread):
    """Measures the memory of the process `pid` and of all that it started: `now()` and the maximum `most`, MB."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.process, self.most, self.watching = psutil.Process(pid), 0, True
        self.start()

    def now(self):
        """The proportional set size of all these processes, MB; a process that has just ended counts as 0."""
        total = 0
        for process in [self.process, *self.process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                total += process.memory_full_info().pss / 1e6
        self.most = max(self.most, total)
        return total

    def run(self):
        while self.watching:
            with suppress(psutil.Error):
                self.now()
            time.sleep(0.25)

    def stop(self):
        """Stop measuring."""
        self.watching = False
        self.join()


@contextmanager
def small_machine():
    """A JupyterLab with Binder's settings on one core, a browser, and a measurement: (lab, browser, memory)."""
    cores = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory(prefix="small-") as folder, sync_playwright() as playwright:
        os.sched_setaffinity(0, {min(cores)})  # processes that start now inherit this
        try:
            lab = Lab(folder, *BINDER)
        finally:
            os.sched_setaffinity(0, cores)
        memory = Memory(lab.process.pid)
        browser = launch(playwright)
        try:
            yield lab, browser, memory
        finally:
            memory.stop()
            browser.close()
            lab.stop()


def run(notebook):
    """Run all cells of `notebook`; return the seconds. Raises RuntimeError if a cell fails or writes to stderr."""
    began = time.perf_counter()
    notebook.run_all()
    if wrong := notebook.page.evaluate(WRONG):
        raise RuntimeError(f"{notebook.name}: {wrong}")
    return time.perf_counter() - began


def alone(path):
    """Print the memory and time of the lesson at `path` when no other lesson is open."""
    with small_machine() as (lab, browser, memory):
        empty = memory.now()
        notebook = OpenNotebook(lab, browser, path.name)
        seconds = run(notebook)
        heading(path.stem)
        line("JupyterLab, nothing open", empty, "MB")
        line("with the lesson, all run", memory.now(), "MB")
        line("at most meanwhile", memory.most, "MB", most=GRANTED)
        line("all cells", seconds, "s")
        line("threads of torch", int(notebook.page.evaluate(THREADS)), "", most=1)


def in_turn(paths, closing):
    """Print the memory of the lessons at `paths`, each opened by the link in the lesson before it.

    With `closing`, the lesson before is then closed.
    """
    heading("All in turn, " + ("each closed when the next is open" if closing else "none closed"))
    with small_machine() as (lab, browser, memory):
        notebook = OpenNotebook(lab, browser, paths[0].name)
        for path, after in zip(paths, [*paths[1:], None], strict=True):
            run(notebook)
            line(f"{path.stem}, all run", memory.now(), "MB")
            if after:
                notebook.follow(after.name)
                if closing:
                    notebook.close_tab(path.name)
        line("at most", memory.most, "MB", most=ALL)


def main(numbers):
    """Measure the lessons with these numbers alone; without numbers, measure all lessons alone and then in turn."""
    paths = lesson_paths()
    for path in [lesson(number) for number in numbers] or paths:
        alone(path)
    if not numbers:
        in_turn(paths, closing=True)
        in_turn(paths, closing=False)
    machine()


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
