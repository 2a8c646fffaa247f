"""Build the lessons as pages that move without Python, each in one file, for a slide, a stick or GitHub Pages.

    python -m utils.publish.site                  # into site/
    python -m utils.publish.site --out elsewhere notebooks/01_slope.ipynb
    python -m utils.publish.site --without-solutions --out class
    python -m utils.publish.site --python FOLDER  # the cells that run take Python from the site, not from its CDN
    python -m utils.publish.site --stops 500      # fewer stops of each picture: in less time, and smaller

Whoever has the address of the site reads everything in it: the solutions, and the teaching notes with the answers that
teachers expect. `--without-solutions` builds the pages of what `handout` writes for learners, which has neither.
Every lesson is run once, to bake its pictures; the text on its page is the committed one.
The pages are built in a folder beside the old ones, which they replace at the end: a command that is interrupted leaves
the old site as it was. A lesson that fails is named, keeps its old page, and the command exits with 1.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinja2 import Template
from markupsafe import Markup
from nbformat import NotebookNode

from utils.publish.baking import MOST, bake
from utils.publish.flagship import FIRST, flagship
from utils.publish.handout import FOR_TEACHERS, without_links_to, write_handout
from utils.publish.kernel_outputs import BAKED
from utils.publish.notebooks import (
    MOVED,
    NOTEBOOKS,
    ROOT,
    LessonError,
    cannot_write,
    command_on_lessons,
    read,
    report,
    run,
)
from utils.publish.page import check_formulas, lesson_html, markdown, named_stops, picture_html
from utils.publish.run import code, pins
from utils.widgets import joined, stylesheet

SITE = ROOT / "site"
TEMPLATES = Path(__file__).parent / "templates"
WIDGETS_CSS = [ROOT / "utils" / name for name in ("explore/browser/explore.css", "pad/sketch.css", "pad/pad.css")]
RUN = Path(__file__).parent / "run" / "browser"  # what the pages have of which cells run
LARGEST_PAGE = 8_000_000  # bytes that a page may have


@dataclass
class Lesson:
    """A notebook of the site: where it is, its title, the minutes it takes ("" if unsaid), and its number.

    The number is "" for a notebook beside the lessons, whose file's name begins with no number.
    """

    path: Path
    number: str
    title: str
    minutes: str

    @property
    def href(self) -> str:
        """The name of its page."""
        return f"{self.path.stem}.html"


def lesson_of(path: Path) -> Lesson:
    """The Lesson at `path`; LessonError when its first cell is not a title, `# N. Question?` in a lesson."""
    cells = read(path).cells[:1]
    if not cells:
        raise LessonError(f"{path.name} is empty: it has no cells.")
    check_formulas(cells, path.name)
    first = cells[0].source
    number = r"(\d+)\. " if path.name[0].isdigit() and path.stem not in MOVED else "()"
    title, minutes = re.match(rf"# {number}(.+)", first), re.search(r"\b(\d+) minutes\b", first)
    if not title:
        raise LessonError(f"{path.name}: the first cell is no title such as `# 1. Which way is down?`.")
    return Lesson(path, title[1], title[2], minutes[1] if minutes else "")


def titled(paths: Iterable[Path]) -> Iterator[Lesson]:
    """The Lesson at each of `paths`, but for those without a title, of which `lesson_page` says what is wrong."""
    for path in paths:
        with suppress(LessonError):
            yield lesson_of(path)


def binder_links(readme: str) -> dict[str, str]:
    """The addresses on Binder that `readme` defines, by the lesson's two digits; none while it names no owner."""
    found = re.findall(r"^\[(\d\d)\]: (.*)$", readme, re.MULTILINE)
    return {number: address for number, address in found if "OWNER" not in address}


def fill(name: str, **values: Any) -> str:
    """The template `name` with `values` in it; in HTML they are escaped."""
    return Template((TEMPLATES / name).read_text("utf-8"), autoescape=name.endswith(".html")).render(**values)


def page(content: str, title: str, **values: Any) -> str:
    """A whole page around the HTML `content`; `values` are further ones of the template `page.html`."""
    css = stylesheet(TEMPLATES / "page.css", *WIDGETS_CSS, *([RUN / "run.css"] if "python" in values else []))
    return fill("page.html", title=title, body=Markup(content), css=Markup(css), **values)


@cache
def page_script(entry: Path = TEMPLATES / "page.js") -> Markup:
    """The JavaScript of a page, which begins at `entry`; without indentation, which is a sixth of it."""
    return Markup(re.sub(r"^ +", "", joined(entry), flags=re.MULTILINE))


def lesson_page(path: Path, lessons: Sequence[Lesson], binder: dict[str, str], stops: int = MOST) -> str:
    """The page of the notebook at `path`, in `lessons` or beside them; LessonError when it fails or is too large.

    Its pictures have at most about so many `stops`.
    """
    here, lesson = lesson_of(path), read(path)
    check_formulas(lesson.cells, path.name)
    named = named_stops(lesson)
    executed = run(path, lambda cell: f"show_baked({named!r}, {cell.metadata.get('poster', [{}])!r}, {stops})")
    content, pictures = lesson_html(lesson, executed, here.number in code.LESSONS)
    html = page(
        content,
        f"{here.number}. {here.title}".removeprefix(". "),
        **scripts(here, lesson, pictures),
        lessons=lessons,
        **(neighbours(here, lessons, binder) if here in lessons else {}),
    )
    if len(html.encode()) > LARGEST_PAGE:
        raise LessonError(
            f"{path.name}: its page has {len(html.encode()) / 1e6:.1f} MB, more than {LARGEST_PAGE / 1e6:.0f}; "
            "give the controls of its pictures fewer stops."
        )
    return html


def scripts(here: Lesson, lesson: NotebookNode, pictures: int) -> dict[str, Any]:
    """What the template needs of JavaScript for `here`, the `lesson` with so many `pictures`."""
    if here.number not in code.LESSONS:
        return {"script": page_script() if pictures else ""}
    return {"script": page_script(RUN / "page_run.js"), "python": Markup(json.dumps(code.cells_that_run(lesson)))}


def neighbours(here: Lesson, lessons: Sequence[Lesson], binder: dict[str, str]) -> dict[str, Any]:
    """What the template needs for `here`, one of `lessons`: the ones before and after, and its address on `binder`."""
    index = lessons.index(here)
    return {
        "here": here,
        "before": lessons[index - 1] if index else None,
        "after": lessons[index + 1] if index + 1 < len(lessons) else None,
        "binder": binder.get(f"{here.number:0>2}"),
    }


def index_page(lessons: Sequence[Lesson], binder: dict[str, str], texts: Path = NOTEBOOKS) -> str:
    """The first page: the flagship with its controls, and the table of `lessons`, with the links to `binder` if any.

    It leads teachers to their notes where the folder `texts` has them.
    """
    left_out = [name for name in FOR_TEACHERS if not (texts / name).exists()]
    content = fill("index.md", lessons=lessons, binder=binder, picture=flagship_html())
    return page(markdown(without_links_to(left_out, content)), "Downhill", script=page_script())


@cache
def flagship_html() -> str:
    """The flagship, which is baked once for all sites that a process builds; the README's animation is shown first."""
    widget = flagship()
    data = {BAKED: bake(widget), "text/plain": widget.frame(**FIRST)["sentence"]}
    return picture_html(data, BAKED, fill("film.html"), 1)


def text_page(path: Path, lessons: Sequence[Lesson]) -> str:
    """The page of the Markdown at `path` that lessons share, such as the glossary; LessonError for a broken formula."""
    text = path.read_text("utf-8")
    title = re.match(r"# (.+)", text)
    try:
        return page(markdown(text), title[1] if title else path.stem.capitalize(), lessons=lessons)
    except LessonError as error:
        raise LessonError(f"{path.name}: {error}") from error


def build_without_solutions(paths: Sequence[Path], out: Path, stops: int = MOST) -> int:
    """`build` for the lessons of those names as `handout` writes them: without what is for teachers."""
    with TemporaryDirectory() as folder:
        write_handout(Path(folder))
        texts = Path(folder) / NOTEBOOKS.name
        return build([texts / path.name for path in paths if (texts / path.name).exists()], out, stops, texts)


def build(paths: Sequence[Path], out: Path, stops: int = MOST, texts: Path = NOTEBOOKS) -> int:
    """Write the pages of the lessons at `paths`, of the `texts`, and the index into `out`; how many of them failed.

    The pictures of the lessons have at most about so many `stops`.
    """
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as folder:
        new = Path(folder)
        failed = write_pages(contents(paths, stops, texts), new, out)
        shutil.copytree(NOTEBOOKS / "images", new / "images")
        replace_site(out, new)
    return failed


def contents(paths: Sequence[Path], stops: int = MOST, texts: Path = NOTEBOOKS) -> dict[str, Callable[[], str]]:
    """What makes the HTML of each page of a site, by the name of the page.

    The site is that of the lessons at `paths`, with the Markdown in the folder `texts`. On Binder lessons have their
    solutions, so only a site that has them leads there.
    """
    lessons = [each for each in titled(paths) if each.number]
    binder = binder_links((ROOT / "README.md").read_text("utf-8")) if texts == NOTEBOOKS else {}
    pages = {f"{path.stem}.html": partial(lesson_page, path, lessons, binder, stops) for path in paths}
    pages |= {f"{path.stem}.html": partial(text_page, path, lessons) for path in texts.glob("*.md")}
    return {**pages, "index.html": partial(index_page, lessons, binder, texts)}


def write_pages(pages: dict[str, Callable[[], str]], new: Path, out: Path) -> int:
    """Write `pages` into `new`; a page that fails is copied from `out`. Returns the number of those that failed."""
    pool = ThreadPoolExecutor(os.cpu_count())  # a lesson runs in a kernel, a process of its own
    try:
        written = [pool.submit(write_page, name, html, new, out) for name, html in pages.items()]
        return report(each.result for each in written)
    finally:
        pool.shutdown(cancel_futures=True)  # an interrupted command starts no further lesson


def write_page(name: str, html: Callable[[], str], new: Path, out: Path) -> str:
    """Write the page `name` into `new`, return a line to print; if it fails, copy that of `out`, raise LessonError."""
    try:
        text = html()
    except LessonError as error:
        if not (out / name).exists():
            raise
        shutil.copy2(out / name, new)
        raise LessonError(f"{error} The page {name} stays as it was.") from error
    (new / name).write_text(text, "utf-8")
    return f"{name}: {len(text.encode()) / 1e6:.1f} MB"


def replace_site(out: Path, new: Path) -> None:
    """Move all files of `new` into `out`, each in one step, and remove the pages of `out` that `new` does not have."""
    names = [path.relative_to(new) for path in sorted(new.rglob("*")) if path.is_file()]
    for name in names:
        (out / name).parent.mkdir(exist_ok=True)
        os.replace(new / name, out / name)
    for old in out.glob("*.html"):
        if old.relative_to(out) not in names:
            old.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site of the lessons named in `arguments`, or of all; the number of those that failed."""
    parser = command_on_lessons("site", __doc__)
    parser.add_argument("--out", type=Path, default=SITE, help="the folder to write to, site/ without it")
    parser.add_argument("--without-solutions", action="store_true", help="leave out solutions and teaching notes")
    parser.add_argument("--python", type=Path, metavar="FOLDER", help="the files that utils.publish.run.pins fetches")
    parser.add_argument("--stops", type=int, default=MOST, metavar="N", help="at most about N stops of each picture")
    given = parser.parse_args(arguments)
    if given.stops < 1:
        parser.error(f"--stops {given.stops}: a picture has at least one stop.")
    if given.python and (problem := pins.what_is_wrong(given.python)):
        parser.error(problem)
    try:
        failed = (build_without_solutions if given.without_solutions else build)(given.lessons, given.out, given.stops)
        code.write(given.out, given.python)
        return failed
    except OSError as error:
        return cannot_write("The site", error)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
