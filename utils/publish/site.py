"""Build the lessons as pages that move without Python, each in one file, for a slide, a stick or GitHub Pages.

    python -m utils.publish.site                  # into site/
    python -m utils.publish.site --out elsewhere notebooks/01_slope.ipynb

Every lesson is run once, to bake its pictures; the text on its page is the committed one.
"""

import argparse
import asyncio
import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from utils.publish.execute import NOTEBOOKS, SECONDS, LessonError, lesson, read, reason
from utils.publish.page import body, markdown
from utils.widgets.mount import HERE, module

SITE = NOTEBOOKS.parent / "site"
PAGE = 8_000_000  # bytes that a page may have
SCRIPT = ("replay.js", "place.js", "fetch.js", "explore.js")


@dataclass
class Lesson:
    """A lesson of the site: where its notebook is, and its number and title."""

    path: Path
    number: str
    title: str

    @property
    def href(self):
        return f"{self.path.stem}.html"


def lesson_of(path):
    """The Lesson at `path`; LessonError when its first cell is not a title `# N. Question?`."""
    title = re.match(r"# (\d+)\. (.+)", read(path).cells[0].source)
    if not title:
        raise LessonError(f"{path.name}: the first cell is no title such as `# 1. Which way is down?`.")
    return Lesson(path, *title.groups())


def run(path):
    """The notebook at `path`, executed with its pictures baked. Raises LessonError when a cell fails."""
    notebook = read(path)
    env = {name: value for name, value in os.environ.items() if name not in ("JPY_SESSION_NAME", "DOWNHILL_POSTERS")}
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        asyncio.run(client.async_execute(env=env | {"DOWNHILL_BAKE": "1"}))  # in a thread it needs a loop of its own
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise LessonError(f"{path.name}: a cell failed: {reason(error)}.") from error
    return notebook


def page(content, title, pictures=0, here=None, lessons=(), binder=None):
    """A whole page around `content`; with `here` that of the Lesson `here` of `lessons`, open to all at `binder`."""
    css = "\n".join((HERE / name).read_text("utf-8") for name in ("page/page.css", "explore.css"))
    code = module(*SCRIPT).replace("export default", "const downhill =")
    index = lessons.index(here) if here else 0
    return Template((HERE / "page" / "page.html").read_text("utf-8"), autoescape=True).render(
        title=title,
        body=Markup(content),
        css=Markup(css),
        script=Markup(f"{code}\n{(HERE / 'page' / 'page.js').read_text('utf-8')}") if pictures else "",
        here=here,
        lessons=lessons,
        before=lessons[index - 1] if here and index else None,
        after=lessons[index + 1] if here and index + 1 < len(lessons) else None,
        binder=binder,
    )


def lesson_page(here, lessons, readme):
    """The page of the Lesson `here`, one of `lessons`. Raises LessonError when it fails or is too large."""
    content, pictures = body(read(here.path), run(here.path))
    binder = dict(references(readme)).get(f"{here.number:0>2}")
    html = page(content, f"{here.number}. {here.title}", pictures, here, lessons, binder)
    if len(html.encode()) > PAGE:
        raise LessonError(
            f"{here.path.name}: its page has {len(html.encode()) / 1e6:.1f} MB, more than {PAGE / 1e6:.0f}; "
            "bake fewer controls: explore(...).bake(over=...)."
        )
    return html


def references(readme):
    """The (name, address) of the links to Binder at the README's end; none while it says no repository."""
    found = re.findall(r"^\[(\w+)\]: (.*)$", readme, re.MULTILINE)
    return [(name, address) for name, address in found if "OWNER" not in address]


def index_page(readme):
    """The first page: what the README says up to how to open it, its table leading to pages."""
    text, links = readme.split("\n## ")[0], references(readme)
    text = re.sub(r"^.*\[pages\].*\n", "", text, flags=re.MULTILINE)  # that leads here
    if not links:  # then the table's last column would lead nowhere
        text = re.sub(r"^(\|.*\|)[^|]*\|$", r"\1", text, flags=re.MULTILINE)
    text += "\n\n" + "\n".join(f"[{name}]: {address}" for name, address in links)
    return page(markdown(text).replace('src="notebooks/images/', 'src="images/'), "Downhill")


def build(paths, out):
    """Write the pages of the lessons at `paths`, and the index, into `out`; the number of those that failed."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.html"):
        old.unlink()
    readme, lessons, failed = (NOTEBOOKS.parent / "README.md").read_text("utf-8"), [lesson_of(p) for p in paths], 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # a lesson runs in a kernel, a process of its own
        pages = [pool.submit(lesson_page, here, lessons, readme) for here in lessons]
        for here, made in zip(lessons, pages, strict=True):
            try:
                (out / here.href).write_text(made.result(), "utf-8")
                print(f"{here.href}: {(out / here.href).stat().st_size / 1e6:.1f} MB", flush=True)
            except LessonError as error:
                failed += 1
                print(error, file=sys.stderr, flush=True)
    for text in NOTEBOOKS.glob("*.md"):  # what lessons share, such as a list of words
        (out / f"{text.stem}.html").write_text(
            page(markdown(text.read_text("utf-8")), text.stem.capitalize(), lessons=lessons), "utf-8"
        )
    (out / "index.html").write_text(index_page(readme), "utf-8")
    shutil.copytree(NOTEBOOKS / "images", out / "images", dirs_exist_ok=True)
    return failed


def main(arguments=None):
    """Build the site of the lessons named in `arguments`, or of all; the number of those that failed."""
    parser = argparse.ArgumentParser(
        prog="python -m utils.publish.site", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lessons", nargs="*", type=lesson, metavar="notebooks/NN_name.ipynb")
    parser.add_argument("--out", type=Path, default=SITE, help="the folder to write to, site/ without it")
    asked = parser.parse_args(arguments)
    try:
        return build(asked.lessons or sorted(NOTEBOOKS.glob("*.ipynb")), asked.out)
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(min(main(), 1))
