"""What a page needs to run its cells: which cells run, the Python that they use, and where all that lies."""

import hashlib
import io
import json
import re
import shutil
import zipfile
from dataclasses import asdict
from pathlib import Path

from nbformat import NotebookNode

from utils.check.find import find
from utils.publish.exercises import CALL
from utils.publish.run.pins import CDN, pins
from utils.widgets import joined

HERE = Path(__file__).parent
UTILS = HERE.parents[1]
LESSONS = ("1", "2", "3")  # the numbers of those whose cells run on their pages
FOLDER = "run"  # beside the pages; the files of Pyodide lie there too, where they do not come from the CDN
ROOMS = ("look", "plots", "pictures", "explore", "widgets", "check", "pad", "digits")
IN_PLACE = {"time_limit.py": "utils/time_limit.py", "modules.py": "utils/widgets/modules.py"}
LONG_AGO = (2020, 1, 1, 0, 0, 0)  # so that equal files make an equal archive
# Nobody changes a cell of imports, or axes to draw on; the real digits and PyTorch's speed are not on the pages.
NOT_RUN = re.compile(r"^import sys$|\bSketch\(|\bload_threes|\bperf_counter\(", re.MULTILINE)


def cells_that_run(lesson: NotebookNode) -> list[str]:
    """The ids of the cells of `lesson` that a learner can change and run on its page."""
    return [
        cell.id
        for cell in lesson.cells
        if cell.cell_type == "code" and not NOT_RUN.search(cell.source) and not has_field(cell)
    ]


def has_field(cell: NotebookNode) -> bool:
    """Whether the page has a field for the answer that `cell` asks for."""
    called = CALL.search(cell.source)
    exercise = find(called[1])[0] if called else None
    return exercise is not None and not exercise.inputs


def sources() -> dict[str, str]:
    """The text of each Python file that pages use, by its path there."""
    files = [UTILS / "__init__.py", *(path for room in ROOMS for path in sorted((UTILS / room).rglob("*.py")))]
    own = {path.relative_to(UTILS.parent).as_posix(): path for path in files}
    stand_ins = {IN_PLACE.get(path.name, path.name): path for path in sorted((HERE / "stand_ins").glob("*.py"))}
    return {name: path.read_text("utf-8") for name, path in (own | stand_ins).items()}


def archive() -> bytes:
    """All of `sources` as a ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in sources().items():
            packed.writestr(zipfile.ZipInfo(name, LONG_AGO), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def write(site: Path, python: Path | None) -> None:
    """Write what pages fetch when a cell runs first into the folder `site`.

    With the folder `python` it holds Pyodide too; without, pages take Pyodide from the CDN.
    """
    folder, (version, files) = site / FOLDER, pins()
    folder.mkdir(exist_ok=True)
    code = archive()
    names = {"base": "" if python else CDN.format(version), "code": hashlib.sha256(code).hexdigest()}
    (folder / "files.json").write_text(json.dumps(names | {"files": [asdict(each) for each in files]}), "utf-8")
    (folder / "worker.js").write_text(joined(HERE / "browser" / "worker.js"), "utf-8")
    (folder / "python.js").write_text(joined(HERE / "browser" / "started.js"), "utf-8")
    (folder / "python.zip").write_bytes(code)
    for pin in files if python else ():
        shutil.copy2(python / pin.name, folder)
