"""All of MNIST's threes and sevens, 14,434 images, for learners who want them: the last cell of lesson 8.

fastai's `untar_data` fetches them. It has no time limit, so it runs in a process that can be stopped: this script.
"""

import os
import shutil
import sys
import tarfile
from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired, run
from urllib.error import ContentTooShortError, HTTPError, URLError

import numpy as np
import torch
from fastai.data.external import URLs, fastai_cfg, fastai_path, untar_data
from PIL import Image

SIZES = {"train": (6131, 6265), "valid": (1010, 1028)}  # threes and sevens of each part


def load_sample(url: str = URLs.MNIST_SAMPLE, sizes: dict = SIZES, seconds: float = 300) -> tuple[torch.Tensor, ...]:
    """All threes and sevens: `(x, y, x_valid, y_valid)`, as `load_threes_and_sevens` gives them, threes first.

    `x` is (12396, 784) float32 in [0, 1], `y` (12396, 1) with 1.0 for a three; the validation pair has 2,038 rows.
    The first call downloads 3 MB into fastai's folder in at most `seconds`. Raises OSError, one sentence, on failure.
    """
    fastai_cfg.cache_clear()  # FASTAI_HOME may have changed since fastai read it
    try:
        folder = fastai_path("data") / Path(url).stem
    except OSError as error:
        raise OSError(_sentence(error)) from None
    if not _is_complete(folder, sizes):
        _download_in_own_process(url, seconds)
    if not _is_complete(folder, sizes):
        shutil.rmtree(folder, ignore_errors=True)
        total = sum(map(sum, sizes.values()))
        raise OSError(f"MNIST_SAMPLE came without the {total:,} images it should hold; try again.")
    x, x_valid = (_images(folder / part) for part in sizes)
    y, y_valid = (torch.cat([torch.ones(threes, 1), torch.zeros(sevens, 1)]) for threes, sevens in sizes.values())
    return x, y, x_valid, y_valid


def _is_complete(folder, sizes):
    """Whether `folder` holds as many threes and sevens as `sizes` says."""
    return sizes == {part: tuple(len([*folder.glob(f"{part}/{digit}/*.png")]) for digit in "37") for part in sizes}


def _images(folder):
    """The images of `folder`, threes first, as float32 (n, 784) in [0, 1]."""
    rows = []
    for path in sorted(folder.glob("[37]/*.png")):
        try:
            rows.append(np.asarray(Image.open(path).convert("L")).reshape(784))
        except (OSError, SyntaxError, ValueError) as error:  # PIL raises SyntaxError for a broken PNG
            raise OSError(f"The image {path} cannot be read ({error}); delete {folder.parent} and try again.") from None
    return torch.from_numpy(np.stack(rows)).float() / 255


def _download_in_own_process(url, seconds):
    """Run this file as a script (-P: the modules beside it hide no others). Raises OSError when the download fails."""
    try:
        run([sys.executable, "-P", __file__, url], capture_output=True, text=True, timeout=seconds, check=True)
    except TimeoutExpired:
        raise OSError(f"MNIST_SAMPLE did not come within {seconds} seconds; try again later.") from None
    except CalledProcessError as failed:
        raise OSError((failed.stderr.strip().splitlines() or ["MNIST_SAMPLE could not be fetched."])[-1]) from None


def _sentence(error):
    """What `error`, met while downloading, means for the learner."""
    if isinstance(error, tarfile.FilterError):
        return "The archive of MNIST_SAMPLE holds a member that would leave its folder, so nothing of it was kept."
    if isinstance(error, HTTPError):
        return f"MNIST_SAMPLE could not be fetched: the server answered {error.code}."
    if isinstance(error, ContentTooShortError | NameError):  # fastcore 2.2 lacks the import of ContentTooShortError
        return "The download of MNIST_SAMPLE was cut off; try again."
    if isinstance(error, URLError | ConnectionError | TimeoutError):
        return f"MNIST_SAMPLE could not be fetched ({error}); is there a connection to the internet?"
    if isinstance(error, OSError) and error.errno:
        home = os.getenv("FASTAI_HOME", "~/.fastai")
        return f"There is no writing to {home} ({error.strerror}); let FASTAI_HOME name a folder where there is."
    return f"The archive of MNIST_SAMPLE came broken ({error}); try again."


if __name__ == "__main__":
    tarfile.TarFile.extraction_filter = staticmethod(tarfile.data_filter)  # no file is written outside the folder
    try:
        untar_data(sys.argv[1], force_download=True)
    except Exception as error:  # fastdownload raises a plain Exception for a wrong checksum
        sys.exit(_sentence(error))
