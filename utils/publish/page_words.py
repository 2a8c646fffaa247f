"""What a lesson says of its cells, as a page says it: a page has fields for answers, and the cells of few pages run.

What asks for a cell to be run or changed begins with "In the notebook:" on the other pages. The lessons have one
sentence a line.
"""

import re

IN_NOTEBOOK = '<span class="needs">In the notebook:</span> '
REWORDED = {
    "Put your answer, with its quotation marks, in place of `None` and run the cell": "Type your answer into the field",
    ", put it in place of `None`, and run the cell again": " and type it into the field",
    "Write it in place of `None`": "Type it into the field",
}
ASKS = re.compile(
    r"\brun (?:the|that|this|your)(?: next)? cell\b|\ba new cell\b|\bchange (?:it\.|`)|\bloss of your own\b",
    re.IGNORECASE,
)
BULLET = re.compile(r"^ *(?:[-*] |\d+\. )?")


def for_page(source: str, runs: bool = False) -> str:
    """The Markdown `source` of a lesson in the words of a page; code on lines of its own stays as it is.

    Where the cells of the page can be run (`runs`), nothing that asks for that is for the notebook alone.
    """
    for words, instead in REWORDED.items():
        source = source.replace(words, instead)
    parts = re.split(r"(^```.*?^```)", source, flags=re.DOTALL | re.MULTILINE)
    return "".join(part if runs or part.startswith("```") else labelled(part) for part in parts)


def labelled(prose: str) -> str:
    """`prose`, in which each line that asks for a cell to be run or changed says where that is."""
    lines = prose.split("\n")
    return "\n".join(BULLET.sub(rf"\g<0>{IN_NOTEBOOK}", line) if ASKS.search(line) else line for line in lines)
