"""Which exercises of a lesson are no part of its core, because they stand under a heading `## Further: ...`."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from utils.publish.exercises import CALL
from utils.publish.notebooks import lesson_paths

HEADING = re.compile(r"##? (Further)?")  # one of the first or the second level ends what is further


@cache
def further_exercises() -> frozenset[str]:
    """The names of the exercises of all lessons that only who goes further meets."""
    return frozenset(name for path in lesson_paths() for name in further_in(path))


def further_in(path: Path) -> Iterator[str]:
    """The names of the exercises under the headings `## Further: ...` of the lesson at `path`."""
    further = False
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and (heading := HEADING.match(source)):
            further = bool(heading[1])
        elif further:
            yield from CALL.findall(source)
