"""Tests what GitHub reads: workflows, issue templates and the citation; and that the locked versions fit the ranges."""

import re
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from utils.publish.notebooks import lesson_paths

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def form(path):
    return yaml.safe_load(path.read_text("utf-8"))


def mappings(node):
    """All mappings in the YAML `node`."""
    if isinstance(node, yaml.MappingNode):
        yield node
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for each in child if isinstance(child, tuple) else (child,):
            yield from mappings(each)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_key_stands_twice_in_a_workflow(path):
    """GitHub refuses such a file, while PyYAML takes the last of the two."""
    for mapping in mappings(yaml.compose(path.read_text("utf-8"))):
        keys = [key.value for key, _ in mapping.value]
        assert len(keys) == len(set(keys)), keys


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_an_issue_template_has_what_github_asks_for(path):
    found = form(path)
    assert {"name", "description", "body"} <= set(found)
    assert len({each["id"] for each in found["body"]}) == len(found["body"])
    for each in found["body"]:
        assert each["type"] in ("textarea", "dropdown", "input", "checkboxes")
        assert each["attributes"]["label"]
        assert each["type"] != "dropdown" or len(set(each["attributes"]["options"])) > 1


def test_there_is_a_template_for_a_learner_a_teacher_and_a_bug_and_the_learners_names_every_lesson():
    assert [path.stem for path in TEMPLATES] == ["bug", "learner", "teacher"]
    (lessons,) = (each for each in form(TEMPLATES[1])["body"] if each["id"] == "lesson")
    assert lessons["attributes"]["options"][:-1] == [str(int(path.name[:2])) for path in lesson_paths()]


def test_the_citation_has_what_its_format_asks_for():
    found = form(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    assert found["license"] == (ROOT / "LICENSE").read_text("utf-8").split()[0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["date-released"])


def requirements(name):
    """The requirements in the file `name`, as a dict from package to requirement."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    found = [Requirement(line) for line in lines if line]
    return {canonicalize_name(each.name): each for each in found}


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_the_versions_that_have_passed_every_test_lie_in_the_ranges(name):
    worked = requirements("constraints.txt")
    for package, wanted in requirements(name).items():
        (pinned,) = worked[package].specifier
        assert pinned.operator == "=="
        assert wanted.specifier.contains(pinned.version), package
