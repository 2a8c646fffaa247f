"""Size and centre a drawn digit as the digits of MNIST are (lessons 7 and 9, before a model sees the drawing)."""

import torch

# MNIST: an image has 28 x 28 pixels, its ink 20 x 20 at most, with the centre of mass at pixel (14, 14).
SIDE, INK, MIDDLE = 28, 20, 14


def as_mnist(image: torch.Tensor) -> torch.Tensor:
    """`image`, a float tensor (height, width) where 0 is blank, in the form of MNIST: float32 (28, 28).

    The smallest rectangle with all the ink is scaled until its longer side is 20 pixels, and moved until its centre of
    mass is in the middle. A digit of MNIST stays as it is, a blank image stays blank. The strokes of a small drawing
    are made thinner, since enlarged they would be thicker than any of MNIST's.
    Raises ValueError for another number of dimensions and for numbers that are negative or not finite.
    On pages without Python `centre.js` does the same.
    See "The MNIST database" (http://yann.lecun.com/exdb/mnist/).
    """
    ink = torch.as_tensor(image, dtype=torch.float32).detach()
    if ink.dim() != 2 or not ink.isfinite().all() or (ink < 0).any():
        raise ValueError(f"as_mnist wants one image of finite numbers, 0 for blank, not {tuple(ink.shape)}.")
    if not ink.any():
        return torch.zeros(SIDE, SIDE)
    return _centre(_scale(_crop(_thin(_crop(ink)))))


def _crop(ink: torch.Tensor) -> torch.Tensor:
    """The smallest rectangle of `ink` that holds all that is not 0."""
    rows, columns = (ink.any(axis).nonzero()[:, 0] for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _thin(ink: torch.Tensor) -> torch.Tensor:
    """`ink` with its grey rims narrowed by the factor by which `_scale` will widen them; a large drawing as it is."""
    most, factor = ink.max(), INK / max(ink.shape)
    return (most - factor * (most - ink)).clamp(min=0) if factor > 1 else ink


def _scale(ink: torch.Tensor) -> torch.Tensor:
    """`ink` with a longer side of 20 pixels, its proportions kept, and no pixel larger than the largest before."""
    size = [max(1, round(INK * side / max(ink.shape))) for side in ink.shape]
    return torch.nn.functional.interpolate(ink[None, None], size=size, mode="bilinear", antialias=True)[0, 0]


def _centre(ink: torch.Tensor) -> torch.Tensor:
    """`ink` on 28 x 28 blank pixels, its centre of mass as near to (14, 14) as whole pixels and the edges allow."""
    image = torch.zeros(SIDE, SIDE)
    corner = []
    for axis, length in enumerate(ink.shape):
        mass = ink.sum(1 - axis)
        centre = float((mass * torch.arange(length)).sum() / mass.sum())
        # Rounded first, so that ink whose centre is halfway between two pixels is placed by no error of the sums.
        corner.append(min(max(round(MIDDLE - round(centre, 3)), 0), SIDE - length))
    top, left = corner
    image[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return image
