"""What `utils` uses of IPython, traitlets and anywidget, for pages: `install` puts it in their places.

A `host` gets all that is shown, and what widgets say: `host.publish(data, metadata)`, `host.say(message)`.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol

WIDGET = "application/vnd.downhill.widget"  # the mime type of a widget itself
STILL = "application/vnd.downhill.still"  # of a still picture itself


class Host(Protocol):
    """The page, as Python sees it."""

    def publish(self, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Show `data`, by its mime types."""

    def say(self, message: dict[str, Any]) -> None:
        """Send the page a message of a widget."""


class Trait:
    """A value of a widget that the browser has too: what is set here is sent there."""

    def __init__(self, first: Callable[[], Any]) -> None:
        self.first = first

    def __call__(self, *_: Any) -> "Trait":
        return self

    def tag(self, **_: Any) -> "Trait":
        return self

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, widget: Any, owner: type) -> Any:
        return self if widget is None else widget.__dict__.setdefault(self.name, self.first())

    def __set__(self, widget: Any, value: Any) -> None:
        widget.__dict__[self.name] = value
        if widget.shown:
            widget.host.say({"key": widget.key, "name": self.name, "value": value})


class AnyWidget:
    """A widget: its traits, and the messages to and from the browser."""

    host: Host
    comm = None
    shown = False  # whether the page has it
    model_id = ""

    def __init__(self, **state: Any) -> None:
        self.handlers: list[Callable[..., None]] = []
        for name, value in state.items():
            setattr(self, name, value)

    def on_msg(self, handler: Callable[..., None]) -> None:
        """Have `handler(widget, content, buffers)` called for each message of the browser."""
        self.handlers.append(handler)

    def send(self, content: dict[str, Any]) -> None:
        """Send `content` to the browser."""
        self.host.say({"key": self.__dict__.get("key"), "content": content})

    def hear(self, content: dict[str, Any]) -> None:
        """Hand a message of the browser to the handlers."""
        for handler in self.handlers:
            handler(self, content, [])

    def state(self) -> dict[str, Any]:
        """The values of all traits, by their names."""
        names = {name for kind in type(self).__mro__ for name, each in vars(kind).items() if isinstance(each, Trait)}
        return {name: getattr(self, name) for name in names}

    def close(self) -> None:
        """End the widget: it answers no more."""
        self.handlers.clear()


class Shell:
    """IPython's shell as far as `utils` knows it."""

    def __init__(self, host: Host) -> None:
        self.display_pub = SimpleNamespace(publish=lambda data, metadata=None, **_: host.publish(data, metadata or {}))
        self.display_formatter = SimpleNamespace(mimebundle_formatter=lambda widget: ({WIDGET: widget}, {}))
        self.events = SimpleNamespace(register=lambda *_: None)
        self.displayhook = None

    def display(self, value: Any) -> None:
        """Show a value: a widget, a still picture, or another by its words."""
        if hasattr(value, "show"):
            value.show()
        elif hasattr(value, "_repr_mimebundle_"):
            data, metadata = value._repr_mimebundle_()
            self.display_pub.publish({STILL: value, **data}, metadata)
        else:
            self.display_pub.publish({"text/plain": repr(value)})

    @contextmanager
    def capture_output(self) -> Iterator[None]:
        """Drop what is printed; afterwards restore what shows values, which the caller may have replaced."""
        before = self.display_pub
        try:
            with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                yield
        finally:
            self.display_pub = before


class CapturingDisplayPublisher:
    """Shows nothing of what is displayed."""

    def publish(self, *_: Any, **__: Any) -> None:
        """Show nothing."""


def install(host: Host) -> Shell:
    """Put the stand-ins in the places of the packages, and return the shell."""
    shell, AnyWidget.host = Shell(host), host
    kinds = {
        "List": list,
        "Dict": dict,
        "Unicode": str,
        "Bool": bool,
        "Int": int,
        "Bytes": bytes,
        "Any": type(None),
    }
    modules = {
        "traitlets": {name: lambda *_, first=first: Trait(first) for name, first in kinds.items()},
        "anywidget": {"AnyWidget": AnyWidget},
        "IPython": {"get_ipython": lambda: shell, "version_info": (8, 24)},
        "IPython.core.pylabtools": {"backend2gui": {}},  # for Matplotlib's pyplot, and the events too
        "IPython.display": {"display": shell.display},
        "IPython.core.displaypub": {"CapturingDisplayPublisher": CapturingDisplayPublisher},
        "IPython.utils.capture": {"capture_output": shell.capture_output},
    }
    for name in ("IPython.core", "IPython.utils", *modules):
        sys.modules[name] = module = ModuleType(name)
        vars(module).update(modules.get(name, {}))
    return shell
