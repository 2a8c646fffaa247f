"""All of MNIST_SAMPLE through fastai's own untar_data: a like archive, served whole and in many bad ways."""

import io
import os
import socket
import subprocess
import tarfile
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
import torch
from PIL import Image

from utils.digits import full_mnist as sample
from utils.digits import load_threes_and_sevens

SIZES = {"train": (5, 4), "valid": (3, 2)}
CONFIG = "[DEFAULT]\ndata = data\narchive = archive\nstorage = tmp\nmodel = models\n"


def png(seed):
    """A made image as PNG bytes, and its pixels."""
    pixels = np.random.default_rng(seed).integers(0, 256, (28, 28), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="png")
    return file.getvalue(), pixels


def members():
    """The names of the images and their seeds, in the order in which they are read."""
    names = [
        f"{part}/{d}/{k}.png" for part, both in SIZES.items() for d, n in zip("37", both, strict=True) for k in range(n)
    ]
    return {name: seed for seed, name in enumerate(names)}


def archive(*more, broken=()):
    """A mnist_sample.tgz of small made images, and of `more` (TarInfo, bytes)."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name, seed in members().items():
            content = b"no picture" if name in broken else png(seed)[0]
            (info := tarfile.TarInfo(f"mnist_sample/{name}")).size = len(content)
            tar.addfile(info, io.BytesIO(content))
        for info, content in more:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return file.getvalue()


WHOLE = archive()


class Serve(BaseHTTPRequestHandler):
    """Answers as the first part of the path says: /whole/mnist_sample.tgz and so on."""

    def do_GET(self):
        way = self.path.split("/")[1]
        self.server.asked.append(way)
        if way == "missing":
            return self.send_error(404)
        content = {"corrupt": WHOLE[:200] + bytes(200) + WHOLE[400:], "short": WHOLE[:-300]}.get(way, WHOLE)
        content = self.server.extra.get(way, content)
        self.send_response(200)
        if way != "short":  # a server that says no length: the end of the connection is the end of the file
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if way == "slow":
            return self.dawdle(content)
        self.wfile.write(content[:-300] if way == "cut" else content)

    def dawdle(self, content):
        """A byte now and then, so that the connection is never silent."""
        for byte in content:
            if self.server.over.wait(0.05):
                return
            try:
                self.wfile.write(bytes([byte]))
            except OSError:
                return

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Serve)
    server.asked, server.extra, server.over = [], {}, threading.Event()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A folder with nothing in it but fastai's home, and a working directory and a place for temporary files."""
    for name, variable in (("home", "FASTAI_HOME"), ("tmp", "TMPDIR")):
        monkeypatch.setenv(variable, str(tmp_path / name))
        (tmp_path / name).mkdir()
    (tmp_path / "home" / "config.ini").write_text(CONFIG)  # fastai, when it writes its own, leaves the file open
    yield tmp_path
    assert {path.name for path in tmp_path.iterdir()} <= {"home", "tmp"}
    assert not list((tmp_path / "tmp").iterdir())
    sample.fastai_cfg.cache_clear()


@pytest.fixture
def inside(monkeypatch):
    """What a process of its own would do is done in this one: importing fastai takes longer than all the rest."""

    def here(command, env, **kwargs):
        with monkeypatch.context() as its_own:
            its_own.setattr(tempfile, "tempdir", env["TMPDIR"])
            its_own.setattr(tarfile.TarFile, "extraction_filter", None)
            try:
                sample.fetch(command[-1])
            except OSError as problem:
                return subprocess.CompletedProcess(command, 1, "", str(problem))
            finally:
                socket.setdefaulttimeout(None)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(sample.subprocess, "run", here)


def load(server, way, seconds=100):
    """Load the archive that comes that way."""
    server.asked.clear()
    return sample.load_sample(f"http://127.0.0.1:{server.server_port}/{way}/mnist_sample.tgz", SIZES, seconds)


def is_whole(tensors):
    """Whether these are the made images, in their order, with their answers."""
    x, y, x_valid, y_valid = tensors
    right = torch.tensor(np.stack([png(seed)[1].reshape(784) for seed in members().values()])).float() / 255
    assert x.dtype == y.dtype == torch.float32
    assert torch.equal(torch.cat([x, x_valid]), right)
    assert y.tolist() == [[1.0]] * 5 + [[0.0]] * 4
    assert y_valid.tolist() == [[1.0]] * 3 + [[0.0]] * 2


def fails(server, way, house, **kwargs):
    """The sentence that loading that way fails with; the built-in digits are there as before, and nothing is left."""
    with pytest.raises(OSError, match=r"\.$|\?$") as caught:
        load(server, way, **kwargs)
    said = str(caught.value)
    assert "\n" not in said
    assert "Traceback" not in said
    assert load_threes_and_sevens()[0].shape == (800, 784)
    left = {path.name for path in (house / "home").rglob("*")}
    assert left <= {"config.ini", "data", "archive", "mnist_sample.tgz.lock"}, left
    return said


def test_whole_then_kept_then_mended(server, house):
    assert "was cut off" in fails(server, "cut", house)
    is_whole(load(server, "whole"))
    assert server.asked == ["whole"]
    is_whole(load(server, "refused"))  # kept: nobody is asked
    assert server.asked == []
    kept = house / "home" / "data" / "mnist_sample-tensors.pt"
    whole = kept.read_bytes()
    for half in (whole[: len(whole) // 2], b"", b"something else"):
        kept.write_bytes(half)
        is_whole(load(server, "refused"))  # half-written: the images are read again, and kept again
        assert len(kept.read_bytes()) == len(whole)
    names = {path.name for path in (house / "home" / "data").iterdir()}
    assert names == {"mnist_sample", "mnist_sample-tensors.pt"}


def test_half_an_unpacked_folder_is_fetched_again(server, house, inside):
    folder = house / "home" / "data" / "mnist_sample" / "train" / "3"
    folder.mkdir(parents=True)
    (folder / "0.png").write_bytes(b"half")
    is_whole(load(server, "whole"))


def test_writing_that_breaks_off_leaves_what_was_there(house, monkeypatch):
    path = house / "home" / "kept.pt"
    pixels = {"train": torch.zeros(9, 784, dtype=torch.uint8), "valid": torch.ones(5, 784, dtype=torch.uint8)}
    sample._keep(pixels, path)

    def full(pixels, file):
        file.write(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(torch, "save", full)
    sample._keep({"train": None}, path)
    assert sample._kept(path, SIZES)["valid"].sum() == 5 * 784
    assert sorted(each.name for each in path.parent.iterdir()) == ["config.ini", "kept.pt"]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("cut", "was cut off"),
        ("short", "came broken"),
        ("corrupt", "came without the 14 images"),
        ("missing", "answered 404"),
    ],
)
def test_what_does_not_come_whole_is_said_in_a_sentence_and_the_next_try_is_not_hurt(server, house, inside, way, said):
    assert said in fails(server, way, house)
    is_whole(load(server, "whole"))


def test_a_refused_connection_asks_about_the_internet(house, inside):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/mnist_sample.tgz"
        with pytest.raises(OSError, match=r"could not be fetched .*connection to the internet\?$"):
            sample.load_sample(url, SIZES)


def test_a_server_that_dawdles_is_not_waited_for(server, house):
    began = time.monotonic()
    assert "within 15 seconds" in fails(server, "slow", house, seconds=15)
    assert time.monotonic() - began < 40


def climbers():
    """Members that would leave the folder: by name, by an absolute name, and through a link."""
    link = tarfile.TarInfo("mnist_sample/link")
    link.type, link.linkname = tarfile.SYMTYPE, "../../.."
    return {
        "up": [(tarfile.TarInfo("mnist_sample/../../../escaped"), b"out")],
        "linked": [(link, b""), (tarfile.TarInfo("mnist_sample/link/escaped"), b"out")],
    }


@pytest.mark.parametrize("way", ["up", "linked"])
def test_a_member_that_climbs_out_of_the_folder_stays_out(server, house, inside, way):
    server.extra[way] = archive(*climbers()[way])
    assert "leave its folder" in fails(server, way, house)
    assert not list(house.rglob("escaped"))


def test_an_image_that_is_none_is_named(server, house, inside):
    server.extra["odd"] = archive(broken={"valid/7/1.png"})
    with pytest.raises(OSError, match=r"valid/7/1\.png cannot be read .*; delete .*mnist_sample and try again\.$"):
        load(server, "odd")


def test_a_sample_of_another_size_is_said(server, house, inside):
    url = f"http://127.0.0.1:{server.server_port}/whole/mnist_sample.tgz"
    with pytest.raises(OSError, match="without the 16 images"):
        sample.load_sample(url, {"train": (6, 5), "valid": (3, 2)})


def test_a_home_without_writing_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FASTAI_HOME", str(tmp_path / "file"))
    with pytest.raises(OSError, match=r"no writing to .*file .*FASTAI_HOME"):
        sample.load_sample("http://127.0.0.1:9/mnist_sample.tgz", SIZES)
    sample.fastai_cfg.cache_clear()


def refuse(*args, **kwargs):
    raise PermissionError(13, "Permission denied")


def test_a_home_that_became_read_only_still_gives_what_it_holds(server, house, inside, monkeypatch):
    is_whole(load(server, "whole"))
    (house / "home" / "data" / "mnist_sample-tensors.pt").unlink()
    monkeypatch.setattr(sample.tempfile, "mkstemp", refuse)
    is_whole(load(server, "refused"))  # the images are read, though they cannot be kept
    monkeypatch.setattr(sample.tempfile, "TemporaryDirectory", refuse)
    (house / "home" / "data" / "mnist_sample" / "train" / "3" / "0.png").unlink()
    with pytest.raises(OSError, match="no writing to"):
        load(server, "whole")


@pytest.mark.skipif(not os.environ.get("DOWNHILL_ONLINE"), reason="downloads 3 MB: set DOWNHILL_ONLINE=1")
def test_the_real_one(house):
    x, y, x_valid, y_valid = sample.load_sample()
    assert (len(x), int(y.sum()), len(x_valid), int(y_valid.sum())) == (12396, 6131, 2038, 1010)
    assert x.max() == 1
