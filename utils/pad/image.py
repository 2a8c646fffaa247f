"""The image of a pad's pixels, as the browser draws them (`pixel_canvas.js`)."""

import numpy as np
from PIL import Image, ImageColor

from utils.look import NEGATIVE, POSITIVE

CELL = 11  # pixels of the page
INK = (0, 0, 0)


def image_of(pixels: np.ndarray, signed: bool) -> Image.Image:
    """An image of `pixels`, (28, 28): weights from blue over white to red if `signed`, else grey ink."""
    most = max(1.0, float(np.abs(pixels).max()))
    share = np.abs(pixels)[..., None] / most
    negative, positive = (ImageColor.getrgb(colour) for colour in (NEGATIVE, POSITIVE))
    end = np.where(pixels[..., None] < 0, negative, positive) if signed else np.array(INK)
    small = Image.fromarray((255 + share * (end - 255.0)).round().astype(np.uint8))
    whole = small.resize((small.width * CELL, small.height * CELL), Image.Resampling.NEAREST)
    framed = Image.new("RGB", (whole.width + 2, whole.height + 2), "silver")
    framed.paste(whole, (1, 1))
    return framed
