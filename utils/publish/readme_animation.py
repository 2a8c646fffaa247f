"""Make the moving picture of the README: the learning rate of lesson 3 swept up and down.

python -m utils.publish.readme_animation
"""

from pathlib import Path

from utils.pictures.descent import DescentPicture
from utils.publish.poster import pixels

FILM = Path(__file__).parents[2] / "notebooks" / "images" / "learning_rate.webp"
RATES = [round(0.02 * n, 2) for n in range(1, 54)]  # crawls, slides, lands, bounces, diverges
HELD = {0.1: 8, 0.5: 10, 0.9: 8, 1.0: 8, 1.06: 10}  # frames that a rate worth a look stands still
DPI = 80
MILLISECONDS = 70  # a frame


def film(picture, rates):
    """The frames of `picture` with each of `rates` after ten steps from -1.5: images of the size of its figure."""
    frames = []
    for lr in rates:
        picture.draw(lr=lr, start=-1.5, steps=10)
        frames += [pixels(picture.fig, DPI)] * HELD.get(lr, 1)
    return frames


def main():
    """Draw the film and write it as an animated WebP that plays for ever."""
    up = film(DescentPicture(lambda x: x**2), RATES)
    first, *rest = up + up[-2:0:-3]
    FILM.parent.mkdir(exist_ok=True)
    first.save(FILM, save_all=True, append_images=rest, duration=MILLISECONDS, loop=0, quality=70, method=4)
    print(f"{FILM.name}: {len(rest) + 1} frames, {FILM.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
