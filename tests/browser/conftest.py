"""Fixtures for the tests in a browser: a Chromium, a JupyterLab to open in it, and the site."""

import os

import pytest
from filelock import FileLock
from playwright.sync_api import Error, expect, sync_playwright

from tests.browser.chromium import INSTALLED, MISSING, launch
from tests.browser.lab import Lab
from tests.browser.open_notebook import OpenNotebook
from utils.publish import site


# The scope is one file and not the whole run: while Playwright is open, its event loop runs in this thread, and a
# lesson that nbval runs later in the same process could not start its own event loop.
@pytest.fixture(scope="module")
def browser():
    """A headless Chromium. If none is installed, the test is skipped, or fails where CI is set."""
    expect.set_options(timeout=60_000)  # milliseconds: the five seconds of Playwright are too few on a busy machine
    with sync_playwright() as playwright:
        try:
            chromium = launch(playwright)
        except Error as error:
            if INSTALLED or os.environ.get("CI") or "Executable doesn't exist" not in error.message:
                raise
            pytest.skip(MISSING)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab that serves a copy of the lessons: `lab.page("01_slope.ipynb")`, `lab.url`, `lab.root`."""
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def in_window(lab, browser):
    """`in_window(name, cells)` opens a notebook with these cells in one shared window, and closes the one before it.

    To open a new window with JupyterLab takes four times as long.
    """
    windows = []

    def opened(name, cells):
        if windows:
            windows[0].turn_to(name, cells)
        else:
            windows.append(OpenNotebook(lab, browser, name, cells))
        return windows[0]

    yield opened
    for window in windows:
        assert window.errors == []
        window.close()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """The folder of the whole site, built once for all processes of a test run, because that takes minutes.

    Its pictures have at most about a thousand stops each: with all of them it would take three more minutes.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    done, folder = shared / "site-exit-code", shared / "site"
    with FileLock(shared / "site.lock"):  # without a time limit: a lock ends with the process that holds it
        if not done.exists():
            done.write_text(str(site.main(["--stops", "1000", "--out", str(folder)])))
    assert done.read_text() == "0"
    return folder
