"""Write the lessons for a class, without the solutions.

    python -m utils.publish.handout OUT

OUT becomes a folder that learners can work in: the notebooks, `utils`, and what says which packages to install. From
the notebooks each fold that is called a solution or an answer is taken out; the choices of a prediction keep their
reasons, and every code cell and its output stay as they are. `check` still knows the right answers: they stand in
`utils/check/exercises`.
"""

import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from utils.publish.notebooks import NOTEBOOKS, ROOT, command_line, read

FILES = ("requirements.txt", "LICENSE")
FOR_TEACHERS = ("teaching.md", "study.md")
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


def write_handout(out: Path) -> None:
    """Write the folder `out`, which must not exist or be empty. Raises OSError where it cannot be written."""
    shutil.copytree(ROOT / "utils", out / "utils", ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    shutil.copytree(NOTEBOOKS, out / "notebooks", ignore=shutil.ignore_patterns(".*", "*.ipynb", *FOR_TEACHERS))
    for name in FILES:
        shutil.copy2(ROOT / name, out)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        nbformat.write(without_solutions(read(path)), out / "notebooks" / path.name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the lessons without solutions into the folder named in `arguments`; 1 when that cannot be done."""
    parser = command_line("handout", __doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that does not exist yet, or is empty")
    out = parser.parse_args(arguments).out.resolve()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        parser.error(f"{out} exists and is not an empty folder: name another, so that nothing is lost.")
    if out.is_relative_to(ROOT / "utils") or out.is_relative_to(NOTEBOOKS):
        parser.error(f"{out} lies in a folder that is copied: name one elsewhere.")
    try:
        write_handout(out)
    except OSError as error:
        print(f"{out} cannot be written: {error}.", file=sys.stderr)
        return 1
    print(f"{out}: the lessons without their solutions. Begin with {out / 'notebooks' / '01_slope.ipynb'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
