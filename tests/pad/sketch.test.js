// Tests a sketch on a fake page: its pointer, keys and buttons, what it says, and what it sends to Python.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import sketch from "../../utils/pad/sketch.js";
import { FakeElement, putPage } from "../widgets/fake_page.js";

const STATE = {
  label: "Axes to draw on.",
  xs: [0, 1, 2, 3, 4],
  truth: [0, 1, 2, 3, 4],
  points: false,
  x: [0, 4],
  y: [0, 10],
  log: false,
  xlabel: "x",
  ylabel: "slope",
  color: "#ff0000",
};
const HOW = /^Drag to draw\. Keys: /;
const FIRST = "First draw your curve of slope against x, from x = 0 to 4; then compare.";
let page;

beforeEach(() => {
  page = putPage();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** A sketch; `live` says whether there is a kernel, and `sent` holds the curves that it was sent. */
function open({ live = true, ...changes } = {}) {
  const state = { ...STATE, ...changes };
  const [listeners, sent] = [{}, []];
  const model = { get: name => state[name] };
  const kernel = {
    set: (name, value) => {
      state[name] = value;
      listeners[`change:${name}`]?.();
    },
    on: (name, listener) => {
      listeners[name] = listener;
    },
    off: name => delete listeners[name],
    save_changes: () => sent.push(state._drawn),
  };
  if (live) Object.assign(model, kernel);
  const el = new FakeElement();
  const close = sketch.render({ model, el });
  const said = () => el.find(".downhill-said").textContent;
  const compare = () => {
    el.button("Compare").fire("click");
    page.frame();
  };
  return { el, canvas: el.find("canvas"), said, compare, close, sent, model, listeners };
}

const press = (canvas, key, event = {}) => canvas.fire("keydown", { key, ...event });

/** The event of a pointer at these shares of the axes, on the fake canvas of 600 x 400 at (100, 50). */
const at = (x, y, event = {}) => ({
  clientX: 100 + 62 + x * (600 - 120),
  clientY: 50 + 30 + (1 - y) * (400 - 76),
  pointerId: 1,
  button: 0,
  ...event,
});

function stroke(canvas, ...positions) {
  canvas.fire("pointerdown", at(...positions[0]));
  for (const position of positions.slice(1)) canvas.fire("pointermove", at(...position));
  canvas.fire("pointerup", at(...positions.at(-1)));
}

/** The texts that the canvas of a sketch has been given since the last call. */
function texts(canvas) {
  const found = [];
  canvas.getContext().fillText = text => found.push(text);
  return found;
}

test("before anything is drawn, Compare says what to draw and shows no truth", () => {
  const { compare, said, canvas } = open();
  const written = texts(canvas);
  assert.match(said(), HOW);
  compare();
  assert.equal(said(), FIRST);
  assert.ok(written.includes("draw here"));
  assert.ok(!written.includes("truth"));
});

test("a stroke is compared with the truth, and both curves have their names", () => {
  const { compare, said, canvas } = open();
  stroke(canvas, [0, 0], [1, 0.8]);
  const written = texts(canvas);
  compare();
  assert.equal(
    said(),
    "On average your curve is 2 away from the truth; it is farthest at x = 4, where you drew 8 and the truth is 4.",
  );
  assert.ok(written.includes("truth") && written.includes("yours") && !written.includes("draw here"));
});

test("five keys draw and compare", () => {
  const { canvas, said, el } = open();
  const spoken = el.find(".downhill-spoken");
  press(canvas, "ArrowRight");
  assert.equal(spoken.textContent, "x = 1: nothing drawn");
  press(canvas, "ArrowUp");
  assert.equal(spoken.textContent, "x = 1: slope 5.5");
  press(canvas, "Enter");
  assert.equal(said(), FIRST); // one place is no curve
  for (const key of ["ArrowLeft", "ArrowDown", "ArrowDown"]) press(canvas, key);
  press(canvas, "Enter");
  assert.match(said(), /^Where you drew, your curve is on average 4\.5 away .* at x = 0, where you drew 4\.5/);
});

test("other keys, and keys with Ctrl or Shift, are left to the page", () => {
  const { canvas } = open();
  let taken = 0;
  const preventDefault = () => {
    taken += 1;
  };
  for (const event of [{ key: "Tab" }, { key: "a" }, { key: "Enter", ctrlKey: true }, { key: "Enter", shiftKey: true }])
    canvas.fire("keydown", { ...event, preventDefault });
  assert.equal(taken, 0);
  press(canvas, "ArrowUp", { preventDefault });
  assert.equal(taken, 1);
});

test("to draw on after a comparison hides the truth, and Clear empties the axes", () => {
  const { compare, said, canvas, el } = open();
  stroke(canvas, [0, 0], [1, 0.8]);
  compare();
  stroke(canvas, [0.5, 0.9], [0.6, 0.9]);
  const written = texts(canvas);
  page.frame();
  assert.match(said(), HOW);
  assert.ok(!written.includes("truth"));
  el.button("Clear").fire("click");
  compare();
  assert.equal(said(), FIRST);
});

test("a second pointer and the right mouse button draw nothing", () => {
  const { canvas, sent } = open();
  canvas.fire("pointerdown", at(0.5, 0.5, { button: 2 }));
  canvas.fire("pointerdown", at(0, 0.1));
  canvas.fire("pointerdown", at(1, 0.9, { pointerId: 2 }));
  canvas.fire("pointermove", at(1, 0.9, { pointerId: 2 }));
  canvas.fire("pointerup", at(0, 0.1));
  canvas.fire("pointermove", at(1, 0.9));
  mock.timers.tick(60);
  assert.deepEqual(
    sent.at(-1).map(value => value !== null),
    [true, false, false, false, false],
  );
});

test("Python gets the curve, with null where nothing is drawn, also when the view closes", () => {
  const { canvas, sent, close, listeners } = open();
  stroke(canvas, [0, 0.5], [0.5, 0.5]);
  assert.equal(sent.length, 0);
  close();
  assert.deepEqual(sent, [[5, 5, 5, null, null]]);
  assert.deepEqual(listeners, {});
});

test("a curve drawn in another view is shown, and is not sent back", () => {
  const { model, compare, said, sent } = open();
  model.set("_drawn", [0, 1, 2, 3, 5]);
  compare();
  assert.match(said(), /at x = 4, where you drew 5 and the truth is 4/);
  mock.timers.tick(60);
  assert.deepEqual(sent, []);
});

test("it works on a page without a kernel", () => {
  const { canvas, compare, said, close } = open({ live: false });
  stroke(canvas, [0, 0], [1, 0.4]);
  mock.timers.tick(60);
  compare();
  assert.equal(said(), "Your curve lies on the truth everywhere.");
  close();
});

test("a logarithmic axis compares by factors", () => {
  const truth = [100, 10, 1, 0.1, 0.01];
  const { canvas, compare, said } = open({ log: true, y: [0.01, 100], truth, points: true });
  stroke(canvas, [0, 1], [1, 0.5]);
  compare();
  assert.match(said(), /off by a factor of 10; it is farthest at x = 4, where you drew 1 and the truth is 0\.01\.$/);
});
