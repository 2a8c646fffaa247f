// @ts-check
// What a view says beside its picture.

/** @import { Frame } from "./protocol.js" */

const DRAWING = "drawing ...";

/** Said of a control that does not move on a page without a kernel. */
export const FIXED = "stands still here: it needs the notebook and its kernel";

/**
 * The note under the caption: empty where the picture is that of the present stop, else why it is not.
 * @param {boolean} exact whether the picture is that of the present stop
 * @param {{ live: boolean, unpacked: boolean, silent: boolean }} loader
 */
export function noteFor(exact, { live, unpacked, silent }) {
  if (exact) return "";
  if (unpacked && !live) return "this stop is not on this page: it needs the notebook and its kernel";
  return silent ? "no answer from the kernel: it is busy, or has stopped; if so, run the cells again" : DRAWING;
}

/**
 * What a screen reader says of a slider: the label of its stop, and the sentence of that stop's own picture.
 * @param {string} text
 * @param {Frame | null} frame
 * @param {boolean} exact
 */
export function spokenValue(text, frame, exact) {
  return `${text}. ${exact && frame ? frame.sentence : DRAWING}`;
}
