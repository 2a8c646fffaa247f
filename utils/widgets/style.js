// @ts-check
// Adds the CSS of widgets to a page, each text once: to add or change any has the browser style the whole page anew,
// for which a picture would wait.
import { element } from "./dom.js";

const ADDED = "downhill-style"; // the class of the style elements

/**
 * @param {Node} root the document or, for a view in a shadow root, as in marimo, this
 * @param {string} css
 */
export function addStyle(root, css) {
  const place = root instanceof ShadowRoot ? root : document.head;
  const found = [...place.querySelectorAll(`.${ADDED}`)];
  if (!found.some(style => style.textContent === css)) place.append(element("style", { class: ADDED }, css));
}
