// Tests that a page unpacks the packets of a baked picture one after another, and not before it is near the window.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { packetsIn } from "../../utils/publish/templates/unpack.js";

/** The packets that `packing.py` makes of the sentences of one stop each, as a page holds them. */
function baked(...sentences) {
  const parts = sentences.map((sentence, at) => ({
    definitions: {},
    first: at,
    chunks: [[]],
    frames: [[String(at), { sentence, chunks: [at] }]],
  }));
  return deflateSync(parts.map(part => `${JSON.stringify(part)}\n`).join("")).toString("base64");
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
