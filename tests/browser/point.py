"""A picture of one point with two sliders, for the tests of `explore` in the browser."""

PICTURE = """
import time
from utils.explore import explore, powers
from utils.explore.drawing_lock import DRAWING_LOCK
from utils.plots import figure

class Point:
    labels = {"x": "position x"}
    def __init__(self, wait=0.0):
        self.wait = wait
        self.fig, self.ax = figure(figsize=(6.4, 4.0))
        self.ax.set(xlim=(-3, 3), ylim=(0, 9))
        (self.point,) = self.ax.plot([], [], "s", ms=16, color="#ff0000")
    def draw(self, x=-1.5, y=4.0):
        time.sleep(self.wait)
        if x == 3.0:
            raise ValueError("three is too far")
        self.point.set_data([x], [y])
        return f"The point is at x = {x:.2f} <b>and</b> y = {y:.1f}, $5.", [["x", "y"], [x, y]]
    def pixel(self, x, y):
        with DRAWING_LOCK.turn():  # another thread may be drawing a still, for which the figure has more pixels
            return list(map(float, self.ax.transData.transform((x, y))))
"""
SHOWN = 'w = explore(Point(), x=(-3.0, 3.0, 0.05), y=(0.0, 9.0, 0.5), drag=("x", "y"), play="x", count=True)\nw'


def where(widget, x, y):
    """The pixel of the figure (640 x 400) at the data point (x, y), calculated by the kernel with Matplotlib."""
    left, bottom = widget.page.evaluate(
        """async code => { const k = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        const done = await k.requestExecute({ code: '', user_expressions: { v: code } }).done;
        return JSON.parse(done.content.user_expressions.v.data['text/plain']); }""",
        f"w._picture.pixel({x}, {y})",
    )
    return left, 400 - bottom
