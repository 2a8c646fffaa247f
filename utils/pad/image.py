"""The image of a pad's pixels, as the browser draws them (`pixel_canvas.js`)."""

import numpy as np
from PIL import Image

CELL = 11  # pixels of the page
POSITIVE, NEGATIVE, INK = (213, 94, 0), (0, 114, 178), (0, 0, 0)  # zero is white


def image_of(pixels: np.ndarray, signed: bool) -> Image.Image:
    """An image of `pixels`, (28, 28): weights from blue over white to vermilion if `signed`, else grey ink."""
    most = max(1.0, float(np.abs(pixels).max()))
    share = np.abs(pixels)[..., None] / most
    end = np.where(pixels[..., None] < 0, NEGATIVE, POSITIVE) if signed else np.array(INK)
    small = Image.fromarray((255 + share * (end - 255.0)).round().astype(np.uint8))
    whole = small.resize((small.width * CELL, small.height * CELL), Image.Resampling.NEAREST)
    framed = Image.new("RGB", (whole.width + 2, whole.height + 2), "silver")
    framed.paste(whole, (1, 1))
    return framed
