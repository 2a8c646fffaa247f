// @ts-check
// Judges an answer that was typed on a page, as `utils/check` does in a notebook: the same sentences in the same order.

/** @typedef {{ condition: string, low?: number, high?: number, letters?: string, first?: string, second?: string }} Condition */
/** @typedef {{ answer?: number | string, when?: Condition, reason: string }} Wrong */
/**
 * What `utils/publish/exercises.py` writes of an exercise.
 * @typedef {{ name: string, wanted: number | string, tolerance: number, right: string, hint: string, not_yet: string,
 *   not_right: string, no_number: string, wrong: Wrong[] }} Exercise
 */
/** @typedef {{ sentence: string, state: string, wrong: string | null }} Result what `check` leaves in a notebook too */

const NEAR_ZERO = 1e-6; // two numbers that differ by no more than this are the same
/** @type {Record<string, string>} */
const SIGNS = { "\u2212": "-", "\u2013": "-", "\u2044": "/", ",": "." };
const NUMBER = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+)?$/i;
const NO_FINITE_NUMBER = /^[+-]?(inf|infinity|nan)$/i;

/**
 * The number that `text` spells as Python's float reads it; null where it spells none.
 * @param {string} text
 * @returns {number | null}
 */
function float(text) {
  if (NO_FINITE_NUMBER.test(text)) return Number.NaN;
  return NUMBER.test(text) ? Number(text.replaceAll("_", "")) : null;
}

/**
 * The number that `text` spells, such as "1/3", "-2,9" or "x = -2"; null where it spells none.
 * @param {string} text
 * @returns {number | null}
 */
export function numberIn(text) {
  const bare = text
    .normalize("NFKC")
    .replace(/\s/g, "")
    .replace(/[\u2212\u2013\u2044,]/g, sign => SIGNS[sign]);
  const typed = bare.slice(bare.lastIndexOf("=") + 1);
  const slash = typed.indexOf("/");
  const above = float(slash < 0 ? typed : typed.slice(0, slash));
  const below = slash < 0 ? 1 : float(typed.slice(slash + 1));
  return above === null || !below ? null : above / below;
}

/**
 * Whether `answer` is as good as `wanted`.
 * @param {number | string} answer
 * @param {number | string} wanted
 * @param {number} tolerance relative to `wanted`
 */
function same(answer, wanted, tolerance) {
  if (typeof answer === "number" && typeof wanted === "number")
    return Math.abs(answer - wanted) <= NEAR_ZERO + tolerance * Math.abs(wanted);
  return typeof answer === typeof wanted && String(answer).toLowerCase() === String(wanted).trim().toLowerCase();
}

/**
 * The conditions of `utils/check/conditions.py`, by the names of their classes.
 * @type {Record<string, (answer: any, condition: any) => boolean>}
 */
const CONDITIONS = {
  Between: (answer, { low, high }) => low <= answer && answer <= high,
  NotAWord: answer => !/^\p{L}+$/u.test(answer),
  NotEachOnce: (answer, { letters }) => [...answer.toUpperCase()].sort().join("") !== [...letters].sort().join(""),
  StandsBefore: (answer, { first, second }) =>
    answer.toUpperCase().indexOf(first) < answer.toUpperCase().indexOf(second),
};

/**
 * Whether `answer` is the usual wrong answer `wrong`.
 * @param {number | string} answer
 * @param {Wrong} wrong
 * @param {number} tolerance
 */
function fits(answer, wrong, tolerance) {
  if (wrong.when) return CONDITIONS[wrong.when.condition](answer, wrong.when);
  return wrong.answer !== undefined && same(answer, wrong.answer, tolerance);
}

/**
 * What the text `typed` gets as an answer to `exercise`.
 * @param {Exercise} exercise
 * @param {string} typed
 * @returns {Result}
 */
export function judge(exercise, typed) {
  const tried = (/** @type {string} */ sentence) => ({ sentence, state: "tried", wrong: null });
  if (!typed.trim()) return { sentence: exercise.not_yet, state: "untouched", wrong: null };
  const answer = typeof exercise.wanted === "number" ? numberIn(typed) : typed.replace(/[^\p{L}\p{N}]+/gu, "");
  if (answer === null) return tried(exercise.no_number);
  if (same(answer, exercise.wanted, exercise.tolerance))
    return { sentence: exercise.right, state: "right", wrong: null };
  const wrong = exercise.wrong.find(each => fits(answer, each, exercise.tolerance));
  if (!wrong) return tried(exercise.hint);
  return { sentence: `${exercise.not_right} ${wrong.reason}`, state: "tried", wrong: wrong.reason };
}
