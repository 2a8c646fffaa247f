"""The image of a pad's pixels, as the browser draws them (`pixel_canvas.js`)."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageColor

from utils.look import NEGATIVE, POSITIVE

CELL = 11  # pixels of the page
INK = (0, 0, 0)


def image_of(pixels: np.ndarray, signed: bool, cell: int = CELL) -> Image.Image:
    """An image of `pixels`, (28, 28): weights from blue over white to red if `signed`, else grey ink."""
    most = max(1.0, float(np.abs(pixels).max()))
    share = np.abs(pixels)[..., None] / most
    negative, positive = (ImageColor.getrgb(colour) for colour in (NEGATIVE, POSITIVE))
    end = np.where(pixels[..., None] < 0, negative, positive) if signed else np.array(INK)
    small = Image.fromarray((255 + share * (end - 255.0)).round().astype(np.uint8))
    whole = small.resize((small.width * cell, small.height * cell), Image.Resampling.NEAREST)
    framed = Image.new("RGB", (whole.width + 2, whole.height + 2), "silver")
    framed.paste(whole, (1, 1))
    return framed


def side_by_side(images: Sequence[Image.Image], gap: int = 16) -> Image.Image:
    """The `images` in a row on white, each at the top."""
    width = sum(image.width + gap for image in images) - gap
    row = Image.new("RGB", (width, max(image.height for image in images)), "white")
    left = 0
    for image in images:
        row.paste(image, (left, 0))
        left += image.width + gap
    return row
