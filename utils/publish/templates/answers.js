// @ts-check
// Keeps a learner's answers in the browser, for all pages of the site: nothing of them leaves it, but for a file that
// the learner saves. Where the browser keeps nothing for a page, they last until the page is closed.

/** @import { Result } from "./judge.js" */
/** @typedef {{ typed: string, result: Result }} Answer */

const PREFIX = "downhill-answer-";

/** @type {Map<string, string>} what is kept while the browser allows no storage */
const here = new Map();

/**
 * The browser's storage, or null where it allows none.
 * @returns {Storage | null}
 */
function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/**
 * The answer to the exercise called `name`, if there is one.
 * @param {string} name
 * @returns {Answer | null}
 */
export function answerTo(name) {
  const kept = here.get(name) ?? storage()?.getItem(PREFIX + name);
  try {
    const answer = JSON.parse(kept ?? "null");
    return typeof answer?.typed === "string" && typeof answer.result?.sentence === "string" ? answer : null;
  } catch {
    return null; // something else wrote there
  }
}

/**
 * Keep the answer to the exercise called `name`.
 * @param {string} name
 * @param {Answer} answer
 */
export function keep(name, answer) {
  here.set(name, JSON.stringify(answer));
  try {
    storage()?.setItem(PREFIX + name, JSON.stringify(answer));
  } catch {
    // The storage is full: the answer lasts until the page is closed.
  }
}

/**
 * The names of the exercises that were answered, in their order.
 * @returns {string[]}
 */
export function answered() {
  const kept = Object.keys(storage() ?? {}).filter(key => key.startsWith(PREFIX));
  return [...new Set([...here.keys(), ...kept.map(key => key.slice(PREFIX.length))])].filter(answerTo).sort();
}

/**
 * Forget the answer to the exercise called `name`.
 * @param {string} name
 */
export function forget(name) {
  here.delete(name);
  storage()?.removeItem(PREFIX + name);
}

/** Forget all answers. */
export function clear() {
  for (const name of answered()) forget(name);
}

/**
 * The text of a file that `python -m utils.publish.results` reads: for each answer what `check` leaves in a notebook.
 * @returns {string}
 */
export function exported() {
  const records = answered().map(name => {
    const { state, wrong } = /** @type {Answer} */ (answerTo(name)).result;
    return { exercise: name, state, wrong };
  });
  return JSON.stringify({ records }, null, 1);
}
