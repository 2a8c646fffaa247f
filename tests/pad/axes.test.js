// Tests what a sketch draws on a fake canvas: the frame, both curves, their names, and where a pointer is on the axes.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Axes } from "../../utils/pad/axes.js";
import { Scale } from "../../utils/pad/scale.js";
import { darkTwin } from "../../utils/widgets/dark.js";
import { fakeContext } from "../explore/browser/fakes.js";
import { FakeElement, putPage } from "../widgets/fake_page.js";

const [WIDTH, HEIGHT] = [480, 324]; // of the area between the margins of the fake canvas of 600 x 400, CSS pixels
const NOTHING = { own: [null, null, null, null, null], truth: null, farthest: null, at: null };
const LINE = [0.1, 0.2, 0.3, 0.4, 0.5];
const [INK, EDGE, RED] = ["#222222", "#888888", "#ff0000"];
const page = putPage(); // one for all tests, since whether it is dark is looked up once

beforeEach(() => {
  globalThis.devicePixelRatio = 1;
});

/** Axes with five xs from 0 to 4, and y from -1 to 1; `done` is what has been done with their canvas. */
function made(changes = {}) {
  const canvas = new FakeElement("canvas");
  canvas.context = fakeContext(canvas);
  const [x, y] = [new Scale([0, 4]), new Scale([-1, 1])];
  const words = { xlabel: "step", ylabel: "loss" };
  const axes = new Axes(canvas, { x, y, xs: [0, 0.25, 0.5, 0.75, 1], ...words, points: false, color: RED, ...changes });
  return { axes, canvas, done: canvas.context.done };
}

/** What is drawn on axes: lines, rings and texts. */
function drawn(drawing, changes = {}) {
  const { axes, done } = made(changes);
  axes.draw({ ...NOTHING, ...drawing });
  const [lines, rings, texts] = [[], [], []];
  let [colour, fill, dash, points, ring, filled, align] = [];
  for (const [name, ...values] of done) {
    if (name === "strokeStyle =") colour = values[0];
    if (name === "fillStyle =") fill = values[0];
    if (name === "textAlign =") align = values[0];
    if (name === "setLineDash") dash = values[0];
    if (name === "beginPath") [points, ring, filled] = [[], null, false];
    if (name === "fill") filled = true;
    if (name === "lineTo") points.push(values.map(Math.round));
    if (name === "arc") ring = values.slice(0, 2).map(Math.round);
    if (name === "stroke" && ring) rings.push({ colour, at: ring, filled });
    if (name === "stroke" && points.length) lines.push({ colour, dash, points });
    if (name === "fillText") texts.push({ text: values[0], at: values.slice(1).map(Math.round), fill, align });
  }
  return { lines, rings, texts, text: words => texts.find(({ text }) => text === words) };
}

/** The heights of LINE as points on the axes. */
const POINTS = LINE.map((height, k) => [120 * k, Math.round((1 - height) * HEIGHT)]);

test("a pointer is where it points to between the margins, also in the large view", () => {
  const { axes, canvas } = made();
  assert.deepEqual(axes.locate({ clientX: 100 + 62, clientY: 50 + 30 }), [0, 1]);
  assert.deepEqual(axes.locate({ clientX: 100 + 62 + WIDTH / 4, clientY: 50 + 30 + HEIGHT }), [0.25, 0]);
  canvas.closest = () => ({ dataset: { zoom: "2" } }); // then its 600 x 400 are 300 x 200 CSS pixels
  assert.deepEqual(axes.locate({ clientX: 100 + 2 * (62 + 90), clientY: 50 + 2 * (30 + 62) }), [0.5, 0.5]);
});

test("the canvas has the pixels of the screen, and its origin is the corner between the margins", () => {
  globalThis.devicePixelRatio = 2;
  const { axes, canvas, done } = made();
  axes.draw(NOTHING);
  assert.deepEqual([canvas.width, canvas.height], [1200, 800]);
  assert.ok(done.some(call => call.join() === "setTransform,2,0,0,2,124,60"));
});

test("the learner's curve is a solid line with a gap where nothing is drawn, and a place alone is a ring", () => {
  const { lines, rings } = drawn({ own: [0.1, 0.2, null, 0.4, null] });
  const own = lines.filter(({ colour }) => colour === INK);
  assert.deepEqual(own[0], { colour: INK, dash: [], points: POINTS.slice(0, 2) });
  assert.deepEqual(rings, [{ colour: INK, at: POINTS[3], filled: true }]);
});

test("axes of points have a ring at each place that is drawn", () => {
  const { rings } = drawn({ own: LINE }, { points: true });
  assert.deepEqual(
    rings,
    POINTS.map(at => ({ colour: INK, at, filled: true })),
  );
});

test("the truth is dashed in its own colour, and a line joins both curves where they are farthest apart", () => {
  const { lines } = drawn({ own: [0.1, 0.2, 0.3, 0.9, 0.5], truth: LINE, farthest: 3 });
  const truth = lines.filter(({ colour }) => colour === RED);
  assert.deepEqual(truth, [{ colour: RED, dash: [8, 5], points: POINTS }]);
  const gap = [[360, Math.round(0.1 * HEIGHT)], POINTS[3]];
  assert.ok(lines.some(({ points }) => points.join() === gap.join()));
});

test("while the truth is hidden there is no second curve, no name and no distance", () => {
  const { lines, text } = drawn({ own: LINE });
  assert.deepEqual([text("yours"), text("truth")], [undefined, undefined]);
  assert.ok(lines.every(({ colour }) => colour !== RED));
});

test("the frame has its numbers and labels outside of the area to draw on, each at its place", () => {
  const { lines, texts, text } = drawn({});
  const frame = [
    [0, 0],
    [0, HEIGHT],
    [WIDTH, HEIGHT],
  ];
  assert.deepEqual(lines.find(({ points }) => points.length === 3).points, frame);
  const below = texts.filter(({ at }) => at[1] > HEIGHT + 10);
  assert.deepEqual(
    below.map(({ text, at }) => [text, at[0]]),
    [...["0", "1", "2", "3", "4"].map((number, k) => [number, 120 * k]), ["step", WIDTH / 2]],
  );
  const beside = texts.filter(({ align, at }) => align === "right" && at[0] < 0);
  assert.deepEqual([beside[0].text, beside.at(-1).text], ["-1", "1"]);
  for (const [{ at }, y] of [
    [beside[0], HEIGHT],
    [beside.at(-1), 0],
  ])
    assert.equal(at[1], y + 4); // the middle of a number is at its height
  assert.ok(text("loss").at[0] >= -62 && text("loss").at[1] < 0);
});

test("each number has a tick that points out of the area", () => {
  const { lines } = drawn({});
  const at = (...points) => lines.some(line => JSON.stringify(line.points) === JSON.stringify(points));
  assert.ok(at([120, HEIGHT], [120, HEIGHT + 5]));
  assert.ok(at([0, 0], [-5, 0]));
});

test("there is a line at y = 0 where the axis passes it, but not at an end and not on a logarithmic axis", () => {
  const zero = y => drawn({}, { y }).lines.filter(({ colour }) => colour === "#d8d8d8");
  assert.deepEqual(
    zero(new Scale([-1, 3])).map(({ points }) => points),
    [
      [
        [0, 243],
        [WIDTH, 243],
      ],
    ],
  );
  for (const y of [new Scale([0, 4]), new Scale([-4, 0]), new Scale([2, 4]), new Scale([0.1, 10], true)])
    assert.deepEqual(zero(y), []);
});

test("empty axes say where to draw, until something is drawn or the keyboard has chosen a place", () => {
  const invites = drawing => drawn(drawing).text("draw here") !== undefined;
  assert.ok(invites({}));
  assert.ok(!invites({ own: [null, null, 0.3, null, null] }));
  assert.ok(!invites({ at: 0 }));
});

test("the place of the keyboard is a line with a ring on the curve, in the middle where nothing is drawn", () => {
  for (const [own, height] of [
    [LINE, 0.3],
    [NOTHING.own, 0.5],
  ]) {
    const { lines, rings } = drawn({ own, at: 2 });
    const at = [240, Math.round((1 - height) * HEIGHT)];
    assert.deepEqual(rings, [{ colour: INK, at, filled: false }]); // the curve is seen in it
    const cursor = {
      colour: EDGE,
      dash: [3, 4],
      points: [
        [240, HEIGHT],
        [240, 0],
      ],
    };
    assert.ok(lines.some(line => JSON.stringify(line) === JSON.stringify(cursor)));
  }
});

test("each curve has its name at its end, the learner's where the drawing ends", () => {
  const { text } = drawn({ own: [0.9, 0.8, null, null, null], truth: LINE, farthest: 0 });
  assert.deepEqual(text("yours").at, [128, Math.round(0.2 * HEIGHT) + 4]);
  assert.deepEqual(text("truth").at, [WIDTH + 8, POINTS[4][1] + 4]);
  const apart = drawn({ own: [null, null, null, null, 0.9], truth: LINE, farthest: 4 });
  assert.deepEqual(apart.text("yours").at, [WIDTH + 8, Math.round(0.1 * HEIGHT) + 4]);
});

test("names of curves that end together stand one above the other, in the order of the curves", () => {
  for (const [end, order] of [
    [0.51, -1],
    [0.49, 1],
  ]) {
    const { text } = drawn({ own: [0.1, 0.2, 0.3, 0.4, end], truth: LINE, farthest: 0 });
    const [yours, truth] = [text("yours").at[1], text("truth").at[1]];
    assert.equal(Math.sign(yours - truth), order);
    assert.ok(Math.abs(yours - truth) >= 15);
  }
});

test("on a dark page each colour has its dark twin, and the canvas says that it is dark", t => {
  const turn = dark => {
    document.body.dataset.jpThemeLight = String(!dark);
    for (const tell of page.changed) tell([]);
  };
  t.after(() => turn(false));
  const light = drawn({ own: LINE, truth: LINE, farthest: 0 });
  turn(true);
  const dark = drawn({ own: LINE, truth: LINE, farthest: 0 });
  assert.deepEqual(
    dark.lines.map(({ colour }) => colour),
    light.lines.map(({ colour }) => darkTwin(colour)),
  );
  assert.equal(light.text("truth").fill, `color-mix(in srgb, ${RED} 75%, black)`); // a light letter is hard to read
  assert.equal(dark.text("truth").fill, darkTwin(RED));
  assert.equal(dark.text("yours").fill, darkTwin(INK));
  const { axes, canvas } = made();
  axes.draw(NOTHING);
  assert.ok(canvas.classList.contains("downhill-dark"));
});
