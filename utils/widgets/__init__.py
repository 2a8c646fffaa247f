"""Code that `explore` and `pad` share: widgets that mount themselves in a notebook, and JavaScript as one module."""

from utils.widgets.modules import joined
from utils.widgets.mount import MountedWidget, bundle, preload

__all__ = ["MountedWidget", "bundle", "joined", "preload"]
