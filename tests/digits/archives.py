"""Small archives of the layout of MNIST_SAMPLE, whole and broken, and the server that answers with them."""

import io
import tarfile
import zlib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import numpy as np
from PIL import Image

SIZES = {"train": (5, 4), "valid": (3, 2)}
FOLDERS = {"train/3": 5, "train/7": 4, "valid/3": 3, "valid/7": 2}
NAMES = [f"mnist_sample/{folder}/{k}.png" for folder, n in FOLDERS.items() for k in range(n)]
PIXELS = np.random.default_rng(0).integers(0, 256, (len(NAMES), 28, 28), dtype=np.uint8)


def png(pixels, width=None):
    """The bytes of a PNG of `pixels`, whose header says another `width` and height where one is given."""
    Image.fromarray(pixels).save(file := io.BytesIO(), format="png")
    content = file.getvalue()
    if width is None:
        return content
    header = b"IHDR" + 2 * width.to_bytes(4, "big") + content[24:29]
    return content[:12] + header + zlib.crc32(header).to_bytes(4, "big") + content[33:]


def archive(*more):
    """The bytes of a mnist_sample.tgz: the images, and `more` members, each a TarInfo and its content."""
    images = [(tarfile.TarInfo(name), png(pixels)) for name, pixels in zip(NAMES, PIXELS, strict=True)]
    with tarfile.open(fileobj=(file := io.BytesIO()), mode="w:gz") as tar:
        for info, content in [*images, *more]:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return file.getvalue()


def link(name, target, kind=tarfile.SYMTYPE):
    """The member `name` of an archive, a link to `target`, and its content."""
    info = tarfile.TarInfo(f"mnist_sample/{name}")
    info.type, info.linkname = kind, target
    return info, b""


def overlong_links():
    """Members that lead `data_filter` outside (CVE-2025-4517): the path of links is too long to be resolved."""
    folder, steps, members = "", "abcdefghijklmnop", []
    for letter in steps:
        info = tarfile.TarInfo(f"mnist_sample/{folder}{'d' * 247}")
        info.type = tarfile.DIRTYPE
        members += [(info, b""), link(f"{folder}{letter}", "d" * 247)]
        folder += f"{'d' * 247}/"
    last = f"{'/'.join(steps)}/{'l' * 254}"
    members += [link(last, "../" * len(steps)), link("out", f"{last}/../../.."), link("out-file", "out/escaped")]
    return [*members, (tarfile.TarInfo("mnist_sample/out/escaped"), b"out")]


def changed(data, where, new):
    """`data` with the bytes `new` at `where`."""
    return data[:where] + new + data[where + len(new) :]


def flipped(data, count=40):
    """`data` with `count` bytes flipped."""
    array = np.frombuffer(data, np.uint8).copy()
    array[np.random.default_rng(0).choice(np.arange(100, len(data) - 100), count, replace=False)] ^= 255
    return array.tobytes()


WHOLE = archive()
IMAGE = tarfile.TarInfo(NAMES[-1])
CONTENT = {
    "short": WHOLE[:-300],
    "corrupt": changed(WHOLE, 200, bytes(200)),
    "flipped": flipped(WHOLE),
    "checksum": changed(WHOLE, len(WHOLE) - 8, b"none"),
    "page": b"<html>Log in to this network first.</html>",
    "parent": archive((tarfile.TarInfo("mnist_sample/../../../escaped"), b"out")),
    "link": archive(link("link", "../../.."), (tarfile.TarInfo("mnist_sample/link/escaped"), b"out")),
    "link-inside": archive(link("again", "train")),
    "hard-link": archive(link("again.png", NAMES[0], tarfile.LNKTYPE)),
    "overlong": archive(*overlong_links()),
    "broken-image": archive((IMAGE, b"text")),  # of two members of one name the later one stays
    "huge-image": archive((IMAGE, png(PIXELS[0], width=100_000))),
    "other-image": archive((IMAGE, png(np.zeros((28, 30), np.uint8)))),
}


class Handler(BaseHTTPRequestHandler):
    """Answers as the first part of the path says: /whole/mnist_sample.tgz, /missing/mnist_sample.tgz and so on."""

    def do_GET(self):
        kind = self.path.split("/")[1]
        if kind == "missing":
            return self.send_error(404)
        if kind == "garbage":
            return self.wfile.write(b"); try again.\r\n\r\n")
        content = CONTENT.get(kind, WHOLE)
        self.send_response(200)
        if not kind.endswith("without-length"):  # the end of the connection is the end of the archive
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(OSError):  # the client is gone
            while kind == "slow" and not self.server.closing.wait(0.05):
                self.wfile.write(b"x")  # the connection is never silent, and the archive never complete
            self.wfile.write(content[:-300] if kind.startswith("cut") else content)

    def log_message(self, *args):
        pass
