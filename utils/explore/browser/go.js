// @ts-check
// Moves a view to the stop that a stop link names.

/** @import { FrameLoader } from "./frames.js" */
/** @import { Control } from "./protocol.js" */

/**
 * The index of the stop that `value` names, or -1: by its number on a slider, else by its label.
 * @param {Control} control
 * @param {string} value
 */
export function stopNamed({ kind, texts }, value) {
  if (kind === "range") return texts.findIndex(text => Number(text) === Number(value));
  return texts.findIndex(text => text === value || (kind === "check" && text.toLowerCase() === value));
}

/**
 * Moves all controls that `values` names, as one move of the learner; returns "" or, if one of
 * the values is no stop, a sentence that says so, and then moves none.
 * @param {FrameLoader} loader
 * @param {Map<string, string>} values
 */
export function goTo(loader, values) {
  /** @type {[index: number, stop: number][]} */
  const moves = [];
  for (const [index, control] of loader.controls.entries()) {
    const value = values.get(control.name);
    if (value === undefined) continue;
    const stop = stopNamed(control, value);
    if (stop < 0) return `${control.label} = ${value} is no stop of this picture.`;
    if (stop !== loader.stop[index]) moves.push([index, stop]);
  }
  for (const [index, stop] of moves) loader.move(index, stop);
  if (moves.length) loader.countMove();
  return "";
}
