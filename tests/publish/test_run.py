import ast
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from utils.publish import site
from utils.publish.notebooks import NOTEBOOKS, read
from utils.publish.run import code, pins

SCRIPT = Path(__file__).parent / "run_cells.py"
PATHS = sorted(NOTEBOOKS.glob("0[123]_*.ipynb"))
STAND_IN = code.HERE / "stand_ins" / "torch.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("python")
    zipfile.ZipFile(io.BytesIO(code.archive())).extractall(folder)
    return folder


def cells_in(folder, *paths):
    """What the cells of the notebooks at `paths` show with the Python in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "MPLBACKEND": "agg"}
    command = [sys.executable, SCRIPT, *paths]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def with_stand_in(folder):
    """What the cells of lessons 1 to 3 show on their pages."""
    return cells_in(folder, *PATHS)


@pytest.mark.rare
def test_every_cell_and_answer_of_the_lessons_gives_what_it_gives_with_pytorch(folder, with_stand_in):
    (folder / "torch.py").rename(folder / "not_torch.py")
    try:
        with_pytorch = cells_in(folder, *PATHS)
    finally:
        (folder / "not_torch.py").rename(folder / "torch.py")
    assert len(with_pytorch) > 60
    assert {name: each for name, each in with_stand_in.items() if each != with_pytorch[name]} == {}


@pytest.mark.rare
def test_the_lessons_print_on_a_page_what_is_committed(with_stand_in):
    ran = with_stand_in
    for path in PATHS:
        for cell in read(path).cells:
            name = f"{path.stem}: {cell.id}"
            printed = "".join(output.text for output in cell.get("outputs", []) if "text" in output)
            if name in ran and "nbval-ignore-output" not in cell.metadata.get("tags", []):
                assert "".join(each for each in ran[name] if isinstance(each, str) and each.endswith("\n")) == printed


@pytest.mark.rare
def test_a_still_picture_that_a_page_draws_has_the_areas_that_are_light_on_a_dark_page(with_stand_in):
    (fog,), (curve,) = (
        [each["light"] for each in with_stand_in[f"01_slope: {cell}"] if "light" in each] for cell in ("fog", "curve")
    )
    assert fog == [[0, top, 800, top + 64] for top in range(0, 320, 64)]  # its bands
    assert curve == []


def test_the_stand_in_is_small_and_imports_numpy_alone():
    text = STAND_IN.read_text("utf-8")
    imported = {name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names}
    assert len(text.splitlines()) <= 300
    assert imported - set(sys.stdlib_module_names) == {"numpy"}


def test_what_the_stand_in_has_not_says_that_the_notebook_has_it(folder):
    command = [sys.executable, "-c", "import torch\ntry:\n torch.fft\nexcept AttributeError as error:\n print(error)"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True)
    assert done.stdout == "the small stand-in for PyTorch on this page has no torch.fft: the notebook has it\n"


def test_equal_sources_make_an_equal_archive():
    assert code.archive() == code.archive()


def test_a_cell_with_a_field_and_the_cell_of_imports_do_not_run():
    cells = code.cells_that_run(read(PATHS[0]))
    assert "own-slope" in cells
    assert "nudge" in cells
    assert not {"imports", "sign", "sketch", "digits"} & set(cells)


def test_only_the_pages_of_lessons_1_to_3_have_cells_that_run():
    lesson, here = read(PATHS[0]), site.lesson_of(PATHS[0])
    assert "own-slope" in site.scripts(here, lesson, 1)["python"]
    assert "python" not in site.scripts(replace(here, number="4"), lesson, 1)


def test_files_of_pyodide_are_what_is_pinned_or_named(tmp_path, monkeypatch):
    monkeypatch.setattr(pins, "PINS", tmp_path / "pins.json")
    pins.write("1.0", {"pyodide.js": b"right"})
    assert "has no file pyodide.js" in pins.what_is_wrong(tmp_path)
    (tmp_path / "pyodide.js").write_bytes(b"wrong")
    assert "not the file that is pinned" in pins.what_is_wrong(tmp_path)
    (tmp_path / "pyodide.js").write_bytes(b"right")
    assert pins.what_is_wrong(tmp_path) == ""


def test_fetching_replaces_a_file_that_was_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(pins, "PINS", tmp_path / "pins.json")
    monkeypatch.setattr(pins, "fetched", lambda address: b"right")
    pins.write("1.0", {"pyodide.js": b"right"})
    (tmp_path / "pyodide.js").write_bytes(b"ri")
    pins.fetch(tmp_path)
    assert pins.what_is_wrong(tmp_path) == ""


def test_fetching_refuses_what_is_not_pinned(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pins, "fetched", lambda address: b"something else")
    assert pins.main([str(tmp_path)]) == 1
    assert "is not the file that is pinned" in capsys.readouterr().err


def test_one_command_pins_another_version(tmp_path, monkeypatch):
    wheels = {name: f"content of {name}".encode() for name in pins.PACKAGES}
    packages = {
        name: {"file_name": f"{name}.whl", "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in wheels.items()
    }
    served = {pins.LOCK: json.dumps({"packages": packages}).encode()}
    served |= {f"{name}.whl": content for name, content in wheels.items()}
    monkeypatch.setattr(pins, "PINS", tmp_path / "pins.json")
    monkeypatch.setattr(pins, "fetched", lambda address: served.get(address.rsplit("/", 1)[1], b"core"))
    assert pins.main(["--renew", "9.9"]) == 0
    version, files = pins.pins()
    assert version == "9.9"
    assert {each.name for each in files} == {*pins.CORE, *(f"{name}.whl" for name in pins.PACKAGES)}
