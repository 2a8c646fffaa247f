"""Build the lessons as pages that move without Python, each in one file, for a slide, a stick or GitHub Pages.

    python -m utils.publish.site                  # into site/
    python -m utils.publish.site --out elsewhere notebooks/01_slope.ipynb

Every lesson is run once, to bake its pictures; the text on its page is the committed one.
"""

import os
import re
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from utils.publish.notebooks import NOTEBOOKS, ROOT, LessonError, command_line, read, report, run
from utils.publish.page import lesson_html, markdown
from utils.widgets import joined

SITE = ROOT / "site"
TEMPLATES = Path(__file__).parent / "templates"
EXPLORE_CSS = ROOT / "utils" / "explore" / "browser" / "explore.css"
LARGEST = 8_000_000  # bytes that a page may have


@dataclass
class Lesson:
    """A lesson of the site: where its notebook is, its number and title, and the minutes it takes ("" if unsaid)."""

    path: Path
    number: str
    title: str
    minutes: str

    @property
    def href(self) -> str:
        """The name of its page."""
        return f"{self.path.stem}.html"


def lesson_of(path: Path) -> Lesson:
    """The Lesson at `path`; LessonError when its first cell is not a title `# N. Question?`."""
    first = read(path).cells[0].source
    title, minutes = re.match(r"# (\d+)\. (.+)", first), re.search(r"\b(\d+) minutes\b", first)
    if not title:
        raise LessonError(f"{path.name}: the first cell is no title such as `# 1. Which way is down?`.")
    return Lesson(path, title[1], title[2], minutes[1] if minutes else "")


def binder_links(readme: str) -> dict[str, str]:
    """The addresses on Binder that `readme` defines, by the lesson's two digits; none while it names no owner."""
    found = re.findall(r"^\[(\d\d)\]: (.*)$", readme, re.MULTILINE)
    return {number: address for number, address in found if "OWNER" not in address}


def fill(name: str, **values: Any) -> str:
    """The template `name` with `values` in it; in HTML they are escaped."""
    return Template((TEMPLATES / name).read_text("utf-8"), autoescape=name.endswith(".html")).render(**values)


def page(content: str, title: str, **values: Any) -> str:
    """A whole page around the HTML `content`; `values` are further ones of the template `page.html`."""
    css = "\n".join(path.read_text("utf-8") for path in (TEMPLATES / "page.css", EXPLORE_CSS))
    return fill("page.html", title=title, body=Markup(content), css=Markup(css), **values)


def lesson_page(here: Lesson, lessons: Sequence[Lesson], binder: dict[str, str]) -> str:
    """The page of the lesson `here`, one of `lessons`. Raises LessonError when it fails or is too large."""
    content, pictures = lesson_html(read(here.path), run(here.path, lambda cell: "show_baked()"))
    index = lessons.index(here)
    html = page(
        content,
        f"{here.number}. {here.title}",
        script=Markup(joined(TEMPLATES / "page.js")) if pictures else "",
        here=here,
        lessons=lessons,
        before=lessons[index - 1] if index else None,
        after=lessons[index + 1] if index + 1 < len(lessons) else None,
        binder=binder.get(f"{here.number:0>2}"),
    )
    if len(html.encode()) > LARGEST:
        raise LessonError(
            f"{here.path.name}: its page has {len(html.encode()) / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}; "
            "give the controls of its pictures fewer stops."
        )
    return html


def index_page(lessons: Sequence[Lesson], binder: dict[str, str]) -> str:
    """The first page: what this is, and the table of `lessons`, with the links to `binder` if there are any."""
    return page(markdown(fill("index.md", lessons=lessons, binder=binder)), "Downhill")


def text_page(path: Path, lessons: Sequence[Lesson]) -> str:
    """The page of the Markdown at `path` that lessons share, such as the glossary."""
    return page(markdown(path.read_text("utf-8")), path.stem.capitalize(), lessons=lessons)


def build(paths: Sequence[Path], out: Path) -> int:
    """Write the pages of the lessons at `paths`, and the index, into `out`; the number of those that failed."""
    lessons, binder = [lesson_of(path) for path in paths], binder_links((ROOT / "README.md").read_text("utf-8"))
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.html"):
        old.unlink()
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # a lesson runs in a kernel, a process of its own
        written = [pool.submit(write_lesson, here, lessons, binder, out) for here in lessons]
        failed = report(lesson.result for lesson in written)
    for path in NOTEBOOKS.glob("*.md"):
        (out / f"{path.stem}.html").write_text(text_page(path, lessons), "utf-8")
    (out / "index.html").write_text(index_page(lessons, binder), "utf-8")
    shutil.copytree(NOTEBOOKS / "images", out / "images", dirs_exist_ok=True)
    return failed


def write_lesson(here: Lesson, lessons: Sequence[Lesson], binder: dict[str, str], out: Path) -> str:
    """Write the page of the lesson `here`, one of `lessons`, into `out`; a line that says so."""
    html = lesson_page(here, lessons, binder)
    (out / here.href).write_text(html, "utf-8")
    return f"{here.href}: {len(html.encode()) / 1e6:.1f} MB"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site of the lessons named in `arguments`, or of all; the number of those that failed."""
    parser = command_line("site", __doc__)
    parser.add_argument("--out", type=Path, default=SITE, help="the folder to write to, site/ without it")
    given = parser.parse_args(arguments)
    try:
        return build(given.lessons, given.out)
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(min(main(), 1))
