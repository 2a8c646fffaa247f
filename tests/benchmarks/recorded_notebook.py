"""A notebook in JupyterLab whose page records the mouse moves and the painted pictures (`paints.js`); for `drag.py`."""

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path

import nbformat

from tests.benchmarks.moving import RANGE, STOPS
from tests.browser.open_notebook import FIND_UTILS, READY

HERE = Path(__file__).parent
EVENTS = 60  # of the mouse, in what is called a second of a drag, so that a drag of whole seconds ends where it began
# Events in a real second. At the 60 of the screen all events of a drag would come at the same moment between two of its
# frames, a lucky or an unlucky one; at 59 they come at all moments, as those of a hand do.
HERTZ = 59
PROSE = "A lesson has words too."  # so that JupyterLab loads its code for formulas before a cell is run
RUN = """async index => {
    const book = jupyterapp.shell.currentWidget.content;
    book.activeCellIndex = index;
    book.deselectAll();
    const began = performance.now();
    jupyterapp.commands.execute('notebook:run-cell');
    return began;
}"""
RAN = """index => {
    const cell = jupyterapp.shell.currentWidget.content.widgets[index].model;
    const failed = cell.outputs.toJSON().find(output => output.output_type === 'error');
    if (failed) throw new Error(`${failed.ename}: ${failed.evalue}`);
    return cell.executionCount && cell.executionState === 'idle';
}"""
CLEAR = """index => {
    const book = jupyterapp.shell.currentWidget.content;
    book.activeCellIndex = index;
    return jupyterapp.commands.execute('notebook:clear-cell-output');
}"""


class RecordedNotebook:
    """A notebook with two code cells: the first imports what is needed, the second shows the picture and its slider."""

    def __init__(self, page, cdp):
        self.page, self.cdp = page, cdp

    @classmethod
    async def open(cls, browser, lab, url, name, cells):
        """Write the notebook `name` into `lab`, open it at `url` in a new page, and run the first cell."""
        book = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
            cells=[nbformat.v4.new_code_cell(source) for source in (FIND_UTILS + cells[0], cells[1])],
        )
        book.cells.append(nbformat.v4.new_markdown_cell(PROSE))
        nbformat.write(book, lab.root / "notebooks" / name)
        context = await browser.new_context(viewport={"width": 1280, "height": 900})
        await context.add_init_script(path=HERE / "paints.js")
        page = await context.new_page()
        self = cls(page, await context.new_cdp_session(page))
        await page.goto(f"{url}/lab/tree/notebooks/{name}?reset", wait_until="domcontentloaded", timeout=180_000)
        await page.wait_for_function(READY, timeout=180_000)
        await page.wait_for_function("() => !document.querySelector('.jp-LabSplash, #jupyterlab-splash')")
        await page.evaluate("() => seen.listen(jupyterapp.shell.currentWidget.sessionContext.session.kernel)")
        await page.evaluate(RUN, 0)
        await page.wait_for_function(RAN, arg=0, timeout=60_000)
        return self

    @asynccontextmanager
    async def looked_at(self):
        """Record painted pictures inside this context only, so that a page that waits for its turn takes no time."""
        await self.page.evaluate("() => { seen.clear(); seen.looking = true; }")
        try:
            yield
        finally:
            await self.page.evaluate("() => { seen.looking = false; }")

    async def close(self):
        """End the kernel and close the page."""
        await self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        await self.page.context.close()

    async def first_picture(self):
        """Run the picture's cell; return the milliseconds until the picture is on the screen."""
        await self.page.evaluate(CLEAR, 1)
        # Until the picture of an earlier run is gone, and the kernel that ran last has kept the still of its picture.
        await asyncio.sleep(2.5)
        async with self.looked_at():
            began = await self.page.evaluate(RUN, 1)
            painted = "() => seen.paints.find(([, number]) => number)?.[0]"
            await self.page.wait_for_function(painted, timeout=60_000)
            return await self.page.evaluate(painted) - began

    async def all_frames(self, count):
        """Wait until `count` frames have arrived: (milliseconds since the first picture, bytes for each frame)."""
        come = "() => seen.answers.reduce((sum, [, frames]) => sum + frames, 0)"
        await self.page.wait_for_function(f"count => ({come})() >= count", arg=count, timeout=60_000)
        frames = await self.page.evaluate(come)
        first = await self.page.evaluate("() => seen.paints.find(([, number]) => number)[0]")
        last, size = await self.page.evaluate("() => [seen.answers.at(-1)[0], seen.bytes]")
        return last - first, size / frames

    async def mouse(self, kind, x, y, held=1):
        """Send a real mouse event: `mouseMoved`, `mousePressed` or `mouseReleased`."""
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": held}
        event["clickCount"] = int(kind != "mouseMoved")
        await self.cdp.send("Input.dispatchMouseEvent", event)

    async def drag(self, seconds):
        """Drag the slider back and forth, by one stop with each event; return the page's records.

        The events are sent at fixed times even if the page is too slow for them, because a learner does not wait.
        """
        await self.page.evaluate("([low, step]) => seen.watch(low, step)", [RANGE[0], RANGE[2]])
        low, high, y = await self.page.evaluate("() => seen.track()")

        def across(stop):
            return low + (high - low) * stop / (STOPS - 1)

        await self.mouse("mouseMoved", across(STOPS // 2), y, 0)
        await self.mouse("mousePressed", across(STOPS // 2), y)
        async with self.looked_at():
            await self.sweep(seconds, across, y)
            await self.settled()
        await self.mouse("mouseReleased", across(STOPS // 2), y, 0)
        return await self.page.evaluate("() => ({ moves: seen.moves, paints: seen.paints, blank: seen.blank })")

    async def sweep(self, seconds, across, y):
        """Send the moves of so many `seconds`, each to the next stop; the direction changes at both ends."""
        began, sent = time.perf_counter(), []
        for event in range(1, int(seconds * EVENTS) + 1):
            far = (STOPS // 2 + event) % (2 * STOPS - 2)
            await asyncio.sleep(max(0, began + event / HERTZ - time.perf_counter()))
            x = across(min(far, 2 * STOPS - 2 - far))
            sent.append(asyncio.ensure_future(self.mouse("mouseMoved", x, y)))
        await asyncio.gather(*sent)

    async def settled(self):
        """Wait until the picture is that of the last move."""
        await self.page.wait_for_function(
            "() => seen.moves.length && seen.paints.at(-1)?.[1] === seen.moves.at(-1)[1]", timeout=30_000
        )
