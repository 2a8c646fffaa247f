// @ts-check
// The pixels of a pad: how strokes change them, and how a change is undone.

export const SIDE = 28; // cells
const REACH = 1.8; // cells from the middle of the brush to the end of its soft rim; as in `utils/digits/drawings.py`
const UNDO_STEPS = 100; // the number of earlier states kept for Undo

/** @typedef {[x: number, y: number]} Point a position in cells, from the top left corner */
/**
 * @typedef {object} Stroke
 * @property {number | string} id the id of the pointer that paints it
 * @property {number} target the value that it paints
 * @property {Point} last its last point so far
 * @property {Float32Array} before the pixels before the stroke
 * @property {Float32Array} covered how much of each cell the stroke has covered so far, 0 to 1
 */

/**
 * How much of the cell (column, row) a stroke from `a` to `b` covers, 0 to 1. The brush is round and has a soft rim.
 * @param {number} column
 * @param {number} row
 * @param {Point} a
 * @param {Point} b
 */
export function cover(column, row, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const [px, py] = [column + 0.5 - a[0], row + 0.5 - a[1]];
  const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
  return Math.min(1, Math.max(0, REACH - Math.hypot(px - along * dx, py - along * dy)));
}

/** 28 x 28 pixels that strokes change; `changed` is called after each change that Python did not make itself. */
export class Painting {
  /**
   * @param {Float32Array} pixels
   * @param {() => void} changed
   */
  constructor(pixels, changed) {
    this.pixels = pixels;
    this.changed = changed;
    /** @type {Stroke | null} */
    this.stroke = null; // the stroke that is being painted
    /** @type {Float32Array[]} */
    this.past = []; // earlier pixels, for Undo
  }

  remember() {
    this.past.push(this.pixels.slice());
    if (this.past.length > UNDO_STEPS) this.past.shift();
  }

  /**
   * Begins a stroke of the pointer `id` at the point `at`; it paints the value `target`.
   * @param {number} target
   * @param {Point} at
   * @param {number | string} id
   */
  begin(target, at, id) {
    this.remember();
    this.stroke = { id, target, last: at, before: this.pixels.slice(), covered: new Float32Array(SIDE * SIDE) };
    this.extend(at);
  }

  /**
   * Continues the stroke to the point `to`. The whole stroke is blended with the pixels before it, so that its rim is
   * soft even where the stroke passes several times.
   * @param {Point} to
   */
  extend(to) {
    if (!this.stroke) return;
    const { before, covered, last, target } = this.stroke;
    for (let i = 0; i < SIDE * SIDE; i++) {
      const share = cover(i % SIDE, Math.floor(i / SIDE), last, to);
      if (share <= covered[i]) continue;
      covered[i] = share;
      this.pixels[i] = before[i] + share * (target - before[i]);
    }
    this.stroke.last = to;
    this.changed();
  }

  end() {
    this.stroke = null;
  }

  /**
   * Sets one pixel to exactly `value`.
   * @param {number} column
   * @param {number} row
   * @param {number} value
   */
  setCell(column, row, value) {
    this.remember();
    this.pixels[row * SIDE + column] = value;
    this.changed();
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.pixels = before;
    this.changed();
  }

  clear() {
    this.remember();
    this.pixels = new Float32Array(SIDE * SIDE);
    this.changed();
  }

  /**
   * Replaces the pixels with those that Python has set; returns whether they differ.
   * @param {Float32Array} pixels
   */
  replace(pixels) {
    if (pixels.every((value, i) => value === this.pixels[i])) return false;
    this.remember();
    this.end();
    this.pixels = pixels;
    return true;
  }
}
