"""Runs the cells of a lesson in a page, and answers its widgets: the Python side of `browser/worker.js`."""

import ast
import base64
import dis
import importlib
import io
import json
import linecache
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from types import CodeType
from typing import Any

from jupyter import STILL, WIDGET, install

SECONDS = 10  # that a cell may take
MOST = 20_000  # characters that a cell may print
ENDLESS = (
    "Stopped after {} seconds. Is there a loop that never ends? Change the cell, and press Run again: "
    "nothing that you typed is lost."
)


def names_of(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """The names to which `statement`, at the top of a cell, gives values, and those of which it needs the values."""
    code = compile(ast.Module([statement], []), "", "exec")
    given, needs = set(), set()
    for step in dis.get_instructions(code):
        if step.opname == "STORE_NAME":
            given.add(step.argval)
        elif step.opname in ("LOAD_NAME", "LOAD_GLOBAL") and step.argval not in given:
            needs.add(step.argval)
    return given, needs | {name for each in inner(code) for name in each.co_names} - given


def inner(code: CodeType) -> Iterator[CodeType]:
    """The functions that are defined in `code`, and in these."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from inner(each)


def needed(cells: list[str], cell: ast.Module) -> list[ast.stmt]:
    """The statements of the `cells` above that `cell` needs: those that give its names their values, in order."""
    names: set[str] = set()
    for statement in reversed(cell.body):
        given, needs = names_of(statement)
        names = names - given | needs
    found = []
    for statement in reversed([each for source in cells for each in parsed(source)]):
        given, needs = names_of(statement)
        if given & names:
            found.append(statement)
            names = names - given | needs
    return found[::-1]


def parsed(source: str) -> list[ast.stmt]:
    """The statements of `source`; none where the learner has not finished it."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []


class Output(io.StringIO):
    """What a cell prints, up to MOST characters."""

    def write(self, text: str) -> int:
        """Keep `text`, if there is room."""
        if self.tell() < MOST:
            super().write(text[: MOST - self.tell()])
            if self.tell() >= MOST:
                super().write("\n... (more is not shown)\n")
        return len(text)


class Runner:
    """Runs cells for the page, whose function `post` takes messages as JSON."""

    def __init__(self, post: Callable[[str], None]) -> None:
        self.post, self.shell = post, install(self)
        importlib.import_module("utils.explore")  # takes most of the time, and needs what has just been installed
        warnings.simplefilter("ignore", SyntaxWarning)  # of what Python raises an error for when it runs it
        self.outputs: list[dict[str, Any]] = []
        self.widgets: dict[str, tuple[str, Any]] = {}  # by their keys: the cell of each, and the widget
        self.cell = ""

    def take(self, text: str) -> None:
        """Do what a message of the page asks: run a cell, or hand a widget what the page says to it."""
        message = json.loads(text)
        if "run" in message:
            outputs = self.run(message["run"], message["source"], message["above"])
            self.say({"cell": message["run"], "outputs": outputs})
        elif message["key"] in self.widgets:
            self.widgets[message["key"]][1].hear(message["content"])

    def say(self, message: dict[str, Any]) -> None:
        """Send the page a `message`."""
        self.post(json.dumps(message))

    def publish(self, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Show `data` under the cell that runs."""
        from utils.explore.recording.figure_recorder import light_areas  # only now, as in `execute`

        self.flush()
        if widget := data.get(WIDGET):
            widget.shown = True
            self.widgets[widget.key] = self.cell, widget
            self.outputs.append({"widget": widget.state(), "sentence": widget.sentence})
        elif png := data.get("image/png"):
            light = light_areas(data[STILL].fig)
            self.outputs.append({"png": base64.b64encode(png).decode(), "light": light, **metadata["image/png"]})
        elif text := data.get("text/plain"):
            self.outputs.append({"text": text + "\n"})

    def flush(self) -> None:
        """Put what has been printed so far under the cell."""
        if text := self.printed.getvalue():
            self.outputs.append({"text": text})
            self.printed = sys.stdout = Output()

    def run(self, name: str, source: str, above: list[str]) -> list[dict[str, Any]]:
        """What the cell `name` shows: `source` is run after what it needs of the cells `above`."""
        self.outputs, self.printed, self.cell = [], Output(), name
        for key, (cell, widget) in [*self.widgets.items()]:
            if cell == name:
                widget.close()
                del self.widgets[key]
        with redirect_stdout(self.printed), redirect_stderr(self.printed):
            self.printed = sys.stdout
            try:
                self.execute(name, source, above)
            except BaseException as error:  # the learner reads it
                self.flush()
                self.outputs.append({"error": in_words(error, name)})
            self.flush()
        return self.outputs

    def execute(self, name: str, source: str, above: list[str]) -> None:
        """Run `source` in a fresh namespace, and show the value of its last line."""
        from utils import time_limit  # only now: what `utils` imports has just been put in its place

        module, space = ast.parse(source, name), {"__name__": "__main__"}
        before = needed(above, module)
        imports = [each for each in before if isinstance(each, ast.Import | ast.ImportFrom)]
        evaluated("imports", "", ast.Module(imports, []), space)  # they may take long, and are not the learner's
        self.say({"began": name})
        with time_limit.limit(SECONDS):
            with redirect_stdout(io.StringIO()):
                evaluated("a cell above", "", ast.Module([each for each in before if each not in imports], []), space)
            last = module.body.pop() if module.body and isinstance(module.body[-1], ast.Expr) else None
            evaluated(name, source, module, space)
            value = evaluated(name, source, ast.Expression(last.value), space) if last else None
        if value is not None and not getattr(value, "shown", False):
            self.shell.display(value)


def evaluated(name: str, source: str, tree: ast.Module | ast.Expression, space: dict[str, Any]) -> Any:
    """The value of `tree`, the parsed `source` of the cell `name` or a part of it, evaluated in `space`."""
    from utils import time_limit

    code = compile(tree, name, "eval" if isinstance(tree, ast.Expression) else "exec")
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    if hasattr(sys, "monitoring"):  # a test of the runner may have an older Python
        time_limit.watch(code)
    return eval(code, space)


def in_words(error: BaseException, name: str) -> str:
    """The sentence for an `error` of the cell `name`, with the learner's line."""
    if isinstance(error, TimeoutError):
        return ENDLESS.format(SECONDS)
    if isinstance(error, SyntaxError) and error.filename == name:
        return f"{type(error).__name__}: {error.msg}, in line {error.lineno}: {(error.text or '').strip()}"
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == name]
    where = f" In line {lines[-1].lineno}: {lines[-1].line}" if lines else ""
    return f"{type(error).__name__}: {error}.{where}"
