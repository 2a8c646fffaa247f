"""Exercises on a page without Python: a field below each cell that asks for a value, an order or a text.

The page judges an answer by the exercises of `utils/check`, which stand on it as JSON: `templates/judge.js` reads that.
"""

import json
import re
from html import escape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from utils.check.conditions import Condition
from utils.check.exercises import Exercise, Wrong
from utils.check.find import find
from utils.check.judge import NOT_RIGHT, Attempt
from utils.check.values import is_number

CALL = re.compile(r"""^check\(\s*["'](\d\d-[\w-]+)["']""", re.MULTILINE)
NOT_YET = "Not yet: type your answer into the field."
FUNCTION = (
    "This exercise wants a function of Python: it answers when its cell runs, here if the cell has a button Run, "
    "else in the notebook."
)


def with_field(cell: NotebookNode) -> bool:
    """Put a field in place of what `check` printed in `cell`, if it calls `check`. Returns whether there is a field.

    Where an answer needs Python, a sentence that says so takes the place.
    """
    if cell.cell_type != "code" or not (called := CALL.search(cell.source)):
        return False
    exercise, _ = find(called[1])
    answers = exercise is not None and not exercise.inputs
    html = field(called[1], as_json(called[1], exercise)) if exercise and answers else f"<p>{FUNCTION}</p>"
    for output in cell.outputs:
        if "text" in output:
            output["text"] = re.sub(r"^Not yet: .*\n", "", output["text"], flags=re.MULTILINE)
    kept = [output for output in cell.outputs if output.get("text", "something else")]
    cell.outputs = [*kept, new_output("display_data", {"text/html": html})]
    return answers


def as_json(name: str, exercise: Exercise) -> dict[str, Any]:
    """What a page needs of the `exercise` called `name`, which wants a value: all its answers and sentences."""
    return {
        "name": name,
        "wanted": exercise.reference,
        "tolerance": exercise.tolerance,
        "right": f"Right. {exercise.right}",
        "hint": f"{NOT_RIGHT} {exercise.hint}",
        "not_yet": NOT_YET,
        "not_right": NOT_RIGHT,
        "no_number": Attempt(exercise, name, "no number").result().sentence if is_number(exercise.reference) else "",
        "wrong": [wrong_as_json(wrong) for wrong in exercise.wrong],
    }


def wrong_as_json(wrong: Wrong) -> dict[str, Any]:
    """What a page needs of `wrong`. Raises TypeError for a condition that a page cannot judge."""
    if wrong.when is None:
        return {"answer": wrong.answer, "reason": wrong.reason}
    if not isinstance(wrong.when, Condition):
        raise TypeError(f"a page cannot judge the condition of {wrong.reason!r}: use one of utils/check/conditions.py.")
    return {"when": wrong.when.as_json(), "reason": wrong.reason}


def field(name: str, exercise: dict[str, Any]) -> str:
    """The field for the exercise called `name`; `templates/field.js` finds it by its attribute."""
    state = json.dumps(exercise, separators=(",", ":")).replace("<", "\\u003c")
    kind = 'inputmode="text" autocapitalize="off"'
    return (
        f'<form class="exercise" data-exercise="{escape(name)}">'
        f'<label>Your answer <input {kind} autocomplete="off" spellcheck="false"></label> '
        "<button>Check</button>"
        '<p role="status"></p>'
        "<noscript><p>Scripts are switched off in this browser, so nothing answers here.</p></noscript>"
        f'<script type="application/json">{state}</script></form>'
    )
