"""Tests which tests `pytest` leaves out, in which order it runs the files, and in how many processes."""

from types import SimpleNamespace

import pytest

from tests.conftest import LONGEST, ROOT, pytest_collection_modifyitems, pytest_xdist_auto_num_workers


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


@pytest.mark.parametrize(("everything", "processes"), [(False, 2), (True, 3)])
def test_with_the_tests_in_a_browser_three_processes_run_else_two(everything, processes):
    assert pytest_xdist_auto_num_workers(SimpleNamespace(option=SimpleNamespace(all=everything))) == processes
