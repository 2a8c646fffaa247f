"""`utils.widgets.modules` for a page, which has the JavaScript and the CSS of all widgets already."""

from typing import Any


def joined(*_: Any) -> str:
    """No JavaScript."""
    return ""


stylesheet = joined
