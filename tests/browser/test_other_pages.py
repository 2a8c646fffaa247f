"""Tests what stands in a cell whose page cannot draw into places: one without anywidget, and one of many frames.

It does not go on saying "run the cells" to a learner who has just run them. A page that is only busy is left as it is.
"""

import json

import pytest

from tests.browser.lab import Lab
from tests.browser.open_notebook import OpenNotebook, Widget, kept
from utils.widgets.outputs import NOT_HERE, RUN

CELL = """from utils.explore import explore, preload
preload()

def line(ax, k):
    ax.plot([0, 1], [0, k])
    return f"The line rises to {k}."

explore(line, k=(1, 9))"""
# The widget's code finds neither its place nor a notebook, as in a frame of its own.
IN_A_FRAME = """for (const kind of [Document, Element]) for (const name of ["querySelector", "querySelectorAll"]) {
    const find = kind.prototype[name];
    kind.prototype[name] = function (selector) {
        const ours = String(selector).startsWith("[data-downhill") || selector === ".jp-Notebook";
        return find.call(this, ours ? ".nowhere" : selector); }; }"""
# The page can do nothing else for three seconds once it has drawn the picture, and so says nothing to the kernel.
BUSY = """() => new MutationObserver((changes, observer) => {
    window.drawn = document.querySelector(".downhill:has(canvas)");
    if (!window.drawn) return;
    observer.disconnect();
    setTimeout(() => { for (const end = performance.now() + 3000; performance.now() < end;); }, 100);
}).observe(document.body, { childList: true, subtree: true })"""
WITHOUT = {"without anywidget": ["anywidget"], "without widgets": ["anywidget", "@jupyter-widgets/jupyterlab-manager"]}


class LabWithout(Lab):
    """A JupyterLab in which the `extensions` are switched off."""

    def __init__(self, root, extensions):
        self.extensions = extensions
        super().__init__(root)

    def settings(self):
        """Switch them off too."""
        super().settings()
        folder = self.private / "config" / "labconfig"
        folder.mkdir(parents=True)
        off = {"disabledExtensions": dict.fromkeys(self.extensions, True)}
        (folder / "page_config.json").write_text(json.dumps(off))


@pytest.mark.parametrize("extensions", WITHOUT.values(), ids=WITHOUT)
def test_without_anywidget_the_place_says_so_to_learner_and_teacher(tmp_path, browser, extensions):
    lab = LabWithout(tmp_path, extensions)
    notebook = OpenNotebook(lab, browser, "without.ipynb", [CELL])
    notebook.run_all()
    area = notebook.page.locator(".jp-OutputArea").first
    area.get_by_text("For your teacher").wait_for()
    assert "\n".join(line for line in NOT_HERE.splitlines() if line) in area.inner_text().replace("\n\n", "\n")
    assert area.inner_text().startswith("The line rises to 5.")
    assert RUN not in area.inner_text()
    assert "error" not in area.inner_text()
    assert area.locator("img").is_visible()
    notebook.close()
    lab.stop()


def test_where_the_place_is_not_found_the_ordinary_view_comes_by_itself_and_moves(lab, browser, monkeypatch):
    new_page = browser.new_page

    def page_with_frames(**options):
        page = new_page(**options)
        page.add_init_script(IN_A_FRAME)
        return page

    monkeypatch.setattr(browser, "new_page", page_with_frames)
    notebook = OpenNotebook(lab, browser, "frames.ipynb", [CELL])
    notebook.run_all()
    area = notebook.page.locator(".jp-OutputArea").first
    area.locator(".downhill").wait_for()
    widget = Widget(notebook.page, root=area.locator(".downhill"))
    widget.slider("k").press("End")
    widget.says("The line rises to 9.")
    notebook.page.wait_for_timeout(2500)
    assert RUN not in area.inner_text()
    assert area.locator("img").count() == 0
    assert area.inner_text().count("The line rises") == 1
    notebook.close()


def test_a_page_that_is_only_busy_keeps_the_picture_that_a_learner_may_be_moving(lab, browser):
    notebook = OpenNotebook(lab, browser, "busy.ipynb", [CELL])
    notebook.page.evaluate(BUSY)
    notebook.run_all()
    kept(notebook, 1)
    widget = Widget(notebook.page)
    widget.slider("k").focus()
    notebook.run("pass")  # what the kernel has sent before is there now
    notebook.page.keyboard.press("End")
    widget.says("The line rises to 9.")
    assert notebook.page.evaluate("() => window.drawn.isConnected")
    notebook.close()
    assert notebook.errors == []
