"""How the benchmarks print: one line a figure, with its budget beside it and whether it is kept."""

import os
import statistics


def percentile(values, percent):
    """The value below which `percent` of `values` lie; NaN if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))] if ordered else float("nan")


def median(values):
    """The median of `values`; NaN if there are none."""
    return statistics.median(values) if values else float("nan")


def line(what, value, unit="", most=None, least=None):
    """Print `value` after `what`, and beside it the budget: at `most`, or at `least`, so much."""
    budget = ""
    if most is not None:
        budget = f"at most {most:g}: {'kept' if value <= most else 'MISSED'}"
    if least is not None:
        budget = f"at least {least:g}: {'kept' if value >= least else 'MISSED'}"
    print(f"  {what:58} {value:9.2f} {unit:4} {budget}".rstrip(), flush=True)


def heading(text):
    """Print a heading above some lines."""
    print(f"\n{text}", flush=True)


def machine():
    """Print how much else the machine does: at a load above its cores, times are stretched and only ratios tell."""
    heading(f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
