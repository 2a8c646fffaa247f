// What a view says beside its picture.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noteFor, spokenValue } from "../../../utils/explore/browser/words.js";

const live = { live: true, unpacked: true, silent: false };

test("a picture of the present stop needs no note", () => {
  assert.equal(noteFor(true, { ...live, silent: true }), "");
  assert.equal(noteFor(true, { live: false, unpacked: true, silent: false }), "");
});

test("a frame that is on its way is being drawn", () => {
  assert.equal(noteFor(false, live), "drawing ...");
});

test("a silent kernel is said to be busy or gone, and what to do", () => {
  assert.match(noteFor(false, { ...live, silent: true }), /busy, or has stopped; if so, run the cells again/);
});

test("a page without a kernel says that it has not got this stop, but only once all it has is unpacked", () => {
  assert.equal(noteFor(false, { live: false, unpacked: false, silent: false }), "drawing ...");
  assert.match(noteFor(false, { live: false, unpacked: true, silent: false }), /needs the notebook and its kernel/);
});

test("a slider speaks its stop with that stop's own sentence, never with another's", () => {
  const frame = { sentence: "The slope is 2.", chunks: [] };
  assert.equal(spokenValue("1.00", frame, true), "1.00. The slope is 2.");
  assert.equal(spokenValue("1.05", frame, false), "1.05. drawing ...");
  assert.equal(spokenValue("1.05", null, false), "1.05. drawing ...");
});
