"""What a made-up class hands in, for tests of the commands that read it."""

import json
import zipfile

from utils.check.record import MIME
from utils.publish import results, submissions

REASON = "The slope of x**2 is 2*x: a factor of 2 is missing."


def record(exercise, state, wrong=None):
    return {"exercise": exercise, "state": state, "wrong": wrong}


def notebook(*records, exercises=("03-step", "03-count")):
    """The JSON of a notebook that asks for `exercises`, and in which `check` left `records`."""
    outputs = [{"output_type": "display_data", "data": {}, "metadata": {MIME: each}} for each in records]
    cells = [{"cell_type": "code", "source": [f'check("{name}", answer)'], "outputs": []} for name in exercises]
    return json.dumps({"cells": [*cells, {"cell_type": "code", "source": "", "outputs": outputs}], "nbformat": 4})


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def read(folder):
    """(results, problems) of `folder`, as the command has them."""
    return results.collect(submissions.submissions(folder))


def states(folder):
    """The state of each exercise that a file of `folder` has, as a dict from (learner, exercise) to state."""
    found, _ = read(folder)
    return {(who, name): results.state(seen) for (who, _), each in found.items() for name, seen in each.items()}


def zip_of(path, **files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path
