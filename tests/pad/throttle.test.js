// Python is told at once, then not too often, and always of the last change.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { throttle } from "../../utils/pad/throttle.js";

let now = 0;
mock.method(performance, "now", () => now);

beforeEach(() => {
  now = 1000;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** Moves both clocks on, a millisecond at a time. */
function wait(ms, each = () => {}) {
  for (let i = 0; i < ms; i++) {
    now += 1;
    mock.timers.tick(1);
    each();
  }
}

/** A throttle, and the times of its calls. */
function throttled() {
  const times = [];
  return { times, ...throttle(() => times.push(now)) };
}

test("the first change is sent at once", () => {
  const { times, soon } = throttled();
  soon();
  mock.timers.tick(0);
  assert.deepEqual(times, [1000]);
});

test("changes without a pause are sent every 50 ms, and the last of them too", () => {
  const { times, soon } = throttled();
  wait(120, soon);
  wait(200);
  assert.equal(times.length, 4);
  times.slice(1).forEach((time, i) => {
    assert.equal(time - times[i], 50);
  });
  assert.ok(times.at(-1) >= 1120);
});

test("changes that are far apart do not wait", () => {
  const { times, soon } = throttled();
  soon();
  wait(80);
  soon();
  mock.timers.tick(0);
  assert.equal(times.length, 2);
});

test("flush sends what is due, once", () => {
  const { times, soon, flush } = throttled();
  flush();
  assert.deepEqual(times, []);
  soon();
  flush();
  wait(200);
  assert.deepEqual(times, [1000]);
});
