// Tests the note under the caption, and the text that a screen reader speaks for a slider.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noteFor, spokenValue } from "../../../utils/explore/browser/words.js";

const controls = [
  { name: "lr", label: "rate", texts: ["0.5", "1.0"], start: 0, kind: "range" },
  { name: "k", label: "k", texts: ["1", "2", "3"], start: 0, kind: "range" },
];
const frame = { sentence: "The slope is 2.", chunks: [] };
const answering = { silent: false, slow: null, late: false, controls };

test("a picture of the present stop needs no note", () => {
  assert.equal(noteFor(frame, true, { ...answering, silent: true }), "");
});

test("while a frame is awaited, the note says that it is being drawn", () => {
  assert.equal(noteFor(frame, false, answering), "drawing ...");
});

test("while the very first frame is drawn there is a note only if that takes a while", () => {
  assert.equal(noteFor(null, false, answering), "");
  assert.equal(noteFor(null, false, { ...answering, late: true }), "drawing ...");
  const slow = { drawing: "0,0", seconds: 2 };
  assert.equal(noteFor(null, false, { ...answering, slow }), "drawing rate = 0.5, k = 1 has taken 2 seconds ...");
});

test("for a silent kernel the note says that it is busy or has stopped, and what to do", () => {
  const note = noteFor(frame, false, { ...answering, silent: true, slow: { drawing: "1,2", seconds: 3 } });
  assert.match(note, /busy, or has stopped. If this lasts, choose Kernel → Restart Kernel, and run the cells again\.$/);
});

test("for a slow stop the note gives its values and how long its drawing has taken", () => {
  const slow = { drawing: "1,2", seconds: 3 };
  assert.equal(noteFor(frame, false, { ...answering, slow }), "drawing rate = 1.0, k = 3 has taken 3 seconds ...");
  assert.equal(noteFor(frame, true, { ...answering, slow }), "");
});

test("the text for a slider contains the sentence of its own stop, never that of another stop", () => {
  assert.equal(spokenValue("1.00", frame, true), "1.00. The slope is 2.");
  assert.equal(spokenValue("1.05", frame, false), "1.05. drawing ...");
  assert.equal(spokenValue("1.05", null, false), "1.05. drawing ...");
});
