// Tests which stop a stop link names, and that all its controls are moved as one move, or none.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { FrameLoader } from "../../../utils/explore/browser/frames.js";
import { goTo, stopNamed } from "../../../utils/explore/browser/go.js";
import { fakeModel, settle, widgetState } from "./fakes.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** A loader with two sliders of 5 and 7 stops, called c0 and c1, at their middle stops. */
async function loader() {
  const made = new FrameLoader(fakeModel(widgetState(5, 7)));
  await settle();
  return made;
}

test("a number names the stop of a slider, however it is written", () => {
  const control = { kind: "range", texts: ["-1.50", "0.00", "0.90", "1e-05"] };
  assert.deepEqual(
    ["-1.5", "0", "0.9", "0.00001", "0.95", "fast"].map(value => stopNamed(control, value)),
    [0, 1, 2, 3, -1, -1],
  );
});

test("a label names a choice of a list, and true or false a checkbox", () => {
  assert.equal(stopNamed({ kind: "select", texts: ["x**2", "bce loss"] }, "bce loss"), 1);
  assert.equal(stopNamed({ kind: "select", texts: ["0.10"] }, "0.1"), -1);
  const box = { kind: "check", texts: ["False", "True"] };
  assert.deepEqual(
    ["true", "True", "false", "yes"].map(value => stopNamed(box, value)),
    [1, 1, 0, -1],
  );
});

test("all named controls move, and that is one move", async () => {
  const moved = await loader();
  assert.equal(goTo(moved, new Map(Object.entries({ c1: "6", c0: "0" }))), "");
  assert.deepEqual([moved.stop, moved.moves], [[0, 6], 1]);
  assert.equal(goTo(moved, new Map([["c0", "0"]])), ""); // it stands there already
  assert.equal(moved.moves, 1);
});

test("where one value is no stop, nothing moves, and a sentence says so", async () => {
  const moved = await loader();
  const values = new Map(Object.entries({ c0: "1", c1: "9" }));
  assert.equal(goTo(moved, values), "c1 = 9 is no stop of this picture.");
  assert.deepEqual([moved.stop, moved.moves], [[2, 3], 0]);
});
