// @ts-check
// Lists the stops in the order in which their frames are fetched, and finds the nearest frame and the nearest stop.
// A stop is an array with one index for each control; `counts` says how many stops each control has.

/** @import { Frame, Stop } from "./protocol.js" */

const FETCH_ALL_UP_TO = 2000; // if a picture has at most so many stops, all of them are fetched once it is in sight

/**
 * The key of `stop`, by which its frame is known.
 * @param {Stop} stop
 */
export function keyOf(stop) {
  return stop.join(",");
}

/**
 * The stops along control `index` through `stop`, first in large steps and then in smaller and smaller ones, so that
 * every stop soon has a frame near it.
 * @param {number[]} counts
 * @param {Stop} stop
 * @param {number} index
 */
export function lineThrough(counts, stop, index) {
  const order = new Set([stop[index]]);
  for (let step = 2 ** Math.floor(Math.log2(counts[index])); step >= 1; step /= 2)
    for (let i = 0; i < counts[index]; i += step) order.add(i);
  return [...order].map(i => moved(stop, index, i));
}

/**
 * A copy of `stop` in which control `index` is at `to`; `Array.with` is missing in browsers of 2022.
 * @param {Stop} stop
 * @param {number} index
 * @param {number} to
 * @returns {Stop}
 */
export function moved(stop, index, to) {
  return stop.map((at, i) => (i === index ? to : at));
}

/**
 * The stops to fetch, the most urgent first: the present stop, and the line of the control that moved last. When no
 * control moves, the lines of the others follow, and then, if they are few, all stops. A stop may occur twice.
 * For a picture out of sight only the lines are fetched, because when all cells run at once, the kernel is needed for
 * the other pictures. For a picture of which a stop took too long, only the present stop is fetched: other stops might
 * hold up all pictures too.
 * @param {number[]} counts
 * @param {Stop} stop
 * @param {number} active the control that moved last
 * @param {{ moving: boolean, inSight: boolean, tooSlow?: boolean }} state
 * @returns {Generator<Stop, void>}
 */
export function* fetchOrder(counts, stop, active, { moving, inSight, tooSlow }) {
  yield stop;
  if (tooSlow) return;
  yield* lineThrough(counts, stop, active);
  if (moving) return;
  for (let index = 0; index < counts.length; index++) if (index !== active) yield* lineThrough(counts, stop, index);
  if (inSight && counts.reduce((product, count) => product * count, 1) <= FETCH_ALL_UP_TO)
    yield* everyStop(counts, stop);
}

/**
 * All stops; each control takes the order of `lineThrough` from `stop`, and the last control varies fastest.
 * @param {number[]} counts
 * @param {Stop} stop
 * @returns {Generator<Stop, void>}
 */
export function* everyStop(counts, stop, index = 0) {
  if (index === counts.length) yield stop;
  else for (const next of lineThrough(counts, stop, index)) yield* everyStop(counts, next, index + 1);
}

/**
 * The frame nearest to `stop`, or null if there is none; frames with an error are left out.
 * @param {Map<string, Frame>} frames
 * @param {number[]} counts
 * @param {Stop} stop
 */
export function nearestFrame(frames, counts, stop) {
  /** @type {Frame | null} */
  let nearest = null;
  let least = Infinity;
  for (const [key, frame] of frames) {
    if (frame.error) continue;
    const distance = key.split(",").reduce((sum, at, i) => sum + Math.abs(+at - stop[i]) / counts[i], 0);
    if (distance < least) [nearest, least] = [frame, distance];
  }
  return nearest;
}

/**
 * The index of the position nearest to `at`; of two that are equally near, the first.
 * @param {number[]} positions
 * @param {number} at
 */
export function nearestIndex(positions, at) {
  const distances = positions.map(position => Math.abs(position - at));
  return distances.indexOf(Math.min(...distances));
}
