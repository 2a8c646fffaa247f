// @ts-check
// The dark twin of an image of what Matplotlib's Agg has drawn, such as a cloud of many points.
import { darkTwin } from "../../widgets/dark.js";
import { contextOf, element } from "../../widgets/dom.js";

/** @type {WeakMap<ImageBitmap, HTMLCanvasElement>} */
const made = new WeakMap();

/**
 * The dark twin of `image`, which is made once: each of its pixels has the dark twin of its colour.
 * @param {ImageBitmap} image
 */
export function darkImage(image) {
  const known = made.get(image);
  if (known) return known;
  const { width, height } = image;
  const canvas = element("canvas", { width, height });
  const context = contextOf(canvas);
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, width, height);
  darken(pixels.data);
  context.putImageData(pixels, 0, 0);
  made.set(image, canvas);
  return canvas;
}

/**
 * Gives each pixel the dark twin of its colour.
 * @param {Uint8ClampedArray} data red, green, blue and alpha of each pixel
 */
export function darken(data) {
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 0) continue;
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    const twin = Number.parseInt(darkTwin(`#${colour.toString(16).padStart(6, "0")}`).slice(1), 16);
    data.set([twin >> 16, (twin >> 8) & 255, twin & 255], at);
  }
}
