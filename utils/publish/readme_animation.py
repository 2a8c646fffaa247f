"""Make the moving picture of the README: the learning rate of lesson 3 swept up and down.

python -m utils.publish.readme_animation
"""

from typing import Any

from PIL import Image

from utils.publish.flagship import flagship
from utils.publish.notebooks import NOTEBOOKS

ANIMATION = NOTEBOOKS / "images" / "learning_rate.webp"
RATES = [round(0.02 * n, 2) for n in range(1, 54)]  # crawls, slides, lands, bounces, diverges
HELD = {0.1: 8, 0.5: 10, 0.9: 8, 1.0: 8, 1.06: 10}  # frames for which a rate of special interest stands still
DPI = 100
MILLISECONDS = 70  # a frame


def sweep(widget: Any) -> list[Image.Image]:
    """The frames of the animation as the learning rate of `widget` rises: images of the size of its figure."""
    frames: list[Image.Image] = []
    for lr in RATES:
        frames += [widget.still(DPI, lr=lr)[0]] * HELD.get(lr, 1)
    return frames


def main() -> None:
    """Draw the frames, up and down, and write them as an animated WebP that plays for ever."""
    up = sweep(flagship(lr=RATES, start=[-1.5], steps=[10]))
    first, *rest = up + up[-2:0:-3]
    ANIMATION.parent.mkdir(exist_ok=True)
    first.save(ANIMATION, save_all=True, append_images=rest, duration=MILLISECONDS, loop=0, quality=70, method=4)
    print(f"{ANIMATION.name}: {len(rest) + 1} frames, {ANIMATION.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
