"""What the browser's tests share: a Chromium, and a JupyterLab to open in it."""

import os
import shutil

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.browser.chromium import MISSING, launch
from tests.browser.lab import Lab


# The scope is a file and not the whole run: while Playwright is open, its event loop is the one of the thread, and
# a lesson that nbval runs in the same process after it cannot start a loop of its own.
@pytest.fixture(scope="module")
def browser():
    """A headless Chromium. Where there is none, the test is skipped, and fails where CI is set."""
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
    """A JupyterLab on a copy of the lessons: `lab.page("01_slope.ipynb")`, `lab.url`, `lab.root`."""
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()
