// Tests how the pixels of a pad are drawn: one pixel of an image for each cell, enlarged; a grid; the keyboard's cell.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pixelCanvas } from "../../utils/pad/pixel_canvas.js";
import { fakeContext } from "../explore/browser/fakes.js";
import { FakeElement, putPage } from "../widgets/fake_page.js";

const CELLS = 28 * 28;
let image; // the pixels that are enlarged
let ink; // what is done with their canvas

beforeEach(() => {
  putPage();
  image = { data: new Uint8ClampedArray(4 * CELLS) };
  document.createElement = tag => {
    ink = Object.assign(new FakeElement(tag), { context: fakeContext() });
    ink.context.canvas = ink;
    ink.context.createImageData = () => image;
    return ink;
  };
});

/** A canvas and the function that draws on it; `done` is what that has done. */
function made(signed) {
  const canvas = new FakeElement("canvas");
  canvas.context = fakeContext(canvas);
  return { canvas, draw: pixelCanvas(canvas, signed), done: canvas.context.done };
}

/** The red, green, blue and alpha of a cell. */
const cell = (column, row) => [...image.data.slice(4 * (28 * row + column)).slice(0, 4)];

test("each cell has the colour of its value, row by row, and none is transparent", () => {
  const { draw } = made(true);
  const pixels = new Float32Array(CELLS);
  [pixels[0], pixels[27], pixels[28], pixels[CELLS - 1]] = [1, -1, 0.5, -0.5];
  draw(pixels, null);
  assert.deepEqual(
    [cell(0, 0), cell(27, 0), cell(0, 1), cell(27, 27)],
    [
      [204, 51, 17, 255],
      [0, 114, 178, 255],
      [230, 153, 136, 255],
      [128, 185, 217, 255],
    ],
  );
  assert.deepEqual(cell(14, 14), [255, 255, 255, 255]);
});

test("a value of any sign that is larger than 1 has the full colour, and the others are as much paler", () => {
  const { draw } = made(true);
  const pixels = new Float32Array(CELLS);
  [pixels[0], pixels[1]] = [-2, 1];
  draw(pixels, null);
  assert.deepEqual(
    [cell(0, 0), cell(1, 0)],
    [
      [0, 114, 178, 255],
      [230, 153, 136, 255],
    ],
  );
});

test("a cell is 11 CSS pixels large, in pixels of the screen and in the large view, with sharp edges", () => {
  const { canvas, draw, done } = made(false);
  globalThis.devicePixelRatio = 2;
  canvas.closest = () => ({ dataset: { zoom: "1.5" } });
  draw(new Float32Array(CELLS), null);
  assert.deepEqual([canvas.width, canvas.height], [28 * 33, 28 * 33]);
  assert.deepEqual(done.slice(0, 3), [
    ["setTransform", 33, 0, 0, 33, 0, 0],
    ["imageSmoothingEnabled =", false],
    ["drawImage", ink, 0, 0, 28, 28, 0, 0, 28, 28],
  ]);
  assert.deepEqual(ink.context.done.at(-1), ["putImageData", image, 0, 0]);
});

test("27 thin lines in both directions part the cells", () => {
  const { draw, done } = made(false);
  draw(new Float32Array(CELLS), null);
  const places = Array.from({ length: 27 }, (_, k) => k + 1);
  const lines = done.filter(([name]) => name === "fillRect").map(([, ...numbers]) => numbers);
  assert.deepEqual(
    lines,
    places.flatMap(k => [
      [k, 0, 1 / 11, 28],
      [0, k, 28, 1 / 11],
    ]),
  );
  assert.match(done.findLast(([name]) => name === "fillStyle =")[1], /^rgba\(0, 0, 0, 0\.\d+\)$/);
});

test("the keyboard's cell has a frame that is seen on ink and on white paper; without one there is no frame", () => {
  const { draw, done } = made(false);
  draw(new Float32Array(CELLS), null);
  assert.ok(!done.some(([name]) => name === "strokeRect"));
  draw(new Float32Array(CELLS), [3, 9]);
  const colours = done.filter(([name]) => name === "strokeStyle =").map(([, colour]) => colour);
  assert.deepEqual(colours, ["white", "black"]);
  const frames = done.filter(([name]) => name === "strokeRect");
  assert.deepEqual(frames, [
    ["strokeRect", 3, 9, 1, 1],
    ["strokeRect", 3, 9, 1, 1],
  ]);
  const [wide, narrow] = done.filter(([name]) => name === "lineWidth =").map(([, width]) => width);
  assert.ok(wide > narrow);
});
