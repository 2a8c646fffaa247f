"""Real handwritten digits as tensors, and a drawn one made like them."""

from utils.digits.centre import as_mnist
from utils.digits.mnist import load_digits, load_threes_and_sevens

__all__ = ["as_mnist", "load_digits", "load_threes_and_sevens"]
