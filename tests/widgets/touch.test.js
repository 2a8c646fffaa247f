// Tests which strokes of a finger the browser may make a gesture of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keepStrokes } from "../../utils/widgets/touch.js";

/** Whether the browser's gesture is prevented when a finger moves from (10, 10) to `to` on a canvas with `settings`. */
function prevented(to, { along, cancelable = true } = {}) {
  const canvas = new EventTarget();
  keepStrokes(canvas, along);
  const touched = (name, [clientX, clientY]) =>
    Object.assign(new Event(name, { cancelable }), { targetTouches: [{ clientX, clientY }] });
  canvas.dispatchEvent(touched("touchstart", [10, 10]));
  const moved = touched("touchmove", to);
  canvas.dispatchEvent(moved);
  return moved.defaultPrevented;
}

test("no stroke on a canvas that a finger moves both ways becomes a gesture", () => {
  assert.ok(prevented([30, 10]));
  assert.ok(prevented([10, 30]));
});

test("on a canvas that a finger moves along, a stroke that goes more up than along scrolls the page", () => {
  assert.ok(prevented([30, 20], { along: true }));
  assert.ok(!prevented([20, 31], { along: true }));
  assert.ok(!prevented([12, -20], { along: true }));
  assert.ok(!prevented([12, 11], { along: true })); // it is not known yet
});

test("a stroke to the left goes along a canvas as one to the right does, and one up scrolls as one down does", () => {
  assert.ok(prevented([-10, 20], { along: true }));
  assert.ok(prevented([-10, 0], { along: true }));
  assert.ok(!prevented([20, -1], { along: true }));
  assert.ok(!prevented([0, -1], { along: true }));
});

test("a stroke with which the page scrolls already is left alone", () => {
  assert.ok(!prevented([30, 10], { cancelable: false }));
});

test("the browser waits to hear whether a move of a finger is kept, but not when a finger comes down", () => {
  const passive = {};
  keepStrokes({ addEventListener: (name, _, options) => Object.assign(passive, { [name]: options.passive }) });
  assert.deepEqual(passive, { touchstart: true, touchmove: false });
});
