// @ts-check
// Keeps a learner's answers in the browser, for all pages of the site: nothing of them leaves it, but for a file that
// the learner saves.
import { Kept } from "./kept.js";

/** @import { Result } from "./judge.js" */
/** @typedef {{ typed: string, result: Result }} Answer */

const ANSWERS = new Kept("downhill-answer-");

/**
 * The answer to the exercise called `name`, if there is one.
 * @param {string} name
 * @returns {Answer | null}
 */
export function answerTo(name) {
  const answer = ANSWERS.get(name);
  return typeof answer?.typed === "string" && typeof answer.result?.sentence === "string" ? answer : null;
}

/**
 * Keep the answer to the exercise called `name`.
 * @param {string} name
 * @param {Answer} answer
 */
export function keep(name, answer) {
  ANSWERS.set(name, answer);
}

/**
 * The names of the exercises that were answered, in their order.
 * @returns {string[]}
 */
export function answered() {
  return ANSWERS.names().filter(answerTo).sort();
}

/**
 * Forget the answer to the exercise called `name`.
 * @param {string} name
 */
export function forget(name) {
  ANSWERS.delete(name);
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
