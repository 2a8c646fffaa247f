"""A cell that a learner runs two hundred times in a real kernel leaves no figure, no comm and no memory behind."""

import queue

from jupyter_client.manager import start_new_kernel

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


def run(client, code, cell):
    """Run `code` as the cell `cell`, as JupyterLab would; what it printed."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "stop_on_error": True}
    message = client.session.msg("execute_request", content, metadata={"cellId": cell})
    client.shell_channel.send(message)
    printed = ""
    while True:
        try:
            answer = client.get_iopub_msg(timeout=60)
        except queue.Empty as error:
            raise AssertionError(f"{code!r} did not end") from error
        if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        assert answer["msg_type"] != "error", answer["content"]
        printed += answer["content"].get("text", "") if answer["msg_type"] == "stream" else ""
        if answer["content"].get("execution_state") == "idle":
            return printed


def test_a_cell_run_two_hundred_times_leaves_nothing_behind(request):
    manager, client = start_new_kernel(cwd=str(request.config.rootpath / "notebooks"))
    try:
        run(client, SETUP, "setup")
        for _ in range(50):
            run(client, CELL, "picture")
        early = run(client, "print(left())", "look").split()
        for _ in range(150):
            run(client, CELL, "picture")
        figures, comms, megabytes = map(int, run(client, "print(left())", "look").split())
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    print(f"after 200 runs: {figures} figures, {comms} comms, {megabytes} MB; after 50: {early}")
    assert figures == 0
    assert comms == int(early[1])
    assert megabytes - int(early[2]) < 40
