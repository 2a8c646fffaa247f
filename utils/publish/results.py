"""Read what the learners of a class handed in, and say who has solved what, and which wrong answers are usual.

    python -m utils.publish.results FOLDER

FOLDER holds a file or a folder for each learner, or ZIP files of them; a file is a lesson that was saved after it was
run, or the answers that a page has exported. Nothing in them is run: the command reads what `check` left there, and
takes it on trust. It prints a table and writes `results.csv` into FOLDER, a line for each learner and exercise.
A file that cannot be read is named in a line of its own, and stops nothing. The answers to the questions before and
after the lessons are scored.
"""

import csv
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from utils.check.find import exercises_by_lesson
from utils.publish import understanding
from utils.publish.notebooks import command_line
from utils.publish.submissions import STATES, Record, Submission, Unreadable, read_records, submissions

HEADING = ("learner", "lesson", "right", "tried", "untouched")
TRUST = "This is what the files say. It is taken on trust: whoever hands a file in can change what it says."
OTHER = "another answer, for which check has no reason of its own"

Records = dict[str, list[Record]]  # by the name of the exercise
Results = dict[tuple[str, str], Records]  # by learner and lesson


def collect(found: Iterable[Submission | str]) -> tuple[Results, list[str]]:
    """The records of all files of `found`, and a sentence for each file that cannot be read."""
    results: Results = defaultdict(lambda: defaultdict(list))
    problems = []
    for each in found:
        if isinstance(each, str):
            problems.append(each)
            continue
        try:
            for exercise, records in read_records(each).items():
                results[each.learner, exercise[:2]][exercise] += records
        except Unreadable as error:
            problems.append(f"{each.name}: {error}.")
    return results, problems


def noted(results: Results) -> dict[str, dict[str, str]]:
    """The letters that each learner of `results` has chosen in the test of understanding, by the question's name."""
    choices: dict[str, dict[str, str]] = defaultdict(dict)
    for (learner, _), found in results.items():
        for name, records in found.items():
            letters = [str(record["wrong"]) for record in records if record["state"] == "noted"]
            if letters and understanding.question(name):
                choices[learner][name] = letters[-1]
    return choices


def complete(results: Results) -> tuple[Results, list[str]]:
    """`results` with every exercise of each lesson, and a sentence for each exercise that no lesson has."""
    known, problems = exercises_by_lesson(), []
    whole: Results = {}
    for (learner, lesson), found in sorted(results.items()):
        names = known.get(lesson, {})
        unknown = [name for name in found if name not in names and not understanding.question(name)]
        problems += [f"{learner}: no lesson has an exercise {name!r}." for name in unknown]
        if any(name in names for name in found):
            whole[learner, lesson] = {name: found.get(name, []) for name in names}
    return whole, problems


def state(records: Sequence[Record]) -> str:
    """The best state of `records`, those of one exercise."""
    return max((str(record["state"]) for record in records), key=STATES.index, default=STATES[0])


def wrong(records: Sequence[Record]) -> str:
    """What was wrong with the last of the answers in `records`; "" when that is not known."""
    reasons = [str(record["wrong"]) for record in records if record["wrong"]]
    return reasons[-1] if reasons else ""


def row(learner: str, lesson: str, found: Records) -> tuple[str, ...]:
    """The line of the table for `learner` and `lesson`: under each state the names of its exercises."""
    names = {each: [name[3:] for name, records in found.items() if state(records) == each] for each in STATES}
    begun = any(found.values())
    untouched = ", ".join(names["untouched"]) if begun else "all: check has not run"
    return learner, lesson, ", ".join(names["right"]), ", ".join(names["tried"]), untouched


def width(text: str) -> int:
    """How many columns of a terminal `text` takes: two for a wide character, none for an accent of its own."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)


def printable(text: str) -> str:
    """`text` in one line, without the characters that would steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def table(rows: Sequence[Sequence[str]]) -> str:
    """`rows` as text, each column as wide as its widest entry."""
    shown = [[printable(entry) for entry in each] for each in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    return "\n".join("  ".join(map(padded, each, widths)).rstrip() for each in shown)


def padded(text: str, columns: int) -> str:
    """`text` with spaces behind it, so that it takes `columns` of a terminal."""
    return text + " " * (columns - width(text))


def mistakes(results: Results) -> list[str]:
    """The wrong answers of the class, the most frequent first: how often, in which exercise, what check said."""
    counts: Counter[tuple[str, str]] = Counter()
    for found in results.values():
        for name, records in found.items():
            tried = [record for record in records if record["state"] == "tried"]
            counts.update({(name, str(record["wrong"] or OTHER)) for record in tried})
    return [f"{count:3}  {name}: {printable(reason)}" for (name, reason), count in counts.most_common()]


def as_cell(text: str) -> str:
    """`text` for a spreadsheet, which takes a text for a formula when it begins with one of these signs."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def write_csv(results: Results, choices: dict[str, dict[str, str]], path: Path) -> None:
    """Write a line for each learner and exercise or answer of `choices` to `path`, as spreadsheets read it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(("learner", "lesson", "exercise", "state", "what was wrong"))
        for (learner, lesson), found in results.items():
            for name, records in found.items():
                out.writerow(map(as_cell, (learner, lesson, name, state(records), wrong(records))))
        for learner, letters in choices.items():
            for name, letter in letters.items():
                judged = "right" if understanding.is_right(name, letter) else f"tried: {letter}"
                shows = understanding.misconception(name, letter)
                out.writerow(map(as_cell, (learner, "questions", name, judged, shows)))


def say_understanding(choices: dict[str, dict[str, str]]) -> None:
    """Print the scores of the test of understanding, and which misconceptions the answers show."""
    print("Questions before and after the lessons:", table(understanding.scores(choices)), "", sep="\n")
    print(table(understanding.misconceptions(choices)), "", sep="\n")


def say(results: Results, problems: Sequence[str]) -> None:
    """Print the table, the usual mistakes and the files that could not be read."""
    if results:
        print(table([HEADING, *(row(*key, found) for key, found in results.items())]))
        print(f"\n{TRUST}")
    if counted := mistakes(results):
        print("\nWrong answers, by how many learners gave them:", *counted, sep="\n")
    if problems:
        print("\nNot read:", *map(printable, problems), sep="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Report on the folder named in `arguments`; 1 when it is none or when the CSV cannot be written."""
    parser = command_line("results", __doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args(arguments).folder
    if not folder.is_dir() and folder.suffix.lower() != ".zip":
        parser.error(f"{folder} is neither a folder nor a ZIP file.")
    results, problems = collect(submissions(folder))
    whole, unknown = complete(results)
    if choices := noted(results):
        say_understanding(choices)
    say(whole, [*problems, *unknown])
    if not whole and not choices:
        print("No file with exercises of these lessons was found.")
    path = (folder if folder.is_dir() else folder.parent) / "results.csv"
    try:
        write_csv(whole, choices, path)
    except OSError as error:
        print(f"The table cannot be written to {path}: {error}.", file=sys.stderr)
        return 1
    print(f"\n{path}: a line for each learner and exercise.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
