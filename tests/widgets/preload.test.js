// Tests what the empty widget of `preload` does in a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import preload from "../../utils/widgets/preload.js";

test("it makes stop links work, and tells the kernel that this page runs the code of widgets", () => {
  const clicks = [];
  const told = [];
  globalThis.window = {};
  globalThis.document = {
    head: { append() {} },
    createElement: () => ({ setAttribute() {}, append() {} }),
    addEventListener: (_, act) => clicks.push(act),
  };
  preload.initialize({ model: { get: () => undefined, send: content => told.push(content) } });
  assert.equal(clicks.length, 1);
  assert.deepEqual(told, [{ page: "runs" }]);
});
