// @ts-check
// Sizes and centres a drawn digit as the digits of MNIST are: what `as_mnist` of centre.py does, for pages without Python.

/** @typedef {{ height: number, width: number, ink: Float32Array }} Image `ink` row by row, 0 where it is blank */

const MNIST = { side: 28, longest: 20, middle: 14 }; // pixels: an image, its ink at most, its centre of mass

/**
 * The 784 `pixels` of a drawing in the form of MNIST; blank pixels stay blank.
 * @param {Float32Array} pixels
 * @returns {Float32Array}
 */
export function asMnist(pixels) {
  if (!pixels.some(Boolean)) return new Float32Array(MNIST.side * MNIST.side);
  return centred(scaled(cropped(thinned(cropped({ height: MNIST.side, width: MNIST.side, ink: pixels })))));
}

/**
 * The smallest rectangle of an image with all that is not 0.
 * @param {Image} image
 * @returns {Image}
 */
function cropped({ width, ink }) {
  const inked = [...ink.keys()].filter(i => ink[i]);
  const [rows, columns] = [inked.map(i => Math.floor(i / width)), inked.map(i => i % width)];
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  const [tall, wide] = [Math.max(...rows) + 1 - top, Math.max(...columns) + 1 - left];
  return image(tall, wide, (row, column) => ink[(top + row) * width + left + column]);
}

/**
 * An image of the values that `at` gives for each row and column.
 * @param {number} height
 * @param {number} width
 * @param {(row: number, column: number) => number} at
 * @returns {Image}
 */
function image(height, width, at) {
  const ink = Float32Array.from({ length: height * width }, (_, i) => at(Math.floor(i / width), i % width));
  return { height, width, ink };
}

/**
 * The image with its grey rims narrowed by the factor by which `scaled` will widen them; a large drawing as it is.
 * Each result is rounded to 32 bits as Python's is, since a pixel that becomes 0 may be cropped.
 * @param {Image} image
 * @returns {Image}
 */
function thinned({ height, width, ink }) {
  const [most, factor] = [Math.max(...ink), Math.fround(MNIST.longest / Math.max(height, width))];
  if (factor <= 1) return { height, width, ink };
  const { fround } = Math;
  return { height, width, ink: ink.map(value => Math.max(0, most - fround(factor * fround(most - value)))) };
}

/**
 * The image with a longer side of 20 pixels and its proportions kept.
 * @param {Image} whole
 */
function scaled(whole) {
  const { height, width } = whole;
  const [tall, wide] = [height, width].map(side =>
    Math.max(1, rounded((MNIST.longest * side) / Math.max(height, width))),
  );
  const [rows, columns] = [weights(height, tall), weights(width, wide)];
  const narrow = image(height, wide, (row, column) => weighed(columns[column], at => whole.ink[row * width + at]));
  return image(tall, wide, (row, column) => weighed(rows[row], at => narrow.ink[at * wide + column]));
}

/**
 * For each of `to` pixels in a row, the pixels of a row of `from` of which it is made, and their weights: a triangle
 * that is as wide as two of the wider pixels, as in PyTorch's bilinear `interpolate` with `antialias`.
 * @param {number} from
 * @param {number} to
 * @returns {[at: number, weight: number][][]}
 */
function weights(from, to) {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, pixel) => {
    const centre = scale * (pixel + 0.5);
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(from, Math.floor(centre + reach + 0.5));
    const heights = Array.from({ length: end - first }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach),
    );
    const sum = heights.reduce((a, b) => a + b);
    return heights.map((height, k) => [first + k, height / sum]);
  });
}

/**
 * The sum of the values that `valueAt` gives, times their weights.
 * @param {[at: number, weight: number][]} pairs
 * @param {(at: number) => number} valueAt
 */
function weighed(pairs, valueAt) {
  return pairs.reduce((sum, [at, weight]) => sum + weight * valueAt(at), 0);
}

/**
 * The image on 28 x 28 blank pixels, its centre of mass as near to (14, 14) as whole pixels and the edges allow.
 * @param {Image} whole
 * @returns {Float32Array}
 */
function centred({ height, width, ink }) {
  const mass = ink.reduce((sum, value) => sum + value, 0);
  const moment = (/** @type {(i: number) => number} */ along) =>
    ink.reduce((sum, value, i) => sum + value * along(i), 0);
  const top = corner(moment(i => Math.floor(i / width)) / mass, height);
  const left = corner(moment(i => i % width) / mass, width);
  const pixels = new Float32Array(MNIST.side * MNIST.side);
  for (const [i, value] of ink.entries())
    pixels[(top + Math.floor(i / width)) * MNIST.side + left + (i % width)] = value;
  return pixels;
}

/**
 * Where ink of this `length` begins, so that its centre of mass is in the middle; of two places that are equally near,
 * the even one, also where the centre differs from halfway by no more than sums are rounded.
 * @param {number} centre
 * @param {number} length
 */
function corner(centre, length) {
  return Math.min(Math.max(rounded(MNIST.middle - Math.round(centre * 1000) / 1000), 0), MNIST.side - length);
}

/**
 * The whole number nearest to `number`; of two, the even one, as in Python.
 * @param {number} number
 */
function rounded(number) {
  const below = Math.floor(number);
  const half = number - below === 0.5;
  return half ? below + (below % 2) : Math.round(number);
}
