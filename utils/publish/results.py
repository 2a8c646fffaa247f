"""Read what the learners of a class handed in, and say who has solved what, and which wrong answers are left.

    python -m utils.publish.results FOLDER

FOLDER holds a file or a folder for each learner, or ZIP files of them; a file is a lesson that was saved after it was
run, or the answers that a page has exported. Nothing in them is run: the command reads what `check` left there, and
takes it on trust. It prints tables and writes `results.csv` into FOLDER, a line for each learner and exercise.
A file that cannot be read is named in a line of its own, and stops nothing. The answers to the questions before and
after the lessons are scored.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path

from utils.check.exercises import Exercise
from utils.check.find import exercises_by_lesson
from utils.publish import understanding
from utils.publish.further import further_exercises
from utils.publish.learners import without_copy_marks
from utils.publish.notebooks import cannot_write, command_on_folder
from utils.publish.submissions import (
    RESULTS,
    STATES,
    UNNAMED,
    Record,
    Submission,
    Unreadable,
    read_records,
    submissions,
)
from utils.publish.tables import as_cell, printable, table

HEADING = ("learner", "lesson", "right", "tried", "untouched")
LEGEND = "right: solved. tried: still wrong when it was saved. untouched: blank, or its cell was not run."
PAGES = "A page cannot ask for functions: they are left out where a learner has handed in a page's answers alone."
TRUST = "This is what the files say. It is taken on trust: whoever hands a file in can change what it says."
FORMS = "The columns are the two forms, whichever was answered first: a file does not say when it was answered."
OTHER = "another answer, for which check has no reason of its own"

Records = dict[str, list[Record]]  # by the name of the exercise
Results = dict[tuple[str, str], Records]  # by learner and lesson
Choices = dict[str, dict[str, str]]  # the letters that were chosen, by learner and the name of the question


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


def noted(results: Results) -> tuple[Choices, list[str]]:
    """The letters chosen in the test of understanding, and a sentence for each learner with two for one question."""
    choices: Choices = defaultdict(dict)
    twice: dict[str, list[str]] = defaultdict(list)
    for (learner, _), found in results.items():
        for name, records in found.items():
            letters = [str(record["wrong"]) for record in records if record["state"] == "noted"]
            if letters and understanding.question(name):
                choices[learner][name] = letters[-1]
                twice[learner] += [name] if len(set(letters)) > 1 else []
    return choices, [sitting(learner, names) for learner, names in twice.items() if names]


def sitting(learner: str, names: Sequence[str]) -> str:
    """What is to be done where `learner` has answered the questions `names` in more than one way."""
    which = ", ".join(names)
    return f"{learner}: has two answers to {which}, and the last file's counts; put each sitting into its own folder."


def complete(results: Results) -> tuple[Results, list[str]]:
    """`results` with every exercise of each lesson, and a sentence for each exercise that no lesson has.

    Lessons that nobody has begun are left out, unless nobody has begun any: a whole folder that is handed in has all.
    """
    known, problems = exercises_by_lesson(), []
    whole: Results = {}
    for (learner, lesson), found in sorted(results.items()):
        names = known.get(lesson, {})
        unknown = [name for name in found if name not in names and not understanding.question(name)]
        problems += [f"{learner}: no lesson has an exercise {name!r}." for name in unknown]
        if any(name in names for name in found):
            whole[learner, lesson] = {name: found.get(name, []) for name in asked(names, found)}
    begun = {lesson for (_, lesson), found in whole.items() if any(found.values())}
    return {key: found for key, found in whole.items() if not begun or key[1] in begun}, problems


def asked(exercises: Mapping[str, Exercise], found: Records) -> list[str]:
    """The names of those of a lesson's `exercises` that could be answered where the records `found` come from.

    A notebook names them all; a page has no field for an exercise that wants a function, and so has no record of one.
    """
    functions = {name for name, exercise in exercises.items() if exercise.inputs}
    return [name for name in exercises if name not in functions or functions & found.keys()]


def doubtful(results: Results) -> list[str]:
    """What is to be done about the learners of `results` who have no name, and those whose name is that of a copy."""
    learners = {learner for learner, _ in results}
    count = sum(learner.startswith(UNNAMED) for learner in learners)
    todo = "put each into a folder with the learner's name, or the name before that of the file, and run this again."
    unnamed = [f"{count} of the files named no learner: {todo}"] if count else []
    copies = {each: without_copy_marks(each) for each in sorted(learners)}
    doubles = (
        f"{each}: another learner than {first}? If not, put both files into one folder."
        for each, first in copies.items()
        if first in learners - {each}
    )
    return [*unnamed, *doubles]


def state(records: Sequence[Record]) -> str:
    """The best state of `records`, those of one exercise."""
    return max((str(record["state"]) for record in records), key=STATES.index, default=STATES[0])


def wrong(records: Sequence[Record]) -> str:
    """What was wrong with the last of the answers in `records`; "" when that is not known."""
    reasons = [str(record["wrong"]) for record in records if record["wrong"]]
    return reasons[-1] if reasons else ""


def row(learner: str, lesson: str, found: Records) -> tuple[str, ...]:
    """The line of the table for `learner` and `lesson`: under each state the names of its exercises."""
    right, tried, untouched = (
        listed([name for name, records in found.items() if state(records) == each])
        for each in ("right", "tried", "untouched")
    )
    return learner, lesson, right, tried, untouched if any(found.values()) else "all: check has not run"


def listed(names: Sequence[str]) -> str:
    """The `names` of exercises in a line without their lesson's number: first the core, then what is further."""
    core, further = (
        ", ".join(name[3:] for name in names if (name in further_exercises()) == is_further)
        for is_further in (False, True)
    )
    return f"{core} (Further: {further})".strip() if further else core


def by_exercise(results: Results) -> list[Sequence[str]]:
    """The lines of a table: for each exercise, those of the core first, how many learners are in each state."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for found in results.values():
        for name, records in found.items():
            counts[name][state(records)] += 1
    order = sorted(counts, key=lambda name: (name[:2], name in further_exercises()))
    states = HEADING[2:]
    lines = (
        (f"{name}{' (Further)' * (name in further_exercises())}", *(str(counts[name][each]) for each in states))
        for name in order
    )
    return [("exercise", *states), *lines]


def mistakes(results: Results) -> list[str]:
    """The answers of the class that are still wrong, the most frequent first: how often, which exercise, and why."""
    counts: Counter[tuple[str, str]] = Counter()
    for found in results.values():
        counts.update((name, wrong(each) or OTHER) for name, each in found.items() if state(each) == "tried")
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0][1] == OTHER, each[0][0]))
    return [f"{count:3}  {name}: {printable(reason)}" for (name, reason), count in ordered]


def csv_rows(results: Results, choices: Choices) -> Iterator[Sequence[str]]:
    """The lines of the CSV: one for each learner and exercise of `results` or answer of `choices`."""
    yield "learner", "lesson", "exercise", "state", "what was wrong", "part"
    for (learner, lesson), found in results.items():
        for name, records in found.items():
            part = "Further" if name in further_exercises() else "core"
            yield learner, lesson, name, state(records), wrong(records), part
    for learner, letters in choices.items():
        for name, letter in letters.items():
            judged = "right" if understanding.is_right(name, letter) else f"tried: {letter}"
            yield learner, "questions", name, judged, understanding.misconception(name, letter), ""


def write_csv(rows: Iterable[Sequence[str]], path: Path) -> None:
    """Write `rows` to `path`, as spreadsheets read it."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:  # a name may be no text
        csv.writer(file).writerows([as_cell(each) for each in row] for row in rows)


def say_understanding(choices: Choices) -> None:
    """Print the scores of the test of understanding, and which misconceptions the answers show."""
    print("Questions before and after the lessons:", table(understanding.scores(choices)), "", sep="\n")
    print(table(understanding.misconceptions(choices)), f"\n{FORMS}\n", sep="\n")


def say(results: Results, problems: Sequence[str]) -> None:
    """Print the tables of learners and of exercises, the mistakes that are left, and what could not be read."""
    if results:
        print(table([HEADING, *(row(*key, found) for key, found in results.items())]))
        print(f"\n{LEGEND}\n{PAGES}\n{TRUST}\n\nThe class, by exercise:")
        print(table(by_exercise(results)))
    if counted := mistakes(results):
        print("\nStill wrong, by how many learners gave that answer:", *counted, sep="\n")
    if problems:
        print("\nNot read, or to be put right:", *map(printable, problems), sep="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Report on the folder named in `arguments`; 1 when the CSV cannot be written. Exits with 2 if there is none."""
    parser = command_on_folder("results", __doc__, "FOLDER")
    folder = parser.parse_args(arguments).folder
    if not folder.is_dir() and folder.suffix.lower() != ".zip":
        parser.error(f"{folder} is neither a folder nor a ZIP file.")
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal may lack the letters of a name
        sys.stdout.reconfigure(errors="replace")
    results, problems = collect(submissions(folder))
    (whole, unknown), (choices, sittings) = complete(results), noted(results)
    if choices:
        say_understanding(choices)
    say(whole, [*problems, *unknown, *sittings, *doubtful(results)])
    if not whole and not choices:
        print("No file with exercises of these lessons was found.")
    path = (folder if folder.is_dir() else folder.parent) / RESULTS
    try:
        write_csv(csv_rows(whole, choices), path)
    except OSError as error:
        return cannot_write(path, error)
    print(f"\n{path}: a line for each learner and exercise.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
