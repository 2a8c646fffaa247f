// @ts-check
// The picture of scores beside the pad: one dot for each digit.
import { contextOf } from "../widgets/dom.js";
import { density } from "../widgets/large.js";
import { themed } from "../widgets/theme.js";
import { NEGATIVE, POSITIVE } from "./pixel_canvas.js";

/** @typedef {[label: string, scores: number[]]} Group */

const [WIDTH, HEIGHT, MIDDLE] = [340, 308, 154]; // CSS pixels
const BIN = 4; // CSS pixels
const GLIDE = 100; // ms

/**
 * The next number from `value` upwards that is 1, 2 or 5 times a power of ten. An axis that ends at such a number
 * seldom changes.
 * @param {number} value
 */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find(step => step * power >= value * 0.9999) ?? 10);
}

/**
 * The number of positions in each bin; the keys are the middles of the bins.
 * @param {number[]} across
 * @returns {Map<number, number>}
 */
export function binned(across) {
  const bins = new Map();
  for (const x of across) {
    const middle = Math.round(x / BIN) * BIN;
    bins.set(middle, (bins.get(middle) ?? 0) + 1);
  }
  return bins;
}

/**
 * A sentence that says how many scores of a group are above 0.
 * @param {Group} group
 */
export function counted([label, scores]) {
  return `${label}: ${above(scores)} of ${scores.length} score above 0`;
}

/** @param {number[]} scores */
function above(scores) {
  return scores.filter(score => score > 0).length;
}

/**
 * Makes a function that shows two groups of scores on `canvas`: the first above the axis, the second below it.
 * The dots move to their new positions within a tenth of a second, so that the learner can follow single digits.
 * @param {HTMLCanvasElement} canvas
 */
export function dots(canvas) {
  /** @type {Group[]} */
  let shown = []; // the groups that are on the canvas now
  /** @type {Group[]} */
  let latest;
  return (/** @type {Group[]} */ groups) => {
    const from = groups.every(([, scores], g) => scores.length === shown[g]?.[1].length) ? shown : groups;
    const most = roundUp(Math.max(1, ...groups.flatMap(([, scores]) => scores.map(Math.abs))));
    const start = performance.now();
    latest = groups;
    const glide = (/** @type {number} */ time) => {
      if (latest !== groups) return; // newer scores have arrived
      const share = Math.min(1, Math.max(0, (time - start) / GLIDE));
      shown = groups.map((group, g) => between(from[g], group, share));
      paintScores(canvas, shown, most);
      if (share < 1) requestAnimationFrame(glide);
    };
    glide(start);
  };
}

/**
 * Interpolates between two groups: `share` 0 gives the scores of the first, 1 those of the second.
 * @param {Group} from
 * @param {Group} to
 * @param {number} share
 * @returns {Group}
 */
function between([, before], [label, scores], share) {
  return [label, scores.map((score, i) => before[i] + share * (score - before[i]))];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Group[]} groups
 * @param {number} most the score at the right end of the axis
 */
function paintScores(canvas, [upper, lower], most) {
  const ratio = density(canvas);
  const [width, height] = [Math.round(WIDTH * ratio), Math.round(HEIGHT * ratio)];
  if (canvas.width !== width) Object.assign(canvas, { width, height });
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = themed("#ffffff");
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const across = (/** @type {number} */ score) => WIDTH / 2 + (score / most) * (WIDTH / 2 - 14);
  pile(context, upper[1].map(across), POSITIVE, -1);
  pile(context, lower[1].map(across), NEGATIVE, 1);
  context.fillStyle = themed("#444444");
  context.fillRect(8, MIDDLE - 0.5, WIDTH - 16, 1);
  context.fillRect(WIDTH / 2 - 0.5, 14, 1, HEIGHT - 28);
  letter(context, `\u2212${most}`, 10, HEIGHT - 3, "left"); // below all dots
  letter(context, String(most), WIDTH - 10, HEIGHT - 3, "right");
  letter(context, "score 0", WIDTH / 2, HEIGHT - 3, "center");
  count(context, upper, POSITIVE, 14);
  count(context, lower, NEGATIVE, HEIGHT - 20);
}

/** @param {number[]} rgb */
function hexOf(rgb) {
  return `#${rgb.map(c => c.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Draws dots at the positions `across`, in piles from the axis upwards (`way` -1) or downwards (1).
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} across
 * @param {number[]} rgb
 * @param {-1 | 1} way
 */
function pile(context, across, rgb, way) {
  const bins = binned(across);
  const step = Math.min(4.4, (MIDDLE - 34) / Math.max(1, ...bins.values()));
  context.fillStyle = themed(`${hexOf(rgb)}cc`);
  for (const [x, count] of bins) {
    for (let k = 0; k < count; k++) {
      context.beginPath();
      context.arc(x, MIDDLE + way * (4 + k * step), 1.9, 0, 7);
      context.fill();
    }
  }
}

/**
 * Writes how many scores of a group are above 0.
 * @param {CanvasRenderingContext2D} context
 * @param {Group} group
 * @param {number[]} rgb
 * @param {number} bottom
 */
function count(context, [label, scores], rgb, bottom) {
  context.fillStyle = themed(hexOf(rgb.map(c => Math.round(c * 0.8))));
  letter(context, `${label}: ${scores.length - above(scores)} not above 0`, 8, bottom, "left");
  letter(context, `${above(scores)} above 0`, WIDTH - 8, bottom, "right");
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} bottom
 * @param {CanvasTextAlign} textAlign
 */
function letter(context, text, x, bottom, textAlign) {
  Object.assign(context, { font: "12px sans-serif", textAlign });
  context.fillText(text, x, bottom);
}
