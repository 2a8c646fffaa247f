"""Measures the kernel time of `@interact` for one picture, with which times of the same run are compared."""

import base64
import time

import matplotlib.pyplot as plt
from IPython.core.pylabtools import print_figure

from tests.benchmarks.moving import HEIGHT, RANGE, WIDTH, Moving
from tests.benchmarks.report import median


def picture_time(count=10):
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


def same_picture_time(figure, count=5):
    """The median kernel time of `count` pictures that `@interact` shows of `figure`, ms, once the figure is made."""
    times = []
    for _ in range(count + 1):
        began = time.thread_time()
        base64.b64encode(print_figure(figure, bbox_inches="tight"))
        times.append(1e3 * (time.thread_time() - began))
    return median(times[1:])  # without the first, which loads fonts
