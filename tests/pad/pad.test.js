// Tests a pad on a fake page: its pointer, keys and buttons, the pixels it sends to Python, and values set by Python.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import pad from "../../utils/pad/pad.js";
import { fakeContext } from "../explore/browser/fakes.js";
import { FakeElement, keepsFinger, putPage } from "../widgets/fake_page.js";

const CELLS = 28 * 28;
let page;
let watched; // the first page: the one on which the pads look whether it is dark

beforeEach(() => {
  page = putPage();
  watched ??= page;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** A pad, and `sent`: the pixels that were sent to Python, one array for each message. */
function open(changes = {}) {
  const state = {
    label: "Pad",
    signed: true,
    message: "",
    _scores: [],
    _pixels: new DataView(new ArrayBuffer(4 * CELLS)),
    ...changes,
  };
  const listeners = {};
  const sent = [];
  const told = [];
  const model = {
    get: name => state[name],
    set: (name, value) => {
      state[name] = value;
      listeners[`change:${name}`]?.();
    },
    on: (name, listener) => {
      listeners[name] = listener;
    },
    off: name => delete listeners[name],
    save_changes: () => sent.push(new Float32Array(state._pixels.buffer)),
    send: content => told.push(content),
  };
  const el = new FakeElement();
  const close = pad.render({ model, el });
  return { model, el, sent, told, close, listeners, canvas: el.find("canvas"), spoken: el.find(".downhill-spoken") };
}

/** The pixels that were sent to Python after the last change. */
function last(sent) {
  mock.timers.tick(60);
  return sent.at(-1);
}

const press = (canvas, key, event = {}) => canvas.fire("keydown", { key, ...event });
const at = (column, row, event = {}) => ({
  clientX: 100 + (column / 28) * 600,
  clientY: 50 + (row / 28) * 400,
  pointerId: 1,
  button: 0,
  ...event,
});

test("the arrow keys move the keyboard's cell, which stays on the pad and is announced", () => {
  const { canvas, spoken } = open();
  press(canvas, "ArrowLeft");
  press(canvas, "ArrowUp");
  assert.equal(spoken.textContent, "row 14, column 14: 0");
  for (let i = 0; i < 40; i++) press(canvas, "ArrowRight");
  for (let i = 0; i < 40; i++) press(canvas, "ArrowDown");
  assert.equal(spoken.textContent, "row 28, column 28: 0");
});

test("Space paints one weight exactly, Shift with an arrow moves and paints, 0 and - choose another brush", () => {
  const { canvas, sent, spoken } = open();
  press(canvas, " ");
  press(canvas, "ArrowRight", { shiftKey: true });
  press(canvas, "-");
  press(canvas, "ArrowDown", { shiftKey: true });
  assert.equal(spoken.textContent, "row 16, column 16: -1");
  const pixels = last(sent);
  assert.deepEqual([pixels[14 * 28 + 14], pixels[14 * 28 + 15], pixels[15 * 28 + 15]], [1, 1, -1]);
  assert.equal(pixels.filter(value => value !== 0).length, 3);
});

test("ink is painted with a soft rim", () => {
  const { canvas, sent } = open({ signed: false });
  press(canvas, "Enter");
  const pixels = last(sent);
  assert.equal(pixels[14 * 28 + 14], 1);
  assert.ok(pixels[14 * 28 + 15] > 0 && pixels[14 * 28 + 15] < 1);
});

test("Backspace and Ctrl with z undo; the pad leaves other keys with Ctrl to the browser", () => {
  const { canvas, sent } = open();
  press(canvas, " ");
  press(canvas, "ArrowRight", { shiftKey: true });
  press(canvas, "Backspace");
  press(canvas, "z", { ctrlKey: true });
  assert.ok(last(sent).every(value => value === 0));
  let taken = 0;
  for (const event of [{ key: "0", ctrlKey: true }, { key: "x" }])
    canvas.fire("keydown", {
      ...event,
      preventDefault: () => {
        taken += 1;
      },
    });
  assert.equal(taken, 0);
});

test("a pointer paints from its press to its release, and a second pointer does not disturb it", () => {
  const { canvas, sent } = open();
  canvas.fire("pointerdown", at(3.5, 10.5));
  canvas.fire("pointerdown", at(20.5, 20.5, { pointerId: 2 }));
  canvas.fire("pointermove", at(25.5, 20.5, { pointerId: 2 }));
  canvas.fire("pointermove", at(9.5, 10.5));
  canvas.fire("pointerup", at(9.5, 10.5, { pointerId: 2 }));
  canvas.fire("pointermove", at(12.5, 10.5));
  canvas.fire("pointerup", at(12.5, 10.5));
  canvas.fire("pointermove", at(12.5, 20.5));
  const pixels = last(sent);
  for (let column = 3; column <= 12; column++) assert.ok(pixels[10 * 28 + column] > 0.999);
  assert.ok(pixels.slice(15 * 28).every(value => value === 0));
});

test("the eraser end of a pen erases, and the right mouse button does nothing", () => {
  const full = new Float32Array(CELLS).fill(1);
  const { canvas, sent } = open({ _pixels: new DataView(full.buffer) });
  canvas.fire("pointerdown", at(5.5, 5.5, { button: 2 }));
  assert.equal(last(sent), undefined);
  canvas.fire("pointerdown", at(5.5, 5.5, { button: 5, buttons: 32, pointerType: "pen" }));
  assert.equal(last(sent)[5 * 28 + 5], 0);
});

test("exactly one of the brush buttons is pressed, and the buttons Undo and Clear work", () => {
  const { canvas, el, sent } = open();
  const pressed = () => el.all(each => each.attributes["aria-pressed"] === "true").map(each => each.textContent);
  assert.deepEqual(pressed(), ["+1"]);
  el.button("\u22121").fire("click");
  assert.deepEqual(pressed(), ["\u22121"]);
  press(canvas, " ");
  assert.equal(last(sent)[14 * 28 + 14], -1);
  el.button("Clear").fire("click");
  assert.ok(last(sent).every(value => value === 0));
  el.button("Undo").fire("click");
  assert.equal(last(sent)[14 * 28 + 14], -1);
});

test("pixels and a message set by Python are shown and not sent back", () => {
  const { model, el, sent, spoken, canvas } = open();
  model.set("_pixels", new DataView(new Float32Array(CELLS).fill(0.25).buffer));
  model.set("message", "<b>seven</b>");
  press(canvas, "ArrowLeft");
  assert.equal(spoken.textContent, "row 15, column 14: 0.25");
  assert.equal(el.find(".downhill-message").textContent, "<b>seven</b>");
  assert.equal(last(sent), undefined);
});

test("a second image, its caption and the scores are shown and hidden when Python sets them", () => {
  const { model, el } = open();
  const [figure, scores] = [el.find(".downhill-seen"), el.find(".downhill-scores")];
  assert.deepEqual([figure.hidden, scores.hidden], [true, true]);
  model.set("_caption", "what the model sees");
  model.set("_image", new DataView(new Float32Array(CELLS).buffer));
  model.set("_scores", [
    ["threes", [1, -1]],
    ["sevens", [0]],
  ]);
  assert.deepEqual([figure.hidden, scores.hidden], [false, false]);
  assert.equal(figure.find("figcaption").textContent, "what the model sees");
  assert.equal(figure.find("canvas").attributes["aria-label"], "what the model sees");
  assert.equal(scores.attributes["aria-label"], "threes: 1 of 2 score above 0; sevens: 0 of 1 score above 0");
  model.set("_scores", []);
  assert.equal(scores.hidden, true);
});

test("the evidence has a picture of its own in the colours of signs, and keeps the image's caption", () => {
  const { model, el } = open({ signed: false });
  model.set("_caption", "what the network sees");
  model.set("_evidence_caption", "for 5 (red) or for 3 (blue)");
  model.set("_evidence", new DataView(new Float32Array(CELLS).fill(-1).buffer));
  const [image, evidence] = el.all(each => each.classList.contains("downhill-seen"));
  assert.deepEqual([image.hidden, evidence.hidden], [true, false]);
  assert.equal(evidence.find("canvas").attributes["aria-label"], "for 5 (red) or for 3 (blue)");
  assert.equal(image.find("figcaption").textContent, "what the network sees");
});

test("the pad is drawn once for all changes before an animation frame", () => {
  const { canvas } = open();
  for (let i = 0; i < 5; i++) press(canvas, "ArrowLeft", { shiftKey: true });
  assert.equal(page.frames.length, 1);
  page.frame();
  press(canvas, "ArrowLeft");
  assert.equal(page.frames.length, 1);
});

test("to close the pad sends pending pixels and removes its listeners", () => {
  const { canvas, sent, close, listeners } = open();
  press(canvas, " ");
  assert.equal(sent.length, 0);
  close();
  assert.equal(sent.length, 1);
  assert.deepEqual(listeners, {});
});

test("a second after the last change the kernel is told that the learner rests", () => {
  const { model, told, canvas } = open();
  mock.timers.tick(1000);
  told.length = 0;
  press(canvas, " ");
  mock.timers.tick(900);
  model.set("message", "the weights add up to 1.0");
  mock.timers.tick(900);
  assert.deepEqual(told, []);
  mock.timers.tick(100);
  assert.deepEqual(told, [{ rested: true }]);
});

test("what Python has set before the pad is shown is there at once", () => {
  const whole = new Float32Array(2 * CELLS).fill(0.5, CELLS);
  const scores = [
    ["threes", [1]],
    ["sevens", [0]],
  ];
  const { el, spoken, canvas } = open({
    message: "Paint here.",
    _pixels: new DataView(whole.buffer, 4 * CELLS), // a part of a longer message
    _scores: scores,
  });
  assert.equal(el.find(".downhill-message").textContent, "Paint here.");
  assert.equal(el.find(".downhill-scores").hidden, false);
  press(canvas, "ArrowLeft");
  assert.equal(spoken.textContent, "row 15, column 14: 0.5");
});

test("a pad takes the place of what a page shows before it", () => {
  const el = new FakeElement();
  el.append("a still picture");
  const state = { label: "Pad", signed: true, message: "", _scores: [] };
  pad.render({ model: { get: name => state[name], on() {} }, el });
  assert.deepEqual(
    el.childNodes.map(each => each.classList?.contains("downhill-pad")),
    [true],
  );
});

test("the erasers paint blank cells", () => {
  for (const [signed, words] of [
    [true, "0"],
    [false, "Erase"],
  ]) {
    const full = new Float32Array(CELLS).fill(0.75);
    const { el, canvas, sent } = open({ signed, _pixels: new DataView(full.buffer) });
    el.button(words).fire("click");
    press(canvas, " ");
    assert.equal(last(sent)[14 * 28 + 14], 0);
  }
});

test("the tip of a pen and a finger paint with the brush that is chosen", () => {
  const { canvas, sent } = open();
  canvas.fire("pointerdown", at(5.5, 5.5, { buttons: 1, pointerType: "pen" }));
  canvas.fire("pointerup", at(5.5, 5.5));
  canvas.fire("pointerdown", at(9.5, 5.5, { buttons: 1, pointerType: "touch" }));
  const pixels = last(sent);
  assert.deepEqual([pixels[5 * 28 + 5], pixels[5 * 28 + 9]], [1, 1]);
});

test("a stroke is kept by the canvas and goes through every point that the browser has put together", () => {
  const { canvas, sent } = open();
  const focused = [];
  canvas.focus = options => focused.push(options);
  let prevented = 0;
  const preventDefault = () => {
    prevented += 1;
  };
  canvas.fire("pointerdown", at(3.5, 3.5, { preventDefault }));
  assert.deepEqual([canvas.captured, prevented], [1, 1]);
  assert.deepEqual(focused, [{ preventScroll: true, focusVisible: false }]); // the page must not move under the pointer
  const getCoalescedEvents = () => [at(3.5, 20.5), at(20.5, 20.5)];
  canvas.fire("pointermove", at(20.5, 20.5, { getCoalescedEvents }));
  const pixels = last(sent);
  assert.deepEqual([pixels[12 * 28 + 3], pixels[20 * 28 + 12], pixels[12 * 28 + 12]], [1, 1, 0]);
});

test("a finger on the pad does not scroll the page", () => {
  assert.ok(keepsFinger(open().canvas, [200, 100], [200, 150]));
});

test("a stroke that the browser breaks off is over", () => {
  for (const end of ["pointercancel", "lostpointercapture"]) {
    const { canvas, sent } = open();
    canvas.fire("pointerdown", at(3.5, 3.5));
    canvas.fire(end, at(3.5, 3.5));
    canvas.fire("pointermove", at(20.5, 3.5));
    assert.equal(last(sent)[3 * 28 + 20], 0);
  }
});

test("the pointer can paint after the keyboard has painted ink", () => {
  const { canvas, sent } = open({ signed: false });
  press(canvas, "Enter");
  canvas.fire("pointerdown", at(3.5, 3.5));
  assert.equal(last(sent)[3 * 28 + 3], 1);
});

test("the keyboard reaches the first row and column, and its keys do not reach the notebook", () => {
  const { canvas, spoken } = open();
  const done = [];
  const event = { preventDefault: () => done.push("prevented"), stopPropagation: () => done.push("stopped") };
  press(canvas, "ArrowLeft", event);
  assert.deepEqual(done, ["prevented", "stopped"]);
  for (let i = 0; i < 40; i++) press(canvas, "ArrowLeft");
  for (let i = 0; i < 40; i++) press(canvas, "ArrowUp");
  assert.equal(spoken.textContent, "row 1, column 1: 0");
});

test("keys with Ctrl, Alt or the key of Apple are left to the browser, but for undo", () => {
  const { canvas, sent } = open();
  let taken = 0;
  const preventDefault = () => {
    taken += 1;
  };
  for (const key of ["ctrlKey", "altKey", "metaKey"]) press(canvas, " ", { [key]: true, preventDefault });
  assert.deepEqual([taken, last(sent)], [0, undefined]);
  press(canvas, " ");
  press(canvas, "z", { metaKey: true });
  assert.equal(last(sent)[14 * 28 + 14], 0);
});

/** The frames around the keyboard's cell that are drawn when the page paints; \`drawn\` counts all drawings. */
function painted(canvas) {
  canvas.context = fakeContext(canvas);
  page.frame();
  const { done } = canvas.context;
  return {
    drawn: done.filter(([name]) => name === "drawImage").length,
    cells: done.filter(([name]) => name === "strokeRect").map(([, column, row]) => [column, row]),
  };
}

test("the keyboard's cell has a frame while the pad is used by keys, and each change is drawn", () => {
  const { canvas, model } = open();
  canvas.matches = selector => selector === ":focus-visible";
  press(canvas, "ArrowLeft");
  assert.deepEqual(painted(canvas).cells.at(-1), [13, 14]);
  canvas.matches = () => false;
  for (const act of [
    () => canvas.fire("blur"),
    () => canvas.fire("pointerdown", at(3.5, 3.5)),
    () => model.set("_pixels", new DataView(new Float32Array(CELLS).buffer)),
    () => canvas.fire("focus"),
  ]) {
    act();
    assert.deepEqual(painted(canvas), { drawn: 1, cells: [] });
  }
});

test("scores are painted again when the page has become dark or light, until the pad is closed", t => {
  const turn = dark => {
    document.body.dataset.jpThemeLight = String(!dark);
    for (const tell of watched.changed) tell([]);
  };
  t.after(() => turn(false));
  const { model, el, close } = open();
  const scores = el.find(".downhill-scores");
  scores.context = fakeContext(scores);
  model.set("_scores", [
    ["threes", [1]],
    ["sevens", [0]],
  ]);
  const papers = () => scores.context.done.filter(([name]) => name === "fillRect").length;
  const before = papers();
  turn(true);
  assert.equal(papers(), 2 * before);
  close();
  turn(false);
  assert.equal(papers(), 2 * before);
});

test("a brush of weights is read out as what it paints, and the pad is in the usual order of the keyboard", () => {
  const { el, canvas } = open();
  assert.equal(el.button("\u22121").attributes["aria-label"], "paint \u22121");
  assert.equal(canvas.attributes.tabindex, "0");
  assert.equal(open({ signed: false }).el.button("Draw").attributes["aria-label"], undefined);
});

test("the learner rests only a second after the last answer of Python", () => {
  const { model, told } = open();
  mock.timers.tick(1000);
  told.length = 0;
  for (const [name, value] of [
    ["message", "a"],
    ["_pixels", new DataView(new Float32Array(CELLS).buffer)],
    ["message", "b"],
  ]) {
    model.set(name, value);
    mock.timers.tick(900);
  }
  assert.deepEqual(told, []);
  mock.timers.tick(100);
  assert.deepEqual(told, [{ rested: true }]);
});

test("Escape on a pad leads back to the cell of the notebook, and Shift+Enter paints nothing and runs this cell", () => {
  const { el, canvas, sent } = open();
  const [cell, happened] = [new FakeElement(), []];
  globalThis.HTMLElement = FakeElement;
  const root = el.find(".downhill-pad");
  root.closest = () => cell;
  cell.querySelectorAll = () => [];
  cell.focus = () => happened.push("focused");
  cell.dispatchEvent = ({ key }) => happened.push(key);
  globalThis.KeyboardEvent = class {
    constructor(type, { key }) {
      Object.assign(this, { type, key });
    }
  };
  root.fire("keydown", { key: "Escape" });
  const before = sent.length;
  press(canvas, "Enter", { shiftKey: true });
  mock.timers.tick(60);
  assert.equal(sent.length, before);
  root.fire("keydown", { key: "Enter", shiftKey: true });
  assert.deepEqual(happened, ["focused", "focused", "Enter"]);
});
