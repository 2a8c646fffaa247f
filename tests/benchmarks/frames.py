"""Measures a frame of every moving picture: time in the kernel, bytes sent, and time of the replay in the browser.

    python -m tests.benchmarks.frames               # all lessons
    python -m tests.benchmarks.frames 1 3           # lessons 1 and 3

Kernel time is the CPU time of the process (`time.process_time`), since one thread draws and another waits for it. It
includes the encoding of the JSON that is sent, but not the picture's own `draw`. Its budget is a share of the time of a
picture of `@interact`; a few of these are made between the frames, because the speed of a machine changes in seconds.
The bytes of a frame are those of every frame after the first one, which brings what goes once: the axes and the shapes
of the letters. The replay time is the time from the first call until the pixels can be read. All frames are replayed
five times, and the median of each frame is used, so that other work of the machine has less effect.
"""

import json
import sys
import time

from playwright.sync_api import sync_playwright

from tests.benchmarks.cells import lesson, run
from tests.benchmarks.interact_time import picture_time
from tests.benchmarks.report import heading, line, machine, median, percentile
from tests.browser.chromium import launch
from tests.browser.lab import ROOT
from utils.explore.messages import Received
from utils.explore.widget import ExploreWidget
from utils.publish.notebooks import lesson_paths
from utils.widgets import joined

CURVES = {"share": 3, "bytes": 3}  # budgets: per cent of the time of a picture of @interact, and kB
IMAGES = {"share": 8, "bytes": 16}
REPLAYS = 5
RIVALS = 8  # pictures of @interact made between the frames of a picture
MOST = 121  # the largest number of stops of a control that are measured
REPLAY = """([packet, width, height, ratio]) => (async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: width * ratio, height: height * ratio });
    const context = canvas.getContext("2d"), cache = new FrameCache(), times = [];
    document.body.replaceChildren(canvas);
    await cache.take(packet);
    for (const frame of cache.frames.values()) {
        if (frame.error) continue;
        const began = performance.now();
        paintFrame(context, cache, frame, ratio);
        context.getImageData(0, 0, 1, 1); // there are no pixels to read before all of it is painted
        times.push(performance.now() - began);
        await new Promise(requestAnimationFrame);
    }
    return times;
})()"""


def lines(widget):
    """The stops along each control of `widget` through its first stop, in order, at most `MOST` for each control."""
    start = tuple(control.start for control in widget._controls)
    for index, control in enumerate(widget._controls):
        apart = -(-len(control.values) // MOST)
        for at in range(0, len(control.values), apart):
            yield (*start[:index], at, *start[index + 1 :])


def record(widget):
    """Draw the stops of `widget` as for a browser, and between them pictures of @interact.

    Returns the packet; for each frame its bytes, its seconds and the seconds of `draw`; and the median time of a
    picture of @interact in ms.
    """
    draw, own, times, sizes, theirs = widget._picture.draw, [], [], [], []

    def timed(**values):
        began = time.process_time()
        try:
            return draw(**values)
        finally:
            own.append(time.process_time() - began)

    widget._picture.draw = timed
    received = Received()  # as after a `hello` message
    packet = {"definitions": {}, "chunks": {}, "frames": {}}
    stops = list(dict.fromkeys(lines(widget)))
    for number, stop in enumerate(stops):
        if number % -(-len(stops) // RIVALS) == 0:
            theirs.append(picture_time())
        began = time.process_time()
        new = widget._packet([stop], received)
        sent = json.dumps(new)
        times.append(time.process_time() - began)
        received.add(new)
        sizes.append(len(sent))
        for part, things in json.loads(sent).items():
            packet[part] |= things
    widget._picture.draw = draw
    return packet, sizes, times, own, median(theirs)


def replayed(page, packet, size, ratio=1):
    """The milliseconds of each frame of `packet` in the browser, on a canvas of `size` at the pixel ratio `ratio`."""
    page.set_content("<!doctype html><body></body>")
    page.add_script_tag(content=joined(ROOT / "utils" / "explore" / "browser" / "view.js"))
    return typical([page.evaluate(REPLAY, [packet, *size, ratio]) for _ in range(REPLAYS)])


def typical(runs):
    """For each frame the median over `runs`, each of which is a list of milliseconds."""
    return [median(times) for times in zip(*runs, strict=True)]


def measure(widget, page):
    """Print the measurements of a frame of `widget`."""
    packet, sizes, times, own, interact = record(widget)
    pictures = any(op[0] == "image" for ops in packet["chunks"].values() for op in ops)
    budget = IMAGES if pictures else CURVES
    apart = [1e3 * (whole - drawn) for whole, drawn in zip(times, own, strict=True)]
    line(f"kernel, median of {len(times)} frames", median(apart), "ms")
    line("    of a picture of @interact's", 100 * median(apart) / interact, "%", most=budget["share"])
    line("    of the picture's own `draw`, not counted", 1e3 * median(own), "ms")
    line("bytes of the first frame, with what goes once", sizes[0] / 1000, "kB")
    line("bytes a frame, mean of the others", sum(sizes[1:]) / len(sizes[1:]) / 1000, "kB", most=budget["bytes"])
    for ratio in (1, 2):
        slow = percentile(replayed(page, packet, widget.size, ratio), 95)
        line(f"replay at pixel ratio {ratio}, p95", slow, "ms", most=4)


def main(numbers):
    """Measure the lessons with these numbers, or all lessons."""
    paths = [lesson(number) for number in numbers] or lesson_paths()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        for path in paths:
            for widget in run(path)[1]:
                if isinstance(widget, ExploreWidget):
                    heading(f"{path.stem}: {type(widget._picture).__name__}, {widget.size[0]} x {widget.size[1]}")
                    measure(widget, page)
        machine()
        browser.close()


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
