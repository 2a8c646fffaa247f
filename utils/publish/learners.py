"""Whose a file that was handed in is: by the name of its folder, or by its own name beside that of the lesson."""

import re
import unicodedata
from functools import cache

from utils.publish.notebooks import NOTEBOOKS

OURS = re.compile(r"downhill(-\w+)?|notebooks", re.IGNORECASE)  # folders that come with the lessons
EXPORTED = re.compile(r"_\d+_assignsubmission_.*$|(_LATE)?_\d+_\d+$")  # what Moodle and Canvas put behind a name
COPY = re.compile(  # what browsers, JupyterLab and file managers add to a name that exists already
    r"\(\d+\)|\b(cop(?:y|ia|ie)|kopie)( of| de| von)?\d*\b( \d+)?", re.IGNORECASE
)
ENDS = " _-."


@cache
def lesson_name() -> re.Pattern[str]:
    """What finds, in the name of a file, the name that it had before a learner renamed it."""
    names = "|".join(re.escape(path.stem) for path in NOTEBOOKS.glob("*.ipynb"))
    return re.compile(rf"[\s_-]*({names}|downhill[_-]answers)([ -]\d(?!\w))?[\s_-]*", re.IGNORECASE)


def folder_learner(name: str) -> str:
    """The learner whose folder is called `name`; "" for a folder that comes with the lessons."""
    return EXPORTED.sub("", unicodedata.normalize("NFC", name)) if not OURS.fullmatch(name) else ""


def file_learner(stem: str) -> str:
    """The learner that `stem`, the name of a file, has beside that of the lesson; "" where it names nobody.

    Where it does name somebody, a mark such as "(1)" stays: it may be that of another learner of that name.
    """
    left = lesson_name().sub(" ", unicodedata.normalize("NFC", stem)).strip(ENDS)
    return EXPORTED.sub("", left) if without_copy_marks(left) else ""


def without_copy_marks(name: str) -> str:
    """`name` without what programs add to a name that exists already, such as "(1)"; "" where nothing else is left."""
    return COPY.sub("", name).strip(ENDS)


def learner_of(folders: tuple[str, ...], stem: str) -> str:
    """Whose a file called `stem` in the `folders` is; "" where no name says it."""
    return next(filter(None, map(folder_learner, folders)), "") or file_learner(stem)
