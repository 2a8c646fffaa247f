"""What `check` leaves in a notebook for a program: which exercise was answered, and how (every lesson).

Beside its printed sentence, each check publishes an output of the type "display_data" whose `data` is empty, so that
nothing is shown and nbval finds nothing to compare, and whose `metadata` has one key, `MIME`. Jupyter saves it with the
cell. The value is an object with three keys:

    {"exercise": "03-step", "state": "tried", "wrong": "The slope of x**2 is 2*x: a factor of 2 is missing."}

exercise: the name of the exercise, as the learner gave it to `check`.
state: "untouched" (the stub, None, or a function with a `...` still in it), "right", "tried" (anything else), or
    "noted" (an answer to the test of understanding, of which nobody says whether it is right).
wrong: which usual wrong answer it is: the `reason` of that `Wrong`, which is unique in its exercise; the
    letter of an answer that is noted; else null.

`records` reads them from a saved notebook. `python -m utils.publish.execute` does not commit them.
"""

from dataclasses import dataclass
from typing import Any

from IPython import get_ipython

MIME = "application/vnd.downhill.check+json"


@dataclass(frozen=True)
class Result:
    """What comes of one check: the `sentence` that is printed; `state` and `wrong` are those of the record."""

    sentence: str
    state: str = "tried"
    wrong: str | None = None


def publish_record(exercise: str, result: Result) -> None:
    """Publish the record of `result` with the cell that runs; outside IPython do nothing."""
    if shell := get_ipython():
        record = {"exercise": exercise, "state": result.state, "wrong": result.wrong}
        shell.display_pub.publish(data={}, metadata={MIME: record})


def records(notebook: dict[str, Any]) -> list[dict[str, str | None]]:
    """The records in a saved `notebook` (its JSON, or nbformat's), in order. Raises KeyError where it has no cells."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return [output["metadata"][MIME] for output in outputs if MIME in output.get("metadata", {})]
