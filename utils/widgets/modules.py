"""One ES module made of several: anywidget takes a single text, whose imports a browser could not follow."""

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
COMMENT = re.compile(r"^ *(//.*|/\*\*([^*]|\*(?!/))*\*/)\n", re.MULTILINE)  # that fills its lines: half of the text


def joined(entry: Path) -> str:
    """The JavaScript at `entry` and all files that it imports, directly or not, as the text of one module.

    Each file comes once, after those that it imports; they then share their top level, so names must differ.
    Comments on lines of their own are left out, since every widget sends this text to the browser.
    """
    found: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path in found:
            return
        source = path.read_text(encoding="utf-8")
        for name in IMPORT.findall(source):
            add((path.parent / name).resolve())
        found[path] = COMMENT.sub("", EXPORT.sub("", IMPORT.sub("", source)))

    add(entry.resolve())
    return "\n".join(found.values())
