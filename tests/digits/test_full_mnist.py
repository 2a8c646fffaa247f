"""All of MNIST_SAMPLE through fastai's `untar_data`: a small archive of the same layout, served whole and broken."""

import io
import os
import runpy
import socket
import sys
import tarfile
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import CalledProcessError

import numpy as np
import pytest
import torch
from PIL import Image

from utils.digits import full_mnist

SIZES = {"train": (5, 4), "valid": (3, 2)}
FOLDERS = {"train/3": 5, "train/7": 4, "valid/3": 3, "valid/7": 2}
NAMES = [f"mnist_sample/{folder}/{k}.png" for folder, n in FOLDERS.items() for k in range(n)]
PIXELS = np.random.default_rng(0).integers(0, 256, (len(NAMES), 28, 28), dtype=np.uint8)
CONFIG = "[DEFAULT]\ndata = data\narchive = archive\nstorage = tmp\nmodel = models\n"


def archive(*more):
    """The bytes of a mnist_sample.tgz: the images, and `more` members, each a TarInfo and its content."""
    images = []
    for name, pixels in zip(NAMES, PIXELS, strict=True):
        Image.fromarray(pixels).save(file := io.BytesIO(), format="png")
        images.append((tarfile.TarInfo(name), file.getvalue()))
    with tarfile.open(fileobj=(file := io.BytesIO()), mode="w:gz") as tar:
        for info, content in [*images, *more]:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return file.getvalue()


LINK = tarfile.TarInfo("mnist_sample/link")
LINK.type, LINK.linkname = tarfile.SYMTYPE, "../../.."
WHOLE = archive()
CONTENT = {
    "short": WHOLE[:-300],
    "corrupt": WHOLE[:200] + bytes(200) + WHOLE[400:],
    "parent": archive((tarfile.TarInfo("mnist_sample/../../../escaped"), b"out")),
    "link": archive((LINK, b""), (tarfile.TarInfo("mnist_sample/link/escaped"), b"out")),
    "broken-image": archive((tarfile.TarInfo(NAMES[-1]), b"text")),  # of two members of one name the later one stays
}


class Handler(BaseHTTPRequestHandler):
    """Answers as the first part of the path says: /whole/mnist_sample.tgz, /missing/mnist_sample.tgz and so on."""

    def do_GET(self):
        kind = self.path.split("/")[1]
        if kind == "missing":
            return self.send_error(404)
        content = CONTENT.get(kind, WHOLE)
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(OSError):  # the client is gone
            while kind == "slow" and not self.server.closing.wait(0.05):
                self.wfile.write(b"x")  # the connection is never silent, and the archive never complete
            self.wfile.write(content[:-300] if kind == "cut" else content)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.closing = threading.Event()
        threading.Thread(target=server.serve_forever).start()
        yield server
        server.closing.set()
        server.shutdown()


@pytest.fixture
def load(server, tmp_path, monkeypatch):
    """`load(kind)` loads the archive that the server calls so, into a home of fastai's own: `tmp_path / "home"`."""
    monkeypatch.setenv("FASTAI_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.ini").write_text(CONFIG)  # fastai leaves the file open when it writes it
    url = f"http://127.0.0.1:{server.server_port}/%s/mnist_sample.tgz"
    yield lambda kind, **kwargs: full_mnist.load_sample(url % kind, SIZES, **kwargs)
    full_mnist.fastai_cfg.cache_clear()


@pytest.fixture
def in_this_process(monkeypatch):
    """Run the download in this process: in a process of its own the import of fastai takes seconds."""

    def run(command, **kwargs):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", command[-2:])
            patch.setattr(tarfile.TarFile, "extraction_filter", None)
            try:
                runpy.run_path(full_mnist.__file__, run_name="__main__")
            except SystemExit as end:
                raise CalledProcessError(1, command, stderr=f"{end.code}\n") from None

    monkeypatch.setattr(full_mnist, "run", run)


def assert_whole(tensors):
    """All the images, in their order, with their labels."""
    x, y, x_valid, y_valid = tensors
    assert torch.equal(torch.cat([x, x_valid]), torch.tensor(PIXELS).reshape(-1, 784).float() / 255)
    assert torch.equal(y, torch.tensor([[1.0]] * 5 + [[0.0]] * 4))
    assert torch.equal(y_valid, torch.tensor([[1.0]] * 3 + [[0.0]] * 2))


def test_a_download_in_a_process_of_its_own_is_done_once(load):
    with pytest.raises(OSError, match=r"was cut off; try again\.$"):
        load("cut")
    assert_whole(load("whole"))
    assert_whole(load("missing"))  # the server is not asked


def test_a_server_that_is_too_slow_is_not_waited_for(load):
    with pytest.raises(OSError, match=r"did not come within 4 seconds; try again later\.$"):
        load("slow", seconds=4)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("cut", r"was cut off; try again\.$"),
        ("short", r"came broken \(.*\); try again\.$"),
        ("corrupt", r"came without the 14 images it should hold; try again\.$"),
        ("missing", r"the server answered 404\.$"),
        ("parent", "holds a member that would leave its folder"),
        ("link", "holds a member that would leave its folder"),
    ],
)
def test_a_failed_download_is_one_sentence_and_the_next_one_succeeds(kind, sentence, load, in_this_process, tmp_path):
    with pytest.raises(OSError, match=sentence) as caught:
        load(kind)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.rglob("*.png"))
    assert not list(tmp_path.rglob("escaped"))
    assert_whole(load("whole"))


def test_a_refused_connection_asks_about_the_internet(load, in_this_process):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(OSError, match=r"could not be fetched .*connection to the internet\?$"):
            full_mnist.load_sample(f"http://127.0.0.1:{closed.getsockname()[1]}/mnist_sample.tgz", SIZES)


def test_an_incomplete_folder_is_downloaded_again(load, in_this_process, tmp_path):
    folder = tmp_path / "home" / "data" / "mnist_sample" / "train" / "3"
    folder.mkdir(parents=True)
    (folder / "0.png").write_bytes(b"half")
    assert_whole(load("whole"))


def test_an_image_that_cannot_be_read_is_named(load, in_this_process):
    with pytest.raises(OSError, match=r"valid/7/1\.png cannot be read .*; delete .*mnist_sample and try again\.$"):
        load("broken-image")


def test_a_home_that_cannot_be_made_is_one_sentence(load, tmp_path, monkeypatch):
    monkeypatch.setenv("FASTAI_HOME", str(tmp_path / "home" / "config.ini"))
    with pytest.raises(OSError, match=r"no writing to .*config\.ini .*FASTAI_HOME"):
        load("whole")


def test_a_home_that_cannot_be_written_still_gives_what_it_holds(load, in_this_process, tmp_path):
    load("whole")
    home = tmp_path / "home"
    (home / "archive").rename(home / "elsewhere")
    (home / "archive").write_text("a file where a folder is needed; a read-only folder would not stop root")
    assert_whole(load("missing"))
    (home / "data" / "mnist_sample" / "train" / "3" / "0.png").unlink()
    with pytest.raises(OSError, match=r"no writing to .*home \(File exists\).*FASTAI_HOME"):
        load("whole")


@pytest.mark.skipif(not os.environ.get("DOWNHILL_ONLINE"), reason="downloads 3 MB: set DOWNHILL_ONLINE=1")
def test_the_real_archive_holds_what_the_lesson_says(tmp_path, monkeypatch):
    monkeypatch.setenv("FASTAI_HOME", str(tmp_path))
    x, y, x_valid, y_valid = full_mnist.load_sample()
    assert (len(x), int(y.sum()), len(x_valid), int(y_valid.sum())) == (12396, 6131, 2038, 1010)
    assert x.max() == 1
