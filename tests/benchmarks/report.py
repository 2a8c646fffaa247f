"""Prints the results of the benchmarks: one line for each number, with its budget and whether the budget is kept."""

import os
import statistics


def percentile(values, percent):
    """The value below which `percent` per cent of `values` are; NaN without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))] if ordered else float("nan")


def median(values):
    """The median of `values`; NaN without values."""
    return statistics.median(values) if values else float("nan")


def line(what, value, unit="", most=None, least=None):
    """Print the name `what`, its `value`, and the budget if one is given: at most `most`, or at least `least`."""
    budget = ""
    if most is not None:
        budget = f"at most {most:g}: {'kept' if value <= most else 'MISSED'}"
    if least is not None:
        budget = f"at least {least:g}: {'kept' if value >= least else 'MISSED'}"
    print(f"  {what:58} {value:9.2f} {unit:4} {budget}".rstrip(), flush=True)


def heading(text):
    """Print the heading `text`."""
    print(f"\n{text}", flush=True)


def machine():
    """Print the load of the machine: if it is above the number of cores, times are too long and only ratios count."""
    heading(f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
