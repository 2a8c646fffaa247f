"""A notebook open in JupyterLab, driven as a learner drives it."""

import nbformat

WINDOW = {"width": 1280, "height": 900}
READY = "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
DONE = """() => { const cells = jupyterapp.shell.currentWidget.content.widgets;
    const code = cells.filter(cell => cell.model.type === 'code');
    return code.every(cell => cell.model.executionCount)
        || code.some(cell => cell.model.outputs.toJSON().some(output => output.output_type === 'error')); }"""
IDLE = "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
WRONG = """() => jupyterapp.shell.currentWidget.content.widgets.flatMap(cell => cell.model.outputs?.toJSON() ?? [])
    .filter(output => output.output_type === 'error' || output.name === 'stderr')"""
CHOSEN = """() => jupyterapp.shell.currentWidget.content.widgets
    .map((cell, index) => [cell, index]).filter(([cell]) => %s).map(([, index]) => index)"""
MOVING = "cell.model.sharedModel.getSource().includes('explore(')"
FOLDED = "cell.model.getMetadata('jupyter')?.outputs_hidden"
AT = "name => jupyterapp.shell.currentWidget?.context?.path?.endsWith('/' + name)"
WIDGET = "[...jupyterapp.shell.widgets('main')].find(widget => widget.context?.path?.endsWith('/' + name))"
FIND_UTILS = "import sys\nsys.path.insert(0, '..')\n"


class OpenNotebook:
    """The notebook `name` of `lab` in a new page of `browser`; made of the sources `cells` if they are given."""

    def __init__(self, lab, browser, name, cells=None, **page):
        self.lab, self.name, self.errors = lab, name, []
        if cells is not None:
            self.write(cells)
        self.page = browser.new_page(**{"viewport": WINDOW, **page})
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.open()

    def write(self, cells):
        """Make the notebook of code cells with the sources `cells`, the first of which may import utils."""
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        )
        notebook.cells = [nbformat.v4.new_code_cell(source) for source in [FIND_UTILS + cells[0], *cells[1:]]]
        nbformat.write(notebook, self.lab.root / "notebooks" / self.name)

    def open(self):
        """Open it, or open it again, and wait for its kernel."""
        self.page.goto(self.lab.page(self.name), wait_until="domcontentloaded")
        self.page.wait_for_function(READY, timeout=120_000)
        self.page.wait_for_function("() => !document.querySelector('.jp-LabSplash, #jupyterlab-splash')")

    def turn_to(self, name, cells=None):
        """Close the notebook, its kernel ended, and open `name`, made of `cells` if given, in the same JupyterLab."""
        self.name = name
        if cells is not None:
            self.write(cells)
        self.page.evaluate(
            """async name => { const open = jupyterapp.shell.currentWidget, here = open.context.path;
            await open.sessionContext.shutdown(); open.dispose();
            await jupyterapp.commands.execute('docmanager:open', { path: here.replace(/[^/]*$/, name) }); }""",
            name,
        )
        self.page.wait_for_function(AT, arg=name, timeout=60_000)
        self.page.wait_for_function(READY, timeout=120_000)

    def run_all(self):
        """Run all cells and wait for the last, or for one that fails."""
        self.page.evaluate(
            """async () => { await jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
            jupyterapp.commands.execute('notebook:run-all-cells'); }"""
        )
        self.page.wait_for_function(DONE, timeout=120_000)

    def run(self, code):
        """Run `code` in the kernel, outside any cell, and wait for it; `begin` does not wait."""
        self.page.evaluate(
            "c => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: c }).done", code
        )

    def begin(self, code):
        """Have the kernel begin with `code`."""
        self.page.evaluate(
            "c => { jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: c }); }", code
        )

    def follow(self, name):
        """Click the link to the notebook `name` in the last cell; from then on this object stands for that notebook."""
        self.page.evaluate(
            "() => { const book = jupyterapp.shell.currentWidget.content;\n"
            "return book.scrollToItem(book.widgets.length - 1, 'end'); }"
        )
        self.page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-cell a[href*='{name}']").last.click()
        self.page.wait_for_function(AT, arg=name, timeout=60_000)
        self.page.wait_for_function(READY, timeout=120_000)
        self.name = name

    def close_tab(self, name):
        """Save the notebook `name` and close its tab in JupyterLab, by the cross on it."""
        self.page.evaluate("name => " + WIDGET + ".context.save()", name)
        tab = self.page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=name)
        tab.locator(".lm-TabBar-tabCloseIcon").click()
        tab.wait_for(state="detached")

    def close(self):
        """End the notebook's kernel and close the page."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget?.sessionContext.shutdown()")
        self.page.close()


def resting_box(locator):
    """The bounding box of `locator`, in pixels of the window, once it has come to rest, so that a mouse can hit it."""
    locator.hover(trial=True)  # which waits until it rests, and until nothing lies above it
    return locator.bounding_box()


class Widget:
    """The `index`-th moving picture of a page, or the one at `root`."""

    def __init__(self, page, index=0, root=None):
        self.page = page
        self.root = root or page.locator(".downhill").nth(index)
        self.root.scroll_into_view_if_needed()
        self.canvas = self.root.locator("canvas")

    def slider(self, label):
        """The slider called `label`."""
        return self.root.get_by_label(label, exact=True)

    def move_to(self, label, index):
        """Move the slider called `label` to its stop number `index`, in one event."""
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
        """Wait until the caption holds `text`."""
        self.page.wait_for_function(
            "([el, text]) => el.querySelector('.downhill-caption').textContent.includes(text)",
            arg=[self.root.element_handle(), text],
            timeout=15_000,
        )

    def settled(self):
        """Wait until the picture is that of the present stop."""
        self.page.wait_for_function(
            """el => el.querySelector('.downhill-caption').textContent
            && !el.querySelector('.downhill-note').textContent""",
            arg=self.root.element_handle(),
            timeout=15_000,
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
        """Drag on the canvas along `points`, in pixels of the figure from its top left."""
        box = resting_box(self.canvas)
        first, *rest = [(box["x"] + x, box["y"] + y) for x, y in points]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for point in rest:
            self.page.mouse.move(*point, steps=steps)
        self.page.mouse.up()


def cells(notebook, chosen=MOVING):
    """The cells of `notebook` that are `chosen`, each scrolled to, since an output below the fold is not laid out."""
    for index in notebook.page.evaluate(CHOSEN % chosen):
        notebook.page.evaluate("i => jupyterapp.shell.currentWidget.content.scrollToItem(i, 'start')", index)
        yield notebook.page.locator(f".jp-Notebook-cell[data-windowed-list-index='{index}']")


def pictures(notebook):
    """The moving pictures of `notebook`, once it has been run."""
    for cell in cells(notebook):
        node = cell.locator(".downhill")
        node.locator("canvas").wait_for()
        yield Widget(notebook.page, root=node)


def move_one_stop(widget):
    """Move the first control of `widget` by a key, away from the end it may stand at."""
    control = widget.root.locator("input, select").first
    control.focus()
    at_end = control.evaluate("el => el.type === 'range' && el.value === el.max")
    kind = control.get_attribute("type")
    widget.page.keyboard.press("Space" if kind == "checkbox" else "ArrowLeft" if at_end else "ArrowRight")
