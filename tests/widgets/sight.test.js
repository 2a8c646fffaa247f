// Tests how a picture is searched in a notebook of which JupyterLab lays out only the cells near the window.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { bringIntoSight } from "../../utils/widgets/sight.js";

const [TOP, WINDOW, CELL] = [50, 400, 100]; // CSS pixels: where the notebook begins, its height, and that of a cell
let panel;

/** A cell of the notebook; what is not laid out has no height. */
function cellOf(number) {
  const cell = {
    get laidOut() {
      const top = number * CELL - panel.drawn;
      return top > -2 * CELL && top < WINDOW + CELL;
    },
    closest: () => cell,
    getAttribute: () => String(number),
    getBoundingClientRect() {
      const top = TOP + number * CELL - panel.drawn;
      return this.laidOut ? { top, bottom: top + CELL, height: CELL } : { top: 0, bottom: 0, height: 0 };
    },
  };
  return cell;
}

/** Opens a notebook of 60 cells that is scrolled to `start`; `path` tells where it is scrolled to. */
function open(start = 0) {
  const cells = Array.from({ length: 60 }, (_, number) => cellOf(number));
  panel = {
    cells,
    path: [start],
    asked: start, // where it was scrolled to before the last frame
    drawn: start, // where it was scrolled to when its cells were laid out
    querySelectorAll: () => cells,
    getBoundingClientRect: () => ({ top: TOP, bottom: TOP + WINDOW, height: WINDOW }),
    get scrollTop() {
      return this.path.at(-1);
    },
    set scrollTop(to) {
      this.path.push(Math.max(0, Math.min(cells.length * CELL - WINDOW, to)));
    },
  };
}

beforeEach(() => {
  open();
  globalThis.window = { matchMedia: () => ({ matches: false }) };
  globalThis.requestAnimationFrame = next =>
    setImmediate(() => {
      [panel.drawn, panel.asked] = [panel.asked, panel.scrollTop]; // the cells are laid out in the second frame
      next();
    });
});

/** Searches a picture in the cell `number`, which may be folded away; returns whether it is laid out at the end. */
async function search(number, { folded = false, inPanel = true } = {}) {
  const cell = panel.cells[number] ?? cellOf(number);
  let found;
  const el = {
    closest: () => cell,
    getClientRects: () => (cell.laidOut && !folded ? [1] : []),
    scrollIntoView: () => {
      found = cell.laidOut;
    },
  };
  await bringIntoSight(el, { closest: () => (inPanel ? panel : null) });
  return found;
}

test("a picture far below is found in a few steps, none of which leads past it", async () => {
  assert.equal(await search(50), true);
  assert.ok(panel.path.length <= 6, String(panel.path));
  for (const [step, at] of panel.path.slice(1).entries()) assert.ok(at > panel.path[step] && at <= 50 * CELL);
});

test("a picture far above is found in a few steps, none of which leads past it", async () => {
  open(50 * CELL);
  assert.equal(await search(5), true);
  assert.ok(panel.path.length <= 6, String(panel.path));
  for (const [step, at] of panel.path.slice(1).entries()) assert.ok(at < panel.path[step] && at >= CELL);
});

test("where the picture is laid out, or JupyterLab is not there, only the browser scrolls", async () => {
  assert.equal(await search(2), true);
  assert.equal(await search(50, { inPanel: false }), false);
  assert.deepEqual(panel.path, [0]);
});

test("a picture that is folded away in a cell in sight is not searched", async () => {
  for (const number of [0, 1, 2, 3]) await search(number, { folded: true });
  assert.deepEqual(panel.path, [0]);
});

test("the search ends at the end of the notebook", async () => {
  await search(500);
  assert.ok(panel.path.length < 10, String(panel.path));
  assert.equal(panel.scrollTop, 60 * CELL - WINDOW);
});
