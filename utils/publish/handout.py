"""Write the lessons for a class, without the solutions.

    python -m utils.publish.handout OUT

OUT becomes a folder that learners can work in, anywhere but in `utils` and `notebooks`: the lessons, what they import,
and a README that says how to install and open them. From the notebooks each fold that is called a solution or an
answer is taken out; the choices of a prediction keep their reasons, and every code cell and its output stay as they
are. `check` still knows the right answers: they stand in `utils/check/exercises`. The teaching notes stay with you, and
so do the twelve questions for after the lessons, unless you ask for them by `--questions-after`.
"""

import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from utils.publish.notebooks import NOTEBOOKS, ROOT, cannot_write, command_on_folder, read

FILES = ("requirements.txt", "constraints.txt", "LICENSE")
FOR_TEACHERS = ("teaching.md", "study.md")
AFTER = "questions_after.ipynb"
README = Path(__file__).parent / "templates" / "handout.md"
HOW_TO_OPEN = re.compile(r"^You need Python.*?(?=^Other programs open)", re.DOTALL | re.MULTILINE)  # in our README
SOLUTION = re.compile(
    r"<details>\s*<summary>(?![A-Z]\. )[^<]*\b(?:solution|answer)s?\b.*?</details>\n*", re.DOTALL | re.IGNORECASE
)


def without_solutions(notebook: NotebookNode) -> NotebookNode:
    """`notebook` without the folds that hold solutions, and without the cells that hold nothing else."""
    kept = []
    for cell in notebook.cells:
        source = SOLUTION.sub("", cell.source) if cell.cell_type == "markdown" else cell.source
        if source.strip() or source == cell.source:
            cell.source = source if source == cell.source else source.rstrip("\n")
            kept.append(cell)
    notebook.cells = kept
    return notebook


def without_links_to(names: Sequence[str], text: str) -> str:
    """The Markdown `text` without the lines, which are sentences, that lead to one of the files `names`."""
    targets = tuple(f"]({name})" for name in names)
    return "".join(line for line in text.splitlines(keepends=True) if not any(each in line for each in targets))


def readme() -> str:
    """What the README of a handout says; how to install and open the lessons is what our own says of that."""
    opening = HOW_TO_OPEN.search((ROOT / "README.md").read_text("utf-8"))
    return README.read_text("utf-8").replace("HOW_TO_OPEN\n", opening[0] if opening else "")


def write_handout(out: Path, left_out: Sequence[str] = (*FOR_TEACHERS, AFTER)) -> None:
    """Write the folder `out`, which does not exist yet or is empty, without the files `left_out` of `notebooks/`.

    Raises OSError where it cannot be written.
    """
    not_for_learners = shutil.ignore_patterns("__pycache__", "publish")
    shutil.copytree(ROOT / "utils", out / "utils", ignore=not_for_learners, dirs_exist_ok=True)
    shutil.copytree(NOTEBOOKS, out / "notebooks", ignore=shutil.ignore_patterns(".*", "*.ipynb", *left_out))
    for name in FILES:
        shutil.copy2(ROOT / name, out)
    (out / "README.md").write_text(readme(), "utf-8")
    for path in (out / "notebooks").glob("*.md"):
        path.write_text(without_links_to(left_out, path.read_text("utf-8")), "utf-8")
    for path in NOTEBOOKS.glob("*.ipynb"):
        if path.name not in left_out:
            nbformat.write(without_solutions(read(path)), out / "notebooks" / path.name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the lessons without solutions into the folder named in `arguments`; 1 when that cannot be done."""
    parser = command_on_folder("handout", __doc__, "OUT")
    parser.add_argument("--questions-after", action="store_true", help=f"write {AFTER}, too")
    given = parser.parse_args(arguments)
    out = given.folder.resolve()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        parser.error(f"{out} exists and is not an empty folder: name another, so that nothing is lost.")
    if out.is_relative_to(ROOT / "utils") or out.is_relative_to(NOTEBOOKS):
        parser.error(f"{out} lies in a folder that is copied: name one elsewhere.")
    try:
        write_handout(out, FOR_TEACHERS if given.questions_after else (*FOR_TEACHERS, AFTER))
    except OSError as error:
        return cannot_write(out, error)
    print(f"{out}: the lessons without their solutions. Pack the folder as a ZIP file for your class.")
    print(f"Learners unpack it, and begin with its README. See it as they do: {out / 'notebooks' / '01_slope.ipynb'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
