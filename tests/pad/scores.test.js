// Tests the picture of scores: its axis, its bins, its texts, and the movement of its dots.
import assert from "node:assert/strict";
import { test } from "node:test";
import { binned, counted, dots, roundUp } from "../../utils/pad/scores.js";
import { fakeContext } from "../explore/browser/fakes.js";
import { putPage } from "../widgets/fake_page.js";

test("an axis ends at the next larger number that is 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual([1, 1.2, 2, 2.1, 5, 5.1, 9, 10, 11, 4200].map(roundUp), [1, 2, 2, 5, 5, 10, 10, 10, 20, 5000]);
  assert.ok(Math.abs(roundUp(0.3) - 0.5) < 1e-12);
});

test("a score that is larger only by a rounding error does not change the axis", () => {
  assert.equal(roundUp(2.0000001), 2);
  assert.equal(roundUp(2.001), 5);
});

test("positions are counted in bins of four pixels, named by their middles", () => {
  assert.deepEqual(
    [...binned([1.9, 2.1, 4, 5.9, 6.1, -1])],
    [
      [0, 2],
      [4, 3],
      [8, 1],
    ],
  );
});

test("a text says how many scores of a group are above 0; a score of 0 does not count", () => {
  assert.equal(counted(["threes", [1, 0, -1, 0.2]]), "threes: 2 of 4 score above 0");
});

/** A canvas for scores on a page; `page.next(time)` runs the next animation frame. */
function onPage() {
  const page = { ...putPage(), next: null };
  globalThis.devicePixelRatio = 2;
  globalThis.requestAnimationFrame = frame => {
    page.next = frame;
  };
  const canvas = { width: 0, height: 0, closest: () => null };
  canvas.context = fakeContext(canvas);
  canvas.getContext = () => canvas.context;
  return { page, canvas, show: dots(canvas) };
}

/** The centres of the dots painted since the last call, each as [x, y]. */
function painted(canvas) {
  const arcs = canvas.context.done.filter(([name]) => name === "arc").map(([, x, y]) => [x, y]);
  canvas.context.done.length = 0;
  return arcs;
}

test("the first group is above the axis and the second below it, and equal scores form a pile", () => {
  const { canvas, show } = onPage();
  show([
    ["threes", [1, 1]],
    ["sevens", [-1]],
  ]);
  assert.deepEqual([canvas.width, canvas.height], [680, 616]);
  const [low, high, below] = painted(canvas);
  assert.deepEqual(low, [328, 150]); // the score 1 on an axis that ends at 1; the axis is at y = 154
  assert.deepEqual(
    high.map(number => Math.round(10 * number)),
    [3280, 1456],
  );
  assert.deepEqual(below, [16, 158]);
});

test("the texts at the edges say how many scores are above 0, and where the axis ends", () => {
  const { canvas, show } = onPage();
  show([
    ["threes", [3, 1, 0]],
    ["sevens", [-4]],
  ]);
  const words = canvas.context.done.filter(([name]) => name === "fillText").map(([, text]) => text);
  assert.deepEqual(words, [
    "\u22125",
    "5",
    "score 0",
    "threes: 1 not above 0",
    "2 above 0",
    "sevens: 1 not above 0",
    "0 above 0",
  ]);
});

test("dots move to new scores within a tenth of a second, and newer scores stop that movement", t => {
  t.mock.method(performance, "now", () => 1000);
  const { canvas, page, show } = onPage();
  const across = () => painted(canvas).map(([x]) => x);
  show([
    ["threes", [0]],
    ["sevens", [0]],
  ]);
  page.next(1100);
  assert.deepEqual(across(), [172, 172, 172, 172]);
  show([
    ["threes", [1]],
    ["sevens", [0]],
  ]);
  assert.deepEqual(across(), [172, 172]);
  const old = page.next;
  page.next(1050);
  assert.deepEqual(across(), [248, 172]);
  show([
    ["threes", [1]],
    ["sevens", [1]],
  ]);
  assert.deepEqual(across(), [248, 172]);
  old(1100);
  assert.deepEqual(across(), []);
  page.next(1100);
  assert.deepEqual(across(), [328, 328]);
});

test("groups of another size are shown at once, because no dot has an earlier place", () => {
  const { canvas, show } = onPage();
  show([
    ["threes", [0]],
    ["sevens", [0]],
  ]);
  painted(canvas);
  show([
    ["threes", [1]],
    ["sevens", [1, 1]],
  ]);
  assert.deepEqual(
    painted(canvas).map(([x]) => x),
    [328, 328, 328],
  );
});

test("once the dots are at their places nothing is painted any more", () => {
  const { page, show } = onPage();
  show([
    ["threes", [1]],
    ["sevens", [0]],
  ]);
  const glide = page.next;
  page.next = null;
  glide(performance.now() + 1000);
  assert.equal(page.next, null);
});

test("a high pile ends before the words above or below it", () => {
  const { canvas, show } = onPage();
  show([
    ["threes", new Array(400).fill(0)],
    ["sevens", new Array(400).fill(0)],
  ]);
  const heights = painted(canvas).map(([, y]) => y);
  assert.ok(Math.min(...heights) > 14 && Math.max(...heights) < 308 - 20 - 10); // the words are 10 pixels high
});

test("each group's dots and words have the colour of its sign, on paper that is cleared before", () => {
  const { canvas, show } = onPage();
  show([
    ["threes", [1]],
    ["sevens", [-1]],
  ]);
  let colour;
  const seen = {};
  for (const [name, ...values] of canvas.context.done) {
    if (name === "fillStyle =") [colour] = values;
    if (name === "fillRect") seen.paper ??= [colour, ...values];
    if (name === "fill") seen.dots = [...(seen.dots ?? []), colour];
    if (name === "fillText") seen[values[0]] = colour;
  }
  assert.deepEqual(seen.paper, ["#ffffff", 0, 0, 340, 308]);
  assert.deepEqual(seen.dots, ["#cc3311cc", "#0072b2cc"]);
  assert.deepEqual([seen["1 above 0"], seen["0 above 0"]], ["#a3290e", "#005b8e"]);
  assert.ok(canvas.context.done.some(call => call.join() === "setTransform,2,0,0,2,0,0"));
});
