// Tests what a page keeps in the browser: for all pages where there is a storage, otherwise until the page is closed.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Kept } from "../../utils/publish/templates/kept.js";
import { putStorage } from "./fake_storage.js";

let storage;

beforeEach(() => {
  storage = putStorage();
});

test("another page finds what a page has kept, and its name", () => {
  new Kept("answer-").set("01-sign", { typed: "-3" });
  const other = new Kept("answer-");
  assert.deepEqual(other.get("01-sign"), { typed: "-3" });
  assert.deepEqual(other.names(), ["01-sign"]);
  assert.deepEqual({ ...storage }, { "answer-01-sign": '{"typed":"-3"}' });
});

test("things of two kinds may have the same name", () => {
  const [answers, drawings] = [new Kept("answer-"), new Kept("drawing-")];
  answers.set("01", "typed");
  drawings.set("01", [1]);
  answers.delete("01");
  assert.deepEqual([answers.get("01"), answers.names()], [null, []]);
  assert.deepEqual([drawings.get("01"), drawings.names()], [[1], ["01"]]);
});

test("a thing that is kept twice has one name and its last value", () => {
  const kept = new Kept("answer-");
  kept.set("01", "first");
  kept.set("01", "second");
  assert.deepEqual([kept.get("01"), kept.names()], ["second", ["01"]]);
});

test("a page sees what another page has kept or deleted since", () => {
  const [kept, other] = [new Kept("answer-"), new Kept("answer-")];
  kept.set("01", "first");
  other.set("01", "second");
  assert.equal(kept.get("01"), "second");
  other.delete("01");
  assert.deepEqual([kept.get("01"), kept.names()], [null, []]);
});

test("what is deleted is gone for all pages", () => {
  const kept = new Kept("answer-");
  kept.set("01", "typed");
  kept.delete("01");
  assert.deepEqual([kept.get("01"), kept.names(), { ...storage }], [null, [], {}]);
});

test("what something else wrote under a name counts as nothing", () => {
  storage.setItem("answer-01", "no JSON");
  assert.equal(new Kept("answer-").get("01"), null);
});

const KEPT = [
  ["typed", ["01"], null],
  [null, []],
];

/** What a thing of this page is before and after it is deleted. */
function livesHere() {
  const kept = new Kept("answer-");
  kept.set("01", "typed");
  const before = [kept.get("01"), kept.names(), kept.get("02")];
  kept.delete("01");
  return [before, [kept.get("01"), kept.names()]];
}

test("where the storage is full, a value lasts until the page is closed", () => {
  Object.defineProperty(storage, "setItem", {
    value: () => {
      throw new Error("the quota has been exceeded");
    },
  });
  assert.deepEqual(livesHere(), KEPT);
});

test("where the browser allows no storage, a value lasts until the page is closed", () => {
  putStorage(null);
  assert.deepEqual(livesHere(), KEPT);
  Object.defineProperty(globalThis, "localStorage", {
    get: () => {
      throw new Error("access is denied for this document");
    },
    configurable: true,
  });
  assert.deepEqual(livesHere(), KEPT);
});
