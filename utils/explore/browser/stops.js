// @ts-check
// Which stops there are, which of them are near, and in which order their frames are fetched.
// A stop is an array with an index for each control; `counts` says how many stops each control has.

/** @import { Frame, Stop } from "./protocol.js" */

const FEW = 2000; // with no more stops than this, all of them are fetched once the picture is in sight

/**
 * The key of `stop`, by which its frame is known.
 * @param {Stop} stop
 */
export function keyOf(stop) {
  return stop.join(",");
}

/**
 * The stops along control `index` through `stop`, coarse to fine, so that a frame near to any of them comes early.
 * @param {number[]} counts
 * @param {Stop} stop
 * @param {number} index
 */
export function lineThrough(counts, stop, index) {
  const order = new Set([stop[index]]);
  for (let step = 2 ** Math.floor(Math.log2(counts[index])); step >= 1; step /= 2)
    for (let i = 0; i < counts[index]; i += step) order.add(i);
  return [...order].map(i => stop.with(index, i));
}

/**
 * The stops to fetch, the most urgent first: the present one, the line of the control that moves, when nothing moves
 * the lines of the other controls, and then, if they are few, all. Stops may come twice.
 * A picture out of sight gets no more than its lines: when all cells run at once, the kernel is needed for the others.
 * @param {number[]} counts
 * @param {Stop} stop
 * @param {number} active the control that moved last
 * @param {{ moving: boolean, inSight: boolean }} state
 * @returns {Generator<Stop, void>}
 */
export function* fetchOrder(counts, stop, active, { moving, inSight }) {
  yield stop;
  yield* lineThrough(counts, stop, active);
  if (moving) return;
  for (let index = 0; index < counts.length; index++) if (index !== active) yield* lineThrough(counts, stop, index);
  if (inSight && counts.reduce((product, count) => product * count, 1) <= FEW) yield* everyStop(counts, stop);
}

/**
 * All stops, those of each control coarse to fine from `stop` on; the last control varies fastest.
 * @param {number[]} counts
 * @param {Stop} stop
 * @returns {Generator<Stop, void>}
 */
export function* everyStop(counts, stop, index = 0) {
  if (index === counts.length) yield stop;
  else for (const next of lineThrough(counts, stop, index)) yield* everyStop(counts, next, index + 1);
}

/**
 * The frame nearest to `stop`, or null; a frame that could not be drawn is none.
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
 * The index of the position nearest to `at`; of two as near the first.
 * @param {number[]} positions
 * @param {number} at
 */
export function nearestIndex(positions, at) {
  const distances = positions.map(position => Math.abs(position - at));
  return distances.indexOf(Math.min(...distances));
}
