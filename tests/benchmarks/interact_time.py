"""Measures the kernel time of `@interact` for one picture, with which times on different machines are compared."""

import base64
import time

import matplotlib.pyplot as plt
from IPython.core.pylabtools import print_figure

from tests.benchmarks.moving import HEIGHT, RANGE, WIDTH, Moving
from tests.benchmarks.report import median


def picture_time(count=1):
    """The median kernel time of `count` pictures made as `@interact` does (new figure, drawn, PNG in base64), ms."""
    times = []
    with plt.style.context("default"):
        for index in range(count + 2):
            began = time.thread_time()
            figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100))
            Moving(figure).draw(RANGE[0] + index * RANGE[2])
            base64.b64encode(print_figure(figure, bbox_inches="tight"))
            times.append(1e3 * (time.thread_time() - began))
            plt.close(figure)
    return median(times[2:])  # without the first two, which load fonts
