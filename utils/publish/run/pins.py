"""The one version of Pyodide that pages run, file by file, with the hashes by which each page verifies them.

python -m utils.publish.run.pins FOLDER             # fetches all files from the public CDN into FOLDER, verified
python -m utils.publish.run.pins --renew 0.27.8     # pins another version: writes its hashes into pins.json
"""

import hashlib
import json
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from utils.publish.notebooks import command_line

PINS = Path(__file__).parent / "pins.json"
CDN = "https://cdn.jsdelivr.net/pyodide/v{}/full/"
LOCK = "pyodide-lock.json"  # in which Pyodide names the hashes of its packages
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
# Matplotlib draws without fonttools, pytz and its own backends for pages, of which its package wants a copy.
PACKAGES = (
    "contourpy", "cycler", "kiwisolver", "matplotlib", "numpy", "packaging", "pillow", "pyparsing",
    "python-dateutil", "six",
)  # fmt: skip


@dataclass(frozen=True)
class Pin:
    """A file of Pyodide: its name, its size in bytes, and its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


def pins() -> tuple[str, list[Pin]]:
    """The version, and all its files."""
    held = json.loads(PINS.read_text("utf-8"))
    return held["version"], [Pin(**each) for each in held["files"]]


def is_right(pin: Pin, content: bytes) -> bool:
    """Whether `content` is what is pinned."""
    return hashlib.sha256(content).hexdigest() == pin.sha256


def what_is_wrong(folder: Path) -> str:
    """A sentence where `folder` has not all files as they are pinned; else ""."""
    for pin in pins()[1]:
        path = folder / pin.name
        if not path.is_file():
            return f"{folder} has no file {pin.name}: python -m utils.publish.run.pins {folder} fetches it."
        if not is_right(pin, path.read_bytes()):
            return f"{path} is not the file that is pinned: python -m utils.publish.run.pins {folder} fetches it."
    return ""


def fetched(address: str) -> bytes:
    """The content of the file at `address` on the CDN."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read()


def fetch(folder: Path) -> None:
    """Fetch all files that `folder` does not have as they are pinned. Raises ValueError for one that comes changed."""
    version, files = pins()
    folder.mkdir(parents=True, exist_ok=True)
    for pin in files:
        if (folder / pin.name).exists() and is_right(pin, (folder / pin.name).read_bytes()):
            continue
        content = fetched(CDN.format(version) + pin.name)
        if not is_right(pin, content):
            raise ValueError(f"{pin.name} from the CDN is not the file that is pinned.")
        (folder / pin.name).write_bytes(content)
        print(f"{pin.name}: {pin.size / 1e6:.1f} MB")


def renew(version: str) -> None:
    """Pin `version`: the hashes of its packages are those of its own lock file, which are compared with the files."""
    contents = {name: fetched(CDN.format(version) + name) for name in CORE}
    packages: dict[str, Any] = json.loads(contents[LOCK])["packages"]
    for name in PACKAGES:
        wheel = packages[name]
        content = contents[wheel["file_name"]] = fetched(CDN.format(version) + wheel["file_name"])
        if not is_right(Pin(name, len(content), wheel["sha256"]), content):
            raise ValueError(f"{wheel['file_name']} is not the file that Pyodide's lock file names.")
    write(version, contents)


def write(version: str, contents: dict[str, bytes]) -> None:
    """Write `pins.json`: these `contents` of the files of `version` are the right ones."""
    files = [Pin(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in contents.items()]
    held = {"version": version, "files": [asdict(each) for each in files]}
    PINS.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch the files that are pinned, or pin another version; 1 where that fails."""
    parser = command_line("run.pins", __doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the files are to lie")
    parser.add_argument("--renew", metavar="VERSION", help="the version of Pyodide to pin")
    given = parser.parse_args(arguments)
    if not given.folder and not given.renew:
        parser.error("name a folder, or --renew with a version.")
    try:
        if given.renew:
            renew(given.renew)
        if given.folder:
            fetch(given.folder)
    except (OSError, ValueError) as error:
        print(f"Pyodide cannot be fetched: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
