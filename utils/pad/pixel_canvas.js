// @ts-check
// Draws the pixels of a pad on a canvas.
import { contextOf, element } from "../widgets/dom.js";
import { density } from "../widgets/large.js";
import { SIDE } from "./painting.js";

export const POSITIVE = [204, 51, 17]; // these are the red and the blue of utils/look; zero is white
export const NEGATIVE = [0, 114, 178];
const CELL = 11; // CSS pixels

/**
 * The red, green and blue of a pixel. A weight has a colour between its sign's colour and white, and ink is grey; a
 * value of size `most` has the full colour.
 * @param {number} value
 * @param {number} most
 * @param {boolean} signed
 */
export function colour(value, most, signed) {
  const share = Math.min(1, Math.abs(value) / most);
  const end = !signed ? [0, 0, 0] : value < 0 ? NEGATIVE : POSITIVE;
  return end.map(c => Math.round(255 + share * (c - 255)));
}

/**
 * Makes a function that draws pixels on `canvas`, and a frame around the keyboard's cell if that is given.
 * @param {HTMLCanvasElement} canvas
 * @param {boolean} signed
 */
export function pixelCanvas(canvas, signed) {
  const ink = contextOf(element("canvas", { width: SIDE, height: SIDE }));
  const image = ink.createImageData(SIDE, SIDE);
  return (/** @type {Float32Array} */ pixels, /** @type {number[] | null} */ cell) => {
    const scale = density(canvas) * CELL;
    if (canvas.width !== Math.round(SIDE * scale)) canvas.width = canvas.height = Math.round(SIDE * scale);
    const most = pixels.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    for (const [i, value] of pixels.entries()) image.data.set([...colour(value, most, signed), 255], 4 * i);
    ink.putImageData(image, 0, 0);
    const context = contextOf(canvas);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(ink.canvas, 0, 0, SIDE, SIDE, 0, 0, canvas.width / scale, canvas.height / scale);
    drawGrid(context);
    if (cell) drawCursor(context, cell);
  };
}

/** @param {CanvasRenderingContext2D} context */
function drawGrid(context) {
  context.fillStyle = "rgba(0, 0, 0, 0.07)";
  for (let k = 1; k < SIDE; k++) {
    context.fillRect(k, 0, 1 / CELL, SIDE);
    context.fillRect(0, k, SIDE, 1 / CELL);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} cell
 */
function drawCursor(context, [column, row]) {
  for (const [strokeStyle, lineWidth] of Object.entries({ white: 0.36, black: 0.18 })) {
    Object.assign(context, { strokeStyle, lineWidth });
    context.strokeRect(column, row, 1, 1);
  }
}
