"""Starts the browser for the tests and the benchmarks."""

import os
import shutil

MISSING = "no Chromium for the browser's tests: `playwright install chromium` brings one"
FLAGS = [
    "--no-sandbox",  # the root user of a container cannot start Chromium with the sandbox
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright):
    """A headless Chromium: that of the system, or else that of Playwright. With Playwright's async API, an awaitable.

    It has the locale of a desktop, where a file's name may have an "ë": `tests.benchmarks.often` sets others.
    Raises `playwright.Error` if neither is installed.
    """
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS, env=environment)
