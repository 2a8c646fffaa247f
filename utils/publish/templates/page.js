// @ts-check
// Draws the baked pictures of a page without Python. All of them are drawn at once, so that no link moves away from a
// finger when a picture comes late; the frames behind their sliders are unpacked when a picture comes near the window.
import { render } from "../../explore/browser/view.js";
import { renderPad } from "../../pad/pad_view.js";
import { renderSketch } from "../../pad/sketch_view.js";
import { sketchModel } from "./drawings.js";
import { answerAll } from "./field.js";
import { comesNear } from "./near.js";
import { padModel } from "./page_pad.js";
import { followTheme } from "./stills.js";
import { packetsIn } from "./unpack.js";

/** @import { Model } from "../../widgets/mount.js" */
/** @import { PadState } from "./page_pad.js" */

/**
 * A model with the baked `state`, without a `send`: the view knows by that that there is no kernel.
 * @param {Record<string, any>} state
 * @param {Promise<void>} near when its frames are to be unpacked
 * @returns {Model}
 */
function pageModel(state, near) {
  const baked = packetsIn(state.baked, near);
  return /** @type {Model} */ ({ get: name => (name === "baked" ? baked : state[name]) });
}

// What a picture needs and a browser of 2022 may lack. Without it the still pictures stay.
const NEEDED = [
  "DecompressionStream",
  "IntersectionObserver",
  "Path2D",
  "ResizeObserver",
  "TextDecoderStream",
  "createImageBitmap",
];
const able = NEEDED.every(name => name in globalThis);

/**
 * The elements with the attribute `name`, and the state that stands beside each; none in a browser that lacks something.
 * @param {string} name
 * @returns {[HTMLElement, Record<string, any>][]}
 */
export function withStates(name) {
  if (!able) return [];
  const found = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[${name}]`));
  return [...found].map(el => [
    el,
    JSON.parse(document.getElementById(el.getAttribute(name) ?? "")?.textContent ?? ""),
  ]);
}

/**
 * Draws the baked picture with this `state` into `el`.
 * @param {HTMLElement} el
 * @param {Record<string, any>} state
 */
export function showPicture(el, state) {
  const chosen = el.querySelector("img.chosen");
  render({ model: pageModel(state, comesNear(el)), el });
  if (chosen) el.append(chosen); // page.css prints it while the picture has not been moved
}

for (const [el, state] of withStates("data-state")) showPicture(el, state);
for (const [el, state] of withStates("data-pad"))
  renderPad({ model: padModel(/** @type {PadState} */ (state), comesNear(el)), el });
const stills = /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll("img[data-light]"));
if (able) for (const still of stills) followTheme(still);
const changed = answerAll(
  /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-exercise]")),
  document.getElementById("answers"),
);
for (const [el, state] of withStates("data-sketch")) {
  const name = [location.pathname.split("/").pop(), el.dataset.sketch, state.label].join(" ");
  renderSketch({ model: sketchModel(name, state, changed), el });
}
