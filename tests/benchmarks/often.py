"""Runs the tests many times under changing conditions until a run fails, to find tests that fail only sometimes.

    python -m tests.benchmarks.often                # plain pytest, at most fifty times
    python -m tests.benchmarks.often 5 --browser    # the tests in a browser, at most five times
    python -m tests.benchmarks.often 5 tests/explore

Each run has a different order of files, hash seed, number of threads, time zone and locale. Every second run ignores
interrupts, because a shell starts its background jobs in this way. The first run that fails prints its conditions and
the output of pytest, and no run follows it. Further arguments are passed on to pytest.
"""

import argparse
import itertools
import os
import random
import signal
import subprocess
import sys
import time

from tests.browser.lab import ROOT

ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati")
LOCALES = ("C.UTF-8", "C", "POSIX")
THREADS = ("1", "2", "3")


def circumstances(run):
    """The environment of run number `run`: 36 runs use all combinations once, and each run has its own hash seed."""
    zone, locale, threads = list(itertools.product(ZONES, LOCALES, THREADS))[run * 7 % 36]
    seed = str(random.Random(run).randrange(2**32))
    return {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "OMP_NUM_THREADS": threads}


def ignore_interrupts():
    """Ignore interrupts in the process that becomes pytest and in all processes that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def passes(run, arguments):
    """Whether the tests pass in run number `run`; prints one line and, if they fail, the output of pytest."""
    chosen, began = circumstances(run), time.perf_counter()
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}  # CI would make pytest run all
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--shuffle-files={run}", *arguments],
        cwd=ROOT,
        env=inherited | chosen,
        preexec_fn=ignore_interrupts if run % 2 else None,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    last = (done.stdout.strip().splitlines() or ["nothing was printed"])[-1]
    how = f"{chosen}{' with interrupts ignored' if run % 2 else ''}"
    print(f"{run + 1:3} {time.perf_counter() - began:5.0f} s  {last}  {how}", flush=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
    return done.returncode == 0


def main():
    """Run the tests until the wanted number of runs has passed or one run has failed; return whether one has failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="?", type=int, default=50)
    parser.add_argument("--browser", action="store_true", help="run the browser's tests")
    given, arguments = parser.parse_known_args()
    arguments += ["tests/browser"] if given.browser else []
    passed = next((run for run in range(given.runs) if not passes(run, arguments)), given.runs)
    print(f"{passed} of {given.runs} runs passed")
    return passed < given.runs


if __name__ == "__main__":
    sys.exit(main())
