"""What a learner draws on: a pad of 28 x 28 cells for weights and digits, and axes for a predicted curve."""

from utils.pad.pad import Pad
from utils.pad.sketch import Sketch

__all__ = ["Pad", "Sketch"]
