// Tests which stops are fetched and in which order, and which frame and which position are the nearest.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  everyStop,
  fetchOrder,
  keyOf,
  lineThrough,
  nearestFrame,
  nearestIndex,
} from "../../../utils/explore/browser/stops.js";

const still = { moving: false, inSight: false };
const keys = stops => [...stops].map(keyOf);

test("a key holds the index of every control", () => {
  assert.equal(keyOf([3, 0, 12]), "3,0,12");
});

test("a line begins at the present stop, and its steps become smaller and smaller", () => {
  const line = lineThrough([9], [3], 0).map(([at]) => at);
  assert.deepEqual(line, [3, 0, 8, 4, 2, 6, 1, 5, 7]);
});

test("a line does not move the other controls, and contains every stop once", () => {
  const line = lineThrough([5, 61], [4, 30], 1);
  assert.ok(line.every(([first]) => first === 4));
  assert.deepEqual(
    line.map(([, at]) => at).sort((a, b) => a - b),
    [...Array(61).keys()],
  );
});

test("while a control moves, only its own line is fetched", () => {
  const order = keys(fetchOrder([3, 3], [1, 1], 1, { moving: true, inSight: true }));
  assert.deepEqual(order, ["1,1", "1,1", "1,0", "1,2"]);
});

test("when nothing moves, the lines of the other controls follow", () => {
  const order = keys(fetchOrder([3, 3], [1, 1], 1, still));
  assert.deepEqual([...new Set(order)], ["1,1", "1,0", "1,2", "0,1", "2,1"]);
});

test("if the picture is in sight and has few stops, all stops follow", () => {
  const order = new Set(keys(fetchOrder([40, 50], [1, 1], 0, { moving: false, inSight: true })));
  assert.equal(order.size, 2000);
  assert.deepEqual([...order].slice(0, 3), ["1,1", "0,1", "32,1"]);
});

test("if a picture has more than 2000 stops, only the lines are fetched", () => {
  const order = new Set(keys(fetchOrder([3, 667], [1, 1], 0, { moving: false, inSight: true })));
  assert.equal(order.size, 3 + 667 - 1);
});

test("every stop occurs once, and the last control varies fastest", () => {
  const order = keys(everyStop([2, 3, 2], [0, 1, 0]));
  assert.equal(new Set(order).size, 12);
  assert.equal(order.length, 12);
  assert.deepEqual(order.slice(0, 4), ["0,1,0", "0,1,1", "0,0,0", "0,0,1"]);
});

test("the nearest frame is found by distances measured as a share of each control's stops", () => {
  const frames = new Map([
    ["40,0", { sentence: "40 of 101 stops away" }],
    ["0,2", { sentence: "2 of 3 stops away" }],
  ]);
  assert.equal(nearestFrame(frames, [101, 3], [0, 0]).sentence, "40 of 101 stops away");
});

test("a frame that could not be drawn is not shown in place of another", () => {
  const frames = new Map([["1", { error: true }]]);
  assert.equal(nearestFrame(frames, [9], [0]), null);
  frames.set("8", { sentence: "far" });
  assert.equal(nearestFrame(frames, [9], [0]).sentence, "far");
});

test("the nearest position can be on either side, in rising and in falling positions", () => {
  assert.equal(nearestIndex([0, 10, 20], 14), 1);
  assert.equal(nearestIndex([0, 10, 20], 16), 2);
  assert.equal(nearestIndex([20, 10, 0], -5), 2);
  assert.equal(nearestIndex([0, 10, 20], 15), 1); // both are equally near: the first is taken
});
