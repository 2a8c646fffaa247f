// Tests a sketch on a fake page: its pointer, keys and buttons, what it says, and what it sends to Python.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import sketch from "../../utils/pad/sketch.js";
import { FakeElement, keepsFinger, putPage } from "../widgets/fake_page.js";

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
let watched; // the first page: the one on which the sketches look whether it is dark

beforeEach(() => {
  page = putPage();
  watched ??= page;
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
  const told = [];
  kernel.send = content => told.push(content);
  if (live) Object.assign(model, kernel);
  const el = new FakeElement();
  const close = sketch.render({ model, el });
  const said = () => el.find(".downhill-said").textContent;
  const compare = () => {
    el.button("Compare").fire("click");
    page.frame();
  };
  return { el, canvas: el.find("canvas"), said, compare, close, sent, told, model, listeners };
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

test("a curve that was drawn before is shown in a new view", () => {
  const { compare, said } = open({ _drawn: [0, 1, 2, 3, 9] });
  compare();
  assert.match(said(), /at x = 4, where you drew 9 and the truth is 4/);
});

test("a sketch takes the place of what a page shows before it", () => {
  const el = new FakeElement();
  el.append("a still picture");
  sketch.render({ model: { get: name => STATE[name] }, el });
  assert.deepEqual(
    el.childNodes.map(each => each.classList?.contains("downhill-sketch")),
    [true],
  );
});

test("Escape on a sketch leads back to the cell of the notebook", () => {
  const { el } = open();
  const [cell, happened] = [new FakeElement(), []];
  globalThis.HTMLElement = FakeElement;
  el.closest = () => cell;
  cell.querySelectorAll = () => [];
  cell.focus = () => happened.push("focused");
  el.fire("keydown", { key: "Escape" });
  assert.deepEqual(happened, ["focused"]);
});

test("a curve of another number of places is not shown", () => {
  const { compare, said } = open({ _drawn: [0, 1, 2] });
  compare();
  assert.equal(said(), FIRST);
});

test("a stroke is kept by the canvas and goes through every point that the browser has put together", () => {
  const { canvas, sent } = open();
  const focused = [];
  canvas.focus = options => focused.push(options);
  let prevented = 0;
  const preventDefault = () => {
    prevented += 1;
  };
  canvas.fire("pointerdown", at(0, 0.1, { preventDefault }));
  assert.deepEqual([canvas.captured, prevented], [1, 1]);
  assert.deepEqual(focused, [{ preventScroll: true, focusVisible: false }]); // the page must not move under the pointer
  const getCoalescedEvents = () => [at(0.5, 0.9), at(1, 0.1)];
  canvas.fire("pointermove", at(1, 0.1, { getCoalescedEvents }));
  mock.timers.tick(60);
  assert.deepEqual(
    sent.at(-1).map(value => Math.round(value)),
    [1, 5, 9, 5, 1],
  );
});

test("a finger on the axes does not scroll the page", () => {
  assert.ok(keepsFinger(open().canvas, [200, 100], [200, 150]));
});

test("a stroke that the browser breaks off is over", () => {
  for (const end of ["pointercancel", "lostpointercapture"]) {
    const { canvas, sent } = open();
    canvas.fire("pointerdown", at(0, 0.5));
    canvas.fire(end, at(0, 0.5));
    canvas.fire("pointermove", at(1, 0.5));
    mock.timers.tick(60);
    assert.deepEqual(sent.at(-1), [5, null, null, null, null]);
  }
});

test("every change by stroke, key or Clear hides the truth, is drawn and is sent", () => {
  const { canvas, el, compare, said, sent } = open();
  stroke(canvas, [0, 0], [1, 0.8]);
  mock.timers.tick(60);
  for (const act of [
    () => press(canvas, "ArrowUp"),
    () => canvas.fire("pointerdown", at(0.5, 0.5)),
    () => canvas.fire("pointermove", at(0.6, 0.6)),
    () => el.button("Clear").fire("click"),
  ]) {
    compare();
    const count = sent.length;
    act();
    assert.match(said(), HOW);
    assert.equal(page.frames.length, 1);
    page.frame();
    mock.timers.tick(60);
    assert.equal(sent.length, count + 1);
  }
  assert.deepEqual(sent.at(-1), [null, null, null, null, null]);
});

test("a second after the last move the kernel is told of the rest, and of what was said on the curve", () => {
  const { canvas, compare, said, told } = open();
  mock.timers.tick(1000);
  told.length = 0;
  stroke(canvas, [0, 0], [1, 0.8]);
  mock.timers.tick(1000);
  assert.deepEqual(told, [{ rested: "" }]);
  mock.timers.tick(1000);
  compare();
  const sentence = said();
  mock.timers.tick(1000);
  assert.deepEqual(told, [{ rested: "" }, { rested: sentence }]);
});

test("keys do not reach the notebook, and those with Alt or the key of Apple are left to the browser", () => {
  const { canvas } = open();
  const done = [];
  const event = { preventDefault: () => done.push("prevented"), stopPropagation: () => done.push("stopped") };
  for (const name of ["altKey", "metaKey"]) press(canvas, "ArrowUp", { ...event, [name]: true });
  assert.deepEqual(done, []);
  press(canvas, "ArrowUp", event);
  assert.deepEqual(done, ["prevented", "stopped"]);
  assert.equal(canvas.attributes.tabindex, "0");
});

test("ArrowLeft goes one place back", () => {
  const { canvas, el } = open();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft"]) press(canvas, key);
  assert.equal(el.find(".downhill-spoken").textContent, "x = 1: nothing drawn");
});

test("the place of the keyboard is drawn when keys choose it, and not after the focus has gone", () => {
  const { canvas } = open();
  let visible = true;
  canvas.matches = selector => visible && selector === ":focus-visible";
  const invites = act => {
    const written = texts(canvas);
    act();
    assert.equal(page.frames.length, 1);
    page.frame();
    return written.includes("draw here");
  };
  assert.equal(
    invites(() => press(canvas, "ArrowRight")),
    false,
  );
  visible = false;
  assert.equal(
    invites(() => canvas.fire("blur")),
    true,
  );
  visible = true;
  assert.equal(
    invites(() => canvas.fire("focus")),
    false,
  );
});

test("a sketch is drawn anew when its width or the theme changes, until it is closed", t => {
  const turn = dark => {
    document.body.dataset.jpThemeLight = String(!dark);
    for (const tell of watched.changed) tell([]);
  };
  t.after(() => turn(false));
  const { canvas, close } = open();
  const written = texts(canvas);
  const count = () => written.filter(text => text === "slope").length;
  page.frame();
  const before = count();
  page.resize();
  page.frame();
  assert.equal(count(), before + 1);
  turn(true);
  assert.equal(count(), before + 2); // a printer does not wait for a frame
  page.frame();
  assert.equal(count(), before + 3);
  close();
  turn(false);
  page.resize();
  page.frame();
  assert.equal(count(), before + 3);
});
