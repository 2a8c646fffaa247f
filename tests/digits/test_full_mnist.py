"""All of MNIST_SAMPLE through fastai's `untar_data`: a small archive of the same layout, served whole and broken."""

import errno
import os
import re
import runpy
import shutil
import socket
import sys
import tarfile
import tempfile
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from subprocess import CalledProcessError

import pytest
import torch

from tests.digits.archives import PIXELS, SIZES, Handler, flipped
from utils.digits import download, full_mnist, load_threes_and_sevens

CONFIG = "[DEFAULT]\ndata = data\narchive = archive\nstorage = tmp\nmodel = models\n"


def cut(path):
    """Leave half of the file at `path`."""
    path.write_bytes(path.read_bytes()[:400])


def flip(path):
    """Flip a byte in the middle of the file at `path`."""
    path.write_bytes(flipped(path.read_bytes(), 1))


def wrong_checksum(path):
    """Change the checksum of the pixels in the PNG at `path`, which PIL does not compare as it reads them."""
    content = path.read_bytes()
    path.write_bytes(content[:-16] + b"none" + content[-12:])


def read_only(**kwargs):
    raise OSError(errno.EROFS, "Read-only file system")


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
    """`load(kind)` loads the archive that the server calls so, into a home of fastai's own: `tmp_path / "home"`.

    In the end there is nothing but that home and an empty folder for temporary files.
    """
    for folder, names in {"home": ["FASTAI_HOME"], "tmp": ["TMPDIR", "TEMP", "TMP"]}.items():
        (tmp_path / folder).mkdir()
        for name in names:
            monkeypatch.setenv(name, str(tmp_path / folder))
    (tmp_path / "home" / "config.ini").write_text(CONFIG)  # fastai leaves the file open when it writes it
    url = f"http://127.0.0.1:{server.server_port}/%s/mnist_sample.tgz"
    yield lambda kind, sizes=SIZES, **kwargs: full_mnist.load_sample(url % kind, sizes, **kwargs)
    assert {path.name for path in tmp_path.iterdir()} == {"home", "tmp"}
    assert not list((tmp_path / "tmp").iterdir())
    full_mnist.fastai_cfg.cache_clear()


@pytest.fixture
def fails(load, tmp_path):
    """`fails(kind)` loads what cannot be loaded; the sentence that says why. The built-in digits load after it."""

    def fails(kind, **kwargs):
        with pytest.raises(OSError, match=r"\A[^\n]*[.?]\Z") as caught:
            load(kind, **kwargs)
        assert load_threes_and_sevens()[0].shape == (800, 784)
        assert {path.name for path in (tmp_path / "home").rglob("*")} <= {"config.ini", "data", "archive"}
        return str(caught.value)

    return fails


@pytest.fixture
def in_this_process(monkeypatch, tmp_path):
    """Run the download in this process: in a process of its own the import of fastai takes seconds."""

    def run(command, **kwargs):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", command[2:])
            patch.setattr(tarfile.TarFile, "extraction_filter", None)
            patch.setattr(tempfile, "tempdir", str(tmp_path / "not to be used"))
            try:
                runpy.run_path(download.__file__, run_name="__main__")
            except SystemExit as end:
                raise CalledProcessError(1, command, stderr=f"{end.code}\n") from None

    monkeypatch.setattr(full_mnist, "run", run)


def assert_whole(tensors):
    """All the images, in their order, with their labels."""
    x, y, x_valid, y_valid = tensors
    assert torch.equal(torch.cat([x, x_valid]), torch.tensor(PIXELS).reshape(-1, 784).float() / 255)
    assert torch.equal(y, torch.tensor([[1.0]] * 5 + [[0.0]] * 4))
    assert torch.equal(y_valid, torch.tensor([[1.0]] * 3 + [[0.0]] * 2))


@pytest.mark.rare  # the other tests download in this process
def test_a_download_in_a_process_of_its_own_is_done_once(load, fails):
    assert fails("cut").endswith("was cut off; try again.")
    assert_whole(load("whole"))
    assert_whole(load("missing"))  # the server is not asked


@pytest.mark.rare
def test_a_server_that_is_too_slow_is_not_waited_for(fails):
    assert fails("slow", seconds=2).endswith("did not come within 2 seconds; try again later.")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("cut", "was cut off; try again."),
        ("cut-without-length", "came broken ("),
        ("short", "came broken ("),
        ("corrupt", "came broken ("),
        ("flipped", "came broken ("),
        ("checksum", "came broken ("),
        ("page", "came broken ("),
        ("missing", "the server answered 404."),
        ("garbage", "the answer is not one of a web server"),
        ("parent", "a member that would leave its folder"),
        ("link", "holds a link"),
        ("link-inside", "holds a link"),
        ("hard-link", "holds a link"),
        ("overlong", "holds a link"),
        ("broken-image", "valid/7/1.png cannot be read: it has not 28 x 28 pixels); try again."),
        ("huge-image", "valid/7/1.png cannot be read: it has not 28 x 28 pixels); try again."),
        ("other-image", "valid/7/1.png cannot be read: it has not 28 x 28 pixels); try again."),
    ],
)
def test_a_failed_download_is_one_sentence_and_the_next_one_succeeds(kind, words, load, fails, in_this_process):
    assert words in fails(kind)
    assert_whole(load("whole"))


def test_an_archive_served_without_a_length_is_loaded(load, in_this_process):
    assert_whole(load("without-length"))


def test_an_archive_of_another_size_is_refused(load, fails, in_this_process):
    assert "came without the 16 images it should hold" in fails("whole", sizes={"train": (6, 5), "valid": (3, 2)})


def test_a_refused_connection_asks_about_the_internet(load, in_this_process):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(OSError, match=r"could not be fetched .*connection to the internet\?$"):
            full_mnist.load_sample(f"http://127.0.0.1:{closed.getsockname()[1]}/mnist_sample.tgz", SIZES)


@pytest.mark.parametrize("step", [(tarfile, "copyfileobj"), (Path, "replace"), (shutil, "move")])
def test_a_full_disk_is_said_and_leaves_nothing(step, load, fails, in_this_process, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(*step, full)
        assert "(No space left on device); let FASTAI_HOME name a folder" in fails("whole")
    assert_whole(load("whole"))


@pytest.mark.parametrize("damage", [Path.unlink, cut, flip, wrong_checksum, lambda path: path.write_bytes(b"")])
def test_a_damaged_folder_is_downloaded_again(damage, load, in_this_process, tmp_path):
    load("whole")
    folder = tmp_path / "home" / "data" / "mnist_sample"
    (folder / "models").mkdir()
    (folder / "models" / "mine.pth").write_text("a learner's own")
    damage(folder / "train" / "3" / "1.png")
    with pytest.raises(OSError, match="answered 404"):
        load("missing")
    assert_whole(load("whole"))
    assert_whole(load("missing"))
    assert (folder / "models" / "mine.pth").read_text() == "a learner's own"


def test_a_folder_with_too_few_images_is_downloaded_again(load, in_this_process, tmp_path):
    folder = tmp_path / "home" / "data" / "mnist_sample" / "train" / "3"
    folder.mkdir(parents=True)
    (folder / "0.png").write_bytes(b"half")
    assert_whole(load("whole"))


def test_a_home_that_cannot_be_made_is_one_sentence(load, tmp_path, monkeypatch):
    monkeypatch.setenv("FASTAI_HOME", str(tmp_path / "home" / "config.ini"))
    with pytest.raises(OSError, match=r"no writing to .*config\.ini .*FASTAI_HOME"):
        load("whole")


@pytest.mark.parametrize("home", ["", "here", "./here", "~nobody-of-this-name/here"])
def test_a_home_that_is_no_full_path_is_refused_and_nothing_is_written(home, load, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path / "tmp")
    monkeypatch.setenv("FASTAI_HOME", home)
    with pytest.raises(OSError, match=rf'^FASTAI_HOME is "{home}", which is no full path; let it name a folder by one'):
        load("whole")


@pytest.mark.parametrize(
    "settings", [b"data = data", b"[DEFAULT]\nmodel = models", b"[DEFAULT]\ndata = %(", b"\xff\xfe"]
)
def test_settings_that_cannot_be_read_are_named_and_kept(settings, load, tmp_path):
    (tmp_path / "home" / "config.ini").write_bytes(settings)
    with pytest.raises(OSError, match=r"cannot read its settings .*config\.ini; delete that file and try again\.$"):
        load("whole")
    assert (tmp_path / "home" / "config.ini").read_bytes() == settings


def test_a_file_where_fastai_keeps_archives_is_not_in_the_way(load, in_this_process, tmp_path):
    (tmp_path / "home" / "archive").write_text("a file")
    assert_whole(load("whole"))
    assert (tmp_path / "home" / "archive").read_text() == "a file"


def test_a_home_that_cannot_be_written_still_gives_what_it_holds(load, in_this_process, tmp_path, monkeypatch):
    load("whole")
    with monkeypatch.context() as patch:  # a read-only folder would not stop root
        patch.setattr(full_mnist, "TemporaryDirectory", read_only)
        assert_whole(load("missing"))
        (tmp_path / "home" / "data" / "mnist_sample" / "train" / "3" / "0.png").unlink()
        with pytest.raises(OSError, match=r"no writing to .*home \(Read-only file system\).*FASTAI_HOME"):
            load("whole")


def test_a_file_where_the_images_belong_is_said(load, fails, tmp_path):
    (tmp_path / "home" / "data").write_text("a file where a folder is needed")
    assert re.search(r"no writing to .*home \(File exists\).*FASTAI_HOME", fails("whole"))


@pytest.mark.skipif(not os.environ.get("DOWNHILL_ONLINE"), reason="downloads 3 MB: set DOWNHILL_ONLINE=1")
def test_the_real_archive_holds_what_the_lesson_says(tmp_path, monkeypatch):
    monkeypatch.setenv("FASTAI_HOME", str(tmp_path))
    x, y, x_valid, y_valid = full_mnist.load_sample()
    assert (len(x), int(y.sum()), len(x_valid), int(y_valid.sum())) == (12396, 6131, 2038, 1010)
    assert x.max() == 1
