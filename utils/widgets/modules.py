"""Makes one text each of the JavaScript and the CSS of a widget: anywidget takes no more, and resolves no imports."""

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
SHARED_CSS = Path(__file__).parent / "widgets.css"
COMMENT = re.compile(r"^ *(//.*|/\*\*([^*]|\*(?!/))*\*/)\n", re.MULTILINE)  # a comment on lines of its own


def joined(entry: Path) -> str:
    """The JavaScript at `entry` and all files that it imports, directly or not, as the text of one module.

    Each file occurs once, after the files that it imports. All files then share one scope, so their names must differ.
    Comments on lines of their own, half of the text, are left out, because every widget sends this text to the browser.
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


def stylesheet(*paths: Path) -> str:
    """The CSS that all widgets share, followed by that at `paths`."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (SHARED_CSS, *paths))
