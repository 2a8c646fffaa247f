// Tests how path data are read, and how points are snapped to the pixels of a canvas.
import assert from "node:assert/strict";
import { test } from "node:test";
import { segmentsOf, shapeOf, snapped } from "../../../utils/explore/browser/paths.js";
import { FakePath } from "./fakes.js";

globalThis.Path2D = FakePath;
const styled = (width, each) => ({ edge: "#000000ff", width, snap: each ? 2 : 1 });
const SQUARE = "M0 0l32 0 0 32 -32 0z";

test("each command of a path is read with absolute numbers", () => {
  assert.deepEqual(segmentsOf("M1 2l10 0 0 -5q1 2 3 4c1 1 2 2 3 3z"), [
    ["moveTo", [1, 2]],
    ["lineTo", [11, 2]],
    ["lineTo", [11, -3]],
    ["quadraticCurveTo", [12, -1, 14, 1]],
    ["bezierCurveTo", [15, 2, 16, 3, 17, 4]],
    ["closePath", []],
  ]);
});

test("each part of a path begins at an absolute point", () => {
  assert.deepEqual(segmentsOf("M5 5l1 1zM-7 0l2 0"), [
    ["moveTo", [5, 5]],
    ["lineTo", [6, 6]],
    ["closePath", []],
    ["moveTo", [-7, 0]],
    ["lineTo", [-5, 0]],
  ]);
});

test("a curve begins at the point where the curve before it ended", () => {
  assert.deepEqual(segmentsOf("M0 0q1 1 2 2 1 1 2 2"), [
    ["moveTo", [0, 0]],
    ["quadraticCurveTo", [1, 1, 2, 2]],
    ["quadraticCurveTo", [3, 3, 4, 4]],
  ]);
});

test("the edge of a shape without a line is snapped to the border between two pixels", () => {
  const path = snapped(shapeOf(SQUARE), 8, 12, 1 / 32, styled(0, false)); // 0.25 and 0.375 pixels from the corner
  assert.deepEqual(path.done, [
    ["moveTo", 0, 0],
    ["lineTo", 32, 0],
    ["lineTo", 32, 32],
    ["lineTo", 0, 32],
    ["closePath"],
  ]);
});

test("a line of odd width is snapped to the middle of a pixel, a line of even width to the border between two", () => {
  assert.deepEqual(snapped(shapeOf("M0 0"), 8, 40, 1 / 32, styled(32, false)).done, [["moveTo", 16, 48]]);
  assert.deepEqual(snapped(shapeOf("M0 0"), 8, 40, 1 / 32, styled(64, false)).done, [["moveTo", 0, 32]]);
});

test("a shape whose line is not drawn is snapped to the border between two pixels, whatever the width of that line", () => {
  const style = { ...styled(32, false), edge: null };
  assert.deepEqual(snapped(shapeOf("M0 0"), 8, 40, 1 / 32, style).done, [["moveTo", 0, 32]]);
});

test("the pixels are those of the canvas, not of the figure", () => {
  assert.deepEqual(snapped(shapeOf("M0 0"), 24, 0, 2 / 32, styled(0, false)).done, [["moveTo", 32, 0]]); // 1.5 of its pixels
});

test("a marker's position and points are rounded separately", () => {
  const marker = shapeOf("M14 0"); // 0.4375 pixels from its middle
  assert.deepEqual(snapped(marker, 14, 0, 1 / 32, styled(0, true)).done, [["moveTo", 0, 0]]);
  assert.deepEqual(snapped(marker, 14, 0, 1 / 32, styled(0, false)).done, [["moveTo", 32, 0]]);
});

test("all points of a curve are snapped to pixels", () => {
  const curves = shapeOf("M0 0q33 0 33 33c0 0 1 1 31 31");
  assert.deepEqual(snapped(curves, 0, 0, 1 / 32, styled(0, false)).done, [
    ["moveTo", 0, 0],
    ["quadraticCurveTo", 32, 0, 32, 32],
    ["bezierCurveTo", 32, 32, 32, 32, 64, 64],
  ]);
});

test("each further curve of one command takes six numbers", () => {
  assert.deepEqual(segmentsOf("M0 0c1 1 2 2 3 3 1 2 3 4 5 6"), [
    ["moveTo", [0, 0]],
    ["bezierCurveTo", [1, 1, 2, 2, 3, 3]],
    ["bezierCurveTo", [4, 5, 6, 7, 8, 9]],
  ]);
});

test("all points of a curve are moved by the position of its shape", () => {
  const curve = shapeOf("M0 0c0 0 32 0 32 32");
  assert.deepEqual(snapped(curve, 320, 640, 1 / 32, styled(0, false)).done, [
    ["moveTo", 320, 640],
    ["bezierCurveTo", 320, 640, 352, 640, 352, 672],
  ]);
});

test("the points of a marker lie around its position", () => {
  const marker = shapeOf("M-32 64l64 0");
  assert.deepEqual(snapped(marker, 320, 640, 1 / 32, styled(0, true)).done, [
    ["moveTo", 288, 704],
    ["lineTo", 352, 704],
  ]);
});
