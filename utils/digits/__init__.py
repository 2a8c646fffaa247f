"""Digits as tensors: 5,000 real ones, 200 drawn ones, and `as_mnist`, which sizes and centres a drawn digit like those.

All of MNIST's threes and sevens need a download: `utils.digits.full_mnist.load_sample`.
"""

from utils.digits.centre import as_mnist
from utils.digits.drawings import load_drawings
from utils.digits.mnist import load_digits, load_threes_and_sevens

__all__ = ["as_mnist", "load_digits", "load_drawings", "load_threes_and_sevens"]
