// @ts-check
// The texts of a view: the note under the caption, and the text that a screen reader speaks for a slider.

/** @import { Frame } from "./protocol.js" */

const DRAWING = "drawing ...";

/** The text beside a control that cannot move on a page without a kernel. */
export const FIXED = "stands still here: it needs the notebook and its kernel";

/**
 * The note under the caption: it says why the picture of the present stop is not shown, and is empty if it is shown.
 * @param {boolean} exact whether the picture of the present stop is shown
 * @param {{ live: boolean, unpacked: boolean, silent: boolean }} loader
 */
export function noteFor(exact, { live, unpacked, silent }) {
  if (exact) return "";
  if (unpacked && !live) return "this stop is not on this page: it needs the notebook and its kernel";
  return silent ? "no answer from the kernel: it is busy, or has stopped; if so, run the cells again" : DRAWING;
}

/**
 * The text that a screen reader speaks for a slider: the label of its stop, and the sentence of that stop's frame.
 * @param {string} text
 * @param {Frame | null} frame
 * @param {boolean} exact
 */
export function spokenValue(text, frame, exact) {
  return `${text}. ${exact && frame ? frame.sentence : DRAWING}`;
}
