// @ts-check
// Makes paths for a canvas from the shapes that the kernel sends.

/** @import { Segment, Shape, Style } from "./protocol.js" */

// For each command of path data: the method of `Path2D` for it, and how many numbers follow the command.
/** @type {Record<string, string>} */
const METHODS = { M: "moveTo", l: "lineTo", q: "quadraticCurveTo", c: "bezierCurveTo", z: "closePath" };
/** @type {Record<string, number>} */
const NUMBERS = { M: 2, l: 2, q: 4, c: 6, z: 0 };
const SNAP_EACH = 2; // value of a style's `snap`

/**
 * The shape with the path data `d`.
 * @param {string} d
 * @returns {Shape}
 */
export function shapeOf(d) {
  return { d, path: new Path2D(d) };
}

/**
 * The commands of the path data `d`, with absolute numbers.
 * @param {string} d
 * @returns {Segment[]}
 */
export function segmentsOf(d) {
  /** @type {Segment[]} */
  const found = [];
  let end = [0, 0]; // the point at which the last command ended
  for (const [, command, text] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const values = text.match(/-?\d+/g)?.map(Number) ?? [];
    const [method, size] = [METHODS[command], NUMBERS[command]];
    if (!size) found.push([method, []]);
    for (let i = 0; i < values.length; i += size) {
      const from = command === "M" ? [0, 0] : end;
      const numbers = values.slice(i, i + size).map((value, k) => value + from[k % 2]);
      found.push([method, numbers]);
      end = numbers.slice(-2);
    }
  }
  return found;
}

/**
 * The path of `shape` at (x, y), with its points snapped to the pixels of the canvas as in Matplotlib's Agg: to the
 * edge of a pixel, or to its middle if the line has an odd width. For markers, position and points are rounded
 * separately.
 * @param {Shape} shape
 * @param {number} x
 * @param {number} y
 * @param {number} scale pixels of the canvas for each unit
 * @param {Pick<Style, "edge" | "width" | "snap">} style
 * @returns {Path2D}
 */
export function snapped(shape, x, y, scale, { edge, width, snap }) {
  const path = /** @type {any} */ (new Path2D());
  const half = edge ? (Math.round(width * scale) % 2) / 2 : 0;
  const round = (/** @type {number} */ value) => Math.floor(value * scale + 0.5);
  const on = (/** @type {number} */ position, /** @type {number} */ offset) =>
    ((snap === SNAP_EACH ? round(position) + round(offset) : round(position + offset)) + half) / scale;
  shape.segments ??= segmentsOf(shape.d);
  for (const [method, numbers] of shape.segments)
    path[method](...numbers.map((number, k) => on(k % 2 ? y : x, number)));
  return path;
}
