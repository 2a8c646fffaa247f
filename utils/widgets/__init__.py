"""Where a widget stands in a notebook, and how its JavaScript becomes one module."""

from utils.widgets.modules import joined
from utils.widgets.mount import MountedWidget, bundle, preload

__all__ = ["MountedWidget", "bundle", "joined", "preload"]
