"""Tests the JavaScript without a browser: runs its tests under Node, and checks the joined modules for browsers."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from utils.widgets import joined

ROOT = Path(__file__).parents[1]
TESTS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/*.test.js"))
WIDGETS = ["utils/explore/browser/widget.js", "utils/pad/pad.js", "utils/pad/sketch.js"]
PAGE = """
globalThis.IntersectionObserver = class {};
globalThis.document = { getElementById: () => null, querySelectorAll: () => [] };
"""
OLDEST = 20  # the first version of Node whose test runner can mock timers


def version():
    """The major version of Node on this machine, or 0 if it is not installed."""
    node = shutil.which("node")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout if node else "v0"
    return int(re.match(r"v(\d+)", said)[1])


if version() < OLDEST and "CI" not in os.environ:  # in CI, Node must be installed
    pytest.skip(f"the tests of JavaScript need Node {OLDEST} or newer: nodejs.org has it", allow_module_level=True)


def run(*arguments, source=None):
    """Run Node in the root of the repository and return its output; fail with the output if Node fails."""
    done = subprocess.run(["node", *arguments], input=source, capture_output=True, text=True, cwd=ROOT, timeout=60)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
    return done.stdout


@pytest.mark.parametrize("path", TESTS)
def test_the_javascript_tests_pass(path):
    assert re.search(r"pass [1-9]", run("--test-reporter=spec", path))


@pytest.mark.parametrize("path", WIDGETS)
def test_the_files_of_a_widget_make_one_module_that_anywidget_can_run(path):
    source = joined(ROOT / path)
    assert not re.search(r"^import\b", source, re.MULTILINE)
    assert source.count("\nexport ") == 1
    check = 'if (typeof downhill.render !== "function" || typeof downhill.initialize !== "function") throw downhill;'
    run("--input-type=module", "-", source=source.replace("export default", "const downhill =") + check)


def test_the_files_of_a_page_make_one_module_without_imports_or_exports():
    source = joined(ROOT / "utils/publish/templates/page.js")
    assert not re.search(r"^(import|export)\b", source, re.MULTILINE)
    run("--input-type=module", "-", source=PAGE + source)
