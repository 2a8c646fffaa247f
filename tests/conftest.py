"""Configures pytest: which tests it leaves out without `--all`, and in which order it runs the files."""

import gc
import os
import random
from pathlib import Path

import pytest

from tests.browser.chromium import MISSING

ROOT = Path(__file__).parent.parent
# Tests that need a browser, or a new environment, which takes a minute.
LEFT_OUT = ("tests/browser", "tests/test_new_environment.py")
# The slowest files, the slowest first. If one of them were begun last, one core would work and the others would wait.
LONGEST = (
    "tests/browser/test_lessons.py",
    "tests/browser/test_site.py",
    "tests/lessons/test_every_stop.py",
    "tests/browser/test_dark.py",
    "tests/browser/test_explore_notebooks.py",
    "tests/browser/test_slow_stops.py",
    "tests/test_new_environment.py",
    "tests/browser/test_stop_links.py",
    "tests/browser/test_saved.py",
    "tests/browser/test_run_cells.py",
    "tests/browser/test_notebook.py",
    "tests/browser/test_sketch.py",
    "tests/browser/test_page_pads.py",
    "tests/browser/test_pad.py",
    "tests/browser/test_other_pages.py",
    "tests/browser/test_gallery.py",
    "notebooks/09_library.ipynb",
    "notebooks/08_bends.ipynb",
    "tests/publish/test_execute.py",
    "tests/check/test_loop.py",
    "tests/check/test_sandbox.py",
    "tests/explore/test_slow_stops.py",
)

# If torch used all cores in each of the workers, they would wait for each other and take ten times as long.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_addoption(parser):
    """Add the two options of this project to pytest."""
    parser.addoption(
        "--all",
        action="store_true",
        default=bool(os.environ.get("CI")),
        help=f"run {' and '.join(LEFT_OUT)} too; so it is without this option where CI is set or where they are named",
    )
    parser.addoption("--shuffle-files", type=int, metavar="SEED", help="run the files in an order drawn from this seed")


@pytest.fixture(scope="session")
def everything(pytestconfig):
    """Whether `--all` was given: a test that can look at very many cases looks at a few of each kind without it."""
    return pytestconfig.option.all


def pytest_configure(config):
    """Keep the order of files that this module sets, and in CI print which tests took longest."""
    config.option.loadscopereorder = False  # otherwise pytest-xdist begins with the files that have most tests
    if os.environ.get("CI") and config.option.durations is None:
        config.option.durations = 25


def pytest_ignore_collect(collection_path, config):
    """Whether to leave out a path. Pytest does not call this for a path that is named on the command line."""
    return (not config.option.all and collection_path in [ROOT / path for path in LEFT_OUT]) or None


def pytest_collection_modifyitems(items, config):
    """Leave out the rare tests, and put the slowest files first, or shuffle the files, but not the tests in them."""
    rare = [] if config.option.all else [item for item in items if item.get_closest_marker("rare")]
    if rare:
        config.hook.pytest_deselected(items=rare)
        items[:] = [item for item in items if not item.get_closest_marker("rare")]
    files = list(dict.fromkeys(item.path for item in items))
    longest = [ROOT / path for path in LONGEST]
    files.sort(key=lambda path: longest.index(path) if path in longest else len(longest))
    if config.option.shuffle_files is not None:
        random.Random(config.option.shuffle_files).shuffle(files)
    items.sort(key=lambda item: files.index(item.path))


def pytest_collection_finish():
    """Spare the garbage collections of the tests what the imports have made, which doubles the time of each."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter, config):
    """Print one line about the tests left out and one about those skipped without a browser, with what to do."""
    named = [Path(os.path.abspath(argument.split("::")[0])) for argument in config.args]
    left_out = [path for path in LEFT_OUT if any(each in (ROOT / path).parents for each in named)]
    if left_out and not config.option.all:
        terminalreporter.write_line(f"Left out: {', '.join(left_out)}, and rare cases. `pytest --all` runs everything.")
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} skipped, {MISSING}")
