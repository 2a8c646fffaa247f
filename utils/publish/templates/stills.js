// @ts-check
// The dark twins of the still pictures of a page. The browser makes them from the pictures, so they take no bytes.
import { darkCanvas } from "../../explore/browser/dark_image.js";
import { contextOf } from "../../widgets/dom.js";
import { isDark, onTheme } from "../../widgets/theme.js";
import { comesNear } from "./near.js";

/**
 * Puts the dark twin of `still` before it, once the page is dark and the still is near the window. `page.css` shows one
 * of the two, also on paper, for which no script would be in time.
 * @param {HTMLImageElement} still its attribute "data-light" has the areas that stay light
 */
export async function followTheme(still) {
  await comesNear(still);
  await whenDark();
  await still.decode();
  const url = URL.createObjectURL(await darkPng(still));
  const twin = /** @type {HTMLImageElement} */ (still.cloneNode());
  Object.assign(twin, { className: "dark", src: url });
  await twin.decode();
  still.before(twin);
}

/** Resolves when pictures are dark. */
async function whenDark() {
  if (isDark()) return;
  await new Promise(resolve => {
    const end = onTheme(() => resolve(end()));
  });
}

/**
 * The PNG of the dark twin of `still`.
 * @param {HTMLImageElement} still
 * @returns {Promise<Blob>}
 */
function darkPng(still) {
  const { naturalWidth: width, naturalHeight: height } = still;
  const canvas = darkCanvas(still, width, height);
  const scale = width / Number(still.getAttribute("width"));
  for (const sides of JSON.parse(still.dataset.light ?? "[]")) {
    const [left, top, right, bottom] = sides.map((/** @type {number} */ side) => Math.round(side * scale));
    const area = /** @type {const} */ ([left, top, right - left, bottom - top]);
    contextOf(canvas).drawImage(still, ...area, ...area);
  }
  return new Promise(resolve => canvas.toBlob(blob => resolve(/** @type {Blob} */ (blob))));
}
