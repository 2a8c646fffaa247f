// Tests that the code of widgets is loaded once in a page, and what anywidget's calls are handed on to.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import widget from "../../utils/widgets/widget.js";

const CODE = `
globalThis.evaluated += 1;
export default {
  initialize: ({ model }) => model.done.push("initialize"),
  render: ({ model }) => (model.done.push("render"), () => model.done.push("close")),
};`;

let addresses;
let revoked;

beforeEach(() => {
  [addresses, revoked] = [[], []];
  globalThis.window = {};
  globalThis.ShadowRoot = class {};
  globalThis.document = {
    head: { querySelectorAll: () => [], append() {} },
    createElement: () => ({ setAttribute() {}, append() {} }),
  };
  globalThis.evaluated = 0;
  globalThis.Blob = class {
    constructor([text], { type }) {
      Object.assign(this, { text, type });
    }
  };
  // Node imports no blobs. The number makes each address another one, as those of a browser are.
  URL.createObjectURL = ({ text, type }) => {
    addresses.push(`data:${type},${encodeURIComponent(text)}//${Math.random()}`);
    return addresses.at(-1);
  };
  URL.revokeObjectURL = address => revoked.push(address);
});

const modelWith = code => ({ done: [], get: name => ({ code })[name] });

test("widgets with the same code load it once, also when the second one comes before it is loaded", async () => {
  const [first, second, third] = [1, 2, 3].map(() => modelWith(CODE));
  await Promise.all([first, second].map(model => widget.initialize({ model })));
  await widget.initialize({ model: third });
  assert.deepEqual([addresses.length, globalThis.evaluated], [1, 1]);
  assert.deepEqual(revoked, addresses);
  for (const model of [first, second, third]) assert.deepEqual(model.done, ["initialize"]);
});

test("widgets with other code, as of another version of the project, load their own", async () => {
  for (const code of [CODE, `${CODE}\n// newer`]) await widget.initialize({ model: modelWith(code) });
  assert.equal(globalThis.evaluated, 2);
});

test("a view is drawn by the code of its widget, which also closes it", async () => {
  const model = modelWith(CODE);
  const close = await widget.render({ model, el: { getRootNode: () => document } });
  close();
  assert.deepEqual(model.done, ["render", "close"]);
});

test("a widget that is closed while its code is loaded begins nothing", async () => {
  const [model, controller] = [modelWith(CODE), new AbortController()];
  const begun = widget.initialize({ model, signal: controller.signal });
  controller.abort();
  await begun;
  assert.deepEqual(model.done, []);
});
