// @ts-check
// The texts of a view: the note under the caption, and the text that a screen reader speaks for a slider.

/** @import { Control, Frame, Slow } from "./protocol.js" */

const DRAWING = "drawing ...";
const NO_ANSWER =
  "no answer from the kernel: it is busy, or has stopped. " +
  "If this lasts, choose Kernel \u2192 Restart Kernel, and run the cells again.";

/**
 * The note under the caption: it says why the picture of the present stop is not shown, and is empty if it is shown.
 * For a moment it is empty too while the very first frame is drawn: a word that goes at once would only flash.
 * @param {Frame | null} frame the frame that is shown
 * @param {boolean} exact whether the picture of the present stop is shown
 * @param {{ silent: boolean, slow: Slow | null, late: boolean, controls: Control[] }} loader
 */
export function noteFor(frame, exact, { silent, slow, late, controls }) {
  if (exact) return "";
  if (silent) return NO_ANSWER;
  if (slow) return `drawing ${stopInWords(controls, slow.drawing)} has taken ${slow.seconds} seconds ...`;
  return frame || late ? DRAWING : "";
}

/**
 * The labels and values of the controls at the stop with this key: "lr = 0.10, steps = 5".
 * @param {Control[]} controls
 * @param {string} key
 */
function stopInWords(controls, key) {
  const indices = key.split(",").map(Number);
  return controls.map(({ label, texts }, i) => `${label} = ${texts[indices[i]]}`).join(", ");
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
