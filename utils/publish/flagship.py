"""The picture that the README and the first page of the site begin with: lesson 3's, under its learning rate."""

from typing import Any

from utils.explore import explore
from utils.pictures.descent import DescentPicture

FIRST = {"lr": 0.1, "steps": 10}  # it crawls to the bottom


def flagship(**controls: Any) -> Any:
    """The `ExploreWidget` of gradient descent on `x**2`, from -1.5; `controls` take the place of those of the page."""
    wanted = {"lr": (0.02, 1.2, 0.02), "steps": (0, 20), "first": FIRST, "play": "steps"}
    return explore(DescentPicture(lambda x: x**2), **(controls or wanted))
