// @ts-check
// What anywidget runs: the widget's frames are loaded from the start, and its views are drawn where they belong.
import { mountInto } from "../../widgets/mount.js";
import { dropLoader, loaderOf } from "./frames.js";
import { render } from "./view.js";

/** @import { Model } from "../../widgets/mount.js" */

/** @param {{ model: Model, signal?: AbortSignal }} options */
function initialize({ model, signal }) {
  signal?.addEventListener("abort", () => dropLoader(model));
  loaderOf(model); // it takes in the first frame while JupyterLab makes the element to draw into
  mountInto(render)({ model, signal });
}

export default { initialize, render };
