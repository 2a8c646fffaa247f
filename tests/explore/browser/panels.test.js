// Tests where on the page the panels of a figure are placed and painted, and which point of the figure is where.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameCache } from "../../../utils/explore/browser/cache.js";
import { arrange, paintArranged, pointOf, tileAt } from "../../../utils/explore/browser/panels.js";
import { fakeContext, putCanvases } from "./fakes.js";

const SIZE = [900, 300];
const ROW = [
  [0, 0, 300, 300],
  [300, 0, 350, 300],
  [650, 0, 250, 300],
];

/** The tiles of `arrangement` as [x in the figure, left, top, scale], with two decimals. */
function placed({ tiles }) {
  return tiles.map(({ panel, left, top, scale }) => [panel[0], ...[left, top, scale].map(value => +value.toFixed(2))]);
}

test("with room the figure is one tile at its own size, and it is never enlarged", () => {
  for (const across of [900, 2000])
    assert.deepEqual(arrange(ROW, SIZE, across), {
      width: 900,
      height: 300,
      tiles: [{ panel: [0, 0, 900, 300], left: 0, top: 0, scale: 1 }],
    });
});

test("with less room the whole figure shrinks, as long as its letters can be read", () => {
  assert.deepEqual(placed(arrange(ROW, SIZE, 600)), [[0, 0, 0, 0.67]]);
  assert.equal(arrange(ROW, SIZE, 600).height, 200);
});

test("with little room the panels take several lines, each as large as the page allows", () => {
  const arrangement = arrange(ROW, SIZE, 420);
  assert.deepEqual(placed(arrangement), [
    [0, 0, 0, 0.65],
    [300, 193.85, 0, 0.65],
    [650, 0, 193.85, 1],
  ]);
  assert.equal(Math.round(arrangement.height), 494);
  assert.deepEqual(placed(arrange(ROW, SIZE, 200)), [
    [0, 0, 0, 0.67],
    [300, 0, 200, 0.57],
    [650, 0, 371.43, 0.8],
  ]);
});

test("panels that are not in one row of the figure do not share a line", () => {
  const stacked = [
    [0, 0, 300, 100],
    [300, 0, 600, 100],
    [0, 100, 200, 200],
    [200, 100, 700, 200],
  ];
  const tops = arrange(stacked, SIZE, 500).tiles.map(tile => [tile.panel[0], Math.round(tile.top)]);
  assert.deepEqual(tops, [
    [0, 0],
    [300, 100],
    [0, 183],
    [200, 383],
  ]);
});

test("a figure without panels shrinks as a whole", () => {
  assert.deepEqual(placed(arrange([], SIZE, 90)), [[0, 0, 0, 0.1]]);
});

test("a point of the page is a point of the figure, in the tile there or in the nearest one", () => {
  const arrangement = arrange(ROW, SIZE, 420);
  const [first, second, third] = arrangement.tiles;
  assert.equal(tileAt(arrangement, 50, 50), first);
  assert.equal(tileAt(arrangement, 300, 50), second);
  assert.equal(tileAt(arrangement, 400, 400), third); // the third tile ends at 250
  assert.deepEqual(pointOf(third, 100, 193.85 + 30).map(Math.round), [750, 30]);
  assert.deepEqual(pointOf(first, 420, 0).map(Math.round), [650, 0]); // dragged out of the tile in which it was pressed
});

test("the panels are copied from a whole picture of their scale, and one tile is painted directly", t => {
  putCanvases(t);
  const context = fakeContext({ width: 840, height: 776 });
  const [cache, frame] = [new FrameCache(), { sentence: "", chunks: [] }];
  paintArranged(context, cache, frame, arrange(ROW, SIZE, 420), SIZE, 2);
  const copies = context.done.filter(([name]) => name === "drawImage");
  assert.deepEqual(
    copies.map(([, whole, ...numbers]) => [whole.width, ...numbers]),
    [
      [1164, 0, 0, 388, 388, 0, 0, 388, 388],
      [1164, 388, 0, 452, 388, 388, 0, 452, 388],
      [1800, 1300, 0, 500, 600, 0, 388, 500, 600],
    ],
  );
  context.done.length = 0;
  paintArranged(context, cache, frame, arrange(ROW, SIZE, 900), SIZE, 2);
  assert.ok(!context.done.some(([name]) => name === "drawImage"));
});

test("a line is as high as the highest of its panels", () => {
  const uneven = [
    [0, 0, 300, 300],
    [300, 0, 600, 100],
    [0, 300, 1000, 50],
  ];
  const { tiles } = arrange(uneven, [1000, 350], 599);
  assert.deepEqual(
    tiles.map(tile => Math.round(tile.top)),
    [0, 0, Math.round(300 * (599 / 900))],
  );
});

test("a point in a tile that does not begin at the left edge is counted from where the tile begins", () => {
  const [, second] = arrange(ROW, SIZE, 420).tiles;
  assert.deepEqual(pointOf(second, second.left, 0), [300, 0]);
  assert.deepEqual(pointOf(second, second.left + 65 * second.scale, 0).map(Math.round), [365, 0]);
});

test("a tile reaches as far to the right as its panel is wide", () => {
  const tiles = [
    { panel: [0, 0, 300, 100], left: 0, top: 0, scale: 1 },
    { panel: [300, 0, 300, 100], left: 300, top: 0, scale: 1 },
  ];
  assert.equal(tileAt({ tiles }, 290, 50), tiles[0]);
});

test("one tile is painted at its scale for the pixels of the canvas", () => {
  const context = fakeContext({ width: 1200, height: 400 });
  const scale = (2 * 600) / 900 / 32;
  paintArranged(context, new FrameCache(), { sentence: "", chunks: [] }, arrange(ROW, SIZE, 600), SIZE, 2);
  assert.deepEqual(
    context.done.filter(([name]) => name === "setTransform"),
    [["setTransform", scale, 0, 0, scale, 0, 0]],
  );
});

test("before panels are copied the canvas is emptied, and each whole picture is painted at its scale", t => {
  const wholes = putCanvases(t);
  const context = fakeContext({ width: 840, height: 776 });
  const arrangement = arrange(ROW, SIZE, 420);
  paintArranged(context, new FrameCache(), { sentence: "", chunks: [] }, arrangement, SIZE, 2);
  assert.deepEqual(context.done.slice(0, 2), [["resetTransform"], ["clearRect", 0, 0, 840, 776]]);
  assert.deepEqual(
    wholes.map(({ context }) => context.done[0][1]),
    [arrangement.tiles[0], arrangement.tiles[2]].map(({ scale }) => (2 * scale) / 32),
  );
});
