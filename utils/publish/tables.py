"""Tables as text for a terminal, whose columns stay aligned in any script, and cells for a spreadsheet."""

import unicodedata
from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]]) -> str:
    """`rows` as text, each column as wide as its widest entry."""
    shown = [[printable(entry) for entry in each] for each in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    return "\n".join("  ".join(map(padded, each, widths)).rstrip() for each in shown)


def printable(text: str) -> str:
    """`text` in one line, without the characters that would steer a terminal."""
    return "".join(" " if each.isspace() else each if each.isprintable() else "?" for each in text)


def width(text: str) -> int:
    """How many columns of a terminal `text` takes: two for a wide character, none for an accent of its own."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.category(letter) in ("Mn", "Me") for letter in text)


def padded(text: str, columns: int) -> str:
    """`text` with spaces behind it, so that it takes `columns` of a terminal."""
    return text + " " * (columns - width(text))


def as_cell(text: str) -> str:
    """`text` for a spreadsheet, which takes a text for a formula when it begins with one of these signs."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
