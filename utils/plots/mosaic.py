"""Many images in one array, which Matplotlib draws faster than one Axes for each image. Serves lessons 1 and 5 to 9."""

from typing import Any

import numpy as np


def as_floats(values: Any) -> np.ndarray:
    """`values` (a tensor, with or without gradient, an array, or a list of either) as a float64 array."""
    if isinstance(values, list | tuple):
        return np.array([as_floats(value) for value in values], dtype=np.float64)
    if hasattr(values, "detach"):
        values = values.detach()
        values = values.double() if values.is_floating_point() else values  # numpy has no bfloat16
    return np.asarray(values, dtype=np.float64)


def as_images(images: Any) -> np.ndarray:
    """`images` as a float64 array (n, height, width): rows of 784 become 28 x 28, and so do columns of 784.

    Raises ValueError for any other shape, for no images, and for pixels that are NaN or infinite.
    """
    array = as_floats(images)
    if array.ndim == 2 and array.shape[0] == 784 != array.shape[1]:
        array = array.T
    if array.ndim and array.shape[-1] == 784:
        array = array.reshape(-1, 28, 28)
    array = array[None] if array.ndim == 2 else array
    if array.ndim != 3 or not array.size:
        raise ValueError(f"Images are (n, 784), (n, 28, 28) or one (28, 28); these are {tuple(array.shape)}.")
    if not np.isfinite(array).all():
        raise ValueError(f"{np.count_nonzero(~np.isfinite(array))} of the {array.size} pixels are NaN or infinite.")
    return array


def mosaic(images: Any, columns: int = 8, headroom: int = 0) -> np.ndarray:
    """`images` in rows of `columns` as one float64 array, NaN in the gaps, `headroom` pixels above each row."""
    images = as_images(images)
    n, height, width = images.shape
    bottom = corner(n - 1, columns, height, width, headroom)[0] + height
    right = corner(min(n, columns) - 1, columns, height, width, headroom)[1] + width
    whole = np.full((bottom, right), np.nan)
    for k, image in enumerate(images):
        top, left = corner(k, columns, height, width, headroom)
        whole[top : top + height, left : left + width] = image
    return whole


def corner(k: int, columns: int, height: int, width: int, headroom: int = 0) -> tuple[int, int]:
    """The row and the column in the mosaic of the first pixel of image `k`, which is `height` by `width` pixels."""
    gap = max(1, width // 14)
    return k // columns * (height + gap + headroom) + headroom, k % columns * (width + gap)
