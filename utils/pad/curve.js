// @ts-check
// The curve that a learner draws: one height for each of some places on the x axis, its xs, or null where nothing is drawn yet.
// Positions are shares of the axes: x from 0 at the left to 1 at the right, y from 0 at the bottom to 1 at the top.

/** @typedef {[x: number, y: number]} Position */

const KEYED = 12; // about how many steps the keyboard takes from the first x to the last
const NUDGE = 0.05; // how far a key moves the curve

/** @param {number} share */
const inside = share => Math.max(0, Math.min(1, share));

export class Curve {
  /** @param {number[]} xs the shares of x at which the curve has a height, in increasing order */
  constructor(xs) {
    this.xs = xs;
    /** @type {(number | null)[]} */
    this.heights = xs.map(() => null);
    this.at = 0; // the x of the keyboard, an index
    this.stride = Math.max(1, Math.round((xs.length - 1) / KEYED));
  }

  get count() {
    return this.heights.filter(height => height !== null).length;
  }

  clear() {
    this.heights.fill(null);
  }

  /**
   * Draws a straight line over all xs between two positions, and always over the x nearest to the second one.
   * @param {Position} from
   * @param {Position} to
   */
  line(from, to) {
    const [[x0, y0], [x1, y1]] = [from, to].sort((a, b) => a[0] - b[0]);
    for (const [i, x] of this.xs.entries())
      if (x >= x0 && x <= x1) this.heights[i] = inside(y0 + ((x - x0) / (x1 - x0 || 1)) * (y1 - y0));
    this.heights[this.nearest(to[0])] = inside(to[1]);
  }

  /** @param {number} x */
  nearest(x) {
    const distances = this.xs.map(each => Math.abs(each - x));
    return distances.indexOf(Math.min(...distances));
  }

  /**
   * Moves the x of the keyboard.
   * @param {number} by -1 to the left, 1 to the right
   */
  step(by) {
    this.at = this.beside(this.at, by);
  }

  /**
   * The x that the keyboard reaches from the one at `at` in one step.
   * @param {number} at
   * @param {number} by
   */
  beside(at, by) {
    return Math.max(0, Math.min(this.xs.length - 1, at + by * this.stride));
  }

  /**
   * The nearest drawn x that the keyboard reaches in one direction, in an array; [] if there is none.
   * @param {number} by
   */
  drawnBeside(by) {
    let at = this.beside(this.at, by);
    while (this.heights[at] === null && at !== this.beside(at, by)) at = this.beside(at, by);
    return at === this.at || this.heights[at] === null ? [] : [at];
  }

  /**
   * Moves the curve at the x of the keyboard, and draws straight lines from there to the nearest drawn xs.
   * Where nothing is drawn the curve begins at the height of one of these, or in the middle.
   * @param {number} by -1 down, 1 up
   */
  nudge(by) {
    const { heights, xs, at } = this;
    const neighbours = [...this.drawnBeside(-1), ...this.drawnBeside(1)];
    const start = [at, ...neighbours].map(index => heights[index]).find(height => height !== null) ?? 0.5;
    const height = inside(start + by * NUDGE);
    for (const index of neighbours) this.line([xs[index], heights[index] ?? 0], [xs[at], height]);
    heights[at] = height;
  }
}
