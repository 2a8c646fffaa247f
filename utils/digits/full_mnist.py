"""All of MNIST's threes and sevens, 14,434 images, for learners who want them: the last cell of lesson 9."""

import os
import shutil
import sys
from io import BytesIO
from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired, run
from tempfile import TemporaryDirectory

import numpy as np
import torch
from fastai.data.external import URLs, fastai_cfg, fastai_path
from PIL import Image

from utils.digits import download

SIZES = {"train": (6131, 6265), "valid": (1010, 1028)}  # threes and sevens of each part
IN_HEADER = 2 * (28).to_bytes(4, "big")  # the width and height of an image, as a PNG says them


def load_sample(url: str = URLs.MNIST_SAMPLE, sizes: dict = SIZES, seconds: float = 300) -> tuple[torch.Tensor, ...]:
    """All threes and sevens: `(x, y, x_valid, y_valid)`, as `load_threes_and_sevens` gives them, threes first.

    `x` is (12396, 784) float32 in [0, 1], `y` (12396, 1) with 1.0 for a three; the validation pair has 2,038 rows.
    The first call downloads 3 MB into fastai's folder in at most `seconds`, and so does one that finds an image there
    missing or broken. Raises OSError, one sentence, on failure.
    """
    folder = _folder(url)
    try:
        x, x_valid = _images(folder, sizes)
    except ValueError:
        x, x_valid = _downloaded(url, folder, sizes, seconds)
    y, y_valid = (torch.cat([torch.ones(threes, 1), torch.zeros(sevens, 1)]) for threes, sevens in sizes.values())
    return x, y, x_valid, y_valid


def _folder(url):
    """The folder in which fastai keeps what the archive at `url` holds."""
    home = os.getenv("FASTAI_HOME", "~/.fastai")
    if not os.path.isabs(os.path.expanduser(home)):  # fastai would write into the folder of the lessons
        raise OSError(f'FASTAI_HOME is "{home}", which is no full path; let it name a folder by one, or remove it.')
    fastai_cfg.cache_clear()  # FASTAI_HOME may have changed since fastai read it
    try:
        return fastai_path("data") / Path(url).stem
    except OSError as error:
        raise OSError(download.sentence(error)) from None
    except Exception:  # configparser raises many kinds, and fastai a TypeError where there is no "data"
        raise OSError(f"fastai cannot read its settings {home}/config.ini; delete that file and try again.") from None


def _images(folder, sizes):
    """The images of each part, threes first, as float32 (n, 784) in [0, 1]; ValueError if one is missing or broken."""
    paths = [[sorted(folder.glob(f"{part}/{digit}/*.png")) for digit in "37"] for part in sizes]
    if [tuple(map(len, both)) for both in paths] != [*sizes.values()]:
        raise ValueError(f"it came without the {sum(map(sum, sizes.values())):,} images it should hold")
    return [torch.from_numpy(np.stack([*map(_pixels, threes + sevens)])).float() / 255 for threes, sevens in paths]


def _pixels(path):
    """The image at `path` as uint8 (784,)."""
    try:
        content = path.read_bytes()
        if content[16:24] != IN_HEADER:  # PIL would make room for any size
            raise ValueError("it has not 28 x 28 pixels")
        Image.open(BytesIO(content)).verify()  # the checksums, which reading the pixels leaves out
        return np.asarray(Image.open(BytesIO(content)).convert("L")).reshape(784)
    except Exception as error:  # PIL raises many kinds
        raise ValueError(f"{'/'.join(path.parts[-3:])} cannot be read: {error}") from None


def _downloaded(url, folder, sizes, seconds):
    """The images at `url`; what the archive holds is put into `folder` once all of them have been read."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent) as scratch:
            # -P: the modules beside the script hide no others
            command = [sys.executable, "-P", download.__file__, url, scratch]
            run(command, capture_output=True, errors="replace", timeout=seconds, check=True)
            images = _images(new := Path(scratch, folder.name), sizes)
            folder.mkdir(exist_ok=True)
            for each in new.iterdir():  # nothing else in the folder is lost
                shutil.rmtree(folder / each.name, ignore_errors=True)
                each.replace(folder / each.name)
        return images
    except TimeoutExpired:
        raise OSError(f"MNIST_SAMPLE did not come within {seconds} seconds; try again later.") from None
    except CalledProcessError as failed:
        raise OSError((failed.stderr.strip().splitlines() or ["MNIST_SAMPLE could not be fetched."])[-1]) from None
    except (OSError, ValueError) as error:
        raise OSError(download.sentence(error)) from None
