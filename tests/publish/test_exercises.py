"""Tests the exercises of a page: it answers each text as `check` does, and those that want a value have a field."""

import importlib
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

from tests.test_javascript import run
from utils.check.exercises import Exercise, Wrong
from utils.check.find import exercises_by_lesson
from utils.check.judge import Attempt
from utils.publish.exercises import CALL, FUNCTION, NOT_YET, as_json, with_field
from utils.publish.notebooks import lesson_paths

VALUES = {name: each for lesson in exercises_by_lesson().values() for name, each in lesson.items() if not each.inputs}
ODD = r"""
0|-0.0|1|-3|2.5|2,5|1/3|-1/3|1 / 3|x = -2|lr=1/3|1/0|1//3|1e3|1_000|1__0|+4|.5|5.|-|=|nan|inf|-inf|0x10|1e|three|
negative|Negative.|"positive"|'left'|z\u00e9ro|\uff13|\u22122,9|1\u20443|\u00bd|13|12.5|15|16|16.5|30|31|32|5000|A|
ABCDEFG|a b c d e f g|B, D, A, C|['B','D','A','C']|B-D-A-C|B_D_A_C|BDACA|BDA1|CFEAGB|CFEAGBDD|cfeagdb|FCEAGBD|
GFEDCBA|1234567
"""


def texts(name, exercise):
    """Texts that a learner may type as an answer to the exercise called `name`: right, wrong and odd ones."""
    ways = importlib.import_module(f"tests.check.right_ways.lesson_{name[:2]}").RIGHT[name]
    odd = ODD.replace("\n", "").encode().decode("unicode_escape").split("|")
    usual = [exercise.reference, *(wrong.answer for wrong in exercise.wrong)]
    return [str(each) for each in usual + odd] + [way for way in ways if isinstance(way, str)]


def test_a_page_answers_each_text_as_check_does():
    asked = [(name, text) for name, exercise in VALUES.items() for text in texts(name, exercise)]
    given = json.dumps([(as_json(name, VALUES[name]), text) for name, text in asked])
    answers = json.loads(run("tests/publish/judge_all.js", source=given))
    for (name, text), answer in zip(asked, answers, strict=True):
        result = Attempt(VALUES[name], name, text).result()
        sentence = NOT_YET if result.state == "untouched" else result.sentence
        assert answer == {"sentence": sentence, "state": result.state, "wrong": result.wrong}, (name, text)


def test_a_condition_that_a_page_cannot_judge_is_refused():
    exercise = Exercise(reference=3, right="Yes.", hint="No.", wrong=(Wrong(4, "Too many.", when=lambda given: True),))
    with pytest.raises(TypeError, match=r"a page cannot judge the condition of 'Too many\.'"):
        as_json("99-any", exercise)


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.stem)
def test_each_exercise_of_a_lesson_has_a_field_or_a_sentence_in_place_of_what_check_printed(path):
    fields = 0
    for cell in nbformat.read(path, as_version=4).cells:
        asks = CALL.search(cell.source) if cell.cell_type == "code" else None
        field = with_field(cell)
        fields += field
        if asks:
            html = cell.outputs[-1].data["text/html"]
            assert (FUNCTION in html) != field, asks[1]
            assert "Not yet: put" not in json.dumps(cell.outputs)
    assert fields == sum(name[:2] == path.stem[:2] for name in VALUES)


def test_what_a_cell_prints_besides_stays():
    cell = new_code_cell('check("01-sign", side)', outputs=[new_output("stream", text="the slope is -3.0\n")])
    cell.outputs.append(new_output("stream", text="Not yet: put your answer there and run this cell again.\n"))
    assert with_field(cell)
    assert [output.get("text", "field") for output in cell.outputs] == ["the slope is -3.0\n", "field"]


def test_a_cell_that_asks_nothing_is_left_alone():
    cell = new_code_cell("print(check)")
    assert not with_field(cell)
    assert cell.outputs == []
