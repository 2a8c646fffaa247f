import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { LiveModel } from "../../utils/publish/run/browser/live.js";

function made() {
  const sent = [];
  const model = new LiveModel({ key: "k", panels: [] }, "drag", { send: (...parts) => sent.push(parts) });
  return { model, sent };
}

test("a question goes to Python with the cell and the key of its picture", () => {
  const { model, sent } = made();
  model.send({ ask: [[3]], id: "a" });
  assert.deepEqual(sent, [["drag", "k", { ask: [[3]], id: "a" }]]);
  model.close();
});

test("nothing is said of a rest, because a page keeps no still pictures", () => {
  const { model, sent } = made();
  model.send({ rested: [3] });
  assert.deepEqual(sent, []);
  model.close();
});

test("a value that Python sets is the model's, and its listeners hear of it", () => {
  const { model } = made();
  const heard = [];
  model.on("change:panels", value => heard.push(value));
  model.hear({ name: "panels", value: [[0, 0, 1, 1]] });
  assert.deepEqual([model.get("panels"), heard], [[[0, 0, 1, 1]], [[[0, 0, 1, 1]]]]);
  model.close();
});

test("a stop that takes two seconds is said to be slow until its answer comes", () => {
  mock.timers.enable({ apis: ["setInterval"] });
  let now = 0;
  mock.method(performance, "now", () => now);
  const { model } = made();
  const heard = [];
  model.on("msg:custom", message => heard.push(message));
  model.send({ ask: [[3, 1]], id: "a" });
  now = 2600;
  mock.timers.tick(500);
  assert.deepEqual(heard, [{ drawing: "3,1", seconds: 2 }]);
  model.hear({ content: { answer: "a" } });
  now = 9000;
  mock.timers.tick(500);
  assert.deepEqual(heard.at(-1), { answer: "a" });
  model.close();
  mock.timers.reset();
});

test("the two seconds of a question begin when the question before it has been answered", t => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const { model } = made();
  const slow = [];
  model.on("msg:custom", message => "drawing" in message && slow.push(message));
  model.send({ ask: [[3]], id: "a" });
  model.send({ ask: [[7]], id: "b" });
  now = 1900;
  model.hear({ content: { answer: "a" } });
  now = 3900;
  t.mock.timers.tick(500);
  assert.deepEqual(slow, []); // Python has drawn the second one for 2 s, not for 3.9
  now = 4000;
  t.mock.timers.tick(500);
  assert.deepEqual(slow, [{ drawing: "7", seconds: 2 }]);
  model.close();
});

test("a listener that has been taken away hears no more, and the others still do", () => {
  const { model } = made();
  const heard = [];
  const gone = () => heard.push("gone");
  model.on("change:panels", gone);
  model.on("change:panels", () => heard.push("there"));
  model.off("change:panels", gone);
  model.hear({ name: "panels", value: [] });
  assert.deepEqual(heard, ["there"]);
  model.close();
});

test("a value that a view sets is the model's", () => {
  const { model } = made();
  model.set("panels", [[0, 0, 1, 1]]);
  assert.deepEqual(model.get("panels"), [[0, 0, 1, 1]]);
  model.close();
});
