// Tests the keys that lead from a picture back to the notebook.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leaveByKeys } from "../../utils/widgets/keys.js";
import { FakeElement } from "./fake_page.js";

globalThis.HTMLElement = FakeElement;
globalThis.KeyboardEvent = class {
  constructor(type, { key, shiftKey }) {
    Object.assign(this, { type, key, shiftKey });
  }
};
const [FIRST, LAST] = [new FakeElement("input"), new FakeElement("button")];

/** What happens to the cell around a picture, which may be missing, and to the next cell, when a key is pressed. */
function pressed(key, { inCell = true } = {}) {
  const [root, cell, next, happened] = [new FakeElement(), new FakeElement(), new FakeElement(), []];
  cell.focus = () => happened.push("cell");
  next.focus = () => happened.push("next cell");
  cell.dispatchEvent = ({ type, ...event }) => happened.push([type, event]);
  Object.assign(cell, { nextElementSibling: next, querySelectorAll: () => [FIRST, LAST] });
  root.closest = () => (inCell ? cell : null);
  leaveByKeys(root);
  root.fire("keydown", { type: "keydown", preventDefault: () => happened.push("kept"), target: FIRST, ...key });
  return happened;
}

test("Escape moves the focus to the cell, and Shift+Enter also runs the cell", () => {
  assert.deepEqual(pressed({ key: "Escape" }), ["kept", "cell"]);
  const enter = { key: "Enter", shiftKey: true };
  assert.deepEqual(pressed(enter), ["kept", "cell", ["keydown", enter]]);
});

test("Enter runs the cell with Ctrl, Alt or Cmd too, and other keys with these are left alone", () => {
  for (const command of ["ctrlKey", "altKey", "metaKey"]) {
    const [kept, focused, [type]] = pressed({ key: "Enter", [command]: true });
    assert.deepEqual([kept, focused, type], ["kept", "cell", "keydown"]);
    assert.deepEqual(pressed({ key: "c", [command]: true }), []);
  }
});

test("Tab on the last element of the cell leads to the next cell", () => {
  assert.deepEqual(pressed({ key: "Tab", target: LAST }), ["kept", "next cell"]);
  assert.deepEqual(pressed({ key: "Tab" }), []);
  assert.deepEqual(pressed({ key: "Tab", target: LAST, shiftKey: true }), []);
});

test("other keys, and all keys on a page without cells, do what they always do", () => {
  for (const key of ["Enter", "ArrowLeft", " "]) assert.deepEqual(pressed({ key }), []);
  for (const key of ["Escape", "Tab"]) assert.deepEqual(pressed({ key, target: LAST }, { inCell: false }), []);
});
