// Tests what a cache holds, and from when a frame is in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameCache } from "../../../utils/explore/browser/cache.js";
import { FakePath, settle } from "./fakes.js";

globalThis.Path2D = FakePath;
const frame = (...chunks) => ({ sentence: "", chunks });

test("a frame is in the cache only when all its chunks are", async () => {
  const cache = new FrameCache();
  await cache.take({ chunks: { 1: [] }, frames: { 0: frame(1, 2), 3: frame(1) } });
  assert.deepEqual([...cache.frames.keys()], ["3"]);
  await cache.take({ chunks: { 2: [] }, frames: { 0: frame(1, 2) } });
  assert.deepEqual([...cache.frames.keys()], ["3", "0"]);
});

test("a frame that could not be drawn needs no chunks", async () => {
  const cache = new FrameCache();
  await cache.take({ frames: { 0: { sentence: "why", error: true, chunks: [9] } } });
  assert.ok(cache.frames.has("0"));
});

test("a shape becomes a path; styles and positions do not change", async () => {
  const cache = new FrameCache();
  const [style, positions] = [{ face: "#ff0000ff" }, [[1, 2, 3]]];
  await cache.take({ definitions: { 0: "M0 0l5 5", 1: style } });
  await cache.take({ definitions: { 2: positions } });
  assert.ok(cache.definitions[0].path instanceof FakePath);
  assert.equal(cache.definitions[0].path.d, "M0 0l5 5");
  assert.equal(cache.definitions[1], style);
  assert.equal(cache.definitions[2], positions);
});

test("an image is decoded before its frame is in the cache", async t => {
  const cache = new FrameCache();
  let decoded;
  globalThis.createImageBitmap = blob =>
    new Promise(resolve => {
      decoded = () => resolve(blob);
    });
  t.after(() => delete globalThis.createImageBitmap);
  const op = ["image", null, btoa("\x89PNG"), 1, 0, 0, 1, 0, 0, 1];
  const taken = cache.take({ chunks: { 1: [op] }, frames: { 0: frame(1) } });
  await settle();
  assert.equal(cache.frames.size, 0);
  decoded();
  await taken;
  assert.equal(cache.frames.size, 1);
  assert.equal(op[2].type, "image/png");
  assert.deepEqual([...new Uint8Array(await op[2].arrayBuffer())], [0x89, 0x50, 0x4e, 0x47]);
});

test("the image of a page may be a WebP", async t => {
  globalThis.createImageBitmap = async blob => blob;
  t.after(() => delete globalThis.createImageBitmap);
  const op = ["image", null, btoa("RIFF\x1a\0\0\0WEBP"), 1, 0, 0, 1, 0, 0, 1];
  await new FrameCache().take({ chunks: { 1: [op] } });
  assert.equal(op[2].type, "image/webp");
});

test("dropping frames drops the chunks that no other frame uses", async () => {
  const cache = new FrameCache();
  await cache.take({ chunks: { 1: [], 2: [], 3: [] }, frames: { a: frame(1, 2), b: frame(2, 3) } });
  assert.deepEqual(
    cache.drop(key => key === "a"),
    [1],
  );
  assert.deepEqual([...cache.chunks.keys()], [2, 3]);
  assert.deepEqual([...cache.frames.keys()], ["b"]);
});

test("of many images a few are decoded together, so that a drag is answered in between", async t => {
  const cache = new FrameCache();
  const waiting = [];
  globalThis.createImageBitmap = () => new Promise(resolve => waiting.push(resolve));
  t.after(() => delete globalThis.createImageBitmap);
  const images = Array.from({ length: 40 }, () => ["image", null, btoa("\x89PNG"), 1, 0, 0, 1, 0, 0, 1]);
  const taken = cache.take({ chunks: { 1: images }, frames: { 0: frame(1) } });
  const together = [];
  while (!cache.frames.size && together.length < 40) {
    await settle();
    together.push(waiting.length);
    for (const resolve of waiting.splice(0)) resolve();
    await settle();
  }
  await taken;
  assert.deepEqual(
    together.filter(count => count),
    [16, 16, 8],
  );
});
