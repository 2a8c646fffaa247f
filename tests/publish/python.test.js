// Tests what the page and the Worker in which Python runs say to each other, and when the page ends it: where something
// waits for an answer, and none comes.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Python } from "../../utils/publish/run/browser/python.js";
import { ENDED, NOT_FETCHED } from "../../utils/publish/run/browser/words.js";

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

/** Python that starts to run the cell "nudge", what this gives, and what the page hears of it. */
function starting() {
  const [heard, progress, culprits] = [[], [], []];
  const python = new Python(
    (...parts) => heard.push(parts),
    (...parts) => progress.push(parts),
    culprit => culprits.push(culprit),
  );
  const ran = python.run("nudge", "1", []);
  return { python, ran, heard, progress, culprits };
}

/** The same once Python has started and begun to run the cell. */
function running() {
  const all = starting();
  for (const message of [{ ready: true }, { began: true }]) all.python.receive(message);
  return all;
}

/** The same once the cell has run. */
function idle() {
  const all = running();
  all.python.receive({ cell: "nudge", outputs: [] });
  return all;
}

/** Whether each Worker that was started is alive. */
const alive = () => workers.map(worker => worker.alive);

test("Python that has answered is left alone, however long nobody asks it anything", async () => {
  const { python, ran, culprits } = running();
  python.receive({ cell: "nudge", outputs: [{ text: "1" }] });
  assert.deepEqual(await ran, [{ text: "1" }]);
  mock.timers.tick(3_600_000);
  assert.deepEqual([alive(), culprits], [[true], []]);
});

test("Python that does not answer for twenty seconds is ended and starts again, and the cell says so", async () => {
  const { ran, culprits } = running();
  const failed = assert.rejects(ran, { message: ENDED });
  mock.timers.tick(19_999);
  assert.deepEqual(culprits, []);
  mock.timers.tick(1);
  await failed;
  assert.deepEqual([alive(), culprits], [[false, true], ["nudge"]]);
  assert.deepEqual(workers[1].posted, [{ start: true }]);
});

test("Python that fails while it runs a cell starts again, and the cell says that it was the cause", async () => {
  const { python, ran, culprits } = running();
  const failed = assert.rejects(ran, /stopped by what this cell does/);
  python.receive({ failed: "out of memory" });
  await failed;
  assert.deepEqual([alive(), culprits], [[false, true], ["nudge"]]);
});

test("Python that fails before it has started says that it has not come, and does not start by itself", async () => {
  const { python, ran } = starting();
  const failed = assert.rejects(ran, { message: NOT_FETCHED });
  python.receive({ failed: "404 for pyodide.js" });
  await failed;
  assert.deepEqual(alive(), [false]);
});

test("all cells run in one Worker, which starts first and gets each cell with the cells above it", () => {
  const { python } = running();
  python.run("drag", "2", ["1"]);
  assert.deepEqual(
    workers.map(worker => worker.posted),
    [[{ start: true }, { run: "nudge", source: "1", above: [] }, { run: "drag", source: "2", above: ["1"] }]],
  );
});

test("what the Worker says is read both as JSON, which Python makes, and as an object", async () => {
  const { python, ran } = starting();
  workers[0].onmessage({ data: { ready: true } });
  assert.ok(python.ready);
  workers[0].onmessage({ data: JSON.stringify({ cell: "nudge", outputs: [{ text: "1" }] }) });
  assert.deepEqual(await ran, [{ text: "1" }]);
});

test("while Python comes the page hears how much of it is there, and then that it starts", () => {
  const { python, progress } = starting();
  python.receive({ loaded: 3_000_000, total: 12_000_000 });
  python.receive({ says: "Python is starting ..." });
  assert.deepEqual(progress, [
    ["Python comes: 3 of 12 MB. The browser keeps it for the next time.", 0.25],
    ["Python is starting ...", 1],
  ]);
});

test("Python that does not come for sixty seconds is given up, and is not started again by itself", async () => {
  const { ran, culprits } = starting();
  const failed = assert.rejects(ran, { message: NOT_FETCHED });
  mock.timers.tick(59_999);
  assert.deepEqual(alive(), [true]);
  mock.timers.tick(1);
  await failed;
  mock.timers.tick(3_600_000);
  assert.deepEqual([alive(), culprits], [[false], ["nudge"]]);
});

test("Python that has come may take four minutes to start, and the cell then says that it does not start here", async () => {
  const { python, ran } = starting();
  const failed = assert.rejects(ran, /Python does not start in this browser/);
  python.receive({ says: "Python is starting ..." });
  mock.timers.tick(239_999);
  assert.deepEqual(alive(), [true]);
  mock.timers.tick(1);
  await failed;
  assert.deepEqual(alive(), [false]);
});

test("where the Worker's script does not come, the cell says so at once and the browser reports no error", async () => {
  const { ran, culprits } = starting();
  const failed = assert.rejects(ran, { message: NOT_FETCHED });
  let kept = 0;
  workers[0].onerror({ preventDefault: () => kept++ });
  await failed;
  mock.timers.tick(3_600_000);
  assert.deepEqual([alive(), culprits, kept], [[false], ["nudge"], 1]);
});

test("Python that starts again has sixty seconds to come, and is not started once more if it does not", async () => {
  const { python, ran } = running();
  const ended = assert.rejects(ran, { message: ENDED });
  mock.timers.tick(20_000);
  await ended;
  const failed = assert.rejects(python.run("drag", "2", []), { message: NOT_FETCHED });
  mock.timers.tick(59_999);
  assert.deepEqual(alive(), [false, true]);
  mock.timers.tick(1);
  await failed;
  assert.deepEqual(alive(), [false, false]);
});

test("the imports of a cell may take four minutes, once Python has answered all that came before", () => {
  const { python } = idle();
  python.run("drag", "import scipy", []).catch(() => {});
  mock.timers.tick(239_999);
  assert.deepEqual(alive(), [true]);
  mock.timers.tick(1);
  assert.deepEqual(alive(), [false, true]);
});

test("a cell that waits for one with an endless loop gives that one no more time", () => {
  const { python, ran } = running();
  for (const run of [ran, python.run("drag", "2", [])]) run.catch(() => {});
  mock.timers.tick(20_000);
  assert.deepEqual(alive(), [false, true]);
});

test("what a picture says to its widget goes to Python, and a question that has no answer ends it", () => {
  const { python, culprits } = idle();
  python.send("nudge", "k", { hello: true });
  mock.timers.tick(3_600_000); // to this there is no answer
  assert.deepEqual(culprits, []);
  python.send("nudge", "k", { ask: [[3]], id: "a" });
  assert.deepEqual(workers[0].posted.slice(2), [
    { key: "k", content: { hello: true } },
    { key: "k", content: { ask: [[3]], id: "a" } },
  ]);
  mock.timers.tick(20_000);
  assert.deepEqual([alive(), culprits], [[false, true], ["nudge"]]);
});

test("an answer goes to the widget with its key, and Python is left alone after it", () => {
  const { python, heard, culprits } = idle();
  python.send("nudge", "k", { ask: [[3]], id: "a" });
  const answer = { key: "k", content: { answer: "a", packet: {} } };
  python.receive(answer);
  mock.timers.tick(3_600_000);
  assert.deepEqual([heard, culprits], [[["k", answer]], []]);
});

test("when a cell runs again the page waits no more for answers to its old picture, but still for those of others", () => {
  const { python, culprits } = idle();
  python.send("nudge", "k", { ask: [[3]], id: "a" });
  python.send("drag", "l", { ask: [[3]], id: "b" });
  python.run("nudge", "1", []).catch(() => {});
  python.receive({ cell: "nudge", outputs: [] });
  mock.timers.tick(20_000);
  assert.deepEqual(culprits, ["drag"]);
});
