// @ts-check
// The module that anywidget runs for every mounted widget: it hands on to the widget's own code, and adds its CSS.
import { codeOf } from "./code.js";
import { addStyle } from "./style.js";

/** @import { Draw, Model } from "./mount.js" */

export default {
  /** @param {{ model: Model, signal?: AbortSignal }} options */
  async initialize(options) {
    addStyle(document, options.model.get("css"));
    const { initialize } = await codeOf(options.model);
    if (!options.signal?.aborted) initialize(options); // else the widget has been closed in the meantime
  },
  /** @type {Draw} */
  async render(options) {
    addStyle(options.el.getRootNode(), options.model.get("css"));
    return (await codeOf(options.model)).render(options);
  },
};
