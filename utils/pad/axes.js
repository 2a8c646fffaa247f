// @ts-check
// Draws the axes of a sketch on a canvas: the frame, the learner's curve, and the truth laid over it.
import { contextOf } from "../widgets/dom.js";
import { density, zoomOf } from "../widgets/large.js";
import { isDark, themed } from "../widgets/theme.js";
import { short } from "./scale.js";

/** @import { Position } from "./curve.js" */
/** @import { Scale } from "./scale.js" */
/**
 * What is drawn on the axes; heights are shares of y.
 * @typedef {object} Drawing
 * @property {(number | null)[]} own the learner's curve
 * @property {number[] | null} truth the truth, or null while it is hidden
 * @property {number | null} farthest the place where the two are farthest apart, an index
 * @property {number | null} at the x of the keyboard, an index, or null if the keyboard is not used
 */

// These are the colours on white paper; `themed` gives their dark twins on a dark page.
const OWN = "#222222"; // the learner's curve, drawn as by a pencil
const [INK, TICK, EDGE, ZERO] = ["#222222", "#444444", "#888888", "#d8d8d8"]; // texts, numbers, frame, the line y = 0
const FONT = '"DejaVu Sans", Verdana, system-ui, sans-serif';
const [LEFT, RIGHT, TOP, BOTTOM] = [62, 58, 30, 46]; // margins, CSS pixels
const LINE = 16; // the height of a line of text, CSS pixels

/** The axes on one canvas. `xs` are shares of x. */
export class Axes {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{ x: Scale, y: Scale, xs: number[], xlabel: string, ylabel: string, points: boolean, color: string }} axes
   */
  constructor(canvas, axes) {
    this.canvas = canvas;
    this.context = contextOf(canvas);
    this.axes = axes;
    this.width = 0; // of the area between the margins, CSS pixels
    this.height = 0;
  }

  /**
   * The position on the axes of a point of the window.
   * @param {{ clientX: number, clientY: number }} point
   * @returns {Position}
   */
  locate({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const zoom = zoomOf(this.canvas);
    const [x, y] = [(clientX - left) / zoom - LEFT, (clientY - top) / zoom - TOP];
    return [x / (width / zoom - LEFT - RIGHT), 1 - y / (height / zoom - TOP - BOTTOM)];
  }

  /** @param {Drawing} drawing */
  draw({ own, truth, farthest, at }) {
    this.begin();
    this.frame();
    if (at !== null) this.cursor(at, own[at]);
    else if (own.every(height => height === null)) this.invite();
    if (truth && farthest !== null) this.gap(farthest, own[farthest] ?? 0, truth[farthest]);
    this.curve(own, OWN, []);
    if (truth) this.curve(truth, this.axes.color, [8, 5]);
    if (truth) this.names(own, truth);
  }

  /** Gives the canvas the pixels of the screen, and clears it. */
  begin() {
    const { canvas, context } = this;
    const [across, down] = [canvas.clientWidth, canvas.clientHeight];
    const ratio = density(canvas);
    canvas.classList.toggle("downhill-dark", isDark());
    Object.assign(canvas, { width: Math.round(across * ratio), height: Math.round(down * ratio) });
    [this.width, this.height] = [across - LEFT - RIGHT, down - TOP - BOTTOM];
    context.setTransform(ratio, 0, 0, ratio, LEFT * ratio, TOP * ratio);
    Object.assign(context, { lineJoin: "round", lineCap: "round" });
  }

  /** The lines of the axes, their ticks and labels. */
  frame() {
    const { context, width, height } = this;
    const { x, y, xlabel, ylabel } = this.axes;
    const zero = y.log ? -1 : y.share(0);
    if (zero > 0 && zero < 1) this.stroke([this.pixel([0, zero]), this.pixel([1, zero])], ZERO, 1);
    this.stroke(
      [
        [0, 0],
        [0, height],
        [width, height],
      ],
      EDGE,
      1,
    );
    for (const value of x.ticks(width / 70)) this.tick([x.share(value), 0], [0, 5], short(value));
    for (const value of y.ticks(height / 30)) this.tick([0, y.share(value)], [-5, 0], short(value));
    this.letter(xlabel, [width / 2, height + 36], INK, "center");
    this.letter(ylabel, [-LEFT + 8, -14], INK, "left");
    context.setLineDash([]);
  }

  /**
   * @param {Position} at
   * @param {number[]} by the direction of the tick, CSS pixels
   * @param {string} text
   */
  tick(at, [across, down], text) {
    const [left, top] = this.pixel(at);
    this.stroke(
      [
        [left, top],
        [left + across, top + down],
      ],
      EDGE,
      1,
    );
    if (down) this.letter(text, [left, top + 19], TICK, "center");
    else this.letter(text, [left - 9, top + 4], TICK, "right");
  }

  /** The words on axes on which nothing is drawn yet. */
  invite() {
    this.letter("draw here", [this.width / 2, this.height / 2 - 8], "#767676", "center", 18);
  }

  /**
   * A line at the x of the keyboard, and a ring around the curve there.
   * @param {number} at
   * @param {number | null} height
   */
  cursor(at, height) {
    const x = this.axes.xs[at];
    this.stroke([this.pixel([x, 0]), this.pixel([x, 1])], EDGE, 1, [3, 4]);
    this.ring(this.pixel([x, height ?? 0.5]), 7, OWN);
  }

  /**
   * The line between the two curves at the place where they are farthest apart.
   * @param {number} at
   * @param {number} own
   * @param {number} truth
   */
  gap(at, own, truth) {
    const x = this.axes.xs[at];
    this.stroke([this.pixel([x, own]), this.pixel([x, truth])], EDGE, 2);
  }

  /**
   * A curve with a gap where nothing is drawn; with a point at each place if the axes have points.
   * @param {(number | null)[]} heights
   * @param {string} colour
   * @param {number[]} dash
   */
  curve(heights, colour, dash) {
    /** @type {number[][]} */
    let part = [];
    for (const [i, height] of [...heights, null].entries()) {
      if (height !== null) part.push(this.pixel([this.axes.xs[i], height]));
      else {
        this.stroke(part, colour, 3, dash);
        if (this.axes.points || part.length === 1) for (const point of part) this.ring(point, 3, colour);
        part = [];
      }
    }
  }

  /**
   * Writes a name at the end of each curve; where the ends are close together, one name stands above the other.
   * @param {(number | null)[]} own
   * @param {number[]} truth
   */
  names(own, truth) {
    const last = own.reduce((/** @type {number} */ found, height, at) => (height === null ? found : at), -1);
    const [x0, y0] = this.pixel([this.axes.xs[last], own[last] ?? 0]);
    const [x1, y1] = this.pixel([this.axes.xs[truth.length - 1], truth[truth.length - 1]]);
    const lack = x1 - x0 < 60 ? Math.max(0, LINE - Math.abs(y1 - y0)) / 2 : 0;
    const way = y0 < y1 ? -1 : 1;
    this.letter("yours", [x0 + 8, y0 + 4 + way * lack], OWN, "left", 13, true);
    const { color } = this.axes;
    const readable = isDark() ? color : `color-mix(in srgb, ${color} 75%, black)`;
    this.letter("truth", [x1 + 8, y1 + 4 - way * lack], readable, "left", 13, true);
  }

  /**
   * A position in CSS pixels from the top left corner of the area between the margins.
   * @param {Position} position
   */
  pixel([x, y]) {
    return [x * this.width, (1 - y) * this.height];
  }

  /**
   * @param {number[][]} points
   * @param {string} colour
   * @param {number} lineWidth
   * @param {number[]} dash
   */
  stroke(points, colour, lineWidth, dash = []) {
    const { context } = this;
    Object.assign(context, { strokeStyle: themed(colour), lineWidth });
    context.setLineDash(dash);
    context.beginPath();
    for (const [left, top] of points) context.lineTo(left, top);
    context.stroke();
  }

  /**
   * @param {number[]} middle
   * @param {number} radius
   * @param {string} colour
   */
  ring([left, top], radius, colour) {
    const { context } = this;
    Object.assign(context, { strokeStyle: themed(colour), fillStyle: themed("#ffffff"), lineWidth: 2 });
    context.setLineDash([]);
    context.beginPath();
    context.arc(left, top, radius, 0, 7);
    if (radius < 5) context.fill();
    context.stroke();
  }

  /**
   * @param {string} text
   * @param {number[]} at
   * @param {string} colour
   * @param {CanvasTextAlign} textAlign
   * @param {number} size
   * @param {boolean} bold
   */
  letter(text, [left, top], colour, textAlign, size = 13, bold = false) {
    const { context } = this;
    Object.assign(context, { fillStyle: themed(colour), textAlign, font: `${bold ? "bold " : ""}${size}px ${FONT}` });
    context.fillText(text, left, top);
  }
}
