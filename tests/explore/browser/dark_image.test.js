// Tests the dark twins of pixels: colours of the table, smooth edges, and what is computed once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { darkCanvas, darken } from "../../../utils/explore/browser/dark_image.js";
import { darkTwin, PAPER, TWINS } from "../../../utils/widgets/dark.js";
import { fakeContext } from "./fakes.js";

const rgb = colour => [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
const twins = (...pixels) => {
  const data = new Uint8ClampedArray(pixels.flatMap(pixel => (pixel.length === 3 ? [...pixel, 255] : pixel)));
  darken(data);
  return pixels.map((_, k) => [...data.slice(4 * k, 4 * k + 3)]);
};
/** The mixture of two colours with this share of the second. */
const mixture = (one, other, share) => rgb(one).map((value, k) => Math.round(value + share * (rgb(other)[k] - value)));

test("each colour of the table becomes its twin", () => {
  assert.deepEqual(twins(...Object.keys(TWINS).map(rgb)), Object.values(TWINS).map(rgb));
});

test("a colour that a PNG of few colours has rounded is taken for the one of the table", () => {
  assert.deepEqual(twins([0xad, 0x77, 0x01], [0x67, 0x65, 0x66]), [TWINS["#ac7700"], TWINS["#666666"]].map(rgb));
});

test("no rounded text becomes as dark as its paper", () => {
  const [[red]] = twins([0x21, 0x21, 0x20]);
  assert.ok(red > 200, String(red));
});

test("the edge of a shape is the same mixture on dark paper", () => {
  for (const ink of ["#000000", "#0072b2", "#e69f00", "#009e73", "#ac7700"])
    for (const share of [0.2, 0.5, 0.8]) {
      const [twin] = twins(mixture("#ffffff", ink, share));
      mixture(PAPER, TWINS[ink], share).forEach((value, k) => {
        assert.ok(Math.abs(twin[k] - value) <= 3, `${share} of ${ink} is ${twin}`);
      });
    }
});

test("any other colour becomes the twin that it has in a moving picture", () => {
  for (const colour of ["#8c564b", "#7f00ff", "#30a0a0"]) assert.deepEqual(twins(rgb(colour)), [rgb(darkTwin(colour))]);
});

test("a pixel keeps its alpha, and what is transparent stays as it is", () => {
  const data = new Uint8ClampedArray([0, 0, 0, 128, 7, 8, 9, 0]);
  darken(data);
  assert.deepEqual([...data], [255, 255, 255, 128, 7, 8, 9, 0]);
});

test("a twin is computed once for each colour of an image, however its pixels lie", t => {
  const computed = t.mock.method(Math, "hypot");
  twins([90, 90, 90], [200, 200, 200]);
  const once = computed.mock.callCount();
  assert.ok(once > 0);
  twins([90, 90, 90], [200, 200, 200], [200, 200, 200], [90, 90, 90], [200, 200, 200]);
  assert.equal(computed.mock.callCount(), 2 * once);
});

test("the dark twin of an image is a canvas of its size, of which each pixel has been made dark", t => {
  const context = fakeContext();
  const pixels = { data: new Uint8ClampedArray([0, 0, 0, 255]) };
  context.getImageData = (...area) => context.done.push(["getImageData", ...area]) && pixels;
  context.done.length = 0;
  const sizes = {};
  const canvas = { append() {}, getContext: () => context, setAttribute: (name, value) => (sizes[name] = value) };
  globalThis.document = { createElement: () => canvas };
  t.after(() => delete globalThis.document);
  assert.equal(darkCanvas("image", 20, 10), canvas);
  assert.deepEqual(sizes, { width: "20", height: "10" });
  assert.deepEqual(context.done, [
    ["drawImage", "image", 0, 0],
    ["getImageData", 0, 0, 20, 10],
    ["putImageData", pixels, 0, 0],
  ]);
  assert.deepEqual([...pixels.data], [255, 255, 255, 255]);
});
