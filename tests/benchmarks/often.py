"""The default test run again and again under changing circumstances, until one fails: what fails now and then is found.

    python -m tests.benchmarks.often                # until fifty runs have passed; a night's work
    python -m tests.benchmarks.often 5 tests/test_explore.py

Each run has another hash seed, number of threads, time zone and locale; every other one ignores interrupts, as what a
shell runs in the background does. The first that fails prints its circumstances and what pytest said, and ends it all.
Arguments after the number go on to pytest.
"""

import itertools
import os
import random
import signal
import subprocess
import sys
import time

from tests.browser.lab import HOUSE

ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati")
LOCALES = ("C.UTF-8", "C", "POSIX")
THREADS = ("1", "2", "3")
RUNS = 50


def circumstances(run):
    """The environment of run number `run`: all combinations come in turn, and a hash seed that never came before."""
    zone, locale, threads = list(itertools.product(ZONES, LOCALES, THREADS))[run * 7 % 36]
    seed = str(random.Random(run).randrange(2**32))
    return {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "OMP_NUM_THREADS": threads}


def ignored():
    """Ignore interrupts, in the process about to be pytest and in all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def once(run, arguments):
    """Run the tests in the circumstances of `run`; whether they passed. What failed is printed."""
    chosen, began = circumstances(run), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        cwd=HOUSE,
        env=os.environ | chosen,
        preexec_fn=ignored if run % 2 else None,
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


def main(runs, arguments):
    """Run until `runs` runs have passed or one has failed; the number that passed."""
    return next((run for run in range(runs) if not once(run, arguments)), runs)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    passed = main(wanted, sys.argv[2:])
    print(f"{passed} of {wanted} runs passed")
    sys.exit(passed < wanted)
