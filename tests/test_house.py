"""Tests the structure of `utils`: which folder may import which, and that every public function has annotations."""

import ast
from pathlib import Path

import pytest

UTILS = Path(__file__).parent.parent / "utils"
FILES = sorted(UTILS.rglob("*.py"))
ROOMS = {
    "look": [],
    "time_limit": [],
    "widgets": [],
    "plots": ["look"],
    "pictures": ["look", "plots"],
    "explore": ["look", "time_limit", "widgets"],
    "pad": ["look", "widgets"],
    "check": ["digits", "time_limit"],
    "digits": [],
}
ROOMS["publish"] = list(ROOMS)
UNTYPED = [
    UTILS / "check" / "exercises" / "training.py",
    *UTILS.glob("check/exercises/lesson_*.py"),
]  # they have the form of a learner's code


def name(path):
    return path.relative_to(UTILS).as_posix()


def imports(path):
    """The full names of all imports in the file at `path`, also of those inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: write the whole path, utils...., and not {'.' * node.level}"
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def public_functions(path):
    """The functions and methods in the file at `path`, without those whose name or class begins with an underscore."""
    found = list(ast.parse(path.read_text("utf-8")).body)
    for node in found:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found += node.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def typed(function):
    """Whether the result of `function` and all its parameters except `self` and `cls` have annotations."""
    given = function.args
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    wanted = [each for each in parameters if each and each.arg not in ("self", "cls")]
    return function.returns is not None and all(each.annotation for each in wanted)


def test_utils_contains_only_the_known_folders_and_two_files():
    assert {path.name for path in UTILS.iterdir() if path.is_file()} == {"__init__.py", "time_limit.py"}
    folders = {path.name for path in UTILS.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders | {"time_limit"} == {*ROOMS}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_folder_imports_only_the_folders_that_it_may(path):
    room = path.relative_to(UTILS).parts[0].removesuffix(".py")
    allowed = {room, *ROOMS.get(room, [])}
    found = {each.split(".")[1] for each in imports(path) if each.startswith("utils.")}
    assert found <= allowed


@pytest.mark.parametrize("path", [path for path in FILES if path not in UNTYPED], ids=name)
def test_every_public_function_has_annotations(path):
    assert [f"{each.name}, line {each.lineno}" for each in public_functions(path) if not typed(each)] == []
