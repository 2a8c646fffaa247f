"""Note an answer to a question of the test of understanding, without saying whether it is right (no lesson).

`utils/publish/understanding.py` has the answers, and scores what is noted here.
"""

from utils.check.record import Result, publish_record

LETTERS = "ABCD"


def note(name: str, answer: object) -> None:
    """Print that `answer`, one of the letters A to D, is noted for the question `name`, and leave a record of it."""
    letter = answer.strip(" .,;:()").upper() if isinstance(answer, str) else ""
    if letter and letter in LETTERS:
        result = Result(f"Noted: {letter}.", "noted", letter)
    elif not answer:
        result = Result("Not yet: write a letter between the quotes and run this cell again.", "untouched")
    else:
        result = Result("Not noted: write one of the letters A, B, C and D between the quotes.", "untouched")
    print(result.sentence)
    publish_record(name, result)
