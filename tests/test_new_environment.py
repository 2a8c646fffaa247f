"""Installs in a new environment what Binder would install, and runs a lesson there. This takes minutes.

The versions that have passed every test must still be found, and fit each other.
"""

import os
import subprocess
import sys

import pytest

from tests.test_binder import BINDER, INDEX, ROOT, lines, linux, post_build


@linux
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="Binder's Python is 3.11")
def test_in_a_new_environment_all_packages_are_installed_and_a_lesson_runs(tmp_path):
    """The same as in Binder's image, but without PyTorch's package index: the version ranges do not depend on it."""
    wanted = [line for line in lines(BINDER / "requirements.txt") if line != INDEX]
    assert len(wanted) == len(lines(BINDER / "requirements.txt")) - 1
    (tmp_path / "requirements.txt").write_text("\n".join(wanted))
    ours = ("PYTHONPATH", "PYTEST_ADDOPTS")  # which name what is not installed there
    prefix, env = tmp_path / "prefix", {name: value for name, value in os.environ.items() if name not in ours}
    subprocess.run([sys.executable, "-m", "venv", prefix], check=True, timeout=120)
    python = prefix / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", "--no-compile", "-r", tmp_path / "requirements.txt"]
    subprocess.run(install, check=True, env=env, timeout=600)
    done = post_build(tmp_path, python, NB_PYTHON_PREFIX=str(prefix))
    assert done.returncode == 0, done.stderr
    assert "MNIST_SAMPLE could not be fetched" in done.stderr
    lesson = ROOT / "notebooks" / "03_learning_rate.ipynb"
    runs = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--nbval", lesson]
    done = subprocess.run(runs, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@linux
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="these versions have passed every test with Python 3.11")
def test_the_versions_that_have_passed_every_test_can_still_be_installed_together():
    """pip finds those that are not installed here, and none forbids another; nothing is installed."""
    files = ["-r", "requirements.txt", "-r", "tests/requirements.txt", "-c", "constraints.txt"]
    command = [sys.executable, "-m", "pip", "install", "-q", "--dry-run", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
