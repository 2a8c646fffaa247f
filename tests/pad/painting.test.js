// Tests how strokes change the pixels of a pad, and how a change is undone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cover, Painting, SIDE } from "../../utils/pad/painting.js";
import { colour } from "../../utils/pad/pixel_canvas.js";

/** An empty painting; `changes` counts the changes that Python would be told about. */
function empty() {
  const painting = new Painting(new Float32Array(SIDE * SIDE), () => {
    painting.changes += 1;
  });
  painting.changes = 0;
  return painting;
}

const at = (painting, column, row) => painting.pixels[row * SIDE + column];

test("a stroke fully covers the cells on its path, partly covers the cells beside it, and no others", () => {
  const [a, b] = [
    [3.5, 10.5],
    [20.5, 10.5],
  ];
  assert.equal(cover(12, 10, a, b), 1);
  assert.ok(Math.abs(cover(12, 11, a, b) - 0.8) < 1e-9); // one cell beside the path
  assert.equal(cover(12, 12, a, b), 0);
  assert.equal(cover(23, 10, a, b), 0); // beyond the end of the stroke
});

test("a slanting stroke covers the cells on its path, and not those at the other corners of its rectangle", () => {
  const [a, b] = [
    [3.5, 3.5],
    [9.5, 11.5],
  ];
  assert.equal(cover(6, 7, a, b), 1);
  assert.equal(cover(9, 3, a, b), 0);
  assert.equal(cover(3, 11, a, b), 0);
});

test("a stroke without length is a round dot", () => {
  const dot = [5.5, 5.5];
  assert.equal(cover(5, 5, dot, dot), 1);
  assert.ok(Math.abs(cover(6, 5, dot, dot) - 0.8) < 1e-9);
  assert.ok(Math.abs(cover(6, 6, dot, dot) - (1.8 - Math.SQRT2)) < 1e-9);
});

test("a stroke paints its value and reports every change", () => {
  const painting = empty();
  painting.begin(-1, [3.5, 3.5], 7);
  painting.extend([9.5, 3.5]);
  for (let column = 3; column < 10; column++) assert.equal(at(painting, column, 3), -1);
  assert.equal(painting.stroke.id, 7);
  assert.equal(painting.changes, 2);
});

test("the rim of a stroke stays soft even if the stroke passes it many times", () => {
  const painting = empty();
  painting.begin(1, [3.5, 3.5], 1);
  const rim = at(painting, 3, 4);
  for (let i = 0; i < 9; i++) painting.extend([3.5 + (i % 2), 3.5]);
  assert.ok(rim > 0 && rim < 1);
  assert.equal(at(painting, 3, 4), rim);
});

test("a cell to which a stroke comes nearer is blended with the pixels before the stroke, not with its own rim", () => {
  const painting = empty();
  const [from, to] = [
    [3.5, 3.5],
    [3.8, 3.5],
  ];
  painting.begin(1, from, 1);
  const rim = at(painting, 4, 4);
  painting.extend(to);
  assert.ok(rim > 0 && rim < at(painting, 4, 4));
  assert.ok(Math.abs(at(painting, 4, 4) - cover(4, 4, from, to)) < 1e-6);
});

test("cells that a stroke has covered stay painted when it continues elsewhere", () => {
  const painting = empty();
  painting.begin(1, [3.5, 3.5], 1);
  painting.extend([9.5, 3.5]);
  painting.extend([9.5, 12.5]);
  for (let column = 3; column < 10; column++) assert.equal(at(painting, column, 3), 1);
});

test("a stroke continues from its last point, not from its first", () => {
  const painting = empty();
  painting.begin(1, [3.5, 3.5], 1);
  painting.extend([9.5, 3.5]);
  painting.extend([9.5, 15.5]);
  assert.equal(at(painting, 9, 8), 1);
  assert.equal(at(painting, 6, 9), 0); // on the straight way from the first point
});

test("a stroke paints the cells in all four corners of the pad", () => {
  const painting = empty();
  for (const corner of [
    [0, 0],
    [0, 27],
    [27, 0],
    [27, 27],
  ]) {
    painting.begin(1, [corner[0] + 0.5, corner[1] + 0.5], 1);
    assert.equal(at(painting, ...corner), 1);
  }
});

test("a clear leaves all cells, and each of them is empty", () => {
  const painting = empty();
  painting.begin(1, [3.5, 3.5], 1);
  painting.clear();
  assert.deepEqual(painting.pixels, new Float32Array(SIDE * SIDE));
});

test("a second stroke is blended with the first", () => {
  const painting = empty();
  painting.begin(1, [3.5, 3.5], 1);
  const rim = at(painting, 3, 4);
  painting.end();
  painting.begin(1, [3.5, 3.5], 1);
  assert.ok(Math.abs(at(painting, 3, 4) - (rim + rim * (1 - rim))) < 1e-6);
});

test("before a stroke begins and after it ends, nothing is painted", () => {
  const painting = empty();
  painting.extend([3.5, 3.5]);
  painting.begin(1, [3.5, 3.5], 1);
  painting.end();
  painting.extend([20.5, 20.5]);
  assert.equal(at(painting, 20, 20), 0);
  assert.equal(painting.changes, 1);
});

test("setCell sets one cell exactly, and no other cell", () => {
  const painting = empty();
  painting.setCell(4, 9, -1);
  assert.equal(at(painting, 4, 9), -1);
  assert.equal(
    painting.pixels.reduce((sum, value) => sum + Math.abs(value), 0),
    1,
  );
});

test("undo reverses, one after the other, pixels set by Python, a clear, a set cell and a stroke", () => {
  const painting = empty();
  painting.begin(1, [3.5, 3.5], 1);
  painting.end();
  painting.setCell(20, 20, -1);
  painting.clear();
  painting.replace(new Float32Array(SIDE * SIDE).fill(0.5));
  painting.undo();
  assert.ok(painting.pixels.every(value => value === 0));
  painting.undo();
  assert.deepEqual([at(painting, 3, 3), at(painting, 20, 20)], [1, -1]);
  painting.undo();
  assert.deepEqual([at(painting, 3, 3), at(painting, 20, 20)], [1, 0]);
  painting.undo();
  assert.ok(painting.pixels.every(value => value === 0));
  const { changes } = painting;
  painting.undo(); // nothing is left to undo
  assert.equal(painting.changes, changes);
});

test("a hundred states are kept for undo", () => {
  const painting = empty();
  for (let i = 1; i <= 120; i++) painting.setCell(0, 0, i);
  for (let i = 0; i < 150; i++) painting.undo();
  assert.equal(at(painting, 0, 0), 20);
});

test("pixels set by Python end a stroke and are not reported back; equal pixels change nothing", () => {
  const painting = empty();
  painting.begin(1, [3.5, 3.5], 1);
  assert.equal(painting.replace(painting.pixels.slice()), false);
  assert.ok(painting.stroke);
  const { changes } = painting;
  assert.equal(painting.replace(new Float32Array(SIDE * SIDE)), true);
  assert.equal(painting.stroke, null);
  assert.equal(at(painting, 3, 3), 0);
  assert.equal(painting.changes, changes);
});

test("weights have the colour of their sign, white at 0; ink is grey; the largest value has the full colour", () => {
  assert.deepEqual(colour(0, 1, true), [255, 255, 255]);
  assert.deepEqual(colour(1, 1, true), [204, 51, 17]);
  assert.deepEqual(colour(-3, 2, true), [0, 114, 178]);
  assert.deepEqual(colour(-1, 2, true), [128, 185, 217]);
  assert.deepEqual(colour(1, 1, false), [0, 0, 0]);
  assert.deepEqual(colour(1, 5, false), [204, 204, 204]);
});
