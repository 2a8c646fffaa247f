"""Code that `explore` and `pad` share: widgets that mount themselves in a notebook, and JavaScript as one module."""

from utils.widgets.modules import joined, stylesheet
from utils.widgets.mount import MountedWidget, preload
from utils.widgets.server import served

__all__ = ["MountedWidget", "joined", "preload", "served", "stylesheet"]
