// Tests on a fake page which cells run again after Python was ended, and which code stands above a cell.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Cell, Page } from "../../utils/publish/run/browser/cells.js";
import { ENDED } from "../../utils/publish/run/browser/words.js";
import { settle } from "../explore/browser/fakes.js";
import { FakeElement, putPage } from "../widgets/fake_page.js";

/** An element with what a cell uses besides. */
class Part extends FakeElement {
  querySelector(name) {
    return name === ":scope > .input" ? this : (this.find(name) ?? null);
  }
  querySelectorAll() {
    return [];
  }
  after(...parts) {
    this.parentElement.append(...parts);
  }
  set rows(_) {} // of the editor
}

beforeEach(() => {
  putPage();
  document.createElement = tag => new Part(tag);
  globalThis.location = { protocol: "https:", pathname: "/01_slope.html" };
  globalThis.Worker = class {};
});

/** The element of a cell with this code. */
function rootOf(id, source) {
  const [root, code] = [new Part(), new Part()];
  code.setAttribute("class", "highlight");
  code.append(source);
  root.append(code);
  return Object.assign(root, { id: `cell-id=${id}` });
}

/** The cells with these ids, each with a picture that moves, and the ids of those that have run since. */
function cellsWithPictures(...ids) {
  const ran = [];
  const python = { run: async id => ran.push(id) && [] };
  const page = { start: async () => python, above: () => [] };
  const cells = ids.map(id => {
    const cell = new Cell(rootOf(id, ""), id, page);
    cell.models = [{ get: () => id, close() {} }];
    return cell;
  });
  return { cells, ran };
}

test("after Python was ended the cells of live pictures run again, but not the one for which it was ended", async () => {
  const { cells, ran } = cellsWithPictures("drag", "own-slope", "nudge");
  const [drag, culprit, still] = cells;
  still.models = [];
  for (const cell of cells) cell.again("own-slope");
  await settle();
  assert.deepEqual(ran, ["drag"]);
  assert.deepEqual(
    [drag, culprit, still].map(cell => cell.says.textContent),
    ["Done.", ENDED, ""],
  );
});

test("a cell gets the code of the cells above it, as a learner has changed it, and not its own", () => {
  const roots = ["imports", "curve", "drag", "nudge"].map(id => rootOf(id, `the lesson's ${id}`));
  document.querySelectorAll = () => roots;
  const page = new Page(new Set(["curve", "drag", "nudge"]), () => {});
  const [, curve, drag] = page.cells;
  curve.edit("my curve", false);
  assert.deepEqual(page.above(drag), ["the lesson's imports", "my curve"]);
});
