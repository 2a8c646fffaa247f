"""A 28x28 pad to paint weights and to draw digits on."""

from utils.pad.pad import Pad

__all__ = ["Pad"]
