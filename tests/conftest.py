"""What several files of the tests share: a browser, and a JupyterLab to point it at."""

import os
import shutil

import pytest

from tests.browser.lab import Lab

NO_CHROMIUM = "no Chromium for the browser's tests: `playwright install chromium` brings one"
FLAGS = [
    "--no-sandbox",  # a container's root may not start Chromium with it
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Workers that share the cores each with a torch that takes all of them wait for one another, ten times as long.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")


# For one file and no longer: while Playwright is open its event loop is the thread's own, and a lesson run by nbval in
# the same process would find it in its way.
@pytest.fixture(scope="module")
def browser():
    """A headless Chromium: the system's, else Playwright's own. Without one the test is skipped, but fails in CI."""
    from playwright.sync_api import Error, sync_playwright  # only here: the other tests need no Playwright

    system = shutil.which("chromium")
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=system, args=FLAGS)
        except Error as error:
            if system or os.environ.get("CI") or "Executable doesn't exist" not in error.message:
                raise
            pytest.skip(NO_CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab on a copy of the lessons: `lab.page("01_slope.ipynb")`, `lab.url`, `lab.root`."""
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


def pytest_terminal_summary(terminalreporter):
    """Say once, not once a test, that the browser's tests were skipped and what to do about it."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} skipped, {NO_CHROMIUM}")
