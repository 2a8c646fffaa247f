"""The images of a page: they are WebP, have the pixels of the PNGs that a notebook has, and take fewer bytes."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from utils.publish.images import html_with_webp, packet_with_webp, webp


def png(pixels):
    """The array `pixels` as a PNG in base64."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def opened(text):
    """The image in base64 that `text` is."""
    return Image.open(io.BytesIO(base64.b64decode(text)))


CHANCE = np.random.default_rng(0)
COLOURED = CHANCE.integers(0, 256, (28, 28, 4), dtype=np.uint8)  # with every opacity
GREY = CHANCE.integers(0, 256, (28, 28), dtype=np.uint8)


@pytest.mark.parametrize("pixels", [COLOURED, COLOURED[..., :3], GREY], ids=["transparent", "coloured", "grey"])
def test_a_webp_has_the_pixels_of_the_png(pixels):
    image = opened(webp(png(pixels)))
    assert image.format == "WEBP"
    expected = Image.fromarray(pixels).convert("RGBA")
    assert np.array_equal(np.asarray(image.convert("RGBA")), np.asarray(expected))


def test_a_webp_of_a_small_drawing_takes_half_the_bytes():
    grey = (np.hypot(*np.mgrid[-14:14, -14:14]) * 18).clip(0, 255).astype(np.uint8)
    drawing = np.dstack([grey, grey, grey, np.full_like(grey, 255)])  # as Matplotlib draws an image
    assert len(webp(png(drawing))) < 0.5 * len(png(drawing))


def test_the_images_of_a_packet_and_of_a_page_are_webp_and_all_else_stays():
    image, shape = png(GREY), [0, 1, 5, 6]
    packet = {
        "definitions": {0: {}},
        "chunks": {3: [shape, ["image", None, image, 1, 1], ["drawn", None, image, 1, 1]]},
    }
    changed = webp(image)
    assert packet_with_webp(packet) == {
        "definitions": {0: {}},
        "chunks": {3: [shape, ["image", None, changed, 1, 1], ["drawn", None, changed, 1, 1]]},
    }
    html = '<p>data:image/png;base64,x</p><img alt="A" src="data:image/png;base64,{}"><img src="b.png">'
    assert html_with_webp(html.format(image)) == html.format(changed).replace("png;base64,U", "webp;base64,U")
