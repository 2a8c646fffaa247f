// Tests when the page ends the Worker in which Python runs: where something waits for an answer, and none comes.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Python } from "../../utils/publish/run/browser/python.js";
import { ENDED } from "../../utils/publish/run/browser/words.js";

let workers;

beforeEach(() => {
  workers = [];
  globalThis.location = { href: "https://lessons.example/01_slope.html" };
  globalThis.Worker = class {
    constructor() {
      Object.assign(this, { posted: [], alive: true });
      workers.push(this);
    }
    postMessage(message) {
      this.posted.push(message);
    }
    terminate() {
      this.alive = false;
    }
  };
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** Python that has started and runs the cell "nudge", what this gives, and the cells for which Python was ended. */
function running() {
  const culprits = [];
  const python = new Python(
    () => {},
    () => {},
    culprit => culprits.push(culprit),
  );
  const ran = python.run("nudge", "1", []);
  for (const message of [{ ready: true }, { began: true }]) python.receive(message);
  return { python, ran, culprits };
}

test("Python that has answered is left alone, however long nobody asks it anything", async () => {
  const { python, ran, culprits } = running();
  python.receive({ cell: "nudge", outputs: [{ text: "1" }] });
  assert.deepEqual(await ran, [{ text: "1" }]);
  mock.timers.tick(3_600_000);
  assert.deepEqual([workers.map(worker => worker.alive), culprits], [[true], []]);
});

test("Python that does not answer for twenty seconds is ended and starts again, and the cell says so", async () => {
  const { ran, culprits } = running();
  const failed = assert.rejects(ran, { message: ENDED });
  mock.timers.tick(19_999);
  assert.deepEqual(culprits, []);
  mock.timers.tick(1);
  await failed;
  assert.deepEqual([workers.map(worker => worker.alive), culprits], [[false, true], ["nudge"]]);
  assert.deepEqual(workers[1].posted, [{ start: true }]);
});
