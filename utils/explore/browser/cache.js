// @ts-check
// Keeps what the kernel has sent.
import { shapeOf } from "./paths.js";

/** @import { Frame, Op, Packet, Shape, Style } from "./protocol.js" */

const WEBP = "UklGR"; // how a WebP begins, in base64
const AT_ONCE = 16; // images decoded together: a page may have a thousand, and a drag must not wait for all of them

/** The definitions (by number), chunks (by number) and frames (by the key of their stop) that have been received. */
export class FrameCache {
  constructor() {
    /** @type {(Shape | Style | number[][])[]} */
    this.definitions = [];
    /** @type {Map<number, Op[]>} */
    this.chunks = new Map();
    /** @type {Map<string, Frame>} */
    this.frames = new Map();
  }

  /**
   * Adds a packet. Its images are decoded first, so that every frame in the cache can be painted without waiting.
   * @param {Packet} packet
   */
  async take({ definitions = {}, chunks = {}, frames = {} }) {
    const images = Object.values(chunks).flat().filter(isImage);
    while (images.length) await Promise.all(images.splice(0, AT_ONCE).map(decode));
    for (const [number, definition] of Object.entries(definitions))
      this.definitions[+number] = typeof definition === "string" ? shapeOf(definition) : definition;
    for (const [number, ops] of Object.entries(chunks)) this.chunks.set(+number, ops);
    for (const [key, frame] of Object.entries(frames))
      if (frame.error || frame.chunks.every(number => this.chunks.has(number))) this.frames.set(key, frame);
  }

  /**
   * Drops the frames for which `unwanted(key)` is true, and the chunks that no other frame uses; returns the numbers
   * of these chunks.
   * @param {(key: string) => boolean} unwanted
   */
  drop(unwanted) {
    for (const key of [...this.frames.keys()]) if (unwanted(key)) this.frames.delete(key);
    const used = new Set([...this.frames.values()].flatMap(frame => frame.chunks ?? []));
    const unused = [...this.chunks.keys()].filter(number => !used.has(number));
    for (const number of unused) this.chunks.delete(number);
    return unused;
  }
}

/** @param {Op} op */
function isImage(op) {
  return op[0] === "image" || op[0] === "drawn";
}

/**
 * Replaces the PNG or WebP of `op`, an image, with the decoded image.
 * @param {Op} op
 */
async function decode(op) {
  const text = /** @type {string} */ (op[2]);
  const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0));
  op[2] = await createImageBitmap(new Blob([bytes], { type: text.startsWith(WEBP) ? "image/webp" : "image/png" }));
}
