"""The browser of the tests and the benchmarks."""

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
    """A headless Chromium: the one of the system, or else Playwright's own. With Playwright's async API, an awaitable.

    Raises `playwright.Error` where there is none.
    """
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
