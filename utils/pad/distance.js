// @ts-check
// How far a drawn curve is from the truth, in one sentence.

/** @import { Scale } from "./scale.js" */

/**
 * The mean distance between `drawn` and `truth` over the xs that are drawn, and the x where it is largest, an
 * index; null if nothing is drawn. On a logarithmic axis a distance is the factor between the two, and the mean is the
 * geometric one.
 * @param {(number | null)[]} drawn
 * @param {number[]} truth
 * @param {boolean} log
 */
export function distance(drawn, truth, log) {
  const scale = log ? Math.log : Number;
  let [sum, count, largest, farthest] = [0, 0, -1, 0];
  for (const [i, value] of drawn.entries()) {
    if (value === null) continue;
    const size = Math.abs(scale(value) - scale(truth[i]));
    sum += size;
    count += 1;
    if (size > largest) [largest, farthest] = [size, i];
  }
  if (!count) return null;
  const [mean, most] = log ? [Math.exp(sum / count), Math.exp(largest)] : [sum / count, largest];
  return { mean, most, farthest };
}

/**
 * The sentence about the distance that `distance` has found.
 * @param {NonNullable<ReturnType<typeof distance>>} found
 * @param {{ drawn: (number | null)[], truth: number[], xs: number[], xlabel: string, x: Scale, y: Scale }} axes
 */
export function sentenceOn({ mean, most, farthest }, { drawn, truth, xs, xlabel, x, y }) {
  const drawnAt = drawn.includes(null) ? "where you drew" : "everywhere";
  if (y.text(most) === (y.log ? "1" : "0")) return `Your curve lies on the truth ${drawnAt}.`;
  const size = y.log ? `off by a factor of ${y.text(mean)}` : `${y.text(mean)} away from the truth`;
  const [own, real] = [drawn[farthest] ?? Number.NaN, truth[farthest]].map(value => y.text(value));
  const begin = drawn.includes(null) ? "Where you drew, your curve is on average" : "On average your curve is";
  const where = `${xlabel} = ${x.text(xs[farthest])}`;
  return `${begin} ${size}; it is farthest at ${where}, where you drew ${own} and the truth is ${real}.`;
}
