// Tests how a page keeps the curves that a learner draws on sketches, until they are cleared.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { clearDrawings, drawn, sketchModel } from "../../utils/publish/templates/drawings.js";
import { putStorage } from "./fake_storage.js";

const STATE = { xs: [0, 1, 2], label: "Axes to draw on." };
let storage;

beforeEach(() => {
  clearDrawings();
  storage = putStorage();
});

const modelOf = (name, changed = () => {}) => sketchModel(name, STATE, changed);

test("a sketch is empty until a curve is drawn, and a page opened later shows that curve", () => {
  assert.deepEqual(modelOf("01 slope").get("_drawn"), [null, null, null]);
  modelOf("01 slope").set("_drawn", [0, null, null]);
  assert.deepEqual(modelOf("01 slope").get("_drawn"), [0, null, null]);
  assert.deepEqual(modelOf("01 loss").get("_drawn"), [null, null, null]);
  assert.deepEqual(Object.keys(storage), ["downhill-drawing-01 slope"]);
});

test("everything else about a sketch is its state", () => {
  const { get } = modelOf("01 slope");
  assert.deepEqual([get("xs"), get("label")], [STATE.xs, STATE.label]);
});

test("each curve that is kept counts, and one that the learner has emptied does not", () => {
  modelOf("01 slope").set("_drawn", [1, 2, 3]);
  modelOf("01 loss").set("_drawn", [1, 2, null]);
  assert.equal(drawn(), 2);
  modelOf("01 slope").set("_drawn", [null, null, null]);
  assert.equal(drawn(), 1);
});

test("what is no curve is not shown", () => {
  storage.setItem("downhill-drawing-01 slope", '{"typed": "3"}');
  assert.deepEqual(modelOf("01 slope").get("_drawn"), [null, null, null]);
});

test("when all curves are cleared, each sketch of the page shows that it is empty", () => {
  const shown = [];
  for (const name of ["01 slope", "01 loss"]) {
    const model = modelOf(name);
    model.set("_drawn", [1, 2, 3]);
    model.on("change:_drawn", () => shown.push([name, model.get("_drawn")]));
  }
  clearDrawings();
  assert.equal(drawn(), 0);
  assert.deepEqual(shown, [
    ["01 slope", [null, null, null]],
    ["01 loss", [null, null, null]],
  ]);
});

test("after each stroke the page is told", () => {
  let told = 0;
  modelOf("01 slope", () => {
    told += 1;
  }).save_changes();
  assert.equal(told, 1);
});
