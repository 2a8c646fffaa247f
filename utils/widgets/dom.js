// @ts-check
// Makes the elements of a page, and changes their texts.

/** Makes JupyterLab ignore the keys that an element handles itself. On an ancestor of it this has no effect. */
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/**
 * Makes an element with these attributes and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * Makes a button that calls `act` when it is clicked.
 * @param {string} text
 * @param {() => void} act
 */
export function button(text, act) {
  const made = element("button", { type: "button", class: "downhill-button", ...OWN_KEYS }, text);
  made.addEventListener("click", act);
  return made;
}

/**
 * Changes the text of `el` in place, because with a new text node the browser would lay out the whole page again.
 * @param {Element} el
 * @param {string} text
 */
export function write(el, text) {
  if (!el.firstChild) el.append("");
  const node = /** @type {Text} */ (el.firstChild);
  if (node.data !== text) node.data = text;
}

/**
 * The 2D context of `canvas`; it is not null, because every browser supports it.
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
