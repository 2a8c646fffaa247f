// Tests the order in which a frame is painted, and that styles and clips are set on the canvas only when they change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameCache } from "../../../utils/explore/browser/cache.js";
import { paintFrame } from "../../../utils/explore/browser/canvas.js";
import { darkTwin } from "../../../utils/widgets/dark.js";
import { FakePath, fakeContext, putCanvases } from "./fakes.js";

globalThis.Path2D = FakePath;
const LINE = {
  face: null,
  edge: "#0000ffff",
  width: 64,
  dashes: null,
  cap: "butt",
  join: "round",
  clip: null,
  hatch: null,
  seam: 0,
  snap: 0,
};
const FILL = { ...LINE, face: "#ff0000ff", edge: null };

/** A cache with the definitions 0, 1, ... from `styles` and the chunks 0, 1, ...; its frame contains all chunks. */
async function cacheOf(styles, ...chunks) {
  const cache = new FrameCache();
  const frame = { sentence: "", chunks: chunks.map((_, number) => number) };
  await cache.take({ definitions: { ...styles, 9: "M0 0l32 32" }, chunks: { ...chunks }, frames: { only: frame } });
  return { cache, frame };
}

/** The steps done on a canvas to paint the frame; if `names` are given, only the steps with these names. */
function painted({ cache, frame }, ratio = 1, ...names) {
  const context = fakeContext();
  paintFrame(context, cache, frame, ratio);
  return context.done.filter(([name]) => !names.length || names.includes(name));
}

test("a shape is painted at each of its positions, filled or stroked as its style says", async () => {
  const scene = await cacheOf([LINE, FILL], [[0, 9, 10, 20, 30, 40]], [[1, "M0 0l1 1", 5, 6]]);
  const steps = painted(scene, 1, "translate", "fill", "stroke");
  const [shared, own] = [scene.cache.definitions[9].path, scene.cache.chunks.get(1)[0][1].path];
  assert.equal(own.d, "M0 0l1 1");
  assert.deepEqual(steps, [
    ["translate", 10, 20],
    ["stroke", shared],
    ["translate", -10, -20],
    ["translate", 30, 40],
    ["stroke", shared],
    ["translate", -30, -40],
    ["translate", 5, 6],
    ["fill", own],
    ["translate", -5, -6],
  ]);
});

test("a unit is 1/32 pixel of the figure", async () => {
  const scene = await cacheOf([LINE]);
  assert.deepEqual(painted(scene, 2, "setTransform"), [["setTransform", 1 / 16, 0, 0, 1 / 16, 0, 0]]);
});

test("a style is set once for consecutive ops that have it", async () => {
  const scene = await cacheOf(
    [LINE, FILL],
    [
      [0, 9, 0, 0],
      [0, 9, 1, 1],
      [1, 9, 0, 0],
    ],
    [[0, 9, 2, 2]],
  );
  assert.equal(painted(scene, 1, "lineCap =").length, 3);
});

test("dashes, width and ends of a line are those of its style", async () => {
  const scene = await cacheOf([{ ...LINE, dashes: [3, 10, 20], cap: "round", join: "bevel" }], [[0, 9, 0, 0]]);
  const set = Object.fromEntries(painted(scene));
  assert.deepEqual(set.setLineDash, [10, 20]);
  assert.deepEqual(
    [set["lineDashOffset ="], set["lineWidth ="], set["lineCap ="], set["lineJoin ="], set["strokeStyle ="]],
    [3, 64, "round", "bevel", "#0000ffff"],
  );
});

test("snapped paths are made once for each scale, and kept", async () => {
  const scene = await cacheOf([{ ...LINE, snap: 1 }], [[0, 9, 10, 20]]);
  const [[, first]] = painted(scene, 1, "stroke");
  const [[, again]] = painted(scene, 1, "stroke");
  const [[, larger]] = painted(scene, 2, "stroke");
  assert.deepEqual(first.done, [
    ["moveTo", 0, 32],
    ["lineTo", 32, 64],
  ]);
  assert.equal(again, first);
  assert.notEqual(larger, first);
});

test("the position and the shape of a marker are snapped separately", async () => {
  const scene = await cacheOf([{ ...LINE, width: 0, snap: 2 }], [[0, "M14 0", 14, 0]]);
  assert.deepEqual(painted(scene, 1, "stroke")[0][1].done, [["moveTo", 0, 0]]);
});

test("a clip is set once for styles that share it, and is rounded to pixels", async () => {
  const clip = [10, 10, 33, 33];
  const scene = await cacheOf(
    [
      { ...LINE, clip },
      { ...FILL, clip: [...clip] },
    ],
    [
      [0, 9, 0, 0],
      [1, 9, 0, 0],
    ],
  );
  const clips = painted(scene, 1, "clip");
  assert.equal(clips.length, 1);
  assert.deepEqual(clips[0][1].done, [["rect", 0, 0, 32, 32]]);
});

test("neighbouring solid fills are stroked in their own colour, so that no gap shows between them", async () => {
  const scene = await cacheOf([{ ...FILL, seam: 1 }], [[0, 9, 0, 0]]);
  const steps = painted(scene);
  assert.deepEqual(
    steps.filter(([name]) => name === "strokeStyle ="),
    [["strokeStyle =", "#ff0000ff"]],
  );
  assert.deepEqual(
    steps.filter(([name]) => name === "lineWidth ="),
    [["lineWidth =", 1.5 * 32]],
  );
  assert.equal(steps.filter(([name]) => name === "stroke").length, 1);
});

test("neighbouring transparent fills are added on a separate layer, which is then drawn once", async t => {
  const layers = putCanvases(t);
  const scene = await cacheOf(
    [{ ...FILL, seam: 2 }, LINE],
    [
      [0, 9, 0, 0],
      [0, 9, 1, 1],
    ],
    [[1, 9, 2, 2]],
  );
  const steps = painted(scene, 1, "drawImage", "fill", "stroke");
  assert.deepEqual(
    steps.map(([name]) => name),
    ["drawImage", "stroke"],
  );
  assert.equal(layers.length, 1);
  assert.equal(steps[0][1], layers[0]);
  assert.equal(layers[0].context.done.filter(([name]) => name === "fill").length, 2);
  assert.deepEqual(layers[0].context.globalCompositeOperation, "lighter");
});

test("an image is painted with its transform and alpha, and smoothed only where it is not enlarged", async t => {
  globalThis.createImageBitmap = async () => "bitmap";
  t.after(() => delete globalThis.createImageBitmap);
  const scene = await cacheOf(
    [],
    [["image", null, "", 320, 0, 0, 320, 7, 8, 0.5]],
    [["image", null, "", 16, 0, 0, 16, 0, 0, 1]],
  );
  const steps = painted(scene, 1, "transform", "globalAlpha =", "imageSmoothingEnabled =", "drawImage");
  assert.deepEqual(steps.slice(0, 4), [
    ["transform", 320, 0, 0, 320, 7, 8],
    ["globalAlpha =", 0.5],
    ["imageSmoothingEnabled =", false],
    ["drawImage", "bitmap", 0, 0],
  ]);
  assert.deepEqual(steps[6], ["imageSmoothingEnabled =", true]);
});

test("a hatch fills the shape between its face and its edge, and its pattern is made once for each scale", async t => {
  let made = 0;
  const pattern = { setTransform() {} };
  globalThis.DOMMatrix = class {};
  putCanvases(t);
  t.after(() => delete globalThis.DOMMatrix);
  const hatch = { x: 0, y: 0, shape: "M0 0l9 9", color: "#000000ff", width: 1, size: 3200 };
  const scene = await cacheOf([{ ...LINE, face: "#ffffffff", hatch }], [[0, 9, 0, 0, 5, 5]]);
  for (const ratio of [1, 1, 2]) {
    const context = fakeContext();
    context.createPattern = () => {
      made += 1;
      return pattern;
    };
    context.done.length = 0;
    paintFrame(context, scene.cache, scene.frame, ratio);
    const steps = context.done.filter(([name]) => ["fill", "stroke", "fillStyle ="].includes(name));
    const values = steps.slice(0, 6).map(([name, value]) => (name === "fillStyle =" ? value : name));
    assert.deepEqual(values, ["#ffffffff", "fill", pattern, "fill", "#ffffffff", "stroke"]);
  }
  assert.equal(made, 2);
});

/** The colours set, the fills, strokes and images of a dark painting of the scene. */
function paintedDark({ cache, frame }, ...names) {
  const context = fakeContext();
  paintFrame(context, cache, frame, 1, true);
  return context.done.filter(([name]) => names.includes(name));
}

test("a dark picture has the dark twin of each colour, and a light one the colours of the record", async () => {
  const scene = await cacheOf([{ ...LINE, face: "#ffffff80", edge: "#0072b2ff" }], [[0, 9, 0, 0]]);
  const colours = ["fillStyle =", "strokeStyle ="];
  assert.deepEqual(
    paintedDark(scene, ...colours).map(([, value]) => value),
    ["#14171c80", `${darkTwin("#0072b2")}ff`],
  );
  assert.deepEqual(
    painted(scene, 1, ...colours).map(([, value]) => value),
    ["#ffffff80", "#0072b2ff"],
  );
});

test("a hatch has one pattern for dark pages and one for light ones", async t => {
  globalThis.DOMMatrix = class {};
  const tiles = putCanvases(t);
  t.after(() => delete globalThis.DOMMatrix);
  const hatch = { x: 0, y: 0, shape: "M0 0l9 9", color: "#000000ff", width: 1, size: 3200 };
  const scene = await cacheOf([{ ...LINE, hatch }], [[0, 9, 0, 0]]);
  for (const dark of [false, true, false, true]) {
    const context = fakeContext();
    context.createPattern = () => ({ setTransform() {} });
    paintFrame(context, scene.cache, scene.frame, 1, dark);
  }
  assert.deepEqual(
    tiles.map(tile => tile.context.strokeStyle),
    ["#000000ff", "#ffffffff"],
  );
});

test("in its light areas a dark picture is painted again as it was recorded", async () => {
  const light = ["light", 32, 40, 64, 320];
  const scene = await cacheOf([LINE], [[0, 9, 0, 0], light], [[0, 9, 5, 5]]);
  const steps = paintedDark(scene, "strokeStyle =", "stroke", "clip", "save", "restore");
  const whole = ["save", "restore", "save", "strokeStyle =", "stroke", "stroke", "restore"];
  assert.deepEqual(
    steps.map(([name]) => name),
    [...whole, "save", "clip", ...whole, "restore"],
  );
  const [, region] = steps.find(([name]) => name === "clip");
  assert.deepEqual(region.done, [["rect", 32, 32, 64, 320]]); // on whole pixels: y is 1.25, and its end 11.25
  assert.equal(steps.filter(([name]) => name === "strokeStyle =")[1][1], LINE.edge);
  assert.equal(painted(scene, 1, "stroke").length, 2);
});

test("an image keeps its pixels on a dark page, and what Agg has drawn gets the twin of each pixel's colour", async t => {
  const bitmaps = [
    { name: "digit", width: 1, height: 1 },
    { name: "points", width: 2, height: 1 },
  ];
  const queue = [...bitmaps];
  globalThis.createImageBitmap = async () => queue.shift();
  t.after(() => delete globalThis.createImageBitmap);
  const made = putCanvases(t);
  const scene = await cacheOf(
    [],
    [["image", null, "", 32, 0, 0, 32, 0, 0, 1]],
    [["drawn", null, "", 32, 0, 0, 32, 0, 0, 1]],
  );
  const data = new Uint8ClampedArray([0, 0, 0, 128, 0, 0, 0, 0]);
  document.createElement = (create => () => {
    const canvas = create();
    canvas.getContext = () => new Proxy(canvas.context, { get: (on, name) => named[name] ?? on[name] });
    return canvas;
  })(document.createElement);
  const named = { getImageData: () => ({ data }) };
  for (let time = 0; time < 2; time++) {
    const drawn = paintedDark(scene, "drawImage").map(([, image]) => image);
    assert.deepEqual(drawn, [bitmaps[0], made[0]]);
  }
  assert.equal(made.length, 1);
  assert.deepEqual([...data], [255, 255, 255, 128, 0, 0, 0, 0]);
});

/** The steps of painting the scene on the page and on its first layer. */
function layered(t, scene, ratio = 1) {
  const layers = putCanvases(t);
  const page = painted(scene, ratio);
  return { page, layer: layers[0]?.context.done, canvas: layers[0] };
}

const names = steps => steps.map(([name]) => name);

test("a layer with which a frame ends is drawn on the page, pixel on pixel", async t => {
  const scene = await cacheOf([{ ...FILL, seam: 2 }], [[0, 9, 0, 0]]);
  const { page, layer, canvas } = layered(t, scene, 2);
  const drawn = page.findIndex(([name]) => name === "drawImage");
  assert.deepEqual(page.slice(drawn - 1, drawn + 2), [
    ["resetTransform"],
    ["drawImage", canvas, 0, 0],
    ["setTransform", 1 / 16, 0, 0, 1 / 16, 0, 0],
  ]);
  assert.deepEqual(
    layer.filter(([name]) => name === "setTransform"),
    [["setTransform", 1 / 16, 0, 0, 1 / 16, 0, 0]],
  );
});

test("an image above transparent fills is painted on the page, after their layer", async t => {
  globalThis.createImageBitmap = async () => "bitmap";
  t.after(() => delete globalThis.createImageBitmap);
  const scene = await cacheOf(
    [{ ...FILL, seam: 2 }],
    [
      [0, 9, 0, 0],
      ["image", null, "", 32, 0, 0, 32, 0, 0, 1],
    ],
  );
  const { page, canvas } = layered(t, scene);
  assert.deepEqual(
    page.filter(([name]) => name === "drawImage").map(([, image]) => image),
    [canvas, "bitmap"],
  );
});

test("a clip holds on the page before a layer, on the layer, and on the page after it", async t => {
  const clip = [0, 0, 32, 32];
  const scene = await cacheOf(
    [
      { ...LINE, clip },
      { ...FILL, clip, seam: 2 },
    ],
    [
      [0, 9, 0, 0],
      [1, 9, 0, 0],
      [0, 9, 0, 0],
    ],
  );
  const { page, layer } = layered(t, scene);
  const clips = steps => names(steps).filter(name => name === "clip").length;
  assert.deepEqual([clips(page), clips(layer)], [2, 1]);
});

test("each save of the canvas is restored, also with a layer, a clip and an image", async t => {
  globalThis.createImageBitmap = async () => "bitmap";
  t.after(() => delete globalThis.createImageBitmap);
  const scene = await cacheOf(
    [
      { ...FILL, seam: 2 },
      { ...LINE, clip: [0, 0, 32, 32] },
    ],
    [
      [0, 9, 0, 0],
      [1, 9, 0, 0],
      ["image", null, "", 32, 0, 0, 32, 0, 0, 1],
    ],
  );
  const { page } = layered(t, scene);
  let depth = 0;
  for (const name of names(page)) {
    depth += { save: 1, restore: -1 }[name] ?? 0;
    assert.ok(depth >= 0);
  }
  assert.equal(depth, 0);
});

test("the clip and the transform of an image do not hold for what is painted after it", async t => {
  globalThis.createImageBitmap = async () => "bitmap";
  t.after(() => delete globalThis.createImageBitmap);
  const scene = await cacheOf(
    [LINE],
    [
      [0, 9, 0, 0],
      ["image", [0, 0, 32, 32], "", 32, 0, 0, 32, 0, 0, 1],
      [0, 9, 1, 1],
    ],
  );
  assert.deepEqual(
    names(painted(scene, 1, "save", "restore", "clip", "transform", "drawImage", "stroke", "lineCap =")),
    [
      ...["save", "restore", "save", "lineCap =", "stroke"],
      ...["restore", "save", "clip", "save", "transform", "drawImage", "restore"],
      ...["restore", "save", "lineCap =", "stroke", "restore"],
    ],
  );
});

test("the tile of a hatch has whole pixels, its lines are filled and stroked, and it stays fixed to the canvas", async t => {
  globalThis.DOMMatrix = class {
    constructor(numbers) {
      this.numbers = numbers;
    }
  };
  const tiles = putCanvases(t);
  t.after(() => delete globalThis.DOMMatrix);
  const hatch = { x: 2, y: 3, shape: "M0 0l9 9", color: "#000000ff", width: 40, size: 330 };
  const scene = await cacheOf([{ ...LINE, hatch }], [[0, 9, 5, 6]]);
  const [context, placed] = [fakeContext(), []];
  context.createPattern = () => ({ setTransform: ({ numbers }) => placed.push(numbers) });
  paintFrame(context, scene.cache, scene.frame, 1);
  const [{ width, height, context: tile }] = tiles;
  assert.deepEqual([width, height], [10, 10]); // 330 / 32 = 10.3
  assert.deepEqual(tile.done[0], ["setTransform", 10 / 330, 0, 0, 10 / 330, 20 / 330, 30 / 330]);
  assert.deepEqual([tile.lineWidth, names(tile.done).slice(-2)], [40, ["fill", "stroke"]]);
  assert.deepEqual(placed, [[32, 0, 0, 32, -5, -6]]);
});
