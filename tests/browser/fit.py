"""Measures the moving pictures of a notebook: their height on the screen, and the smallest letter in each."""

import json

from tests.browser.lab import ROOT
from utils.widgets import joined

LAPTOP = {"width": 1366, "height": 650}  # what the browser's own bars leave of a screen of 1366 x 768
SMALL = {"width": 800, "height": 900}
PHONE = 354  # CSS pixels: the width of a view on a page in a window of 390 pixels, as `test_site.py` holds
HIGHEST, SMALLEST = 500, 9  # CSS pixels: of a picture with its controls and its sentence; of a letter

HEIGHT = """el => { const { top } = el.getBoundingClientRect();
    const parts = [...el.querySelectorAll('.downhill-controls, canvas, .downhill-room, .downhill-note')];
    return Math.max(...parts.map(part => part.getBoundingClientRect().bottom)) - top; }"""
WIDTH = "el => el.clientWidth - parseFloat(getComputedStyle(el).paddingLeft) * 2"
# For the key of each widget of this kernel: the size and the panels of its figure, and the smallest letter of each
# panel, in pixels of the figure. An exponent has 70 % of the size of its text. It waits for a still that another thread
# draws, because for a still the figure has more pixels.
LETTERS = """
def letters():
    import gc, json
    from matplotlib.text import Text
    from utils.explore.drawing_lock import DRAWING_LOCK
    from utils.explore.widget import ExploreWidget
    found = {}
    with DRAWING_LOCK.turn():
        widgets = [each for each in gc.get_objects() if isinstance(each, ExploreWidget) and each._picture is not None]
        for widget in widgets:
            widget.find_panels()
            figure, smallest = widget._picture.fig, [1e9] * len(widget.panels)
            for text in figure.findobj(lambda each: isinstance(each, Text) and each.get_visible() and each.get_text()):
                box, words = text.get_window_extent(), text.get_text()
                x, y = (box.x0 + box.x1) / 2, figure.bbox.height - (box.y0 + box.y1) / 2
                size = text.get_fontsize() * figure.dpi / 72 * (0.7 if "$" in words and "^" in words else 1)
                for number, (left, top, width, height) in enumerate(widget.panels):
                    if left <= x <= left + width and top <= y <= top + height:
                        smallest[number] = min(smallest[number], size)
            found[widget.key] = [widget.size, widget.panels, smallest]
    return json.dumps(found)
"""
# The scale of each panel in a view that is `across` wide, by the code that the browser uses itself.
SCALES = (
    "([panels, size, across]) => {\n"
    + joined(ROOT / "utils" / "explore" / "browser" / "panels.js")
    + """const { tiles, width } = arrange(panels, size, across);
    const of = panel => tiles.find(tile => tile.panel.join() === panel.join()) ?? tiles[0];
    return { width, scales: panels.map(panel => of(panel).scale) }; }"""
)


def height(widget):
    """The height of the picture with its controls and its sentence, CSS pixels."""
    return widget.root.evaluate(HEIGHT)


def figures(notebook):
    """The size, the panels and the smallest letters of each figure of `notebook`, by the key of its widget."""
    notebook.run(LETTERS)
    text = notebook.page.evaluate(
        """async () => { const k = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        const done = await k.requestExecute({ code: '', user_expressions: { v: 'letters()' } }).done;
        return done.content.user_expressions.v.data['text/plain']; }"""
    )
    return json.loads(text[1:-1])


def smallest_letter(widget, figure, across=None):
    """The smallest letter of the picture in a view that is `across` CSS pixels wide, or as wide as it is now."""
    size, panels, letters = figure
    width = widget.root.evaluate(WIDTH)
    arranged = widget.page.evaluate(SCALES, [panels, size, across or width])
    if across is None:
        assert abs(widget.canvas.bounding_box()["width"] - arranged["width"]) < 2
    return min(letter * scale for letter, scale in zip(letters, arranged["scales"], strict=True))
