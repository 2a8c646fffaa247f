"""All of MNIST's threes and sevens, 14,434 images, for those who choose them: the last cell of lesson 8.

They come through fastai's own `untar_data(URLs.MNIST_SAMPLE)` into fastai's own folder (`~/.fastai`, or the one that
FASTAI_HOME names), and are kept there as tensors once they have been read. Nothing is written anywhere else.
`python -m utils.digits.full_mnist` fetches them alone; that is also how `load_sample` does it, since only a process of
its own can be stopped when a server dawdles, and needs no settings of this one changed.
"""

import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from urllib.error import ContentTooShortError, HTTPError, URLError

import numpy as np
import torch
from fastai.data.external import URLs, fastai_cfg, fastai_path, untar_data
from PIL import Image

SIZES = {"train": (6131, 6265), "valid": (1010, 1028)}  # threes and sevens
SILENCE = 20  # seconds a server may say nothing
HOUSE = Path(__file__).parents[2]


def load_sample(url=URLs.MNIST_SAMPLE, sizes=SIZES, seconds=300):
    """All threes and sevens: `(x, y, x_valid, y_valid)`, as `load_threes_and_sevens` gives them, threes first.

    `x` is (12396, 784) float32 in [0, 1], `y` (12396, 1) with 1.0 for a three; the validation pair has 2,038 rows.
    The first call downloads 3 MB within `seconds` and reads the images; later calls read one file, without a network.
    Raises OSError, in one sentence, when the images cannot be had. `sizes` are the threes and sevens of each part.
    """
    folder, kept = _places(url)
    pixels = _kept(kept, sizes)
    if pixels is None:
        if not _whole(folder, sizes):
            _fetch(url, folder, seconds)
        if not _whole(folder, sizes):
            shutil.rmtree(folder, ignore_errors=True)
            _forget(url)
            raise OSError(f"MNIST_SAMPLE came without the {_total(sizes)} images it should hold; try again.")
        pixels = {part: _read(folder / part) for part in sizes}
        _keep(pixels, kept)
    tensors = []
    for part, (threes, sevens) in sizes.items():
        tensors += [pixels[part].float() / 255, torch.cat([torch.ones(threes, 1), torch.zeros(sevens, 1)])]
    return tuple(tensors)


def _total(sizes):
    """How many images there are in all, written as people write it."""
    return f"{sum(map(sum, sizes.values())):,}"


def _places(url):
    """The folder that fastai unpacks `url` to, and the file beside it that keeps the tensors."""
    fastai_cfg.cache_clear()  # FASTAI_HOME may have been set since
    try:
        folder = fastai_path("data") / Path(url).stem
    except OSError as error:
        raise OSError(_no_place(error)) from None
    return folder, folder.with_name(f"{folder.name}-tensors.pt")


def _no_place(error):
    """The sentence for a folder of fastai's that cannot be written."""
    home = os.getenv("FASTAI_HOME", "~/.fastai")
    return f"There is no writing to {home} ({error.strerror or error}); let FASTAI_HOME name a folder where there is."


def _whole(folder, sizes):
    """Whether `folder` holds as many images as it should."""
    counts = [
        (len(list((folder / part / digit).glob("*.png"))), n)
        for part, both in sizes.items()
        for digit, n in zip("37", both, strict=True)
    ]
    return all(found == n for found, n in counts)


def _fetch(url, folder, seconds):
    """Have a process of its own download and unpack `url`; what it needs meanwhile lies beside `folder`."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            aside = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch)
            command = [sys.executable, "-m", "utils.digits.full_mnist", url]
            look = {"cwd": HOUSE, "env": os.environ | aside, "stdin": subprocess.DEVNULL}
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, **look)
    except subprocess.TimeoutExpired:
        _forget(url)
        raise OSError(f"MNIST_SAMPLE did not come within {seconds} seconds; try again later.") from None
    except OSError as error:
        raise OSError(_no_place(error)) from None
    if done.returncode:
        raise OSError((done.stderr.strip().splitlines() or ["MNIST_SAMPLE could not be fetched."])[-1])


def _read(folder):
    """The images of `folder`, threes first, as bytes (n, 784)."""
    paths = [path for digit in "37" for path in sorted((folder / digit).glob("*.png"))]
    return torch.from_numpy(np.stack([_image(path) for path in paths]).reshape(-1, 784))


def _image(path):
    """The image at `path` as bytes (28, 28)."""
    try:
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("L"))
        if pixels.shape != (28, 28):
            raise ValueError(f"it is {pixels.shape}, not (28, 28)")
    except (OSError, SyntaxError, ValueError) as error:  # PIL raises SyntaxError for a broken PNG
        folder = path.parent.parent.parent
        raise OSError(f"The image {path} cannot be read ({error}); delete {folder} and try again.") from None
    return pixels


def _kept(path, sizes):
    """The tensors that `_keep` wrote to `path`, or None when there are none, or not all of them."""
    try:
        pixels = torch.load(path, weights_only=True)
        shapes = {part: (tuple(rows.shape), rows.dtype) for part, rows in pixels.items()}
    except Exception:  # there is no list of what torch raises for a file that is broken
        return None
    return pixels if shapes == {part: ((sum(both), 784), torch.uint8) for part, both in sizes.items()} else None


def _keep(pixels, path):
    """Write `pixels` to `path`, whole or not at all; where there is no writing, the images are read again next time."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            torch.save(pixels, file)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)


def _forget(url):
    """Remove the archive of `url`, whole or in part, so that the next try does not trip over it."""
    archive = fastai_path("archive") / Path(url).name
    for name in (archive, archive.with_name(archive.name + ".part")):
        name.unlink(missing_ok=True)


def fetch(url):
    """Download and unpack `url` where fastai keeps its data. Raises OSError, in one sentence, when that fails."""
    socket.setdefaulttimeout(SILENCE)
    tarfile.TarFile.extraction_filter = staticmethod(tarfile.data_filter)  # no member may leave the folder
    try:
        return untar_data(url, force_download=True)
    except Exception as error:  # fastdownload itself raises Exception for a file with the wrong checksum
        _forget(url)
        raise OSError(_why(error)) from None


def _why(error):
    """`error`, met on the way, as a sentence."""
    if isinstance(error, tarfile.FilterError):
        return "The archive of MNIST_SAMPLE holds a member that would leave its folder, so nothing of it was kept."
    if isinstance(error, HTTPError):
        return f"MNIST_SAMPLE could not be fetched: the server answered {error.code}."
    if isinstance(error, ContentTooShortError | NameError):  # fastcore 2.2 means the first and trips over its name
        return "The download of MNIST_SAMPLE was cut off; try again."
    if isinstance(error, URLError | ConnectionError | TimeoutError):
        return f"MNIST_SAMPLE could not be fetched ({error}); is there a connection to the internet?"
    if isinstance(error, PermissionError):
        return _no_place(error)
    return f"The archive of MNIST_SAMPLE came broken ({error}); try again."


if __name__ == "__main__":
    try:
        fetch(*sys.argv[1:] or [URLs.MNIST_SAMPLE])
    except OSError as problem:
        sys.exit(str(problem))
