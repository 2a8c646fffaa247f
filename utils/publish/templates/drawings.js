// @ts-check
// Keeps the curves that a learner draws on sketches in the browser, as it keeps answers, until they are cleared.
import { Kept } from "./kept.js";

/** @import { Model } from "../../widgets/mount.js" */

const DRAWINGS = new Kept("downhill-drawing-");

/** @type {Set<() => void>} what shows each sketch of this page again */
const shown = new Set();

/** The number of curves that are kept. */
export function drawn() {
  return DRAWINGS.names().length;
}

/** Forget all curves, and empty the sketches of this page. */
export function clearDrawings() {
  for (const name of DRAWINGS.names()) DRAWINGS.delete(name);
  for (const show of shown) show();
}

/**
 * The model of the sketch called `name`: what is drawn on it is kept.
 * @param {string} name
 * @param {Record<string, any>} state
 * @param {() => void} changed called after each stroke
 * @returns {Model}
 */
export function sketchModel(name, state, changed) {
  const empty = state.xs.map(() => null);
  const curve = () => {
    const kept = DRAWINGS.get(name);
    return Array.isArray(kept) ? kept : empty;
  };
  return {
    get: key => (key === "_drawn" ? curve() : state[key]),
    set: (_, heights) => {
      if (heights.some((/** @type {number | null} */ height) => height !== null)) DRAWINGS.set(name, heights);
      else DRAWINGS.delete(name);
    },
    save_changes: changed,
    on: (_, listener) => shown.add(() => listener(undefined)),
  };
}
