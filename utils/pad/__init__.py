"""A pad of 28 x 28 cells on which a learner paints weights or draws digits."""

from utils.pad.pad import Pad

__all__ = ["Pad"]
