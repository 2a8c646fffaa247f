"""A drawn digit, sized and centred as those of MNIST are, for the pad of lesson 7. Knows torch only."""

import torch

SIDE, BOX, MIDDLE = 28, 20, 14  # MNIST: 20 x 20 for the ink, whose centre of mass stands on pixel (14, 14) of 28 x 28


def as_mnist(image):
    """`image`, a float tensor (height, width) with blank as 0, as MNIST would hold it: float32 (28, 28).

    The ink's box is scaled until its longer side is 20 pixels, and moved until its centre of mass is in the middle.
    A digit of MNIST stays as it is; a blank image stays blank. Raises ValueError for another shape or odd numbers.
    See "The MNIST database" (http://yann.lecun.com/exdb/mnist/).
    """
    ink = torch.as_tensor(image, dtype=torch.float32).detach()
    if ink.dim() != 2 or not ink.isfinite().all() or (ink < 0).any():
        raise ValueError(f"as_mnist wants one image of finite numbers, 0 for blank, not {tuple(ink.shape)}.")
    if not ink.any():
        return torch.zeros(SIDE, SIDE)
    return _place(_scale(_crop(ink)))


def _crop(ink):
    """The smallest box that holds all the ink."""
    rows, columns = (ink.any(axis).nonzero()[:, 0] for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _scale(box):
    """`box` with a longer side of 20 pixels, its proportions kept, its ink no darker than before."""
    size = [max(1, round(BOX * side / max(box.shape))) for side in box.shape]
    return torch.nn.functional.interpolate(box[None, None], size=size, mode="bilinear", antialias=True)[0, 0]


def _place(box):
    """`box` on 28 x 28 blank pixels, its centre of mass as near to (14, 14) as whole pixels and the edges allow."""
    image = torch.zeros(SIDE, SIDE)
    corner = []
    for axis, length in enumerate(box.shape):
        mass = box.sum(1 - axis)
        centre = float((mass * torch.arange(length)).sum() / mass.sum())
        corner.append(min(max(round(MIDDLE - centre), 0), SIDE - length))
    top, left = corner
    image[top : top + box.shape[0], left : left + box.shape[1]] = box
    return image
