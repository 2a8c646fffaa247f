// @ts-check
// Paths for a canvas, made of the shapes that the kernel sends.

/** @import { Segment, Shape } from "./protocol.js" */

/** @type {Record<string, number>} */
const POINTS = { M: 1, l: 1, q: 2, c: 3, z: 0 }; // how many points follow a command

/**
 * The shape with the path data `d`.
 * @param {string} d
 * @returns {Shape}
 */
export function shapeOf(d) {
  return { d, path: new Path2D(d) };
}

/**
 * The commands of the path data `d`, with absolute points.
 * @param {string} d
 * @returns {Segment[]}
 */
export function segmentsOf(d) {
  /** @type {Segment[]} */
  const found = [];
  let [x, y] = [0, 0];
  for (const [, command, numbers] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const values = numbers.match(/-?\d+/g)?.map(Number) ?? [];
    const size = 2 * POINTS[command];
    if (!size) found.push([command, []]);
    for (let i = 0; i < values.length; i += size) {
      const [u, v] = command === "M" ? [0, 0] : [x, y];
      const points = pairs(values.slice(i, i + size), u, v);
      [x, y] = points[points.length - 1];
      found.push([command, points]);
    }
  }
  return found;
}

/**
 * The points of `numbers`, moved by (u, v).
 * @param {number[]} numbers
 * @param {number} u
 * @param {number} v
 * @returns {[number, number][]}
 */
function pairs(numbers, u, v) {
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i] + u, numbers[2 * i + 1] + v]);
}

/**
 * The path of `shape` at (x, y) with its points on the pixels of the canvas, where Matplotlib's Agg puts them: in the
 * middle of a pixel under lines of an odd width. With `each` the position and the points are rounded separately, as
 * Agg does for markers.
 * @param {Shape} shape
 * @param {number} x
 * @param {number} y
 * @param {number} scale pixels of the canvas to a unit
 * @param {number} width of the line, units
 * @param {boolean} each
 * @returns {Path2D}
 */
export function snapped(shape, x, y, scale, width, each) {
  const path = new Path2D();
  const half = (Math.round(width * scale) % 2) / 2;
  const round = (/** @type {number} */ value) => Math.floor(value * scale + 0.5);
  const on = (/** @type {number} */ position, /** @type {number} */ offset) =>
    ((each ? round(position) + round(offset) : round(position + offset)) + half) / scale;
  shape.segments ??= segmentsOf(shape.d);
  for (const [command, points] of shape.segments)
    append(
      path,
      command,
      points.flatMap(([u, v]) => [on(x, u), on(y, v)]),
    );
  return path;
}

/**
 * Adds one command with absolute numbers to `path`.
 * @param {Path2D} path
 * @param {string} command
 * @param {number[]} numbers
 */
function append(path, command, [a, b, c, d, e, f]) {
  if (command === "M") path.moveTo(a, b);
  else if (command === "l") path.lineTo(a, b);
  else if (command === "q") path.quadraticCurveTo(a, b, c, d);
  else if (command === "c") path.bezierCurveTo(a, b, c, d, e, f);
  else path.closePath();
}
