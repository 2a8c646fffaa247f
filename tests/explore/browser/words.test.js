// Tests the note under the caption, and the text that a screen reader speaks for a slider.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noteFor, spokenValue } from "../../../utils/explore/browser/words.js";

const live = { live: true, unpacked: true, silent: false };

test("a picture of the present stop needs no note", () => {
  assert.equal(noteFor(true, { ...live, silent: true }), "");
  assert.equal(noteFor(true, { live: false, unpacked: true, silent: false }), "");
});

test("while a frame is awaited, the note says that it is being drawn", () => {
  assert.equal(noteFor(false, live), "drawing ...");
});

test("for a silent kernel the note says that it is busy or has stopped, and what to do", () => {
  assert.match(noteFor(false, { ...live, silent: true }), /busy, or has stopped; if so, run the cells again/);
});

test("a page without a kernel says that a stop is missing, but only after its baked frames are unpacked", () => {
  assert.equal(noteFor(false, { live: false, unpacked: false, silent: false }), "drawing ...");
  assert.match(noteFor(false, { live: false, unpacked: true, silent: false }), /needs the notebook and its kernel/);
});

test("the text for a slider contains the sentence of its own stop, never that of another stop", () => {
  const frame = { sentence: "The slope is 2.", chunks: [] };
  assert.equal(spokenValue("1.00", frame, true), "1.00. The slope is 2.");
  assert.equal(spokenValue("1.05", frame, false), "1.05. drawing ...");
  assert.equal(spokenValue("1.05", null, false), "1.05. drawing ...");
});
