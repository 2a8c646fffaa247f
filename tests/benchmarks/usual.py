"""What `@interact` pays in the kernel for one picture: the yardstick for budgets in milliseconds on any machine."""

import base64
import time

import matplotlib.pyplot as plt
from IPython.core.pylabtools import print_figure

from tests.benchmarks.moving import HEIGHT, RANGE, WIDTH, Moving
from tests.benchmarks.report import median

WHERE_SET = 56  # ms: the same on the machine that the budgets were set on


def picture_time(count=10):
    """Kernel time of a picture as `@interact` makes it (a figure, drawn, as PNG, in base64), ms: median of `count`."""
    times = []
    with plt.style.context("default"):
        for index in range(count + 2):
            began = time.thread_time()
            figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100))
            Moving(figure).draw(RANGE[0] + index * RANGE[2])
            base64.b64encode(print_figure(figure, bbox_inches="tight"))
            times.append(1e3 * (time.thread_time() - began))
            plt.close(figure)
    return median(times[2:])  # the first ones fetch fonts
