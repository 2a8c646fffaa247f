"""The files that learners hand in: where they are, whose they are, and what `check` left in them.

A file or a folder of the class's folder belongs to one learner; ZIP files count as folders and are read as they are.
Nothing of what is handed in is run.
"""

import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from utils.check.record import records
from utils.publish.learners import learner_of
from utils.publish.notebooks import NOTEBOOKS, ROOT, lesson_paths

LARGEST_FILE = 50_000_000  # bytes of a file: a lesson with all its pictures has a tenth of that
SKIPPED = ("__MACOSX", "__pycache__", "venv", "node_modules", "desktop.ini", "Thumbs.db")  # made by no learner
ANSWERS = (".ipynb", ".json", ".ipynb.txt", ".json.txt")  # some browsers put .txt behind a name
PACKED = (".zip", ".rar", ".7z", ".gz")
RESULTS = "results.csv"  # what the command itself writes into the folder
STATES = ("untouched", "noted", "tried", "right")  # of an exercise, from the least to the most
CHECK = re.compile(r"""^(?:check|note)\(\s*["']((?:\d\d|before|after)-[\w-]+)["']""", re.MULTILINE)

UNNAMED = "(no name: "  # what stands in the place of a learner's name that no file or folder has

Record = dict[str, str | None]


class Unreadable(Exception):
    """A sentence that says why a file that was handed in cannot be read."""


@dataclass(frozen=True)
class Submission:
    """A file of a learner: whose it is, what it is called in the class's folder, and a way to its bytes."""

    learner: str
    name: str
    archive: Path | None
    inside: str | Path

    def read(self) -> bytes:
        """What stands in the file. Raises Unreadable."""
        try:
            if self.archive is None:
                check_size(Path(self.inside).stat().st_size)
                return Path(self.inside).read_bytes()
            with zipfile.ZipFile(self.archive) as archive:
                check_size(archive.getinfo(str(self.inside)).file_size)
                return archive.read(str(self.inside))
        except (OSError, RuntimeError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
            raise Unreadable(f"it cannot be read: {error}") from error


def check_size(size: int) -> None:
    """Raise Unreadable for a file of more than `LARGEST_FILE` bytes."""
    if size > LARGEST_FILE:
        raise Unreadable(f"it has {size / 1e6:.0f} MB, and a lesson has at most {LARGEST_FILE / 1e6:.0f}")


def submissions(folder: Path) -> Iterator[Submission | str]:
    """The notebooks and the answers from pages in `folder`, by name; a sentence for each other file.

    `folder` is a folder or a ZIP file. A folder that holds one ZIP file and nothing else is read as that file.
    """
    if folder.is_file():
        yield from zipped(folder)
        return
    seen = sorted(path for path in folder.iterdir() if not made_by_a_program((path.name,)))
    if len(seen) == 1 and seen[0].suffix.lower() == ".zip":
        yield from zipped(seen[0])
        return
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        parts = path.relative_to(folder).parts
        if path.suffix.lower() == ".zip" and not made_by_a_program(parts):
            yield from zipped(path, learner_of(parts[:-1], path.stem))
        else:
            yield from handed_in(parts, None, path)


def zipped(path: Path, learner: str = "") -> Iterator[Submission | str]:
    """The answers in the ZIP file at `path`: of `learner`, else of whoever its folders and files are named after."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(each.filename for each in archive.infolist() if not each.is_dir())
    except (OSError, zipfile.BadZipFile) as error:
        yield f"{path.name}: it cannot be read: {error}."
        return
    for name in names:
        yield from handed_in(tuple(name.split("/")), path, name, learner)


def handed_in(
    parts: tuple[str, ...], archive: Path | None, inside: str | Path, learner: str = ""
) -> Iterator[Submission | str]:
    """The Submission at `parts` if it is one; a sentence for another file, but for those that no learner has made."""
    if made_by_a_program(parts) or came_with_the_lessons(parts):
        return
    name = "/".join(parts if archive is None else (archive.name, *parts))
    if not parts[-1].lower().endswith(ANSWERS):
        yield f"{name}: {what_to_do(parts[-1])}"
        return
    stem = re.sub(r"(\.ipynb|\.json)(\.txt)?$", "", parts[-1], flags=re.IGNORECASE)
    yield Submission(learner or learner_of(parts[:-1], stem) or f"{UNNAMED}{name})", name, archive, inside)


def what_to_do(name: str) -> str:
    """What is to be done about the file called `name`, which holds no answers that this command can read."""
    if name.lower().endswith(PACKED):
        return "a packed file: unpack it here, and run this again."
    return "no notebook: ask for the file that ends in .ipynb, or for the answers that the page saves."


def made_by_a_program(parts: tuple[str, ...]) -> bool:
    """Whether the file at `parts` is a copy that a program has made, or what this command has written."""
    return parts == (RESULTS,) or any(part in SKIPPED or part.startswith((".", "~$")) for part in parts)


def came_with_the_lessons(parts: tuple[str, ...]) -> bool:
    """Whether the file at `parts` is one of this repository in which nobody answers anything."""
    if parts[-1] in with_exercises():
        return False
    paths = (ROOT.joinpath(*parts[start:]) for start in range(len(parts)))
    return any(map(os.path.isfile, paths))  # unlike Path.is_file, it says no to a name that is too long


@cache
def with_exercises() -> set[str]:
    """The names of the notebooks in which learners answer something."""
    return {path.name for path in (*lesson_paths(), *NOTEBOOKS.glob("questions_*.ipynb"))}


def read_records(submission: Submission) -> dict[str, list[Record]]:
    """The records in `submission`, by the name of the exercise; an empty list for one that `check` was not asked.

    Raises Unreadable for a file that is neither a notebook with exercises nor the answers from a page.
    """
    try:
        content = json.loads(submission.read())
    except ValueError as error:  # also a text that is no UTF-8
        raise Unreadable("it is no JSON, or only a part of it") from error
    except RecursionError as error:
        raise Unreadable("it is no JSON of a notebook") from error
    found: dict[str, list[Record]] = {name: [] for name in exercises_in(content)}
    for record in map(valid, records_in(content)):
        if record:
            found.setdefault(str(record["exercise"]), []).append(record)
    if not found:
        raise Unreadable("it has none of the exercises")
    return found


def exercises_in(content: Any) -> list[str]:
    """The names of the exercises that the cells of the notebook `content` ask for."""
    cells = content.get("cells") if isinstance(content, dict) else None
    sources = [cell.get("source", "") for cell in cells or [] if isinstance(cell, dict)]
    whole = ["".join(map(str, source)) if isinstance(source, list) else str(source) for source in sources]
    return [name for source in whole for name in CHECK.findall(source)]


def records_in(content: Any) -> list[Any]:
    """What may be the records of `content`, the JSON of a notebook or of the answers from a page."""
    if not isinstance(content, dict):
        return []
    if isinstance(content.get("records"), list):
        return content["records"]
    try:
        return records(content)
    except (AttributeError, KeyError, TypeError):  # a notebook that was changed by hand
        return []


def valid(record: Any) -> Record | None:
    """`record` if it has the form that `utils/check/record.py` describes, else None."""
    if not isinstance(record, dict) or record.get("state") not in STATES:
        return None
    exercise, wrong = record.get("exercise"), record.get("wrong")
    if not isinstance(exercise, str):
        return None
    return {"exercise": exercise, "state": record["state"], "wrong": wrong if isinstance(wrong, str) else None}
