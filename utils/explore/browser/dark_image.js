// @ts-check
// The dark twin of an image of what Matplotlib's Agg has drawn, such as a cloud of many points or a still picture.
import { darkTwin, PAPER, TWINS } from "../../widgets/dark.js";
import { contextOf, element } from "../../widgets/dom.js";

/** @typedef {number[]} Rgb red, green and blue, each from 0 to 255 */
/** @typedef {{ colour: Rgb, twin: Rgb }} Pair */

const SAME = 2; // the distance up to which a colour is taken for one of the table: a PNG of 256 colours rounds them
const NEAR = 8; // ... and for a mixture of one of the table with white
const [WHITE, DARK_PAPER] = ["#ffffff", PAPER].map(rgbOf);
const INKS = Object.entries(TWINS) // all colours that can be seen on dark paper
  .filter(([, twin]) => twin !== PAPER)
  .map(pair => ({ colour: rgbOf(pair[0]), twin: rgbOf(pair[1]) }));

/** @type {WeakMap<ImageBitmap, HTMLCanvasElement>} */
const made = new WeakMap();

/**
 * The dark twin of `image`, which is made once: each of its pixels has the dark twin of its colour.
 * @param {ImageBitmap} image
 */
export function darkImage(image) {
  const known = made.get(image);
  if (known) return known;
  const canvas = darkCanvas(image, image.width, image.height);
  made.set(image, canvas);
  return canvas;
}

/**
 * A canvas with the dark twin of `image`.
 * @param {CanvasImageSource} image
 * @param {number} width pixels
 * @param {number} height pixels
 */
export function darkCanvas(image, width, height) {
  const canvas = element("canvas", { width, height });
  const context = contextOf(canvas);
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, width, height);
  darken(pixels.data);
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/**
 * Gives each pixel the dark twin of its colour.
 * @param {Uint8ClampedArray} data red, green, blue and alpha of each pixel
 */
export function darken(data) {
  const pixels = new Int32Array(data.buffer, data.byteOffset, data.length / 4); // small numbers, if opaque: fast
  /** @type {Map<number, number>} */
  const twins = new Map();
  let [pixel, twin] = [0, 0]; // what is transparent stays so
  for (let at = 0; at < pixels.length; at++) {
    if (pixels[at] !== pixel) {
      pixel = pixels[at];
      twin = twins.get(pixel) ?? pixelTwin(data.slice(4 * at, 4 * at + 4));
      twins.set(pixel, twin);
    }
    pixels[at] = twin;
  }
}

/**
 * The dark twin of a pixel as one number.
 * @param {Uint8ClampedArray} pixel red, green, blue and alpha
 */
function pixelTwin(pixel) {
  if (pixel[3]) pixel.set(colourTwin([...pixel.slice(0, 3)]));
  return new Int32Array(pixel.buffer)[0];
}

/**
 * The dark twin of the colour of a pixel. At the edge of a shape it is a mixture of white paper and of a colour of the
 * table; its twin is the same mixture of dark paper and of that colour's twin, so that edges stay smooth.
 * @param {Rgb} colour
 * @returns {Rgb}
 */
function colourTwin(colour) {
  const written = `#${colour.map(value => value.toString(16).padStart(2, "0")).join("")}`;
  if (written in TWINS) return rgbOf(TWINS[written]);
  const same = nearest(colour, INKS);
  if (colourDistance(colour, same.colour) <= SAME) return same.twin;
  const mixtures = INKS.map(ink => {
    const share = shareOf(ink.colour, colour);
    return { colour: mixed(WHITE, ink.colour, share), twin: mixed(DARK_PAPER, ink.twin, share) };
  });
  const mixture = nearest(colour, mixtures);
  if (colourDistance(colour, mixture.colour) <= NEAR) return mixture.twin;
  return rgbOf(darkTwin(written));
}

/**
 * The one of `pairs` whose colour is nearest to `colour`; of several the first.
 * @param {Rgb} colour
 * @param {Pair[]} pairs
 */
function nearest(colour, pairs) {
  return pairs.reduce((best, each) =>
    colourDistance(colour, each.colour) < colourDistance(colour, best.colour) ? each : best,
  );
}

/**
 * How much of `ink` there is in `colour`, if that is a mixture of it with white: 0 to 1.
 * @param {Rgb} ink
 * @param {Rgb} colour
 */
function shareOf(ink, colour) {
  const [whole, part] = [ink, colour].map(each =>
    each.reduce((sum, value, k) => sum + (255 - value) * (255 - ink[k]), 0),
  );
  return Math.min(1, part / whole);
}

/** @param {Rgb} paper @param {Rgb} ink @param {number} share of the ink */
function mixed(paper, ink, share) {
  return paper.map((value, k) => Math.round(value + share * (ink[k] - value)));
}

/** @param {Rgb} one @param {Rgb} other */
function colourDistance(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** @param {string} colour "#rrggbb" */
function rgbOf(colour) {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
}
