"""Makes a new environment with what Binder would install and nothing else, and runs a lesson there: a minute's work.

The versions that have passed every test must still be found, and fit each other.
"""

import os
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

from tests.test_binder import BINDER, INDEX, ROOT, lines, linux, post_build


def installed(requirements):
    """The installed packages that `requirements` name, and those that these need; pip will bring what is missing."""
    wanted, found = [Requirement(line.split("#")[0]) for line in requirements], {}
    for each in wanted:  # which grows meanwhile
        extras = {"", *each.extras}
        try:
            needs = [Requirement(text) for text in distribution(each.name).requires or ()]
        except PackageNotFoundError:
            continue
        if not extras <= found.setdefault(each.name, set()):
            found[each.name] |= extras
            wanted += [one for one in needs if not one.marker or any(one.marker.evaluate({"extra": x}) for x in extras)]
    return [distribution(name) for name in found]


def link(package, site):
    """Link the folders and files of `package` into the folder `site` of an environment.

    Commands are left out, because they would run in the environment in which `package` is installed.
    """
    here = str(package.locate_file(""))
    for name in {str(file) if file.parts[0] == ".." else file.parts[0] for file in package.files}:
        target = os.path.normpath(site / name)
        if not target.startswith(f"{site.parents[2]}/bin/"):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with suppress(FileExistsError):  # of a folder that two packages share
                os.symlink(os.path.normpath(os.path.join(here, name)), target)


def new_environment(folder, requirements, env):
    """The Python of a new environment in `folder` with what `requirements` name, and nothing else.

    What is installed here is linked there, because to unpack PyTorch anew takes minutes. pip installs the rest, and
    must not replace what is only linked.
    """
    (folder / "requirements.txt").write_text("\n".join(requirements))
    prefix = folder / "prefix"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", prefix], check=True, timeout=120)
    packages = installed(requirements)
    for package in packages:
        link(package, prefix / "lib" / f"python3.{sys.version_info[1]}" / "site-packages")
    (folder / "linked.txt").write_text("\n".join(f"{each.name}=={each.version}" for each in packages))
    pip = [sys.executable, "-m", "pip", "--python", prefix / "bin" / "python"]
    wanted = ["-r", folder / "requirements.txt", "-c", folder / "linked.txt"]
    subprocess.run([*pip, "install", "-q", *wanted], check=True, env=env, timeout=600)
    subprocess.run([*pip, "check"], check=True, env=env, timeout=120)
    return prefix / "bin" / "python"


@linux
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="Binder's Python is 3.11")
def test_in_a_new_environment_with_only_what_binder_installs_a_lesson_runs(tmp_path):
    """The same as in Binder's image, but without PyTorch's package index: the version ranges do not depend on it."""
    wanted = [line for line in lines(BINDER / "requirements.txt") if line != INDEX]
    assert len(wanted) == len(lines(BINDER / "requirements.txt")) - 1
    ours = ("PYTHONPATH", "PYTEST_ADDOPTS")  # which name what is not installed there
    env = {name: value for name, value in os.environ.items() if name not in ours}
    python = new_environment(tmp_path, wanted, env)
    done = post_build(tmp_path, python, NB_PYTHON_PREFIX=str(python.parents[1]))
    assert done.returncode == 0, done.stderr
    assert "MNIST_SAMPLE could not be fetched" in done.stderr
    lesson = ROOT / "notebooks" / "03_learning_rate.ipynb"
    runs = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--nbval", lesson]
    done = subprocess.run(runs, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("playwright", "ruff"):  # of the tests alone
        assert subprocess.run([python, "-c", f"import {name}"], capture_output=True, timeout=60).returncode


@linux
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="these versions have passed every test with Python 3.11")
def test_the_versions_that_have_passed_every_test_can_still_be_installed_together():
    """pip finds those that are not installed here, and none forbids another; nothing is installed."""
    files = ["-r", "requirements.txt", "-r", "tests/requirements.txt", "-c", "constraints.txt"]
    command = [sys.executable, "-m", "pip", "install", "-q", "--dry-run", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
