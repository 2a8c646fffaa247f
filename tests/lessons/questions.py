"""The rules for questions: the form of a multiple choice, where its right answer stands, and that each has an answer.

Each choice is a fold; the text of the right one begins with "Yes", that of no other does.
"""

import re
from collections import Counter
from typing import NamedTuple

from tests.lessons.rules import texts

FOLD = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)
ANSWER = re.compile(r"\b(solution|answer)s?\b", re.IGNORECASE)
# How far the number of right answers that stand in one place may be from its fair share: a lesson has too few questions
# to be nearer, and among all questions of several lessons a learner would notice no less.
IN_ONE_LESSON, IN_ALL = 1.5, 2.5


class Choice(NamedTuple):
    """A choice: its letter, the length of its words, and whether it is the right one."""

    letter: str
    length: int
    right: bool


def questions(notebook):
    """The multiple choices of `notebook`, as a dict from the id of the cell to the list of choices."""
    found = {cell.id: list(choices(cell.source)) for cell in texts(notebook)}
    return {name: listed for name, listed in found.items() if listed}


def choices(source):
    """The choices in the markdown `source`."""
    for summary, body in FOLD.findall(source):
        if letter := re.match(r"([A-Z])\. ", summary):
            words = re.sub(r"<[^>]+>|[`*_$]", "", summary[letter.end() :])
            yield Choice(letter[1], len(words), bool(re.match(r"\W*Yes\b", body)))


def form(notebook, path):
    """The letters of the choices are A, B, C, ... and exactly one choice is right."""
    for name, listed in questions(notebook).items():
        letters, right = "".join(each.letter for each in listed), sum(each.right for each in listed)
        if len(listed) < 2 or not "ABCDE".startswith(letters):
            yield f"{name}: the choices are {letters}"
        if right != 1:
            yield f"{name}: {right} choices begin with Yes"


def by_letter(choices):
    """The letters of `choices`, and the indices of those that are right."""
    return [each.letter for each in choices], [index for index, each in enumerate(choices) if each.right]


def by_length(choices):
    """The places of `choices` when they are sorted by length, and those that the right one may have in this order."""
    ordered = sorted(each.length for each in choices)
    right = [each.length for each in choices if each.right]
    names = ["the shortest", *["neither the shortest nor the longest"] * (len(choices) - 2), "the longest"]
    return names, [place for place, length in enumerate(ordered) if length in right]


def uneven(asked, bound):
    """Yield a line for each place where the right ones of `asked`, a list of lists of choices, are too often or rarely.

    Too often or too rarely means that it differs by `bound` or more from what chance would bring.
    """
    counts, fair = Counter(), Counter()
    for names, right in (by(choices) for choices in asked for by in (by_letter, by_length)):
        for name in names:
            fair[name] += 1 / len(names)
        for place in right:
            counts[names[place]] += 1 / len(right)
    for name, share in fair.items():
        if abs(counts[name] - share) >= bound:
            yield f"of {len(asked)} right answers {counts[name]:.1f} are {name}, by chance it would be {share:.1f}"


def spread(notebook, path):
    """The right answers of a lesson are spread evenly over the letters and over the lengths of the choices."""
    yield from uneven(list(questions(notebook).values()), IN_ONE_LESSON)


def answers(notebook, path):
    """A prediction without choices is followed by code, a text that ends with a question by a fold or another cell."""
    for section in sections(notebook):
        for index, cell in enumerate(section):
            after = section[index + 1 :]
            if cell.cell_type != "markdown" or FOLD.search(cell.source):
                continue
            if "**Predict first" in cell.source and not any(each.cell_type == "code" for each in after):
                yield f"{cell.id}: a prediction, and neither choices nor code below it answer it"
            if cell.source.rstrip(" *_").endswith("?") and not after:
                yield f"{cell.id}: it ends with a question, and no cell follows before the next heading"


def solutions(notebook, path):
    """Each section `Your turn` has a fold with the solution or the answer."""
    for heading, *section in sections(notebook):
        summaries = [summary for cell in section for summary, _ in FOLD.findall(cell.source)]
        if "Your turn" in heading.source and not any(map(ANSWER.search, summaries)):
            yield f"{heading.id}: no <details> below it is called a solution or an answer"


def sections(notebook):
    """The cells of `notebook` from heading to heading, as a list of lists; each begins with its heading."""
    found = [[]]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            found.append([])
        found[-1].append(cell)
    return [section for section in found if section]
