"""Fixtures for the tests in a browser: a Chromium, and a JupyterLab to open in it."""

import os
import shutil

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.browser.chromium import MISSING, launch
from tests.browser.lab import Lab


# The scope is one file and not the whole run: while Playwright is open, its event loop runs in this thread, and a
# lesson that nbval runs later in the same process could not start its own event loop.
@pytest.fixture(scope="module")
def browser():
    """A headless Chromium. If none is installed, the test is skipped, or fails where CI is set."""
    with sync_playwright() as playwright:
        try:
            chromium = launch(playwright)
        except Error as error:
            if shutil.which("chromium") or os.environ.get("CI") or "Executable doesn't exist" not in error.message:
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
