// @ts-check
// Loads the code of a widget, once in a page: a browser reads a module anew for each address, and to read the code of a
// picture anew would delay the picture.

/** @import { Draw, Model } from "./mount.js" */
/**
 * @typedef {object} Code what a widget's code exports by default
 * @property {(options: { model: Model, signal?: AbortSignal }) => unknown} initialize
 * @property {Draw} render
 */

/** The code that this page has loaded, by its text. Every widget has its own copy of this file, so it is at `window`. */
function loaded() {
  const page = /** @type {{ downhillCode?: Map<string, Promise<Code>> }} */ (window);
  page.downhillCode ??= new Map();
  return page.downhillCode;
}

/**
 * The code of the widget with this model.
 * @param {Model} model
 * @returns {Promise<Code>}
 */
export function codeOf(model) {
  const text = model.get("code");
  const code = loaded().get(text) ?? load(text);
  loaded().set(text, code);
  return code;
}

/**
 * @param {string} text
 * @returns {Promise<Code>}
 */
async function load(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return (await import(address)).default;
  } finally {
    URL.revokeObjectURL(address);
  }
}
