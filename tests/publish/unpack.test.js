// Tests that a page unpacks the packets of a baked picture one after another, and not before it is near the window.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { packetsIn } from "../../utils/publish/templates/unpack.js";

/** These parts of a packet, as a page holds them. */
function held(...parts) {
  return deflateSync(parts.map(part => `${JSON.stringify(part)}\n`).join("")).toString("base64");
}

/** The packets that `packing.py` makes of the sentences of one stop each, as a page holds them. */
function baked(...sentences) {
  const parts = sentences.map((sentence, at) => ({
    definitions: {},
    first: at,
    chunks: [[]],
    frames: [[String(at), { sentence, chunks: [at] }]],
  }));
  return held(...parts);
}

test("nothing is unpacked before the picture is near the window", async () => {
  let come;
  const near = new Promise(resolve => {
    come = resolve;
  });
  const unpacked = [];
  const first = packetsIn(baked("words"), near)
    .next()
    .then(({ value }) => unpacked.push(value));
  await new Promise(resolve => setTimeout(resolve, 20));
  assert.deepEqual(unpacked, []);
  come();
  await first;
  assert.deepEqual(unpacked, [
    { definitions: {}, chunks: { 0: [] }, frames: { 0: { sentence: "words", chunks: [0] } } },
  ]);
});

test("a packet that comes in several pieces is put together, and the next one begins behind it", async () => {
  const long = "so many words ".repeat(20_000); // a browser and Node inflate some 10 kB at a time
  const sentences = [];
  for await (const { frames } of packetsIn(baked(long, "short", long), Promise.resolve()))
    sentences.push(...Object.values(frames).map(({ sentence }) => sentence));
  assert.deepEqual(
    sentences.map(sentence => sentence.length),
    [long.length, 5, long.length],
  );
  assert.deepEqual(sentences, [long, "short", long]);
});

test("each position of a shape counts from the one before it in its chunk, and images stay as they are", async () => {
  const image = ["image", null, "PNG", 1, 2, 3, 4, 5, 6, 7];
  const chunks = [[[1, 2, 10, 20, 5, -5], image, [3, "M0 0l1 1", 1, 2, 1, 2]], [[4, 5, 7, 8]]];
  const part = { definitions: {}, first: 0, chunks, frames: [] };
  const { value } = await packetsIn(held(part), Promise.resolve()).next();
  assert.deepEqual(value.chunks, {
    0: [[1, 2, 10, 20, 15, 15], image, [3, "M0 0l1 1", 16, 17, 17, 19]],
    1: [[4, 5, 7, 8]],
  });
});

test("chunks are numbered from the first of their part, and those of a frame count from the frame before it", async () => {
  const frames = [
    ["0", { sentence: "", chunks: [3, 4] }],
    ["1", { sentence: "", chunks: [0, 1, 6] }],
    ["2", { sentence: "", chunks: [1, -1, 0] }],
  ];
  const part = { definitions: {}, first: 3, chunks: [[], []], frames };
  const { value } = await packetsIn(held(part), Promise.resolve()).next();
  assert.deepEqual(Object.keys(value.chunks), ["3", "4"]);
  assert.deepEqual(
    Object.values(value.frames).map(frame => frame.chunks),
    [
      [3, 4],
      [3, 5, 6],
      [4, 4, 6],
    ],
  );
});
