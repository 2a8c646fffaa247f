// @ts-check
// The module that anywidget runs: it starts to load the widget's frames, and draws the views into their elements.
import { mountInto, viewOf } from "../../widgets/mount.js";
import { dropLoader, loaderOf } from "./frames.js";
import { render } from "./view.js";

/** @import { Model } from "../../widgets/mount.js" */

/** @param {{ model: Model, signal?: AbortSignal }} options */
function initialize({ model, signal }) {
  signal?.addEventListener("abort", () => dropLoader(model));
  loaderOf(model); // made now, so that it decodes the first frame while JupyterLab makes the element to draw into
  mountInto(render)({ model, signal });
}

export default { initialize, render: viewOf(render) };
