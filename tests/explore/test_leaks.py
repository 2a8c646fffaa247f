"""Runs a cell again and again in a real kernel: figures, comms and memory must not accumulate."""

import pytest

from tests.explore.kernel import run_cell, started_kernel

SETUP = """
import sys, gc
sys.path.insert(0, "..")
import matplotlib.pyplot as plt
from ipywidgets import Widget
from comm import get_comm_manager
from utils.explore import explore

class Point:
    def __init__(self):
        self.fig, self.ax = plt.subplots()
        (self.point,) = self.ax.plot(range(1000))
    def draw(self, k=1):
        self.point.set_ydata([k] * 1000)

def left():
    gc.collect()
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    comms = len(get_comm_manager().comms)
    return f"{len(plt.get_fignums())} {comms} {pages * 4096 // 10**6}"
"""
CELL = "w = explore(Point(), k=(0, 20))\nfor k in range(5): w.frame(k=k)\nw"


@pytest.mark.rare
def test_a_cell_run_again_and_again_leaves_no_figures_comms_or_memory(request):
    """It finds what leaks a quarter of a megabyte a run; the pixels of a figure are one megabyte."""
    warm, more = 50, 150
    with started_kernel(request.config.rootpath / "notebooks") as client:
        run_cell(client, SETUP, "setup")
        for _ in range(warm):
            run_cell(client, CELL, "picture")
        early = run_cell(client, "print(left())", "look").split()
        for _ in range(more):
            run_cell(client, CELL, "picture")
        figures, comms, megabytes = map(int, run_cell(client, "print(left())", "look").split())
    print(f"after {warm + more} runs: {figures} figures, {comms} comms, {megabytes} MB; after {warm}: {early}")
    assert figures == 0
    assert comms == int(early[1])
    assert megabytes - int(early[2]) < 40
