"""Tests which tests `pytest` leaves out, and in which order it runs the files."""

from types import SimpleNamespace

import pytest

from tests.conftest import LONGEST, ROOT, pytest_collection_modifyitems


@pytest.mark.parametrize(("everything", "names"), [(False, ["slow", "own"]), (True, ["slow", "own", "odd"])])
def test_rare_tests_are_left_out_without_all_and_the_slowest_file_comes_first(everything, names):
    def item(name, path, *marks):
        return SimpleNamespace(name=name, path=ROOT / path, get_closest_marker=lambda mark: mark in marks or None)

    items = [item("own", "tests/a.py"), item("odd", "tests/a.py", "rare"), item("slow", LONGEST[0])]
    left_out = []
    hook = SimpleNamespace(pytest_deselected=lambda items: left_out.extend(each.name for each in items))
    pytest_collection_modifyitems(
        items, SimpleNamespace(option=SimpleNamespace(all=everything, shuffle_files=None), hook=hook)
    )
    assert [each.name for each in items] == names
    assert left_out == ([] if everything else ["odd"])
