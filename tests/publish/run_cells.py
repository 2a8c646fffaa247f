"""Runs the cells of the notebooks that it is given, and gives `check` every answer, with the Python of the pages.

`tests/publish/test_run.py` starts it with the stand-in for PyTorch and with PyTorch, and compares what it prints.
"""

import contextlib
import importlib
import io
import json
import sys
from pathlib import Path

from runner import Runner

FEW = 40  # stops of each picture whose sentences are compared


def shown(output, runner):
    """What an output shows, in words: of a moving picture the sentences of some of its stops."""
    if "png" in output:
        return {"alt": output["alt"], "light": output["light"]}
    if "widget" not in output:
        return output.get("text") or output.get("error")
    _, widget = runner.widgets[output["widget"]["key"]]
    if not hasattr(widget, "stops"):
        return [output["sentence"], *output["widget"]["truth"]]
    stops = [*widget.stops()]
    return [widget.frame(**widget.values(stop))["sentence"] for stop in stops[:: max(1, len(stops) // FEW)]]


def judged(number):
    """What `check` says to the reference and to each wrong answer of the exercises of a lesson."""
    from utils.check import check

    exercises = importlib.import_module(f"utils.check.exercises.lesson_{number}").EXERCISES
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for name, exercise in exercises.items():
            for answer in (exercise.reference, *(wrong.answer for wrong in exercise.wrong)):
                check(name, answer)
    return said.getvalue().splitlines()


def main():
    found = {}
    runner = Runner(lambda message: None)
    for path in map(Path, sys.argv[1:]):
        cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in cells]
        for index, cell in enumerate(cells):
            if cell["id"] not in ("imports", "cost"):  # the first is in no page, the second measures times
                outputs = runner.run(cell["id"], sources[index], sources[:index])
                found[f"{path.stem}: {cell['id']}"] = [shown(output, runner) for output in outputs]
        found[f"{path.stem}: answers"] = judged(path.name[:2])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
