"""Tests how a kernel knows that a Jupyter server has started it."""

import os
import subprocess
import sys

import pytest

from utils.widgets.server import SERVED, STARTED_BY, served

WAIT = [sys.executable, "-c", "print(flush=True); input()"]


@pytest.fixture
def starter():
    """`starter(**variables)` is the id of a process that could start a kernel, with these environment variables."""
    processes = []

    def start(**variables):
        env = {name: value for name, value in os.environ.items() if name != SERVED} | variables
        processes.append(subprocess.Popen(WAIT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        processes[-1].stdout.readline()  # until then its environment may still be empty
        return str(processes[-1].pid)

    yield start
    for process in processes:
        process.communicate(b"\n")


def test_a_kernel_of_a_server_is_told_from_one_that_was_started_below_a_kernel(monkeypatch, starter):
    server, nbconvert = starter(), starter(**{SERVED: "lesson.ipynb"})
    monkeypatch.setenv(SERVED, "lesson.ipynb")
    monkeypatch.setenv(STARTED_BY, server)
    assert served()
    monkeypatch.setenv(STARTED_BY, nbconvert)
    assert not served()
    monkeypatch.delenv(STARTED_BY)
    assert served()
    monkeypatch.delenv(SERVED)
    assert not served()
