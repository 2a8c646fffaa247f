"""Controls a notebook that is open in JupyterLab, as a learner does."""

from contextlib import contextmanager

import nbformat

WINDOW = {"width": 1280, "height": 900}
READY = "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
DONE = """() => { const cells = jupyterapp.shell.currentWidget.content.widgets;
    const code = cells.filter(cell => cell.model.type === 'code');
    const types = ({ outputs }) => Array.from({ length: outputs.length }, (_, number) => outputs.get(number).type);
    return code.every(cell => cell.model.executionCount)
        || code.some(cell => types(cell.model).includes('error')); }"""
IDLE = "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
WRONG = """() => jupyterapp.shell.currentWidget.content.widgets.flatMap(cell => cell.model.outputs?.toJSON() ?? [])
    .filter(output => output.output_type === 'error' || output.name === 'stderr')"""
CHOSEN = """() => jupyterapp.shell.currentWidget.content.widgets
    .map((cell, index) => [cell, index]).filter(([cell]) => %s).map(([, index]) => index)"""
MOVING = "cell.model.sharedModel.getSource().includes('explore(')"
FOLDED = "cell.model.getMetadata('jupyter')?.outputs_hidden"
AT = "name => jupyterapp.shell.currentWidget?.context?.path?.endsWith('/' + name)"
WIDGET = "[...jupyterapp.shell.widgets('main')].find(widget => widget.context?.path?.endsWith('/' + name))"
# Milliseconds between two looks at what a test waits for. Playwright would look at each frame of the screen, and so
# leave less of the processors to the kernel for which the test waits.
OFTEN = 50
# Milliseconds that a test waits for what should come. JupyterLab brings one cell after another onto the page when the
# browser has nothing else to do, so on a busy machine the last of a lesson's cells may come after minutes.
PATIENCE = 300_000
# Until the screen has shown the page: a picture takes its place only when the browser has told it its width.
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
FIND_UTILS = "import sys\nsys.path.insert(0, '..')\n"


class OpenNotebook:
    """The notebook `name` of `lab` in a new page of `browser`. If `cells` is given, it is made from these sources."""

    def __init__(self, lab, browser, name, cells=None, **page):
        self.lab, self.name, self.errors = lab, name, []
        if cells is not None:
            self.write(cells)
        self.page = browser.new_page(**{"viewport": WINDOW, **page})
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.open()

    def write(self, cells):
        """Write the notebook with code cells from the sources `cells`; all cells can import utils."""
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        )
        notebook.cells = [nbformat.v4.new_code_cell(source) for source in [FIND_UTILS + cells[0], *cells[1:]]]
        nbformat.write(notebook, self.lab.root / "notebooks" / self.name)

    def open(self):
        """Open the notebook, or load its page again, and wait for its kernel."""
        self.page.goto(self.lab.page(self.name), wait_until="domcontentloaded")
        self.page.wait_for_function(READY, polling=OFTEN)
        self.page.wait_for_function("() => !document.querySelector('.jp-LabSplash, #jupyterlab-splash')")

    def turn_to(self, name, cells=None):
        """End the kernel, close the notebook, and open `name` in the same JupyterLab, made from `cells` if given."""
        self.name = name
        if cells is not None:
            self.write(cells)
        self.page.evaluate(
            """async name => { const open = jupyterapp.shell.currentWidget, here = open.context.path;
            await open.sessionContext.shutdown(); open.dispose();
            await jupyterapp.commands.execute('docmanager:open', { path: here.replace(/[^/]*$/, name) }); }""",
            name,
        )
        self.page.wait_for_function(AT, arg=name, polling=OFTEN)
        self.page.wait_for_function(READY, polling=OFTEN)

    def run_all(self):
        """Run all cells, and wait until the last has run or one has failed: minutes on a busy machine."""
        self.page.evaluate(
            """async () => { await jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
            jupyterapp.commands.execute('notebook:run-all-cells'); }"""
        )
        self.page.wait_for_function(DONE, timeout=600_000, polling=OFTEN)

    def run(self, code):
        """Run `code` in the kernel, outside any cell, and wait until it has ended; `begin` does not wait."""
        self.page.evaluate(
            "c => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: c }).done", code
        )

    def begin(self, code):
        """Send `code` to the kernel, and do not wait for its end."""
        self.page.evaluate(
            "c => { jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: c }); }", code
        )

    def follow(self, name):
        """Click the link to the notebook `name` in the last cell; after that this object controls that notebook."""
        self.page.evaluate(
            "() => { const book = jupyterapp.shell.currentWidget.content;\n"
            "return book.scrollToItem(book.widgets.length - 1, 'end'); }"
        )
        self.page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-cell a[href*='{name}']").last.click()
        self.page.wait_for_function(AT, arg=name, polling=OFTEN)
        self.page.wait_for_function(READY, polling=OFTEN)
        self.name = name

    def close_tab(self, name):
        """Save the notebook `name`, and close its tab in JupyterLab with the tab's close button."""
        self.page.evaluate("name => " + WIDGET + ".context.save()", name)
        tab = self.page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=name)
        tab.locator(".lm-TabBar-tabCloseIcon").click()
        tab.wait_for(state="detached")

    def close(self):
        """End the notebook's kernel and close the page."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget?.sessionContext.shutdown()")
        self.page.close()


@contextmanager
def dark_theme(page):
    """JupyterLab on `page` has its dark theme, then its light one again: the server keeps a theme for later pages."""
    change_theme(page, "JupyterLab Dark", "false")
    try:
        yield
    finally:
        change_theme(page, "JupyterLab Light", "true")


def change_theme(page, theme, light):
    page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light, polling=OFTEN)


# Scrolls to an element until it is in sight: JupyterLab may take its cell off the page, or lay it out later.
SCROLLED_TO = """element => {
    element.scrollIntoViewIfNeeded();
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight;
}"""


def scroll_to(locator):
    """Bring the element of `locator` into sight; the scrolling of Playwright raises where nothing is laid out yet.

    Each look finds the element anew, because JupyterLab may show a widget a second time in place of the first.
    """
    for _ in range(PATIENCE // OFTEN):
        if locator.evaluate(SCROLLED_TO):
            return
        locator.page.wait_for_timeout(OFTEN)
    raise TimeoutError(f"{locator} has not come into sight")


def resting_box(locator):
    """The bounding box of `locator` in pixels of the window, once it no longer moves, so that the mouse can hit it."""
    locator.hover(trial=True)  # this waits until the element no longer moves and nothing covers it
    return locator.bounding_box()


class Widget:
    """The moving picture number `index` of a page, counted from 0, or the moving picture in the element `root`."""

    def __init__(self, page, index=0, root=None):
        self.page = page
        self.root = root or page.locator(".downhill").nth(index)
        scroll_to(self.root)
        self.canvas = self.root.locator("canvas")

    def slider(self, label):
        """The slider with the label `label`."""
        return self.root.get_by_label(label, exact=True)

    def move_to(self, label, index):
        """Move the slider with the label `label` to its stop number `index`, with one event."""
        script = "(el, index) => { el.value = index; el.dispatchEvent(new Event('input')); }"
        self.slider(label).evaluate(script, index)

    def caption(self):
        """The sentence under the picture."""
        return self.root.locator(".downhill-caption").inner_text()

    def caption_and_note(self):
        """The sentence and the note under the picture, read at once: a frame may arrive between two reads."""
        return self.root.evaluate(
            "el => ['caption', 'note'].map(name => el.querySelector(`.downhill-${name}`).textContent)"
        )

    def says(self, text):
        """Wait until the caption contains `text`."""
        self.page.wait_for_function(
            "([el, text]) => el.querySelector('.downhill-caption').textContent.includes(text)",
            arg=[self.root.element_handle(), text],
            polling=OFTEN,
        )

    def settled(self):
        """Wait until the picture is that of the present stop."""
        self.page.wait_for_function(
            """el => el.querySelector('.downhill-caption').textContent
            && !el.querySelector('.downhill-note').textContent""",
            arg=self.root.element_handle(),
            polling=OFTEN,
        )

    def picture(self):
        """The pixels of the canvas, as a data URL."""
        return self.canvas.evaluate("canvas => canvas.toDataURL()")

    def pixel(self, x, y):
        """The (red, green, blue) at `x`, `y`, in pixels of the figure."""
        return self.canvas.evaluate(
            """(canvas, [x, y]) => { const s = canvas.width / canvas.clientWidth;
            return [...canvas.getContext('2d').getImageData(x * s, y * s, 1, 1).data].slice(0, 3); }""",
            [x, y],
        )

    def drag(self, points, steps=8):
        """Drag on the canvas along `points`, in pixels from the top left corner of the figure."""
        box = resting_box(self.canvas)
        first, *rest = [(box["x"] + x, box["y"] + y) for x, y in points]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for point in rest:
            self.page.mouse.move(*point, steps=steps)
        self.page.mouse.up()


def kept(notebook, count):
    """Wait until `notebook` holds a still of `count` moving pictures, to be saved with it."""
    script = """count => jupyterapp.shell.currentWidget.content.widgets
        .flatMap(cell => cell.model.outputs?.toJSON() ?? [])
        .filter(output => output.data?.['image/png'] && output.output_type === 'display_data').length >= count"""
    notebook.page.wait_for_function(script, arg=count, polling=OFTEN)


# Scrolls to a cell until it is in sight: on a busy machine a cell above it may be laid out later and push it out again.
# JupyterLab brings a cell onto the page when the browser has nothing else to do. Only where it keeps cells out of sight
# off the page does it do so for scrolling; elsewhere its scrolling would only give the browser more to do.
IN_SIGHT = """index => {
    const book = jupyterapp.shell.currentWidget.content;
    const node = book.node.querySelector(`.jp-Notebook-cell[data-windowed-list-index='${index}']`);
    const box = node?.getBoundingClientRect();
    if (box?.height && box.bottom > 0 && box.top < innerHeight - 100) return true;
    if (book.viewModel.windowingActive) book.scrollToItem(index, 'start');
    else node?.scrollIntoView();
    return false;
}"""


def cells(notebook, chosen=MOVING):
    """The cells of `notebook` for which the JavaScript condition `chosen` is true.

    It scrolls to each of them, because JupyterLab does not lay out an output that is out of sight.
    """
    for index in notebook.page.evaluate(CHOSEN % chosen):
        notebook.page.wait_for_function(IN_SIGHT, arg=index, polling=200)
        yield notebook.page.locator(f".jp-Notebook-cell[data-windowed-list-index='{index}']")


def pictures(notebook):
    """The moving pictures of `notebook`, which must have been run."""
    for cell in cells(notebook):
        node = cell.locator(".downhill")
        node.locator("canvas").wait_for()
        yield Widget(notebook.page, root=node)


def move_one_stop(widget):
    """Move the first control of `widget` by one stop with a key: backwards if it is at its last stop, else forwards."""
    control = widget.root.locator("input, select").first
    control.focus()
    at_end = control.evaluate("el => el.type === 'range' && el.value === el.max")
    kind = control.get_attribute("type")
    widget.page.keyboard.press("Space" if kind == "checkbox" else "ArrowLeft" if at_end else "ArrowRight")
