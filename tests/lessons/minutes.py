"""Estimates how many minutes a lesson takes whoever meets its subject for the first time, and prints them.

    python -m tests.lessons.minutes                              # all lessons
    python -m tests.lessons.minutes notebooks/01_slope.ipynb     # this one

It is an estimate and no measurement: the numbers below were chosen so that the first edition of the lessons took as
long as people without calculus would need to read every cell. Nobody has yet been timed.
What stands under a heading `## Further: ...` is not part of the core, and is estimated for itself.
"""

import re
import sys
from pathlib import Path

import nbformat

from tests.lessons.lesson_code import LESSONS, NOTEBOOKS
from tests.lessons.rules import minutes as promised

WORDS = 130  # read in a minute, outside folds
PREDICTION = 1.0  # minutes for each *Predict first*
QUESTION = 1.0  # minutes for each multiple choice: its folds are opened, and not all of them are read
STILL = 0.5  # minutes for each picture that is committed, also the still picture of a moving one
LINE = 0.1  # minutes for each line of code
UNREAD = re.compile(r"\s*(ax|fig|plt|show|explore|from|import|\)|\])")  # lines that draw or import, which nobody reads
CALLS = {r"check": 2.5, r"explore|Sketch|Pad": 1.5}  # minutes for each call: to answer, to move, to draw

CORE = 40  # minutes at most
PART = 0.2  # of the estimate: as far as the promised minutes may be from it
ROUNDING = 2  # minutes: as far as those of a short `Further` may be from the estimate


def of_text(source):
    """The minutes for the markdown `source`."""
    words = re.findall(r"[\w'*-]+", re.sub(r"<details.*?</details>", "", source, flags=re.DOTALL))
    questions = len(re.findall(r"<details", source)) > 1
    return len(words) / WORDS + PREDICTION * len(re.findall(r"\*\*Predict first", source)) + QUESTION * questions


def of_code(cell):
    """The minutes for the code cell `cell`."""
    lines = [line for line in cell.source.splitlines() if line.strip() and not UNREAD.match(line)]
    stills = sum("image/png" in output.get("data", {}) for output in cell.outputs)
    calls = (each * len(re.findall(rf"(?m)^(?:\w+ = )?(?:{name})\(", cell.source)) for name, each in CALLS.items())
    return LINE * len(lines) + STILL * stills + sum(calls)


def estimate(cells):
    """The minutes for `cells`."""
    return sum(of_text(cell.source) if cell.cell_type == "markdown" else of_code(cell) for cell in cells)


def parts(notebook):
    """The cells of the core of `notebook`, and a dict from each heading `Further: ...` to the cells under it.

    Such a part ends at the next heading of the second level.
    """
    core, further = [], {}
    part = core
    for cell in notebook.cells:
        heading = re.match(r"##? (.*)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            part = further.setdefault(heading[1], []) if heading[1].startswith("Further") else core
        part.append(cell)
    return core, further


def core_minutes(notebook, path):
    """The core takes at most 40 minutes."""
    if (taken := estimate(parts(notebook)[0])) > CORE:
        yield f"the core takes {taken:.0f} minutes, {CORE} are the most"


def promised_minutes(notebook, path):
    """The title promises the minutes of the core."""
    taken, said = estimate(parts(notebook)[0]), promised(notebook)
    if said is None or abs(said - taken) > PART * taken:
        yield f"the title promises {said} minutes, the core takes {taken:.0f}"


def further_minutes(notebook, path):
    """The first text under each heading `Further: ...` says about how many minutes that part takes."""
    for heading, cells in parts(notebook)[1].items():
        taken, said = estimate(cells), re.search(r"\b(\d+) minutes?\b", cells[min(1, len(cells) - 1)].source)
        if not said or abs(int(said[1]) - taken) > max(PART * taken, ROUNDING):
            yield f"{heading}: it says {said[0] if said else 'no minutes'}, it takes {taken:.1f}"


def line(path):
    """What the command prints about the lesson at `path`."""
    notebook = nbformat.read(path, as_version=4)
    core, further = parts(notebook)
    more = "".join(f"\n    {heading}: {estimate(cells):.1f}" for heading, cells in further.items())
    return f"{path.name}: {estimate(core):.0f} minutes, promised {promised(notebook)}{more}"


if __name__ == "__main__":
    for lesson in sys.argv[1:] or [NOTEBOOKS / f"{name}.ipynb" for name in LESSONS]:
        print(line(Path(lesson)))
