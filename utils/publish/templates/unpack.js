// @ts-check
// Unpacks what a page holds as base64 and deflate: the digits of a pad, and the packets of `utils/publish/packing.py`.

/** @import { Frame, Op, Packet, Definition } from "../../explore/browser/protocol.js" */

/**
 * The bytes that `text` holds in base64.
 * @param {string} text
 */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

/**
 * What `text` holds in base64, compressed by deflate.
 * @param {string} text
 */
export function inflated(text) {
  return new Response(new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate")));
}

/**
 * The packets of a baked picture, one after another once it is `near` the window, so that it can be moved in between.
 * @param {string} text
 * @param {Promise<void>} near
 */
export async function* packetsIn(text, near) {
  await near;
  const stream = /** @type {ReadableStream<BufferSource>} */ (inflated(text).body);
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let line = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const [end, ...begun] = piece.value.split("\n");
    line += end;
    for (const next of begun) {
      yield packetOf(JSON.parse(line));
      line = next;
    }
  }
}

/**
 * @typedef {{ definitions: Record<string, Definition>, first: number, chunks: Op[][],
 *   frames: [key: string, frame: Frame][] }} Part `first` is the number of the first of the `chunks`
 */

/**
 * @param {Part} part
 * @returns {Packet}
 */
function packetOf({ definitions, first, chunks, frames }) {
  for (const ops of chunks) placeShapes(ops);
  /** @type {number[]} */
  let before = [];
  for (const [, frame] of frames) before = frame.chunks = frame.chunks.map((step, i) => step + (before[i] ?? 0));
  const numbered = chunks.map((ops, i) => [first + i, ops]);
  return { definitions, chunks: Object.fromEntries(numbered), frames: Object.fromEntries(frames) };
}

/**
 * Makes the positions of the shapes of one chunk, each relative to the one before it, those on the figure.
 * @param {Op[]} ops
 */
function placeShapes(ops) {
  const last = [0, 0];
  for (const op of /** @type {any[][]} */ (ops))
    if (typeof op[0] === "number") for (let i = 2; i < op.length; i++) last[i % 2] = op[i] += last[i % 2];
}
