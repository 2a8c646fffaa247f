"""Tests JupyterLab with the settings of Binder's image: the way to the next lesson, and that memory is freed."""

import json
import urllib.request

import pytest

from tests.browser.lab import BINDER, Lab
from tests.browser.open_notebook import OpenNotebook


@pytest.fixture
def binder(tmp_path):
    """A JupyterLab with the settings that Binder's image has."""
    server = Lab(tmp_path, *BINDER)
    yield server
    server.stop()


def kernels(lab):
    """The number of kernels that run on the server."""
    with urllib.request.urlopen(f"{lab.url}/api/kernels", timeout=10) as answer:
        return len(json.load(answer))


def test_the_link_next_opens_the_next_lesson_and_closing_a_lesson_ends_its_kernel(binder, browser):
    notebook = OpenNotebook(binder, browser, "01_slope.ipynb")
    notebook.follow("02_gradient.ipynb")
    assert kernels(binder) == 2
    notebook.close_tab("01_slope.ipynb")
    for _ in range(100):
        if kernels(binder) == 1:
            break
        notebook.page.wait_for_timeout(100)
    assert kernels(binder) == 1
    assert notebook.errors == []
    notebook.close()
