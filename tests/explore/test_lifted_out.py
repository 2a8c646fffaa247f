"""Tests that the engine works without the lessons, and that it does not change the notebook's settings."""

import os
import re
import shutil
from pathlib import Path

import pytest

import utils
from tests.explore.kernel import run_cell, started_kernel

SOURCE = Path(utils.__file__).parent
ENGINE = ("explore", "widgets", "look", "time_limit.py", "__init__.py")
SETUP = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        package, _, rest = name.partition(".")
        lessons = package == "utils" and rest.split(".")[0] not in ("", "explore", "widgets", "look", "time_limit")
        if lessons or package in ("torch", "fastai", "fastcore", "mlxtend"):
            raise ImportError(f"{name} is no part of the engine")

sys.meta_path.insert(0, Refuse())
import matplotlib.pyplot as plt
from comm import get_comm_manager
plt.close(plt.figure())
settings = dict(plt.rcParams)
"""
OPENED = "print([name for name in plt.rcParams if plt.rcParams[name] != settings[name]], len(get_comm_manager().comms))"
PICTURES = """
class Theirs:
    def __init__(self):
        self.fig, self.ax = plt.subplots()
        (self.line,) = self.ax.plot([0, 1, 2], [0, 1, 4], "r--")
        self.ax.legend([self.line], ["theirs"])

    def draw(self, power=2):
        self.line.set_ydata([0, 1, 2**power])
        self.ax.set_ylim(0, 2**power)

for widget in (
    explore(Theirs(), power=(1, 4)),
    explore(lambda ax, k: ax.plot([0, k]), k=[1, 2, 3]),
):
    frames = [widget.frame(**widget.values(stop)) for stop in widget.stops()]
    assert not any("error" in frame for frame in frames), frames
    assert len({tuple(frame["chunks"]) for frame in frames}) == len(frames)
    print(frames[0]["sentence"], len(frames))
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A kernel that seems to run under a Jupyter server, in a folder that contains only a copy of the engine."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for name in ENGINE:
        copy = shutil.copytree if (SOURCE / name).is_dir() else shutil.copy
        (folder / "utils").mkdir(exist_ok=True)
        copy(SOURCE / name, folder / "utils" / name)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with started_kernel(folder, env=environment | {"JPY_SESSION_NAME": "theirs.ipynb"}) as client:
        run_cell(client, SETUP, "setup")
        yield client


def test_importing_the_engine_changes_no_settings_and_opens_no_comm(kernel):
    run_cell(kernel, "from utils.explore import explore, powers\nimport utils.look, utils.widgets", "import")
    assert run_cell(kernel, OPENED, "look") == "[] 0\n"
    assert run_cell(kernel, "import os; print(utils.look.__file__.startswith(os.getcwd()))", "look") == "True\n"


def test_a_pyplot_figure_and_a_function_work_without_the_lessons(kernel):
    run_cell(kernel, "from utils.explore import explore", "import")
    assert run_cell(kernel, PICTURES, "pictures") == "power = 1 4\nk = 1 3\n"
    assert run_cell(kernel, OPENED, "look").startswith("[] ")


def test_the_code_in_the_readme_of_the_engine_runs(kernel):
    (code,) = re.findall(r"```python\n(.*?)```", (SOURCE / "explore" / "README.md").read_text("utf-8"), re.DOTALL)
    run_cell(kernel, code, "readme")
    assert run_cell(kernel, "w = explore(Tangent(), at=(-2.0, 2.0, 0.1))\nprint(w.sentence)", "use") == (
        "The slope at 1.00 is 2.00.\n"
    )
