// Tests that the first change is sent at once, later changes at most every 50 ms, and the last change always.
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

/** Advances both clocks, that of `performance.now` and that of the timers, one millisecond at a time. */
function wait(ms, each = () => {}) {
  for (let i = 0; i < ms; i++) {
    now += 1;
    mock.timers.tick(1);
    each();
  }
}

/** A throttle, and the times at which it called `send`. */
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

test("the pause begins when a message that takes long to send has been sent", () => {
  /** @type {number[]} */
  const sent = [];
  const { soon } = throttle(() => {
    if (!sent.length) now += 30;
    sent.push(now);
  });
  wait(120, soon);
  assert.equal(sent[1] - sent[0], 50);
});

test("changes that are more than 50 ms apart are sent at once", () => {
  const { times, soon } = throttled();
  soon();
  wait(80);
  soon();
  mock.timers.tick(0);
  assert.equal(times.length, 2);
});

test("flush makes a pending call, and makes it once", () => {
  const { times, soon, flush } = throttled();
  flush();
  assert.deepEqual(times, []);
  soon();
  flush();
  wait(200);
  assert.deepEqual(times, [1000]);
});
